"""A broken edit of each kind: where it is, what it is, how to mend it."""

from collections.abc import Callable

import pytest

from bot.domain.problem import Problem
from tests.library.conftest import CHECKED, Tree

APPLY, WAIT, SECTION = "content/asylum/apply.yaml", "content/asylum/wait.yaml", "content/asylum/_section.yaml"
SHELTER, CITIES = "content/places/shelter.yaml", "content/cities.yaml"
LONG = "Palabra " * 80
Spoil = Callable[..., list[Problem]]

# name: file, before, after, line, level, words of what, words of mend
# fmt: off
EDITS = {
    "unquoted date": (APPLY, 'verified: "2026-11-20"', "verified: 2026-11-20", 44, "error", "2026-11-20", "quotes"),
    "unknown key": (APPLY, "vital: true", "vitla: true", 37, "error", "vitla", "vital"),
    "yes": (APPLY, "vital: true", "vital: yes", 37, "error", "yes", "quotes"),
    "flag in quotes": (APPLY, "vital: true", 'vital: "true"', 37, "error", "text", "true or false"),
    "empty text": (APPLY, "  en: Ask for asylum", '  en: ""', 8, "error", "empty", "write it"),
    "long button": (
        APPLY, "es: Pedir asilo", "es: Pedir asilo en México hoy", 7, "error", "25 characters", "shorter",
    ),
    "long title": (APPLY, "es: Cómo pedir asilo", "es: " + "a" * 61, 3, "error", "61 characters", "shorter"),
    "very long message": (WAIT, "Tarda 45 días.", LONG * 2, 5, "error", "room for 1000", "shorter"),
    "long message": (WAIT, "Tarda 45 días.", LONG + LONG[:50], 5, "warning", "600", "split"),
    "missing in en": (APPLY, "  en: Ask for asylum\n", "", 6, "error", "button missing in en", "write en:"),
    "missing in es": (APPLY, "  es: Pedir asilo\n", "", 6, "error", "button is missing in es", "fall back"),
    "unknown language": (APPLY, "  ht: Mande azil", "  th: Mande azil", 9, "warning", "th is not", "ht"),
    "broken link": (APPLY, "asylum.wait,", "asylum.wiat,", 36, "error", "asylum.wiat", "asylum.wait"),
    "topic not in menu": (SECTION, "asylum.wait", "asylum.wat", 5, "error", "asylum.wat", "asylum.wait"),
    "too many choices": (
        APPLY, "next: [", "next: [" + "asylum.wait, " * 9, 36, "error", "11 in the list", "take some away",
    ),
    "menu": ("content/menu.yaml", "asylum,", "asilum,", 1, "error", "asilum", "asylum"),
    "unknown place": (
        APPLY, "{hot-911.phone} si corres", "{hot-9111.phone} si corres", 12, "error", "no place", "hot-911",
    ),
    "unknown field": (
        APPLY, "{hot-911.phone} si corres", "{hot-911.fone} si corres", 12, "error", "no fone", "phone",
    ),
    "unknown detail": (
        APPLY, "{hot-911.phone} si corres", "{hot-911.web} si corres", 12, "error", "not known", "web",
    ),
    "half a placeholder": (
        APPLY, "{hot-911.phone} si corres", "{hot-911.phone si corres", 12, "error", "{ or }", "{place",
    ),
    "placeholder lost": (APPLY, "Rele {hot-911.phone}", "Rele 911", 28, "error", "not as often", "same number"),
    "expired": (APPLY, 'review_by: "2027-05-20"', 'review_by: "2026-05-20"', 46, "warning", "2026-05-20", "sources"),
    "never verified": (WAIT, 'verified: "2026-11-20"\n', "", 1, "warning", "verified is missing", "verified"),
    "no day": (WAIT, '"2027-05-20"', '"2027-02-30"', 13, "error", "no day", "2026-11-20"),
    "no source": (WAIT, "sources:\n  - source: COMAR\n", "", 1, "warning", "no source", "add sources"),
    "hard to read": (
        WAIT, "Tarda 45 días.",
        "La determinación administrativa correspondiente requerirá indefectiblemente aproximadamente cuarenta "
        "y cinco jornadas hábiles, extraordinariamente prorrogables discrecionalmente mediante acuerdo "
        "debidamente fundamentado y motivado por la autoridad administrativa competente responsable.",
        4, "warning", "hard to read", "shorter",
    ),
    "words that hurt": (
        WAIT, "Tarda 45 días.", "Un migrante ilegal tarda.", 5, "error", "migrante ilegal", "sin papeles",
    ),
    "two blanks": (WAIT, "Tarda 45", "Tarda  45", 5, "warning", "two blanks", "leave one"),
    "two points": (WAIT, "45 días.", "45 días..", 5, "warning", "two points", "one, or three"),
    "trailing blank": (APPLY, "Es gratis.\n", "Es gratis. \n", 12, "warning", "end of a line", "delete"),
    "unpaired": (WAIT, "Tarda 45 días.", "Cuánto tarda?", 5, "warning", "0 times ¿", "pairs"),
    "link in text": (WAIT, "Tarda 45 días.", "Mira https://example.org ahora.", 5, "warning", "link", "placeholder"),
    "phone in text": (WAIT, "Tarda 45 días.", "Llama al 664 123 4567 ya.", 5, "warning", "phone number", "place-id"),
    "invisible": (WAIT, "Tarda", "Tar\u200bda", 5, "warning", "invisible", "anew"),
    "quotes": (WAIT, "Tarda 45 días.", "Di “asilo ahora.", 5, "warning", "quote", "partner"),
    "wrong phone": (SHELTER, "+52 664 123 4567", "+52 664 123 456", 8, "error", "not a number", "+52 664 123 4567"),
    "phone as number": (SHELTER, '["911"]', "[911]", 23, "error", "number 911", "quotes"),
    "octal phone": (SHELTER, '["911"]', "[0155]", 23, "error", "0155", "quotes"),
    "hour unquoted": (SHELTER, '"Mo-Fr 09:00-14:00"', "9:00", 9, "error", "9:00", "quotes"),
    "wrong hours": (SHELTER, "Mo-Fr 09:00-14:00", "Lu-Vi 9 a 14", 9, "error", "Lu-Vi", "Mo-Fr"),
    "site that cannot be opened": (
        SHELTER, 'hours: "Mo-Fr 09:00-14:00"', 'hours: "Mo-Fr 09:00-14:00"\n  web: example.org', 10, "warning",
        "gets no button", "whole address",
    ),
    "outside Mexico": (SHELTER, "lat: 32.53", "lat: 34.05", 6, "error", "outside Mexico", "map"),
    "swapped": (
        SHELTER, "lat: 32.53\n  lon: -117.02", "lat: -87.02\n  lon: 21.5", 6, "error", "outside Mexico", "swapped",
    ),
    "far from city": (SHELTER, "lat: 32.53", "lat: 30.53", 6, "warning", "km from the centre", "the city"),
    "unknown city": (SHELTER, "city: Tijuana", "city: Tijuna", 3, "error", "Tijuna", "Tijuana"),
    "wrong state": (
        SHELTER, "state: Baja California", "state: Chihuahua", 4, "error", "is in Baja California", "Baja",
    ),
    "unknown who": (SHELTER, "[families, women]", "[familes, women]", 10, "error", "familes", "families"),
    "same id": (SHELTER, "id: shelter-tij-lgbti", "id: shelter-tij-one", 19, "error", "also in", "another id"),
    "same place": (SHELTER, "name: Casa Dos", "name: Casa Uno", 20, "warning", "same name", "one record"),
    "old contact": (SHELTER, 'confirmed: "2026-01"', 'confirmed: "2015"', 12, "warning", "2015", "call_first"),
    "hidden address": (
        SHELTER, "confidential: true", "confidential: true\n  address: Calle 3", 37, "error", "confidential", "at once",
    ),
    "time zone": (CITIES, "America/Cancun", "America/Cancum", 4, "error", "America/Cancum", "America/Tijuana"),
    "conflict": (APPLY, "vital: true", "<<<<<<< HEAD\nvital: true", 37, "error", "merge", "keep one"),
    "half a file": (WAIT, "asylum.apply]\nsources:", "asylum.", 9, "error", "not closed", "]"),
    "tab": (APPLY, "  en: Ask", "\ten: Ask", 8, "error", "tab", "blanks"),
}
# fmt: on


def test_a_good_tree_has_no_errors(tree: Tree) -> None:
    found = [str(each) for each in tree.problems()]
    assert found == [
        f"{tree.content}/asylum/wait.yaml:3:1: warning: answer missing in ht; write ht:",
    ]


@pytest.mark.parametrize("name", EDITS)
def test_a_broken_edit_is_explained(name: str, spoil: Spoil, tree: Tree) -> None:
    file, before, after, line, level, what, mend = EDITS[name]
    found = spoil(file, before, after)
    shown = [(each.file, each.line, each.level) for each in found]
    fitting = [each for each in found if what in each.what and mend in each.mend]
    assert fitting, [str(each) for each in found]
    assert (f"{tree.root}/{file}", line, level) in [(one.file, one.line, one.level) for one in fitting], shown


def test_an_unreached_topic_is_found(tree: Tree) -> None:
    tree.write("content/asylum/lonely.yaml", tree.read(WAIT))
    assert [each.what for each in tree.problems("warning") if "lonely" in each.file and "leads here" in each.what]


def test_a_stale_translation_is_told_to_editors(tree: Tree) -> None:
    tree.write("locales/ht/state.yaml", 'asylum.apply: {of: "00000000", by: someone, reviewed: false}\n')
    (found,) = [each for each in tree.problems("warning") if "has changed since" in each.what]
    assert (found.file, found.line) == (f"{tree.root}/{APPLY}", 28)
    assert "people are told" in found.what


def test_a_missing_sentence_is_an_error_where_the_language_is_required(tree: Tree) -> None:
    tree.change("locales/en/phrases.po", 'msgid "hello"', 'msgid "helo"')
    tree.change("locales/ht/phrases.po", 'msgid "hello"', 'msgid "helo"')
    missing = {(each.file[-16:], each.level) for each in tree.problems() if "hello is missing" in each.what}
    assert missing == {("es/en/phrases.po", "error"), ("es/ht/phrases.po", "warning")}
    unknown = [each for each in tree.problems() if "no sentence is called helo" in each.what]
    assert {each.mend for each in unknown} == {"did you mean hello?"}


def test_names_in_sentences_must_be_the_same(tree: Tree) -> None:
    tree.change("locales/en/phrases.po", "Hello, {name}.", "Hello, {nam}.")
    (found,) = tree.problems("error")
    assert (found.line, found.mend) == (7, "use exactly: name")


def test_all_problems_are_told_at_once(tree: Tree) -> None:
    tree.change(APPLY, "asylum.wait,", "asylum.wiat,")
    tree.change(WAIT, "How long,", f"{'long ' * 5},")
    tree.change(SHELTER, "city: Tijuana", "city: Tijuna")
    tree.write("content/menu.yaml", "main: [\n")
    files = {each.file.removeprefix(f"{tree.root}/") for each in tree.problems("error")}
    assert files >= {APPLY, SHELTER, WAIT, "content/menu.yaml"}


@pytest.mark.parametrize("name", ["apply.yml", "Apply.yaml", "ap ply.yaml", "apply.json"])
def test_a_file_with_another_name_is_not_passed_over(tree: Tree, name: str) -> None:
    tree.write(f"content/asylum/{name}", "x: y\n")
    assert [each.file for each in tree.problems("error")] == [f"{tree.content}/asylum/{name}"]


def test_a_place_without_anything_is_named(tree: Tree) -> None:
    tree.write(SHELTER, tree.read(SHELTER) + f"\n- id: shelter-nowhere\n  name: Casa\n{CHECKED}")
    assert [each.what for each in tree.problems("warning") if "nobody could find" in each.what]
