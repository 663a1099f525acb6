"""Figures for other programs carry their meaning; the public ones are cached and safe."""

import json
from datetime import UTC, date, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.counting import Counted, case_label
from bot.library.library import Library
from bot.metrics.computing import compute
from bot.metrics.figures import Cell, Figures
from bot.metrics.period import Period
from bot.metrics.publishing import publish
from bot.metrics.report.record import record
from bot.metrics.words import Words
from bot.web.stats import StatsDoors, routes

NOW = datetime(2027, 3, 10, 18, tzinfo=UTC)
COUNTS = {
    f"referral_opened:{case_label('legal', '-', 'soon')}": 40, f"referral_opened:{case_label('cash', 'a', 'now')}": 3,
    f"referral_opened:{case_label('health', 'a', 'soon')}": 12, "thanks": 57, "survey:satisfied|yes": 30,
    "message:text": 33, "channel:web": 33, "language:es": 33,
}  # fmt: skip


def counted(year: int = 2026) -> Counted:
    months = {date(year, month, 1): COUNTS for month in (1, 2)}
    return Counted(months=months, people={"whole": 9}, seen=frozenset(months))


def a_year() -> Figures:
    return compute(counted(), Period.year(2026), NOW)


def test_json_tells_every_number_with_its_meaning(library: Library) -> None:
    told = json.loads(json.dumps(record(publish(a_year()), Words(library, "en"))))
    assert told["time_zone"] == "America/Mexico_City" and told["public"] and told["complete"]
    cases = told["metrics"]["referral_opened"]
    assert cases["total"] == 110 and cases["name"] and cases["means"].endswith(".")
    assert cases["by"]["category"]["cash"] == "<10" and cases["by"]["category"]["legal"] == 80
    satisfied = told["metrics"]["satisfied"]["share"]
    assert satisfied == {"part": 60, "of": 60, "per_cent": 100.0} and told["metrics"]["people"]["total"] == "<10"
    assert told["metrics"]["thanks"]["series"][:3] == [{"at_least": 50}, {"at_least": 50}, None]
    assert any("40 " not in note and note for note in told["notes"])


async def test_public_figures_are_made_once_a_day_and_hide_what_is_small(library: Library) -> None:
    reads: list[tuple[date, date]] = []

    class Read:
        async def read(self, first: date, last: date, now: datetime) -> Counted:
            reads.append((first, last))
            return counted(first.year)

    app = web.Application()
    app.add_routes(routes(StatsDoors(Read(), lambda: library, lambda: NOW)))
    async with TestClient(TestServer(app)) as client:
        for _ in range(3):
            response = await client.get("/stats.json")
            assert response.status == 200 and "public" in response.headers["Cache-Control"]
            told = await response.json()
        english = await (await client.get("/stats.json?lang=en")).json()
        other = await (await client.get("/stats.json?lang=xx")).json()
    assert (
        other == told
        and english["periods"][0]["metrics"]["thanks"]["name"] != told["periods"][0]["metrics"]["thanks"]["name"]
    )
    assert reads == [(date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 2, 28))]
    year, months = told["periods"]
    assert year["metrics"]["thanks"]["total"] == 114 and months["metrics"]["thanks"]["total"] == {"at_least": 100}
    assert "referral_opened" not in months["metrics"] and "by" not in months["metrics"]["message"]


def test_fewer_than_ten_are_never_told_as_none(library: Library) -> None:
    told = [Words(library, "es").cell(Cell(value, rounded=True)) for value in (0, 10)]
    assert told == ["<10", "10+"]
    assert Words(library, "es").cell(Cell(0)) == "0"
