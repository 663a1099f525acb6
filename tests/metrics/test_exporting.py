"""Figures for other programs carry their meaning, and no formula; the public ones are off, cached and safe."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.counting import Counted, case_label
from bot.library.library import Library
from bot.metrics.computing import compute
from bot.metrics.exporting import HXL, as_hxl, as_json, safe
from bot.metrics.figures import Figures
from bot.metrics.period import Period
from bot.metrics.publishing import publish
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
    told = json.loads(json.dumps(as_json(publish(a_year()), library.speech)))
    assert told["time_zone"] == "America/Mexico_City" and told["public"] and told["complete"]
    cases = told["metrics"]["referral_opened"]
    assert cases["total"] == 110 and cases["name"]["es"] and cases["definition"]["en"].endswith(".")
    assert cases["by"]["category"]["cash"] == {"hidden": True} and cases["by"]["category"]["legal"] == 80
    assert told["metrics"]["satisfied"]["per_cent"] == 100.0 and told["metrics"]["people"]["total"] == {"hidden": True}
    assert told["metrics"]["thanks"]["series"][:3] == [{"at_least": 50}, {"at_least": 50}, None]
    assert any("40 " not in note and note for note in told["notes"]["es"])


def test_hxl_has_its_hashtags_and_one_number_a_line(library: Library) -> None:
    rows = list(csv.reader(StringIO(as_hxl(publish(a_year()), library.speech, "en"))))
    assert tuple(rows[1]) == tuple(tag for _, tag in HXL) and all(tag.startswith("#") for tag in rows[1])
    assert all(len(row) == len(HXL) for row in rows)
    by_label = {(row[0], row[5], row[6]): row for row in rows[2:]}
    assert by_label["referral_opened", "category", "legal"][7:] == ["80", "cases", ""]
    assert by_label["referral_opened", "category", "cash"][7:] == ["", "cases", "hidden"]
    assert by_label["referral_opened", "office", "unknown"][3:5] == ["2026-01-01", "2026-12-31"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert safe("=1+1") == "'=1+1" and safe("+52") == "'+52"


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
    assert reads == [(date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 2, 28))]
    year, months = told["periods"]
    assert year["metrics"]["thanks"]["total"] == 114 and months["metrics"]["thanks"]["total"] == {"at_least": 100}
    assert "referral_opened" not in months["metrics"] and "by" not in months["metrics"]["message"]
