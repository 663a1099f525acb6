"""Referrals in Redis: each field about a person sealed by itself, an index without persons, and what is due when.

Nothing here writes. What is to be written is given back, and becomes true in the commit of a turn or of a staff move.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import msgspec

from bot.domain.code import codes
from bot.domain.messages import Incoming
from bot.domain.referral import SEALED, STAYS, URGENCIES, Consent, Entry, Referral, partition_of
from bot.domain.turn import Fresh
from bot.store import codec, keys
from bot.store.commitment import Operation, Write, Writes
from bot.store.installation import Installation
from bot.store.link import Command, Link, fields_in
from bot.store.seal import Seal

PLAIN = tuple(field.name for field in fields(Referral) if field.name not in SEALED)
ASK_AGAIN_SECONDS = 14 * keys.DAY
TRIES_SECONDS = 3_600
LINES = 16
"""More lines than one commit adds to a timeline."""
DUES = ("overdue", "ask", "ask-again", "tell", "fetch", "purge")
"""What may be due for a referral."""
_EMPTY = Referral("", "")


class Head(msgspec.Struct, array_like=True, frozen=True):
    """What queues are drawn from. Of a sealed lane it tells no more than that there is something, and how urgent."""

    id: str
    state: str
    lane: str
    urgency: str
    office: str
    category: str
    language: str
    city: str
    door: str
    opened_at: int
    due_at: int
    changed_at: int
    claimed_by: str
    unread: bool
    snoozed_until: int
    escalated: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A referral and the very bytes it was read from: a change is refused when these are no longer there."""

    referral: Referral
    data: bytes


class Cases:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal, self.installation = link, seal, installation

    # names

    def fresh(self, person: str, channel: str, message: str) -> Fresh:
        """The id and the code of the referral that this message opens; the same whenever it is asked again."""
        partition = self.installation.partition(person)
        seed = self._digest(f"case:{channel}:{message}:{person}", 64)
        id = f"{partition:02d}{seed[:16].hex()}"
        return Fresh(id, next(code for code in self._codes(seed) if self._partition_of_code(code) == partition))

    def _codes(self, seed: bytes) -> Iterable[str]:
        """Without end: a code must lie in the partition of its referral, and one in so many does."""
        number = 0
        while True:
            yield from codes(hashlib.blake2b(seed, digest_size=64, salt=number.to_bytes(8)).digest())
            number += 1

    def _partition_of_code(self, code: str) -> int:
        return self.installation.partition(code)

    def _digest(self, text: str, size: int) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "replace"), key=self.installation.pepper, digest_size=size).digest()

    def _code_key(self, code: str) -> str:
        return keys.code(self._partition_of_code(code), self._digest(f"{code} as a code", 16).hex())

    # bytes

    def pack(self, referral: Referral) -> bytes:
        seal = self.seal.lane(referral.lane)
        sealed = [
            None
            if (value := getattr(referral, name)) == getattr(_EMPTY, name)
            else self._close(seal, referral, name, value)
            for name in SEALED
        ]
        return codec.pack([[getattr(referral, name) for name in PLAIN], sealed])

    def _close(self, seal: Seal, referral: Referral, name: str, value: Any) -> bytes:
        return seal.close(codec.pack(value), f"{referral.id}:{name}")

    def unpack(self, data: bytes) -> Referral:
        plain, sealed = codec.unpack(data)
        referral = Referral(**dict(zip(PLAIN, plain, strict=False)))
        seal = self.seal.lane(referral.lane)
        for name, closed in zip(SEALED, sealed, strict=False):
            if closed is not None:
                opened = seal.open(closed, f"{referral.id}:{name}")
                value = codec.unpack(opened, type=Consent) if name == "consent" else codec.unpack(opened)
                setattr(referral, name, value)
        return referral

    def is_current(self, data: bytes) -> bool:
        """Whether every field of a stored referral is sealed with the first key."""
        plain, sealed = codec.unpack(data)
        seal = self.seal.lane(plain[PLAIN.index("lane")])
        return all(value is None or seal.is_current(value) for value in sealed)

    def _head(self, referral: Referral) -> bytes:
        hidden = {"category", "language", "city"} if referral.lane else set()
        return codec.pack([("" if name in hidden else getattr(referral, name)) for name in Head.__struct_fields__])

    # reading

    async def read(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Those of the referrals that are still there, by id."""
        by_partition: dict[int, list[str]] = {}
        for id in dict.fromkeys(ids):
            if id[:2].isdecimal() and partition_of(id) < self.installation.partitions:
                by_partition.setdefault(partition_of(id), []).append(id)
        replies = await self.link.many(
            ("MGET", *(keys.referral(partition, id) for id in group)) for partition, group in by_partition.items()
        )
        return {
            id: Stored(self.unpack(value), value)
            for group, values in zip(by_partition.values(), replies, strict=True)
            for id, value in zip(group, values, strict=True)
            if value is not None
        }

    async def of_code(self, code: str) -> Stored | None:
        """The referral with this private code."""
        id = await self.link.one("GET", self._code_key(code))
        return (await self.read([id.decode()])).get(id.decode()) if id else None

    async def tries(self, code: str) -> int:
        """How many wrong codes were tried in the last hour in this code's partition."""
        return int(await self.link.one("GET", keys.code_tries(self._partition_of_code(code))) or 0)

    async def note_wrong(self, code: str) -> None:
        key = keys.code_tries(self._partition_of_code(code))
        await self.link.many([("INCR", key), ("EXPIRE", key, TRIES_SECONDS, "NX")])

    async def thread(self, referral: Referral) -> list[Entry]:
        """The timeline of a referral, oldest first."""
        found = await self.link.one("HGETALL", keys.thread(referral.partition, referral.id))
        seal = self.seal.lane(referral.lane)
        entries = [
            codec.decode(Entry, seal.open(value, f"{referral.id}:line:{id.decode()}"))
            for id, value in fields_in(found).items()
        ]
        return sorted(entries, key=lambda entry: (entry.at, entry.number, entry.id))

    async def open_heads(self, partition: int) -> tuple[list[Head], str]:
        """All heads of a partition, and from where to follow its changes."""
        last, found = await self.link.many(
            [
                ("XREVRANGE", keys.changes(partition), "+", "-", "COUNT", 1),
                ("HVALS", keys.open_cases(partition)),
            ]
        )
        return [codec.unpack(value, type=Head) for value in found], last[0][0].decode() if last else "0"

    async def heads(self, partition: int, ids: Iterable[str]) -> dict[str, Head | None]:
        """The heads of these as they are now; None for what is open no longer."""
        ids = list(dict.fromkeys(ids))
        found = await self.link.one("HMGET", keys.open_cases(partition), *ids) if ids else []
        return {id: codec.unpack(v, type=Head) if v else None for id, v in zip(ids, found, strict=True)}

    async def due(self, partition: int, now: int, most: int) -> list[str]:
        found = await self.link.one("ZRANGEBYSCORE", keys.due(partition), "-inf", now, "LIMIT", 0, most)
        return [name.decode() for name in found]

    async def taken_back(self, most: int) -> list[str]:
        """Ids of what people have taken back without anybody having seen it, newest first."""
        names = [keys.withdrawn(partition) for partition in range(self.installation.partitions)]
        found = await self.link.many(("ZREVRANGE", name, 0, most - 1, "WITHSCORES") for name in names)
        pairs = [(float(told[at + 1]), told[at].decode()) for told in found for at in range(0, len(told), 2)]
        return [id for _, id in sorted(pairs, reverse=True)[:most]]

    async def to_be_erased(self, now: int) -> tuple[int, int]:
        """How many referrals of the whole installation are to be erased by now, and of how many.

        Each has one line among what is due; some have a second for a question, so that there are at most so many.
        """
        partitions = range(self.installation.partitions)
        commands = [("ZCARD", keys.due(partition)) for partition in partitions]
        listed = [("ZRANGEBYSCORE", keys.due(partition), "-inf", now) for partition in partitions]
        found = await self.link.many([*commands, *listed])
        gone = sum(name.startswith(b"purge:") for names in found[len(commands) :] for name in names)
        return gone, sum(found[: len(commands)])

    # writing: what a commit is to carry

    def saved(self, before: Stored | None, after: Referral) -> tuple[Writes, Stored]:
        """Writes a referral in place of what was read (None: a new one), with its index and what is due."""
        after.revision = (before.referral.revision if before else 0) + 1
        data = self.pack(after)
        partition = after.partition
        write = Write(keys.referral(partition, after.id), before.data if before else None, data, keys.CASE_LIFE)
        operations = [self._indexed(after), self._noted(after), *self._dues(after), self._taken_back(after)]
        if before is None and after.code:
            operations.append(
                Operation("set", self._code_key(after.code), value=after.id.encode(), life=keys.CASE_LIFE)
            )
        office_before = before.referral.office if before and not before.referral.is_open else ""
        if office_before and (after.is_open or office_before != after.office):
            operations.append(Operation("score", keys.closed_cases(partition, office_before), after.id, number=-1))
        if not after.is_open:
            closed = keys.closed_cases(partition, after.office)
            operations.append(Operation("score", closed, after.id, number=after.closed_at, life=keys.CASE_LIFE))
        return Writes((write,), (), tuple(operations)), Stored(after, data)

    def _indexed(self, after: Referral) -> Operation:
        value = self._head(after) if after.is_open else None
        return Operation("field", keys.open_cases(after.partition), after.id, value, life=keys.CASE_LIFE)

    def _noted(self, after: Referral) -> Operation:
        name = keys.changes(after.partition)
        return Operation("note", name, "id", after.id.encode(), keys.CHANGES_KEPT, keys.CASE_LIFE)

    def _taken_back(self, after: Referral) -> Operation:
        """Staff are to hear of what a person has taken back, until somebody has."""
        at = after.closed_at if after.state == "withdrawn" and after.unread else -1
        return Operation("score", keys.withdrawn(after.partition), after.id, number=at, life=keys.CASE_LIFE)

    def _dues(self, after: Referral) -> Iterable[Operation]:
        closed = after.closed_at if after.state == "closed" else 0
        over = after.closed_at if not after.is_open else 0
        when: Mapping[str, int] = {
            "overdue": _looked_after_at(after) if after.is_open else -1,
            "ask": closed if closed and after.asked == 0 else -1,
            "ask-again": closed + ASK_AGAIN_SECONDS if closed and after.asked == 1 else -1,
            "tell": after.tell_at or -1,
            "purge": over + keys.CLOSED_LIFE if over else -1,
        }
        for what, at in when.items():
            yield Operation("score", keys.due(after.partition), f"{what}:{after.id}", number=at, life=keys.CASE_LIFE)

    def told(self, referral: Referral, entry: Entry) -> Writes:
        """Adds a line to the timeline, after those that are there."""
        entry = entry if entry.number else replace(entry, number=referral.revision * LINES)
        sealed = self.seal.lane(referral.lane).close(codec.encode(entry), f"{referral.id}:line:{entry.id}")
        key = keys.thread(referral.partition, referral.id)
        return Writes(operations=(Operation("field", key, entry.id, sealed, life=keys.CASE_LIFE),))

    def to_tell(self, referral: Referral, incoming: Incoming) -> Writes:
        """Somebody, wherever they live, is to be told something of it: who looks after its partition queues that."""
        sealed = self.seal.close(codec.pack(incoming), "incoming")
        key = keys.far_orders(referral.partition)
        return Writes(operations=(Operation("field", key, incoming.id, sealed, life=keys.CASE_LIFE),))

    def kept(self, referral: Referral, file: str, content: bytes) -> Writes:
        """Keeps an attachment."""
        sealed = self.seal.lane(referral.lane).close(content, f"{referral.id}:file:{file}")
        key = keys.attachment(referral.partition, referral.id, file)
        return Writes(operations=(Operation("set", key, value=sealed, life=keys.CASE_LIFE),))

    def unchanged(self, stored: Stored) -> Writes:
        """Writes nothing, but only while the referral is still what was read."""
        key = keys.referral(stored.referral.partition, stored.referral.id)
        return Writes((Write(key, stored.data, stored.data, keys.CASE_LIFE),))

    def due_again(self, referral_id: str, what: str, at: int) -> Writes:
        """Puts something on the list of what is due, or below 0 takes it off."""
        partition = partition_of(referral_id)
        name = f"{what}:{referral_id}"
        return Writes(operations=(Operation("score", keys.due(partition), name, number=at, life=keys.CASE_LIFE),))

    async def attachment(self, referral: Referral, file: str) -> bytes | None:
        sealed = await self.link.one("GET", keys.attachment(referral.partition, referral.id, file))
        return self.seal.lane(referral.lane).open(sealed, f"{referral.id}:file:{file}") if sealed else None

    async def without_files(self, referral: Referral) -> Writes:
        """Forgets the attachments of a referral; its timeline stays."""
        entries = await self.thread(referral)
        gone = (keys.attachment(referral.partition, referral.id, entry.file) for entry in entries if entry.file)
        return Writes(drops=tuple(gone))

    async def let_go(self, referral: Referral) -> Writes:
        """Of what is over, the files go; of what was withdrawn every word too: that something was done stays."""
        if referral.state != "withdrawn":
            return await self.without_files(referral)
        thread = keys.thread(referral.partition, referral.id)
        gone = await self.without_files(referral) + Writes(drops=(thread,), operations=await self._untold(referral))
        for entry in await self.thread(referral):
            if entry.kind in STAYS:
                gone += self.told(referral, entry)
        return gone

    async def _untold(self, referral: Referral) -> tuple[Operation, ...]:
        """What was to be told of it to somebody in another partition, and has not left yet."""
        name = keys.far_orders(referral.partition)
        waiting = [id.decode() for id in await self.link.one("HKEYS", name)]
        return tuple(Operation("field", name, id) for id in waiting if referral.id in id.split(":"))

    async def erased(self, referral: Referral) -> Writes:
        """Forgets all of a referral: the record, its timeline, its files, its code, and every place in an index."""
        partition, id = referral.partition, referral.id
        drops = [keys.referral(partition, id), keys.thread(partition, id)]
        if referral.code:
            drops.append(self._code_key(referral.code))
        dues = [Operation("score", keys.due(partition), f"{what}:{id}", number=-1) for what in DUES]
        operations = (
            Operation("field", keys.open_cases(partition), id),
            Operation("score", keys.closed_cases(partition, referral.office), id, number=-1),
            Operation("score", keys.withdrawn(partition), id, number=-1),
            self._noted(referral),
            *dues,
            *await self._untold(referral),
        )
        return await self.without_files(referral) + Writes(drops=tuple(drops), operations=operations)

    def changes(self, cursors: Mapping[int, str]) -> Iterable[Command]:
        """Commands that read what has changed since."""
        for partition, cursor in cursors.items():
            yield ("XRANGE", keys.changes(partition), f"({cursor}", "+")


def _looked_after_at(referral: Referral) -> int:
    """When the clock looks: at the due time, and again after each span of its urgency until somebody acts."""
    again = referral.escalated * URGENCIES.get(referral.urgency, URGENCIES["soon"])
    return max(referral.due_at + again, referral.snoozed_until)
