"""What the service achieved, from the last hour to the last years; whoever may, takes it along as a report."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aiohttp import web

from bot.console.attending import attention, office_of
from bot.console.context import Context
from bot.console.page import Page
from bot.console.route import get, needs
from bot.domain.counting import local
from bot.metrics import report, source
from bot.metrics.charts import Chart
from bot.metrics.figures import Figures
from bot.metrics.framed import HALF, WIDE, framed
from bot.metrics.glance import glance, shown, years_of
from bot.metrics.narrowing import NAMED, narrowed, seen_from
from bot.metrics.period import DAY, Period
from bot.metrics.pictures import Pictures
from bot.metrics.publishing import NotPublishable, may_publish, publish
from bot.metrics.words import Words
from bot.metrics.years import YEAR
from bot.store.tallies import Tallies

LIVE = ("hour", "day", "week", "month", "quarter", "year", "this-year", "years")
"""Times up to now, for those who may see small numbers."""
OVER = ("last-month", "three-months", "last-year", "year-before", "last-years")
"""Times that are over: of these all may see what is published."""
OWN = "own"
YEARS = 4
TILES = (
    "people", "returning", "conversation", "interaction", "topic", "unanswered", "person", "urgent", "referral_opened",
    "referral_sent", "referral_attended", "referral_confirmed",
)  # fmt: skip
TYPES = {
    "html": "text/html", "pdf": "application/pdf", "csv": "text/csv", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
BARS = (
    ("topic", "topic"), ("places", "places"), ("referral_opened", "category"), ("urgent", "alarm"),
    ("unsent", "reason"),
)  # fmt: skip
SHARES = (
    ("language", "language"), ("channel", "channel"), ("contact", "means"), ("unanswered", "language"),
    ("helpful", "answer"),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What somebody wants to look at."""

    span: str
    period: Period
    chosen: Mapping[str, str]

    @property
    def dates(self) -> tuple[str, str]:
        return self.period.first.isoformat(), self.period.last.isoformat()


@get("/numbers", needs("numbers", "read"), menu=30)
async def numbers(request: web.Request, context: Context) -> Page:
    wish = _wish(request, context)
    tallies = Tallies(context.desk.link, context.desk.installation)
    may_small = context.may("numbers", "read-small")
    found = await source.figures(tallies, wish.period, context.now, context.library, by_month=not may_small)
    told = _seen(found, wish, context) if may_small else _published(found)
    seen = narrowed(told, wish.chosen) if wish.chosen else told
    words = Words(context.library, context.language)
    said = glance(seen, words)
    return context.page(
        "numbers.html",
        wish=wish,
        spans=(*LIVE, *OVER) if may_small else OVER,
        choices=_choices(context, found),
        words=words,
        said=said,
        period=words.period(wish.period) if not wish.period.hours else words.say("last-hours", count=wish.period.hours),
        tiles=[_tile(seen, words, metric) for metric in TILES if metric in seen.measures],
        matters=await attention(tallies, context, words),
        charts=[framed(chart, words, width) for chart, width in _charts(seen, words)],
        may_export=context.may("numbers", "export"),
        may_small=may_small,
        own_office=words.label("office", office) if may_small and (office := office_of(context)) is not None else "",
        forms=report.FORMS,
        can_publish=may_publish(replace(found, step="month")),
    )  # fmt: skip


@get("/numbers/report", needs("numbers", "export"), notes="numbers.export")
async def take(request: web.Request, context: Context) -> web.Response:
    """The report as a file: only what may leave the house."""
    form = request.query.get("form", "")
    period = _dates(request)
    if form not in report.FORMS or period is None:
        raise web.HTTPBadRequest
    tallies = Tallies(context.desk.link, context.desk.installation)
    try:
        told = publish(await source.figures(tallies, period, context.now, context.library, by_month=True))
    except NotPublishable:
        raise web.HTTPConflict from None
    made = await asyncio.to_thread(report.make, form, told, Words(context.library, context.language))
    name = f"farol-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}{report.SUFFIXES[form]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=made, content_type=TYPES[form], headers=headers)


def _seen(found: Figures, wish: Wish, context: Context) -> Figures:
    """Small numbers: all, or of cases only those of one's own office."""
    office = office_of(context)
    return found if office is None or "office" in wish.chosen else seen_from(found, office)


def _published(found: Figures) -> Figures:
    """What may be published; nothing, where nothing may."""
    try:
        return publish(found)
    except NotPublishable:
        return replace(found, measures={}, previous=None, years=(), is_public=True)


# what is wanted


def _wish(request: web.Request, context: Context) -> Wish:
    may_small = context.may("numbers", "read-small")
    spans = (*LIVE, *OVER) if may_small else OVER
    span = request.query.get("span", "")
    own = _dates(request) if may_small and span == OWN else None
    if own is not None:
        return Wish(OWN, own, _chosen(request, context))
    span = span if span in spans else ("month" if may_small else "last-month")
    return Wish(span, _period(span, context), _chosen(request, context))


def _dates(request: web.Request) -> Period | None:
    try:
        first, last = (date.fromisoformat(request.query.get(name, "")) for name in ("from", "to"))
        period = Period(first, last)
    except ValueError:
        return None
    return period if period.first.year >= 2000 and period.length <= 366 * 20 else None


def _period(span: str, context: Context) -> Period:
    now, today = context.now, local(context.now).date()
    last = today.replace(day=1) - DAY
    match span:
        case "hour" | "day":
            return Period.last_hours(now, 1 if span == "hour" else 24)
        case "week" | "month" | "quarter":
            return Period.last_days(now, {"week": 7, "month": 30, "quarter": 90}[span])
        case "year":
            return Period((today.replace(day=1) - timedelta(days=334)).replace(day=1), today)
        case "this-year":
            return Period(date(today.year, 1, 1), today)
        case "years":
            return Period(date(today.year - YEARS + 1, 1, 1), today)
        case "last-years":
            return Period(date(today.year - YEARS + 1, 1, 1), date(today.year - 1, 12, 31))
        case "three-months":
            return Period((last.replace(day=1) - timedelta(days=32)).replace(day=1), last)
        case "last-year":
            return Period.year(today.year - 1)
        case "year-before":
            return Period.year(today.year - 2)
    return Period.month(last.year, last.month)


def _chosen(request: web.Request, context: Context) -> dict[str, str]:
    """The filters. Whoever may see small numbers of one office only finds no other by asking for it."""
    chosen = {name: found for name in NAMED if (found := request.query.get(name, "")[:60])}
    office = office_of(context) if context.may("numbers", "read-small") else None
    if office is not None and "office" in chosen:
        chosen["office"] = office
    return chosen


def _choices(context: Context, found: Figures) -> dict[str, list[tuple[str, str]]]:
    words = Words(context.library, context.language)
    labels = {
        "channel": {*found["channel"].tables.get("channel", {})},
        "language": {*found["language"].tables.get("language", {}), *context.library.languages},
        "office": {*context.offices, *found["referral_opened"].tables.get("office", {})} - {"-"},
    }
    own = office_of(context) if context.may("numbers", "read-small") else None
    if own is not None:
        labels["office"] &= {own}
    return {
        name: sorted(((each, words.label(name, each)) for each in labels[name]), key=lambda pair: pair[1])
        for name in NAMED
    }


# what is shown


def _tile(figures: Figures, words: Words, metric: str) -> tuple[str, str, str, str, str]:
    """With a line for people of several years: of which one the number is, and those of the others."""
    measure = figures[metric]
    detail = years_of(measure, words) if YEAR in measure.tables else ""
    return metric, words.name(metric), shown(figures, words, metric), detail, words.meaning(metric)


def _charts(figures: Figures, words: Words) -> Iterator[tuple[Chart, float]]:
    """What there is something to draw of; the lines by time first."""
    pictures = Pictures(figures, words)
    for metric in ("interaction", "message", "people", "channel", "language", "unanswered", "referral_opened"):
        if metric in figures.measures and len(figures[metric].series) > 1:
            yield pictures.trend(metric), WIDE
            break
    if figures["city"].tables.get("city"):
        yield pictures.cities(), 520.0
    for metric, dimension in BARS:
        if figures[metric].tables.get(dimension):
            yield pictures.bars(metric, dimension), HALF
    for metric, dimension in SHARES:
        if figures[metric].tables.get(dimension):
            yield pictures.shares(metric, dimension), HALF
