"""W07: what editors put into YAML stands on the public pages letter by letter, and none of it runs."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.library.library import Library
from bot.library.reader import Reader
from bot.web.files import web_assets
from bot.web.pages import PageDoors, routes
from tests.library.conftest import Tree
from tests.naughty import NAUGHTY
from tests.service import ROOT

CODES = ("es", "en", "ht")
TEXTS = [text for text in NAUGHTY if text.strip() and len(text) < 1_000 and "{" not in text]
"""Without what the content itself fills in; a text without letters is none."""
CHECKED = {"verified": "2026-11-20", "verified_by": "desk research", "review_by": "2027-02-20"}
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


LINES = [text for text in TEXTS if len(text) <= 80 and "\n" not in text]
SHORT = [text for text in TEXTS if len(text) <= 40]


class Plainly(yaml.SafeDumper):
    """References are not used in the content."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def in_all(text: str) -> dict[str, str]:
    return dict.fromkeys(CODES, text)


def answers() -> Iterator[list[str]]:
    """All texts, a paragraph each, in as many answers as they need: four messages of a thousand letters."""
    messages = [""]
    for text in TEXTS:
        longer = f"{messages[-1]}\n\n{text}".lstrip("\n")
        messages = [*messages[:-1], longer] if len(longer) <= 1_000 else [*messages, text]
    yield from (messages[first : first + 4] for first in range(0, len(messages), 4))


def source(text: str) -> dict[str, str]:
    return {"says": text, "source": text, "url": "javascript:alert(1)", "as_of": "2026-02-25", "confidence": "reported"}


def topic(number: int, messages: list[str]) -> dict[str, Any]:
    text = SHORT[-number - 1]
    words = {"title": in_all(text), "button": in_all("x"), "answer": dict.fromkeys(CODES, messages)}
    return words | CHECKED | {"sources": [source(text)], "next": ["asylum.t0", "asylum.t1"]}


def place(number: int, texts: list[str]) -> dict[str, Any]:
    """Each text in a place of its own."""
    name, address, hours, note, hours_note, documents, cited = texts
    where = {"city": "Tijuana", "state": "Baja California", "address": address, "hours": hours}
    contact = {"email": '"><script>alert(1)</script>@x.example', "web": "javascript:alert(1).x"}
    told = {"note": in_all(note), "hours_note": in_all(hours_note), "documents": in_all(documents)}
    head = {"id": f"shelter-{number}", "name": name, "confirmed": "2026-01"}
    return head | where | contact | told | CHECKED | {"sources": [source(cited)]}


PLACES = [LINES[first : first + 7] for first in range(0, len(LINES) - 6, 7)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A tree in which every text of editors is written by somebody who means harm."""
    tree = Tree(tmp_path_factory.mktemp("hostile"))
    topics = {f"t{number}": topic(number, answer) for number, answer in enumerate(answers())}
    section = {
        "title": in_all(SHORT[0]),
        "button": in_all("x"),
        "intro": in_all(TEXTS[-2]),
        "topics": [f"asylum.{id}" for id in topics],
    }
    files = {f"asylum/{id}": content for id, content in topics.items()} | {"asylum/_section": section}
    files["places/shelter"] = [place(number, texts) for number, texts in enumerate(PLACES)]
    for name, content in files.items():
        tree.write(f"content/{name}.yaml", yaml.dump(content, Dumper=Plainly, default_style='"', sort_keys=False))
    tree.change("content/asylum/_section.yaml", '"title"', 'order: 1\n"title"')
    library, problems = Reader(tree.content, ROOT / "locales", learning=False).load(lenient=True)
    assert library is not None and not [each for each in problems if each.level == "error"], problems
    return library


@pytest.fixture
async def address(hostile: Library) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes(PageDoors(lambda: hostile, lambda: NOW, "https://farol.example")))
    app.router.add_get("/static/web/{name}", web_assets().serve)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


def squeezed(text: str) -> str:
    return "".join(text.split())


async def test_W07_no_public_page_runs_what_stands_in_the_content(
    browser: Browser, address: str, hostile: Library
) -> None:
    page = await browser.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append("dialog"), asyncio.ensure_future(dialog.dismiss())))
    page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if "x.example" in asked.url else None)

    async def shown(path: str, where: str) -> list[str]:
        await page.goto(address + path)
        bad = "main script, main iframe, main img, main style, main object, main base, main form, [onload], [onerror]"
        assert await page.locator(f"{bad}, [onmouseover], a[href^='javascript:']").count() == 0, path
        return [squeezed(text) for text in await page.locator(where).all_text_contents()]

    texts = []
    for number, answer in enumerate(answers()):
        said = await shown(f"/es/asylum/t{number}", "main .words")
        assert said == [squeezed(message) for message in answer]
        texts += said
        assert squeezed(SHORT[-number - 1]) in await shown(f"/ht/asylum/t{number}", "h1")
        assert await page.title() != ""
    assert len("".join(texts)) == len(squeezed("".join(TEXTS)))
    titles = [squeezed(hostile.title(id, "es")) for id in hostile.sections["asylum"].topics]
    assert await shown("/es/asylum", "main .ways.large a") == titles
    assert await shown("/es/asylum", ".lead") == [squeezed(TEXTS[-2])]
    assert squeezed(SHORT[0]) in await shown("/es", "main a")
    names = sorted(squeezed(name) for name, *_ in PLACES)
    assert len(names) > 70
    assert sorted(await shown("/es/city/tijuana", "article h3")) == names
    assert sorted(await shown("/en/places/shelter", "main .briefs a[href*='/place/']")) == names
    for number in range(0, len(PLACES), 20):
        assert await shown(f"/es/place/shelter-{number}", "h1") == [squeezed(PLACES[number][0])]
    said = "".join(await shown("/es/city/tijuana", "main p"))
    assert not [text for _, *texts, _ in PLACES for text in texts if squeezed(text) not in said]
    for number in range(4):
        await shown(f"/screen/Tijuana?lang=es&page={number}", "main")
    assert wrong == []
