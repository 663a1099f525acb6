"""The filters of the queue that somebody keeps for themselves, by the names they gave them."""

import hashlib

from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Link, fields_in
from bot.store.seal import Seal

MOST = 12
LIFE = 400 * keys.DAY


class SavedFilters:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal = link, seal

    async def of(self, account: str) -> dict[str, str]:
        """Their names, and what they choose as it stands in an address."""
        key = keys.saved_filters(account)
        found = fields_in(await self.link.one("HGETALL", key))
        kept = [codec.unpack(self.seal.open(value, f"{key}:{id.decode()}")) for id, value in found.items()]
        return dict(sorted(kept))

    async def keep(self, account: str, name: str, query: str) -> bool:
        """False when there are as many as anybody can tell apart."""
        key, id = keys.saved_filters(account), _id(name)
        if name not in (known := await self.of(account)) and len(known) >= MOST:
            return False
        sealed = self.seal.close(codec.pack([name, query]), f"{key}:{id}")
        await self.link.many([("HSET", key, id, sealed), ("EXPIRE", key, LIFE)])
        return True

    async def forget(self, account: str, name: str) -> None:
        await self.link.one("HDEL", keys.saved_filters(account), _id(name))


def _id(name: str) -> str:
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=9).hexdigest()
