from tests.console.matrix.content import MARKS

ROWS = {"GET /content/unknown": MARKS, "POST /content/teach": MARKS, "POST /content/dismiss": MARKS}
