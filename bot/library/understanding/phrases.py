"""Phrases of one or more words, each leading to a number, found in a list of tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.library.understanding.normal import phrase


class Found(NamedTuple):
    """A concept seen at a place in the message, and how many tokens it took."""

    at: int
    length: int
    concept: int


class Spelling:
    """Short and odd ways of writing a word, written out; each language has its own."""

    def __init__(self, corrections: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._written: dict[str, dict[str, tuple[str, ...]]] = {}
        for language, rights in corrections.items():
            ways = self._written.setdefault(language, {})
            for right, wrongs in rights.items():
                for wrong in wrongs:
                    words = phrase(wrong)
                    if len(words) == 1:
                        ways[words[0]] = phrase(right)

    @property
    def odd(self) -> Iterator[str]:
        """The short and odd ways themselves, of all languages."""
        return (way for ways in self._written.values() for way in ways)

    def out(self, words: Sequence[str], language: str) -> list[str]:
        """The tokens with this language's odd spellings written out."""
        ways = self._written.get(language)
        if not ways:
            return list(words)
        out: list[str] = []
        for word in words:
            better = ways.get(word)
            if better is None:
                out.append(word)
            else:
                out.extend(better)
        return out


Entry = tuple[tuple[str, ...], str, int]
"""The words after the first, the language, and the number a phrase leads to."""
_NONE: list[Entry] = []
_NOWHERE: dict[str, list[Entry]] = {}
_UNTOLD: dict[str, tuple[int, ...]] = {}
"""Shared by the many words that begin nothing of a kind; never written to."""
_MOST_REMEMBERED = 30_000


class Starts(NamedTuple):
    """The phrases that begin with one word."""

    single: list[Entry]
    """Those of this word alone."""
    told: Mapping[str, tuple[int, ...]]
    """What the word alone leads to, by language; in all other languages what stands under `""`."""
    by_second: dict[str, list[Entry]]
    by_letter: dict[str, list[Entry]]
    """Those whose second word may end in any way, by its first letter."""


class Phrases:
    """Phrases to be matched at any place of a token list."""

    def __init__(self, spelling: Spelling | None = None) -> None:
        self._spelling = spelling or Spelling({})
        self._whole: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        self._stem_starts: set[str] = set()
        self._remembered: dict[str, Starts | None] = {}

    def add(self, written: str, language: str, number: int) -> None:
        """Learn one phrase; `*` at the end of a word stands for any ending."""
        words = tuple(self._spelling.out(phrase(written), language))
        if not words:
            return
        entry = (words[1:], language, number)
        first = words[0]
        if first.endswith("*"):
            self._stems.setdefault(first[:-1], []).append(entry)
            self._stem_starts.add(first[:2])
        else:
            self._whole.setdefault(first, []).append(entry)

    def starting(self, word: str) -> Starts | None:
        """The phrases that begin with this word; what was found is remembered."""
        if word in self._remembered:
            return self._remembered[word]
        entries = list(self._whole.get(word, ()))
        if word[:2] in self._stem_starts:
            for end in range(2, len(word) + 1):
                entries += self._stems.get(word[:end], ())
        starts = _starts(entries) if entries else None
        if len(self._remembered) < _MOST_REMEMBERED:
            self._remembered[word] = starts
        return starts

    def find(self, words: Sequence[str], language: str) -> list[Found]:
        """Every phrase in the tokens; where a word means different things, the language decides."""
        whole = self._whole
        if self._stem_starts:
            return matched(words, list(map(self.starting, words)), language)
        if whole.keys().isdisjoint(words):
            return []
        return matched(words, [self.starting(word) if word in whole else None for word in words], language)


def matched(words: Sequence[str], starts: Sequence[Starts | None], language: str) -> list[Found]:
    """The phrases in the tokens; `starts` are those that begin with each of them."""
    found: list[Found] = []
    last = len(words) - 1
    for at, begun in enumerate(starts):
        if begun is None:
            continue
        single, told, by_second, by_letter = begun
        if at < last:
            after = words[at + 1]
            longer = by_second.get(after, _NONE)
            if by_letter:
                longer = longer + by_letter.get(after[0], _NONE)
            if longer:
                fitting = [entry for entry in longer if _follows(words, at + 1, entry[0])]
                if fitting:
                    found += _chosen(at, single + fitting, language)
                    continue
        if single:
            for number in told.get(language) or told[""]:
                found.append(Found(at, 1, number))
    return found


def _starts(entries: Sequence[Entry]) -> Starts:
    single: list[Entry] = []
    by_second: dict[str, list[Entry]] = {}
    by_letter: dict[str, list[Entry]] = {}
    for entry in entries:
        rest = entry[0]
        if not rest:
            single.append(entry)
        elif rest[0][-1] == "*":
            by_letter.setdefault(rest[0][0], []).append(entry)
        else:
            by_second.setdefault(rest[0], []).append(entry)
    told = _told(single) if single else _UNTOLD
    return Starts(single or _NONE, told, by_second or _NOWHERE, by_letter or _NOWHERE)


def _told(single: Sequence[Entry]) -> dict[str, tuple[int, ...]]:
    """What one word leads to, by language, and under `""` for languages that have no say in it."""
    told: dict[str, dict[int, None]] = {"": {}}
    for _, language, number in single:
        told[""][number] = None
        told.setdefault(language, {})[number] = None
    return {language: tuple(numbers) for language, numbers in told.items()}


def _chosen(at: int, fitting: Sequence[Entry], language: str) -> list[Found]:
    """What the phrases that fit here lead to, one of them of several words: those of the language before others."""
    own = [entry for entry in fitting if entry[1] == language]
    numbers: dict[int, int] = {}
    for rest, _, number in own if any(entry[0] for entry in own) else fitting:
        numbers.setdefault(number, len(rest) + 1)
    return [Found(at, length, number) for number, length in numbers.items()]


def _follows(words: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    if len(rest) == 1 and rest[0] == words[at]:
        return True
    if at + len(rest) > len(words):
        return False
    for offset, wanted in enumerate(rest):
        word = words[at + offset]
        if word != wanted and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
            return False
    return True
