"""What every command begins with: the store, with its keys and what was agreed with it, and the content."""

import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

from redis.exceptions import RedisClusterException, RedisError

from bot.app.keyfile import generated_keys
from bot.app.settings import Settings
from bot.library.checking import Examination
from bot.library.library import Library
from bot.library.loading import Shelf
from bot.store.embedded import CannotStart, Embedded
from bot.store.installation import Installation, WrongInstallation, check_safety, open_installation
from bot.store.leases import forget_holders
from bot.store.link import Link
from bot.store.seal import Seal

log = logging.getLogger(__name__)


@dataclass
class Store:
    """The way to Redis and what was agreed with it."""

    link: Link
    seal: Seal
    installation: Installation
    embedded: Embedded | None

    async def close(self) -> None:
        with contextlib.suppress(RedisError, OSError):
            await self.link.close()
        if self.embedded is not None:
            await self.embedded.stop()


async def open_store(settings: Settings, joining: bool = False) -> Store:
    """Connects to the Redis given, or starts our own; `joining`: or speaks to that of the Farol that runs here."""
    seal = Seal(settings.secret_keys or generated_keys(Path(settings.data_dir)))
    embedded = None if settings.redis_url else Embedded(settings.data_dir)
    url = embedded.url if embedded is not None else settings.redis_url
    if embedded is not None and joining and embedded.is_in_use():
        embedded = None
    if embedded is not None:
        await embedded.start()
    link = Link(url)
    store = Store(link, seal, Installation(settings.partitions, b""), embedded)
    try:
        await link.connect()
        if settings.redis_url:
            await _refuse_unsafe(link, settings)
        store.installation = await open_installation(link, seal, settings.partitions)
        if embedded is not None:
            await forget_holders(link, settings.partitions, ("worker", "sender", "steward"))
    except (RedisError, RedisClusterException, OSError) as error:
        await store.close()
        raise CannotStart(f"BOT_REDIS_URL: cannot work with this Redis ({type(error).__name__}: {error})") from None
    except (WrongInstallation, CannotStart):
        await store.close()
        raise
    return store


async def _refuse_unsafe(link: Link, settings: Settings) -> None:
    reasons = await check_safety(link)
    if reasons and not settings.redis_unsafe:
        raise CannotStart(
            f"BOT_REDIS_URL: this Redis is not safe for people's messages: {'; '.join(reasons)}. "
            "Mend it, or set BOT_REDIS_UNSAFE=yes for an experiment"
        )
    for reason in reasons:
        log.warning("unsafe redis", extra={"reason": reason})


def open_content(settings: Settings) -> Library:
    """What can be read of the content, without understanding, whatever is wrong with the rest."""
    return Examination(Path(settings.content_dir), Path(settings.locales_dir)).library


def open_shelf(settings: Settings) -> Shelf:
    """The content, or a stop with every error in it."""
    cache = Path(settings.data_dir) / "cache"
    with contextlib.suppress(OSError):
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Shelf(Path(settings.content_dir), Path(settings.locales_dir), cache)
