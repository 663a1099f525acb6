"""W07: what people write, what staff are called, what editors put into YAML: a page shows it and runs none of it."""

import asyncio
import copy
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from types import MappingProxyType

from playwright.async_api import Browser, Page

from bot.console.casework import Work
from bot.console.route import found_routes
from bot.domain.referral import Entry
from bot.library.library import Library
from tests.console.casekit import open_case
from tests.console.kit import Console
from tests.naughty import NAUGHTY

SHORT = [text for text in NAUGHTY if len(text) < 60 and text.strip() and text.isprintable()]


def as_shown(text: str) -> str:
    """What HTML makes of line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def watched(page: Page) -> list[str]:
    """What must not happen: a dialog, a script that the policy had to stop, a request to elsewhere."""
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append("dialog"), asyncio.ensure_future(dialog.dismiss())))
    page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if "x.example" in asked.url else None)
    return wrong


def hostile(library: Library) -> Library:
    """All that staff read of the content is written by somebody who means harm."""
    texts: Iterator[str] = cycle(SHORT)

    def words() -> dict[str, str]:
        text = next(texts)
        return dict.fromkeys(("es", "en", "ht"), text)

    work = library.casework
    categories = {id: replace(each, title=words(), button=words()) for id, each in work.categories.items()}
    offices = {id: replace(each, name=next(texts)) for id, each in work.offices.items()}
    reasons = {id: replace(each, title=words(), told=words()) for id, each in work.reasons.items()}
    replies = {id: replace(each, title=words(), text=words()) for id, each in work.replies.items()}
    directory = copy.copy(library.directory)
    directory.all = tuple(replace(each, name=next(texts)) for each in directory.all)
    directory.places = {each.id: each for each in directory.all}
    work = replace(
        work,
        categories=MappingProxyType(categories),
        offices=MappingProxyType(offices),
        reasons=MappingProxyType(reasons),
        replies=MappingProxyType(replies),
    )
    return replace(library, casework=work, directory=directory)


async def test_W07_what_is_written_in_a_case_is_shown_letter_by_letter(console: Console, browser: Browser) -> None:
    stored = await open_case(console, words=NAUGHTY[-1], contact=NAUGHTY[-2], code_word=NAUGHTY[-3], city=NAUGHTY[-4])
    work, referral = console.desk.store(Work), stored.referral
    kinds = cycle(("person", "staff", "note"))
    for number, text in enumerate(NAUGHTY):
        entry = Entry(f"n{number:04d}", console.desk.seconds, next(kinds), text=text, number=1_000 + number)
        await work.desk.make_true(referral.partition, work.cases.told(referral, entry), console.clock.now)
    page = await console.open(browser, "caseworker")
    wrong = watched(page)
    await page.goto(f"{console.url}/staff/cases/{referral.id}")
    shown = await page.locator("#talk .said .text").all_text_contents()
    assert shown == [as_shown(text) for text in NAUGHTY]
    main = await page.locator("main").text_content() or ""
    assert all(text in main for text in NAUGHTY[-4:])
    assert await page.locator("main script, main iframe, main img, main style, main object, main base").count() == 0
    await page.goto(f"{console.url}/staff/cases/{referral.id}/letter")
    assert NAUGHTY[-1] in (await page.locator("main").text_content() or "")
    assert wrong == []


async def test_W07_no_page_runs_what_stands_in_names_or_in_the_content(console: Console, browser: Browser) -> None:
    library = hostile(console.desk.library())
    console.desk.library = lambda: library
    for number in range(12):
        category = [*library.casework.categories][number]
        await open_case(console, number, category=category, city=SHORT[-number - 1], words=SHORT[number])
    for number in range(8):
        await console.desk.accounts.add(SHORT[number * 40][:40] + str(number), "viewer", "", (), console.desk.seconds)
    page = await console.open(browser, "administrator")
    wrong = watched(page)
    plain = [each.path for each in found_routes() if each.method == "GET" and not each.live and "{" not in each.path]
    pages = [path for path in plain if "export" not in path and "logout" not in path and "." not in path]
    assert len(pages) >= 12
    for path in pages:
        await page.goto(f"{console.url}/staff{path}")
        assert await page.locator("main script, main iframe, main style, main object, main base").count() == 0, path
    await page.goto(f"{console.url}/staff/queue")
    titles = {each.title["es"] for each in library.casework.categories.values()}
    told = set(await page.locator("a.row-link span").all_text_contents())
    assert len(told) >= 10 and told <= titles, "letter by letter"
    assert wrong == []
