"""A person erased at an operator's word: everywhere, by code or address, and nobody else."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.conversation import Conversation
from bot.domain.messages import Delivery, Incoming, Reply
from bot.domain.referral import Consent, Entry, Referral, moved
from bot.store import codec, keys
from bot.store.cases import Cases
from bot.store.desk import Desk
from bot.store.erasing import Eraser
from bot.store.installation import open_installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.seal import Seal
from tests.conftest import RedisServer

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture
async def eraser(fresh_redis: RedisServer, tmp_path: Path) -> AsyncIterator[Eraser]:
    link = Link(fresh_redis.url)
    seal = Seal(["a-key-for-tests-of-24-characters"])
    installation = await open_installation(link, seal, 8)
    cases = Cases(link, seal, installation)
    yield Eraser(Line(link, seal, installation), cases, ("web", "whatsapp"), tmp_path)
    await link.close()


async def somebody(eraser: Eraser, address: str) -> Referral:
    """A person of whom something is kept in every place there is; their open request."""
    line, cases, link = eraser.line, eraser.cases, eraser.line.link
    person = line.installation.person("whatsapp", address)
    partition = line.installation.partition(person)
    consent = Consent("1", "es", 100, "whatsapp", ("need",))
    opened = []
    for number in (1, 2):
        fresh = cases.fresh(person, "whatsapp", f"m{number}")
        referral = Referral(
            fresh.id, "legal", code=fresh.code, channel="whatsapp", address=address, consent=consent, opened_at=9
        )
        writes, stored = cases.saved(None, referral)
        desk = Desk(line, cases)
        told = cases.told(referral, Entry("e1", 9, "file", file="f1"))
        await desk.make_true(partition, writes + cases.kept(referral, "f1", b"picture") + told, NOW)
        if number == 2:
            claimed = moved(stored.referral, "claim", "staff", 9, claimed_by="ana")
            closed = moved(claimed, "close", "staff", 10, reason="done")
            await desk.make_true(partition, cases.saved(stored, closed)[0], NOW)
        opened.append(referral)
    talk = line.seal_conversation(Conversation(language="es", cases=(opened[0].id,)))
    incoming = line.seal_incoming(Incoming("whatsapp", address, "x", text="hola"))
    delivery = line.seal_delivery(Delivery("whatsapp", address, "d", (Reply("Hola"),)))
    await link.many(
        [
            ("SET", keys.conversation(partition, person), talk),
            ("XADD", keys.feed(partition, person), "*", "b", "x"),
            ("RPUSH", keys.shown(partition, person), "m1"),
            ("XADD", keys.inbound(partition), "*", "m", incoming),
            ("XADD", keys.outbound(partition), "*", "d", delivery),
            ("XADD", keys.bulk(partition), "*", "d", delivery),
            ("SET", keys.subscription(partition, person), "x"),
            ("ZADD", keys.subscribers(partition), 1, person),
            ("XADD", keys.buried(partition), "*", "m", incoming),
            ("XADD", keys.buried(partition), "*", "d", delivery),
        ]
    )
    assert eraser.spool is not None
    sealed = line.seal.close(codec.pack(Incoming("whatsapp", address, "y")), "spool")
    (eraser.spool / f"{address}.sealed").write_bytes(sealed)
    return opened[0]


EVERYTHING = {
    "request": 2,
    "file": 2,
    "message waiting": 1,
    "reply waiting": 1,
    "alert waiting": 1,
    "subscription to alerts": 1,
    "message put aside": 2,
    "conversation": 1,
    "chat page": 1,
    "list of messages shown": 1,
    "message on disk": 1,
}


@pytest.mark.parametrize("way", ["code", "address", "bare address"])
async def test_all_of_a_person_goes_and_nothing_of_another(
    eraser: Eraser, fresh_redis: RedisServer, way: str, tmp_path: Path
) -> None:
    empty = set(fresh_redis.cli("keys", "*").split())
    mine, theirs = await somebody(eraser, "5211"), await somebody(eraser, "5212")
    named = {"code": f"mi clave {mine.code.lower()}", "address": "whatsapp:5211", "bare address": "5211"}[way]
    gone = await eraser.erase(named, NOW)
    assert gone.counts == EVERYTHING
    assert (await eraser.cases.read([theirs.id])).keys() == {theirs.id}
    assert await eraser.cases.of_code(mine.code) is None and await eraser.cases.of_code(theirs.code) is not None
    assert not (await eraser.erase(named, NOW)).counts
    assert (await eraser.erase("whatsapp:5212", NOW)).counts == EVERYTHING
    left = {name for name in fresh_redis.cli("keys", "*").split() if not name.startswith("changes")}
    streams = {name for name in left if name.startswith(("inbound", "outbound", "bulk", "buried"))}
    assert all(fresh_redis.cli("xlen", name) == "0" for name in streams)
    assert left - streams == empty and not os.listdir(tmp_path)


async def test_a_request_answered_elsewhere_now_is_found_by_its_new_address(eraser: Eraser) -> None:
    referral = await somebody(eraser, "5211")
    stored = (await eraser.cases.read([referral.id]))[referral.id]
    stored.referral.channel, stored.referral.address = "web", "cookie"
    writes, _ = eraser.cases.saved((await eraser.cases.read([referral.id]))[referral.id], stored.referral)
    await Desk(eraser.line, eraser.cases).make_true(referral.partition, writes, NOW)
    assert (await eraser.erase("web:cookie", NOW)).counts == {"request": 1, "file": 1}


async def test_nobody_is_found_by_nonsense(eraser: Eraser) -> None:
    await somebody(eraser, "5211")
    for named in ("K7M-4TXP", "telegram:5211", "whatsapp:", "5213"):
        assert not (await eraser.erase(named, NOW)).counts


async def test_what_staff_told_on_its_way_to_another_partition_goes_too(eraser: Eraser) -> None:
    """A code given on another phone: what is told waits a moment where the referral lives."""
    mine, theirs = await somebody(eraser, "5211"), await somebody(eraser, "5212")
    link = eraser.line.link
    for number, (referral, address) in enumerate(((mine, "5211"), (mine, "5219"), (theirs, "5212"), (theirs, "5211"))):
        incoming = Incoming(
            "whatsapp", address, f"staff:{referral.id}:{number}", text="ven", order=f"staff:{referral.id}"
        )
        name = keys.far_orders(referral.partition)
        await link.one("HSET", name, incoming.id, eraser.line.seal_incoming(incoming))
    gone = await eraser.erase("whatsapp:5211", NOW)
    assert gone.counts == EVERYTHING | {"message waiting": 2}, "one of theirs, on its way to this person"
    left = await link.one("HKEYS", keys.far_orders(theirs.partition))
    assert [id.decode() for id in left] == [f"staff:{theirs.id}:2"]
