"""W07: whatever comes back in the chat is text, letter by letter, and none of it runs."""

import asyncio

from playwright.async_api import Browser, expect

from tests.naughty import NAUGHTY
from tests.web.stand import Site
from tests.web.test_browser import opened, replies

SHOWN = [text for text in NAUGHTY if text.strip() and len(text) < 1_000]


async def test_W07_naughty_strings_are_shown_and_never_run(browser: Browser, site: Site) -> None:
    site.service.answers["ataque"] = [{"text": text, "choices": [(text[:60], text[:60])]} for text in SHOWN]
    page = await opened(browser, site)
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append("dialog"), asyncio.ensure_future(dialog.dismiss())))
    page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if "x.example" in asked.url else None)
    await page.fill("#write", "ataque")
    await page.click("#send")
    await expect(replies(page).last).to_have_text(SHOWN[-1], timeout=60_000)
    shown = await replies(page).all_text_contents()
    kept = min(len(shown), len(SHOWN))
    assert kept >= 50 and shown[-kept:] == SHOWN[-kept:]
    assert await page.locator("#log script, #log iframe, #log img, #log style, #log object, #log base").count() == 0
    assert wrong == []
