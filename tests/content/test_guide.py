"""The editors' guide is true: its worked examples work, and every field and every command is in it."""

import re
from dataclasses import dataclass

import pytest

from bot.app import cli
from bot.domain.problem import Problem
from bot.library import forms
from bot.library.shapes import Record
from tests.content.trees import CONTENT, Copy

GUIDE = (CONTENT / "README.md").read_text("utf-8")
_FENCE = re.compile(r"^```(yaml|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A block of the guide: what goes into which file, in place of what."""

    file: str
    before: str
    after: str


def examples() -> list[Example]:
    found = []
    for kind, block in _FENCE.findall(GUIDE):
        head, _, body = block.partition("\n")
        if kind == "yaml":
            found.append(Example(head.removeprefix("# "), "", body))
            continue
        lines = body.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line.startswith("-"))
        after = "".join(line[1:] for line in lines if line.startswith("+"))
        found.append(Example(head.removeprefix("--- "), before, after))
    return found


ALERTS = (CONTENT / "alerts" / "README.md").read_text("utf-8")
EXAMPLES = {example.file + ("" if example.before else " new"): example for example in examples()}


def follow(copy: Copy, name: str) -> None:
    """Do what the guide says."""
    example = EXAMPLES[name]
    if example.before:
        copy.change(example.file, example.before, example.after)
    elif (copy.root / example.file).exists():
        copy.write(example.file, copy.read(example.file).rstrip("\n") + "\n\n" + example.after)
    else:
        copy.write(example.file, example.after)


def news(copy: Copy, name: str) -> list[Problem]:
    return [each for each in copy.problems() if each.file.endswith(name)]


def test_the_guide_has_these_examples() -> None:
    assert sorted(EXAMPLES) == [
        "content/aid/_section.yaml",
        "content/aid/laundry.yaml new",
        "content/places/shelter.yaml",
        "content/places/shelter.yaml new",
        "locales/pt/language.yaml new",
    ]
    assert GUIDE.count("\n") <= 250


def test_writing_an_alert(copy: Copy) -> None:
    """As its own guide tells it, each field named."""
    ((_, block),) = _FENCE.findall(ALERTS)
    before = copy.problems()
    name, _, body = block.removeprefix("# ").partition("\n")
    copy.write(name, body)
    assert copy.problems() == before
    assert copy.load().alerts["2026-11-test"].states == ("Chiapas", "Tabasco")
    assert [field for field in (*forms.ALERT.required, *forms.ALERT.optional) if f"`{field}`" not in ALERTS] == []


def test_adding_a_shelter_and_changing_its_phone(copy: Copy) -> None:
    before = len(copy.problems())
    follow(copy, "content/places/shelter.yaml new")
    assert len(copy.problems()) == before
    directory = copy.load().directory
    assert directory.detail("shelter-tij-example", "phone", "es") == "+52 664 123 4567"
    assert "shelter-tij-example" in [
        place.id for place, _ in directory.find("shelter", city="TJ", who="families", limit=99).places
    ]
    follow(copy, "content/places/shelter.yaml")
    assert len(copy.problems()) == before
    assert copy.load().directory.detail("shelter-tij-example", "phone", "es") == "+52 664 123 4568"


def test_adding_a_topic(copy: Copy) -> None:
    before = len(copy.problems())
    follow(copy, "content/aid/laundry.yaml new")
    assert [each.what for each in news(copy, "laundry.yaml")] == ["no menu and no other topic leads here"]
    follow(copy, "content/aid/_section.yaml")
    assert len(copy.problems()) == before
    library = copy.load()
    assert "aid.laundry" in library.sections["aid"].topics
    assert "911" in library.answer("aid.laundry", "ht").messages[0]


def test_adding_a_language(copy: Copy) -> None:
    follow(copy, "locales/pt/language.yaml new")
    assert [str(each) for each in copy.problems("error")] == []
    library = copy.load()
    assert library.loaded_languages["pt"].name == "Português"
    assert "pt" not in library.languages


def fields() -> list[str]:
    found: set[str] = set()
    for shape in (forms.TOPIC, forms.SECTION, forms.PLACE, forms.SOURCE, forms.MENU, forms.LANGUAGE):
        assert isinstance(shape, Record)
        found |= {*shape.required, *shape.optional}
    return sorted(found)


@pytest.mark.parametrize("field", fields())
def test_every_field_is_described(field: str) -> None:
    assert f"`{field}`" in GUIDE or f"`{field}:" in GUIDE


def test_every_kind_of_file_is_named() -> None:
    for path in CONTENT.iterdir():
        if path.is_dir() and not path.name.startswith(".") and not (path / "_section.yaml").exists():
            assert f"content/{path.name}/" in GUIDE or f"`{path.name}/" in GUIDE, path.name
        elif path.suffix == ".yaml":
            assert path.name in GUIDE, path.name


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`bot ([a-z0-9]+(?: [^`]*)?)`", GUIDE))))
def test_every_command_is_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = re.findall(r'"[^"]*"|\S+', command)
    cli.parser().parse_args([word.strip('"') for word in words])


def test_warnings_of_the_guide_are_warnings_of_the_program() -> None:
    table = GUIDE.partition("| warning | what to do |")[2].partition("\n\n")[0]
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("rules", "understanding")
        for path in (CONTENT.parent / "bot/library" / folder).glob("*.py")
    )
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    said = [text for row in rows for text in re.findall(r"`([^`]+)`", row)]
    assert len(said) > 15
    for text in said:
        told = text.replace("missing in ht", "missing in {code}").replace("verified is missing", "{name} is missing")
        told = told.replace("has the same name as", "has the same {key[0]} as")
        assert told in code or told.replace("characters, more than 600", "characters, more than") in code, text
