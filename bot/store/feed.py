"""The feed of each browser: what the web chat has to show, kept a day so that a dropped connection loses nothing."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator

from bot.store import keys
from bot.store.installation import Installation
from bot.store.link import Link, entries_in
from bot.store.seal import Seal

MOST_ENTRIES = 100
CHANNEL = "web"


class Feeds:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal, self.installation = link, seal, installation
        self._listeners: dict[bytes, set[asyncio.Event]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None

    def _key(self, address: str) -> str:
        person = self.installation.person(CHANNEL, address)
        return keys.feed(self.installation.partition(person), person)

    async def append(self, address: str, body: bytes) -> None:
        key = self._key(address)
        await self.link.many(
            [
                ("XADD", key, "MAXLEN", "~", MOST_ENTRIES, "*", "b", self.seal.close(body, "feed")),
                ("EXPIRE", key, keys.FEED_LIFE),
            ]
        )
        await self.link.client.execute_command("PUBLISH", "feeds", key)

    async def after(self, address: str, last: str) -> list[tuple[str, bytes]]:
        """Entries later than `last` (an id, or empty for all that is kept)."""
        start = f"({last}" if last else "-"
        found = await self.link.one("XRANGE", self._key(address), start, "+")
        return [(id, self.seal.open(fields[b"b"], "feed")) for id, fields in entries_in(found)]

    async def follow(self, address: str, last: str, pause: float = 20.0) -> AsyncIterator[list[tuple[str, bytes]]]:
        """New entries as they come; an empty list when there was nothing for a while."""
        event = asyncio.Event()
        key = self._key(address).encode()
        self._listeners[key].add(event)
        self._listen()
        try:
            while True:
                event.clear()
                entries = await self.after(address, last)
                if entries:
                    last = entries[-1][0]
                    yield entries
                    continue
                try:
                    async with asyncio.timeout(pause):  # wait_for of Python 3.11 can swallow that we are to end
                        await event.wait()
                except TimeoutError:
                    yield []
        finally:
            self._listeners[key].discard(event)
            if not self._listeners[key]:
                del self._listeners[key]

    async def clear(self, address: str) -> None:
        await self.link.one("DEL", self._key(address))

    def _listen(self) -> None:
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        """One subscription wakes all followers of this process; after a lost connection all look for themselves."""
        while self._listeners:
            try:
                async with self.link.subscriber() as heard:
                    self._wake(*self._listeners)
                    while self._listeners:
                        message = await heard.get_message(ignore_subscribe_messages=True, timeout=5.0)
                        if message:
                            self._wake(message["data"])
            except Exception:
                await asyncio.sleep(0.5)

    def _wake(self, *names: bytes) -> None:
        for name in names:
            for event in self._listeners.get(name, ()):
                event.set()

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
