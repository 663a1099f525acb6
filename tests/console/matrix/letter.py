from tests.console.matrix.cases import SEES, thing

__all__ = ["ROWS", "thing"]
ROWS = {"GET /cases/{id}/letter": SEES, "GET /cases/{id}/letter.pdf": SEES}
