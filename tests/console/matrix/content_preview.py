from tests.console.matrix.content import MARKS

ROWS = {"GET /content/preview": MARKS, "POST /content/preview": MARKS}
