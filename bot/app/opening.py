"""What every command begins with: the store, with its keys and what was agreed with it, and the content."""

import asyncio
import contextlib
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from redis.exceptions import RedisClusterException, RedisError

from bot.app.settings import Settings
from bot.library.loading import Shelf
from bot.store.embedded import CannotStart, Embedded
from bot.store.installation import Installation, WrongInstallation, check_safety, open_installation
from bot.store.leases import forget_holders
from bot.store.link import Link
from bot.store.seal import Seal

log = logging.getLogger(__name__)

FOLLOW_KEYS_SECONDS = 2.0
"""So often an embedded installation looks whether its keys have changed."""


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


def generated_keys(data_dir: Path) -> tuple[str, ...]:
    """The keys of an embedded installation, made at its first start."""
    path = data_dir / "keys"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(32) + "\n")
                file.flush()
                os.fsync(file.fileno())
        found = tuple(line.strip() for line in path.read_text("utf-8").splitlines() if line.strip())
    except OSError as error:
        raise CannotStart(
            f"BOT_DATA_DIR cannot be written ({data_dir}: {error.strerror}); give it to this user or choose another"
        ) from None
    if not found:
        raise CannotStart(f"{path} is empty; restore it from a backup, without it the data cannot be read")
    return found


async def follow_keys(data_dir: Path, seal: Seal) -> None:
    """`bot keys rotate` has put a new key first: from now on it seals here, too."""
    known = generated_keys(data_dir)
    while True:
        await asyncio.sleep(FOLLOW_KEYS_SECONDS)
        with contextlib.suppress(CannotStart):
            found = generated_keys(data_dir)
            if found != known:
                known = found
                seal.renew(found)
                log.info("keys renewed", extra={"keys": len(found)})


def open_shelf(settings: Settings) -> Shelf:
    """The content, or a stop with every error in it."""
    cache = Path(settings.data_dir) / "cache"
    with contextlib.suppress(OSError):
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Shelf(Path(settings.content_dir), Path(settings.locales_dir), cache)
