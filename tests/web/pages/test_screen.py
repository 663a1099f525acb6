"""The screen on a shelter's wall: it goes round by itself, in every language, and gives no one away."""

import re

import pytest
from playwright.async_api import Browser

from bot.library.library import Library
from tests.web.pages.conftest import Client
from tests.web.pages.reading import Read


async def round_of(client: Client, start: str) -> list[Read]:
    """All slides, as the browser asks for one after another until the first comes again."""
    found: list[Read] = []
    query = start
    for _ in range(60):
        async with client.get(f"/screen/tijuana{query}") as answer:
            assert answer.status == 200
            page = Read(await answer.text())
        assert page.problems == []
        found.append(page)
        wait, query = page.metas["refresh"].split("; url=")
        assert wait == "60"
        if query.endswith("page=0"):
            return found
    raise AssertionError("it never comes round")


async def test_it_goes_round_in_every_language(client: Client, library: Library) -> None:
    pages = await round_of(client, "")
    spoken = [page.html["lang"] for page in pages]
    assert spoken == [*library.languages] * (len(pages) // len(library.languages))
    text = " ".join(page.text for page in pages)
    assert "911" in text
    assert "farol.example" in text


async def test_it_keeps_to_a_language_that_was_chosen(client: Client, library: Library) -> None:
    pages = await round_of(client, "?lang=ht")
    assert {page.html["lang"] for page in pages} == {"ht"}
    titles = " ".join(page.text for page in pages)
    for phrase in ("pages.screen.beds", "pages.city"):
        assert library.phrase(phrase, "ht", city="Tijuana") in titles
    for phrase in ("pages.screen.lines", "pages.screen.write"):
        assert library.phrase(phrase, "ht") in titles


async def test_it_shows_no_place_that_hides_and_none_where_nobody_sleeps(client: Client, library: Library) -> None:
    for city in ("tijuana", "tapachula", "ciudad-de-mexico", "mexicali"):
        for number in range(10):
            async with client.get(f"/screen/{city}?lang=es&page={number}") as answer:
                page = Read(await answer.text())
            for place in library.directory.all:
                if place.confidential or (place.kind == "shelter" and not place.overnight):
                    assert place.name not in page.text


@pytest.mark.parametrize("query", ["?page=9999999999", "?page=-1", "?page=x", "?page=²", "?lang=es&page=99999"])
async def test_a_strange_number_shows_a_slide_all_the_same(client: Client, query: str) -> None:
    async with client.get(f"/screen/tijuana{query}") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("city", ["tj", "Tijuana", "TIJUANA", "Ciudad%20Ju%C3%A1rez"])
async def test_a_city_is_known_by_any_of_its_names(client: Client, city: str) -> None:
    async with client.get(f"/screen/{city}") as answer:
        assert answer.status == 200


async def test_it_is_not_for_search_engines(client: Client) -> None:
    async with client.get("/screen/tijuana") as answer:
        assert re.search(r'name="robots" content="noindex"', await answer.text())


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (1024, 768)])
async def test_nothing_hangs_over_the_edge(client: Client, browser: Browser, width: int, height: int) -> None:
    page = await browser.new_page(viewport={"width": width, "height": height})
    for number in range(18):
        await page.goto(str(client.make_url(f"/screen/tijuana?page={number}")))
        size = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert size == [width, height], number


async def test_pages_fit_a_small_phone(client: Client, browser: Browser) -> None:
    context = await browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=True)
    page = await context.new_page()
    for path in ("/es", "/ht/gbv/help", "/es/city/tijuana", "/en/places", "/es/places/shelter", "/ht/place/hot-911"):
        await page.goto(str(client.make_url(path)))
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
        small = await page.evaluate(
            "[...document.querySelectorAll('.go, #exit, .tongues a, .brand, .ways.large a, .jumps a')]"
            ".filter(each => each.getBoundingClientRect().height < 44).map(each => each.textContent)"
        )
        assert small == [], path
