from tests.console.matrix.queue import WORKS

ROWS = {"GET /new": WORKS, "POST /new": WORKS}
