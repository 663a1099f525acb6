"""What platforms tell of our messages: each is counted once, by how far it came."""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.store.fates import Fates, Told, alert_mark
from bot.store.installation import open_installation
from bot.store.link import Link, fields_in
from bot.store.seal import Seal
from tests.conftest import RedisServer

TODAY = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture
async def fates(fresh_redis: RedisServer) -> AsyncIterator[Fates]:
    link = Link(fresh_redis.url)
    yield Fates(link, await open_installation(link, Seal(["a-key-for-tests-of-24-characters"]), 4))
    await link.close()


async def counted(fates: Fates) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in await fates.link.one("KEYS", "tally:*"):
        for field, value in fields_in(await fates.link.one("HGETALL", name)).items():
            found[field.decode()] = found.get(field.decode(), 0) + int(value)
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
async def test_R15_in_whatever_order_it_is_told_a_message_ends_as_read(fates: Fates, order: tuple[str, ...]) -> None:
    for state in order:
        await fates.fold("whatsapp", [Told("wamid.1", state)] * 2, TODAY)
    assert await counted(fates) == {"fate:whatsapp|read|-": 1}


async def test_R15_a_fate_never_moves_back(fates: Fates) -> None:
    told = [Told("a", "read"), Told("a", "delivered"), Told("a", "failed", "131026"), Told("b", "sent")]
    assert await fates.fold("whatsapp", told, TODAY) == [True, False, False, True]
    assert await counted(fates) == {"fate:whatsapp|read|-": 1, "fate:whatsapp|sent|-": 1}


async def test_failures_are_counted_with_their_code_and_once(fates: Fates) -> None:
    for _ in range(3):
        await fates.fold("twilio", [Told("SM1", "sent"), Told("SM1", "undelivered", "30003")], TODAY)
    await fates.fold("twilio", [Told("SM2", "failed", "30006"), Told("SM2", "delivered")], TODAY)
    assert await counted(fates) == {"fate:twilio|failed|30003": 1, "fate:twilio|delivered|-": 1}


async def test_over_midnight_it_is_the_same_message(fates: Fates) -> None:
    await fates.fold("whatsapp", [Told("a", "delivered")], TODAY)
    assert await fates.fold("whatsapp", [Told("a", "sent"), Told("a", "read")], TODAY + timedelta(1)) == [False, True]
    assert await counted(fates) == {"fate:whatsapp|read|-": 1}


async def test_nothing_of_the_message_is_kept_and_not_for_long(fates: Fates, fresh_redis: RedisServer) -> None:
    await fates.fold("whatsapp", [Told("wamid.CANARY", "failed", "131026"), Told("", "unreadable")], TODAY)
    for name in await fates.link.one("KEYS", "fates:*"):
        assert 0 < await fates.link.one("TTL", name) <= 48 * 3600
    raw = b"".join(path.read_bytes() for path in fresh_redis.folder.rglob("*.aof"))
    assert b"CANARY" not in raw


@pytest.mark.parametrize("order", list(itertools.permutations(["is an alert", "delivered", "read"])))
async def test_an_alert_that_was_read_is_counted_once_whatever_is_told_first(
    fates: Fates, order: tuple[str, ...]
) -> None:
    for hours, what in enumerate((*order, *order)):
        now = TODAY + timedelta(hours=3 * hours)
        if what == "is an alert":
            await fates.link.many([alert_mark(fates.installation, "whatsapp", "wamid.1", now)])
        else:
            await fates.fold("whatsapp", [Told("wamid.1", what), Told("wamid.2", what)], now)
    assert await counted(fates) == {"fate:whatsapp|read|-": 2, "alert_read:whatsapp": 1}
