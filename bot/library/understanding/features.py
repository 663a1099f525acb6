"""Tokens to numbers: words, parts of words, concepts, and pairs of them near each other."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.normal import BREAK, tokens

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.integer[Any]]

PART = 4
PARTS = 1 << 13
"""Parts of words share this many columns, so that memory stays the same whatever the content's size."""
PAIRS = 1 << 14
NEAR = 7
"""Two concepts at most this many words apart are one thought."""
MOST_PAIRS = 1500

_WORD, _PART, _CONCEPT, _PAIR, _NEIGHBOURS = 1.0, 0.5, 2.2, 1.3, 0.5
_LEAST_WEIGHT = 0.12
_COURTESY_ALONE = 3
_TELLING = 0.35


@dataclass(frozen=True)
class Seen:
    """One message in the shape the models read: its words, and what was seen in them and where."""

    words: list[str]
    columns: list[int]
    weights: list[float]
    places: list[int]
    breaks: list[int]
    concepts: list[tuple[int, int]]


class Features:
    """Knows the columns; learnt from all phrases once, then only read."""

    def __init__(self, lexicon: Lexicon, courtesy: Iterable[str] = ()) -> None:
        self.lexicon = lexicon
        polite = frozenset(courtesy)
        self._courtesy = frozenset(number for number, name in enumerate(lexicon.names) if name in polite)
        self.words: dict[str, int] = {}
        self._weight: dict[str, float] = {}
        self._concept_weight: list[float] = [1.0] * len(lexicon.names)

    def learn(self, messages: Iterable[tuple[str, str]]) -> None:
        """Count in how many of the (text, language) phrases each word and concept stands."""
        seen: Counter[str] = Counter()
        concepts: Counter[int] = Counter()
        total = 0
        for text, language in messages:
            words = self.spelt(text, language)
            seen.update({word for word in words if word != BREAK})
            concepts.update({found.concept for found in self.lexicon.phrases.find(words, language)})
            total += 1
        top = math.log(2 + total)
        for word in sorted(seen):
            self.words[word] = len(self.words)
            self._weight[word] = max(_LEAST_WEIGHT, math.log((2 + total) / (1 + seen[word])) / top)
        for concept, count in concepts.items():
            self._concept_weight[concept] = max(0.3, math.log((2 + total) / (1 + count)) / top)
        self.lexicon.learn_words(word for word in self.words if len(word) >= 4)

    def restore(self, words: Sequence[str], weights: Floats, concept_weights: Floats) -> None:
        """Take up what was learnt before from the same phrases."""
        self.words = {word: row for row, word in enumerate(words)}
        self._weight = dict(zip(words, weights.tolist(), strict=True))
        self._concept_weight = concept_weights.tolist()
        self.lexicon.learn_words(word for word in self.words if len(word) >= 4)

    def word_weights(self) -> Floats:
        """The weight of each word, in the order of the columns."""
        return np.array([self._weight[word] for word in self.words], dtype=np.float32)

    def concept_weights(self) -> Floats:
        """The weight of each concept, in the order of the columns."""
        return np.array(self._concept_weight, dtype=np.float32)

    @property
    def concept_columns(self) -> int:
        return len(self.words)

    @property
    def part_columns(self) -> int:
        return self.concept_columns + len(self.lexicon.names)

    @property
    def pair_columns(self) -> int:
        return self.part_columns + PARTS

    @property
    def columns(self) -> int:
        return self.pair_columns + PAIRS

    def spelt(self, text: str | Sequence[str], language: str) -> list[str]:
        """The tokens with this language's short spellings written out."""
        return self.lexicon.spelling.out(tokens(text) if isinstance(text, str) else text, language)

    def without_courtesy(self, words: Sequence[str], language: str) -> list[str]:
        """The tokens without greetings and thanks, unless little else is said."""
        if len(words) <= _COURTESY_ALONE:
            return list(words)
        polite = {
            found.at + step
            for found in self.lexicon.phrases.find(words, language)
            if found.concept in self._courtesy
            for step in range(found.length)
        }
        if not polite:
            return list(words)
        kept = [word for at, word in enumerate(words) if at not in polite]
        said = sum(1 for word in kept if word != BREAK and self.weight(word) > _TELLING)
        return kept if said >= 2 else list(words)

    def weight(self, word: str) -> float:
        """How telling a word is: 1 for one never seen, little for one in every phrase."""
        return self._weight.get(word, 1.0 if len(word) > 2 else 0.4)

    def energy(self, word: str) -> float:
        """The squared length a word adds to its message."""
        return self.weight(word) ** 2 * (_WORD**2 + _PART**2)

    def of_word(self, word: str) -> tuple[list[int], list[float]]:
        """The columns of a word by itself and of its parts."""
        weight = self.weight(word)
        columns, values = [], []
        known = self.words.get(word)
        if known is not None:
            columns.append(known)
            values.append(weight * _WORD)
        parts = self._parts(word)
        if parts:
            columns += parts
            values += [weight * _PART / math.sqrt(len(parts))] * len(parts)
        return columns, values

    def _parts(self, word: str) -> list[int]:
        marked = f"<{word}>"
        base = self.part_columns
        return [
            base + crc32(marked[at : at + PART].encode("utf-8", "replace")) % PARTS
            for at in range(len(marked) - PART + 1)
        ]

    def see(self, words: Sequence[str], language: str) -> Seen:
        """Everything the models look at."""
        kept: list[str] = []
        breaks: list[int] = []
        for word in words:
            if word == BREAK:
                breaks.append(len(kept))
            else:
                kept.append(self.lexicon.meant(word))
        columns: list[int] = []
        weights: list[float] = []
        places: list[int] = []
        concepts = [(found.at, found.concept) for found in self.lexicon.phrases.find(kept, language)]
        for at, concept in concepts:
            columns.append(self.concept_columns + concept)
            weights.append(_CONCEPT * self._concept_weight[concept])
            places.append(at)
        base = self.pair_columns
        pairs = 0
        for index, (at, concept) in enumerate(concepts):
            for other_at, other in concepts[index + 1 : index + 13]:
                if other_at - at > NEAR or pairs >= MOST_PAIRS:
                    break
                if other == concept:
                    continue
                low, high = (concept, other) if concept < other else (other, concept)
                columns.append(base + (low * 7919 + high * 104_729 + 13) % PAIRS)
                weights.append(_PAIR * min(self._concept_weight[concept], self._concept_weight[other]))
                places.append(other_at)
                pairs += 1
        for at in range(len(kept) - 1):
            first, second = kept[at], kept[at + 1]
            if first in self.words and second in self.words:
                columns.append(base + crc32(f"{first} {second}".encode()) % PAIRS)
                weights.append(_NEIGHBOURS * max(self._weight[first], self._weight[second]))
                places.append(at + 1)
        return Seen(kept, columns, weights, places, breaks, concepts)


def rows(features: Features, messages: Sequence[Seen]) -> tuple[Numbers, Numbers, Floats]:
    """Messages as sparse rows of unit length: where each row starts, its columns and its values."""
    starts = array("q", [0])
    columns = array("i")
    values = array("f")
    scales = array("f")
    memory: dict[str, tuple[list[int], list[float]]] = {}
    for seen in messages:
        energy = 1e-6
        for word in seen.words:
            known = memory.get(word)
            if known is None:
                known = memory[word] = features.of_word(word)
            columns.extend(known[0])
            values.extend(known[1])
            energy += features.energy(word)
        columns.extend(seen.columns)
        values.extend(seen.weights)
        energy += sum(weight * weight for weight in seen.weights)
        scales.append(1.0 / math.sqrt(energy))
        starts.append(len(columns))
    begins = np.frombuffer(starts, dtype=np.int64)
    scale = np.repeat(np.frombuffer(scales, dtype=np.float32), np.diff(begins))
    return begins, np.frombuffer(columns, dtype=np.intc), np.frombuffer(values, dtype=np.float32) * scale
