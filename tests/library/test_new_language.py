"""A language that begins from nothing, filled from one PO file: groups, plurals and new files are written whole."""

import pytest

from bot.library import exchange
from bot.library.catalog import plural_of
from bot.library.rewriting import CannotRewrite, add_group
from tests.library.conftest import Tree
from tests.library.test_translation import edited, po_of, take


@pytest.fixture
def begun(tree: Tree) -> Tree:
    tree.write("locales/pt/language.yaml", "code: pt\nname: Português\n")
    return tree


def test_words_that_stand_together_are_written_together(begun: Tree) -> None:
    words = {"vocabulary.kinds.shelter one": "abrigo", "vocabulary.kinds.shelter many": "abrigos: todos"}
    result = take(begun, edited(po_of(begun, "pt"), words), "pt")
    assert (result.texts, result.problems) == (2, [])
    shelter = begun.load().directory.vocabulary.kinds["shelter"]
    assert shelter["pt"] == {"one": "abrigo", "many": "abrigos: todos"}
    assert shelter["es"] == {"one": "albergue", "many": "albergues"}


def test_a_part_of_them_is_not_written(begun: Tree) -> None:
    result = take(begun, edited(po_of(begun, "pt"), {"vocabulary.kinds.shelter one": "abrigo"}), "pt")
    assert [each.what for each in result.problems] == ["vocabulary.kinds.shelter: only a part of it is translated"]
    assert "pt" not in begun.load().directory.vocabulary.kinds["shelter"]


def test_plurals_and_sentences_make_a_file_of_their_own(begun: Tree) -> None:
    words = {"phrase.hello": "Olá, {name}.", "phrase.minutes form 1": "{count} minuto"}
    words["phrase.minutes form 2"] = "{count} minutos"
    result = take(begun, edited(po_of(begun, "pt"), words), "pt")
    assert (result.texts, result.problems) == (3, [])
    library = begun.load()
    assert [library.phrase("minutes", "pt", count=count) for count in (1, 2)] == ["1 minuto", "2 minutos"]
    written = begun.read("locales/pt/phrases.po")
    assert '"Language: pt\\n"' in written
    assert '"Plural-Forms: nplurals=2' in written
    assert [each for each in begun.problems("error") if "/pt/" in each.file] == []
    assert take(begun, po_of(begun, "pt"), "pt").files == []


def test_a_language_that_babel_does_not_know_has_two_forms() -> None:
    assert plural_of("tzo") == (2, "nplurals=2; plural=(n != 1);")
    assert plural_of("ar")[0] == 6


def test_a_group_that_is_there_is_not_overwritten() -> None:
    with pytest.raises(CannotRewrite):
        add_group("a: {es: {one: x}}\n", ("a", "es"), {"one": "y"})
    assert add_group("a:\n  es: {one: x}\n", ("a", "pt"), {"one": "y"}) == "a:\n  es: {one: x}\n  pt: {one: y}\n"


def test_what_is_gone_is_forgotten_when_state_is_settled(tree: Tree) -> None:
    tree.write("locales/ht/state.yaml", 'asylum.gone: {of: "00000000", by: someone, reviewed: true}\n')
    assert exchange.settled(tree.load(), "ht", tree.content, tree.locales, "desk translation") > 5
    assert "asylum.gone" not in tree.load().translations["ht"]
