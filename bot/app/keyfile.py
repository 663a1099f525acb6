"""The generated keys of an embedded installation: a file in its folder, the first line seals, all of them open."""

import asyncio
import contextlib
import fcntl
import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from bot.store.embedded import CannotStart
from bot.store.seal import Seal

log = logging.getLogger(__name__)

Keys = tuple[str, ...]
FOLLOW_KEYS_SECONDS = 2.0
"""So often an embedded installation looks whether its keys have changed."""


def new_key() -> str:
    return secrets.token_urlsafe(32)


def generated_keys(data_dir: Path) -> Keys:
    """The keys of an embedded installation, made at its first start."""
    path = data_dir / "keys"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(new_key() + "\n")
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


def change_keys(data_dir: Path, change: Callable[[Keys], Keys]) -> Keys:
    """Other keys in the file, whole or not at all, by one at a time; what stood there before is overwritten."""
    path, partial = data_dir / "keys", data_dir / "keys.part"
    with (data_dir / "keys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = change(generated_keys(data_dir))
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("".join(f"{key}\n" for key in kept))
            file.flush()
            os.fsync(file.fileno())
        with path.open("r+b") as before:
            partial.replace(path)
            before.write(bytes(os.fstat(before.fileno()).st_size))
            before.flush()
            os.fsync(before.fileno())
    return kept


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
