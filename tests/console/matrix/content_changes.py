from tests.console.matrix.content import MARKS

ROWS = {"GET /content/changes": MARKS, "GET /content/changes.patch": MARKS, "POST /content/changes/forget": MARKS}
