"""Who asked for alerts: sealed, in the order in which they wrote last, and changed only where it is what was read."""

from dataclasses import dataclass, field

from bot.domain.alert import Subscription
from bot.store import codec, keys
from bot.store.commitment import Operation, Write, Writes
from bot.store.line import Line
from bot.store.link import fields_in
from bot.store.seal import Unreadable

RECORD = "subscription"
COUNTER = b"#"
"""Not a person: the places given so far."""


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody in the list of those who asked for alerts, and the bytes that stood there."""

    place: int
    person: str
    stored: bytes | None
    subscription: Subscription | None


@dataclass(slots=True)
class Subscriptions:
    line: Line

    def read(self, stored: bytes | None) -> Subscription | None:
        try:
            return codec.decode(Subscription, self.line.seal.open(stored, RECORD)) if stored else None
        except (Unreadable, ValueError, TypeError):
            return None

    def seal(self, subscription: Subscription) -> bytes:
        return self.line.seal.close(codec.encode(subscription), RECORD)

    async def behind(self, partition: int, place: int, most: int) -> list[Follower]:
        """Those who stand behind a place, in order."""
        words = (f"({place}", "+inf", "WITHSCORES", "LIMIT", 0, most)
        raw = await self.line.link.one("ZRANGEBYSCORE", keys.subscribers(partition), *words)
        places = {name.decode(): int(float(score)) for name, score in _pairs(raw) if name != COUNTER}
        if not places:
            return []
        found = await self.line.link.one("MGET", *(keys.subscription(partition, person) for person in places))
        return [
            Follower(place, person, stored, self.read(stored))
            for (person, place), stored in zip(places.items(), found, strict=True)
        ]

    async def cursors(self, partition: int) -> tuple[dict[str, int], int]:
        """How far each pass through the subscribers has come; and how much waits to be sent to them."""
        raw, waiting = await self.line.link.many(
            [("HGETALL", keys.alert_cursors(partition)), ("XLEN", keys.bulk(partition))]
        )
        return {name.decode(): int(place) for name, place in fields_in(raw).items()}, int(waiting)

    async def note(self, partition: int, name: str, place: int) -> None:
        """A pass has come so far. What of this is lost is looked at again, and nobody is told twice."""
        cursors = keys.alert_cursors(partition)
        await self.line.link.many([("HSET", cursors, name, place), ("EXPIRE", cursors, keys.SUBSCRIPTION_LIFE)])

    def told(self, partition: int, follower: Follower, after: Subscription, seconds: int, delivery: bytes) -> Writes:
        """An alert waits to be sent, and the subscription knows: both, or neither."""
        name = keys.subscription(partition, follower.person)
        return Writes(
            (Write(name, follower.stored, self.seal(after), max(1, after.until - seconds)),),
            operations=(Operation("bulk", keys.bulk(partition), value=delivery),),
        )

    def gone(self, partition: int, follower: Follower) -> Writes:
        """A subscription has expired: nobody stands there any more, unless they came again meanwhile."""
        name = keys.subscription(partition, follower.person)
        off = Operation("score", keys.subscribers(partition), follower.person, number=-1)
        return Writes((Write(name, None, None, 0),), operations=(off,))


@dataclass(slots=True)
class Subscribers:
    """The people of one batch of messages; it follows what the batch makes of their subscriptions."""

    subscriptions: Subscriptions
    stored: dict[str, bytes | None]
    known: dict[str, Subscription | None] = field(default_factory=dict)

    def of(self, person: str) -> Subscription | None:
        if person not in self.known:
            self.known[person] = self.subscriptions.read(self.stored.get(person))
        return self.known[person]

    def moves(self, person: str, before: bytes | None) -> None:
        """Somebody has a new number: what they asked for at the old one goes on."""
        if self.of(person) is None:
            self.known[person] = self.subscriptions.read(before)

    def becomes(self, partition: int, person: str, after: Subscription | None) -> Writes | None:
        """What to write so that it is so; None where nothing changes. Who writes stands at the end of the list again:
        alerts that could not be sent to them before are found by that."""
        before, stored = self.of(person), self.stored.get(person)
        if after == before and (stored is None) == (before is None):
            return None
        self.known[person] = after
        name, everybody = keys.subscription(partition, person), keys.subscribers(partition)
        if after is None:
            self.stored[person] = None
            off = Operation("score", everybody, person, number=-1)
            return Writes((Write(name, stored, None, 0),), operations=(off,)) if stored else None
        sealed = self.stored[person] = self.subscriptions.seal(after)
        join = Operation("join", everybody, person, life=keys.SUBSCRIPTION_LIFE)
        return Writes((Write(name, stored, sealed, keys.SUBSCRIPTION_LIFE),), operations=(join,))


def _pairs(raw: object) -> list[tuple[bytes, bytes]]:
    """Members and scores, whichever client brought them."""
    assert isinstance(raw, list)
    if raw and isinstance(raw[0], tuple | list):
        return [(name, score) for name, score in raw]
    return list(zip(raw[::2], raw[1::2], strict=True))
