"""Sends replies: in order for each person, many people side by side; what is over is written down in batches."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from redis.exceptions import RedisError

from bot.app.courier import Courier, Parcel
from bot.app.health import Health
from bot.app.trickling import Trickle
from bot.channels.contract import Carry, Channel
from bot.store.leases import RENEW_SECONDS, Leases
from bot.store.line import Entry, Line, Settled
from bot.store.seal import Unreadable

log = logging.getLogger(__name__)

BATCH = 64
MOST_IN_HAND = 4_000
"""Deliveries held in memory; the rest waits in its stream."""
GATHER_SECONDS = 0.003
"""What ends within so short a time is written down together."""
FINISH_SECONDS = 4.0
LONGEST_NAP = 30.0

Person = tuple[int, str]


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
    queues: dict[Person, deque[Parcel]] = field(default_factory=dict)
    """What waits for each person; there is one task for each queue."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    napping: set[asyncio.Task[None]] = field(default_factory=set)
    in_hand: set[tuple[int, str]] = field(default_factory=set)
    """Partition and id of every delivery read whose end is not written down yet: none is taken twice."""
    unwritten: dict[Person, tuple[int, str]] = field(default_factory=dict)
    """What people got last while its end is not written down: a crash can repeat that, so nothing goes out after it."""
    settled: list[Settled] = field(default_factory=list)
    written: set[tuple[int, str]] = field(default_factory=set)
    """Deliveries of which Redis knows how far they came."""
    leaving: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.courier = Courier(self.channels, self.carriers, self.health, self.line.shown, self._note)
        self.trickle = Trickle(self.line, self.health, self._alerts_underway, self._is_free)
        self.something_settled = asyncio.Event()
        self.batch_settled = asyncio.Event()
        self.stopping = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        self.stopping = stopping
        keeper = asyncio.create_task(self._keep_leases())
        settler = asyncio.create_task(self._settle_all())
        groups = self.line.link.groups(range(self.line.installation.partitions))
        try:
            await asyncio.gather(*(self._serve(group) for group in groups), self.trickle.run(self._mine, stopping))
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
        for task in list(self.napping):
            task.cancel()
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=FINISH_SECONDS)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _keep_leases(self) -> None:
        """From the first moment on: Redis may be away just then, too."""
        while True:
            try:
                await self._renew()
            except (RedisError, OSError) as error:
                self.health.trouble("sender", type(error).__name__)
            await asyncio.sleep(RENEW_SECONDS)

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

    def _mine(self) -> list[int]:
        return [p for p in sorted(self.cursors) if self.leases.is_held(p) and p not in self.leaving]

    def _alerts_underway(self) -> int:
        """Neither those that wait to be tried again, nor those behind something that waits."""
        return sum(queue[0].delivery.alert and not queue[0].not_before for queue in self.queues.values() if queue)

    def _is_free(self, channel: str) -> bool:
        return len(self.in_hand) < MOST_IN_HAND // 2 and self.courier.is_free(channel)

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
        at = (entry.partition, entry.id)
        if at in self.in_hand:
            return
        self.in_hand.add(at)
        try:
            delivery = self.line.open_delivery(entry.payload)
        except (Unreadable, ValueError):
            log.error("unreadable delivery buried", extra={"entry": entry.id})
            self._note(Settled(entry.partition, entry.id, bury=entry.payload, counts=("buried",)))
            return
        parcel = Parcel(entry, delivery, self.line.installation.person(delivery.channel, delivery.address))
        before = self.earlier.get(entry.partition, {}).pop(entry.id, None)
        if before is not None:
            parcel.parts, parcel.tries, parcel.not_before = before
            self.written.add(at)
        self._queue(parcel)

    def _queue(self, parcel: Parcel) -> None:
        person = (parcel.entry.partition, parcel.person)
        queue = self.queues.get(person)
        if queue is not None:
            if queue and not parcel.delivery.alert:  # which goes out although they wrote nothing
                queue[0].person_wrote(parcel.delivery.open_until)
                if queue[0].delivery.alert:
                    queue[0].reply_waits()
            queue.append(parcel)
            return
        self.queues[person] = deque([parcel])
        task = asyncio.create_task(self._deliver_all(person))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _deliver_all(self, person: Person) -> None:
        queue = self.queues[person]
        try:
            while queue and self._may_send(person[0]):
                parcel = queue[0]
                if parcel.not_before > time.time():
                    await self._nap(parcel)
                elif self.unwritten.get(person) in self.in_hand:
                    await self.batch_settled.wait()
                elif await self.courier.deliver(parcel):
                    queue.popleft()
                    self.unwritten[person] = (parcel.entry.partition, parcel.entry.id)
        finally:
            for parcel in queue:  # not ours any more: whoever has the partition next finds them in its stream
                self.in_hand.discard((parcel.entry.partition, parcel.entry.id))
            if queue:
                self.cursors[person[0]] = "0"
            del self.queues[person]

    def _may_send(self, partition: int) -> bool:
        return self.leases.is_held(partition) and not self.stopping.is_set()

    async def _nap(self, parcel: Parcel) -> None:
        """Until the parcel may be tried, something new makes waiting pointless, or we should look around."""
        task = asyncio.current_task()
        assert task is not None
        self.napping.add(task)
        try:
            async with asyncio.timeout(min(parcel.not_before - time.time(), LONGEST_NAP)):
                await parcel.hurry.wait()
            parcel.hurry.clear()
        except TimeoutError:
            pass
        finally:
            self.napping.discard(task)

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
        batch = self._last_words()
        self.settled = []
        if not batch:
            return
        try:
            await self.line.settle(batch, datetime.now(UTC))
        except BaseException:
            self.settled = batch + self.settled
            raise
        self.in_hand.difference_update((one.partition, one.entry) for one in batch if one.progress is None)
        self.unwritten = {person: at for person, at in self.unwritten.items() if at in self.in_hand}
        self.batch_settled.set()
        self.batch_settled = asyncio.Event()
