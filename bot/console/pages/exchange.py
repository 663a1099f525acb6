"""Referrals out of and into tables, and one of them in the shape of Primero: each field only for whom it is meant."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec
from aiohttp import web

from bot.console.case_view import facts, title_of
from bot.console.casework import may_see, opened, whose, work_of
from bot.console.context import Context
from bot.console.importing import Outcome, import_rows
from bot.console.page import Page
from bot.console.primero import primero_of
from bot.console.queue import Filters, Sight, view
from bot.console.route import get, needs, post
from bot.console.sheet import NotATable, rows_of, workbook
from bot.console.table import csv_row
from bot.domain.referral import Referral

EXPORT, IMPORT = needs("referral", "export"), needs("referral", "import")
MOST = 20_000
AT_ONCE = 200
LARGEST = 2 << 20
PLAIN = (
    "id", "category", "state", "lane", "urgency", "office", "language", "city", "door", "opened", "due", "closed",
    "organisation", "reason", "helped",
)  # fmt: skip
PERSONAL = ("answers", "words", "contact")
"""Only for who may export this very case and asked for them, and only what the person agreed to share."""


@get("/exchange", EXPORT, menu=25, notes="")
async def exchange(request: web.Request, context: Context) -> Page:
    return context.page("exchange.html", plain=PLAIN, personal=PERSONAL, may_import=context.may("referral", "import"))


@get("/exchange/cases.csv", EXPORT, notes="")
async def as_csv(request: web.Request, context: Context) -> web.StreamResponse:
    fields = _fields(request)
    found = await _noted(request, context, fields)

    async def lines() -> AsyncIterator[str]:
        yield "\ufeff" + csv_row(fields)
        async for referral in _read(context, found):
            yield csv_row(_row(context, referral, fields))

    return await context.download(_name(context, "csv"), "text/csv; charset=utf-8", lines())


@get("/exchange/cases.xlsx", EXPORT, notes="")
async def as_xlsx(request: web.Request, context: Context) -> web.StreamResponse:
    fields = _fields(request)
    found = await _noted(request, context, fields)
    rows = [_row(context, referral, fields) async for referral in _read(context, found)]

    async def whole() -> AsyncIterator[bytes]:
        yield workbook(fields, rows)

    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return await context.download(_name(context, "xlsx"), kind, whole())


def _name(context: Context, ending: str) -> str:
    return f"farol-{context.now:%Y-%m-%d}.{ending}"


def _fields(request: web.Request) -> tuple[str, ...]:
    return PLAIN + (PERSONAL if request.query.get("personal") == "1" else ())


async def _noted(request: web.Request, context: Context, fields: tuple[str, ...]) -> list[str]:
    """The ids of what will be exported; that it was, and each that is in it, is noted before a byte goes out."""
    work, account = work_of(context), context.account
    sealed = context.scope("sealed", "export") if account.lanes else None
    sight = Sight(account.id, account.office, context.scope("referral", "export") or "", sealed or "", account.lanes)
    await work.backlog.catch_up()
    found = view(work.backlog, sight, Filters.read(request.query), context.desk.seconds, MOST)
    ids = [head.id for head in found.rows]
    await context.note("referral.export", "", count=len(ids), personal=int("words" in fields))
    if "words" in fields:
        for id in ids:
            await context.note("referral.export", id)
    return ids


async def _read(context: Context, ids: list[str]) -> AsyncIterator[Referral]:
    cases = work_of(context).cases
    for start in range(0, len(ids), AT_ONCE):
        for stored in (await cases.read(ids[start : start + AT_ONCE])).values():
            if context.may("referral", "export", whose(stored.referral)):
                yield stored.referral


def _row(context: Context, referral: Referral, fields: tuple[str, ...]) -> list[object]:
    known: dict[str, object] = {
        "opened": _day(referral.opened_at),
        "due": _day(referral.due_at),
        "closed": _day(referral.closed_at),
        "category": title_of(context, referral.category),
        "city": referral.city if referral.shares("city") else "",
        "language": referral.language if referral.shares("language") else "",
        "answers": "; ".join(f"{fact.label}: {fact.value}" for fact in facts(context, referral)),
        "words": referral.words if referral.shares("words") else "",
        "contact": referral.contact if referral.shares("contact") else "",
    }
    return [known[name] if name in known else getattr(referral, name) for name in fields]


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M") if seconds else ""


@post("/exchange/import", IMPORT, notes="referral.import", largest=LARGEST)
async def bring_in(request: web.Request, context: Context) -> Page:
    """Opens a request for each row that says what was agreed to; says of each other row what is wrong with it."""
    sent = context.form.file("table")
    content = sent.file.read() if sent else b""
    if sent:
        sent.file.close()
    try:
        rows = rows_of(content)
    except NotATable:
        return _imported(context, [], is_table=False)
    return _imported(context, [one async for one in import_rows(context, rows)])


def _imported(context: Context, outcomes: list[Outcome], is_table: bool = True) -> Page:
    opened_now = [one for one in outcomes if not one.wrong]
    wrong = [one for one in outcomes if one.wrong]
    return context.page(
        "imported.html", 200 if opened_now else 422, opened=opened_now, wrong=wrong, is_table=is_table,
        title=lambda id: title_of(context, id),
    )  # fmt: skip


@get("/cases/{id}/primero.json", EXPORT, notes="referral.export")
async def as_primero(request: web.Request, context: Context) -> web.Response:
    """For a case-management system that reads what Primero writes."""
    stored = await opened(context, request.match_info["id"], "export")
    if not may_see(context, stored.referral) or stored.referral.state == "withdrawn":
        raise web.HTTPNotFound
    body = msgspec.json.encode(primero_of(context, stored.referral))
    name = f"farol-{stored.referral.id[-6:]}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, content_type="application/json", headers=headers)
