"""Takes messages from the partitions this process serves, lets the dialogue decide, commits what it decided."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from redis.exceptions import RedisError

from bot.app.health import Health
from bot.app.records import Records, records
from bot.app.turnclock import TurnClock
from bot.channels.contract import Channel
from bot.dialogue.background import NOTHING, wanted
from bot.dialogue.decision import Decision, apologise, decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.turn import Known
from bot.library.library import Library
from bot.store import keys
from bot.store.cases import Cases, Stored
from bot.store.commitment import Commitment, Write, Writes
from bot.store.leases import RENEW_SECONDS, Leases
from bot.store.line import CHANGED, DONE, Entry, Line
from bot.store.samples import Samples
from bot.store.seal import Unreadable
from bot.store.subscriptions import Subscribers, Subscriptions

log = logging.getLogger(__name__)

BATCH = 32
"""Messages taken from one partition at a time."""
STRIKES = 3
STEADY_SECONDS = 1.0
"""A process that dies sooner after it took a dead one's partitions dies of something else: no message is struck."""
LONGEST_TURN_SECONDS = 30
BREATH = 16
"""After so many decisions the event loop serves others."""


NO_RECORDS = Records()
NO_WRITES = Writes()


@dataclass
class Mind:
    """One message on its way through a batch."""

    entry: Entry
    incoming: Incoming
    person: str
    failed: int = 0


@dataclass
class Background:
    """What was read of referrals for one batch; it follows what the batch makes of them."""

    referrals: dict[str, Stored] = field(default_factory=dict)
    codes: dict[str, Stored | None] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)


@dataclass
class Worker:
    line: Line
    cases: Cases
    leases: Leases
    library: Callable[[], Library]
    health: Health
    channels: Mapping[str, Channel]
    cursors: dict[int, str] = field(default_factory=dict)
    suspects: dict[int, float] = field(default_factory=dict)
    """Partitions whose last holder died, maybe of one of its messages in hand; and from when on they are looked at."""
    leaving: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)
    clock: TurnClock = field(default_factory=lambda: TurnClock(LONGEST_TURN_SECONDS))
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    usual_wait: Callable[[], Mapping[str, int]] = dict
    """How long requests usually wait for an answer, as this process has it in memory."""

    def __post_init__(self) -> None:
        self.samples = Samples(self.line.link, self.line.seal, self.line.installation)
        self.subscriptions = Subscriptions(self.line)

    async def run(self, stopping: asyncio.Event) -> None:
        self.clock.watch()
        keeper = asyncio.create_task(self._keep_leases(stopping))
        groups = self.line.link.groups(range(self.line.installation.partitions))
        try:
            await asyncio.gather(*(self._serve(group, stopping) for group in groups))
        finally:
            self.clock.stop()
            keeper.cancel()
            try:
                await self.leases.leave()
            except (RedisError, OSError):
                log.warning("leases not given back", extra={"role": "worker"})

    async def _keep_leases(self, stopping: asyncio.Event) -> None:
        """From the first moment on: Redis may be away just then, too."""
        while not stopping.is_set():
            try:
                await self._renew()
            except (RedisError, OSError) as error:
                self.health.trouble("worker", type(error).__name__)
            await asyncio.sleep(RENEW_SECONDS)

    async def _renew(self) -> None:
        taken, orphaned, leaving = await self.leases.renew()
        for partition in taken:
            self.cursors[partition] = "0"
        self.suspects |= dict.fromkeys(orphaned, time.monotonic() + STEADY_SECONDS)
        self.leaving |= leaving
        free = {partition for partition in self.leaving if partition not in self.busy}
        if free:
            self.leaving -= free
            await self.leases.release(free)

    def _mine(self, group: list[int]) -> list[int]:
        now = time.monotonic()
        return [p for p in group if self.leases.is_held(p) and p not in self.leaving and self.suspects.get(p, 0) <= now]

    async def _serve(self, group: list[int], stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            mine = self._mine(group)
            if not mine:
                await asyncio.sleep(0.05)
                continue
            self.busy.update(mine)
            try:
                for partition in [p for p in mine if p in self.suspects]:
                    await self._tread_carefully(partition)
                entries = await self.line.read_inbound({p: self.cursors[p] for p in mine}, BATCH, 250)
                if entries:
                    await self._answer(entries)
                self.health.well("worker")
            except (RedisError, OSError) as error:
                self.health.trouble("worker", type(error).__name__)
                for partition in mine:
                    self.cursors[partition] = "0"
                await asyncio.sleep(0.5)
            finally:
                self.busy.difference_update(mine)

    async def _tread_carefully(self, partition: int) -> None:
        """One by one, each with a strike before it is tried: whatever killed a worker is found and buried."""
        for entry in await self.line.waiting(partition, BATCH):
            strikes = await self.line.strike(entry)
            await self._answer([entry], struck=strikes, bury_now=strikes >= STRIKES)
        self.cursors[partition] = "0"  # one that failed stands behind those that were answered after it
        self.suspects.pop(partition, None)

    async def _answer(self, entries: list[Entry], struck: int = 0, bury_now: bool = False) -> None:
        now = self.now()
        minds, unreadable = self._open(entries)
        for entry in unreadable:
            await self._bury_unread(entry, now)
        stored, subscribers = await self._known(minds)
        library = self.library()
        ready: dict[int, list[Commitment]] = {}
        known = {person: self._conversation(value) for person, value in stored.items()}
        moved = await self._moved(minds, known, subscribers)
        background = await self._background(minds, known)
        given_up: set[str] = set()
        for number, mind in enumerate(minds, 1):
            if mind.person in given_up:
                continue
            try:
                with self.clock:
                    think = apologise if bury_now else decide
                    before = self._all_known(mind, known[mind.person], background, subscribers)
                    decision = think(before, mind.incoming, library, now)
                written = await self._records(mind, decision, background, subscribers, now)
            except Exception as error:
                log.error("turn failed", extra={"entry": mind.entry.id, "error": type(error).__name__})
                self.cursors[mind.entry.partition] = "0"
                given_up.add(mind.person)
                await self._strike(mind, library, known[mind.person], stored[mind.person], now)
                continue
            if not await self._written_elsewhere(mind, written, now):
                given_up.add(mind.person)
                continue
            commitment, after = self._commitment(
                mind, decision, stored[mind.person], bool(struck), bury_now, now, written
            )
            ready.setdefault(mind.entry.partition, []).append(commitment)
            known[mind.person], stored[mind.person] = decision.conversation, after
            if number % BREATH == 0:
                await asyncio.sleep(0)
        await self._commit(ready, now)
        if moved:
            await self.line.forget(moved)

    def _open(self, entries: list[Entry]) -> tuple[list[Mind], list[Entry]]:
        minds, unreadable = [], []
        for entry in entries:
            self.cursors[entry.partition] = entry.id
            try:
                incoming = self.line.open_incoming(entry.payload)
            except (Unreadable, ValueError):
                unreadable.append(entry)
                continue
            minds.append(Mind(entry, incoming, self.line.installation.person(incoming.channel, incoming.address)))
        return minds, unreadable

    async def _known(self, minds: list[Mind]) -> tuple[dict[str, bytes | None], Subscribers]:
        stored = await self.line.known({mind.person: mind.entry.partition for mind in minds})
        subscribed = {person: one[1] for person, one in stored.items()}
        return {person: one[0] for person, one in stored.items()}, Subscribers(self.subscriptions, subscribed)

    async def _moved(
        self, minds: list[Mind], known: dict[str, Conversation | None], subscribers: Subscribers
    ) -> dict[str, int]:
        """Somebody has a new number: what was known of them goes on under it. Their old names, to be forgotten."""
        installation = self.line.installation
        moved: dict[str, int] = {}
        for mind in minds:
            if not mind.incoming.formerly:
                continue
            old = installation.person(mind.incoming.channel, mind.incoming.formerly)
            moved[old] = installation.partition(old)
            conversation, subscription = (await self.line.known({old: moved[old]}))[old]
            known[mind.person] = known[mind.person] or self._conversation(conversation)
            subscribers.moves(mind.person, subscription)
        return moved

    async def _background(self, minds: list[Mind], known: dict[str, Conversation | None]) -> Background:
        """What some few messages need beside the conversation: a round trip only where one of them does."""
        found = Background()
        wishes = [wish for mind in minds if (wish := wanted(known[mind.person], mind.incoming)) is not NOTHING]
        ids = {id for wish in wishes for id in wish.referrals}
        if ids:
            found.referrals = await self.cases.read(ids)
        for code in {wish.code for wish in wishes if wish.code}:
            found.tries[code] = await self.cases.tries(code)
            coded = found.codes[code] = await self.cases.of_code(code)
            if coded is None:
                await self.cases.note_wrong(code)
            else:
                found.referrals.setdefault(coded.referral.id, coded)
        return found

    def _all_known(
        self, mind: Mind, conversation: Conversation | None, background: Background, subscribers: Subscribers
    ) -> Known:
        wish, subscription = wanted(conversation, mind.incoming), subscribers.of(mind.person)
        if wish is NOTHING:
            return Known(conversation, subscription=subscription, arrived=mind.entry.arrived)
        coded = background.codes.get(wish.code)
        return Known(
            conversation,
            tuple(background.referrals[id].referral for id in wish.referrals if id in background.referrals),
            background.referrals[coded.referral.id].referral if coded else None,
            background.tries.get(wish.code, 0),
            self.cases.fresh(mind.person, mind.incoming.channel, mind.incoming.id) if wish.fresh else None,
            self.usual_wait() if wish.fresh else {},
            subscription,
            mind.entry.arrived,
        )

    async def _records(
        self, mind: Mind, decision: Decision, background: Background, subscribers: Subscribers, now: datetime
    ) -> Records:
        partition, found = mind.entry.partition, NO_RECORDS
        if decision.acts or decision.erased:
            seconds = int(now.timestamp())
            found = await records(decision, mind.incoming, self.cases, background.referrals, seconds)
        asked = subscribers.becomes(partition, mind.person, decision.subscription)
        return found if asked is None else Records({**found.by_partition}).add(partition, asked)

    async def _written_elsewhere(self, mind: Mind, written: Records, now: datetime) -> bool:
        """A referral reached with its code from another phone may live in another partition: it is written first.

        False when somebody changed it meanwhile: the turn is decided again.
        """
        for partition, writes in written.by_partition.items():
            if partition == mind.entry.partition:
                continue
            results = await self.line.commit({partition: [writes.decided()]}, now)
            if results[partition] != [DONE]:
                self.cursors[mind.entry.partition] = "0"
                return False
        return True

    def _conversation(self, stored: bytes | None) -> Conversation | None:
        if stored is None:
            return None
        try:
            return self.line.open_conversation(stored)
        except (Unreadable, ValueError, TypeError):
            return None  # it can be begun anew; an answer now is worth more than the place in a menu

    def _commitment(
        self,
        mind: Mind,
        decision: Decision,
        before: bytes | None,
        struck: bool,
        bury: bool,
        now: datetime,
        written: Records | None = None,
    ) -> tuple[Commitment, bytes | None]:
        key = keys.conversation(mind.entry.partition, mind.person)
        after = None if decision.conversation is None else self.line.seal_conversation(decision.conversation)
        erased = decision.conversation is None and bool(decision.deliveries)
        drops = (keys.feed(mind.entry.partition, mind.person),) if erased else ()
        told = tuple(self.samples.kept(mind.entry.partition, one, now) for one in decision.samples)
        own = NO_WRITES if written is None else written.by_partition.get(mind.entry.partition, NO_WRITES)
        self._open_windows(mind, decision)
        return (
            Commitment(
                mind.entry.id,
                mind.person if decision.counts else "",
                (Write(key, before, after, keys.CONVERSATION_LIFE), *own.writes),
                (*drops, *own.drops),
                tuple(self.line.seal_delivery(delivery) for delivery in decision.deliveries),
                decision.counts,
                struck or bool(mind.failed),
                mind.entry.payload if bury else b"",
                (*own.operations, *told),
            ),
            after,
        )

    def _open_windows(self, mind: Mind, decision: Decision) -> None:
        """Some platforms let us write freely only for a time after the person did."""
        channel = self.channels.get(mind.incoming.channel)
        window = channel.window(mind.incoming.address) if channel is not None else 0
        if window:
            wrote = mind.incoming.sent_at or mind.entry.arrived
            if mind.incoming.order:  # the house speaks: the person wrote when their conversation says so
                wrote = decision.conversation.seen if decision.conversation else 0
            for delivery in decision.deliveries:
                delivery.open_until = wrote + window

    async def _commit(self, ready: dict[int, list[Commitment]], now: datetime) -> None:
        if not ready:
            return
        began = time.monotonic()
        results = await self.line.commit(ready, now)
        for partition, codes in results.items():
            if CHANGED in codes:
                self.cursors[partition] = "0"
        done = sum(code == DONE for codes in results.values() for code in codes)
        self.health.answered(done, time.monotonic() - began)
        log.debug("committed", extra={"turns": done, "ms": round((time.monotonic() - began) * 1000, 1)})

    async def _strike(
        self, mind: Mind, library: Library, known: Conversation | None, stored: bytes | None, now: datetime
    ) -> None:
        """Counts a failed turn; at the third the message is buried and the person told whom to call."""
        mind.failed = await self.line.strike(mind.entry)
        if mind.failed < STRIKES:
            return
        try:
            decision = apologise(Known(known), mind.incoming, library, now)
        except Exception:
            await self._bury_unread(mind.entry, now)
            return
        commitment, _ = self._commitment(mind, decision, stored, True, True, now)
        await self._commit({mind.entry.partition: [commitment]}, now)
        log.error("message buried", extra={"entry": mind.entry.id})

    async def _bury_unread(self, entry: Entry, now: datetime) -> None:
        """What cannot even be opened is put aside as it is; there is nobody to tell."""
        commitment = Commitment(entry.id, "", counts=("buried",), struck=True, bury=entry.payload)
        await self._commit({entry.partition: [commitment]}, now)
        log.error("unreadable message buried", extra={"entry": entry.id})
