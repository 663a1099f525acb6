"""How the pages about referrals look and are used: axe finds nothing, on any screen, in any language, by keyboard."""

import os

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from bot.console.casework import Work
from bot.domain.casehook import CaseHook
from bot.domain.referral import Entry, moved
from bot.store.outbox import Letter
from bot.store.tokens import Tokens
from tests.console.casekit import open_case
from tests.console.kit import HOME, Console

DAY, HOUR = 86_400, 3_600
PICTURES = os.environ.get("FAROL_PICTURES", "")
"""A folder, for somebody who wants to look."""


async def fill(console: Console) -> str:
    """A queue as on a usual morning; the id of a case in the middle of a conversation."""
    now, me = console.desk.seconds, console.accounts["caseworker"].id
    rows = [
        ("shelter", "Tapachula", "ht", "now", -3 * HOUR, {"escalated": 1}),
        ("legal", "Tapachula", "es", "soon", -HOUR, {}),
        ("health", "Tapachula", "ht", "now", 2 * HOUR, {"unread": True}),
        ("documents", "Ciudad Hidalgo", "es", "soon", 20 * HOUR, {}),
        ("legal", "Tapachula", "es", "soon", 26 * HOUR, {"state": "claimed", "claimed_by": me}),
        ("education", "Tuxtla Gutiérrez", "en", "later", 9 * DAY, {"state": "sent", "claimed_by": me}),
        ("food", "Tapachula", "ht", "soon", 40 * HOUR, {}),
        ("employment", "Tapachula", "ht", "later", 8 * DAY, {"snoozed_until": now + 5 * DAY}),
        ("mental-health", "Huixtla", "es", "soon", 50 * HOUR, {"state": "not-reached", "claimed_by": me}),
        ("gbv", "Tapachula", "es", "now", 3 * HOUR, {"lane": "gbv"}),
        ("integration", "Tapachula", "fr" if "fr" in console.desk.library().languages else "es", "later", 11 * DAY, {}),
    ]
    for number, (category, city, language, urgency, due, more) in enumerate(rows, 10):
        await open_case(
            console, number, category=category, city=city, language=language, urgency=urgency, due_at=now + due,
            opened_at=now - abs(due) // 2 - HOUR, **more,
        )  # fmt: skip
    stored = await open_case(
        console, 99, state="claimed", claimed_by=me, unread=True, due_at=now + 5 * HOUR, opened_at=now - 6 * HOUR,
        channel="whatsapp", address="15550000000", wrote_at=now - 22 * HOUR,
    )  # fmt: skip
    work = console.desk.store(Work)
    for at, entry in enumerate((
        Entry("t1", 0, "move", by=me, about="claim"),
        Entry("t2", 0, "staff", by=me, text="Bonjou. Ki dokiman ou genyen kounye a?", language="ht"),
        Entry("t3", 0, "person", text="Mwen gen yon papye COMAR, men li ekspire semèn pase.", language="ht"),
        Entry("t4", 0, "file", about="image/jpeg", file="t4"),
        Entry("t5", 0, "note", by=me, text="La constancia venció; pedir renovación en ventanilla.", language="es"),
    )):  # fmt: skip
        one = Entry(
            entry.id, now - (5 - at) * HOUR, entry.kind, entry.by, entry.text, entry.about, entry.file, entry.language
        )
        writes = work.cases.told(stored.referral, one)
        await work.desk.make_true(stored.referral.partition, writes, console.clock.now)
    await taken_back_and_not_told(console)
    return stored.referral.id


async def taken_back_and_not_told(console: Console) -> None:
    """Somebody has withdrawn, and a case-management system could not be told of it."""
    now, work = console.desk.seconds, console.desk.store(Work)
    stored = await open_case(console, 98, category="health", opened_at=now - 30 * HOUR)
    writes, _ = work.cases.saved(stored, moved(stored.referral, "withdraw", "person", now - HOUR))
    await work.desk.make_true(stored.referral.partition, writes, console.clock.now)
    console.desk.hooks = (CaseHook("cpims", HOME, "https://cases.example.org/farol", b"a-secret-for-these-tests"),)
    letter = Letter(event="withdrawn", state="withdrawn", tries=15, why="status 500", dead=True)
    await work.outbox.write(stored.referral.partition, "cpims", {stored.referral.id: (None, letter)}, now)


async def faults(page: Page) -> list[str]:
    found = await Axe().run(page)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


PATHS = (
    "/queue",
    "/cases/{id}",
    "/cases/{id}?reply=greeting",
    "/cases/{id}/letter",
    "/queue/closed",
    "/contacts",
    "/new",
    "/new?category=legal&language=ht",
)


ADMIN = ("/tokens", "/exchange", "/queue", "/cases/{id}")


@pytest.mark.parametrize("language", ["es", "en", "ht"])
async def test_axe_finds_nothing(console: Console, browser: Browser, language: str) -> None:
    id = await fill(console)
    page = await console.open(browser, "supervisor", "/queue", language)
    for path in PATHS:
        await page.goto(f"{console.url}/staff{path.format(id=id)}")
        assert await faults(page) == [], path
        await page.emulate_media(color_scheme="dark")
        assert await faults(page) == [], f"{path}, dark"
        await page.emulate_media(color_scheme="light")
        await picture(page, f"{language}{path.format(id='case').replace('/', '-').replace('?', '-')}")


async def test_axe_finds_nothing_where_only_few_may_go(console: Console, browser: Browser) -> None:
    id = await fill(console)
    await console.desk.store(Tokens).make("CPIMS", HOME, ("cases:read",), "somebody", console.desk.seconds)
    page = await console.open(browser, "administrator", "/tokens", "ht", viewport={"width": 1360, "height": 860})
    for path in ADMIN:
        await page.goto(f"{console.url}/staff{path.format(id=id)}")
        assert await faults(page) == [], path
        await picture(page, f"admin{path.format(id='case').replace('/', '-')}")


@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("wide", 1360, "light"), ("dark", 1360, "dark"), ("phone", 390, "light")]
)
async def test_nothing_is_cut_off_on_any_screen(
    console: Console, browser: Browser, name: str, width: int, scheme: str
) -> None:
    id = await fill(console)
    page = await console.open(
        browser, "caseworker", "/queue", viewport={"width": width, "height": 860}, color_scheme=scheme
    )
    for path in PATHS:
        await page.goto(f"{console.url}/staff{path.format(id=id)}")
        over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} is {over} px too wide"
        await picture(page, f"{name}{path.format(id='case').replace('/', '-').replace('?', '-')}")


async def test_whom_a_request_belongs_to_is_seen_on_a_small_desk(console: Console, browser: Browser) -> None:
    await fill(console)
    page = await console.open(browser, "caseworker", "/queue", viewport={"width": 1280, "height": 800})
    over = await page.evaluate(
        "[...document.querySelectorAll('.table')].map((table) => table.scrollWidth - table.clientWidth)"
    )
    assert over and max(over) <= 0


async def test_the_queue_is_worked_by_keyboard_alone(console: Console, browser: Browser) -> None:
    await fill(console)
    page = await console.open(browser, "caseworker", "/queue")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    first = await page.locator("[data-row]").first.get_attribute("href")
    assert await page.evaluate("document.activeElement.getAttribute('href')") == first
    async with page.expect_navigation():
        await page.keyboard.press("c")
    assert first
    referral = (await console.desk.store(Work).cases.read([first.rpartition("/")[2]]))[
        first.rpartition("/")[2]
    ].referral
    assert referral.claimed_by == console.accounts["caseworker"].id and referral.office == HOME
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/cases/**")


async def test_what_is_new_comes_by_itself(console: Console, browser: Browser) -> None:
    page = await console.open(browser, "caseworker", "/queue")
    assert await page.locator("[data-row]").count() == 0
    await page.wait_for_timeout(500)
    await open_case(console, 1)
    await page.locator("[data-row]").first.wait_for()
    assert await page.locator("[data-row]").count() == 1
