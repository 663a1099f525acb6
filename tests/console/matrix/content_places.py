from tests.console.matrix.content import MARKS

ROWS = {"GET /content/places": MARKS, "POST /content/mark": MARKS, "POST /content/check": MARKS}
