"""Colours that can be read, phrases that are there, and pages that weigh little."""

import gzip
import re

import pytest

from bot.console.drawing import HERE
from bot.console.route import found_routes
from bot.library.library import Library
from tests.console.kit import Console
from tests.contrast import contrast

CSS = (HERE / "static/console.css").read_text()
JS = (HERE / "static/console.js").read_text()
PAIRS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "well"), ("soft", "paper"), ("soft", "card"), ("soft", "well"),
    ("accent", "card"), ("accent", "paper"), ("accent-deep", "tint"), ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("good", "good-tint"), ("warn", "warn-tint"), ("bad", "bad-tint"), ("bad", "card"), ("sealed", "sealed-tint"),
    ("soft", "tint"), ("ink", "tint"),
]  # fmt: skip
EDGES = [("edge", "card"), ("edge", "paper"), ("ring", "card"), ("ring", "paper"), ("accent", "card")]


def palettes() -> dict[str, dict[str, str]]:
    blocks = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r"\{([^{}]*)\}", CSS)]
    light, by_system, by_choice = [block for block in blocks if "paper" in block]
    assert by_system == by_choice and set(light) == set(by_choice)
    return {"light": light, "dark": by_choice}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_and_edges_stand_out_from_what_is_behind_them(mode: str) -> None:
    colours = palettes()[mode]
    wanted = [(pair, 4.5) for pair in PAIRS] + [(pair, 3.0) for pair in EDGES]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair, least in wanted
            if contrast(colours[pair[0]], colours[pair[1]]) < least}  # fmt: skip
    assert weak == {}


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_kept() -> None:
    assert not re.search(r"url\(|@import|@font-face", CSS)
    assert not re.search(r"https?://|localStorage|sessionStorage|indexedDB|document\.cookie|eval\(", JS)
    for template in (HERE / "templates").rglob("*.html"):
        assert not re.search(r"<script>|<style|\sstyle=|\son[a-z]+=|https?://", template.read_text()), template.name


def test_every_phrase_that_pages_name_is_there_in_every_language(library: Library) -> None:
    sources = [path for path in HERE.rglob("*") if path.suffix in {".py", ".html"}]
    said = [
        each for path in sources for each in re.findall(r'(words\.)?\bsay\("([^"…]+[^".…])"', path.read_text("utf-8"))
    ]
    named = {f"{'report' if of_report else 'console'}.{phrase}" for of_report, phrase in said}
    named |= {
        f"console.done.{done}" for path in sources for done in re.findall(r'done="([a-z-]+)"', path.read_text("utf-8"))
    }
    named |= {f"console.{route.name}.{what}" for route in found_routes() if route.menu for what in ("menu", "about")}
    assert len(named) > 100
    for language in library.languages:
        catalog = library.speech.catalogs[language]
        missing = {id for id in named if not catalog.form(id, None)}
        assert missing == set(), language


async def test_the_first_load_is_small(console: Console) -> None:
    client = await console.signed_in("administrator")
    page = await client.ask("GET", "/people", headers={"Accept-Encoding": "gzip"})
    weight = len(gzip.compress(page.text.encode()))
    for path in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)):
        weight += len(gzip.compress((await client.get(path)).text.encode()))
    assert weight < 30_000, "the limit is 150 kB; pages of our own take their share of it"
