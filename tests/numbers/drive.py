"""Brings counts into a real Redis through the real line, with a clock of one's own."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.store import keys
from bot.store.installation import Installation, open_installation
from bot.store.line import DONE, Commitment, Line
from bot.store.link import Link
from bot.store.seal import Seal
from bot.store.tallies import Tallies
from tests.service import KEY


@dataclass
class Drive:
    link: Link
    line: Line
    installation: Installation

    @property
    def tallies(self) -> Tallies:
        return Tallies(self.link, self.installation)

    def person(self, number: int) -> tuple[str, int]:
        """Somebody's name in the store, and their partition."""
        name = self.installation.person("test", f"person-{number}")
        return name, self.installation.partition(name)

    async def count_for(self, now: datetime, turns: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Commits what is counted of cases, by partition: staff do it, nobody wrote."""
        ready: dict[int, list[Commitment]] = {}
        for number, counts in turns:
            ready.setdefault(self.person(number)[1], []).append(Commitment("", "", counts=tuple(counts)))
        await self._commit(ready, now)

    async def count(self, now: datetime, turns: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Commits turns in which somebody (a number) did what is counted."""
        waiting = [(*self.person(number), tuple(counts)) for number, counts in turns]
        ids = await self.link.many(("XADD", keys.inbound(p), "*", "m", b"x") for _, p, _ in waiting)
        ready: dict[int, list[Commitment]] = {}
        for entry, (name, partition, counts) in zip(ids, waiting, strict=True):
            ready.setdefault(partition, []).append(Commitment(entry.decode(), name, counts=counts))
        await self._commit(ready, now)

    async def _commit(self, ready: dict[int, list[Commitment]], now: datetime) -> None:
        results = await self.line.commit(ready, now)
        assert all(code == DONE for codes in results.values() for code in codes)


@asynccontextmanager
async def driving(url: str, partitions: int = 4) -> AsyncIterator[Drive]:
    link = Link(url)
    await link.connect()
    try:
        seal = Seal([KEY])
        opened = await open_installation(link, seal, partitions)
        installation = replace(opened, since=None)  # what is counted here happened long before today
        yield Drive(link, Line(link, seal, installation, sends_its_own=True), installation)
    finally:
        await link.close()
