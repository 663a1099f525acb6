"""/stats.json: the public figures, for whoever wants them. Off unless BOT_PUBLIC_STATS says yes.

    /stats.json?lang=en     names, meanings and notes in this language; else in Spanish

The year that is over, and the months of this one that are over: what it tells changes once a month.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from aiohttp import web

from bot.domain.counting import local
from bot.library.library import Library
from bot.library.speech import SOURCE_LANGUAGE
from bot.metrics.figures import Figures
from bot.metrics.period import Period
from bot.metrics.publishing import publish
from bot.metrics.report.record import record
from bot.metrics.source import Reads, figures
from bot.metrics.words import Words

FOR_ALL = "public, max-age=3600"


@dataclass
class StatsDoors:
    """What the public figures are made from."""

    tallies: Reads
    library: Callable[[], Library]
    now: Callable[[], datetime]
    read: tuple[date, tuple[Figures, ...]] | None = None
    """The figures of a day, worked out once."""
    made: dict[str, bytes] = field(default_factory=dict)
    """The same in words, by language."""
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self, language: str) -> bytes:
        library = self.library()
        language = language if language in library.languages else SOURCE_LANGUAGE
        async with self.making:
            now = self.now()
            today = local(now).date()
            if self.read is None or self.read[0] != today:
                periods = published_periods(today)
                found = [
                    publish(await figures(self.tallies, period, now, compare=False, by_month=True))
                    for period in periods
                ]
                self.read, self.made = (today, tuple(found)), {}
            if language not in self.made:
                told = {"periods": [record(one, Words(library, language)) for one in self.read[1]]}
                self.made[language] = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
            return self.made[language]


def published_periods(today: date) -> list[Period]:
    periods = [Period.year(today.year - 1)]
    if today.month > 1:
        periods.append(Period(date(today.year, 1, 1), today.replace(day=1) - timedelta(days=1)))
    return periods


def routes(doors: StatsDoors) -> list[web.RouteDef]:
    async def stats(request: web.Request) -> web.Response:
        headers = {"Cache-Control": FOR_ALL, "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
        return web.Response(
            body=await doors.current(request.query.get("lang", "")), content_type="application/json", headers=headers
        )

    return [web.get("/stats.json", stats)]
