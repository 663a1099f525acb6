"""Portuguese: a folder and a few texts, with no line of code changed."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from bot.app import cli
from bot.app.commands.check import rendered
from bot.library import exchange, reader
from bot.library.learning import Learned, NothingLearned
from tests.content.test_everything import NOON, texts_of
from tests.content.trees import Copy

LANGUAGE = """\
# Portuguese.
code: pt
name: Português
english: Portuguese
fallback: [es]
aliases: [portugues, portuguese]
commands: {action.menu: [menu, início]}
list_and: e
yes: [sim]
no: [não]
"""


@pytest.fixture
def portuguese(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """The folder locales/pt, and title, button and answer of one topic."""
    copy.write("locales/pt/language.yaml", LANGUAGE)
    name = "content/asylum/apply.yaml"
    text = copy.read(name)
    source = copy.load().topics["asylum.apply"]
    for key, said in (("title", "Como pedir refúgio no México"), ("button", "Pedir refúgio")):
        text = text.replace(f"\n{key}:\n", f"\n{key}:\n  pt: {said}\n", 1)
    messages = "".join(
        f"    - |\n{''.join(f'      {line}'.rstrip() + chr(10) for line in message.splitlines())}"
        for message in source.answer["es"]
    )
    copy.write(name, text.replace("\nanswer:\n", f"\nanswer:\n  pt:\n{messages}", 1))
    monkeypatch.setenv("BOT_CONTENT_DIR", str(copy.content))
    monkeypatch.setenv("BOT_LOCALES_DIR", str(copy.locales))
    monkeypatch.setenv("BOT_DATA_DIR", str(copy.root / "var"))
    return copy


def test_it_loads_and_is_not_offered_before_it_is_complete(portuguese: Copy) -> None:
    library = portuguese.load()
    assert "pt" in library.loaded_languages
    assert "pt" not in library.languages
    assert library.topics["asylum.apply"].title["pt"] == "Como pedir refúgio no México"
    assert not [str(each) for each in portuguese.problems("error")]
    told = [each for each in portuguese.problems("warning") if "pt is not offered yet" in each.what]
    assert [(Path(each.file).name, each.line) for each in told] == [("language.yaml", 2)]


def test_it_falls_back_openly(portuguese: Copy) -> None:
    library = portuguese.load()
    own, other = library.answer("asylum.apply", "pt"), library.answer("asylum.deadline", "pt")
    assert (own.language, own.fell_back) == ("pt", False)
    assert (other.language, other.fell_back) == ("es", True)
    assert library.button("asylum.deadline", "pt") == library.button("asylum.deadline", "es")


def test_it_shows_in_the_status(portuguese: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["i18n", "status", "pt"]) == 0
    said = capsys.readouterr().out
    assert "Portuguese (pt), not offered to people yet" in said
    assert "is not known here" in said
    (asylum,) = [line.split() for line in said.splitlines() if line.split()[:1] == ["asylum"]]
    assert asylum[1:3] == ["1", "0"]


def test_it_is_offered_when_a_translator_has_finished(portuguese: Copy, capsys: pytest.CaptureFixture[str]) -> None:
    out = portuguese.root / "pt.po"
    assert cli.main(["i18n", "export", "pt", "--out", str(out)]) == 0
    catalog = read_po(BytesIO(out.read_bytes()))
    for message in catalog:
        if message.id and not message.string and not message.context.startswith("place."):
            message.string = message.id
    done = BytesIO()
    write_po(done, catalog)
    out.write_bytes(done.getvalue())
    assert cli.main(["i18n", "import", str(out), "--by", "a test"]) == 0, capsys.readouterr().out
    library = portuguese.load()
    assert "pt" in library.languages
    assert not [str(each) for each in portuguese.problems("error")]
    said = [text for one in rendered(library, "asylum.apply", "pt", "web", NOON) for text in texts_of(one)]
    assert library.topics["asylum.apply"].answer["pt"][0].split("{")[0].strip() in said[0]
    assert library.translations["pt"]["asylum.deadline"].by == "a test"
    assert not library.translations["pt"]["asylum.deadline"].reviewed
    again = exchange.exported(library, "pt", portuguese.content, portuguese.locales)
    assert b"fuzzy" not in again
    capsys.readouterr()
    assert cli.main(["i18n", "status", "pt"]) == 0
    assert "Portuguese (pt), offered to people" in capsys.readouterr().out


def test_a_preview_shows_it_before_people_see_it(portuguese: Copy) -> None:
    library = portuguese.load()
    said = [text for one in rendered(library, "asylum.apply", "pt", "web", NOON) for text in texts_of(one)]
    assert library.topics["asylum.apply"].answer["pt"][0].split("{")[0].strip() in said[0]
    other = [text for one in rendered(library, "asylum.deadline", "pt", "web", NOON) for text in texts_of(one)]
    assert library.phrase("note.not_translated", "pt", name="Português") in other[0]


def test_understanding_is_told_that_it_is_offered(portuguese: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, ...]] = []

    def learn(topics: object, actions: object, offered: tuple[str, ...], *rest: object) -> Learned:
        told.append(offered)
        return Learned(NothingLearned())

    monkeypatch.setattr(reader, "learn", learn)
    library = portuguese.load()
    assert reader.Reader(portuguese.content, portuguese.locales).load()[0] is not None
    assert told == [tuple(library.languages)]
