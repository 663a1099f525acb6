"""P09: written before anything is shown, chained, and nothing is shown when it cannot be written."""

import asyncio
import csv
import io
from datetime import timedelta

import pytest

from bot.console.table import csv_row
from bot.store import keys
from bot.store.audit import Audit, NotNoted
from bot.store.codec import pack, unpack
from bot.store.link import Link
from tests.console.kit import Console


async def test_who_looks_at_an_account_is_noted_before_it_is_shown(console: Console) -> None:
    client = await console.signed_in("administrator")
    id = console.accounts["caseworker"].id
    assert (await client.get(f"/people/{id}")).status == 200
    (line,) = await console.desk.audit.of(id)
    assert (line.who, line.what, line.on) == (console.accounts["administrator"].id, "staff.read", id)


async def test_each_role_that_reads_lists_or_exports_leaves_a_line(console: Console) -> None:
    for who, path, what in (
        ("supervisor", "/people", "staff.read"),
        ("administrator", "/people", "staff.read"),
        ("administrator", "/audit", "audit.read"),
        ("administrator", "/audit.csv", "audit.export"),
        ("caseworker", "/people", "denied"),
    ):
        client = await console.signed_in(who)
        await client.get(path)
        (last,) = await console.desk.audit.newest(1)
        assert (last.who, last.what) == (console.accounts[who].id, what)


async def test_when_it_cannot_be_noted_nothing_is_shown_or_done(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await console.signed_in("administrator")
    id = console.accounts["caseworker"].id

    async def fails(*_: object) -> list[int]:
        raise ConnectionError

    monkeypatch.setattr(Audit, "_append", fails)
    for path in ("/people", f"/people/{id}", "/audit", "/audit.csv"):
        answer = await client.get(path)
        assert answer.status == 503 and "Caseworker" not in answer.text, path
    assert (await client.post(f"/people/{id}/disable")).status == 503
    assert (await console.account("caseworker")).is_active
    stranger = console.stranger()
    await stranger.get("/login")
    assert (await stranger.post("/login", {"name": "viewer", "password": "x"})).status == 503
    assert (await client.post("/logout")).status == 303, "whoever wants to go may go"


async def test_when_redis_is_away_the_page_says_so(console: Console) -> None:
    client = await console.signed_in("administrator")
    console.redis.kill()
    try:
        answer = await client.get("/people")
        assert answer.status == 503 and answer.headers["Retry-After"] and "Caseworker" not in answer.text
        assert answer.headers["Content-Security-Policy"]
    finally:
        console.redis.start()


async def test_many_at_once_in_several_processes_make_one_chain(console: Console) -> None:
    desk = console.desk
    links = [Link(console.redis.url) for _ in range(3)]
    logs = [Audit(link, desk.seal, desk.installation, console.clock) for link in links]
    before = (await desk.audit.verify()).lines
    numbers = await asyncio.gather(*(log.note("a", "look", f"case-{n}") for n in range(60) for log in logs))
    assert len(set(numbers)) == 180
    verdict = await desk.audit.verify()
    assert verdict.holds and verdict.lines == before + 180
    assert len(await desk.audit.of("case-7")) == 3
    for link in links:
        await link.close()


async def test_who_waits_in_vain_is_told_when_the_writer_is_stopped(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(*_: object) -> list[int]:
        await asyncio.sleep(60)
        return []

    monkeypatch.setattr(Audit, "_append", hangs)
    first, second, third = (asyncio.ensure_future(console.desk.audit.note("a", what)) for what in ("1", "2", "3"))
    await asyncio.sleep(0.05)
    first.cancel()
    await asyncio.sleep(0.05)
    second.cancel()
    with pytest.raises(NotNoted):
        await third
    monkeypatch.undo()
    assert await console.desk.audit.note("a", "4") == 1


async def filled(console: Console, count: int = 12) -> Audit:
    for number in range(count):
        await console.desk.audit.note("somebody", "look", f"case-{number % 3}", number=number)
        console.clock.passes(days=1)
    return console.desk.audit


async def entry(console: Console, number: int) -> list[bytes]:
    ((_, fields),) = await console.desk.link.one("XRANGE", keys.AUDIT, f"{number}-0", f"{number}-0")
    return list(fields) if not isinstance(fields, dict) else [part for pair in fields.items() for part in pair]


@pytest.mark.parametrize("number", [1, 6, 12])
async def test_a_line_taken_out_is_found(console: Console, number: int) -> None:
    log = await filled(console)
    assert (await log.verify()).holds
    console.redis.cli("xdel", keys.AUDIT, f"{number}-0")
    assert (await log.verify()).broken == number


@pytest.mark.parametrize("number", [1, 6, 12])
async def test_a_changed_line_is_found(console: Console, number: int) -> None:
    """Streams cannot be edited, so who would change one has to write them all anew."""
    log = await filled(console)
    entries = [await entry(console, each) for each in range(1, 13)]
    console.redis.cli("del", keys.AUDIT)
    for at, (b, body, h, chained) in enumerate(entries, 1):
        if at == number:
            line = unpack(body)
            body = pack([*line[:2], "somebody else", *line[3:]])
        await console.desk.link.one("XADD", keys.AUDIT, f"{at}-0", b, body, h, chained)
    assert (await log.verify()).broken == number


async def test_two_lines_that_change_places_are_found(console: Console) -> None:
    log = await filled(console)
    entries = [await entry(console, each) for each in range(1, 13)]
    entries[4], entries[5] = entries[5], entries[4]
    console.redis.cli("del", keys.AUDIT)
    for at, fields in enumerate(entries, 1):
        await console.desk.link.one("XADD", keys.AUDIT, f"{at}-0", *fields)
    assert (await log.verify()).broken == 5


async def test_the_page_says_which_line_is_missing(console: Console) -> None:
    await filled(console)
    client = await console.signed_in("administrator")
    whole = await client.get("/audit?verify=1")
    assert "notice is-good" in whole.text
    console.redis.cli("xdel", keys.AUDIT, "6-0")
    broken = await client.get("/audit?verify=1")
    assert "notice is-bad" in broken.text and " 6 " in broken.words()


async def test_old_lines_go_and_the_rest_still_holds(console: Console) -> None:
    log = await filled(console)
    assert await log.trim(console.clock.now - timedelta(days=5)) == 7
    assert await log.trim(console.clock.now - timedelta(days=5)) == 0
    verdict = await log.verify()
    assert verdict.holds and verdict.lines == 5
    await log.note("somebody", "look")
    assert (await log.verify()).holds
    assert await log.trim(console.clock.now + timedelta(days=1)) == 6, "all of them"
    assert (await log.verify()).holds
    await log.note("somebody", "look")
    assert (await log.verify()).lines == 1


async def test_trimming_by_hand_is_found(console: Console) -> None:
    log = await filled(console)
    console.redis.cli("xtrim", keys.AUDIT, "MINID", "5-0")
    assert not (await log.verify()).holds
    forged = pack([4, (await entry(console, 5))[3], b"x" * 32])
    await console.desk.link.one("SET", keys.AUDIT_ANCHOR, forged)
    assert not (await log.verify()).holds


async def test_the_export_is_the_whole_log_and_no_formula(console: Console) -> None:
    await filled(console)
    await console.desk.audit.note("=cmd", "+look", "case-1", phone="-1")
    client = await console.signed_in("administrator")
    answer = await client.get("/audit.csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="farol-audit-')
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0][:4] == ["number", "at", "who", "what"] and [row[0] for row in rows[1:14]] == [
        str(number) for number in range(1, 14)
    ]
    assert rows[13][2:4] == ["'=cmd", "'+look"]


@pytest.mark.parametrize("text", ["=1+1", "+52", "-1", "@x", "\t=1", "\r=1", " =1", "\ufeff=1", "＝1", "\u200b=1"])
def test_what_looks_like_a_formula_is_a_text(text: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_row([text, 5, "plain"])))
    assert row[0] == f"'{text}" and row[1:] == ["5", "plain"]


async def test_lines_hold_ids_and_no_names(console: Console) -> None:
    client = await console.signed_in("administrator")
    await client.post("/people/new", {"name": "Rosa Secreta", "role": "viewer"})
    await client.get("/people?state=<script>")
    async for line in console.desk.audit.lines():
        assert "Rosa" not in str(line) and "<" not in str(line)


async def test_what_is_asked_for_is_not_written_into_the_log_as_it_is(console: Console) -> None:
    client = await console.signed_in("administrator")
    assert (await client.get("/people/" + "x" * 64)).status == 404
    assert (await client.get("/people/a%20b%3Cscript%3E")).status == 404
    async for line in console.desk.audit.lines():
        assert line.on in {"", "x" * 64}
