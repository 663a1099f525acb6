"""Messages on disk while Redis is away, for platforms that do not send again: sealed, fsynced, one file each."""

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.domain.messages import Incoming
from bot.store import codec
from bot.store.seal import Seal, Unreadable

log = logging.getLogger(__name__)
MOST_FILES = 50_000


class SpoolFull(Exception):
    pass


class Spool:
    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder, self.seal = folder, seal
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._count = sum(1 for _ in self.folder.glob("*.sealed"))
        self._number = 0

    def __len__(self) -> int:
        return self._count

    async def keep(self, incoming: Incoming, now: float) -> None:
        """Returns once the message is safely on disk."""
        if self._count >= MOST_FILES:
            raise SpoolFull
        self._number += 1
        self._count += 1
        name = f"{int(now * 1000):015d}-{os.getpid()}-{self._number:08d}"
        sealed = self.seal.close(codec.pack(incoming), "spool")
        try:
            await asyncio.to_thread(self._write, name, sealed)
        except OSError:
            self._count -= 1
            raise

    def _write(self, name: str, sealed: bytes) -> None:
        partial = self.folder / f"{name}.part"
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, sealed)
            os.fsync(handle)
        finally:
            os.close(handle)
        partial.rename(self.folder / f"{name}.sealed")
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def under_older_keys(self) -> int:
        """How many files another key than the first has sealed."""
        found = 0
        for path in self.folder.glob("*.sealed"):
            with contextlib.suppress(FileNotFoundError):  # it went into the line meanwhile
                found += not self.seal.is_current(path.read_bytes())
        return found

    async def drain(self, queue: Callable[[Incoming], Awaitable[None]]) -> int:
        """Hands what is on disk to the line, oldest first; what the line does not take stays."""
        moved = 0
        for path in sorted(self.folder.glob("*.sealed")):
            try:
                incoming = codec.unpack(self.seal.open(path.read_bytes(), "spool"), type=Incoming)
            except (Unreadable, ValueError):
                log.error("unreadable file in the spool put aside", extra={"file": path.name})
                path.rename(path.with_suffix(".bad"))
                continue
            except FileNotFoundError:  # another process was faster
                continue
            await queue(incoming)
            path.unlink(missing_ok=True)
            self._count = max(0, self._count - 1)
            moved += 1
        return moved
