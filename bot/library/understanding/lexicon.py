"""Concepts and the words people have for them, found in a list of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.library.understanding.normal import phrase, sound

_SHORTEST_STEM = 3


@dataclass(frozen=True)
class Found:
    """A concept seen at a place in the message, and how many tokens it took."""

    at: int
    length: int
    concept: int


class Phrases:
    """Phrases of one or more words, each leading to a number, matched at any place of a token list."""

    def __init__(self) -> None:
        self._whole: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        self._memory: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]] = {}

    def add(self, written: str, language: str, number: int) -> None:
        """Learn one phrase; `*` at the end of a word stands for any ending."""
        words = phrase(written)
        if not words:
            return
        entry = (words[1:], language, number)
        first = words[0]
        if first.endswith("*"):
            stem = first[:-1]
            self._stems.setdefault(stem, []).append(entry)
        else:
            self._whole.setdefault(first, []).append(entry)

    def starting(self, word: str) -> tuple[tuple[tuple[str, ...], str, int], ...]:
        """All phrases whose first word fits."""
        known = self._memory.get(word)
        if known is None:
            entries = list(self._whole.get(word, ()))
            for end in range(2, len(word) + 1):
                entries += self._stems.get(word[:end], ())
            known = tuple(entries)
            if len(self._memory) < 30_000:
                self._memory[word] = known
        return known

    def knows(self, word: str) -> bool:
        return bool(self.starting(word))

    def find(self, words: Sequence[str], language: str) -> list[Found]:
        """Every phrase in the tokens; where a word means different things, the language decides."""
        found: list[Found] = []
        for at, word in enumerate(words):
            entries = self.starting(word)
            if not entries:
                continue
            fitting = [
                (len(rest) + 1, tongue, number)
                for rest, tongue, number in entries
                if not rest or _follows(words, at + 1, rest)
            ]
            if not fitting:
                continue
            own = [entry for entry in fitting if entry[1] == language]
            longest = max(length for length, _, _ in fitting)
            chosen = own if own and (longest == 1 or max(e[0] for e in own) > 1) else fitting
            seen: set[int] = set()
            for length, _, number in chosen:
                if number not in seen:
                    seen.add(number)
                    found.append(Found(at, length, number))
        return found


def _follows(words: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    for offset, wanted in enumerate(rest):
        word = words[at + offset]
        if word != wanted and not (wanted.endswith("*") and word.startswith(wanted[:-1])):
            return False
    return True


class Lexicon:
    """The concepts of content/lexicon, and the nearest known word for a misspelt one."""

    def __init__(
        self,
        concepts: Mapping[str, Mapping[str, Sequence[str]]],
        spelling: Mapping[str, Mapping[str, Sequence[str]]],
    ) -> None:
        self.names = sorted(concepts)
        self.phrases = Phrases()
        self._words: set[str] = set()
        for number, name in enumerate(self.names):
            for language, written in concepts[name].items():
                for each in written:
                    self.phrases.add(each, language, number)
                    self._words.update(word.rstrip("*") for word in phrase(each))
        self._written: dict[str, dict[str, tuple[str, ...]]] = {}
        for language, corrections in spelling.items():
            ways = self._written.setdefault(language, {})
            for right, wrongs in corrections.items():
                for wrong in wrongs:
                    words = phrase(wrong)
                    if len(words) == 1:
                        ways[words[0]] = phrase(right)
        self._near: Nearest | None = None

    def learn_words(self, words: Iterable[str]) -> None:
        """Take further words as rightly spelt, so that misspelt ones can be led to them."""
        self._words.update(words)
        self._near = Nearest(self._words)

    def spelt(self, words: Sequence[str], language: str) -> list[str]:
        """The tokens with short and odd spellings of this language written out."""
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

    def meant(self, word: str) -> str:
        """The known word that a misspelt one most likely stands for, else the word itself."""
        if word in self._words or self._near is None or len(word) < 4 or self.phrases.knows(word):
            return word
        return self._near.to(word) or word


class Nearest:
    """Finds the known word nearest to a misspelt one: same sound, or one slip of the finger."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sounds: dict[str, str] = {}
        self._slips: dict[str, str] = {}
        self._memory: dict[str, str | None] = {}
        for word in sorted(words):
            if len(word) < 4 or not word.isalpha():
                continue
            key = sound(word)
            kept = self._sounds.get(key)
            if kept is None or len(word) < len(kept):
                self._sounds[key] = word
        for key, word in self._sounds.items():
            if len(key) >= 5:
                for slip in _slips(key):
                    self._slips.setdefault(slip, word)

    def to(self, word: str) -> str | None:
        """The nearest word, or None when none is near enough."""
        if word in self._memory:
            return self._memory[word]
        key = sound(word)
        near = self._sounds.get(key)
        if near is None and len(key) >= 5:
            near = self._slips.get(key)
            if near is None:
                for slip in _slips(key):
                    near = self._sounds.get(slip) if len(slip) >= 5 else None
                    near = near or (self._slips.get(slip) if len(slip) >= 6 else None)
                    if near is not None:
                        break
        if len(self._memory) < 30_000:
            self._memory[word] = near
        return near


def _slips(key: str) -> list[str]:
    """The key with each one letter left out; the first letter stays, as it is seldom wrong."""
    return [key[:at] + key[at + 1 :] for at in range(1, min(len(key), 16))]
