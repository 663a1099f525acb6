from bot.store.tokens import Tokens
from tests.console.kit import Console

ONLY = ("administrator",)
ROWS = {
    "GET /tokens": ONLY,
    "POST /tokens": ONLY,
    "POST /tokens/{id}/revoke": {"administrator": "all"},
    "POST /tokens/systems/again": ONLY,
}


async def thing(console: Console, who: str, whose: str) -> str:
    token, _ = await console.desk.store(Tokens).make("CPIMS", "", ("cases:read",), who, console.desk.seconds)
    return token.id
