from tests.console.matrix import HALF, OPEN

ROWS = {
    "GET /login": OPEN,
    "POST /login": OPEN,
    "POST /login/language": OPEN,
    "GET /login/code": HALF,
    "POST /login/code": HALF,
    "POST /logout": HALF,
    "POST /look": OPEN,
}
