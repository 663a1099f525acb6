"""Sends replies: in order for each person, many people side by side, in each platform's pace."""

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from redis.exceptions import RedisError

from bot.app.health import Health
from bot.channels.contract import Call, Carry, Channel, PersonLeft, Refused, TryLater
from bot.domain.messages import Delivery
from bot.store.leases import RENEW_SECONDS, Leases
from bot.store.line import Entry, Line, Settled
from bot.store.seal import Unreadable

log = logging.getLogger(__name__)

BATCH = 64
MOST_IN_HAND = 4_000
"""Deliveries held in memory; the rest waits in its stream."""
GATHER_SECONDS = 0.003
"""What ends within so short a time is written down together."""
TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 1_200.0
"""Eight tries with doubling pauses span more than an hour."""


@dataclass
class Parcel:
    """One delivery in hand."""

    entry: Entry
    delivery: Delivery
    parts: int = 0
    tries: int = 0
    not_before: float = 0.0
    person: str = ""
    shown: list[str] = field(default_factory=list)


@dataclass
class Pace:
    """No more than so many messages a second over a whole channel."""

    per_second: float
    free_at: float = 0.0

    async def wait(self) -> None:
        if not self.per_second:
            return
        now = time.monotonic()
        self.free_at = max(self.free_at, now) + 1 / self.per_second
        pause = self.free_at - 1 / self.per_second - now
        if pause > 0:
            await asyncio.sleep(pause)


@dataclass
class Sender:
    line: Line
    leases: Leases
    channels: Mapping[str, Channel]
    carriers: Mapping[str, Carry]
    health: Health
    cursors: dict[int, str] = field(default_factory=dict)
    earlier: dict[int, dict[str, tuple[int, int, float]]] = field(default_factory=dict)
    """Deliveries that were tried before, by partition, as found when the partition was taken."""
    queues: dict[tuple[int, str], deque[Parcel]] = field(default_factory=dict)
    """What waits for each person; there is one task for each queue."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    in_hand: set[tuple[int, str]] = field(default_factory=set)
    """Partition and id of every delivery read whose end is not written down yet: none is taken twice."""
    settled: list[Settled] = field(default_factory=list)
    written: set[tuple[int, str]] = field(default_factory=set)
    """Deliveries of which Redis knows how far they came."""
    leaving: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.paces = {name: Pace(channel.limits.per_second) for name, channel in self.channels.items()}
        self.something_settled = asyncio.Event()
        self.stopping = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        self.stopping = stopping
        await self._renew()
        keeper = asyncio.create_task(self._keep_leases())
        settler = asyncio.create_task(self._settle_all())
        groups = self.line.link.groups(range(self.line.installation.partitions))
        try:
            await asyncio.gather(*(self._serve(group) for group in groups))
            await self._finish()
        finally:
            keeper.cancel()
            settler.cancel()
            await asyncio.gather(settler, return_exceptions=True)
            try:
                await self._settle()
                await self.leases.leave()
            except (RedisError, OSError):
                log.warning("leases not given back", extra={"role": "sender"})

    async def _finish(self) -> None:
        """What is being sent is sent; what waits, waits in its stream for the next process."""
        for task in list(self.tasks):
            if getattr(task, "is_pausing", False):
                task.cancel()
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=4.0)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await self._renew()
            except (RedisError, OSError) as error:
                self.health.trouble("sender", type(error).__name__)

    async def _renew(self) -> None:
        taken, _, leaving = await self.leases.renew()
        for partition in taken:
            self.earlier[partition] = await self.line.progress(partition)
            self.cursors[partition] = "0"
        self.leaving |= leaving
        busy = {partition for partition, _ in self.queues}
        free = {partition for partition in self.leaving if partition not in busy}
        if free:
            await self._settle()
            self.leaving -= free
            await self.leases.release(free)

    async def _serve(self, group: list[int]) -> None:
        while not self.stopping.is_set():
            mine = [p for p in group if self.leases.is_held(p) and p not in self.leaving and p in self.cursors]
            if not mine or len(self.in_hand) >= MOST_IN_HAND:
                await asyncio.sleep(0.05)
                continue
            try:
                for entry in await self.line.read_outbound({p: self.cursors[p] for p in mine}, BATCH, 250):
                    self._take(entry)
                self.health.well("sender")
            except (RedisError, OSError) as error:
                self.health.trouble("sender", type(error).__name__)
                await asyncio.sleep(0.5)

    def _take(self, entry: Entry) -> None:
        self.cursors[entry.partition] = entry.id
        if (entry.partition, entry.id) in self.in_hand:
            return
        self.in_hand.add((entry.partition, entry.id))
        try:
            delivery = self.line.open_delivery(entry.payload)
        except (Unreadable, ValueError):
            log.error("unreadable delivery buried", extra={"entry": entry.id})
            self._note(Settled(entry.partition, entry.id, bury=entry.payload, counts=("buried",)))
            return
        parcel = Parcel(entry, delivery)
        before = self.earlier.get(entry.partition, {}).pop(entry.id, None)
        if before is not None:
            parcel.parts, parcel.tries, parcel.not_before = before
            self.written.add((entry.partition, entry.id))
        parcel.person = self.line.installation.person(delivery.channel, delivery.address)
        person = (entry.partition, parcel.person)
        if person in self.queues:
            self.queues[person].append(parcel)
            return
        self.queues[person] = deque([parcel])
        task = asyncio.create_task(self._deliver_all(person))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _deliver_all(self, person: tuple[int, str]) -> None:
        queue = self.queues[person]
        try:
            while queue and self._may_send(person[0]):
                parcel = queue[0]
                pause = parcel.not_before - time.time()
                if pause > 0:
                    await self._pause(pause)
                    continue
                if await self._deliver(parcel):
                    queue.popleft()
        finally:
            for parcel in queue:  # not ours any more: whoever has the partition next finds them in its stream
                self.in_hand.discard((parcel.entry.partition, parcel.entry.id))
            if queue:
                self.cursors[person[0]] = "0"
            del self.queues[person]

    def _may_send(self, partition: int) -> bool:
        return self.leases.is_held(partition) and not self.stopping.is_set()

    async def _pause(self, seconds: float) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.is_pausing = True  # type: ignore[attr-defined]
        try:
            await asyncio.sleep(min(seconds, 30.0))
        finally:
            task.is_pausing = False  # type: ignore[attr-defined]

    async def _deliver(self, parcel: Parcel) -> bool:
        """Sends what is left of a delivery; true when it is over, one way or another."""
        entry, delivery = parcel.entry, parcel.delivery
        channel = self.channels.get(delivery.channel)
        try:
            if channel is None:
                raise Refused("channel is off")
            calls = channel.render(delivery, await self._shown(parcel, channel))
            for call in calls[parcel.parts :]:
                await self.paces[delivery.channel].wait()
                await self._carry(parcel, channel, call)
                parcel.parts += 1
                if parcel.parts < len(calls):
                    self._note(Settled(entry.partition, entry.id, progress=(parcel.parts, parcel.tries, 0.0)))
                    if channel.limits.person_per_second:
                        await asyncio.sleep(1 / channel.limits.person_per_second)
        except TryLater as later:
            return self._again(parcel, later)
        except PersonLeft:
            self.health.unsent.labels(delivery.channel, "left").inc()
            self._note(Settled(entry.partition, entry.id, counts=(f"left:{delivery.channel}",)))
            return True
        except Refused as refused:
            log.warning("refused", extra={"entry": entry.id, "channel": delivery.channel, "reason": refused.reason})
            self.health.unsent.labels(delivery.channel, "refused").inc()
            self._give_up(parcel, "refused")
            return True
        except Exception as error:  # a fault of ours in one channel or one message; the others go on
            log.error("delivery failed", extra={"entry": entry.id, "error": type(error).__name__}, exc_info=True)
            return self._again(parcel, TryLater(reason=type(error).__name__))
        self.health.sent.labels(delivery.channel).inc(len(calls))
        waited = time.time() - int(entry.id.partition("-")[0]) / 1000
        self.health.reply_seconds.labels(delivery.channel).observe(max(0.0, waited))
        log.debug("sent", extra={"entry": entry.id, "channel": delivery.channel, "ms": round(waited * 1000)})
        self._note(
            Settled(
                entry.partition,
                entry.id,
                person=parcel.person,
                shown=tuple(parcel.shown),
                forgotten=delivery.forget and channel.keeps_ids,
            )
        )
        return True

    async def _shown(self, parcel: Parcel, channel: Channel) -> list[str]:
        if not (parcel.delivery.forget and channel.keeps_ids):
            return []
        return await self.line.shown(parcel.entry.partition, parcel.person)

    async def _carry(self, parcel: Parcel, channel: Channel, call: Call) -> None:
        try:
            message = channel.judge(await self.carriers[channel.name](call))
        except (TryLater, PersonLeft, Refused):
            if not call.optional:
                raise
            return
        if message and channel.keeps_ids and not call.optional:
            parcel.shown.append(message)

    def _again(self, parcel: Parcel, later: TryLater) -> bool:
        parcel.tries += 1
        channel = parcel.delivery.channel
        self.health.unsent.labels(channel, "later").inc()
        if parcel.tries >= TRIES:
            log.error("given up", extra={"entry": parcel.entry.id, "channel": channel, "reason": later.reason})
            self._give_up(parcel, "unreachable")
            return True
        pause = later.after
        if pause is None:
            doubling = min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** (parcel.tries - 1))
            pause = doubling * random.uniform(0.75, 1.25)  # noqa: S311 - jitter, not a secret
        parcel.not_before = time.time() + pause
        self._note(
            Settled(
                parcel.entry.partition,
                parcel.entry.id,
                progress=(parcel.parts, parcel.tries, parcel.not_before),
            )
        )
        return False

    def _give_up(self, parcel: Parcel, reason: str) -> None:
        entry = parcel.entry
        self._note(
            Settled(
                entry.partition, entry.id, bury=entry.payload,
                counts=(f"unsent:{parcel.delivery.channel}:{reason}",),
            )
        )  # fmt: skip

    def _note(self, settled: Settled) -> None:
        self.settled.append(settled)
        self.something_settled.set()

    async def _settle_all(self) -> None:
        while True:
            await self.something_settled.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self.something_settled.clear()
            try:
                await self._settle()
            except (RedisError, OSError) as error:
                self.health.trouble("sender", type(error).__name__)
                await asyncio.sleep(0.5)
                self.something_settled.set()

    def _last_words(self) -> list[Settled]:
        """Of each delivery only the last: how far it came need not be written down once it is over."""
        last = {(one.partition, one.entry): one for one in self.settled}
        for at, one in last.items():
            if one.progress is not None:
                self.written.add(at)
            elif at in self.written:
                self.written.discard(at)
                last[at] = replace(one, was_tried=True)
        return list(last.values())

    async def _settle(self) -> None:
        batch, self.settled = self._last_words(), []
        if not batch:
            return
        try:
            await self.line.settle(batch, datetime.now(UTC).date())
        except BaseException:
            self.settled = batch + self.settled
            raise
        self.in_hand.difference_update((one.partition, one.entry) for one in batch if one.progress is None)
