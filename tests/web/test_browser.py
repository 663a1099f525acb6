"""The web chat in a real browser, as people use it: on a small phone, with keys only, on a bad line, in fear."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.waiting import PATIENCE, until
from tests.web.stand import Service, Site
from tests.web.test_links import SAMPLES

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
LANGUAGES = ["es", "en", "ht"]


async def opened(browser: Browser, site: Site, path: str = "", **settings: Any) -> Page:
    context = await browser.new_context(**(PHONE | {"locale": "es-MX"} | settings))
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the script failed: {error}"))
    page.on("dialog", lambda dialog: pytest.fail("a dialog opened"))
    await page.goto(site.url + path)
    return page


async def writes(page: Page, text: str) -> None:
    await page.fill("#write", text)
    await page.press("#write", "Enter")


def replies(page: Page) -> Any:
    return page.locator(".reply:not(#hello) .words")


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_person_writes_and_taps(browser: Browser, site: Site, device: dict[str, Any], language: str) -> None:
    site.service.answers["asylum"] = [{"text": "A" * 300}, {"text": "fin", "choices": [("asylum.apply", "Pedir")]}]
    page = await opened(browser, site, f"?lang={language}", **device)
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await writes(page, "hola")
    await expect(page.locator(".mine .words")).to_have_text("hola")
    await expect(replies(page)).to_have_text(["R:hola"])
    await expect(page.locator(".state")).to_have_text({"es": "Enviado", "en": "Sent", "ht": "Li ale"}[language])
    await page.click('#hello button[value="asylum"]')
    await expect(replies(page)).to_have_count(3)
    await page.click('button[value="asylum.apply"]')
    await expect(replies(page).last).to_have_text("R:asylum.apply")
    assert [one.text or one.choice for one in site.service.taken] == ["hola", "asylum", "asylum.apply"]
    assert {one.language_hint for one in site.service.taken} == {language}
    await expect(page.locator("#typing")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= device["viewport"]["width"]


async def test_only_our_own_server_is_asked(browser: Browser, site: Site) -> None:
    context = await browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = await context.new_page()
    await page.goto(site.url)
    await writes(page, "hola")
    await expect(replies(page)).to_have_count(1)
    assert asked and all(url.startswith(site.url) for url in asked)
    assert await page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


async def test_the_beginning_of_a_long_answer_is_in_view(browser: Browser, site: Site) -> None:
    site.service.answers["largo"] = [{"text": "\n".join(["línea"] * 40)}, {"text": "más", "choices": [("a", "b")]}]
    page = await opened(browser, site)
    await writes(page, "largo")
    await expect(replies(page)).to_have_count(2)
    await expect(page.locator(".mine")).to_be_in_viewport()
    await expect(page.locator("#exit")).to_be_in_viewport()
    await expect(page.locator("#write")).to_be_in_viewport()
    top = await page.locator(".mine").evaluate("node => node.getBoundingClientRect().top")
    assert 40 < top < 120


async def test_everything_works_with_keys_alone(browser: Browser, site: Site) -> None:
    site.service.answers["asylum"] = [{"text": "sí", "choices": [("asylum.apply", "Pedir"), ("back", "Atrás")]}]
    page = await opened(browser, site, **DESKTOP, is_mobile=False, has_touch=False)

    async def focused() -> str:
        script = "(n => n.id || n.value || n.className || n.tagName)(document.activeElement)"
        return str(await page.evaluate(script))

    order = []
    for _ in range(9):
        await page.keyboard.press("Tab")
        order.append(await focused())
    assert order[:6] == ["skip", "tongue", "exit", "language.es", "language.en", "language.ht"]
    await page.focus('#hello button[value="asylum"]')
    await page.keyboard.press("Enter")
    await expect(replies(page)).to_have_count(1)
    assert (await focused()) == "choices"  # the new choices, named, not the old ones again
    await page.keyboard.press("Tab")
    assert (await focused()) == "asylum.apply"
    await page.keyboard.press("Space")
    await expect(replies(page)).to_have_count(2)
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    await page.focus("#skip")
    await page.keyboard.press("Enter")
    assert (await focused()) == "write"
    assert "#" not in page.url
    await page.keyboard.type("con teclas")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("dos")
    await page.keyboard.press("Tab")
    assert (await focused()) == "send"
    await page.keyboard.press("Enter")
    await expect(replies(page)).to_have_count(3)
    assert site.service.taken[-1].text == "con teclas\ndos"


async def test_what_a_screen_reader_finds(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    await writes(page, "hola")
    await expect(replies(page)).to_have_count(1)
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Farol")
    log = page.get_by_role("log", name="Conversación")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_contain_text("Tú dices: hola")
    await expect(log).to_contain_text("Farol dice: R:hola")
    await expect(page.get_by_role("textbox", name="Escribe tu mensaje")).to_be_visible()
    await expect(page.get_by_role("button", name="Enviar")).to_be_visible()
    await expect(page.get_by_role("group", name="Temas")).to_be_visible()
    await expect(page.get_by_role("button", name="Salir rápido")).to_be_visible()
    unnamed = "button, a, input:not([type=hidden]), textarea"
    names = await page.locator(unnamed).evaluate_all(
        "all => all.filter(n => n.offsetParent && !(n.textContent.trim() || n.ariaLabel || n.labels?.length)).length"
    )
    assert names == 0


@pytest.mark.parametrize("width", [360, 180], ids=["360", "200-percent"])
async def test_what_can_be_tapped_is_large_enough_and_nothing_sticks_out(
    browser: Browser, site: Site, width: int
) -> None:
    site.service.answers["hola"] = [
        {
            "text": "x" * 300 + "\n- " + "y" * 80 + "\nhttps://a.example/" + "z" * 200,
            "choices": [("a", "W" * 60), ("b", "Otra")],
            "location": [32.5, -117.0],
            "place": "Casa",
            "wants_location": True,
        }
    ]
    page = await opened(browser, site, viewport={"width": width, "height": width * 2}, is_mobile=False)
    await writes(page, "hola")
    await expect(replies(page)).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await expect(page.locator("#exit")).to_be_in_viewport()
    small = await page.locator("button, .map a, .tongue").evaluate_all(
        "all => all.map(n => [n.textContent, n.getBoundingClientRect()])"
        ".filter(([t, r]) => r.width && (r.height < 43.9 || r.width < 43.9)).map(([t]) => t)"
    )
    assert small == []


async def test_a_place_is_shown_with_ways_to_it(browser: Browser, site: Site) -> None:
    site.service.answers["dónde"] = [{"text": "aquí", "location": [32.5331, -117.0382], "place": "Casa <b>"}]
    page = await opened(browser, site)
    await writes(page, "dónde")
    links = page.locator(".map a")
    await expect(links).to_have_count(2)
    shown = await links.evaluate_all("all => all.map(n => [n.href, n.rel])")
    far = "https://www.openstreetmap.org/?mlat=32.533100&mlon=-117.038200#map=17/32.533100/-117.038200"
    assert shown == [["geo:32.533100,-117.038200?q=32.533100,-117.038200", ""], [far, "noreferrer"]]
    await page.reload()
    assert await links.evaluate_all("all => all.map(n => [n.href, n.rel])") == shown
    await expect(page.locator(".map b")).to_have_text("Casa <b>")


async def test_an_answer_has_links_with_and_without_script(browser: Browser, site: Site) -> None:
    links = [["Ver como página", "/es/asylum/apply"], ["Casa <b>", "https://casa.example.org/?a=1&b=2"]]
    site.service.answers["asylum"] = [{"text": "Pide asilo.", "links": links}]
    for script in (True, False):
        page = await opened(browser, site, java_script_enabled=script)
        await page.click('#hello button[value="asylum"]')
        shown = page.locator(".reply .map a")
        await expect(shown).to_have_text([label for label, _ in links])
        told = await shown.evaluate_all("all => all.map(n => [n.getAttribute('href'), n.rel, n.target])")
        assert told == [[address, "noreferrer", "_blank"] for _, address in links]


async def test_where_a_person_is_goes_out_only_roughly_and_only_when_asked(browser: Browser, site: Site) -> None:
    site.service.answers["albergue"] = [{"text": "¿Dónde?", "wants_location": True, "choices": [("c", "Tijuana")]}]
    where = {"latitude": 32.533119, "longitude": -117.038211}
    page = await opened(browser, site, geolocation=where, permissions=["geolocation"])
    await expect(page.get_by_text("Compartir mi ubicación")).to_have_count(0)
    await writes(page, "albergue")
    await page.click("text=Compartir mi ubicación")
    await expect(replies(page)).to_have_count(2)
    place = site.service.taken[-1].location
    assert place is not None and (place.latitude, place.longitude) == (32.533, -117.038)
    await page.context.clear_permissions()
    await page.click("text=Compartir mi ubicación")
    await expect(page.locator("#bar")).to_have_text("No pudimos ver dónde estás. Escribe el nombre de tu ciudad.")


async def test_what_is_written_without_a_connection_goes_out_later_once(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    await writes(page, "antes")
    await expect(replies(page)).to_have_count(1)
    await page.context.set_offline(True)
    await writes(page, "uno")
    await writes(page, "dos")
    await expect(page.locator("#bar")).to_contain_text("Sin conexión")
    await expect(page.locator(".state").nth(1)).to_have_text("No salió. Probamos otra vez.")
    await page.context.set_offline(False)
    await expect(replies(page)).to_have_text(["R:antes", "R:uno", "R:dos"])
    await expect(page.locator("#bar")).to_be_hidden()
    assert [one.text for one in site.service.taken] == ["antes", "uno", "dos"]


async def test_a_line_that_breaks_all_the_time_loses_and_doubles_nothing(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    texts = [f"m{number}" for number in range(12)]

    async def shake() -> None:
        while True:
            await asyncio.sleep(0.25)
            site.is_down = not site.is_down
            site.doors.streams.end_all()

    shaking = asyncio.create_task(shake())
    for text in texts:
        await writes(page, text)
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    shaking.cancel()
    site.is_down = False
    await expect(replies(page)).to_have_text([f"R:{text}" for text in texts])
    assert [one.text for one in site.service.taken] == texts


async def test_a_service_that_is_busy_is_asked_again(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    site.service.busy = True
    await writes(page, "hola")
    await expect(page.locator(".state")).to_have_text("No salió. Probamos otra vez.")
    site.service.busy = False
    await expect(replies(page)).to_have_text(["R:hola"])
    assert len(site.service.taken) == 1


async def test_an_entry_that_comes_twice_is_shown_once(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    await writes(page, "hola")
    await expect(replies(page)).to_have_count(1)
    address = site.service.taken[0].address
    for id in ("x-0", "x-0", "x-1"):
        await site.service.say(address, id, {"text": id})
    await expect(replies(page)).to_have_text(["R:hola", "x-0", "x-1"])
    await page.reload()
    await expect(replies(page)).to_have_count(4)  # the feed holds it twice; without our script it may show
    await site.service.say(address, "x-1", {"text": "x-1"})
    await site.service.say(address, "x-2", {"text": "x-2"})
    await expect(replies(page).last).to_have_text("x-2")
    await expect(replies(page)).to_have_count(5)


async def test_a_message_that_is_too_long_comes_back_to_be_cut(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    await page.locator("#write").evaluate("(node, text) => { node.value = text; }", "a" * 70_000)
    await page.click("#send")
    await expect(page.locator(".state")).to_have_text("Es muy largo. Mándalo en partes.")
    assert len(await page.input_value("#write")) == 70_000
    await writes(page, "corto")
    await expect(replies(page)).to_have_text(["R:corto"])


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_numbers_and_addresses_are_found_alike_with_and_without_script(
    browser: Browser, site: Site, script: bool
) -> None:
    site.service.answers["prueba"] = [{"text": text} for text, _ in SAMPLES]
    site.service.answers["prueba"].append({"text": " \n- a\n1. b\n\n  c  d\n"})
    page = await opened(browser, site, java_script_enabled=script)
    await page.fill("#write", "prueba")
    await page.click("#send")
    while not script and await replies(page).count() <= len(SAMPLES):
        await page.goto(site.url)  # so long an answer may come in two parts; the page has a link for that
    await expect(replies(page)).to_have_count(len(SAMPLES) + 1)
    for number, (text, addresses) in enumerate(SAMPLES):
        found = await replies(page).nth(number).locator("a").evaluate_all("all => all.map(n => n.getAttribute('href'))")
        assert found == addresses, text
        assert await replies(page).nth(number).text_content() == text
    listed = replies(page).last
    assert await listed.text_content() == " \n- a\n1. b\n\n  c  d\n"
    await expect(listed.locator(".dash")).to_have_text("- a")
    await expect(listed.locator(".step")).to_have_text("1. b")


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><svg/onload=alert(1)>", "javascript:alert(1)",
    "{{7*7}}{% raw %}", "</textarea><script>alert(1)</script>", "&lt;b&gt;&amp;", "\u202eabc\u2066", "<!--", "]]>",
    "https://x.example/\"onmouseover=alert(1)", "\u2028\u2029\x7f", "\ufeffa\u200b", "</span></p></div><h1>",
]  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
async def test_W07_hostile_text_is_only_text(browser: Browser, site: Site, script: bool) -> None:
    site.service.answers["ataque"] = [
        {"text": text, "choices": [(text, text)], "place": text, "location": [1, 2]} for text in HOSTILE
    ]
    page = await opened(browser, site, java_script_enabled=script)
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text))
    if script:
        for text in HOSTILE:
            await writes(page, text)
        await expect(page.locator(".state", has_text="Enviado")).to_have_count(len(HOSTILE))
        for number, text in enumerate(HOSTILE):
            assert await page.locator(".mine .words").nth(number).text_content() == text.strip(" \ufeff\u2028\u2029")
    before = await replies(page).count()
    await page.fill("#write", "ataque")
    await page.click("#send")
    await expect(replies(page)).to_have_count(len(HOSTILE) + (len(HOSTILE) if script else before))
    shown = (await replies(page).all_text_contents())[-len(HOSTILE) :]
    assert shown == HOSTILE
    labels = await page.locator(".reply:not(#hello) .choices button").evaluate_all("all => all.map(n => n.value)")
    assert labels[-len(HOSTILE) :] == HOSTILE
    assert [line for line in told if "Content Security Policy" in line] == []
    for link in await page.locator("#log a").evaluate_all("all => all.map(n => n.href)"):
        assert re.match(r"tel:|geo:|https:", link)


async def left(page: Page, site: Site) -> None:
    """The person is gone, and neither Back nor the address brings anything of the chat back."""
    await page.wait_for_url(site.doors.exit_url)
    await until(lambda: "POST /chat/leave" in site.requests)
    async with asyncio.timeout(PATIENCE):
        while await page.context.cookies(site.url):
            await asyncio.sleep(0.05)
    await page.go_back()
    assert "secreto" not in await page.content()
    await page.goto(site.url)
    await expect(page.locator("#hello")).to_be_visible()
    assert "secreto" not in await page.content()
    assert await site.service.feeds.link.one("KEYS", "feed*") == []


async def from_somewhere(browser: Browser, site: Site, **settings: Any) -> Page:
    context = await browser.new_context(**(PHONE | {"locale": "es-MX"} | settings))
    page = await context.new_page()
    await page.goto(site.doors.exit_url + "?before")
    await page.goto(site.url)
    await page.fill("#write", "secreto")
    await page.click("#send")
    await expect(replies(page)).to_have_text(["R:secreto"])
    return page


@pytest.mark.parametrize("way", ["button", "escape", "choice", "word"])
async def test_W12_the_quick_exit_leaves_nothing(browser: Browser, site: Site, way: str) -> None:
    site.service.answers["daño"] = [{"text": "secreto", "sealed": True, "choices": [("action.exit", "Salir")]}]
    page = await from_somewhere(browser, site)
    await writes(page, "daño")
    await expect(replies(page)).to_have_count(2)
    site.service.answers["salir"] = site.service.answers["action.exit"] = []
    if way == "button":
        await page.click("#exit")
    elif way == "escape":
        while page.url != site.doors.exit_url:  # a slow machine may take too long between two presses
            await page.keyboard.press("Escape")
            await page.keyboard.press("Escape")
            await asyncio.sleep(0.5)
    elif way == "choice":
        await page.locator('button[value="action.exit"]').last.click()
    else:
        await writes(page, "salir")
    await page.wait_for_url(site.doors.exit_url)
    await page.go_back()
    assert page.url.endswith("?before")  # the chat is not in the history
    await page.go_forward()
    await left(page, site)


async def test_W12_the_quick_exit_works_without_script(browser: Browser, site: Site) -> None:
    page = await from_somewhere(browser, site, java_script_enabled=False)
    await page.click("#exit")
    await left(page, site)


async def test_W12_the_quick_exit_takes_the_other_tabs_with_it(browser: Browser, site: Site) -> None:
    page = await from_somewhere(browser, site)
    await writes(page, "secreto")
    other = await page.context.new_page()
    await other.goto(site.url)
    await expect(other.locator("#log")).to_contain_text("R:secreto")
    await page.click("#exit")
    await other.wait_for_url(site.doors.exit_url)
    await page.wait_for_url(site.doors.exit_url)


async def test_W12_the_screen_is_blank_before_the_network_answers(browser: Browser, site: Site) -> None:
    page = await from_somewhere(browser, site)
    site.is_down = True
    blank = await page.evaluate("document.getElementById('exit').click(), document.body.textContent")
    assert blank == ""


async def test_W12_a_page_that_the_browser_kept_is_not_shown_again(browser: Browser, site: Site) -> None:
    page = await from_somewhere(browser, site)
    before = len(site.requests)
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    await until(lambda: "GET /" in site.requests[before:])
    await expect(page.locator("#hello")).to_be_visible()


async def test_one_escape_is_no_exit(browser: Browser, site: Site) -> None:
    page = await from_somewhere(browser, site)
    await page.keyboard.press("Escape")
    await asyncio.sleep(1.6)
    await page.keyboard.press("Escape")
    await expect(replies(page)).to_have_count(1)
    assert page.url == site.url


async def test_what_is_to_be_forgotten_goes_from_the_screen(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    await writes(page, "secreto")
    await expect(replies(page)).to_have_count(1)
    site.service.answers["borra"] = [{"text": "Borrado.", "forget": True}, {"text": "Adiós.", "forget": True}]
    await writes(page, "borra")
    await expect(replies(page)).to_have_text(["Borrado.", "Adiós."])
    await expect(page.locator(".mine")).to_have_count(0)
    assert "secreto" not in await page.content()
    await writes(page, "hola")
    await expect(replies(page)).to_have_text(["Borrado.", "Adiós.", "R:hola"])


async def test_another_language_relabels_the_page(browser: Browser, site: Site) -> None:
    page = await opened(browser, site)
    await page.fill("#write", "un borrador")
    await page.click('button[value="language.ht"]')
    await expect(page.locator("html")).to_have_attribute("lang", "ht")
    await expect(page.locator("#exit")).to_have_text("Sòti vit")
    await expect(page.locator("#write")).to_have_attribute("placeholder", "Ekri mesaj ou")
    await expect(page.locator("#hello .words")).to_contain_text("Bonjou")
    await expect(page.locator('[aria-current="true"]')).to_have_text("Kreyòl ayisyen")
    assert await page.input_value("#write") == "un borrador"
    assert site.service.taken[0].choice == "language.ht"
    site.service.answers["hello"] = [{"text": "Hi", "language": "en"}]
    await writes(page, "hello")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("#exit")).to_have_text("Quick exit")
    assert site.service.taken[-1].language_hint == "ht"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_works_without_script(browser: Browser, site: Site, language: str) -> None:
    site.service.answers["asylum"] = [{"text": "Uno\n\n- dos", "choices": [("asylum.apply", "Pedir asilo")]}]
    page = await opened(browser, site, java_script_enabled=False)
    await page.click(f'button[value="language.{language}"]')
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await page.click('#hello button[value="asylum"]')
    await expect(replies(page).last).to_have_text("Uno - dos")
    await expect(page.locator("#newest")).to_be_in_viewport()
    await page.click('button[value="asylum.apply"]')
    await expect(replies(page).last).to_have_text("R:asylum.apply")
    await page.fill("#write", "mis palabras")
    await page.click("#send")
    await expect(replies(page).last).to_have_text("R:mis palabras")
    await expect(page.locator("html")).to_have_attribute("lang", language)
    assert [one.choice or one.text for one in site.service.taken][1:] == ["asylum", "asylum.apply", "mis palabras"]


async def test_a_sealed_answer_shows_no_sign_of_typing(browser: Browser, site: Site) -> None:
    site.service.answers["daño"] = [{"text": "Aquí estoy.", "sealed": True}]
    page = await opened(browser, site)
    site.service.delay = 0.6
    await writes(page, "hola")
    await expect(page.locator("#typing")).to_be_visible()
    await expect(page.locator("#spoken")).to_have_text("Farol está escribiendo")
    await expect(replies(page)).to_have_count(1)
    await writes(page, "daño")
    await expect(replies(page)).to_have_count(2)
    await writes(page, "más")
    await expect(page.locator(".state").last).to_have_text("Enviado")
    await expect(page.locator("#typing")).to_be_hidden()
    await expect(replies(page)).to_have_count(3)


@pytest.mark.parametrize("mode", ["light", "dark"])
async def test_light_and_dark_follow_the_phone(browser: Browser, site: Site, mode: Any) -> None:
    page = await opened(browser, site, color_scheme=mode)
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(250, 245, 236)", "dark": "rgb(15, 24, 27)"}[mode]


async def test_nothing_moves_for_those_who_asked_for_rest(browser: Browser, site: Site) -> None:
    page = await opened(browser, site, reduced_motion="reduce")
    await writes(page, "hola")
    await expect(replies(page)).to_have_count(1)
    moving = await page.evaluate("document.getAnimations().length")
    assert moving == 0


async def test_a_browser_without_cookies_is_told_why_nothing_comes(
    browser: Browser, site: Site, service: Service
) -> None:
    page = await opened(browser, site)

    async def forget_cookie(route: Any) -> None:
        answer = await route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
        await page.context.clear_cookies()
        await route.fulfill(response=answer, headers=headers)

    await page.route("**/chat/messages", forget_cookie)
    await writes(page, "hola")
    await expect(page.locator("#bar")).to_contain_text("cookies")


async def test_two_people_in_two_browsers_see_only_their_own(browser: Browser, site: Site) -> None:
    pages = [await opened(browser, site) for _ in range(2)]
    contexts: list[BrowserContext] = [page.context for page in pages]
    assert contexts[0] is not contexts[1]
    for number, page in enumerate(pages):
        await writes(page, f"soy {number}")
    for number, page in enumerate(pages):
        await expect(replies(page)).to_have_text([f"R:soy {number}"])
