"""The line's streams: messages arrive, turns are committed, replies wait to be sent.

An entry stands in a stream until what it asked for is done, and is deleted in the same commit that does it. Reading
from the start of a stream therefore shows exactly what is left to do, whoever died in between.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.counting import local
from bot.domain.messages import Delivery, Incoming
from bot.store import codec, keys
from bot.store.commitment import Commitment, Operation, commit
from bot.store.fates import alert_mark
from bot.store.installation import Installation
from bot.store.link import Command, Link, entries_in, fields_in, script
from bot.store.seal import UNIQUE, Seal

DONE, GONE, CHANGED = 1, 0, 2
"""What a commit says of a turn: made true now, was true already, something read has changed since."""
QUEUE_SECONDS = 1.0
"""Longer than this no batch waits for Redis: the platform sends again, or the message goes to disk."""
MOST_FRESH = 1_000
"""Deliveries on their way from our worker to our sender."""


@dataclass(slots=True)
class Entry:
    """A message read from an inbound stream."""

    id: str
    partition: int
    payload: bytes

    @property
    def arrived(self) -> int:
        """Unix seconds: when it was queued."""
        return int(self.id.partition("-")[0]) // 1000


class Line:
    def __init__(self, link: Link, seal: Seal, installation: Installation, sends_its_own: bool = False) -> None:
        self.link, self.seal, self.installation = link, seal, installation
        self.sends_its_own = sends_its_own
        """Worker and sender are one process, and mostly serve the same partitions."""
        self._fresh: dict[bytes, Delivery] = {}
        """Deliveries sealed a moment ago, by their seal: what the sender then reads need not be opened again."""
        self._streams = {keys.inbound(p): p for p in range(installation.partitions)}
        self._outbound = {keys.outbound(p): p for p in range(installation.partitions)}
        self._arriving: list[tuple[int, bytes, bytes, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None

    # messages in

    def seal_incoming(self, incoming: Incoming) -> bytes:
        return self.seal.close(codec.pack(incoming), "incoming")

    def open_incoming(self, payload: bytes) -> Incoming:
        return codec.unpack(self.seal.open(payload, "incoming"), type=Incoming)

    @property
    def backlog(self) -> int:
        """Messages that have arrived and are not on disk yet."""
        return len(self._arriving)

    def queue(self, incoming: Incoming) -> asyncio.Future[None]:
        """Done once the message is on disk. What arrives while a batch is on its way goes out with the next."""
        person = self.installation.person(incoming.channel, incoming.address)
        fingerprint = self.installation.fingerprint(incoming.channel, incoming.id)
        future = asyncio.get_running_loop().create_future()
        self._arriving.append((self.installation.partition(person), fingerprint, self.seal_incoming(incoming), future))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        return future

    async def _flush(self) -> None:
        while self._arriving:
            batch, self._arriving = self._arriving, []
            by_partition: dict[int, list[bytes]] = {}
            for partition, fingerprint, payload, _ in batch:
                by_partition.setdefault(partition, []).extend((fingerprint, payload))
            try:
                async with asyncio.timeout(QUEUE_SECONDS):
                    await self.link.many(self._arrive(p, pairs) for p, pairs in by_partition.items())
            except Exception as error:
                for *_, future in batch:
                    if not future.done():
                        future.set_exception(error)
            else:
                for *_, future in batch:
                    if not future.done():
                        future.set_result(None)

    def _arrive(self, partition: int, pairs: Sequence[bytes]) -> Command:
        return script("arrive", [keys.inbound(partition), *keys.seen(partition)], keys.SEEN_LIFE, *pairs)

    async def read_inbound(self, cursors: Mapping[int, str], count: int, block_ms: int) -> list[Entry]:
        """New messages of some partitions, oldest first in each; waits a little for one."""
        streams = {keys.inbound(partition): cursor for partition, cursor in cursors.items()}
        found = await self.link.read(streams, count, block_ms)
        return [Entry(id, self._streams[stream], fields[b"m"]) for stream, entries in found for id, fields in entries]

    async def waiting(self, partition: int, count: int) -> list[Entry]:
        """The oldest messages not yet answered."""
        entries = await self.link.one("XRANGE", keys.inbound(partition), "-", "+", "COUNT", count)
        return [Entry(id, partition, fields[b"m"]) for id, fields in entries_in(entries)]

    async def strike(self, entry: Entry) -> int:
        """Notes one more failure of an entry and returns how many there are now."""
        counted, _ = await self.link.many(
            [
                ("HINCRBY", keys.strikes(entry.partition), entry.id, 1),
                ("EXPIRE", keys.strikes(entry.partition), keys.STRIKES_LIFE),
            ]
        )
        return int(counted)

    def order(self, incoming: Incoming) -> Operation:
        """Lets the house tell a person something in their conversation, in order with what they write."""
        partition = self.installation.partition(self.installation.person(incoming.channel, incoming.address))
        return Operation("order", keys.inbound(partition), value=self.seal_incoming(incoming))

    # turns

    async def known(self, people: Mapping[str, int]) -> dict[str, tuple[bytes | None, bytes | None]]:
        """The stored conversations and subscriptions of people (person to partition), as they are in Redis."""
        by_partition: dict[int, list[str]] = {}
        for person, partition in people.items():
            by_partition.setdefault(partition, []).append(person)
        replies = await self.link.many(
            ("MGET", *(name(partition, person) for name in (keys.conversation, keys.subscription) for person in group))
            for partition, group in by_partition.items()
        )
        return {
            person: (values[at], values[len(group) + at])
            for group, values in zip(by_partition.values(), replies, strict=True)
            for at, person in enumerate(group)
        }

    async def forget(self, people: Mapping[str, int]) -> None:
        """Deletes what is remembered of people (person to partition)."""
        await self.link.many(command for person, at in people.items() for command in _forgetting(at, person))

    def open_conversation(self, stored: bytes) -> Conversation:
        return codec.decode(Conversation, self.seal.open(stored, "conversation"))

    def seal_conversation(self, conversation: Conversation) -> bytes:
        return self.seal.close(codec.encode(conversation), "conversation")

    def seal_delivery(self, delivery: Delivery) -> bytes:
        payload = self.seal.close(codec.pack(delivery), "delivery")
        if self.sends_its_own:
            while len(self._fresh) >= MOST_FRESH:
                del self._fresh[next(iter(self._fresh))]
            self._fresh[payload[:UNIQUE]] = delivery
        return payload

    async def commit(self, turns: Mapping[int, Sequence[Commitment]], now: datetime) -> dict[int, list[int]]:
        """Makes the turns of several partitions true; says of each what became of it."""
        hour, installation = local(now), self.installation
        replies = await self.link.many(commit(p, batch, hour, installation) for p, batch in turns.items())
        return dict(zip(turns, replies, strict=True))

    # replies out

    async def read_outbound(self, cursors: Mapping[int, str], count: int, block_ms: int) -> list[Entry]:
        streams = {keys.outbound(partition): cursor for partition, cursor in cursors.items()}
        found = await self.link.read(streams, count, block_ms)
        return [Entry(id, self._outbound[stream], fields[b"d"]) for stream, entries in found for id, fields in entries]

    def open_delivery(self, payload: bytes) -> Delivery:
        fresh = self._fresh.pop(payload[:UNIQUE], None)
        return fresh or codec.unpack(self.seal.open(payload, "delivery"), type=Delivery)

    async def bulk(self, partitions: Iterable[int], count: int) -> list[Entry]:
        """The oldest of what waits behind the replies, some of each partition."""
        partitions = list(partitions)
        replies = await self.link.many(("XRANGE", keys.bulk(p), "-", "+", "COUNT", count) for p in partitions)
        return [
            Entry(id, partition, fields[b"d"])
            for partition, reply in zip(partitions, replies, strict=True)
            for id, fields in entries_in(reply)
        ]

    async def let_through(self, entry: Entry, person: str) -> None:
        """What waited behind the replies takes its place among them, if the person still wants it."""
        at = entry.partition
        names = [keys.bulk(at), keys.outbound(at), keys.subscription(at, person)]
        await self.link.one(*script("through", names, entry.id))

    async def progress(self, partition: int) -> dict[str, tuple[int, int, float]]:
        """Deliveries that did not go out at once: parts sent, tries, not before (Unix seconds)."""
        found = await self.link.one("HGETALL", keys.progress(partition))
        return {id.decode(): tuple(codec.unpack(value)) for id, value in fields_in(found).items()}

    async def shown(self, partition: int, person: str) -> list[str]:
        """The platform's ids of what a person sees of us."""
        found = await self.link.one("LRANGE", keys.shown(partition, person), 0, -1)
        return [id.decode() for id in found]

    async def settle(self, settled: Iterable["Settled"], now: datetime) -> None:
        """Writes down what became of deliveries: gone out, given up, or to be tried again."""
        commands: list[Command] = []
        hour = local(now)
        by_partition: dict[int, list[Settled]] = {}
        for one in settled:
            by_partition.setdefault(one.partition, []).append(one)
        for partition, group in by_partition.items():
            over = [one.entry for one in group if one.progress is None]
            if over:
                commands.append(("XDEL", keys.outbound(partition), *over))
            tried = [one.entry for one in group if one.progress is None and one.was_tried]
            if tried:
                commands.append(("HDEL", keys.progress(partition), *tried))
            for one in group:
                if one.progress is not None:
                    commands.append(("HSET", keys.progress(partition), one.entry, codec.pack(one.progress)))
                if one.bury:
                    commands.append(("XADD", keys.buried(partition), "*", "d", one.bury))
                    commands.append(("EXPIRE", keys.buried(partition), keys.BURIED_LIFE))
                if one.shown:
                    name = keys.shown(partition, one.person)
                    commands.append(("RPUSH", name, *one.shown))
                    commands.append(("LTRIM", name, -keys.MOST_SHOWN, -1))
                    commands.append(("EXPIRE", name, keys.SHOWN_LIFE))
                if one.has_left:
                    commands += ending(partition, one.person)
                commands += [alert_mark(self.installation, *sent, now) for sent in one.alerts]
                if one.forgotten:
                    commands.append(("DEL", keys.shown(partition, one.person)))
                for count in one.counts:
                    commands.append(("HINCRBY", keys.tally(partition, hour), count, 1))
                    commands.append(("EXPIRE", keys.tally(partition, hour), keys.TALLY_LIFE))
        await self.link.many(commands)


@dataclass(slots=True)
class Settled:
    """What became of one delivery."""

    partition: int
    entry: str
    was_tried: bool = False
    progress: tuple[int, int, float] | None = None
    """Parts sent, tries, not before; None when it is over."""
    bury: bytes = b""
    person: str = ""
    shown: tuple[str, ...] = ()
    """Platform's ids of what the person now sees."""
    forgotten: bool = False
    """What the person saw has been deleted."""
    counts: tuple[str, ...] = ()
    has_left: bool = False
    """Nothing goes there any more: alerts end."""
    alerts: tuple[tuple[str, str], ...] = ()
    """Channel and platform's id of alerts that it took, to know them when it tells that they were read."""


def ending(partition: int, person: str) -> list[Command]:
    """No more alerts for a person."""
    return [
        ("DEL", keys.subscription(partition, person)),
        ("ZREM", keys.subscribers(partition), person),
    ]


def _forgetting(partition: int, person: str) -> list[Command]:
    return [("DEL", keys.conversation(partition, person)), *ending(partition, person)]
