"""Keeps the content of this process with what editors have laid over it: one small look at Redis, twice a second."""

import asyncio
import logging

from redis.exceptions import RedisError

from bot.library.loading import Shelf
from bot.store.overlays import Overlays

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.5


async def follow(overlays: Overlays, shelf: Shelf) -> None:
    """For ever. While Redis does not answer, what was known stays."""
    known: bytes | None = None
    while True:
        try:
            version = await overlays.version()
            if version != known:
                shelf.lay(await overlays.read())
                known = version
        except (RedisError, OSError, TimeoutError) as error:
            log.debug("the overlay cannot be looked at", extra={"reason": type(error).__name__})
        await asyncio.sleep(LOOK_SECONDS)
