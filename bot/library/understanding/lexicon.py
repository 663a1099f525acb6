"""Concepts and the words people have for them, and the known word that a misspelt one stands for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from bot.library.understanding.normal import phrase, sound
from bot.library.understanding.phrases import Phrases, Spelling

_MOST_REMEMBERED = 30_000


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
        if word in self._words or self._near is None or len(word) < 4 or self.phrases.starting(word) is not None:
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
        slipped = list(map(_slips, self._keys))
        slips = np.fromiter(map(hash, chain.from_iterable(slipped)), dtype=np.int64)
        owners = np.repeat(np.arange(len(slipped), dtype=np.intc), list(map(len, slipped)))
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
