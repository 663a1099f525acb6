"""The page of numbers in the staff console, on a real Redis and in a real browser."""

import os
import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from bot.console.casework import Work
from bot.domain.counting import local
from bot.domain.messages import Delivery, Reply
from bot.domain.problem import Problem
from bot.library.loading import Shelf
from bot.metrics.words import Words
from bot.store import keys
from bot.store.installation import sealing_since
from bot.store.line import Settled
from tests.console.casekit import open_case
from tests.console.kit import AWAY, HOME, OLD_KEY, Console
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
        assert not re.search('id="chart-[a-z-]+-(?!month)[a-z]+"', page.text), "no chart by label is told of a month"
        assert ">&lt;10<" not in page.text, "what is kept back is no small number"
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


def told(page: str, metric: str) -> list[str]:
    return re.findall(rf'data-metric="{metric}"><b>([^<]+)', page)


async def test_a_supervisor_sees_small_numbers_and_of_cases_only_those_of_their_office(console: Console) -> None:
    await seeded(console)
    desk, now = console.desk, local(console.clock.now)
    counts = (f"referral_opened:legal|{office}|soon|chat" for office in ("tapachula", "tijuana", "cdmx"))
    await desk.link.one("DEL", *(keys.tally(p, now) for p in range(desk.installation.partitions)))
    written = zip(counts, (3, 40, 500), strict=True)
    await desk.link.one("HSET", keys.tally(1, now), *(part for pair in written for part in pair))
    await desk.link.one("HSET", keys.tally(1, now), "contact:chat|legal", 7, "message:text", 4)
    supervisor = await console.signed_in("supervisor")
    for query in ("span=hour", "span=hour&office=tijuana", "span=hour&office=tapachula"):
        page = await supervisor.get(f"/numbers?{query}")
        assert page.status == 200 and told(page.text, "referral_opened") == ["3"], query
        assert 'id="chart-contact-means"' not in page.text, "by which door is not counted by office"
        assert told(page.text, "message") in ([], ["4"]) and "tijuana" not in page.text.replace("office=tijuana", "")
    whole = await supervisor.get("/numbers?span=hour")
    assert told(
        (await (await console.signed_in("administrator")).get("/numbers?span=hour")).text, "referral_opened"
    ) == ["543"]
    assert told(whole.text, "conversation") == ["0"] and "<10" not in whole.words()
    assert "solo los de tu oficina (" in whole.words(), "what is left out is said"


async def test_who_may_not_see_small_numbers_sees_none_of_today(console: Console) -> None:
    await seeded(console)
    for who in ("viewer", "caseworker", "focal-point", "editor"):
        page = await (await console.signed_in(who)).get("/numbers?span=hour")
        assert page.status == 200 and all(one.endswith("+") for one in told(page.text, "conversation")), who


async def attention_of(console: Console, who: str) -> str:
    page = await (await console.signed_in(who)).get("/numbers")
    if 'class="panel matters"' not in page.text:
        return ""
    return " ".join(re.sub("<[^>]+>", " ", page.text.split('class="panel matters"')[1].split("</section>")[0]).split())


async def test_a_case_that_is_late_now_asks_for_attention_of_those_who_may_see_it(console: Console) -> None:
    """From the queue itself, also where its time passed long ago."""
    now = console.desk.seconds
    await open_case(console, 1, office=HOME, due_at=now - 30 * 3600, escalated=0)
    await open_case(console, 2, office=AWAY, due_at=now - 99 * 3600)
    await open_case(console, 3, office=HOME, due_at=now + 3600)
    await open_case(console, 4, office=HOME, lane="gbv", category="gbv", due_at=now - 50 * 3600)
    words = Words(console.desk.library(), "es")
    one, two = (words.say("attention.overdue-now", count=n, hours=h) for n, h in ((1, 30), (2, 99)))
    assert one in await attention_of(console, "supervisor") and one in await attention_of(console, "caseworker")
    assert two in await attention_of(console, "administrator")
    for who in ("viewer", "editor"):
        assert one not in await attention_of(console, who)


async def test_a_refused_edit_asks_for_attention_of_those_who_read_content(console: Console) -> None:
    broken = Problem("content/aid/food.yaml", ("title",), "is wrong", "mend it", line=7)
    problems = [Problem("x.yaml", (), "small", "mend", "warning"), broken]
    console.desk.shelf = cast(Shelf, SimpleNamespace(problems=problems))
    said = Words(console.desk.library(), "es").say("attention.content-errors", count=1, place="content/aid/food.yaml:7")
    assert said in await attention_of(console, "editor") and said in await attention_of(console, "administrator")
    assert not await attention_of(console, "viewer"), "who may know nothing of it is not told that all is well"


async def test_replies_that_reached_nobody_ask_for_attention(console: Console) -> None:
    line = console.desk.store(Work).line
    payload = line.seal_delivery(Delivery("web", "person-1", "d", (Reply("hola"),)))
    await line.settle([Settled(1, "1-1", bury=payload), Settled(2, "1-2", bury=payload)], console.clock.now)
    said = Words(console.desk.library(), "es").say("attention.replies-aside", count=2)
    assert said in await attention_of(console, "supervisor") and said not in await attention_of(console, "viewer")


async def test_years_stand_side_by_side(console: Console) -> None:
    """For who sees all, up to now; for everybody, those that are over."""
    await seeded(console, date(2024, 3, 1))
    for who, span, years in (("administrator", "years", "2024 2025 2026"), ("viewer", "last-years", "2023 2024 2025")):
        page = await (await console.signed_in(who)).get(f"/numbers?span={span}")
        head = page.text.split('class="number-changes stacks"')[1].split("</thead>")[0]
        assert years in " ".join(re.findall(r">([^<>]+)</th>", head)), who
        last = years.split()[-1]
        (people,) = re.findall(r'data-metric="people"><b>([^<]+)</b><span class="tile-detail">([^<]+)', page.text)
        assert people[0].startswith("≈") and people[1].startswith(f"en {last} ·") and people[1].count("≈") >= 1
        assert "se dicen año por año" in page.words()


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


async def test_a_key_that_has_sealed_for_long_asks_for_attention_of_those_who_run_the_house(console: Console) -> None:
    await sealing_since(console.desk.link, console.desk.seal, console.clock.now.date() - timedelta(days=30))
    console.clock.passes(days=1)
    said = Words(console.desk.library(), "es").say("attention.old-key", count=31)
    assert said in await attention_of(console, "administrator") and said not in await attention_of(
        console, "supervisor"
    )
    console.desk.seal.renew(["another-key-for-tests-of-enough-letters", OLD_KEY])
    assert said not in await attention_of(console, "administrator")
