"""One case: what the person agreed to share and nothing more, what happened, what can be done now."""

from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from bot.console.case_view import case_values
from bot.console.casework import (
    Change,
    acted,
    action_of,
    assigned,
    can_merge,
    entry_of,
    make,
    make_anyway,
    may_see,
    move_of,
    names_of,
    opened,
    order,
    whose,
    work_of,
)
from bot.console.context import Context
from bot.console.form import Form
from bot.console.live import changes, live
from bot.console.page import ROOT, Page
from bot.console.route import get, needs, post
from bot.domain.case_counts import counts_of
from bot.domain.code import code_in
from bot.domain.filetype import ENDINGS
from bot.domain.referral import MOVES, URGENCIES, NotAllowed, Referral, moved
from bot.store.cases import Stored
from bot.store.desk import ChangedMeanwhile

READ, NOTE, MOVE = needs("referral", "read"), needs("referral", "note"), needs("referral", "move")
ANSWER, ASSIGN = needs("referral", "answer"), needs("referral", "assign")
LONGEST = 4_000
SNOOZE_DAYS = (1, 3, 7, 14)
DAY = 86_400
Done = web.Response | Page


@get("/cases/{id}", READ)
async def case(request: web.Request, context: Context) -> Page:
    stored = await opened(context, request.match_info["id"])
    return context.page("case.html", **await case_values(context, stored, request.query.get("reply", "")[:60]))


@get("/cases/{id}/live", READ, live=True)
async def news(request: web.Request, context: Context) -> web.StreamResponse:
    """Tells an open page that there is something new, never what."""
    id = request.match_info["id"]
    await opened(context, id)
    cases = work_of(context).cases

    async def look() -> int:
        found = (await cases.read([id])).get(id)
        is_still_ours = found is not None and may_see(context, found.referral)
        return found.referral.revision if found and is_still_ours else 0

    return await live(context, changes(look))


async def _changed(
    request: web.Request, context: Context, action: str, done: str, decide: Callable[[Referral, Form], Change | None]
) -> Done:
    """A change of what the form was drawn from: when that is no longer so, nothing is overwritten and it is said."""
    stored = await opened(context, request.match_info["id"], action)
    if str(stored.referral.revision) != context.form.text("revision", 12):
        return _meanwhile(context, stored)
    try:
        change = decide(stored.referral, context.form)
        if change is None:
            return context.go(_path(stored.referral), done="nothing")
        await context.note(f"referral.{done}", stored.referral.id)
        await make(context, stored, change)
    except ChangedMeanwhile:
        return _meanwhile(context, await opened(context, stored.referral.id))
    except NotAllowed:
        return context.go(_path(stored.referral), done="not-allowed")
    return context.go(
        _path(stored.referral) if may_see(context, change.after) else f"{ROOT}/queue", done=f"case-{done}"
    )


def _meanwhile(context: Context, stored: Stored) -> Page:
    return context.page("case_changed.html", 409, referral=stored.referral, text=context.form.text("text", LONGEST))


def _path(referral: Referral) -> str:
    return f"{ROOT}/cases/{referral.id}"


@post("/cases/{id}/move", READ, notes="")
async def move(request: web.Request, context: Context) -> Done:
    """Any move of the table that may be made now."""
    wanted = context.form.text("move", 30)
    await opened(context, request.match_info["id"])
    if wanted not in MOVES:
        raise web.HTTPBadRequest

    def decide(referral: Referral, form: Form) -> Change | None:
        said = {need: form.text(need, 80) for need in MOVES[wanted].needs}
        return move_of(context, referral, wanted, **said) if _is_known(context, referral, wanted, said) else None

    return await _changed(request, context, action_of(wanted), wanted, decide)


def _is_known(context: Context, referral: Referral, wanted: str, said: dict[str, str]) -> bool:
    """What is said with a move is one of ours: a place of the directory, a reason, an office that serves the lane."""
    casework = context.library.casework
    if "organisation" in said and said["organisation"] not in context.library.directory.places:
        return False
    if "reason" in said and said["reason"] not in {each.id for each in casework.reasons_for(wanted)}:
        return False
    if "office" in said:
        office = casework.offices.get(said["office"])
        serves = office is not None and (not referral.lane or referral.lane in office.lanes)
        return serves and said["office"] not in referral.concerned
    return True


@post("/cases/{id}/assign", ASSIGN, notes="")
async def assign(request: web.Request, context: Context) -> Done:
    people = await names_of(context)
    return await _changed(
        request, context, "assign", "assign", lambda one, form: assigned(context, one, form.text("to", 64), people)
    )


@post("/cases/{id}/snooze", MOVE, notes="")
async def snooze(request: web.Request, context: Context) -> Done:
    """Out of sight until a day, and due a day later."""

    def decide(referral: Referral, form: Form) -> Change | None:
        days = form.text("days", 3)
        if days not in {str(day) for day in SNOOZE_DAYS} or not referral.is_open:
            return None
        until = context.desk.seconds + int(days) * DAY
        after = acted(context, referral)
        after = replace(after, snoozed_until=until, due_at=max(after.due_at, until + DAY))
        return Change(after, entry_of(context, "move", about="snooze", text=days))

    return await _changed(request, context, "move", "snooze", decide)


@post("/cases/{id}/wake", MOVE, notes="")
async def wake(request: web.Request, context: Context) -> Done:
    def decide(referral: Referral, form: Form) -> Change | None:
        return Change(replace(acted(context, referral), snoozed_until=0), entry_of(context, "move", about="awake"))

    return await _changed(request, context, "move", "wake", decide)


@post("/cases/{id}/seen", NOTE, notes="")
async def seen(request: web.Request, context: Context) -> Done:
    """What the person wrote was read, and needs no answer."""
    return await _changed(request, context, "note", "seen", lambda one, form: Change(replace(one, unread=False)))


@post("/cases/{id}/urgency", MOVE, notes="")
async def urgency(request: web.Request, context: Context) -> Done:
    def decide(referral: Referral, form: Form) -> Change | None:
        wanted = form.text("urgency", 10)
        if wanted not in URGENCIES or wanted == referral.urgency or not referral.is_open:
            return None
        after = acted(context, replace(referral, urgency=wanted))
        return Change(after, entry_of(context, "move", about="urgency", text=wanted))

    return await _changed(request, context, "move", "urgency", decide)


@post("/cases/{id}/answer", ANSWER, notes="")
async def answer(request: web.Request, context: Context) -> Done:
    """To the person, in their chat. It overwrites nothing, so that a message that crossed it is no obstacle."""
    id, text, once = request.match_info["id"], context.form.text("text", LONGEST), context.form.text("once", 40)
    stored = await opened(context, id, "answer")
    if not text or not once.isalnum():
        return context.go(f"{ROOT}/cases/{id}", done="nothing")
    if await _is_told(context, stored, once):
        return context.go(f"{ROOT}/cases/{id}", done="case-answer")
    await context.note("referral.answer", id)

    def decide(before: Referral) -> Change | None:
        if not before.is_open or not before.address:
            return None
        now = context.desk.seconds
        after = replace(acted(context, before), answered_at=before.answered_at or now, snoozed_until=0)
        entry = entry_of(context, "staff", once, text=text, language=before.language)
        return Change(after, entry, counts_of(before, after, "", now), (order(after, "staff", once, text),))

    await make_anyway(context, id, "answer", decide)
    return context.go(f"{ROOT}/cases/{id}", done="case-answer")


@post("/cases/{id}/note", NOTE, notes="")
async def note(request: web.Request, context: Context) -> Done:
    """For colleagues; the person never sees it."""
    id, text, once = request.match_info["id"], context.form.text("text", LONGEST), context.form.text("once", 40)
    stored = await opened(context, id, "note")
    if not text or not once.isalnum():
        return context.go(f"{ROOT}/cases/{id}", done="nothing")
    if not await _is_told(context, stored, once):
        await context.note("referral.note", id)
        entry = entry_of(context, "note", once, text=text, language=context.language)
        await make_anyway(context, id, "note", lambda before: Change(replace(before, unread=False), entry))
    return context.go(f"{ROOT}/cases/{id}", done="case-note")


async def _is_told(context: Context, stored: Stored, once: str) -> bool:
    """The same form, sent twice."""
    return any(entry.id == once for entry in await work_of(context).cases.thread(stored.referral))


@post("/cases/{id}/merge", MOVE, notes="")
async def merge(request: web.Request, context: Context) -> Done:
    """This one ends, and goes on in another: two requests of the same person about the same thing."""
    work = work_of(context)
    await opened(context, request.match_info["id"], "move")
    code = code_in(context.form.text("code", 100))
    other = await work.cases.of_code(code) if code else None
    if other is None or not context.may("referral", "move", whose(other.referral)) or not other.referral.is_open:
        return context.go(f"{ROOT}/cases/{request.match_info['id']}", done="no-code")
    target = other.referral

    def decide(referral: Referral, form: Form) -> Change | None:
        if not can_merge(referral) or target.id == referral.id or target.lane != referral.lane:
            return None
        after = replace(moved(referral, "merge", "staff", context.desk.seconds), merged_into=target.id)
        return Change(after, entry_of(context, "move", about="merge", text=target.id))

    done = await _changed(request, context, "move", "merge", decide)
    if isinstance(done, web.Response) and "done=case-merge" in done.headers.get("Location", ""):
        entry = entry_of(context, "move", about="merged-here", text=request.match_info["id"])
        await make_anyway(context, target.id, "move", lambda before: Change(before, entry))
        return context.go(_path(target), done="case-merge")
    return done


@get("/cases/{id}/files/{file}", READ, notes="referral.file")
async def file(request: web.Request, context: Context) -> web.Response:
    """What the person sent, as a file to save: never shown inside our page, never guessed at by the browser."""
    stored = await opened(context, request.match_info["id"])
    if stored.referral.state == "withdrawn":
        raise web.HTTPNotFound
    cases = work_of(context).cases
    wanted = request.match_info["file"]
    entry = next((one for one in await cases.thread(stored.referral) if one.file == one.id == wanted), None)
    content = await cases.attachment(stored.referral, wanted) if entry else None
    if entry is None or content is None or entry.about not in ENDINGS:
        raise web.HTTPNotFound
    name = f"farol-{stored.referral.id[-6:]}-{wanted[:6]}.{ENDINGS[entry.about]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": entry.about}
    return web.Response(body=content, headers=headers)
