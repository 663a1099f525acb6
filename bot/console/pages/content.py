"""The state of the content: what is wrong with the files, what is old or not translated, what needs a hand first."""

from collections.abc import Mapping
from datetime import date

from aiohttp import web

from bot.console.context import Context
from bot.console.editing import READ, as_told, overlays, page_of, today_of
from bot.console.needing import KINDS, needs_of
from bot.console.page import Page
from bot.console.route import get
from bot.domain.problem import Problem
from bot.library.library import Library
from bot.library.speech import SOURCE_LANGUAGE
from bot.library.translation import Status, status

MOST = 100
MOST_PROBLEMS = 200
MOST_KEYS = 60
"""Of what is out of date or missing in a language, the rest is a number."""


@get("/content", READ, menu=60)
async def content(request: web.Request, context: Context) -> Page:
    shelf, today = context.desk.shelf, today_of(context)
    problems = await shelf.examined(today) if shelf is not None else []
    refused = context.desk.refused
    library = as_told(context, await overlays(context).read())
    statuses = _statuses(context, library)
    show = request.query.get("show", "")
    show = show if show in KINDS else ""
    needs = needs_of(library, problems, statuses, date.fromisoformat(today))
    counts = {kind: sum(bool(need.reasons & set(reasons)) for need in needs) for kind, reasons in KINDS.items()}
    counts[""] = len(needs)
    if show:
        needs = [need for need in needs if need.reasons & set(KINDS[show])]
    return page_of(
        context,
        "",
        refused=refused,
        errors=[one for one in problems if one.level == "error"],
        warnings=[one for one in problems if one.level != "error"][:MOST_PROBLEMS],
        warning_count=sum(one.level != "error" for one in problems),
        loaded_at=int(shelf.loaded_at) if shelf is not None else 0,
        library=library,
        statuses=statuses,
        show=show,
        needs=needs[:MOST],
        left=max(0, len(needs) - MOST),
        counts=counts,
        most_keys=MOST_KEYS,
        day=lambda iso: library.date(iso, context.language),
        spot=_spot,
    )


def _statuses(context: Context, library: Library) -> Mapping[str, Status]:
    """How far the languages are that are translated into; looked at once for each version of the content."""
    shelf = context.desk.shelf
    if shelf is None:
        return {}
    codes = [code for code in library.loaded_languages if code != SOURCE_LANGUAGE]
    return shelf.of_files.remember(
        ("console", "statuses"),
        lambda: {code: status(shelf.of_files, code, shelf.content, shelf.locales) for code in codes},
    )


def _spot(problem: Problem) -> str:
    """Where it is, from the folder of the content on."""
    parts = problem.file.split("/")
    names = [at for at, part in enumerate(parts) if part in {"content", "locales"}]
    return f"{'/'.join(parts[names[-1] if names else 0 :])}:{problem.line}"
