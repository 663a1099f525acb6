"""Long texts in pieces, choices as numbers: nothing is lost, nothing is cut in its middle."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.rendering import numbered, pages, pieces, shortened, utf16
from bot.domain.messages import Choice

FAMILY, FLAG, ACCENT, KOREAN = "👩‍👩‍👧‍👦", "🇭🇹", "e\u0301", "\u1112\u1161\u11ab"


def bare(found: list[str]) -> list[str]:
    """The pieces without their labels."""
    return [piece.partition("\n")[2] for piece in found] if len(found) > 1 else found


def test_a_text_that_fits_stays_whole_and_unlabelled() -> None:
    assert pieces("Hola. ¿Cómo estás?", 40) == ["Hola. ¿Cómo estás?"]


def test_long_texts_are_cut_at_sentence_ends_and_labelled() -> None:
    text = "Ve a la COMAR. Lleva tu papel. ¿No tienes? Di tu nombre. Es gratis."
    assert pieces(text, 34) == [
        "1/3\nVe a la COMAR. Lleva tu papel.",
        "2/3\n¿No tienes? Di tu nombre.",
        "3/3\nEs gratis.",
    ]


def test_paragraphs_and_lines_are_better_places_than_sentences() -> None:
    assert bare(pieces("Uno dos. Tres.\n\nCuatro. Cinco. Seis siete ocho.", 35)) == [
        "Uno dos. Tres.",
        "Cuatro. Cinco. Seis siete ocho.",
    ]


@pytest.mark.parametrize(
    "whole",
    [
        "+52 664 123 4567",
        "(01) 800 911 2000",
        "https://www.gob.mx/comar/articulos/solicitud?x=1.2",
        "ayuda@ejemplo.org.mx",
        "12,500.50",
        FAMILY * 3,
        "Av. Juárez",
    ],
)
def test_numbers_links_and_letters_are_never_cut(whole: str) -> None:
    for before in range(1, 60):
        text = "x" * before + f" {whole} " + "palabra " * 9
        found = bare(pieces(text, 66))
        assert any(whole in piece for piece in found), (before, found)


@pytest.mark.parametrize("letter", [FAMILY, FLAG, ACCENT, KOREAN, "👍🏽", "ñ"])
def test_even_where_there_is_no_blank_no_letter_is_cut(letter: str) -> None:
    for before in range(12):
        found = bare(pieces("a" * before + letter * 40, 60, utf16))
        assert "".join(found) == "a" * before + letter * 40
        assert all(piece.lstrip("a").replace(letter, "") == "" for piece in found)


def test_steps_keep_their_number() -> None:
    text = "\n".join(f"{n}. Haz esto con calma y sin prisa." for n in range(1, 30))
    assert all(piece.splitlines()[0][0].isdigit() for piece in bare(pieces(text, 120)))
    assert not any(piece.endswith((" 1.", "\n7.")) for piece in pieces(text, 50))


alphabet = st.text("ab ñ.!? \n1234+👧🇭🇹\u0301\u200d👩", max_size=700)


@settings(max_examples=150, deadline=None)
@given(text=alphabet, limit=st.integers(40, 160))
def test_nothing_is_lost_and_every_piece_fits(text: str, limit: int) -> None:
    found = pieces(text, limit, utf16)
    assert all(utf16(piece) <= limit for piece in found)
    joined = "".join("".join(bare(found)).split())
    assert joined == "".join(text.split())
    for number, piece in enumerate(found, 1):
        assert len(found) == 1 or piece.startswith(f"{number}/{len(found)}\n")


@settings(max_examples=150, deadline=None)
@given(text=st.text("abñ 👧🇭🇹👩‍👧é", max_size=60), limit=st.integers(1, 40))
def test_shortened_labels_fit_and_end_on_a_letter(text: str, limit: int) -> None:
    found = shortened(text, limit, utf16)
    assert utf16(found) <= max(limit, 1)
    assert found == text or found.endswith("…")
    rest = text[len(found) - 1 :] if found != text else ""
    assert not rest or not unicodedata.combining(rest[0])


def test_hostile_texts_take_no_time() -> None:
    for text in ("\u0301" * 10_000, "🇭" * 10_000, "1" * 10_000, " " * 10_000 + "x", "a." * 5_000, "👩\u200d" * 5_000):
        assert "".join(pieces(text, 4096, utf16)).replace(" ", "")[:100]


def test_choices_become_numbered_lines() -> None:
    choices = [Choice("a", "Asilo"), Choice("b", "Salud")]
    assert numbered("Elige:", choices) == "Elige:\n\n1. Asilo\n2. Salud"
    assert numbered("Elige:", ()) == "Elige:"
    assert pages(choices, 1) == [choices[:1], choices[1:]]
    assert pages([], 9) == [()]
