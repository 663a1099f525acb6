from tests.console.matrix.queue import WORKS

ROWS = {"GET /contacts": WORKS, "POST /contacts": WORKS}
