"""Takes out of a message what could tell who wrote it: whatever is not a common word of our own becomes `…`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.library.understanding.normal import tokens

GONE = "…"
LONGEST = 400
"""So many characters of a message are looked at."""
MOST_WORDS = 60
COMMON_FROM = 4
"""A word that stands in the asks of so many topics is anybody's."""
_ANYWHERE_FROM = 25
"""Words of so many topics join others; after `me llamo` or `calle` nothing else is kept."""
_LONGEST_WORD = 20
_AFTER_NAMING = 4
_NUMBERS_IN_A_ROW = 3

_CHUNK = re.compile(r"\S+")
_EDGES = ".,;:!?¡¿()\"'…"
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = re.compile(r"[@/\\#_=<>|~^+%&*$\d]|\w[.:]\w")
"""A chunk with one of these may be an address, a number, a link or a handle: nothing of it is kept."""


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NAMING: tuple[tuple[str, ...], ...] = tuple(
    tuple(each.split())
    for each in (
        "me llamo",
        "se llama",
        "se llaman",
        "te llamas",
        "mi nombre",
        "su nombre",
        "nombre es",
        "de nombre",
        "a nombre de",
        "llamado",
        "llamada",
        "llaman",
        "le dicen",
        "me dicen",
        "apellido",
        "apodo",
        "atentamente",
        "my name",
        "name is",
        "his name",
        "her name",
        "named",
        "called",
        "nickname",
        "surname",
        "non m",
        "non mwen",
        "non l",
        "non li",
        "m rele",
        "mwen rele",
        "li rele",
        "yo rele",
        "ki rele",
        "je m appelle",
        "m appelle",
        "meu nome",
        "me chamo",
    )
)
_CUES = {first: [cue for cue in _NAMING if cue[0] == first] for first in {cue[0] for cue in _NAMING}}
_TITLES = _all(
    "senor senora senorita sr sra srta don dona licenciado licenciada lic ing doctor doctora dr dra padre pastor "
    "hermano hermana tio tia primo prima mr mrs ms miss mister sir madam brother sister uncle aunt cousin friend "
    "msye madan madmwazel mis frè fre sè se tonton matant kouzen kouzin zanmi amigo amiga comandante oficial "
    "calle avenida av colonia col barrio fraccionamiento carretera km kilometro edificio casa numero hotel escuela "
    "street avenue road building hotel school lari ri kay nimewo lekol otel bilding katye"
)


@dataclass(frozen=True)
class Vocabulary:
    """Words that many people use about many things, and those that join any words."""

    common: frozenset[str]
    anywhere: frozenset[str]


class _Library(Protocol):
    """What redaction needs of the library."""

    @property
    def vocabulary(self) -> Vocabulary | None: ...
    @property
    def understanding(self) -> object: ...


def redact(text: str, library: _Library) -> str:
    """What may be kept of a message for an editor: common words in their order, `…` for everything else.

    Names, numbers, places, addresses, links and handles go, and so does any word that is not common in our asks.
    The result never holds a digit, and is at most `MOST_WORDS` words long; where nothing was learned, it is empty.
    """
    known = library.vocabulary
    return redacted(text, known, _place_finder(library)) if known is not None else ""


class Finder(Protocol):
    """Tells which words of a list name places."""

    def __call__(self, words: Sequence[str]) -> Collection[int]: ...


def redacted(text: str, vocabulary: Vocabulary, places: Finder) -> str:
    """`redact` with what it needs of the library given outright."""
    written, folded, names = _words(text[:LONGEST], vocabulary.common)
    gone = {at for at in names if folded[at] not in vocabulary.anywhere}
    gone |= set(places(folded)) | _named(folded, vocabulary) | _counted(folded)
    kept: list[str] = []
    for at, (word, key) in enumerate(zip(written, folded, strict=True)):
        shown = word if at not in gone and key in vocabulary.common else GONE
        if shown != GONE or not kept or kept[-1] != GONE:
            kept.append(shown)
    return " ".join(kept[:MOST_WORDS])


def _words(text: str, common: frozenset[str]) -> tuple[list[str], list[str], list[int]]:
    """The words in small letters, as the vocabulary has them (empty: not to be kept), and where a capital is odd."""
    written: list[str] = []
    folded: list[str] = []
    names: list[int] = []
    begins = True
    for chunk in _CHUNK.findall(text):
        if _TELLING.search(chunk.strip(_EDGES)):
            written.append(GONE)
            folded.append("")
            begins = False
            continue
        for word in _WORD.findall(chunk):
            small = word.casefold()
            keys = [small] if small in common else tokens(word)  # a common word is its own token
            single = len(keys) == 1 and keys[0].isalpha() and len(word) <= _LONGEST_WORD
            if word.istitle() and not begins:
                names.append(len(written))
            written.append(small)
            folded.append(keys[0] if single else "")
            begins = False
        begins = begins or chunk[-1] in ".!?"
    return written, folded, names


def _named(words: Sequence[str], vocabulary: Vocabulary) -> set[int]:
    """The words that may be a name or an address, by what stands before them: common words can be names, too."""
    gone: set[int] = set()
    for at, word in enumerate(words):
        cues = [cue for cue in _CUES.get(word, ()) if tuple(words[at : at + len(cue)]) == cue]
        if not cues and word not in _TITLES:
            continue
        after = at + max((len(cue) for cue in cues), default=1)
        least = 1 if cues else 0
        for place in range(after, min(after + _AFTER_NAMING, len(words))):
            if words[place] in _LINKS:
                continue
            if words[place] in vocabulary.anywhere and least <= 0:
                break
            gone.add(place)
            least -= 1
    return gone


_LINKS = _all("es is se de del la las los y e i di a of the nan")


def _counted(words: Sequence[str]) -> set[int]:
    """Numbers spelt out in a row are a telephone number or a date."""
    gone: set[int] = set()
    row: list[int] = []
    for at, word in enumerate([*words, ""]):
        if word in _NUMBERS:
            row.append(at)
            continue
        if len(row) >= _NUMBERS_IN_A_ROW:
            gone.update(row)
        row = []
    return gone


_NUMBERS = _all(
    "cero uno un una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta "
    "cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil y "
    "zero oh one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand and double triple doble triple "
    "zewo youn yon en de twa kat senk sis set uit wit nef dis onz douz trant karant senkant swasant san mil"
)


_NAMES_TOO = _all(
    "luz cruz bravo salvador mercado sol rosa mercedes dolores esperanza angel jesus consuelo milagros socorro "
    "victoria gloria paz santos reyes flores leon franco blanco moreno rico delgado campos rios torres castillo "
    "iglesias guerra rivera domingo abril julio agosto grace joy faith hope mark rose bill frank guy pat april june "
    "chance jean"
)


def vocabulary_of(
    asks: Iterable[Mapping[str, Sequence[str]]], read: Callable[[str], Sequence[str]] = tokens
) -> Vocabulary:
    """The words common to the asks of several topics; `read` tells the tokens of a text."""
    spread: Counter[str] = Counter()
    for written in asks:
        spread.update({word for texts in written.values() for text in texts for word in read(text)})
    words = {word: count for word, count in spread.items() if word.isalpha()}
    return Vocabulary(
        frozenset(word for word, count in words.items() if count >= COMMON_FROM and word not in _NAMES_TOO),
        frozenset(word for word, count in words.items() if count >= _ANYWHERE_FROM),
    )


def _place_finder(library: _Library) -> Finder:
    found = getattr(library.understanding, "places_in", None)
    return found if found is not None else _nowhere


def _nowhere(words: Sequence[str]) -> Collection[int]:
    return ()
