from tests.console.kit import Console
from tests.console.matrix import NOT_OWN

MANAGES = {"administrator": NOT_OWN}
ROWS = {
    "GET /people": ("supervisor", "administrator"),
    "GET /people/new": ("administrator",),
    "POST /people/new": ("administrator",),
    "GET /people/{id}": {"supervisor": "office", "administrator": "all"},
    "POST /people/{id}": MANAGES,
    "POST /people/{id}/disable": MANAGES,
    "POST /people/{id}/enable": MANAGES,
    "POST /people/{id}/reset": MANAGES,
}


async def thing(console: Console, who: str, whose: str) -> str:
    colleague = "viewer" if who != "viewer" else "editor"
    return console.accounts[{"own": who, "office": colleague, "other": "other-caseworker"}[whose]].id
