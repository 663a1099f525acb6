"""Lets what nobody waits for through to the outbound streams: a few at a time, and while no reply waits.

From there it goes as everything does, so that each person gets everything in one order. A reply never waits for more
than the few that are let through at once.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from redis.exceptions import RedisError

from bot.app.health import Health
from bot.store.line import Entry, Line
from bot.store.seal import Unreadable

AT_ONCE = 4
LOOKED_AT = 32
SOON_SECONDS = 0.05
IDLE_SECONDS = 1.0


@dataclass
class Trickle:
    line: Line
    health: Health
    underway: Callable[[], int]
    """How much of what was let through is still being sent."""
    is_free: Callable[[str], bool]
    """Whether no reply waits for its turn on a channel."""
    turn: int = 0
    """The partition whose turn it is to be the first."""

    async def run(self, mine: Callable[[], list[int]], stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            waits = False
            try:
                waits = await self.let_some_through(mine())
            except (RedisError, OSError, TimeoutError) as error:
                self.health.trouble("sender", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), SOON_SECONDS if waits else IDLE_SECONDS)

    async def let_some_through(self, partitions: list[int]) -> bool:
        """True when something waits."""
        room = AT_ONCE - self.underway()
        if room <= 0 or not partitions:
            return bool(partitions)
        self.turn = (self.turn + 1) % len(partitions)
        waiting = await self.line.bulk([*partitions[self.turn :], *partitions[: self.turn]], AT_ONCE)
        for entry in waiting[:LOOKED_AT]:
            channel, person = self._whose(entry)
            if room > 0 and self.is_free(channel):
                await self.line.let_through(entry, person)
                room -= 1
        return bool(waiting)

    def _whose(self, entry: Entry) -> tuple[str, str]:
        """Channel and person; of what cannot be opened nobody's, and so it goes."""
        try:
            delivery = self.line.open_delivery(entry.payload)
        except (Unreadable, ValueError):
            return "", ""
        return delivery.channel, self.line.installation.person(delivery.channel, delivery.address)
