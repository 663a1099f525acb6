"""What the clock does with referrals, on a real Redis: told once, asked twice, fetched, erased with proof."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.app.assigning import assignments
from bot.app.fetching import Fetched, Unwanted
from bot.app.health import Health
from bot.app.records import records
from bot.app.steward import EXPIRES_SECONDS, Steward
from bot.channels.contract import Channel, TryLater
from bot.dialogue.decision import Decision
from bot.domain.conversation import Conversation
from bot.domain.counting import local
from bot.domain.messages import Incoming
from bot.domain.referral import Consent, Entry, Referral, moved
from bot.domain.staff import Account
from bot.domain.turn import Change
from bot.library.library import Library
from bot.library.roles import roles_of
from bot.store import keys
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from bot.store.cases import ASK_AGAIN_SECONDS, Cases, Head, Stored
from bot.store.commitment import Writes
from bot.store.desk import Desk
from bot.store.installation import open_installation
from bot.store.leases import Leases
from bot.store.line import Line
from bot.store.link import Link, entries_in
from bot.store.seal import Seal
from tests.conftest import RedisServer
from tests.waiting import until

PARTITIONS = 4
NOON = int(datetime(2026, 11, 20, 18, 0, tzinfo=UTC).timestamp())
"""Noon in Mexico City."""
HOUR, DAY = 3_600, 86_400
CANARY = "Josefina vive detras del molino"
SENT = Fetched(b"\xff\xd8\xff a picture", "image/jpeg")


@dataclass
class Stand:
    desk: Desk
    audit: Audit
    steward: Steward
    seconds: int = NOON
    opened: int = 0
    sent: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    async def open(self, **what: Any) -> Stored:
        self.opened += 1
        person = self.desk.line.installation.person("web", f"a{self.opened}")
        fresh = self.desk.cases.fresh(person, "web", f"m{self.opened}")
        consent = Consent("1", "es", NOON, "web", ("need", "city"))
        values: dict[str, Any] = {"category": "legal", "office": "tapachula", "opened_at": NOON, "due_at": NOON + DAY}
        values |= {
            "channel": "web",
            "address": f"a{self.opened}",
            "words": CANARY,
            "consent": consent,
            "code": fresh.code,
        }
        referral = Referral(fresh.id, **(values | what))
        writes, stored = self.desk.cases.saved(None, referral)
        await self.true(stored.referral, writes)
        return stored

    async def true(self, referral: Referral, writes: Writes) -> None:
        await self.desk.make_true(referral.partition, writes, self.now())

    async def change(self, stored: Stored, after: Referral) -> Stored:
        writes, new = self.desk.cases.saved(stored, after)
        await self.true(after, writes)
        return new

    async def close(self, stored: Stored, at: int) -> Stored:
        claimed = moved(stored.referral, "claim", "staff", at, claimed_by="ana")
        return await self.change(stored, moved(claimed, "close", "staff", at, reason="done"))

    async def tend(self, times: int = 1) -> None:
        for _ in range(times):
            for partition in range(PARTITIONS):
                await self.steward.tend(partition)
            while self.steward.fetching:
                await asyncio.gather(*self.steward.fetching.values())

    async def of(self, stored: Stored) -> Referral | None:
        found = (await self.desk.cases.read([stored.referral.id])).get(stored.referral.id)
        return found.referral if found else None

    async def orders(self) -> list[Incoming]:
        found = []
        for partition in range(PARTITIONS):
            raw = await self.desk.line.link.one("XRANGE", keys.inbound(partition), "-", "+")
            found += [self.desk.line.open_incoming(fields[b"m"]) for _, fields in entries_in(raw)]
        return found

    async def told(self) -> list[str]:
        return [incoming.order.partition(":")[0] for incoming in await self.orders()]

    async def count(self, what: str) -> int:
        found = await self.desk.line.link.many(
            ("HGET", keys.tally(partition, local(self.now())), what) for partition in range(PARTITIONS)
        )
        return sum(int(one or 0) for one in found)


@pytest.fixture
async def stand(fresh_redis: RedisServer) -> AsyncIterator[Stand]:
    link = Link(fresh_redis.url)
    seal = Seal(["a-key-for-tests-of-24-characters"])
    installation = await open_installation(link, seal, PARTITIONS)
    desk = Desk(Line(link, seal, installation), Cases(link, seal, installation))
    audit = Audit(link, seal, installation)
    channels = cast(dict[str, Channel], {"web": object()})
    steward = Steward(desk, Leases(link, "steward", "me", PARTITIONS), audit, Health(), channels)
    made = Stand(desk, audit, steward)
    steward.now = made.now
    yield made
    await link.close()


def sends(outcome: Fetched | Exception) -> Callable[..., Any]:
    async def fetch(channel: Channel, file: str) -> Fetched:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return fetch


async def test_what_is_late_is_marked_again_and_again_and_told_once(stand: Stand) -> None:
    stored = await stand.open()
    stand.seconds = NOON + DAY - 1
    await stand.tend(2)
    assert await stand.told() == []
    stand.seconds = NOON + DAY
    await stand.tend(3)
    assert await stand.told() == ["overdue"]
    (order,) = await stand.orders()
    assert (order.channel, order.address, order.order) == ("web", "a1", f"overdue:{stored.referral.id}")
    after = await stand.of(stored)
    assert after is not None and after.escalated == 1 and after.due_at == NOON + DAY
    assert await stand.count("referral_overdue:legal|tapachula|soon|chat") == 1
    stand.seconds = NOON + 30 * DAY - 1
    await stand.tend(3)
    after = await stand.of(stored)
    assert after is not None and after.escalated > 8 and await stand.told() == ["overdue"]


async def test_what_had_to_wait_is_told_once_at_its_hour(stand: Stand) -> None:
    await stand.open(tell_at=NOON + 8 * HOUR)
    await stand.tend(2)
    assert await stand.told() == []
    stand.seconds = NOON + 8 * HOUR
    await stand.tend(3)
    assert await stand.told() == ["tell"]


async def test_somebody_at_a_desk_has_no_chat_to_be_told_in(stand: Stand) -> None:
    stored = await stand.open(address="", channel="", door="in-person")
    stand.seconds = NOON + DAY
    await stand.tend(2)
    after = await stand.of(stored)
    assert after is not None and after.escalated == 1 and await stand.told() == []


async def test_what_sleeps_wakes_on_its_day(stand: Stand) -> None:
    stored = await stand.open(snoozed_until=NOON + 5 * DAY)
    stand.seconds = NOON + 5 * DAY - 1
    await stand.tend()
    assert (await stand.of(stored)) == stored.referral
    stand.seconds += 1
    await stand.tend()
    after = await stand.of(stored)
    assert after is not None and not after.snoozed_until and after.escalated == 0
    assert [entry.about for entry in await stand.desk.cases.thread(after)] == ["awake"]


async def test_what_nobody_answered_for_a_month_is_let_go_of_and_the_person_told(stand: Stand) -> None:
    stored = await stand.open()
    answered = await stand.open(answered_at=NOON + 5)
    sealed = await stand.open(lane="gbv")
    stand.seconds = NOON + EXPIRES_SECONDS - HOUR
    await stand.tend(2)
    stand.seconds = NOON + EXPIRES_SECONDS + 2 * DAY
    await stand.tend(2)
    states = [found.state for each in (stored, answered, sealed) if (found := await stand.of(each))]
    assert states == ["expired", "queued", "queued"]
    assert (await stand.told()).count("expired") == 1


async def test_a_person_is_asked_after_closing_and_two_weeks_later_and_no_more(stand: Stand) -> None:
    await stand.close(await stand.open(), NOON)
    await stand.tend(2)
    assert await stand.told() == ["asked"]
    stand.seconds = NOON + ASK_AGAIN_SECONDS - 1
    await stand.tend(2)
    assert await stand.told() == ["asked"]
    stand.seconds += 1
    await stand.tend(2)
    assert sorted(await stand.told()) == ["asked", "asked"]
    assert len({order.id for order in await stand.orders()}) == 2
    stand.seconds += 30 * DAY
    await stand.tend(2)
    assert len(await stand.told()) == 2


@pytest.mark.parametrize("helped", ["yes", "unsafe"])
async def test_who_has_said_how_it_went_is_not_asked_again(stand: Stand, helped: str) -> None:
    stored = await stand.close(await stand.open(), NOON)
    await stand.tend()
    found = (await stand.desk.cases.read([stored.referral.id]))[stored.referral.id]
    await stand.change(found, replace(found.referral, helped=helped))
    stand.seconds = NOON + ASK_AGAIN_SECONDS
    await stand.tend(2)
    assert await stand.told() == ["asked"]


async def test_two_stewards_at_once_do_everything_once(stand: Stand) -> None:
    for _ in range(10):
        await stand.open()
    closed = [await stand.close(await stand.open(), NOON) for _ in range(10)]
    stand.seconds = NOON + DAY
    other = replace(stand.steward, fetching={})
    for _ in range(3):
        await asyncio.gather(*(one.tend(p) for one in (stand.steward, other) for p in range(PARTITIONS)))
    told = await stand.told()
    assert (told.count("overdue"), told.count("asked")) == (10, len(closed))


async def test_what_is_told_to_another_partition_survives_a_crash(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody gave their code on another phone, whose messages go through another partition."""
    installation = stand.desk.line.installation
    first = await stand.open()
    home = first.referral.partition
    phones = (f"a-far-phone-{number}" for number in range(99))
    far = next(one for one in phones if installation.partition(installation.person("web", one)) != home)
    stored = await stand.change(first, replace(first.referral, address=far))

    forward, times = Desk.forward, itertools.count()

    async def dies_after_the_commit(desk: Desk, partition: int) -> None:
        if next(times):
            raise ConnectionError
        await forward(desk, partition)

    stand.seconds = NOON + DAY
    with monkeypatch.context() as patched:
        patched.setattr(Desk, "forward", dies_after_the_commit)
        with pytest.raises(ConnectionError):
            await stand.steward.tend(home)
    assert await stand.told() == []
    await stand.tend(3)
    assert await stand.told() == ["overdue"]
    assert not await stand.desk.line.link.one("EXISTS", keys.far_orders(stored.referral.partition))


async def test_the_old_chat_is_ordered_to_be_told_in_the_commit_that_moves_the_request(stand: Stand) -> None:
    first = await stand.open()
    consent = first.referral.consent
    after = replace(first.referral, channel="telegram", address="another", consent=consent)
    decision = Decision(Conversation(), (), (), (Change(first.referral, after, "connect"),))
    incoming = Incoming("telegram", "another", "m1", text="yes")
    stored = {first.referral.id: first}
    found = await records(decision, incoming, stand.desk.cases, stored, NOON)
    await stand.true(after, found.by_partition[after.partition])
    await stand.tend()
    assert [(one.address, one.order) for one in await stand.orders()] == [("a1", f"moved:{after.id}")]
    again = Decision(Conversation(), (), (), (Change(after, replace(after, address="new-number"), "connect"),))
    moved_number = replace(incoming, formerly="another")
    found = await records(again, moved_number, stand.desk.cases, stored, NOON)
    await stand.true(after, found.by_partition[after.partition])
    await stand.tend()
    assert len(await stand.orders()) == 1, "an old number may be somebody else's by now"


async def sent_a_file(stand: Stand, stored: Stored) -> None:
    entry = Entry("e1", NOON, "file", about="image", file="AgAC-of-the-platform")
    cases = stand.desk.cases
    await stand.true(
        stored.referral, cases.told(stored.referral, entry) + cases.due_again(stored.referral.id, "fetch", NOON)
    )


async def test_a_picture_is_kept_sealed_and_goes_at_closing(stand: Stand, fresh_redis: RedisServer) -> None:
    stored = await stand.open()
    await sent_a_file(stand, stored)
    stand.steward.fetch = sends(SENT)
    await stand.tend(2)
    (entry,) = await stand.desk.cases.thread(stored.referral)
    assert (entry.file, entry.about) == ("e1", "image/jpeg")
    assert await stand.desk.cases.attachment(stored.referral, "e1") == SENT.content
    name = keys.attachment(stored.referral.partition, stored.referral.id, "e1")
    raw = await stand.desk.line.link.one("GET", name)
    assert SENT.content not in raw
    closed = await stand.close(stored, NOON)
    await stand.true(closed.referral, await stand.desk.cases.without_files(closed.referral))
    assert fresh_redis.cli("exists", name) == "0"


@pytest.mark.parametrize(("failure", "reason"), [(Unwanted("size"), "size"), (Unwanted("type"), "type")])
async def test_what_may_not_be_kept_is_said_to_be_so(stand: Stand, failure: Exception, reason: str) -> None:
    stored = await stand.open()
    await sent_a_file(stand, stored)
    stand.steward.fetch = sends(failure)
    await stand.tend()
    (entry,) = await stand.desk.cases.thread(stored.referral)
    assert (entry.file, entry.about) == ("", f"refused {reason}")


async def test_a_platform_that_is_down_is_asked_again_later(stand: Stand) -> None:
    stored = await stand.open()
    await sent_a_file(stand, stored)
    stand.steward.fetch = sends(TryLater())
    await stand.tend(2)
    stand.steward.fetch = sends(SENT)
    await stand.tend()
    assert (await stand.desk.cases.thread(stored.referral))[0].file == "AgAC-of-the-platform"
    stand.seconds += 60
    await stand.tend()
    assert (await stand.desk.cases.thread(stored.referral))[0].file == "e1"


async def test_exactly_what_is_due_is_erased_and_the_proof_names_nobody(stand: Stand, fresh_redis: RedisServer) -> None:
    """P05."""
    limit = NOON - keys.CLOSED_LIFE
    ages = [limit - 1, limit, limit + 1]
    stored = {age: await stand.close(await stand.open(), age) for age in ages}
    for _ in range(20):
        await stand.open(due_at=NOON + DAY)
    await stand.tend(2)
    assert [age for age in ages if await stand.of(stored[age])] == [limit + 1]
    stand.seconds += 1
    await stand.tend()
    assert await stand.of(stored[limit + 1]) is None
    proof = [line async for line in stand.audit.lines() if line.what == "referral.erase"]
    assert sum(int(line.details["count"]) for line in proof) == 3
    assert all(line.on == "" and set(line.details) == {"count", "partition"} for line in proof)
    for one in stored.values():
        assert one.referral.id not in fresh_redis.cli("keys", "*")


async def test_a_clock_that_has_jumped_erases_nothing(stand: Stand) -> None:
    """R21."""
    closed = [await stand.close(await stand.open(helped="yes"), NOON) for _ in range(30)]
    for _ in range(10):
        await stand.open()
    stand.seconds = NOON + 400 * DAY
    await stand.tend(2)
    assert all([await stand.of(one) for one in closed])
    assert "retention" in stand.steward.health.troubles
    stand.seconds = NOON + DAY
    await stand.tend()
    assert all([await stand.of(one) for one in closed])


async def test_nothing_that_a_person_said_stands_in_the_append_only_file(
    stand: Stand, fresh_redis: RedisServer
) -> None:
    """P01: after a whole life of referrals, their words, code and address are nowhere on disk."""
    canary = {
        "words": CANARY,
        "contact": "CANARY-contact",
        "code_word": "CANARY-word",
        "answers": {"need": "CANARY-need"},
    }
    stored = [await stand.open(address=f"CANARY-address-{n}", **canary) for n in range(3)]
    await sent_a_file(stand, stored[0])
    stand.steward.fetch = sends(Fetched(b"\xff\xd8\xff CANARY-picture", "image/jpeg"))
    stand.seconds = NOON + DAY
    await stand.tend(2)
    code = stored[0].referral.code
    spoken = [CANARY, "CANARY", "AgAC-of-the-platform", code, code.replace("-", "")]
    wanted = [
        form for text in spoken for form in (text.encode(), text.encode().hex().encode(), text.encode("utf-16-le"))
    ]
    wanted += [b"Sm9zZWZpbmEgdml2ZSBkZXRyYXM", b"Q0FOQVJZ"]
    files = [path for path in fresh_redis.folder.rglob("*") if path.is_file()]
    found = [(path.name, word) for path in files for word in wanted if word in path.read_bytes()]
    assert files and found == []


async def test_P04_what_was_erased_is_gone_from_the_append_only_file_within_a_day(
    stand: Stand, fresh_redis: RedisServer
) -> None:
    """Even sealed: who kept the key could have read it there for as long as the file was not written anew."""
    mine, other = await stand.open(), await stand.open()

    def stands_in_file(stored: Stored) -> bool:
        files = (path for path in fresh_redis.folder.rglob("*") if path.is_file())
        return any(stored.data[-60:] in path.read_bytes() for path in files)

    assert not await stand.steward.let_file_be_written_anew(), "a new installation has nothing to be rid of"
    await stand.true(mine.referral, await stand.desk.cases.erased(mine.referral))
    assert stands_in_file(mine)
    stand.seconds += 10 * HOUR
    assert not await stand.steward.let_file_be_written_anew()
    stand.seconds += 11 * HOUR
    both = (stand.steward, replace(stand.steward, looked_at_file=0))
    assert sorted(await asyncio.gather(*(one.let_file_be_written_anew() for one in both))) == [False, True]
    await until(lambda: not stands_in_file(mine), "the file without what was erased")
    assert stands_in_file(other)


async def test_a_redis_that_may_not_be_told_to_is_left_alone(stand: Stand, fresh_redis: RedisServer) -> None:
    await stand.steward.let_file_be_written_anew()
    stand.seconds += DAY
    fresh_redis.cli("acl", "setuser", "default", "-bgrewriteaof")
    try:
        assert not await stand.steward.let_file_be_written_anew()
    finally:
        fresh_redis.cli("acl", "setuser", "default", "+bgrewriteaof")


def account(name: str, role: str = "caseworker", office: str = "tapachula", **what: Any) -> Account:
    return Account(name, name, role, office, **what)


def test_new_requests_go_to_who_has_fewest_and_to_nobody_above_what_they_can_take(library: Library) -> None:
    roles = roles_of(library)
    offices = {"tapachula": replace(library.casework.offices["tapachula"], assigns=True, capacity=3)}
    values = dict.fromkeys(Head.__struct_fields__, "") | {"state": "queued", "office": "tapachula", "snoozed_until": 0}

    def head(number: int, **what: Any) -> Head:
        return Head(**values | {"id": f"00{number:032x}", "due_at": number} | what)

    staff = [
        account("ana"),
        account("bea"),
        account("boss", "supervisor"),
        account("gone", disabled=True),
        account("new", invited=True),
        account("far", office="tijuana"),
        account("looks", "viewer"),
    ]
    heads = [head(1, claimed_by="ana"), head(2, claimed_by="ana"), *(head(number) for number in range(3, 9))]
    heads += [head(20, lane="gbv"), head(21, office="tijuana"), head(22, snoozed_until=99), head(23, state="sent")]
    given = assignments(heads, offices, staff, roles, 50)
    assert [(int(one.head.id, 16), one.to) for one in given] == [(3, "bea"), (4, "bea"), (5, "ana"), (6, "bea")]
    assert assignments(heads, offices, [], roles, 50) == []


async def test_what_is_given_out_is_claimed_once(stand: Stand, library: Library) -> None:
    offices = dict(library.casework.offices)
    offices["tapachula"] = replace(offices["tapachula"], assigns=True, capacity=2)
    wanting = replace(library, casework=replace(library.casework, offices=offices))
    accounts = Accounts(stand.desk.line.link, stand.desk.line.seal, stand.desk.line.installation)
    added = await accounts.add("Ana", "caseworker", "tapachula", (), NOON)
    await accounts.take_up(await accounts.invite(added, NOON), "hash", "", NOON)
    stand.steward.library, stand.steward.accounts = (lambda: wanting), accounts
    cases = [await stand.open() for _ in range(3)]
    other = replace(stand.steward, backlog=None)
    assert sum(await asyncio.gather(stand.steward.assign(), other.assign())) == 2
    assert await stand.steward.assign() == 0
    holders = [found.claimed_by for one in cases if (found := await stand.of(one))]
    assert sorted(holders) == ["", added.id, added.id]
