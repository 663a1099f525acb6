"""What was not understood: short, redacted, sealed, without a word on who wrote it; gone by itself after thirty days.

A list for each day, language and partition. It expires thirty days after its first entry, and takes no more than so
many: a flood of the same leaves the rest of the month readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.counting import local
from bot.domain.turn import Sample
from bot.store import codec, keys
from bot.store.commitment import Operation
from bot.store.installation import Installation
from bot.store.link import Link
from bot.store.seal import Seal, Unreadable

RECORD = "sample"
DAYS = keys.SAMPLES_LIFE // keys.DAY


@dataclass(frozen=True, slots=True)
class Kept:
    """A sample, and where it stands."""

    sample: Sample
    key: str
    sealed: bytes


class Samples:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal, self.installation = link, seal, installation

    def kept(self, partition: int, sample: Sample, now: datetime) -> Operation:
        """What writes it down, in the commit of the turn."""
        key = keys.samples(partition, sample.language, local(now).date().isoformat())
        sealed = self.seal.close(codec.encode(sample), RECORD)
        return Operation("sample", key, value=sealed, number=keys.MOST_SAMPLES, life=keys.SAMPLES_LIFE)

    async def read(self, languages: Iterable[str], today: date) -> list[Kept]:
        """All of the last thirty days, the newest days first."""
        days = [(today - timedelta(back)).isoformat() for back in range(DAYS + 1)]
        partitions = range(self.installation.partitions)
        names = [keys.samples(p, language, day) for day in days for language in languages for p in partitions]
        lists = await self.link.many(("LRANGE", name, 0, -1) for name in names)
        found: list[Kept] = []
        for name, entries in zip(names, lists, strict=True):
            for sealed in entries:
                try:
                    found.append(Kept(codec.decode(Sample, self.seal.open(sealed, RECORD)), name, sealed))
                except (Unreadable, ValueError, TypeError):
                    continue
        return found

    async def drop(self, kept: Iterable[Kept]) -> None:
        """Somebody has dealt with them."""
        await self.link.many(("LREM", one.key, 1, one.sealed) for one in kept)
