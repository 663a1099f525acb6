from tests.console.matrix import SIGNED_IN

ROWS = {
    "GET /profile": SIGNED_IN,
    "POST /profile/language": SIGNED_IN,
    "POST /profile/password": SIGNED_IN,
    "POST /profile/sessions": SIGNED_IN,
    "POST /profile/second-factor": SIGNED_IN,
}
