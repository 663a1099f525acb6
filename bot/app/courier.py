"""Carries one delivery to its platform: in the platform's pace, with its courtesies, and says what became of it."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.app.health import Health
from bot.channels.contract import Call, Carry, Channel, ChannelDown, PersonLeft, Refused, TryLater, WindowClosed
from bot.domain.counting import joined
from bot.domain.messages import Delivery
from bot.store.line import Entry, Settled

log = logging.getLogger(__name__)

TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 1_800.0
"""Eight tries with pauses three times as long each span more than an hour."""
DOWN_SECONDS = 60.0
WAITS_FOR_PERSON_SECONDS = 7 * 86_400.0
INVITED = -1
"""Instead of parts sent: the window was closed, the person was invited to write, and the delivery waits for that."""
CLOSED = 1
"""Instead of a time until which the window is open."""
MOST_PEOPLE_PACED = 10_000


@dataclass
class Parcel:
    """One delivery in hand."""

    entry: Entry
    delivery: Delivery
    person: str
    parts: int = 0
    tries: int = 0
    not_before: float = 0.0
    """Unix seconds."""
    shown: list[str] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    """Channel and platform's id of what it took, where it tells whether that was read."""
    was_told_to_wait: bool = False
    """The platform itself named the time until the next try."""
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when there is no longer a reason to wait."""

    def settled(self, **what: object) -> Settled:
        return Settled(self.entry.partition, self.entry.id, person=self.person, **what)  # type: ignore[arg-type]

    def so_far(self) -> Settled:
        return self.settled(progress=(self.parts, self.tries, self.not_before))

    def person_wrote(self, open_until: int) -> None:
        """The platform lets us write to them again."""
        if self.parts == INVITED and open_until > self.delivery.open_until:
            self.parts, self.not_before = 0, 0.0
            self.delivery.open_until = open_until
            self.hurry.set()

    def reply_waits(self) -> None:
        """Behind this alert: it is tried at once, unless the platform wants nobody to try."""
        if self.not_before > time.time() and not self.was_told_to_wait:
            self.not_before = 0.0
            self.hurry.set()


@dataclass
class Pace:
    """No more than so many messages a second: over a channel, and to each person."""

    per_second: float
    person_per_second: float
    free_at: float = 0.0
    people: dict[str, float] = field(default_factory=dict)

    def is_free(self) -> bool:
        return not (self.per_second or self.person_per_second)

    def waits(self) -> bool:
        """Somebody's turn is still to come."""
        return self.free_at > time.monotonic()

    async def turn(self, person: str) -> None:
        now = time.monotonic()
        at = now
        if self.per_second:
            at = max(at, self.free_at)
            self.free_at = at + 1 / self.per_second
        if self.person_per_second:
            at = max(at, self.people.get(person, 0.0))
            if len(self.people) > MOST_PEOPLE_PACED:
                self.people = {one: free for one, free in self.people.items() if free > now}
            self.people[person] = at + 1 / self.person_per_second
        if at > now:
            await asyncio.sleep(at - now)

    def stop_for(self, seconds: float) -> None:
        self.free_at = max(self.free_at, time.monotonic() + seconds)


class Courier:
    def __init__(
        self,
        channels: Mapping[str, Channel],
        carriers: Mapping[str, Carry],
        health: Health,
        shown: Callable[[int, str], Awaitable[list[str]]],
        note: Callable[[Settled], None],
    ) -> None:
        self.channels, self.carriers, self.health, self.shown, self.note = channels, carriers, health, shown, note
        self.failed_until: dict[str, float] = {}
        """Channel to when alerts are let through again, after something had to be tried later."""
        self.paces = {
            name: Pace(channel.limits.per_second, channel.limits.person_per_second)
            for name, channel in channels.items()
        }

    def is_free(self, channel: str) -> bool:
        """No reply waits for its turn there, and the platform took what it was given last."""
        if self.failed_until.get(channel, 0.0) > time.monotonic():
            return False
        return channel not in self.paces or not self.paces[channel].waits()

    async def deliver(self, parcel: Parcel) -> bool:
        """Sends what is left of a delivery; true when it is over, one way or another."""
        name = parcel.delivery.channel
        channel = self.channels.get(name)
        try:
            if channel is None:
                raise Refused("channel is off")
            if parcel.delivery.alert and self._is_pointless(parcel, channel):
                return True
            if not channel.is_open(parcel.delivery):
                return await self._invite(parcel, channel)
            await self._send(parcel, channel)
        except WindowClosed:
            if parcel.delivery.open_until != CLOSED:  # the platform's clock is stricter than ours
                parcel.delivery.open_until = CLOSED
                return await self.deliver(parcel)
            return self._wait_for_person(parcel)
        except TryLater as later:
            return self._again(parcel, later)
        except PersonLeft:
            self.health.unsent.labels(name, "left").inc()
            self.note(parcel.settled(counts=(f"left:{name}",), has_left=True))
        except Refused as refused:
            log.warning("refused", extra={"entry": parcel.entry.id, "channel": name, "reason": refused.reason})
            self._give_up(parcel, "refused")
        except Exception as error:  # a fault of ours in one channel or one message; the others go on
            log.error("delivery failed", extra={"entry": parcel.entry.id}, exc_info=True)
            return self._again(parcel, TryLater(reason=type(error).__name__))
        else:
            self._sent(parcel, channel)
        return True

    async def _send(self, parcel: Parcel, channel: Channel) -> None:
        delivery, seen = parcel.delivery, list[str]()
        if delivery.forget and channel.keeps_ids:
            seen = await self.shown(parcel.entry.partition, parcel.person)
        calls = channel.render(delivery, seen)
        for call in calls[max(0, parcel.parts) :]:
            await self._carry(parcel, channel, call)
            parcel.parts += 1
            if parcel.parts < len(calls):
                self.note(parcel.so_far())

    async def _carry(self, parcel: Parcel, channel: Channel, call: Call) -> None:
        pace = self.paces[channel.name]
        if not (call.optional or pace.is_free()):
            await pace.turn(parcel.person)
        try:
            message = channel.judge(await self.carriers[channel.name](call))
        except (TryLater, PersonLeft, Refused) as failure:
            if call.instead is not None and isinstance(failure, Refused):
                await self._carry(parcel, channel, call.instead)
            elif not call.optional:
                raise
            return
        if message and channel.keeps_ids and not call.optional:
            parcel.shown.append(message)
        if message and channel.tells_reading and parcel.delivery.alert:
            parcel.alerts.append((channel.name, message))

    def _sent(self, parcel: Parcel, channel: Channel) -> None:
        waited = max(0.0, time.time() - int(parcel.entry.id.partition("-")[0]) / 1000)
        self.health.replied(channel.name, len(parcel.delivery.replies), waited)
        log.debug("sent", extra={"entry": parcel.entry.id, "channel": channel.name, "ms": round(waited * 1000)})
        if parcel.delivery.alert:
            sent = (f"alert_sent:{channel.name}",)
            self.note(parcel.settled(shown=tuple(parcel.shown), counts=sent, alerts=tuple(parcel.alerts)))
            return
        if not channel.keeps_ids:
            self.note(parcel.settled())
            return
        mine = (parcel.delivery.mine,) if parcel.delivery.mine and not parcel.delivery.forget else ()
        self.note(parcel.settled(shown=(*mine, *parcel.shown), forgotten=parcel.delivery.forget))

    def _is_pointless(self, parcel: Parcel, channel: Channel) -> bool:
        """It is too late for an alert, or the platform takes none now: nobody is invited to write for its sake."""
        is_late = bool(parcel.delivery.until) and time.time() > parcel.delivery.until
        if not is_late and channel.is_open(parcel.delivery):
            return False
        self._give_up(parcel, "unreachable" if is_late else "never-wrote-again")
        return True

    async def _invite(self, parcel: Parcel, channel: Channel) -> bool:
        """The platform takes only its template now: once it invites them to write, then the delivery waits."""
        if any(reply.sealed for reply in parcel.delivery.replies):
            return self._wait_for_person(parcel)  # even a neutral invitation may be seen by the wrong eyes
        if parcel.parts != INVITED:
            for call in channel.render(parcel.delivery, ()):
                await self._carry(parcel, channel, call)
        return self._wait_for_person(parcel)

    def _wait_for_person(self, parcel: Parcel) -> bool:
        if parcel.parts == INVITED and time.time() >= parcel.not_before:
            self._give_up(parcel, "never-wrote-again")
            return True
        parcel.parts, parcel.not_before = INVITED, time.time() + WAITS_FOR_PERSON_SECONDS
        self.health.unsent.labels(parcel.delivery.channel, "window-closed").inc()
        self.note(parcel.so_far())
        return False

    def _again(self, parcel: Parcel, later: TryLater) -> bool:
        name = parcel.delivery.channel
        self.health.unsent.labels(name, "later").inc()
        if isinstance(later, ChannelDown):
            self.health.trouble(name, later.reason)
            self.paces[name].stop_for(DOWN_SECONDS)
        else:
            parcel.tries += 1
        if parcel.tries >= TRIES:
            log.error("given up", extra={"entry": parcel.entry.id, "channel": name, "reason": later.reason})
            self._give_up(parcel, "unreachable")
            return True
        self.failed_until[name] = time.monotonic() + FIRST_PAUSE
        pause = later.after
        parcel.was_told_to_wait = pause is not None
        if pause is None:
            longer = min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** max(0, parcel.tries - 1))
            pause = longer * random.uniform(1.0, 1.3)  # noqa: S311 - so that not all come back at once
        parcel.not_before = time.time() + pause
        self.note(parcel.so_far())
        return False

    def _give_up(self, parcel: Parcel, reason: str) -> None:
        name = parcel.delivery.channel
        self.health.unsent.labels(name, reason).inc()
        bury = b"" if parcel.delivery.alert else parcel.entry.payload  # nobody waits for it, and it is soon old
        self.note(parcel.settled(bury=bury, counts=(f"unsent:{joined(name, reason)}",)))
