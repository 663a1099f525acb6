"""Every page of the real content, as a person, a search engine and somebody who is watched find it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from xml.etree import ElementTree

import pytest

from bot.domain import address
from bot.library.library import Library
from bot.web import page_addresses, page_cards
from bot.web.files import FOLDER
from bot.web.page_text import blocks
from tests.web.pages.conftest import PUBLIC, Client, Stand
from tests.web.pages.reading import Read

CODES = ("es", "en", "ht")
UNFILLED = re.compile(r"\{[a-z0-9_.-]+\}|\{\{|\}\}|\{%")
MOST_BYTES = 30_000


async def read(client: Client, path: str) -> Read:
    async with client.get(path) as answer:
        assert answer.status == 200, path
        page = Read(await answer.text())
    assert page.problems == [], path
    assert not UNFILLED.search(page.text), path
    assert page.html["lang"] in path or path.startswith("/screen")
    return page


def squeezed(text: str) -> str:
    return " ".join(text.split())


async def weight(client: Client, path: str) -> int:
    async with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        return int(answer.headers["Content-Length"])


@pytest.mark.parametrize("language", CODES)
async def test_every_topic_has_its_page(client: Client, library: Library, language: str) -> None:
    for topic in library.topics.values():
        page = await read(client, f"/{language}{address.topic(topic.id)}")
        assert library.title(topic.id, language) in page.text
        assert library.date(topic.verified, language) in page.text, topic.id
        for message in library.answer(topic.id, language).messages:
            for line in filter(None, map(str.strip, message.split("\n"))):
                words = re.sub(r"^([0-9]{1,2}[.)]|[-–•]) +", "", line)
                assert re.sub(r"\W", "", words) in re.sub(r"\W", "", page.text), (topic.id, line)
        for step in topic.next:
            if step in library.topics:
                assert f"/{language}{address.topic(step)}" in page.links
        assert f"/?lang={language}" in page.links
        assert all(squeezed(source.source) in page.text for source in topic.sources)


@pytest.mark.parametrize("language", CODES)
async def test_every_page_of_the_site_map_is_there_and_sound(client: Client, library: Library, language: str) -> None:
    async with client.get("/sitemap.xml") as answer:
        assert answer.content_type == "application/xml"
        tree = ElementTree.fromstring(await answer.text())
    space = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = [str(each.findtext("map:loc", namespaces=space)) for each in tree]
    expected = 1 + len(library.sections) + len(library.topics) + 1
    expected += len({place.kind for place in library.directory.all})
    expected += len(library.directory.cities) + len(library.directory.all)
    assert len(listed) == len(set(listed)) == expected * len(library.languages)
    for each in tree:
        others = [link.attrib["hreflang"] for link in each.findall("x:link", space)]
        assert others == list(library.languages)
    assert all(address.startswith(PUBLIC) for address in listed)
    inside = {address.removeprefix(PUBLIC) for address in listed}
    found: set[str] = set()
    for path in inside:
        if path == f"/{language}" or path.startswith(f"/{language}/"):
            page = await read(client, path)
            found |= {link.partition("#")[0] for link in page.links if link.startswith(f"/{language}")}
    assert found <= inside, "a page links to one that is not in the site map"
    assert {path for path in inside if path.startswith(f"/{language}")} <= found, "a page that no other leads to"


async def test_every_city_shows_all_its_places(client: Client, library: Library) -> None:
    for city in library.directory.cities.values():
        page = await read(client, f"/es{page_addresses.city(library, city.name)}")
        assert city.name in page.text
        for place in library.directory.in_city(city.name):
            assert squeezed(place.name) in page.text, (city.name, place.id)
            assert f"/es/place/{place.id}" in page.links


async def test_a_city_without_a_shelter_names_the_nearest_that_has_one(client: Client, library: Library) -> None:
    page = await read(client, "/es/city/veracruz")
    found = library.directory.find("shelter", city="Veracruz", limit=1)
    assert found.how == "nearest-city"
    assert f"/es{page_addresses.city(library, found.city)}#shelter" in page.links
    assert "tel:911" in page.links


async def test_every_place_says_what_the_chat_says(client: Client, library: Library, stand: Stand) -> None:
    for place in library.directory.all:
        for language in CODES:
            page = await read(client, f"/{language}/place/{place.id}")
            for line in library.directory.card(place.id, language, stand.now).split("\n"):
                assert squeezed(line) in page.text, (place.id, line)
            for phone in place.phones[:3]:
                number = re.sub(r"[^0-9+*]", "", phone.partition(" ext")[0])
                assert f"tel:{number}" in page.links, (place.id, phone)


async def test_a_place_that_hides_is_never_given_away(client: Client, library: Library, stand: Stand) -> None:
    hidden = next(place for place in library.directory.all if place.confidential and place.kind == "shelter")
    near = next(place for place in library.directory.all if place.pin is not None)
    betrayed = replace(hidden, address="Calle Secreta 12", pin=near.pin, city=near.city)
    directory = library.directory
    told = type(directory)(
        [betrayed if place is hidden else place for place in directory.all],
        tuple(directory.cities.values()),
        tuple(directory.states.values()),
        directory.vocabulary,
        library.speech,
    )
    stand.library = replace(library, directory=told)
    paths = [f"/es/place/{hidden.id}", f"/es{page_addresses.city(library, near.city)}", f"/es/places/{hidden.kind}"]
    paths += [f"/screen/{page_addresses.slug(near.city)}?lang=es&page={number}" for number in range(8)]
    assert near.pin is not None
    for path in paths:
        page = await read(client, path)
        assert "Secreta" not in page.text
        if path.startswith("/screen"):
            assert hidden.name not in page.text
    place_page = await read(client, paths[0])
    assert not [link for link in place_page.links if link.startswith(("geo:", "https://www.openstreetmap.org/?mlat"))]


async def test_a_place_on_the_map_has_both_links(client: Client, library: Library) -> None:
    place = next(place for place in library.directory.all if place.pin is not None and not place.confidential)
    page = await read(client, f"/es/place/{place.id}")
    assert place.pin is not None
    point = f"{place.pin.latitude:.6f},{place.pin.longitude:.6f}"
    assert f"geo:{point}?q={point}" in page.links
    assert any(link.startswith("https://www.openstreetmap.org/?mlat=") for link in page.links)


async def test_open_or_closed_goes_by_the_clock_of_the_place(client: Client, library: Library, stand: Stand) -> None:
    place = next(
        place
        for place in library.directory.all
        if place.hours.startswith("Mo-Fr") and not place.call_first and not place.opening_unconfirmed
    )
    path = f"/es/place/{place.id}"
    opened = library.phrase("place.open-until", "es", hour="").partition(",")[0]
    stand.now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # a Friday, about noon
    assert opened in (await read(client, path)).text
    stand.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # the night after
    assert opened not in (await read(client, path)).text


async def test_what_can_hurt_leaves_no_trace_and_has_no_name_in_the_tab(client: Client, library: Library) -> None:
    sealed = [f"/es{address.topic(id)}" for id, topic in library.topics.items() if topic.sealed]
    sealed += [f"/es/{section.id}" for section in library.sections.values() if section.sealed]
    sealed += ["/es/places/gbv-service"]
    sealed += [f"/es/place/{place.id}" for place in library.directory.all if place.confidential]
    assert len(sealed) > 10
    for path in sealed:
        async with client.get(path) as answer:
            assert answer.headers["Cache-Control"] == "no-store", path
            assert "ETag" not in answer.headers
            page = Read(await answer.text())
        assert page.title == library.phrase("web.title", "es")
        assert "https://www.wikipedia.org/" in page.links
        assert "robots" not in page.metas, "people in danger must find it"


async def test_the_rest_may_be_kept_for_a_while_and_is_not_sent_twice(client: Client) -> None:
    async with client.get("/es/asylum/apply") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        tag = answer.headers["ETag"]
    async with client.get("/es/asylum/apply", headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
        assert answer.headers["ETag"] == tag
    async with client.get("/es/asylum/apply", headers={"If-None-Match": 'W/"other"'}) as answer:
        assert answer.status == 200
    async with client.head("/es/asylum/apply") as answer:
        assert (answer.status, await answer.read()) == (200, b"")


async def test_headers_let_nothing_run_and_tell_nobody(client: Client) -> None:
    for path in ("/es", "/es/asylum/apply", "/es/gbv/help", "/screen/tijuana", "/es/nothing"):
        async with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            assert "frame-ancestors 'none'" in policy
            if answer.status == 200:
                assert "script-src" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "Set-Cookie" not in answer.headers


async def test_pages_are_light(client: Client, library: Library) -> None:
    page = await read(client, "/es")
    files = [await weight(client, file) for file in page.files]
    paths = [f"/es{address.topic(id)}" for id in library.topics]
    paths += [f"/es{page_addresses.city(library, name)}" for name in ("Tijuana", "Ciudad de México")]
    paths += ["/es", "/es/places", "/es/places/shelter", "/es/places/gbv-service"]
    heaviest = max([(await weight(client, path), path) for path in paths])
    assert sum(files) + heaviest[0] <= MOST_BYTES, (files, heaviest)


@pytest.mark.parametrize(
    "path",
    [
        "/xx", "/fr/asylum/apply", "/es/nothing", "/es/asylum/nothing", "/es/city/nowhere-at-all", "/es/place/nothing",
        "/es/places/nothing", "/es/asylum/apply/more", "/ES/asylum", "/screen/nowhere", "/screen/tijuana?lang=xx",
        "/es/%2e%2e/asylum", "/es/city/", "/es/asylum/apply%0d%0aX:1",
    ],
)  # fmt: skip
async def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    async with client.get(path) as answer:
        assert answer.status == 404


async def test_pages_stand_in_nobodys_way(client: Client) -> None:
    for path in ("/chat/events", "/staff", "/staff/people", "/hooks/telegram", "/healthz", "/metrics", "/robots.txt"):
        async with client.get(path) as answer:
            assert await answer.text() == "not a page"


@pytest.mark.parametrize(
    ("shared", "leads_to"),
    [
        ("/es/asylum/apply/", "/es/asylum/apply"),
        ("/es/asylum/apply.", "/es/asylum/apply"),
        ("/es/", "/es"),
        ("/es/city/tj", "/es/city/tijuana"),
        ("/ht/city/CDMX", "/ht/city/ciudad-de-mexico"),
        ("/es/city/Ciudad%20Ju%C3%A1rez", "/es/city/ciudad-juarez"),
    ],
)
async def test_a_link_that_was_shared_a_little_wrong_still_leads_there(
    client: Client, shared: str, leads_to: str
) -> None:
    async with client.get(shared, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (308, leads_to)
    await read(client, leads_to)


async def test_a_text_that_is_not_translated_says_so_openly(client: Client, library: Library, stand: Stand) -> None:
    topic = library.topics["asylum.apply"]
    only_spanish = replace(topic, answer={"es": topic.answer["es"]}, title=topic.title)
    stand.library = replace(library, topics=MappingProxyType(library.topics | {topic.id: only_spanish}))
    async with client.get("/ht/asylum/apply") as answer:
        text = await answer.text()
    note = library.phrase("note.not_translated", "ht", name=library.languages["ht"].name)
    assert note in Read(text).text
    assert '<div class="words" lang="es">' in text


async def test_a_text_that_nobody_checked_for_long_says_so(client: Client, library: Library, stand: Stand) -> None:
    stand.now = datetime(2030, 1, 1, tzinfo=UTC)
    topic = library.topics["asylum.apply"]
    date = library.date(topic.verified, "es")
    assert library.phrase("note.expired", "es", date=date) in (await read(client, "/es/asylum/apply")).text


async def test_a_change_of_the_content_shows_at_once(client: Client, library: Library, stand: Stand) -> None:
    await read(client, "/es/asylum/apply")
    topic = library.topics["asylum.apply"]
    changed = replace(topic, title={**topic.title, "es": "Otro título"})
    stand.library = replace(library, topics=MappingProxyType(library.topics | {topic.id: changed}))
    assert "Otro título" in (await read(client, "/es/asylum/apply")).text


async def test_the_languages_lead_to_the_same_page(client: Client) -> None:
    page = await read(client, "/en/city/tapachula")
    assert {f"/{code}/city/tapachula" for code in CODES} <= set(page.links)


def test_a_text_becomes_paragraphs_lists_and_steps() -> None:
    found = blocks("Uno\ndos\n\nTres:\n- a\n- b 911\n\n1. x\n2. y\n\n3. z\nfin", ("911",))
    assert [(block.kind, len(block.items)) for block in found] == [("p", 2), ("p", 1), ("ul", 2), ("ol", 3), ("p", 1)]
    assert [item.number for item in found[3].items] == [1, 2, 3]
    assert ("911", "tel:911") in found[2].items[1].pieces


def test_cities_have_addresses_of_their_own(library: Library) -> None:
    paths = [page_addresses.city(library, name) for name in library.directory.cities]
    assert len(set(paths)) == len(paths)
    assert all(re.fullmatch(r"/city/[a-z0-9-]+", path) for path in paths)


def test_sections_and_places_do_not_share_addresses(library: Library) -> None:
    assert not {"places", "place", "city"} & set(library.sections)
    assert page_cards.is_kind_sealed(library, "gbv-service")
    assert not page_cards.is_kind_sealed(library, "shelter")


def test_the_styles_fetch_nothing_from_elsewhere() -> None:
    for name in ("pages.css", "screen.css"):
        assert not re.search(r"url\(|@import|@font-face", (FOLDER / name).read_text())
