"""A case in the hands of staff: seen by whom it may, moved by the table, answered, never overwritten, always noted."""

import re
from dataclasses import replace

import pytest

from bot.console.casework import Work
from bot.domain.referral import Entry, moved
from bot.store.cases import Stored
from tests.console.casekit import WORDS, counted, now_of, open_case, orders
from tests.console.kit import AWAY, HOME, Client, Console


async def does(client: Client, stored: Stored, move: str, revision: int | None = None, **said: str) -> str:
    client.console.clock.passes(seconds=1)
    referral = await now_of(client.console, stored)
    form = {"move": move, "revision": referral.revision if revision is None else revision} | said
    answer = await client.post(f"/cases/{referral.id}/move", form)
    return answer.location.partition("done=")[2] or str(answer.status)


async def test_the_queue_shows_what_is_waiting_with_what_is_late_first(console: Console) -> None:
    late = await open_case(console, 1, due_at=console.desk.seconds - 60, category="health")
    await open_case(console, 2)
    page = await (await console.signed_in("caseworker")).get("/queue")
    assert page.status == 200
    assert page.text.index(late.referral.id) < page.text.index("/staff/cases/", page.text.index(late.referral.id) + 9)
    assert "Vencida" in page.words() and "Asesoría legal y migratoria" in page.words()
    assert WORDS not in page.text and "girasol" not in page.text


async def test_a_case_shows_what_was_agreed_to_and_nothing_more(console: Console) -> None:
    stored = await open_case(console, scope=("need", "language"))
    page = await (await console.signed_in("caseworker")).get(f"/cases/{stored.referral.id}")
    assert page.status == 200 and "Asilo o refugio" in page.words()
    for hidden in (WORDS, "girasol", "Con mi familia", "person-1", stored.referral.code):
        assert hidden not in page.text
    assert "Tapachula" not in page.words().partition("Lo que aceptó compartir")[2].partition("Conversación")[0]


async def test_what_was_taken_back_is_shown_no_more(console: Console) -> None:
    """P10."""
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    assert WORDS in (await worker.get(f"/cases/{stored.referral.id}")).text
    await does(worker, stored, "claim")
    await does(worker, stored, "withdraw")
    page = await worker.get(f"/cases/{stored.referral.id}")
    assert page.status == 200 and WORDS not in page.text and "girasol" not in page.text
    assert (await worker.get(f"/cases/{stored.referral.id}/letter")).status == 404
    assert (await worker.get(f"/cases/{stored.referral.id}/letter.pdf")).status == 404


async def test_a_case_goes_from_the_queue_to_closing(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    for move, said, state in (
        ("claim", {}, "claimed"),
        ("send", {"organisation": next(iter(console.desk.library().directory.places))}, "sent"),
        ("decline", {"reason": "full"}, "declined"),
        ("attend", {}, "attended"),
        ("close", {"reason": "done"}, "closed"),
    ):
        assert await does(worker, stored, move, **said) == f"case-{move}"
        assert (await now_of(console, stored)).state == state
    assert [kind for kind, _ in await orders(console)] == ["closed"]
    label = "legal|tapachula|soon|chat"
    for name in ("claimed", "sent", "declined", "attended", "closed", "in_time"):
        assert await counted(console, f"referral_{name}:{label}") == 1, name
    assert await counted(console, f"time_to_closing:{label}|00") == 1
    thread = await console.desk.store(Work).cases.thread(stored.referral)
    assert next(entry.about for entry in thread if entry.kind == "move") == "open"
    assert {entry.about for entry in thread} >= {"claim", "send", "decline", "attend", "close"}
    closed = await worker.get("/queue/closed")
    assert stored.referral.id in closed.text and "Atendido" in closed.words()


@pytest.mark.parametrize(
    ("move", "said"),
    [
        ("send", {}),
        ("send", {"organisation": "nowhere"}),
        ("hand-over", {"office": "nowhere"}),
        ("close", {"reason": "x"}),
    ],
)
async def test_what_is_said_with_a_move_must_be_one_of_ours(console: Console, move: str, said: dict[str, str]) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("supervisor")
    await does(worker, stored, "claim")
    before = await now_of(console, stored)
    await does(worker, stored, move, **said)
    assert await now_of(console, stored) == before


async def test_two_who_change_a_case_do_not_overwrite_each_other(console: Console) -> None:
    stored = await open_case(console)
    first, second = await console.signed_in("caseworker"), await console.signed_in("supervisor")
    assert await does(first, stored, "claim") == "case-claim"
    answer = await second.post(f"/cases/{stored.referral.id}/move", {"move": "claim", "revision": 1})
    assert answer.status == 409 and "Otra persona la cambió" in answer.words()
    assert (await now_of(console, stored)).claimed_by == console.accounts["caseworker"].id


async def test_an_answer_reaches_the_person_in_their_chat_once(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    await does(worker, stored, "claim")
    form = {"text": "Bonjou <b>zanmi</b>", "once": "abc123"}
    for _ in range(2):
        answer = await worker.post(f"/cases/{stored.referral.id}/answer", form)
        assert answer.location.endswith("done=case-answer")
    assert await orders(console) == [("staff", "Bonjou <b>zanmi</b>")]
    page = await worker.get(f"/cases/{stored.referral.id}")
    assert "Bonjou &lt;b&gt;zanmi&lt;/b&gt;" in page.text
    referral = await now_of(console, stored)
    assert referral.answered_at and not referral.unread
    assert await counted(console, "time_to_answer:legal|tapachula|soon|chat|00") == 1


async def test_an_answer_is_not_lost_when_the_person_writes_at_the_same_time(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    await does(worker, stored, "claim")
    page = await worker.get(f"/cases/{stored.referral.id}")
    assert page.status == 200
    work = console.desk.store(Work)
    found = (await work.cases.read([stored.referral.id]))[stored.referral.id]
    writes, _ = work.cases.saved(found, replace(found.referral, unread=True))
    await work.desk.make_true(found.referral.partition, writes, console.clock.now)
    answer = await worker.post(f"/cases/{stored.referral.id}/answer", {"text": "Bonjou", "once": "abc124"})
    assert answer.location.endswith("done=case-answer") and await orders(console) == [("staff", "Bonjou")]


async def test_who_does_not_hold_a_case_cannot_answer_it(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    answer = await worker.post(f"/cases/{stored.referral.id}/answer", {"text": "Hola", "once": "abc125"})
    assert answer.status == 404 and await orders(console) == []


async def test_a_ready_reply_stands_in_both_languages(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker", "en")
    await does(worker, stored, "claim")
    page = await worker.get(f"/cases/{stored.referral.id}?reply=greeting")
    text = console.desk.library().casework.replies["greeting"].text
    assert page.text.count(text["ht"][:30]) >= 2 and text["en"][:30] in page.words()
    assert f'lang="ht" data-key="r" aria-describedby="h-text">{text["ht"][:20]}' in page.text


async def test_notes_are_for_colleagues_only(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    await worker.post(f"/cases/{stored.referral.id}/note", {"text": "llamar mañana", "once": "abc126"})
    assert await orders(console) == []
    assert "llamar mañana" in (await worker.get(f"/cases/{stored.referral.id}")).text


@pytest.mark.parametrize("path", ["", "/letter", "/letter.pdf", "/live", "/files/e1"])
async def test_a_case_of_another_office_is_not_there(console: Console, path: str) -> None:
    """W02."""
    stored = await open_case(console, office=AWAY)
    worker = await console.signed_in("caseworker")
    there, nowhere = stored.referral.id, "00" + "f" * 32
    answers = [await worker.get(f"/cases/{id}{path}") for id in (there, nowhere)]
    assert [answer.status for answer in answers] == [404, 404]
    tried = [line for line in await console.desk.audit.of(there) if line.what == "denied"]
    assert tried and tried[0].who == console.accounts["caseworker"].id


WRITES = ("move", "assign", "snooze", "wake", "seen", "urgency", "answer", "note", "merge")


@pytest.mark.parametrize("path", WRITES)
async def test_a_case_of_another_office_cannot_be_changed(console: Console, path: str) -> None:
    """W02."""
    stored = await open_case(console, office=AWAY)
    worker = await console.signed_in("caseworker")
    form = {"move": "claim", "revision": 1, "text": "x", "once": "a1", "days": "1", "to": worker.account.id}  # type: ignore[union-attr]
    answer = await worker.post(
        f"/cases/{stored.referral.id}/{path}", form | {"code": stored.referral.code, "urgency": "now"}
    )
    assert answer.status in {403, 404}
    assert await now_of(console, stored) == stored.referral


@pytest.mark.parametrize("who", ["viewer", "editor", "caseworker", "supervisor", "administrator"])
async def test_a_sealed_case_is_seen_by_its_focal_point_alone(console: Console, who: str) -> None:
    stored = await open_case(console, category="gbv", lane="gbv")
    somebody = await console.signed_in(who)
    assert (await somebody.get(f"/cases/{stored.referral.id}")).status in {403, 404}
    queue = await somebody.get("/queue")
    assert stored.referral.id not in queue.text
    found = await somebody.post("/queue/search", {"code": stored.referral.code})
    assert stored.referral.id not in found.location
    if who in {"supervisor", "administrator"}:
        assert "Casos reservados" in queue.words()
    focal = await console.signed_in("focal-point")
    assert WORDS in (await focal.get(f"/cases/{stored.referral.id}")).text
    assert stored.referral.id in (await focal.get("/queue")).text


async def test_a_focal_point_sees_no_other_lane(console: Console) -> None:
    for number, lane in enumerate(("trafficking", "child", "staff"), 1):
        stored = await open_case(console, number, lane=lane)
        focal = await console.signed_in("focal-point")
        assert (await focal.get(f"/cases/{stored.referral.id}")).status == 404
        assert stored.referral.id not in (await focal.get("/queue")).text


async def test_a_code_that_is_told_finds_the_case_and_the_search_stands_in_no_address(console: Console) -> None:
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    found = await worker.post("/queue/search", {"code": stored.referral.code.lower().replace("-", " ")})
    assert found.location == f"/staff/cases/{stored.referral.id}"
    assert (await worker.post("/queue/search", {"code": "AAA-AAAA"})).location.endswith("done=wrong-code")


async def test_whoever_looks_is_noted_before_they_see(console: Console) -> None:
    """P09."""
    stored = await open_case(console)
    worker = await console.signed_in("caseworker")
    await worker.get(f"/cases/{stored.referral.id}")
    await worker.get(f"/cases/{stored.referral.id}/letter")
    await does(worker, stored, "claim")
    seen = [line.what for line in await console.desk.audit.of(stored.referral.id)]
    assert [what for what in seen if what in {"referral.read", "referral.letter", "referral.claim"}] == [
        "referral.read", "referral.letter", "referral.claim",
    ]  # fmt: skip
    assert "Quién la vio" in (await worker.get(f"/cases/{stored.referral.id}")).words()


async def test_a_file_is_given_to_save_and_never_to_show(console: Console) -> None:
    stored = await open_case(console)
    work = console.desk.store(Work)
    entry = Entry("f1", console.desk.seconds, "file", about="image/png", file="f1")
    writes = work.cases.told(stored.referral, entry) + work.cases.kept(stored.referral, "f1", b"\x89PNG\r\n\x1a\n")
    await work.desk.make_true(stored.referral.partition, writes, console.clock.now)
    worker = await console.signed_in("caseworker")
    got = await worker.get(f"/cases/{stored.referral.id}/files/f1")
    assert got.status == 200 and got.headers["Content-Type"] == "image/png"
    assert (
        got.headers["Content-Disposition"].startswith("attachment")
        and got.headers["X-Content-Type-Options"] == "nosniff"
    )
    await does(worker, stored, "claim")
    await does(worker, stored, "close", reason="done")
    assert (await worker.get(f"/cases/{stored.referral.id}/files/f1")).status == 404


async def test_nobody_of_the_office_a_complaint_is_about_sees_it(console: Console) -> None:
    complaint = {"category": "staff-complaint", "lane": "staff", "office": AWAY, "concerns": HOME, "words": "abuso"}
    stored = await open_case(console, **complaint)
    id = stored.referral.id
    await console.add("ours", "focal-point", HOME, ("staff",))
    await console.add("theirs", "focal-point", AWAY, ("staff",))
    theirs, ours = await console.signed_in("theirs"), await console.signed_in("ours")
    assert id in (await theirs.get("/queue")).text and (await theirs.get(f"/cases/{id}")).status == 200
    assert id not in (await ours.get("/queue")).text
    for path in (f"/cases/{id}", f"/cases/{id}/letter", f"/cases/{id}/files/f1"):
        assert (await ours.get(path)).status == 404
    assert (await ours.post("/queue/search", {"code": stored.referral.code})).location.endswith("done=no-code")
    assert id not in (await ours.get("/exchange/export.csv?personal=1")).text
    assert f'value="{HOME}"' not in (await theirs.get(f"/cases/{id}")).text.partition('name="office"')[2][:4_000]
    await does(theirs, stored, "claim")
    assert await does(theirs, stored, "hand-over", office=HOME) == "nothing"
    assert await does(theirs, stored, "hand-over", office="monterrey") == "case-hand-over"
    assert (await now_of(console, stored)).office == "monterrey"


async def test_the_organisation_that_a_category_proposes_stands_first_and_is_marked_when_unconfirmed(
    console: Console,
) -> None:
    stored = await open_case(console, category="crime-victims", city="Tijuana")
    worker = await console.signed_in("caseworker")
    await does(worker, stored, "claim")
    page = (await worker.get(f"/cases/{stored.referral.id}")).text
    options = re.findall(r'<option value="([^"]+)">([^<]*)</option>', page.partition('id="m-organisation"')[2])
    assert options[0][0] == "legal-ceav-tijuana" and len(dict(options)) > 50
    places, unconfirmed = console.desk.library().directory.places, "sin confirmar: llama antes"
    known = [(places[id], words) for id, words in options if id in places]
    assert {place.call_first or place.opening_unconfirmed for place, _ in known} == {True, False}
    for place, words in known:
        assert words.endswith(unconfirmed) == (place.call_first or place.opening_unconfirmed), place.id


async def test_a_case_sleeps_until_its_day(console: Console) -> None:
    stored = await open_case(console)
    boss = await console.signed_in("supervisor")
    await boss.post(f"/cases/{stored.referral.id}/snooze", {"days": "3", "revision": 1})
    assert stored.referral.id not in (await boss.get("/queue")).text
    assert stored.referral.id in (await boss.get("/queue?snoozed=1")).text
    await boss.post(f"/cases/{stored.referral.id}/wake", {"revision": 2})
    assert stored.referral.id in (await boss.get("/queue")).text


async def test_a_case_goes_to_another_office_and_is_gone_from_ours(console: Console) -> None:
    stored = await open_case(console)
    boss = await console.signed_in("supervisor")
    assert await does(boss, stored, "hand-over", office=AWAY) == "case-hand-over"
    assert stored.referral.id not in (await boss.get("/queue")).text
    assert stored.referral.id in (await (await console.signed_in("other-caseworker")).get("/queue")).text


async def test_two_requests_of_one_person_become_one(console: Console) -> None:
    first, second = await open_case(console, 1), await open_case(console, 2)
    boss = await console.signed_in("supervisor")
    answer = await boss.post(f"/cases/{first.referral.id}/merge", {"code": second.referral.code, "revision": 1})
    assert answer.location == f"/staff/cases/{second.referral.id}?done=case-merge"
    merged = await now_of(console, first)
    assert (merged.state, merged.merged_into) == ("merged", second.referral.id)
    assert "Otra solicitud se unió" in (await boss.get(f"/cases/{second.referral.id}")).words()


async def test_many_are_taken_given_and_closed_at_once_and_none_twice(console: Console) -> None:
    cases = [await open_case(console, number) for number in range(1, 5)]
    worker, boss = await console.signed_in("caseworker"), await console.signed_in("supervisor")
    ticks = [f"{one.referral.id}.{one.referral.changed_at}" for one in cases]
    console.clock.passes(seconds=5)
    assert (await worker.post("/queue/bulk", {"do": "claim", "case": ticks[:2]})).location.endswith("done=bulk")
    late = await boss.post("/queue/bulk", {"do": "assign", "to": console.accounts["caseworker"].id, "case": ticks[1:]})
    assert "1 cambió mientras tanto" in late.words() and "2 solicitudes cambiadas" in late.words()
    assert {(await now_of(console, one)).claimed_by for one in cases} == {console.accounts["caseworker"].id}
    fresh = [await now_of(console, one) for one in cases]
    ticks = [f"{one.id}.{one.changed_at}" for one in fresh]
    assert (await boss.post("/queue/bulk", {"do": "close", "reason": "done", "case": ticks})).location.endswith(
        "done=bulk"
    )
    assert {(await now_of(console, one)).state for one in cases} == {"closed"}


async def test_filters_are_kept_under_a_name_for_oneself_alone(console: Console) -> None:
    await open_case(console)
    worker = await console.signed_in("caseworker")
    await worker.post("/queue/filters", {"query": "category=legal&overdue=1", "name": "Lo <i>mío</i>"})
    page = await worker.get("/queue")
    assert "Lo &lt;i&gt;mío&lt;/i&gt;" in page.text and "/staff/queue?category=legal&amp;overdue=1" in page.text
    assert "mío" not in (await (await console.signed_in("supervisor")).get("/queue")).text
    await worker.post("/queue/filters", {"forget": "Lo <i>mío</i>"})
    assert "mío" not in (await worker.get("/queue")).text


async def test_closed_ones_are_read_a_page_at_a_time(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.console import closed

    monkeypatch.setattr(closed, "ROWS", 3)
    worker = await console.signed_in("caseworker")
    for number in range(1, 9):
        stored = await open_case(console, number)
        await does(worker, stored, "claim")
        await does(worker, stored, "close", reason="done")
        console.clock.passes(seconds=number % 2)
    seen: list[str] = []
    path = "/queue/closed"
    for _ in range(4):
        page = await worker.get(path)
        seen += [piece[:34] for piece in page.text.split('href="/staff/cases/')[1:]]
        older = page.text.rpartition("amp;before=")[2].partition('"')[0] if "Siguientes" in page.text else ""
        if not older:
            break
        path = f"/queue/closed?office=tapachula&before={older}"
    assert len(seen) == len(set(seen)) == 8


async def test_what_a_person_took_back_is_told_to_staff_until_somebody_has_seen_it(console: Console) -> None:
    """P10: nothing of it is left, and those who worked it hear of it."""
    stored = await open_case(console)
    other = await open_case(console, 2, lane="gbv", category="gbv")
    work, now = console.desk.store(Work), console.desk.seconds
    for one in (stored, other):
        after = moved(one.referral, "withdraw", "person", now)
        writes, _ = work.cases.saved(one, after)
        await work.desk.make_true(after.partition, writes + await work.cases.let_go(after), console.clock.now)
    worker = await console.signed_in("caseworker")
    queue = (await worker.get("/queue")).text
    assert f"/cases/{stored.referral.id}" in queue and f"/cases/{other.referral.id}" not in queue
    revision = str((await now_of(console, stored)).revision)
    done = await worker.post(f"/cases/{stored.referral.id}/seen", {"revision": revision})
    assert "done=case-seen" in done.location
    assert f"/cases/{stored.referral.id}" not in (await worker.get("/queue")).text
