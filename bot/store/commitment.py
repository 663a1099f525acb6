"""What a commit writes, and the one command that makes it true or leaves all as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Command, script

BEFORE_VALUES = 6
"""Arguments of the commit script that stand before the sealed values."""


@dataclass(slots=True)
class Write:
    """A record to replace, if it still is what was read."""

    key: str
    before: bytes | None
    after: bytes | None
    life: int


@dataclass(slots=True)
class Operation:
    """Something else to write in a commit, the same when it is written again.

    `field` of a hash, `score` in a sorted set, `set` a value, `note` in a stream that keeps the newest, `sample` at
    the end of a list that takes only so many, or an `order` to a person, which joins what they write; `join` the end of
    a sorted set, or send in `bulk` what nobody waits for.
    """

    what: str
    key: str
    name: str = ""
    """The field, the member, or the name of what is noted."""
    value: bytes | None = None
    number: int = 0
    """The score, below 0 for none; or how many notes or samples are kept."""
    life: int = 0


@dataclass(slots=True)
class Commitment:
    """One turn, ready to be made true; or, without an entry, what staff or the clock have decided."""

    entry: str
    person: str
    writes: tuple[Write, ...] = ()
    drops: tuple[str, ...] = ()
    deliveries: tuple[bytes, ...] = ()
    counts: tuple[str, ...] = ()
    struck: bool = False
    bury: bytes = b""
    operations: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True)
class Writes:
    """What a change of records writes, whoever makes it."""

    writes: tuple[Write, ...] = ()
    drops: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()

    def __add__(self, other: "Writes") -> "Writes":
        return Writes(self.writes + other.writes, self.drops + other.drops, self.operations + other.operations)

    def decided(self, counts: tuple[str, ...] = ()) -> Commitment:
        """As staff or the clock have decided it: no message is answered with it."""
        return Commitment("", "", self.writes, self.drops, counts=counts, operations=self.operations)


def commit(partition: int, batch: Sequence[Commitment], hour: datetime, installation: Installation) -> Command:
    """The command for a batch of one partition."""
    spans = keys.spans(hour)
    told = _Arguments(
        [
            keys.inbound(partition),
            keys.outbound(partition),
            keys.tally(partition, hour),
            keys.strikes(partition),
            keys.buried(partition),
            *(keys.people(partition, span) for span in spans),
            *(keys.returning(partition, span) for span in spans),
        ]
    )
    turns = [told.turn(one, installation.counted_name(one.person, hour.year) if one.person else "") for one in batch]
    lives = (keys.TALLY_LIFE, keys.BURIED_LIFE, *keys.PEOPLE_LIFE.values())
    return script("commit", told.names, *lives, codec.pack(turns), *told.values)


@dataclass(slots=True)
class _Arguments:
    """The keys and sealed values of a command, each told once and spoken of by its number."""

    names: list[str]
    places: dict[str, int] = field(default_factory=dict)
    values: list[bytes] = field(default_factory=list)

    def turn(self, one: Commitment, counted: str) -> tuple[Any, ...]:
        key, value = self.key, self.value
        return (
            one.entry,
            counted,
            [(key(write.key), value(write.before), value(write.after), write.life) for write in one.writes],
            [key(name) for name in one.drops],
            [value(delivery) for delivery in one.deliveries],
            one.counts,
            one.struck,
            value(one.bury),
            [self.operation(each) for each in one.operations],
        )

    def operation(self, one: Operation) -> tuple[Any, ...]:
        at = self.key(one.key)
        match one.what:
            case "field":
                return one.what, at, one.name, self.value(one.value), one.life
            case "score":
                return one.what, at, one.name, one.number, one.life
            case "set":
                return one.what, at, self.value(one.value), one.life
            case "sample":
                return one.what, at, self.value(one.value), one.number, one.life
            case "join":
                return one.what, at, one.name, one.life
            case "order" | "bulk":
                return one.what, at, self.value(one.value)
            case _:
                return one.what, at, one.name, (one.value or b"").decode(), one.number, one.life

    def key(self, name: str) -> int:
        if name not in self.places:
            self.names.append(name)
            self.places[name] = len(self.names)
        return self.places[name]

    def value(self, data: bytes | None) -> int:
        if not data:
            return 0
        self.values.append(data)
        return len(self.values) + BEFORE_VALUES
