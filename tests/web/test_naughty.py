"""W07: whatever is said in the chat is text, letter by letter, and none of it runs."""

import asyncio

from playwright.async_api import Browser, Page, expect

from tests.naughty import NAUGHTY
from tests.web.stand import Site
from tests.web.test_browser import opened, replies

SHOWN = [text for text in NAUGHTY if text.strip() and len(text) < 1_000]
PLANTED = "script, iframe, img, style, object, base"


def packed() -> list[str]:
    """All of them in few messages, each in lines of its own."""
    messages = [""]
    for text in SHOWN:
        longer = f"{messages[-1]}\n{text}"
        messages = [*messages[:-1], longer] if len(longer) < 1_500 else [*messages, text]
    return [message.strip() for message in messages]


def watched(page: Page) -> list[str]:
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append("dialog"), asyncio.ensure_future(dialog.dismiss())))
    page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if "x.example" in asked.url else None)
    return wrong


def planted(where: str) -> str:
    return ", ".join(f"{where} {each}" for each in PLANTED.split(", "))


async def test_W07_naughty_strings_are_shown_and_never_run(browser: Browser, site: Site) -> None:
    site.service.answers["ataque"] = [{"text": text, "choices": [(text[:60], text[:60])]} for text in SHOWN]
    page = await opened(browser, site)
    wrong = watched(page)
    await page.fill("#write", "ataque")
    await page.click("#send")
    await expect(replies(page).last).to_have_text(SHOWN[-1], timeout=60_000)
    shown = await replies(page).all_text_contents()
    kept = min(len(shown), len(SHOWN))
    assert kept >= 50 and shown[-kept:] == SHOWN[-kept:]
    assert await page.locator(planted("#log")).count() == 0
    assert wrong == []


async def test_W07_what_people_write_is_shown_and_never_runs(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    wrong = watched(page)
    for text in packed():
        await page.fill("#write", text)
        await page.click("#send")
        await expect(page.locator(".mine .words").last).to_have_text(text)
    assert [one.text for one in site.service.taken] == packed()
    assert await page.locator(planted("#log")).count() == 0
    assert wrong == []


async def test_W07_a_page_without_scripts_shows_them_too(browser: Browser, site: Site) -> None:
    """What was answered, with its choices; and what could not be taken now, kept in the field to be sent again."""
    site.service.answers["ataque"] = [{"text": text, "choices": [(text[:60], text[:60])]} for text in packed()]
    page = await opened(browser, site, java_script_enabled=False)
    wrong = watched(page)
    await page.fill("#write", "ataque")
    await page.click("#send")
    await page.goto(site.url)
    shown = await replies(page).all_text_contents()
    assert [text.split() for text in shown] == [text.split() for text in packed()]
    assert await page.locator(planted("main")).count() == 0
    site.service.busy = True
    for text in packed()[::4]:
        await page.fill("#write", text)
        await page.click("#send")
        await expect(page.locator("#write")).to_have_value(text)
        assert await page.locator(planted("main")).count() == 0
    assert wrong == []
