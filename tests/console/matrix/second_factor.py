from tests.console.matrix import HALF

ROWS = {"GET /login/enrol": HALF, "POST /login/enrol": HALF}
