"""Has alerts sent: by day, in small pieces behind all replies, and to each person who asked once.

It runs beside the steward, each partition in one process at a time. That an alert waits to be sent and that the
subscription knows of it is one commit, so it may die anywhere, and two may even work side by side. How far the list of
subscribers has been looked at is only there to save looking; whoever writes stands at its end again, and so is found
who could not be told when their turn came.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b

from bot.channels.contract import Channel
from bot.dialogue.alerts import message
from bot.domain.alert import EVERYWHERE, MOST_TOLD, Alert, Subscription, evening, is_day
from bot.domain.messages import Delivery
from bot.library.library import Library
from bot.store.commitment import Commitment, Writes
from bot.store.line import DONE
from bot.store.subscriptions import Follower, Subscriptions

MOST_WAITING = 512
"""Alerts that wait behind the replies, over all partitions: a minute's worth or less."""
FEWEST_WAITING = 8
LOOKED_AT = 200
"""Subscribers of one partition at a time."""
WINDOW_MARGIN = 600
"""So many seconds an alert may wait before the platform takes no more."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One way through the subscribers: an alert, and those whose clocks are the same."""

    alert: Alert
    zones: frozenset[str]

    @property
    def name(self) -> str:
        """An alert whose states have changed is another pass, so that those who were passed over are looked at."""
        reach = blake2b("|".join(self.alert.states).encode(), digest_size=4).hexdigest()
        return f"{self.alert.id}:{reach}:{'+'.join(sorted(self.zones))}"

    def may_go(self, now: datetime) -> bool:
        return self.alert.urgent or is_day(self.zones, now)

    def ends(self, now: datetime) -> int:
        """Until when what is queued now may be sent."""
        ends = self.alert.ends if self.alert.urgent else min(self.alert.ends, evening(self.zones, now))
        return int(ends.timestamp())


@dataclass
class Alerter:
    subscriptions: Subscriptions
    channels: Mapping[str, Channel]
    library: Callable[[], Library]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def tend(self, partition: int) -> int:
        """Queues what may be sent now in a partition; how much that was."""
        now, library = self.now(), self.library()
        ways = [way for way in _passes(library, now) if way.may_go(now)]
        if not ways:
            return 0
        cursors, waiting = await self.subscriptions.cursors(partition)
        partitions = self.subscriptions.line.installation.partitions
        room = max(FEWEST_WAITING, MOST_WAITING // partitions) - waiting
        queued = 0
        for way in ways:
            if queued >= room:
                break
            queued += await self._go_on(partition, way, cursors.get(way.name, 0), room - queued, library, now)
        return queued

    async def _go_on(self, partition: int, way: Pass, place: int, room: int, library: Library, now: datetime) -> int:
        found = await self.subscriptions.behind(partition, place, LOOKED_AT)
        commitments: list[tuple[int, Commitment]] = []
        looked, queued = place, 0
        for follower in found:
            writes = self._writes(partition, follower, way, library, now)
            if writes is not None:
                queued += bool(writes.operations and follower.stored)
                commitments.append((follower.place, writes.decided()))
            looked = follower.place
            if queued >= room:
                break
        if commitments:
            batch = {partition: [one for _, one in commitments]}
            results = (await self.subscriptions.line.commit(batch, now))[partition]
            changed = [at for (at, _), result in zip(commitments, results, strict=True) if result != DONE]
            looked = min([looked, *(at - 1 for at in changed)])  # looked at again, as it is then
            queued -= len(changed)
        if looked != place:
            await self.subscriptions.note(partition, way.name, looked)
        return queued

    def _writes(self, partition: int, follower: Follower, way: Pass, library: Library, now: datetime) -> Writes | None:
        """None where nothing is to be done for this person on this way."""
        subscription = follower.subscription
        if follower.stored is None:
            return self.subscriptions.gone(partition, follower)
        if subscription is None or not self._is_due(subscription, way, library):
            return None
        open_until = self._open_until(subscription)
        seconds = int(now.timestamp())
        if open_until and seconds > open_until - WINDOW_MARGIN:
            return None
        told = (*subscription.told, way.alert.id)[-MOST_TOLD:]
        delivery = Delivery(
            subscription.channel,
            subscription.address,
            blake2b(f"alert:{way.alert.id}:{follower.person}".encode(), digest_size=9).hexdigest(),
            (message(way.alert, subscription.language, library),),
            subscription.language,
            open_until=open_until,
            alert=True,
            until=way.ends(now),
        )
        sealed = self.subscriptions.line.seal_delivery(delivery)
        return self.subscriptions.told(partition, follower, replace(subscription, told=told), seconds, sealed)

    def _is_due(self, subscription: Subscription, way: Pass, library: Library) -> bool:
        return (
            way.alert.id not in subscription.told
            and not subscription.waits
            and way.alert.concerns(subscription.where)
            and library.directory.zones(subscription.where) == way.zones
            and subscription.channel in self.channels
        )

    def _open_until(self, subscription: Subscription) -> int:
        """Until when the platform lets us write; 0: always."""
        window = self.channels[subscription.channel].window(subscription.address)
        return subscription.wrote + window if window else 0


def _passes(library: Library, now: datetime) -> Iterator[Pass]:
    """The urgent ones first."""
    on = sorted((alert for alert in library.alerts.values() if alert.is_on(now)), key=lambda one: not one.urgent)
    for alert in on:
        places = [EVERYWHERE, *(library.directory.states if alert.everywhere else alert.states)]
        for zones in dict.fromkeys(library.directory.zones(place) for place in places):
            yield Pass(alert, zones)
