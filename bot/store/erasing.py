"""Erases a person from the store at the word of an operator: found by a private code or an address, gone everywhere.

It works beside a running service. What a worker has in hand of this person is decided anew without them, because what
it read is no longer there.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.code import code_in
from bot.domain.messages import Delivery, Incoming
from bot.domain.referral import Referral
from bot.store import codec, keys
from bot.store.cases import Cases
from bot.store.commitment import Writes
from bot.store.line import DONE, Line, ending
from bot.store.link import entries_in, fields_in
from bot.store.seal import Unreadable

CHUNK = 500
Person = tuple[str, str]
"""Channel and address."""


@dataclass(slots=True)
class Gone:
    """How much of each kind was erased."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, number: int) -> None:
        if number:
            self.counts[kind] = self.counts.get(kind, 0) + number


@dataclass(slots=True)
class Eraser:
    line: Line
    cases: Cases
    channels: tuple[str, ...]
    """Where an address is looked for that does not say its channel."""
    spool: Path | None = None

    async def erase(self, named: str, now: datetime) -> Gone:
        """`named` is a private code, or an address as `whatsapp:5219991234567`."""
        gone = Gone()
        people, referrals = await self._meant(named)
        for person in people:
            referrals |= {one.id: one for one in await self._of_conversation(person)}
        referrals |= {one.id: one async for one in self._with_address(people)}
        for referral in referrals.values():
            await self._referral(referral, gone, now)
        gone.add("message waiting", await self._far_orders(people))
        for person in people:
            await self._person(person, gone)
        self._spooled(people, gone)
        return gone

    async def _meant(self, named: str) -> tuple[set[Person], dict[str, Referral]]:
        code = code_in(named)
        stored = await self.cases.of_code(code) if code else None
        if stored is not None:
            referral = stored.referral
            return {(referral.channel, referral.address)} if referral.address else set(), {referral.id: referral}
        channel, _, address = named.partition(":")
        if channel in self.channels and address:
            return {(channel, address)}, {}
        return {(channel, named) for channel in self.channels}, {}

    def _name(self, person: Person) -> tuple[int, str]:
        installation = self.line.installation
        name = installation.person(*person)
        return installation.partition(name), name

    async def _of_conversation(self, person: Person) -> list[Referral]:
        partition, name = self._name(person)
        stored = (await self.line.known({name: partition}))[name][0]
        if stored is None:
            return []
        try:
            ids = self.line.open_conversation(stored).cases
        except (Unreadable, ValueError, TypeError):
            return []
        found = [one.referral for one in (await self.cases.read(ids)).values()]
        return [one for one in found if not one.address or (one.channel, one.address) == person]

    async def _with_address(self, people: set[Person]) -> AsyncIterator[Referral]:
        """All referrals that are answered at one of these addresses, wherever they live."""
        for partition in range(self.line.installation.partitions):
            ids = [head.id for head in (await self.cases.open_heads(partition))[0]]
            ids += await self._closed(partition)
            for at in range(0, len(ids), CHUNK):
                for stored in (await self.cases.read(ids[at : at + CHUNK])).values():
                    if (stored.referral.channel, stored.referral.address) in people:
                        yield stored.referral

    async def _closed(self, partition: int) -> list[str]:
        """Ids of what is closed: each stands among what is due, to be purged."""
        found = await self.line.link.one("ZRANGE", keys.due(partition), 0, -1)
        return [name.decode().partition(":")[2] for name in found if name.startswith(b"purge:")]

    async def _referral(self, referral: Referral, gone: Gone, now: datetime) -> None:
        files = len((await self.cases.without_files(referral)).drops)
        await self._make_true(referral.partition, await self.cases.erased(referral), now)
        gone.add("request", 1)
        gone.add("file", files)

    async def _make_true(self, partition: int, writes: Writes, now: datetime) -> None:
        results = await self.line.commit({partition: [writes.decided()]}, now)
        assert results[partition] == [DONE], "nothing is compared, so nothing can have changed"

    async def _person(self, person: Person, gone: Gone) -> None:
        partition, name = self._name(person)
        link = self.line.link
        for kind, number in [(kind, await self._waiting(partition, kind, person)) for kind in _STREAMS]:
            gone.add(kind, number)
        dropped = await link.many(
            [
                ("DEL", keys.conversation(partition, name)),
                ("DEL", keys.feed(partition, name)),
                ("DEL", keys.shown(partition, name)),
                *ending(partition, name),
            ]
        )
        kinds = ("conversation", "chat page", "list of messages shown", "subscription to alerts")
        for kind, number in zip(kinds, dropped, strict=False):
            gone.add(kind, int(number))

    async def _far_orders(self, people: set[Person]) -> int:
        """What staff told these people waits in the partition of the referral until it is queued in theirs."""
        number = 0
        for partition in range(self.line.installation.partitions):
            name = keys.far_orders(partition)
            waiting = fields_in(await self.line.link.one("HGETALL", name))
            found = [id for id, sealed in waiting.items() if any(self._is_of({b"m": sealed}, one) for one in people)]
            if found:
                number += int(await self.line.link.one("HDEL", name, *found))
        return number

    async def _waiting(self, partition: int, kind: str, person: Person) -> int:
        """Deletes what waits in a stream for or from a person."""
        stream = _STREAMS[kind](partition)
        start, found = "-", []
        while entries := list(entries_in(await self.line.link.one("XRANGE", stream, start, "+", "COUNT", CHUNK))):
            found += [id for id, fields in entries if self._is_of(fields, person)]
            start = f"({entries[-1][0]}"
        if not found:
            return 0
        commands = [("XDEL", stream, *found)]
        if kind == "reply waiting":
            commands.append(("HDEL", keys.progress(partition), *found))
        if kind == "message waiting":
            commands.append(("HDEL", keys.strikes(partition), *found))
        return int((await self.line.link.many(commands))[0])

    def _is_of(self, fields: Mapping[bytes, bytes], person: Person) -> bool:
        opened: Incoming | Delivery
        try:
            if b"m" in fields:
                opened = self.line.open_incoming(fields[b"m"])
                if (opened.channel, opened.formerly) == person:
                    return True
            else:
                opened = self.line.open_delivery(fields[b"d"])
        except (Unreadable, ValueError, KeyError):
            return False
        return (opened.channel, opened.address) == person

    def _spooled(self, people: set[Person], gone: Gone) -> None:
        """Messages on disk that wait for Redis."""
        for path in self._files():
            try:
                incoming = codec.unpack(self.line.seal.open(path.read_bytes(), "spool"), type=Incoming)
            except (Unreadable, ValueError, OSError):
                continue
            if (incoming.channel, incoming.address) in people:
                path.unlink(missing_ok=True)
                gone.add("message on disk", 1)

    def _files(self) -> Iterator[Path]:
        if self.spool is not None and self.spool.is_dir():
            yield from self.spool.glob("*.sealed")


_STREAMS = {
    "message waiting": keys.inbound,
    "alert waiting": keys.bulk,
    "reply waiting": keys.outbound,
    "message put aside": keys.buried,
}
