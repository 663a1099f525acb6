"""/stats.json: the public figures, for whoever wants them. Off unless BOT_PUBLIC_STATS says yes.

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
from bot.metrics.exporting import as_json
from bot.metrics.period import Period
from bot.metrics.publishing import publish
from bot.metrics.source import Reads, figures

FOR_ALL = "public, max-age=3600"


@dataclass
class StatsDoors:
    """What the public figures are made from."""

    tallies: Reads
    library: Callable[[], Library]
    now: Callable[[], datetime]
    made: tuple[date, bytes] | None = None
    """The figures of a day, worked out once."""
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def current(self) -> bytes:
        async with self.making:
            now = self.now()
            today = local(now).date()
            if self.made is None or self.made[0] != today:
                self.made = today, await self._make(now, today)
            return self.made[1]

    async def _make(self, now: datetime, today: date) -> bytes:
        speech = self.library().speech
        told = []
        for period in published_periods(today):
            public = publish(await figures(self.tallies, period, now, compare=False))
            told.append(as_json(public, speech))
        return json.dumps({"periods": told}, ensure_ascii=False, separators=(",", ":")).encode()


def published_periods(today: date) -> list[Period]:
    periods = [Period.year(today.year - 1)]
    if today.month > 1:
        periods.append(Period(date(today.year, 1, 1), today.replace(day=1) - timedelta(days=1)))
    return periods


def routes(doors: StatsDoors) -> list[web.RouteDef]:
    async def stats(request: web.Request) -> web.Response:
        headers = {"Cache-Control": FOR_ALL, "Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=await doors.current(), content_type="application/json", headers=headers)

    return [web.get("/stats.json", stats)]
