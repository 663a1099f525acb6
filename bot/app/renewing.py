"""Changes the keys of an embedded installation by itself, where BOT_KEY_DAYS asks for it.

A new key once the first is old; an end of the others once nothing is under them. What was erased before then stands in
old backups only, under a key that is no more.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from redis.exceptions import RedisError

from bot.app.keyfile import Keys, change_keys, generated_keys, new_key
from bot.store.audit import Audit, NotNoted
from bot.store.embedded import CannotStart
from bot.store.installation import sealing_since
from bot.store.rotation import Rotation
from bot.store.spool import Spool

log = logging.getLogger(__name__)

EVERY_SECONDS = 3_600.0
SETTLED_SECONDS = 600.0
"""So long after a change of keys nothing is on its way any more that was sealed before it."""


@dataclass
class Renewing:
    data_dir: Path
    days: int
    rotation: Rotation
    spool: Spool
    audit: Audit
    today: Callable[[], date]

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except (RedisError, OSError, TimeoutError, NotNoted, CannotStart) as error:
                log.warning("keys not changed now", extra={"error": type(error).__name__})
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        kept = generated_keys(self.data_dir)
        if len(kept) > 1:
            if time.time() - (self.data_dir / "keys").stat().st_mtime >= SETTLED_SECONDS:
                await self._drop(kept)
            return
        if (self.today() - await self._since()).days >= self.days:
            await self._rotate()

    async def _since(self) -> date:
        return await sealing_since(self.rotation.link, self.rotation.seal, self.today())

    async def _rotate(self) -> None:
        await self.audit.note("steward", "keys.rotate", "")
        self.rotation.seal.renew(change_keys(self.data_dir, lambda kept: (new_key(), *kept)))
        await self._since()  # from today on
        done = await self.rotation.run()
        log.info("a new key seals", extra={"sealed": done.sealed, "left": done.left})

    async def _drop(self, kept: Keys) -> None:
        """Never while anything could not be read without them."""
        done = await self.rotation.run()
        spooled = self.spool.under_older_keys()
        if done.left or done.unreadable or spooled:
            counts = {"left": done.left + spooled, "unreadable": done.unreadable}
            log.info("older keys are still needed", extra=counts)
            return
        await self.audit.note("steward", "keys.drop", "", count=len(kept) - 1)
        change_keys(self.data_dir, lambda now: now[:1] if now == kept else now)
        log.info("older keys are gone", extra={"keys": len(kept) - 1})
