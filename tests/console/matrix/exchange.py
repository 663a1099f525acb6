from tests.console.matrix.cases import thing

__all__ = ["ROWS", "thing"]
GIVES_OUT = ("focal-point", "supervisor", "administrator")
TAKES_IN = ("supervisor", "administrator")
ROWS = {
    "GET /exchange": GIVES_OUT,
    "GET /exchange/cases.csv": GIVES_OUT,
    "GET /exchange/cases.xlsx": GIVES_OUT,
    "POST /exchange/import": TAKES_IN,
    "GET /cases/{id}/primero.json": {"focal-point": "all", "supervisor": "office", "administrator": "all"},
}
