"""The heads of open referrals in memory: read whole once, then followed, never out of step with the store."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.referral import Referral, moved
from bot.store import keys
from bot.store.backlog import Backlog
from bot.store.cases import Stored
from bot.store.desk import Desk
from tests.conftest import RedisServer

TODAY = datetime(2026, 11, 20, 18, tzinfo=UTC)


async def opened(desk: Desk, number: int, **what: Any) -> Stored:
    fresh = desk.cases.fresh(f"person-{number}", "web", f"m{number}")
    referral = Referral(
        fresh.id, **{"category": "legal", "office": "tapachula", "opened_at": 100, "due_at": 900} | what
    )
    writes, stored = desk.cases.saved(None, referral)
    await desk.make_true(referral.partition, writes, TODAY)
    return stored


async def changed(desk: Desk, stored: Stored, after: Referral) -> Stored:
    writes, new = desk.cases.saved(stored, after)
    await desk.make_true(after.partition, writes, TODAY)
    return new


async def test_it_follows_what_is_opened_moved_and_closed(desk: Desk) -> None:
    backlog = Backlog(desk.cases)
    first = await opened(desk, 1)
    await backlog.catch_up()
    assert [head.id for head in backlog] == [first.referral.id]
    second = await opened(desk, 2, city="Tijuana")
    first = await changed(desk, first, moved(first.referral, "claim", "staff", 200, claimed_by="ana"))
    await backlog.catch_up()
    assert len(backlog) == 2
    head = backlog.head(first.referral.id)
    assert head is not None and (head.state, head.claimed_by) == ("claimed", "ana")
    assert backlog.counts("city", backlog.there) == {"": 1, "Tijuana": 1}
    await changed(desk, first, moved(first.referral, "close", "staff", 300, reason="done"))
    await changed(desk, second, moved(second.referral, "withdraw", "person", 300))
    await backlog.catch_up()
    assert len(backlog) == 0 and not backlog.there.any()
    third = await opened(desk, 3)
    await backlog.catch_up()
    assert [head.id for head in backlog] == [third.referral.id]


async def test_many_referrals_grow_it_without_a_gap(desk: Desk) -> None:
    backlog = Backlog(desk.cases)
    await backlog.catch_up()
    for start in range(0, 1_300, 100):
        await asyncio.gather(*(opened(desk, number) for number in range(start, start + 100)))
    await backlog.catch_up()
    assert len(backlog) == 1_300 and int(backlog.there.sum()) == 1_300


async def test_who_fell_far_behind_reads_anew(
    desk: Desk, fresh_redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = await opened(desk, 1)
    backlog = Backlog(desk.cases)
    await backlog.catch_up()
    monkeypatch.setattr(keys, "CHANGES_KEPT", 5)
    partition = stored.referral.partition
    fresh_redis.cli("hdel", keys.open_cases(partition), stored.referral.id)
    for _ in range(5):
        fresh_redis.cli("xadd", keys.changes(partition), "*", "id", f"{partition:02d}{'0' * 32}")
    await backlog.catch_up()
    assert len(backlog) == 0


async def test_who_waits_shares_one_reading_and_misses_nothing(desk: Desk) -> None:
    backlog = Backlog(desk.cases)
    await backlog.catch_up()
    stored = await opened(desk, 1)
    readings = 0
    follow = backlog._follow

    async def counted() -> None:
        nonlocal readings
        readings += 1
        await follow()

    backlog._follow = counted  # type: ignore[method-assign]
    await asyncio.gather(*(backlog.catch_up() for _ in range(20)))
    assert readings <= 2 and backlog.head(stored.referral.id) is not None


async def test_the_clock_looks_again_until_somebody_acts(desk: Desk) -> None:
    stored = await opened(desk, 1, urgency="now", due_at=1_000)
    partition = stored.referral.partition
    await changed(desk, stored, replace(stored.referral, escalated=1))
    assert await desk.cases.due(partition, 1_000 + 86_399, 9) == []
    assert await desk.cases.due(partition, 1_000 + 86_400, 9) == [f"overdue:{stored.referral.id}"]
