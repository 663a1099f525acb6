"""Concepts and the words people have for them, found in a list of tokens."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bot.library.understanding.normal import phrase, sound


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


_MOST_REMEMBERED = 30_000

Entry = tuple[tuple[str, ...], str, int]
"""The words after the first, the language, and the number a phrase leads to."""


class _Starts(NamedTuple):
    """The phrases that begin with one word, sorted by what must follow."""

    single: list[Entry]
    by_second: dict[str, list[Entry]]
    others: list[Entry]


class Phrases:
    """Phrases of one or more words, each leading to a number, matched at any place of a token list."""

    def __init__(self, spelling: Spelling | None = None) -> None:
        self._spelling = spelling or Spelling({})
        self._whole: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        self._stem_starts: set[str] = set()
        self._memory: dict[str, _Starts] = {}
        self._dull: set[str] = set()
        """Words seen that start nothing: most of what people write."""

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

    def _starting(self, word: str) -> _Starts | None:
        entries = list(self._whole.get(word, ()))
        if word[:2] in self._stem_starts:
            for end in range(2, len(word) + 1):
                entries += self._stems.get(word[:end], ())
        is_remembered = len(self._memory) + len(self._dull) < _MOST_REMEMBERED
        if not entries:
            if is_remembered:
                self._dull.add(word)
            return None
        starts = _Starts([], {}, [])
        for entry in entries:
            rest = entry[0]
            if not rest:
                starts.single.append(entry)
            elif rest[0][-1] == "*":
                starts.others.append(entry)
            else:
                starts.by_second.setdefault(rest[0], []).append(entry)
        if is_remembered:
            self._memory[word] = starts
        return starts

    def knows(self, word: str) -> bool:
        """Whether any phrase starts with the word."""
        return word not in self._dull and (word in self._memory or self._starting(word) is not None)

    def find(self, words: Sequence[str], language: str) -> list[Found]:
        """Every phrase in the tokens; where a word means different things, the language decides."""
        dull, memory = self._dull, self._memory
        if dull.issuperset(words):
            return []
        found: list[Found] = []
        last = len(words) - 1
        for at in [at for at, word in enumerate(words) if word not in dull]:
            word = words[at]
            starts = memory.get(word) or self._starting(word)
            if starts is None:
                continue
            fitting, by_second, others = starts
            if at < last and (by_second or others):
                after = words[at + 1]
                longer = by_second.get(after)
                if longer or others:
                    fitting = fitting + [
                        entry for entry in (*(longer or ()), *others) if _follows(words, at + 1, entry[0])
                    ]
            if not fitting:
                continue
            if len(fitting) == 1:
                found.append(Found(at, len(fitting[0][0]) + 1, fitting[0][2]))
                continue
            own = [entry for entry in fitting if entry[1] == language]
            if own and (any(entry[0] for entry in own) or not any(entry[0] for entry in fitting)):
                fitting = own
            seen: list[int] = []
            for rest, _, number in fitting:
                if number not in seen:
                    seen.append(number)
                    found.append(Found(at, len(rest) + 1, number))
        return found


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


class Lexicon:
    """The concepts of content/lexicon, and the nearest known word for a misspelt one."""

    def __init__(
        self,
        concepts: Mapping[str, Mapping[str, Sequence[str]]],
        spelling: Mapping[str, Mapping[str, Sequence[str]]],
        mends: bool = True,
    ) -> None:
        self._mends = mends
        """Whether misspelt words are led to known ones."""
        self.names = sorted(concepts)
        self._concepts = concepts
        self.spelling = Spelling(spelling)
        self.phrases = Phrases(self.spelling)
        self._words: set[str] = set()
        for number, name in enumerate(self.names):
            for language, written in concepts[name].items():
                for each in written:
                    self.phrases.add(each, language, number)
                    self._words.update(word.rstrip("*") for word in phrase(each))
        self._near: Nearest | None = None

    @property
    def words(self) -> Iterator[str]:
        """Every word that is known as it stands, in any language, and the odd ways of writing it."""
        yield from self.spelling.odd
        yield from self._words

    def only(self, names: Iterable[str]) -> Phrases:
        """The phrases of these concepts alone."""
        phrases = Phrases(self.spelling)
        for number, name in enumerate(names):
            for language, written in self._concepts.get(name, {}).items():
                for each in written:
                    phrases.add(each, language, number)
        return phrases

    def learn_words(self, words: Iterable[str]) -> None:
        """Take further words as rightly spelt, so that misspelt ones can be led to them."""
        if self._mends:
            self._words.update(words)
            self._near = Nearest(self._words)

    def meant(self, word: str) -> str:
        """The known word that a misspelt one most likely stands for, else the word itself."""
        if word in self._words or self._near is None or len(word) < 4 or self.phrases.knows(word):
            return word
        return self._near.to(word) or word


class Nearest:
    """Finds the known word nearest to a misspelt one: same sound, or one slip of the finger."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sounds: dict[str, str] = {}
        self._memory: dict[str, str | None] = {}
        for word in sorted(words):
            if len(word) < 4 or not word.isalpha():
                continue
            key = sound(word)
            kept = self._sounds.get(key)
            if kept is None or len(word) < len(kept):
                self._sounds[key] = word
        self._keys = [key for key in self._sounds if len(key) >= 5]
        # There are so many slips that as strings they would take more memory than all words.
        slips = np.fromiter((hash(slip) for key in self._keys for slip in _slips(key)), dtype=np.int64)
        owners = np.fromiter((at for at, key in enumerate(self._keys) for _ in _slips(key)), dtype=np.intc)
        order = np.argsort(slips, kind="stable")
        self._slips = array("q", slips[order].tobytes())
        self._owners = array("i", owners[order].tobytes())

    def to(self, word: str) -> str | None:
        """The nearest word, or None when none is near enough."""
        if word in self._memory:
            return self._memory[word]
        key = sound(word)
        near = self._sounds.get(key)
        if near is None and len(key) >= 5:
            near = self._slipped(key)
            if near is None:
                for slip in _slips(key):
                    near = self._sounds.get(slip) if len(slip) >= 5 else None
                    near = near or (self._slipped(slip) if len(slip) >= 6 else None)
                    if near is not None:
                        break
        if len(self._memory) < _MOST_REMEMBERED:
            self._memory[word] = near
        return near

    def _slipped(self, slip: str) -> str | None:
        """The first of the words that sound so when a letter is left out."""
        at = bisect_left(self._slips, hash(slip))
        if at < len(self._slips) and self._slips[at] == hash(slip):
            return self._sounds[self._keys[self._owners[at]]]
        return None


def _slips(key: str) -> list[str]:
    """The key with each one letter left out; the first letter stays, as it is seldom wrong."""
    return [key[:at] + key[at + 1 :] for at in range(1, min(len(key), 16))]
