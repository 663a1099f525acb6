"""How often something may be tried within some time, counted in Redis for all processes together."""

import hashlib
from dataclasses import dataclass

from bot.store import keys
from bot.store.installation import Installation
from bot.store.link import Link, script
from bot.store.seal import Seal


@dataclass(frozen=True, slots=True)
class Limit:
    most: int
    seconds: int


class Tries:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link = link
        self._key = installation.key("staff-tries")

    async def allow(self, now_ms: int, *counts: tuple[str, Limit]) -> float:
        """0 when each count lets this try through, which then counts for all of them; else the seconds to wait."""
        names = [keys.tries(self._hidden(whose)) for whose, _ in counts]
        numbers = [number for _, limit in counts for number in (limit.most, limit.seconds * 1000)]
        return int(await self.link.one(*script("allow", names, now_ms, *numbers))) / 1000

    def _hidden(self, whose: str) -> str:
        return hashlib.blake2b(whose.encode("utf-8", "replace"), key=self._key, digest_size=12).hexdigest()
