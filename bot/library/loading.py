"""The library for the service: loaded at the start or refused, and kept current while it runs."""

import asyncio
import gc
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.overlay import Overlay
from bot.domain.problem import Problem
from bot.library.library import Library
from bot.library.overlaying import overlaid
from bot.library.reader import Reader

log = logging.getLogger("bot.library")
_SWITCH_SECONDS = 0.0005
_GARBAGE = (20_000, 20, 20)
"""Hundreds of messages side by side are thousands of young objects: Python's 700 would look at them all the time."""


def settle() -> None:
    """What is in memory now lives as long as the process: no collection need walk it, nor often what comes next."""
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def load(
    content: Path, locales: Path, cache: Path | None = None, *, lenient: bool = False
) -> tuple[Library | None, list[Problem]]:
    """The library, or None when there are errors (`lenient`: a library all the same); and every problem."""
    return Reader(content, locales, cache).load(lenient)


class BrokenContent(Exception):
    """Nothing can be served from these trees; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = [each for each in problems if each.level == "error"]
        super().__init__("\n".join(map(str, self.problems)))


class Shelf:
    """The library as it is now. A broken edit changes nothing but `problems`."""

    def __init__(self, content: Path, locales: Path, cache: Path | None = None, learning: bool = True) -> None:
        self._reader = Reader(content, locales, cache, learning)
        library, self.problems = self._reader.load()
        if library is None:
            raise BrokenContent(self.problems)
        self._read = library
        self._looked = 0
        self._examined: tuple[tuple[int, str], list[Problem]] = ((-1, ""), [])
        self.overlay = Overlay()
        self.current: Library = library
        """What the files say, and what editors have laid over it."""
        self.loaded_at = time.time()
        settle()

    async def watch(self, every: float = 0.5) -> None:
        """Look for changes for ever, and take them over without keeping the event loop waiting."""
        pause = every
        while True:
            await asyncio.sleep(pause)
            started = time.monotonic()
            try:
                if await asyncio.to_thread(self._reader.changed):
                    await self._settled(every / 4)
                    await self.reload()
                else:  # a very large tree is looked at less often, to spend under a tenth of a core on it
                    pause = max(every, min(0.8, 10 * (time.monotonic() - started)))
            except Exception:  # whatever it was, the library before serves on and the next edit is looked at
                log.exception("content could not be loaded again; the version before serves on")

    async def _settled(self, pause: float) -> None:
        """Wait while files are still being written, but not for ever."""
        for _ in range(4):
            before = await asyncio.to_thread(self._reader.look)
            await asyncio.sleep(pause)
            if await asyncio.to_thread(self._reader.look) == before:
                return

    @property
    def of_files(self) -> Library:
        """What the files alone say."""
        return self._read

    @property
    def content(self) -> Path:
        return self._reader.content

    @property
    def locales(self) -> Path:
        return self._reader.locales

    async def examined(self, today: str) -> list[Problem]:
        """All that `bot check` says of the files as they are now; looked at once for each change and day."""
        key = (self._looked, today)
        if self._examined[0] != key:
            self._examined = key, await asyncio.to_thread(self._reader.examined, today)
        return self._examined[1]

    def lay(self, overlay: Overlay) -> None:
        """From now on people are told with this laid over the files."""
        self.overlay = overlay
        self.current = overlaid(self._read, overlay)

    async def reload(self) -> None:
        """Load what has changed; errors leave `current` as it is."""
        started = time.monotonic()
        with _yielding_often():
            library, problems = await asyncio.to_thread(self._reader.load)
        self.problems = problems
        self._looked += 1
        if library is None:
            errors = [each for each in problems if each.level == "error"]
            log.error("content is broken and the version before serves on: %d errors, first %s", len(errors), errors[0])
            return
        self._read, self.loaded_at = library, time.time()
        self.current = overlaid(library, self.overlay)
        taken = (time.monotonic() - started) * 1000
        log.info("content reloaded: version %s in %.0f ms", library.version, taken)


@contextmanager
def _yielding_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
