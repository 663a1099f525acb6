"""The queue: open referrals by when they are due, filtered and counted; those that are closed; search; many at once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from aiohttp import web

from bot.console.casework import (
    Change,
    assigned,
    make,
    may_see,
    move_of,
    moves_for,
    names_of,
    sight_of,
    whose,
    work_of,
)
from bot.console.closed import closed_page
from bot.console.context import Context
from bot.console.live import live
from bot.console.page import ROOT, Page
from bot.console.queue import AGES, FACETS, OLDER, Filters, View, view
from bot.console.route import get, needs, post
from bot.domain.code import code_in
from bot.domain.referral import LANES, NotAllowed, Referral
from bot.store.cases import Head
from bot.store.desk import ChangedMeanwhile
from bot.store.filters import SavedFilters

MOST_AT_ONCE = 100
MOST_TAKEN_BACK = 200
READ = needs("referral", "read")
LOOK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue."""

    head: Head
    category: str
    city: str
    language: str
    changed_at: int

    @property
    def tick(self) -> str:
        """What a ticked box says: which one, and as of when."""
        return f"{self.head.id}.{self.head.changed_at}"


@get("/queue", READ, menu=10, notes="referral.list")
async def queue(request: web.Request, context: Context) -> Page:
    work = work_of(context)
    filters = Filters.read(request.query)
    await work.backlog.catch_up()
    seen = view(work.backlog, sight_of(context), filters, context.desk.seconds)
    people = await names_of(context)
    account = context.account
    return context.page(
        "queue.html",
        filters=filters,
        view=seen,
        rows=await _rows(context, seen.rows),
        options=_options(context, seen, filters),
        people=people,
        saved=await context.desk.store(SavedFilters).of(account.id),
        colleagues=[one for one in people.values() if one.is_active and one.office == account.office],
        may_assign=context.may("referral", "assign"),
        may_close=context.may("referral", "close"),
        may_claim=context.may("referral", "claim"),
        reasons=context.library.casework.reasons_for("close"),
        sealed={lane: seen.sealed.get(lane, 0) for lane in LANES},
        may_count=context.may("sealed", "count") or bool(account.lanes),
        now=context.desk.seconds,
        taken_back=await _taken_back(context),
        word_for=lambda facet, value: word_for(context, facet, value),
    )


async def _taken_back(context: Context) -> list[Referral]:
    """What people have taken back and nobody has marked as read yet, newest first."""
    cases = work_of(context).cases
    found = await cases.read(await cases.taken_back(MOST_TAKEN_BACK))
    mine = [one.referral for one in found.values() if context.may("referral", "note", whose(one.referral))]
    for referral in mine:
        if referral.lane:
            await context.note("referral.list", referral.id)
    return mine


@get("/queue/live", READ, live=True)
async def news(request: web.Request, context: Context) -> web.StreamResponse:
    filters = Filters.read(request.query)
    return await live(context, _news(context, filters))


async def _news(context: Context, filters: Filters) -> AsyncIterator[object]:
    work, sight = work_of(context), sight_of(context)
    version, shown = -1, None
    while True:
        await work.backlog.catch_up()
        if work.backlog.version != version:
            version = work.backlog.version
            seen = view(work.backlog, sight, filters, context.desk.seconds)
            found = (seen.rows, seen.total, seen.counts)
            if shown is not None and found != shown:
                yield {"total": seen.total}
            shown = found
        await asyncio.sleep(LOOK_SECONDS)


async def _rows(context: Context, heads: list[Head]) -> list[Row]:
    """A sealed lane's head tells nothing; who sees its rows may see what stands in the record."""
    sealed = [head.id for head in heads if head.lane]
    records = await work_of(context).cases.read(sealed) if sealed else {}
    for id, one in records.items():
        if may_see(context, one.referral):
            await context.note("referral.list", id)
    rows = []
    for head in heads:
        known = records[head.id].referral if head.id in records else None
        if known is not None and not may_see(context, known):
            continue  # a complaint about the office of whoever looks
        category = known.category if known else head.category
        city = known.city if known else head.city
        rows.append(Row(head, category, city, known.language if known else head.language, head.changed_at))
    return rows


def _options(context: Context, seen: View, filters: Filters) -> dict[str, list[tuple[str, str, int]]]:
    """For each filter what may be chosen: value, words, how many there would be."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for facet in FACETS:
        counts = dict(seen.counts[facet])
        counts.pop("", None)
        chosen = getattr(filters, facet)
        if chosen:
            counts.setdefault(chosen, 0)
        named = [(value, word_for(context, facet, value), count) for value, count in counts.items()]
        found[facet] = sorted(named, key=lambda each: each[1].casefold())
    order = {"now": 0, "soon": 1, "later": 2}
    found["urgency"].sort(key=lambda each: order.get(each[0], 9))
    found["age"] = [(age, context.say(f"queue.age.{age}"), seen.counts["age"][age]) for age in (*AGES, OLDER)]
    return found


def word_for(context: Context, facet: str, value: str) -> str:
    """What staff read for an id: of a category its title, of an office its name."""
    casework, language = context.library.casework, context.language
    if facet == "category":
        category = casework.categories.get(value)
        return context.library.speech.pick(category.title, language) if category else value
    if facet == "office":
        return context.offices.get(value, value)
    if facet == "language":
        known = context.library.loaded_languages.get(value)
        return known.name if known else value
    if facet == "city":
        return value
    phrase = f"{facet}.{value}"
    return context.say(phrase) if context.has(phrase) else value


@post("/queue/search", READ, notes="referral.search")
async def search(request: web.Request, context: Context) -> web.Response:
    """By the private code that somebody tells. It is sent as a form, so that it stands in no history and no log."""
    work = work_of(context)
    code = code_in(context.form.text("code", 100))
    found = await work.cases.of_code(code) if code else None
    if found is None or not may_see(context, found.referral):
        if found is not None:
            await context.note("denied", found.referral.id, tried="referral.search")
        return context.go(f"{ROOT}/queue", done="no-code" if code else "wrong-code")
    return context.go(f"{ROOT}/cases/{found.referral.id}")


@post("/queue/filters", READ, notes="")
async def keep(request: web.Request, context: Context) -> web.Response:
    """Keeps the filters that are chosen under a name, or forgets them."""
    form, saved = context.form, context.desk.store(SavedFilters)
    filters = Filters.read(dict(parse_qsl(form.text("query", 600))))
    forgotten = form.text("forget", 60)
    if forgotten:
        await saved.forget(context.account.id, forgotten)
        return context.go(f"{ROOT}/queue", done="filter-gone", **filters.query)
    name = form.text("name", 40)
    if not name or not filters.are_any:
        return context.go(f"{ROOT}/queue", **filters.query)
    kept = await saved.keep(context.account.id, name, context.path("/queue", **replace(filters, page=1).query))
    return context.go(f"{ROOT}/queue", done="filter-kept" if kept else "filter-many", **filters.query)


@post("/queue/bulk", READ, notes="referral.bulk")
async def bulk(request: web.Request, context: Context) -> Page | web.Response:
    """Takes, gives or closes those that are ticked. What somebody else changed meanwhile is left as it is, and said."""
    form = context.form
    what, ticked = form.text("do", 20), form.many("case")[:MOST_AT_ONCE]
    if not ticked or what not in {"claim", "assign", "close"}:
        return context.go(f"{ROOT}/queue", done="nothing-ticked")
    asof = dict(one.rpartition(".")[::2] for one in ticked)
    stored = await work_of(context).cases.read(asof)
    done, changed, refused = list[Referral](), list[str](), list[str]()
    for id, when in asof.items():
        one = stored.get(id)
        if one is None or not may_see(context, one.referral):
            await context.note("denied", id, tried=f"referral.{what}")
            refused.append(id)
            continue
        if str(one.referral.changed_at) != when:
            changed.append(id)
            continue
        try:
            change = await _bulk_change(context, one.referral, what)
            if change is None:
                refused.append(id)
                continue
            await context.note(f"referral.{what}", id)
            done.append((await make(context, one, change)).referral)
        except ChangedMeanwhile:
            changed.append(id)
        except NotAllowed:
            refused.append(id)
    if not changed and not refused:
        return context.go(f"{ROOT}/queue", done="bulk")
    return context.page("queue_bulk.html", 200 if done else 409, done=done, changed=changed, refused=refused)


async def _bulk_change(context: Context, referral: Referral, what: str) -> Change | None:
    form, on = context.form, whose(referral)
    if what == "claim":
        return move_of(context, referral, "claim") if "claim" in moves_for(context, referral) else None
    if what == "close":
        reason = form.text("reason", 40)
        known = reason in {each.id for each in context.library.casework.reasons_for("close")}
        may = known and "close" in moves_for(context, referral)
        return move_of(context, referral, "close", reason=reason) if may else None
    if not context.may("referral", "assign", on):
        return None
    return assigned(context, referral, form.text("to", 64), await names_of(context))


@get("/queue/closed", READ)
async def closed(request: web.Request, context: Context) -> Page:
    """Of one office, the newest first."""
    offices = context.offices
    office = request.query.get("office", "") or context.account.office or next(iter(offices), "")
    scope = context.scope("referral", "read")
    may_choose = scope == "all" or bool(context.account.lanes)
    if office not in offices or (not may_choose and office != context.account.office):
        office = context.account.office
    before = request.query.get("before", "")[:80]
    shown = await closed_page(work_of(context).cases, office, before, lambda one: may_see(context, one))
    return context.page(
        "queue_closed.html", rows=shown.rows, older=shown.older, hidden=shown.hidden, office=office, before=before,
        may_choose=may_choose, word_for=lambda facet, value: word_for(context, facet, value),
    )  # fmt: skip
