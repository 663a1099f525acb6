"""Nothing that could tell who wrote a message is left of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as texts

from bot.library.understanding import Knowledge, Understanding
from bot.library.understanding.normal import tokens
from bot.library.understanding.redaction import GONE, MOST_WORDS, Vocabulary, redact, vocabulary_of


@dataclass(frozen=True)
class Asked:
    asks: Mapping[str, Sequence[str]]


@dataclass(frozen=True, eq=False)
class Shelf:
    """As much of a library as redaction needs."""

    topics: Mapping[str, Asked]
    understanding: object

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary_of(each.asks for each in self.topics.values())


@pytest.fixture(scope="module")
def shelf(known: Knowledge, understanding: Understanding) -> Shelf:
    return Shelf({id: Asked(asks) for id, asks in known.asks.items()}, understanding)


FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PERSONAL = [
    "María",
    "maria",
    "Juan Carlos",
    "Wilguens",
    "Jean Baptiste",
    "Pérez Gómez",
    "nguyen",
    "Luz",
    "9621234567",
    "+52 962 123 45 67",
    "962-123-4567",
    "LOPM900101HDFRRR09",
    "ana.lopez@correo.mx",
    "https://wa.me/529621234567",
    "www.facebook.com/ana",
    "facebook.com/ana.lopez",
    "@anita_lopez",
    "t.me/ana",
    "Tapachula",
    "tijuana",
    "cd juares",
    "Guadalupe",
    "Gonaïves",
    "honduras",
    "12/03/1990",
    "19.4326,-99.1332",
    "nueve seis dos uno dos tres cuatro",
    "five five one two three four",
    "G-28841",
]
AROUND = [
    "{} no tengo donde dormir",
    "necesito un abogado {} por favor",
    "mi esposo {} no me deja salir",
    "me llamo {} y estoy sola",
    "my name is {} i need a doctor",
    "i need help {}",
    "mwen rele {} m ap chache travay",
    "m nan {} ki kote m ka dòmi",
    "llamen al {}",
    "vivo en calle {}",
    "señora {} me dijo que no",
]


@pytest.mark.parametrize("personal", PERSONAL)
@pytest.mark.parametrize("around", AROUND)
def test_what_is_personal_goes(shelf: Shelf, personal: str, around: str) -> None:
    told = set(tokens(redact(around.format(personal), shelf)))
    own = set(tokens(around.format("")))
    assert not {word for word in tokens(personal) if word.isalnum()} & (told - own)
    assert GONE in redact(around.format(personal), shelf)


@pytest.mark.parametrize(
    "name", ["luz", "esperanza", "amigo", "casa", "sola", "hija", "rosa", "mar", "carta", "noche", "trabajo", "zanmi"]
)
def test_a_name_that_is_a_common_word_goes_after_the_words_of_naming(shelf: Shelf, name: str) -> None:
    for naming in ("me llamo {}", "mi nombre es {}", "my name is {}", "mwen rele {}", "m rele {}"):
        assert name not in redact(naming.format(name), shelf).split()[-1]


def test_what_was_asked_stays_readable(shelf: Shelf) -> None:
    told = redact("Me llamo Rosalba Ixchel, necesito donde dormir en Tapachula con mis hijos, 962 123 4567", shelf)
    assert "necesito donde dormir en" in told
    assert "con mis hijos" in told


def test_small_letters_and_accents_are_kept(shelf: Shelf) -> None:
    assert redact("NECESITO DÓNDE DORMIR", shelf) == "necesito dónde dormir"


@FEW
@given(text=texts.text(max_size=600))
@example(text="San 0")
def test_only_our_own_common_words_are_left_of_any_text(shelf: Shelf, text: str) -> None:
    common = vocabulary_of(each.asks for each in shelf.topics.values()).common
    told = redact(text, shelf)
    kept = [word for word in told.split() if word != GONE]
    assert all(tokens(word) and tokens(word)[0] in common for word in kept)
    assert not any(letter.isdigit() or letter in "@/:#" for letter in told)
    assert len(told.split()) <= MOST_WORDS


@FEW
@given(
    words=texts.lists(
        texts.sampled_from(["necesito", "ayuda", "mi", "hijo", "en", "la", "casa", "help", "kote", "de", "y"]),
        min_size=1,
        max_size=20,
    ),
    secret=texts.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=7, max_size=12),
    at=texts.integers(min_value=0, max_value=20),
)
def test_a_word_that_is_nobodys_goes_wherever_it_stands(shelf: Shelf, words: list[str], secret: str, at: int) -> None:
    assert secret not in redact(" ".join([*words[:at], secret, *words[at:]]), shelf)


@FEW
@given(digits=texts.text(alphabet="0123456789 -.()+", min_size=1, max_size=30))
def test_no_number_is_left(shelf: Shelf, digits: str) -> None:
    assert not any(letter.isdigit() for letter in redact(f"mi número es {digits} gracias", shelf))
