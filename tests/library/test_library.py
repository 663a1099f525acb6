"""What the library says and understands of names, in every language."""

import pytest

from bot.library.folding import fold
from bot.library.library import Library
from tests.library.conftest import Tree


def test_folding_makes_spellings_the_same() -> None:
    assert fold("  Salír\u200f  RÁPIDO\u200b ") == fold("salir rapido")
    assert fold("m’ap") == fold("m'ap")
    assert fold("Ｔijuana ﬁn") == "tijuana fin"


def test_plurals_follow_the_language(library: Library) -> None:
    assert library.phrase("minutes", "es", count=1) == "1 minuto"
    assert library.phrase("minutes", "es", count=0) == "0 minutos"
    assert library.phrase("minutes", "en", count=5) == "5 minutes"
    assert library.phrase("minutes", "ht", count=5) == "5 minit"


def test_an_unknown_sentence_is_no_error(library: Library) -> None:
    assert library.phrase("no.such", "ht") == ""
    assert library.phrase("hello", "xx", name="Ana") == "Hola, Ana."
    assert library.phrase("hello", "en") == "Hello, ."


def test_values_are_never_read_as_patterns(library: Library) -> None:
    assert library.phrase("hello", "en", name="{name} {0.__class__}") == "Hello, {name} {0.__class__}."


def test_a_missing_translation_falls_back_openly(library: Library) -> None:
    answer = library.answer("asylum.wait", "ht")
    assert (answer.messages, answer.language, answer.fell_back) == (("Tarda 45 días.",), "es", True)
    assert not library.answer("asylum.wait", "en").fell_back
    assert library.answer("no.such", "es").messages == ()


def test_fallbacks_are_data(tree: Tree) -> None:
    assert tree.load().chain("ht") == ("ht", "es")
    tree.change("locales/ht/language.yaml", "[fr, es]", "[fr, en]")
    assert tree.load().chain("ht") == ("ht", "en", "es")
    assert tree.load().answer("asylum.wait", "ht").language == "en"


def test_phones_are_filled_in(library: Library) -> None:
    for code in library.languages:
        assert "911" in library.answer("asylum.apply", code).messages[0]
        assert "{" not in "".join(library.answer("asylum.apply", code).messages)


def test_a_stale_translation_is_known(tree: Tree) -> None:
    tree.write("locales/ht/state.yaml", 'asylum.apply: {of: "00000000", by: someone, reviewed: false}\n')
    library = tree.load()
    assert library.answer("asylum.apply", "ht").stale
    assert not library.answer("asylum.apply", "en").stale


def test_labels(library: Library) -> None:
    assert library.button("asylum.apply", "ht") == "Mande azil"
    assert library.button("asylum", "en") == "Asylum"
    assert library.button("action.person", "es") == "Una persona"
    assert library.button("language.ht", "es") == "Kreyòl Ayisyen"
    assert library.button("hello", "es") == "Hola, ."
    assert library.title("asylum.apply", "en") == "How to ask for asylum"


@pytest.mark.parametrize(
    ("said", "code"),
    [("ht", "ht"), ("Kreyol", "ht"), ("kreyòl ayisyen", "ht"), ("INGLES", "en"), ("Espanol", "es"), ("espanhol", "es"),
     ("englsh", "en"), ("haitian creole", "ht"), ("klingon", None), ("", None), ("x" * 5000, None)],
)  # fmt: skip
def test_languages_are_known_by_their_names(library: Library, said: str, code: str | None) -> None:
    assert library.language_named(said) == code


@pytest.mark.parametrize(
    ("said", "id"),
    [("/menu", "action.menu"), ("Menú", "action.menu"), ("MENI", "action.menu"), ("/start@FarolBot", "action.menu"),
     ("Salír rapido", "action.exit"), ("/salir_rapido", "action.exit"), ("menudo", None), ("", None)],
)  # fmt: skip
def test_commands_are_known_in_any_language(library: Library, said: str, id: str | None) -> None:
    assert library.command_named(said) == id


@pytest.mark.parametrize(
    ("said", "id"),
    [("Pedir asilo", "asylum.apply"), ("pedir asilo!", "asylum.apply"), ("pedr asylo", "asylum.apply"),
     ("Ask for asylum", "asylum.apply"), ("mande azil", "asylum.apply"), ("kuanto tarda", "asylum.wait"),
     ("una persona", "action.person"), ("talk to a person", "action.person"), ("otra cosa", None), ("", None)],
)  # fmt: skip
def test_choices_are_known_by_label_and_typo_in_any_language(library: Library, said: str, id: str | None) -> None:
    assert library.choice_named(said, ("asylum.apply", "asylum.wait", "action.person"), "es") == id


def test_dates_are_written_as_each_language_does(library: Library) -> None:
    assert library.date("2026-11-20", "es") == "20 de noviembre de 2026"
    assert library.date("2024-07", "es") == "julio de 2024"
    assert library.date("2026-11-20", "ht") == "20 novanm 2026"
    assert library.date("2024-07", "ht") == "jiyè 2024"
    assert library.date("2024", "ht") == "2024"
    assert library.date("soon", "en") == "soon"
    assert library.weekday(0, "ht") == "lendi"
    assert library.weekday(6, "es") == "domingo"
    assert library.hour(13 * 60 + 5, "ht") == "13:05"
    assert library.hour(13 * 60 + 5, "es") == "13:05"


def test_lists_are_joined_as_each_language_does(library: Library) -> None:
    assert library.joined(["a", "b", "c"], "es") == "a, b y c"
    assert library.joined(["a", "b"], "ht") == "a ak b"
    assert library.joined(["a"], "en") == "a"
    assert library.joined([], "en") == ""


def test_the_menu_is_as_written(library: Library) -> None:
    assert library.menu == ("asylum", "action.person")


@pytest.mark.parametrize("rule", ["n/0", "(" * 900, "__import__('os')", "n if n else 1", "-1", "x"])
def test_a_wrong_plural_rule_is_a_problem_and_no_crash(tree: Tree, rule: str) -> None:
    tree.change("locales/ht/phrases.po", "plural=(n != 1)", f"plural={rule}")
    assert [each for each in tree.problems() if "ht/phrases.po" in each.file]


@pytest.mark.parametrize("raw", [b"", b"garbage", b"\xff\xfe", b'msgid "a"\n' * 90_000, b'msgid "' + b"x" * 2_000_000])
def test_a_broken_catalogue_is_a_problem_and_no_crash(tree: Tree, raw: bytes) -> None:
    tree.write("locales/es/phrases.po", raw)
    assert [each for each in tree.problems("error") if "es/phrases.po" in each.file]
