"""The open streams of this process: few for each session, and all closed when the process stops."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

MOST = 5
SECONDS = 600.0


class Streams:
    def __init__(self) -> None:
        self._open: dict[str, list[asyncio.Timeout]] = defaultdict(list)
        self._closed = False

    @asynccontextmanager
    async def opened(self, session: str) -> AsyncIterator[None]:
        """A place for one stream, for ten minutes. A sixth takes the place of the oldest, which is likely dead."""
        if self._closed:
            raise ConnectionResetError("this process is stopping")
        own = self._open[session]
        while len(own) >= MOST:
            _end(own.pop(0))
        limit = asyncio.timeout(SECONDS)
        try:
            async with limit:
                own.append(limit)
                yield
        except TimeoutError:
            if not limit.expired():
                raise
        finally:
            if limit in own:
                own.remove(limit)
            if not own and self._open.get(session) is own:
                del self._open[session]

    def count(self, session: str) -> int:
        return len(self._open.get(session, ()))

    def end(self, session: str) -> None:
        """All those of one session: it is over."""
        for limit in self._open.get(session, ()):
            _end(limit)

    def close(self) -> None:
        """End all of them and take no more: browsers come back to the process that takes over."""
        self._closed = True
        self.end_all()

    def end_all(self) -> None:
        for own in list(self._open.values()):
            for limit in own:
                _end(limit)


def _end(limit: asyncio.Timeout) -> None:
    if not limit.expired():
        limit.reschedule(asyncio.get_running_loop().time())
