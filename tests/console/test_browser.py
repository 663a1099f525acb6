"""In chromium: people get in and about, with and without JavaScript; what they must not see or run stays away."""

import asyncio
import base64
import re

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.console.totp import code_at
from tests.console.kit import PASSWORD, SECRET, Console

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'"


async def is_accessible(page: Page) -> None:
    found = await Axe().run(page)
    told = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found.response["violations"]]
    assert told == [], page.url


async def fits_its_window(page: Page) -> None:
    too_wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, page.url


@pytest.mark.parametrize("language", ["es", "en", "ht"])
async def test_every_page_is_accessible_and_fits_a_phone(console: Console, browser: Browser, language: str) -> None:
    person = console.accounts["focal-point"].id
    invited = await console.desk.accounts.add("Nueva", "viewer", "", (), console.desk.seconds)
    token = await console.desk.accounts.invite(invited, console.desk.seconds)
    pages = [
        ("", "/login"), ("", f"/invitation/{token}"), ("", "/invitation/gone"), ("", "/nothing"), ("viewer", ""),
        ("administrator", ""), ("administrator", "/people"), ("administrator", f"/people/{person}"),
        ("administrator", "/people/new"), ("administrator", "/profile?done=saved"), ("viewer", "/profile"),
        ("administrator", "/audit?verify=1"), ("viewer", "/people"), ("administrator", "/nothing"),
    ]  # fmt: skip
    for number, (who, path) in enumerate(pages):
        settings = PHONE if number % 2 else {"viewport": {"width": 1280, "height": 800}}
        settings = settings | {"color_scheme": "dark" if number % 3 else "light"}
        page = await console.open(browser, who, path, language, **settings)
        assert await page.locator("html").get_attribute("lang") == language
        await is_accessible(page)
        await page.set_viewport_size({"width": 360, "height": 740})
        await fits_its_window(page)
        await page.context.close()


async def test_somebody_comes_in_with_a_code_and_goes_out_by_keyboard(console: Console, browser: Browser) -> None:
    page = await console.open(browser, "", "/people")
    await page.keyboard.type("Administrator")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("#f-code")).to_be_focused()
    await is_accessible(page)
    await page.keyboard.type(code_at(SECRET, console.desk.seconds // 30))
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/staff/people$"))
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.locator("form[action='/staff/logout'] button").press("Enter")
    await expect(page.locator(".toast")).to_be_visible()
    await page.go_back()
    await expect(page.locator("#f-password")).to_be_visible()
    assert "Caseworker" not in await page.content(), "the button for going back shows nothing any more"


async def test_the_first_account_is_made_without_javascript(console: Console, browser: Browser) -> None:
    for key in console.redis.cli("keys", "*{staff}*").split():
        console.redis.cli("del", key)
    path = f"/invitation/{console.desk.accounts.first_token}"
    page = await console.open(browser, "", path, java_script_enabled=False)
    await page.fill("#f-name", "Marta")
    await page.fill("#f-password", PASSWORD)
    await page.fill("#f-again", PASSWORD)
    await page.click("main button.primary")
    letters = (await page.locator(".letters").inner_text()).replace(" ", "")
    secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    await page.fill("#f-code", code_at(secret, console.desk.seconds // 30))
    await page.click("main button.primary")
    await expect(page.locator("h1")).to_contain_text("Marta")
    await page.goto(f"{console.url}/staff/people/new")
    await page.fill("#f-name", "Luz")
    await page.check("input[value='focal-point']")
    await page.check("input[value='gbv']")
    await page.click("main button.primary")
    link = await page.locator("#link").input_value()
    assert link.startswith(f"{console.url}/staff/invitation/")
    await page.goto(f"{console.url}/staff/people")
    await expect(page.locator("tbody tr")).to_have_count(2)


async def test_the_picture_holds_the_whole_code(console: Console, browser: Browser) -> None:
    account = await console.account("caseworker")
    token = await console.desk.accounts.reset(account, console.desk.roles, console.desk.seconds)
    page = await console.open(browser, "", f"/invitation/{token}")
    await page.fill("#f-password", PASSWORD)
    await page.fill("#f-again", PASSWORD)
    await page.click("main button.primary")
    await is_accessible(page)
    drawn = await page.evaluate(
        """() => { const svg = document.querySelector(".qr"), box = svg.getBoundingClientRect();
        const path = svg.querySelector("path").getBoundingClientRect();
        return [svg.getAttribute("viewBox"), box.width, path.left >= box.left, path.right <= box.right,
                path.bottom <= box.bottom]; }"""
    )
    assert drawn[0] and drawn[1] > 120 and drawn[2:] == [True, True, True]


async def test_asking_first_before_an_account_is_stopped(console: Console, browser: Browser) -> None:
    page = await console.open(browser, "administrator", f"/people/{console.accounts['viewer'].id}")
    asked: list[str] = []

    async def refuse(dialog) -> None:  # type: ignore[no-untyped-def]
        asked.append(dialog.message)
        await (dialog.dismiss() if len(asked) == 1 else dialog.accept())

    page.on("dialog", refuse)
    await page.click("button.danger")
    assert asked and (await console.account("viewer")).is_active
    await page.click("button.danger")
    await expect(page.locator("[data-toast]")).to_be_visible()
    assert not (await console.account("viewer")).is_active


async def test_colours_are_switched_and_stay(console: Console, browser: Browser) -> None:
    page = await console.open(browser, "viewer", "/profile", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = await page.evaluate(paper)
    await page.click("form[action='/staff/look'] button:visible")
    await expect(page).to_have_url(re.compile("/staff/profile$"))
    assert await page.evaluate(paper) != dark
    await page.reload()
    assert await page.evaluate(paper) != dark
    await page.click("form[action='/staff/look'] button:visible")
    assert await page.evaluate(paper) == dark


async def test_w07_what_is_written_into_an_address_is_never_run(console: Console, browser: Browser) -> None:
    page = await console.open(browser, "administrator", "/profile")
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append("dialog"), asyncio.ensure_future(dialog.dismiss())))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
    for path in ("/audit?on={}", "/people?state={}", "/profile?done={}", "/login?next={}", "/audit?before={}", "/{}"):
        await page.goto(f"{console.url}/staff" + path.format(HOSTILE.replace("/", "%2F")))
        assert await page.locator("main script, main img").count() == 0
    await page.goto(f"{console.url}/staff/audit?on={HOSTILE}")
    assert await page.locator("#on").input_value() == HOSTILE[:64]
    await page.context.clear_cookies()
    await page.goto(f"{console.url}/staff/login")
    await page.fill("#f-name", HOSTILE)
    await page.fill("#f-password", "wrong")
    await page.click("button.primary")
    assert await page.locator("#f-name").input_value() == HOSTILE
    assert wrong == []


async def test_no_page_asks_another_site_for_anything(console: Console, browser: Browser) -> None:
    page = await console.open(browser, "administrator")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "/people", "/profile", "/audit"):
        await page.goto(f"{console.url}/staff{path}")
    assert asked and all(url.startswith(console.url) for url in asked)
