"""What was put aside after it failed again and again: seen without its words, put back into the line, or dropped."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from bot.store import keys
from bot.store.line import Line
from bot.store.link import entries_in, script
from bot.store.seal import Unreadable

Kind = Literal["message", "reply"]
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Laid:
    """Something that was buried; whose it is and what it says stays sealed."""

    reference: str
    """The partition and the id, as `07:1764200000000-0`."""
    kind: Kind
    at: float
    """Unix seconds at which it was buried."""
    channel: str
    """Empty where it cannot be read: damaged, or sealed with a key that was dropped."""
    parts: int = 1
    """So many messages a reply has."""


@dataclass(frozen=True, slots=True)
class Buried:
    line: Line

    async def all(self) -> AsyncIterator[Laid]:
        """Partition by partition, the oldest first in each."""
        for partition in range(self.line.installation.partitions):
            start = "-"
            while found := entries_in(await self._read(partition, start)):
                for id, fields in found:
                    yield self._laid(f"{partition:02d}:{id}", fields)
                start = f"({found[-1][0]}"

    async def counts(self) -> dict[Kind, int]:
        """How many there are of each kind, without opening any."""
        found: dict[Kind, int] = {"message": 0, "reply": 0}
        replies = await self.line.link.many(
            ("XRANGE", keys.buried(p), "-", "+", "COUNT", AT_ONCE) for p in range(self.line.installation.partitions)
        )
        for raw in replies:
            for _, fields in entries_in(raw):
                found["message" if b"m" in fields else "reply"] += 1
        return found

    async def put_back(self, reference: str) -> bool:
        """At the end of the line, to be tried as if it came now; False when it is not there (any more)."""
        partition, id = self._place(reference)
        names = [keys.buried(partition), keys.inbound(partition), keys.outbound(partition)]
        return bool(await self.line.link.one(*script("unbury", names, id)))

    async def drop(self, reference: str) -> bool:
        partition, id = self._place(reference)
        return bool(await self.line.link.one("XDEL", keys.buried(partition), id))

    async def _read(self, partition: int, start: str) -> object:
        return await self.line.link.one("XRANGE", keys.buried(partition), start, "+", "COUNT", AT_ONCE)

    def _laid(self, reference: str, fields: dict[bytes, bytes]) -> Laid:
        at = int(reference.partition(":")[2].partition("-")[0]) / 1000
        kind: Kind = "message" if b"m" in fields else "reply"
        try:
            if kind == "message":
                return Laid(reference, kind, at, self.line.open_incoming(fields[b"m"]).channel)
            delivery = self.line.open_delivery(fields[b"d"])
        except (Unreadable, ValueError, KeyError):
            return Laid(reference, kind, at, "")
        return Laid(reference, kind, at, delivery.channel, len(delivery.replies))

    def _place(self, reference: str) -> tuple[int, str]:
        """Raises ValueError for what is no reference."""
        partition, _, id = reference.partition(":")
        milliseconds, _, number = id.partition("-")
        if not all(part.isascii() and part.isdecimal() for part in (partition, milliseconds, number)):
            raise ValueError(reference)
        if int(partition) >= self.line.installation.partitions:
            raise ValueError(reference)
        return int(partition), id
