"""Referrals on a real Redis: sealed field by field, found by code, indexed without persons, erased without a trace."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.code import code_in, codes, looks_like_code
from bot.domain.messages import Incoming
from bot.domain.referral import MOVES, Consent, Entry, NotAllowed, Referral, moved, moves_open
from bot.store import codec, keys
from bot.store.cases import Stored
from bot.store.desk import ChangedMeanwhile, Desk
from bot.store.seal import Unreadable
from tests.conftest import RedisServer

TODAY = datetime(2026, 11, 20, 18, tzinfo=UTC)
CANARY = "Josefina vive detras del molino"


async def opened(desk: Desk, number: int = 1, **what: object) -> Stored:
    fresh = desk.cases.fresh(f"person-{number}", "web", f"m{number}")
    consent = Consent("1", "es", 100, "web", ("need", "city"))
    values: dict[str, object] = {"category": "legal", "office": "tapachula", "opened_at": 100, "due_at": 900}
    values |= {"address": f"a{number}", "words": CANARY, "consent": consent, "answers": {"need": "papers"}}
    referral = Referral(fresh.id, code=fresh.code, **(values | what))  # type: ignore[arg-type]
    writes, stored = desk.cases.saved(None, referral)
    await desk.make_true(referral.partition, writes + desk.cases.told(referral, Entry("e1", 100, "move")), TODAY)
    return stored


async def test_a_referral_comes_back_as_it_was(desk: Desk) -> None:
    stored = await opened(desk)
    found = (await desk.cases.read([stored.referral.id]))[stored.referral.id]
    assert found == stored
    assert await desk.cases.thread(found.referral) == [Entry("e1", 100, "move")]


async def test_its_code_finds_it_from_any_partition(desk: Desk) -> None:
    for number in range(20):
        stored = await opened(desk, number)
        found = await desk.cases.of_code(code_in(f"mi clave: {stored.referral.code.lower().replace('-', ' ')} gracias"))
        assert found == stored


async def test_nothing_of_a_person_stands_in_redis(desk: Desk, fresh_redis: RedisServer) -> None:
    stored = await opened(desk, lane="gbv", city="Tapachula")
    code = stored.referral.code
    reading = {"string": ["GET"], "hash": ["HGETALL"], "zset": ["ZRANGE", "0", "-1"], "stream": ["XRANGE", "-", "+"]}
    for key in fresh_redis.cli("keys", "*").split():
        command, *rest = reading[fresh_redis.cli("type", key)]
        said = repr(await desk.cases.link.one(command, key, *rest)) + key
        assert CANARY not in said and code not in said and "papers" not in said
    head = (await desk.cases.heads(stored.referral.partition, [stored.referral.id]))[stored.referral.id]
    assert head is not None and head.lane == "gbv" and not head.city and not head.category


async def test_P02_a_sealed_field_fits_no_other_record_and_no_other_field(desk: Desk) -> None:
    one, other = (await opened(desk, 1)).data, (await opened(desk, 2)).data
    plain, sealed = codec.unpack(one)
    _, others = codec.unpack(other)
    for at, value in enumerate(sealed):
        if value is None:
            continue
        for foreign in (others[at], next(each for each in sealed if each not in (None, value))):
            swapped = [*sealed]
            swapped[at] = foreign
            with pytest.raises(Unreadable):
                desk.cases.unpack(codec.pack([plain, swapped]))


async def test_a_sealed_lane_opens_with_its_own_key_only(desk: Desk) -> None:
    plain, sealed = codec.unpack((await opened(desk, lane="gbv")).data)
    at = next(at for at, name in enumerate(desk.cases.pack.__globals__["PLAIN"]) if name == "lane")
    for lane in ("", "child"):
        with pytest.raises(Unreadable):
            desk.cases.unpack(codec.pack([[*plain[:at], lane, *plain[at + 1 :]], sealed]))


async def test_two_who_change_the_same_referral_do_not_overwrite_each_other(desk: Desk) -> None:
    stored = await opened(desk)
    first = moved(stored.referral, "claim", "staff", 200, claimed_by="ana")
    second = moved(stored.referral, "claim", "staff", 201, claimed_by="bea")
    await desk.make_true(first.partition, desk.cases.saved(stored, first)[0], TODAY)
    with pytest.raises(ChangedMeanwhile):
        await desk.make_true(second.partition, desk.cases.saved(stored, second)[0], TODAY)
    assert (await desk.cases.read([first.id]))[first.id].referral.claimed_by == "ana"


async def test_what_is_open_is_indexed_and_what_is_due_is_found(desk: Desk) -> None:
    stored = await opened(desk)
    referral, partition = stored.referral, stored.referral.partition
    heads, cursor = await desk.cases.open_heads(partition)
    assert [head.id for head in heads] == [referral.id] and cursor != "0"
    assert await desk.cases.due(partition, 899, 9) == []
    assert await desk.cases.due(partition, 900, 9) == [f"overdue:{referral.id}"]
    claimed = moved(referral, "claim", "staff", 1_000, claimed_by="ana")
    writes, stored = desk.cases.saved(stored, claimed)
    await desk.make_true(partition, writes, TODAY)
    closed = moved(stored.referral, "close", "staff", 2_000, reason="done")
    await desk.make_true(partition, desk.cases.saved(stored, closed)[0], TODAY)
    assert (await desk.cases.open_heads(partition))[0] == []
    assert await desk.cases.due(partition, 2_000, 9) == [f"ask:{referral.id}"]
    assert f"purge:{referral.id}" in await desk.cases.due(partition, 2_000 + keys.CLOSED_LIFE, 9)


async def test_erasing_leaves_nothing_that_names_it(desk: Desk, fresh_redis: RedisServer) -> None:
    stored = await opened(desk)
    referral = stored.referral
    await desk.make_true(referral.partition, desk.cases.kept(referral, "f1", b"picture"), TODAY)
    told = desk.cases.told(referral, Entry("e2", 300, "file", file="f1"))
    await desk.make_true(referral.partition, told, TODAY)
    assert await desk.cases.attachment(referral, "f1") == b"picture"
    order = Incoming("web", "another phone", f"staff:{referral.id}:1", text=CANARY, order=f"staff:{referral.id}")
    await desk.make_true(referral.partition, desk.cases.to_tell(referral, order), TODAY)
    await desk.make_true(referral.partition, await desk.cases.erased(referral), TODAY)
    left = [key for key in fresh_redis.cli("keys", "*").split() if not key.startswith(("installation", "changes"))]
    assert left == []


@pytest.mark.parametrize("move", MOVES)
def test_a_move_leads_on_only_from_its_states(move: str) -> None:
    known = MOVES[move]
    referral = Referral("00x", "legal")
    for state in known.after:
        said = dict.fromkeys(known.needs, "x")
        assert moved(replace(referral, state=state), move, next(iter(known.by)), 5, **said).state == known.to
        if known.needs:
            with pytest.raises(NotAllowed):
                moved(replace(referral, state=state), move, next(iter(known.by)), 5)
    for state in {"nowhere", *(to for each in MOVES.values() for to in (each.to,))} - known.after:
        assert move not in moves_open(replace(referral, state=state), "staff")
        with pytest.raises(NotAllowed):
            moved(replace(referral, state=state), move, "staff", 5, organisation="x", reason="x", office="x")


def test_a_wrong_sign_or_two_swapped_ones_make_no_code() -> None:
    for code in codes(b"\x7f" * 64):
        signs = code.replace("-", "")
        assert code_in(code) == code and looks_like_code(code)
        for at in range(len(signs)):
            wrong = signs[:at] + ("2" if signs[at] != "2" else "3") + signs[at + 1 :]
            assert code_in(wrong) == ""
            swapped = signs[:at] + signs[at : at + 2][::-1] + signs[at + 2 :]
            assert swapped == signs or code_in(swapped) == ""
    assert code_in("hola quiero trabajo ya") == "" and not looks_like_code("necesito trabajo ya")


async def test_what_was_withdrawn_is_emptied_and_says_only_what_was_done(desk: Desk) -> None:
    stored = await opened(desk, city="Tapachula", code_word="girasol", wrote_at=5)
    referral, cases = stored.referral, desk.cases
    partition = referral.partition
    lines = (
        Entry("e2", 100, "person", text=CANARY),
        Entry("e3", 100, "staff", "ana", text=CANARY),
        Entry("e4", 100, "note", "ana", text=CANARY),
        Entry("e5", 100, "file", file="f1"),
        Entry("e6", 100, "told", about="asked"),
    )
    for line in lines:
        await desk.make_true(partition, cases.told(referral, line), TODAY)
    await desk.make_true(partition, cases.kept(referral, "f1", b"picture"), TODAY)
    order = Incoming("web", "elsewhere", f"staff:{referral.id}:1", text=CANARY, order=f"staff:{referral.id}")
    await cases.link.one("HSET", keys.far_orders(partition), order.id, desk.line.seal_incoming(order))
    after = moved(referral, "withdraw", "person", 200)
    writes, _ = cases.saved(stored, after)
    writes += cases.told(after, Entry("e7", 200, "move", about="withdraw"))
    await desk.make_true(partition, writes + await cases.let_go(after), TODAY)
    found = (await cases.read([referral.id]))[referral.id].referral
    assert not (found.words or found.answers or found.address or found.city or found.code_word or found.wrote_at)
    assert found.consent is not None and found.code, "that they had agreed, and how they ask for it, stays"
    assert {entry.id for entry in await cases.thread(found)} == {"e1", "e6", "e7"}
    assert await cases.attachment(found, "f1") is None
    assert not await cases.link.one("EXISTS", keys.far_orders(partition))
    assert await cases.taken_back(9) == [referral.id]
    seen, _ = cases.saved((await cases.read([referral.id]))[referral.id], replace(found, unread=False))
    await desk.make_true(partition, seen, TODAY)
    assert await cases.taken_back(9) == []


async def test_lines_of_one_second_stand_in_the_order_they_were_written_in(desk: Desk) -> None:
    stored = await opened(desk)
    partition = stored.referral.partition
    names = ["e1", *(f"{number * 7919 % 100:02d}" for number in range(1, 9))]
    for name in names[1:]:
        after = replace(stored.referral)
        writes, stored = desk.cases.saved(stored, after)
        await desk.make_true(partition, writes + desk.cases.told(after, Entry(name, 100, "note")), TODAY)
    assert [entry.id for entry in await desk.cases.thread(stored.referral)] == names
