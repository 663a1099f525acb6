from tests.console.matrix import OPEN

ROWS = {"GET /invitation/{token}": OPEN, "POST /invitation/{token}": OPEN}
