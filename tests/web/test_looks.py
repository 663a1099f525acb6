"""Colours that can be read, and a script that an old phone can run."""

import re
from itertools import pairwise

import pytest
from babel.messages.pofile import read_po

from bot.web.files import FOLDER
from bot.web.page import SPOKEN
from tests.contrast import contrast

LOCALES = FOLDER.parents[2] / "locales"
CSS = (FOLDER / "chat.css").read_text()
JS = (FOLDER / "chat.js").read_text()
PAIRS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "mine"), ("soft", "paper"), ("soft", "card"), ("link", "card"),
    ("link", "tap"), ("link", "paper"), ("link", "mine"), ("on-deep", "deep"), ("on-away", "away"),
    ("on-lamp", "lamp"), ("paper", "link"), ("ink", "tap"),
]  # fmt: skip
EDGES = [("tap-line", "paper"), ("tap-line", "card"), ("ring", "paper"), ("ring", "card"), ("away", "deep")]


def palettes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]
    first = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    return {"light": first, "dark": first | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark))}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(mode: str) -> None:
    colours = palettes()[mode]
    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_edges_of_what_can_be_tapped_are_seen(mode: str) -> None:
    colours = palettes()[mode]
    needed = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in EDGES}
    if mode == "light":
        needed.pop(("away", "deep"))  # the words on it stand out by themselves
    assert {pair: value for pair, value in needed.items() if value < 3} == {}


def test_the_script_is_nothing_newer_than_2017() -> None:
    code = re.sub(r"//.*", "", JS)
    for newer in (
        r"\?\.",
        r"\?\?",
        r"\(\?<",
        r"\.\.\.\w",
        r"\bcatch \{",
        r"\.matchAll|\.replaceAll|\.replaceChildren|\.at\(",
    ):
        assert not re.search(newer, code), newer


def test_the_script_keeps_nothing_and_writes_no_html() -> None:
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|outerHTML|eval\(", JS)
    assert not re.search(r"pushState|replaceState|serviceWorker|Notification", JS)


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|@font-face", CSS)
    assert set(re.findall(r"https?://[a-z.]+", JS)) <= {"https://www.openstreetmap.org"}


def test_every_phrase_of_the_page_is_there_and_used() -> None:
    code = "".join(file.read_text() for file in FOLDER.parent.rglob("*") if file.suffix in {".py", ".html"})
    used = set(re.findall(r"word\(\"(\w+)\"\)", code)) | set(SPOKEN) | {"busy"}
    for file in sorted(LOCALES.glob("*/web.po")):
        with file.open("rb") as opened:
            phrases = {message.id: message.string for message in read_po(opened) if message.id}
        assert set(phrases) == {f"web.{id}" for id in used}, file
        assert all(phrases.values()), file


def test_the_palettes_name_the_same_colours() -> None:
    blocks = [set(re.findall(r"--([a-z-]+):", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)[:2]]
    assert all(one == other for one, other in pairwise(blocks))
