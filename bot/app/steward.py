"""Looks after referrals by the clock: what is late, to be asked, fetched, woken, let go of, and in the end erased.

It runs wherever the worker runs, each partition in one process at a time. All it does is decided from what stands in
the store and made true in one commit, so that it may die anywhere and another goes on.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from redis.exceptions import RedisError, ResponseError

from bot.app.alerting import Alerter
from bot.app.assigning import assignments
from bot.app.fetching import Fetched, fetch
from bot.app.health import Health
from bot.app.telling import Teller
from bot.channels.contract import Channel, Refused, TryLater
from bot.domain.case_counts import counts_of, label_of
from bot.domain.counting import local
from bot.domain.messages import Incoming
from bot.domain.referral import URGENCIES, Entry, Referral, may_move, moved, partition_of
from bot.library.library import Library
from bot.library.roles import roles_of
from bot.store.accounts import Accounts
from bot.store.audit import Audit, NotNoted
from bot.store.backlog import Backlog
from bot.store.cases import Stored
from bot.store.commitment import Writes
from bot.store.condition import write_file_anew
from bot.store.desk import ChangedMeanwhile, Desk
from bot.store.installation import KEY_DAYS, sealing_since
from bot.store.leases import RENEW_SECONDS, Leases
from bot.store.seal import Unreadable
from bot.store.tallies import roll_up

log = logging.getLogger(__name__)

EVERY_SECONDS = 3.0
MOST = 200
"""Looked after in one partition at a time."""
EXPIRES_SECONDS = 30 * 86_400
"""A request that nobody answered for so long is let go of, and the person is told where else to turn."""
FETCH_SECONDS = 86_400
"""For so long it is tried to get what a person sent."""
MOST_FETCHING = 4
MOST_FILES = 20
"""Of one referral."""
MOST_PURGED = 5
"""So many, or a fifth of all, may be erased in one run: more is a wrong clock."""
AGAIN_SECONDS = 1_800
AWAY = (RedisError, OSError, TimeoutError, NotNoted)


def real_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Steward:
    desk: Desk
    leases: Leases
    audit: Audit
    health: Health
    channels: Mapping[str, Channel]
    now: Callable[[], datetime] = real_now
    fetch: Callable[[Channel, str], Awaitable[Fetched]] = fetch
    library: Callable[[], Library] | None = None
    """Where there is none, nothing is assigned."""
    accounts: Accounts | None = None
    every: float = EVERY_SECONDS
    teller: Teller | None = None
    """Where there is one, case-management systems are told of what changes."""
    alerter: Alerter | None = None
    """Where there is one, alerts are sent to those who asked."""
    backlog: Backlog | None = None
    fetching: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    """By referral: what people sent is waited for beside everything else."""
    looked_at_file: int = 0
    looked_at_key: date | None = None
    added_up: date | None = None
    """The day on which the numbers were last added up."""

    async def run(self, stopping: asyncio.Event) -> None:
        keeper = asyncio.create_task(self._keep_leases(stopping))
        try:
            while not stopping.is_set():
                try:
                    for partition in sorted(self.leases.held):
                        if self.leases.is_held(partition) and not stopping.is_set():
                            await self.tend(partition)
                            if self.teller is not None:
                                await self.teller.tend(partition)
                            if self.alerter is not None:
                                await self.alerter.tend(partition)
                    if self.leases.is_held(0):
                        await self.assign()
                        await self.add_up()
                        await self.look_at_key()
                        await self.let_file_be_written_anew()
                    self.health.well("steward")
                except AWAY as error:
                    self.health.trouble("steward", type(error).__name__)
                await _until(stopping, self.every)
            await keeper
        finally:
            keeper.cancel()
            for task in list(self.fetching.values()):
                task.cancel()
            if self.teller is not None:
                await self.teller.close()
            try:
                await self.leases.leave()
            except (RedisError, OSError):
                log.warning("leases not given back", extra={"role": "steward"})

    async def _keep_leases(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                _, _, leaving = await self.leases.renew()
                if leaving:
                    await self.leases.release(leaving)
            except (RedisError, OSError) as error:
                self.health.trouble("steward", type(error).__name__)
            await _until(stopping, RENEW_SECONDS)

    async def add_up(self) -> None:
        """Once a day: the counts of hours become those of their day, and days long over those of their month."""
        today = local(self.now()).date()
        if today != self.added_up:
            line = self.desk.line
            await roll_up(line.link, line.installation, today)
            self.added_up = today

    async def look_at_key(self) -> None:
        """Once a day: a key that has sealed for long ought to be changed, and that is said."""
        today, line = local(self.now()).date(), self.desk.line
        if today != self.looked_at_key:
            days = (today - await sealing_since(line.link, line.seal, today)).days
            if days > KEY_DAYS:
                log.warning("the key that seals is old, see: bot keys --help", extra={"days": days})
            self.looked_at_key = today

    async def let_file_be_written_anew(self) -> bool:
        """What people had erased goes from the append-only file, too; looked at once an hour."""
        if self._seconds - self.looked_at_file < 3_600:
            return False
        self.looked_at_file = self._seconds
        try:
            return await write_file_anew(self.desk.line.link, self._seconds)
        except ResponseError as refused:  # it may not, or another rewrite is on its way
            log.warning("append-only file not written anew", extra={"reason": str(refused)[:80]})
            return False

    async def tend(self, partition: int) -> int:
        """Does what is due in a partition; how much that was."""
        seconds = self._seconds
        await self.desk.forward(partition)
        due = [name.partition(":") for name in await self.desk.cases.due(partition, seconds, MOST)]
        gone = [id for what, _, id in due if what == "purge"]
        for what, _, id in due:
            if what == "fetch":
                self._begin_fetching(id)
            elif what != "purge":
                await self._look_after(what, id)
        if gone and await self._may_erase(seconds):
            await self._erase(gone)
        return len(due)

    def _begin_fetching(self, id: str) -> None:
        if id in self.fetching or len(self.fetching) >= MOST_FETCHING:
            return
        task = self.fetching[id] = asyncio.create_task(self._look_after("fetch", id))

        def over(done: asyncio.Task[None]) -> None:
            del self.fetching[id]
            if not done.cancelled() and (error := done.exception()) is not None:
                self.health.trouble("steward", type(error).__name__)

        task.add_done_callback(over)

    @property
    def _seconds(self) -> int:
        return int(self.now().timestamp())

    # what is open

    async def _look_after(self, what: str, id: str) -> None:
        act: Callable[[Stored], Awaitable[None]] | None = {
            "overdue": self._overdue,
            "tell": self._tell,
            "ask": self._ask,
            "ask-again": self._ask,
            "fetch": self._fetch,
        }.get(what)
        try:
            stored = (await self.desk.cases.read([id])).get(id)
            if stored is None or act is None:
                await self._true(partition_of(id), self.desk.cases.due_again(id, what, -1))
                return
            await act(stored)
        except ChangedMeanwhile:
            return  # looked at again in a moment, as it is then
        except (Unreadable, ValueError) as error:
            log.error("cannot look after a referral", extra={"reason": type(error).__name__})
            await self._true(partition_of(id), self.desk.cases.due_again(id, what, self._seconds + AGAIN_SECONDS))

    async def _overdue(self, stored: Stored) -> None:
        referral, now = stored.referral, self._seconds
        if not referral.is_open:
            await self._done(stored, "overdue")
        elif referral.snoozed_until:
            entry = Entry(f"awake-{referral.snoozed_until}", now, "move", about="awake")
            await self._save(stored, replace(referral, snoozed_until=0, due_at=max(referral.due_at, now)), entry)
        elif self._has_expired(referral, now):
            await self._expire(stored, now)
        else:
            span = URGENCIES.get(referral.urgency, URGENCIES["soon"])
            times = max(referral.escalated + 1, (now - referral.due_at) // span + 1)
            entry = Entry(f"overdue-{referral.due_at}-{times}", now, "move", about="overdue")
            is_first = referral.escalated == 0
            orders = self._orders(referral, "overdue", referral.due_at) if is_first else ()
            counts = (f"referral_overdue:{label_of(referral)}",) if is_first else ()
            await self._save(stored, replace(referral, escalated=times), entry, orders=orders, counts=counts)

    @staticmethod
    def _has_expired(referral: Referral, now: int) -> bool:
        waits = referral.escalated > 0 and not referral.answered_at and not referral.lane
        return waits and may_move(referral, "expire", "clock") and now - referral.opened_at >= EXPIRES_SECONDS

    async def _expire(self, stored: Stored, now: int) -> None:
        after = moved(stored.referral, "expire", "clock", now)
        entry = Entry("expired", now, "move", about="expire")
        orders = self._orders(after, "expired", 1)
        files = await self.desk.cases.without_files(after)
        await self._save(
            stored, after, entry, files, orders=orders, counts=counts_of(stored.referral, after, "expire", now)
        )

    async def _tell(self, stored: Stored) -> None:
        """The hour has come at which it is safe to tell what had to wait."""
        referral = stored.referral
        off = self.desk.cases.due_again(referral.id, "tell", -1)
        await self._save(stored, replace(referral), None, off, orders=self._orders(referral, "tell", referral.tell_at))

    async def assign(self) -> int:
        """Gives out new requests, for offices that want it; one process does so for all. How many it gave."""
        if self.library is None or self.accounts is None:
            return 0
        library = self.library()
        offices = {id: office for id, office in library.casework.offices.items() if office.assigns}
        if not offices:
            return 0
        self.backlog = self.backlog or Backlog(self.desk.cases)
        await self.backlog.catch_up()
        everybody = await self.accounts.all()
        given = assignments(self.backlog, offices, everybody, roles_of(library), self._seconds)[:MOST]
        found = await self.desk.cases.read(one.head.id for one in given)
        done = 0
        for one in given:
            stored = found.get(one.head.id)
            if stored is None or not may_move(stored.referral, "claim", "staff"):
                continue
            now = self._seconds
            after = moved(stored.referral, "claim", "staff", now, claimed_by=one.to)
            entry = Entry(f"assigned-{now}", now, "move", about="assign", text=one.to)
            try:
                await self._save(stored, after, entry, counts=(f"referral_claimed:{label_of(after)}",))
                done += 1
            except ChangedMeanwhile:
                continue
        return done

    # what is closed

    async def _ask(self, stored: Stored) -> None:
        referral, now = stored.referral, self._seconds
        if referral.state != "closed" or referral.asked > 1:
            await self._done(stored, "ask" if referral.asked == 0 else "ask-again")
        elif referral.helped in {"yes", "unsafe"} or not referral.address:
            await self._save(stored, replace(referral, asked=2))
        else:
            times = referral.asked + 1
            entry = Entry(f"asked-{referral.closed_at}-{times}", now, "told", about="asked")
            orders = self._orders(referral, "asked", referral.closed_at + times)
            await self._save(stored, replace(referral, asked=times), entry, orders=orders)

    async def _may_erase(self, now: int) -> bool:
        """A clock that has jumped must not erase what people still need."""
        gone, total = await self.desk.cases.to_be_erased(now)
        if gone <= max(MOST_PURGED, total // 5):
            self.health.well("retention")
            return True
        self.health.trouble(
            "retention", "more than a fifth of all referrals would be erased at once: is the clock right?"
        )
        return False

    async def _erase(self, ids: list[str]) -> None:
        """With proof: that so many were erased, and when, is noted; of whom they were, nothing."""
        found = await self.desk.cases.read(ids)
        await self.audit.note("steward", "referral.erase", "", count=len(found), partition=partition_of(ids[0]))
        for id in ids:
            stored = found.get(id)
            try:
                if stored is None:
                    await self._true(partition_of(id), self.desk.cases.due_again(id, "purge", -1))
                    continue
                writes = await self.desk.cases.erased(stored.referral) + self.desk.cases.unchanged(stored)
                await self._true(partition_of(id), writes)
            except ChangedMeanwhile:
                continue

    # what people sent

    async def _fetch(self, stored: Stored) -> None:
        referral, now, cases = stored.referral, self._seconds, self.desk.cases
        entries = [entry for entry in await cases.thread(referral) if entry.kind == "file" and entry.file]
        waiting = [entry for entry in entries if entry.file != entry.id]
        kept = len(entries) - len(waiting)
        told, is_over = cases.unchanged(stored), True
        for entry in waiting if referral.is_open else ():
            try:
                if kept >= MOST_FILES:
                    raise Refused("many")
                fetched = await self.fetch(self._channel(referral), entry.file)
            except TryLater as later:
                if now - entry.at < FETCH_SECONDS:
                    is_over = False
                    continue
                told += cases.told(referral, replace(entry, file="", about=f"refused {later.reason or 'lost'}"[:40]))
            except Refused as refused:
                reason = refused.reason if refused.reason in {"size", "type", "many"} else "lost"
                told += cases.told(referral, replace(entry, file="", about=f"refused {reason}"))
            else:
                kept += 1
                told += cases.kept(referral, entry.id, fetched.content)
                told += cases.told(referral, replace(entry, file=entry.id, about=fetched.type))
        oldest = min((entry.at for entry in waiting), default=now)
        again = -1 if is_over else now + min(3_600, max(30, now - oldest))
        await self._true(referral.partition, told + cases.due_again(referral.id, "fetch", again))

    def _channel(self, referral: Referral) -> Channel:
        channel = self.channels.get(referral.channel)
        if channel is None:
            raise TryLater(reason="channel is off")
        return channel

    # making it true

    def _orders(self, referral: Referral, what: str, number: int) -> tuple[Incoming, ...]:
        if not referral.address:
            return ()
        order = f"{what}:{referral.id}"
        return (Incoming(referral.channel, referral.address, f"{order}:{number}", order=order),)

    async def _save(
        self,
        stored: Stored,
        after: Referral,
        entry: Entry | None = None,
        more: Writes | None = None,
        *,
        orders: tuple[Incoming, ...] = (),
        counts: tuple[str, ...] = (),
    ) -> None:
        writes, _ = self.desk.cases.saved(stored, after)
        if entry is not None:
            writes += self.desk.cases.told(after, entry)
        await self._true(after.partition, writes + (more or Writes()), orders=orders, counts=counts)

    async def _done(self, stored: Stored, what: str, again: int = -1) -> None:
        await self._true(stored.referral.partition, self.desk.cases.due_again(stored.referral.id, what, again))

    async def _true(
        self, partition: int, writes: Writes, *, orders: tuple[Incoming, ...] = (), counts: tuple[str, ...] = ()
    ) -> None:
        await self.desk.make_true(partition, writes, self.now(), orders=orders, counts=counts)


async def _until(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
