"""Who saw and did what: the newest lines, all about one thing, all as a table; and whether the chain holds."""

from collections.abc import AsyncIterator, Iterable

from aiohttp import web

from bot.console.context import Context
from bot.console.page import Page
from bot.console.route import get, needs
from bot.console.table import csv_row
from bot.store.audit import Line, plain_fields

MOST = 50
HEADINGS = ("number", "at", "who", "what", "on", "details")


@get("/audit", needs("audit", "read"), menu=90)
async def audit(request: web.Request, context: Context) -> Page:
    thing = request.query.get("on", "")[:64]
    before = _number(request.query.get("before", ""))
    log = context.desk.audit
    found = list(reversed(await log.of(thing))) if thing else await log.newest(MOST + 1, before)
    lines, more = found[:MOST] if not thing else found, not thing and len(found) > MOST
    return context.page(
        "audit.html",
        lines=lines,
        names=await _names(context, lines),
        on=thing,
        older=lines[-1].number if more else 0,
        is_first=not before,
        verdict=await log.verify() if "verify" in request.query else None,
    )


@get("/audit.csv", needs("audit", "export"), notes="")
async def export(request: web.Request, context: Context) -> web.StreamResponse:
    """All lines, oldest first, as they are read: there may be hundreds of thousands."""
    await context.note("audit.export")
    name = f"farol-audit-{context.now:%Y-%m-%d}.csv"
    return await context.download(name, "text/csv; charset=utf-8", _rows(context))


async def _rows(context: Context) -> AsyncIterator[str]:
    yield csv_row(HEADINGS)
    async for line in context.desk.audit.lines():
        yield csv_row(plain_fields(line))


async def _names(context: Context, lines: Iterable[Line]) -> dict[str, str]:
    """The names of accounts that the lines speak of: the log itself has ids only."""
    ids = {line.who for line in lines} | {line.on for line in lines}
    return {account.id: account.name for account in await context.desk.accounts.all() if account.id in ids}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
