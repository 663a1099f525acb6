"""Translations: what is done, out to a PO file and back without disturbing a comment."""

from io import BytesIO

import pytest
from babel.messages.pofile import read_po, write_po

from bot.library import exchange
from bot.library.rewriting import CannotRewrite, set_list, set_text
from bot.library.translation import status
from tests.library.conftest import Tree


def po_of(tree: Tree, code: str = "ht") -> bytes:
    return exchange.exported(tree.load(), code, tree.content, tree.locales)


def edited(po: bytes, changes: dict[str, str]) -> bytes:
    catalog = read_po(BytesIO(po))
    for message in catalog:
        if message.context in changes:
            message.string = changes[message.context]
            message.flags.discard("fuzzy")
    out = BytesIO()
    write_po(out, catalog, width=60)
    return out.getvalue()


def take(tree: Tree, po: bytes, code: str = "ht") -> exchange.Imported:
    return exchange.imported(tree.load(), code, tree.content, tree.locales, po, by="Ana")


def snapshot(tree: Tree) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in tree.root.rglob("*") if path.is_file()}


def test_status_counts(tree: Tree) -> None:
    found = status(tree.load(), "ht", tree.content, tree.locales)
    assert found.missing == ["asylum.wait"]
    assert found.sections["asylum"].done == 2
    assert found.share_asked == 0.5
    asked = status(tree.load(), "ht", tree.content, tree.locales, {"asylum.apply": 9, "asylum.wait": 1})
    assert asked.share_asked == 0.9


def test_an_unchanged_file_changes_nothing(tree: Tree) -> None:
    before = snapshot(tree)
    assert take(tree, po_of(tree)).files == []
    assert snapshot(tree) == before


def test_a_po_file_has_what_translators_need(tree: Tree) -> None:
    text = po_of(tree).decode()
    assert 'msgctxt "asylum.apply answer 1"' in text
    assert f"#: {tree.content}/asylum/apply.yaml:12" in text
    assert "#. at most 20 characters" in text
    assert "vital" in text
    assert po_of(tree) == po_of(tree)


def test_a_translation_goes_into_its_place_and_nothing_else_moves(tree: Tree) -> None:
    before = tree.read("content/asylum/apply.yaml")
    new = "Premye liy: \"a\" # b\n\n{hot-911.phone} 'c'"
    result = take(tree, edited(po_of(tree), {"asylum.apply answer 1": new, "asylum.apply title": "Yon: tit"}))
    assert (result.texts, [each.what for each in result.problems]) == (2, [])
    after = tree.read("content/asylum/apply.yaml")
    library = tree.load()
    assert library.topics["asylum.apply"].answer["ht"][0] == new
    assert library.topics["asylum.apply"].title["ht"] == "Yon: tit"
    assert [line for line in before.splitlines() if line not in after.splitlines()] == [
        "  ht: Kijan pou mande azil",
        "      Ale nan biwo COMAR. Li gratis.",
        "      Rele {hot-911.phone} si w an danje.",
    ]  # fmt: skip
    assert library.translations["ht"]["asylum.apply"].by == "Ana"
    assert status(library, "ht", tree.content, tree.locales).stale == []


def test_a_new_translation_is_added_in_every_style(tree: Tree) -> None:
    tree.write("locales/pt/language.yaml", "code: pt\nname: Português\n")
    po = po_of(tree, "pt")
    wanted = {
        "asylum.apply title": "Título, um", "asylum.apply button": "Botão",
        "asylum.apply answer 1": "A {hot-911.phone}",
        "asylum.apply answer 2": "1. B\n2. C", "asylum title": "Asilo, sim", "vocabulary.who.women": "mulheres",
        "place.shelter-tij-one note": "Venha cedo.", "phrase.hello": "Olá, {name}.",
        "vocabulary.kinds.shelter one": "abrigo",
    }  # fmt: skip
    result = take(tree, edited(po, wanted), "pt")
    problems = [str(each) for each in result.problems]
    assert len(problems) == 1, problems  # kinds need both words at once
    assert "vocabulary.kinds.shelter" in problems[0]
    library = tree.load()
    assert library.topics["asylum.apply"].answer["pt"] == ("A {hot-911.phone}", "1. B\n2. C")
    assert library.sections["asylum"].title["pt"] == "Asilo, sim"
    assert library.phrase("hello", "pt", name="x") == "Olá, x."
    assert library.directory.places["shelter-tij-one"].note["pt"] == "Venha cedo."
    assert "# A comment between two messages." in tree.read("content/asylum/apply.yaml")
    again = {m.context: m.string for m in read_po(BytesIO(po_of(tree, "pt"))) if m.context in wanted}
    assert {key: text for key, text in wanted.items() if again[key] != text} == {
        "vocabulary.kinds.shelter one": "abrigo"
    }


def test_changed_spanish_makes_translations_stale(tree: Tree) -> None:
    library = tree.load()
    assert exchange.settled(library, "ht", tree.content, tree.locales, "desk translation") > 5
    old = po_of(tree)
    tree.change("content/asylum/apply.yaml", "Es gratis.", "No cuesta.")
    found = status(tree.load(), "ht", tree.content, tree.locales)
    assert (found.stale, found.stale_vital) == (["asylum.apply"], ["asylum.apply"])
    assert b"#, fuzzy" in po_of(tree)
    assert tree.load().answer("asylum.apply", "ht").stale
    take(tree, old)  # made from the old Spanish: still stale
    assert tree.load().answer("asylum.apply", "ht").stale
    units = ("title", "button", "answer 1", "answer 2")
    said = {m.context: m.string for m in read_po(BytesIO(po_of(tree)))}
    take(tree, edited(po_of(tree), {f"asylum.apply {unit}": said[f"asylum.apply {unit}"] for unit in units}))
    assert not tree.load().answer("asylum.apply", "ht").stale


@pytest.mark.parametrize(
    ("unit", "text", "why"),
    [("asylum.apply button", "x" * 21, "room for 20"), ("asylum.apply answer 1", "san nimewo", "names in"),
     ("asylum.apply answer 2", "x" * 1001, "room for 1000"), ("phrase.hello", "Bonjou, {nam}.", "names in")],
)  # fmt: skip
def test_a_text_that_would_break_the_content_is_not_taken(tree: Tree, unit: str, text: str, why: str) -> None:
    result = take(tree, edited(po_of(tree), {unit: text}))
    assert (result.texts, [why in each.what for each in result.problems]) == (0, [True])


def test_half_an_answer_is_not_written(tree: Tree) -> None:
    tree.change("content/asylum/wait.yaml", "    - Tarda 45 días.", "    - Tarda 45 días.\n    - Espera.")
    result = take(tree, edited(po_of(tree), {"asylum.wait answer 1": "45 jou."}))
    assert "half an answer" in result.problems[0].mend
    assert "ht" not in tree.load().topics["asylum.wait"].answer


def test_no_po_file_is_said_so(tree: Tree) -> None:
    assert "not a PO file" in take(tree, b"this is a letter and no catalogue\n").problems[0].what


STYLES = [
    "t:\n  es: a\n  ht: b  # c\nx: 1\n",
    "t: {es: a, ht: b, en: c} # d\n",
    "t:\n  es: |\n    a\n\n    b\n  ht: |\n    c\n\n    d\n\n# e\nx: 1\n",
    "t:\n  ht: >-\n    folded\n    text\n  es: a\n",
    't:\n  ht: "quoted\n    on two lines"\n  es: a\n',
    "t:\n  ht: plain\n    on two lines\n  es: a\n",
    "- t:\n    ht: 'x'\n",
    "t: {es: a}\n",
    "t:\n  es: a\n\n  # last\n",
    "t:\n  es: |\n    a",
]


@pytest.mark.parametrize("text", STYLES)
@pytest.mark.parametrize(
    "value", ["simple", "with: colon, comma # and hash", "two\n\nlines {x.y}", "- a\n- b", '"q" \\ \'', "no"]
)
def test_any_style_can_be_rewritten(text: str, value: str) -> None:
    path = (0, "t", "ht") if text.startswith("-") else ("t", "ht")
    changed = set_text(text, path, value)  # it verifies itself that nothing else changed
    assert [line for line in text.splitlines() if "#" in line and line.lstrip().startswith("#")] == [
        line for line in changed.splitlines() if line.lstrip().startswith("#") and line in text
    ]


@pytest.mark.parametrize("values", [["a"], ["a\nb", "c"], ["x: y", "z", "- w"]])
@pytest.mark.parametrize(
    "text",
    ["t:\n  es:\n    - |\n      one\n    # k\n    - two\n  ht:\n    - |\n      three\n    # c\n    - four\nx: 1\n",
     "t:\n  es: [a]\n  ht: [b, c]\n", "t: {es: [a]}\n", "t:\n  es:\n  - a\n# end\n"],
)  # fmt: skip
def test_lists_can_be_rewritten(text: str, values: list[str]) -> None:
    set_list(text, ("t", "ht"), values)


def test_what_cannot_be_done_safely_is_refused() -> None:
    with pytest.raises(CannotRewrite):
        set_text("t: [a]\n", ("t", "ht"), "x")
    with pytest.raises(CannotRewrite):
        set_text("t: {es: a\n", ("t", "es"), "x")
