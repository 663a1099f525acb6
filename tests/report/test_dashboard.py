"""The page of numbers in the staff console, on a real Redis and in a real browser."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from bot.domain.counting import local
from tests.console.kit import Console
from tests.report.seed import seed

pytestmark = pytest.mark.asyncio
PICTURES = Path(os.environ.get("FAROL_PICTURES", "var/pictures"))


async def seeded(console: Console, first: date = date(2026, 10, 1), gaps: frozenset[date] = frozenset()) -> None:
    desk = console.desk
    await seed(desk.link, desk.installation, desk.library(), console.clock.now, first, 40_000, 16, gaps)


async def test_an_administrator_sees_what_was_counted(console: Console) -> None:
    await seeded(console)
    page = await (await console.signed_in("administrator")).get("/numbers?span=years")
    assert page.status == 200
    for part in ('data-metric="people"', 'data-metric="interaction"', 'id="chart-city-city"', 'id="chart-topic-topic"'):
        assert part in page.text


async def test_nobody_without_the_right_to_small_numbers_sees_one(console: Console) -> None:
    """They see what is published: of the last month only totals in tens, of a year no small number."""
    await seeded(console, date(2025, 1, 1))
    viewer = await console.signed_in("viewer")
    for query in ("", "?span=day", "?span=own&from=2026-11-19&to=2026-11-20", "?span=last-month"):
        page = await viewer.get(f"/numbers{query}")
        assert page.status == 200 and 'data-metric="message"' not in page.text
        assert "<table" not in page.text.split('id="chart-interaction')[0], "no table by label is told of a month"
    year = await viewer.get("/numbers?span=last-year")
    assert 'id="chart-city-city"' in year.text


async def test_whoever_may_not_export_gets_no_file(console: Console) -> None:
    await seeded(console, date(2025, 12, 1))
    address = "/numbers/report?from=2026-01-01&to=2026-10-31&form=csv"
    assert (await (await console.signed_in("viewer")).get(address)).status in {403, 404}
    taken = await (await console.signed_in("administrator")).get(address)
    assert taken.status == 200 and taken.text.startswith("\ufeffmetric,")
    open_days = "/numbers/report?from=2026-11-01&to=2026-11-20&form=csv"
    assert (await (await console.signed_in("administrator")).get(open_days)).status == 409


async def test_whoever_sees_small_numbers_of_an_office_sees_no_other(console: Console) -> None:
    await seeded(console)
    grants = {**console.desk.roles["caseworker"].grants, ("numbers", "read-small"): "office"}
    role = replace(console.desk.roles["caseworker"], grants=grants)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(console.desk), "roles", property(lambda desk: {"caseworker": role}))
        page = await (await console.signed_in("caseworker")).get("/numbers?span=month&office=tijuana")
        own = await (await console.signed_in("caseworker")).get("/numbers?span=month&office=tapachula")
    told = [re.findall(r'data-metric="referral_opened"><b>([^<]+)', each.text) for each in (page, own)]
    assert page.status == 200 and told[0] == told[1] != []
    assert 'data-metric="message"' not in page.text and 'class="panel matters"' not in page.text


async def test_a_day_without_data_is_a_gap(console: Console) -> None:
    missing = date(2026, 11, 10)
    await seeded(console, gaps=frozenset({missing}))
    page = await (await console.signed_in("administrator")).get("/numbers?span=month")
    row = page.text.split("10 de noviembre de 2026", 2)[-1][:60]
    assert "sin datos" in row
    assert local(console.clock.now).date() > missing


@pytest.mark.parametrize("language", ["es", "en", "ht"])
@pytest.mark.parametrize("look", ["light", "dark"])
async def test_the_page_can_be_used_by_everybody(console: Console, browser: Browser, language: str, look: str) -> None:
    await seeded(console)
    page = await console.open(
        browser,
        "administrator",
        "/numbers?span=year",
        language,
        color_scheme=look,
        viewport={"width": 1280, "height": 900},
    )
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.screenshot(path=PICTURES / f"numbers-{language}-{look}.png", full_page=True)
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await page.screenshot(path=PICTURES / f"numbers-{language}-{look}-phone.png", full_page=True)


async def test_every_phrase_is_there_in_every_language(console: Console) -> None:
    await seeded(console)
    for language in ("es", "en", "ht"):
        page = await (await console.signed_in("administrator", language)).get("/numbers?span=year")
        assert "metric." not in page.words() and "report." not in page.words()
