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
MOST_PARTNERS = 10
"""With so many of the concepts that follow it a concept is paired at most."""

_WORD, _PART, _CONCEPT, _PAIR, _NEIGHBOURS = 1.0, 0.5, 2.2, 1.3, 0.5
_STRANGE = _WORD**2 + _PART**2
"""The energy of a word never seen."""
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
    rows: list[int]
    """The row of each word among the known words; the last row for a word never seen."""
    energies: list[float]


class Features:
    """Knows the columns; learnt from all phrases once, then only read."""

    def __init__(self, lexicon: Lexicon, courtesy: Iterable[str] = ()) -> None:
        self.lexicon = lexicon
        self._polite = lexicon.only(courtesy)
        self.words: dict[str, int] = {}
        self._weight: dict[str, float] = {}
        self._energy: dict[str, float] = {}
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
        self._weigh()

    def restore(self, words: Sequence[str], weights: Floats, concept_weights: Floats) -> None:
        """Take up what was learnt before from the same phrases."""
        self.words = {word: row for row, word in enumerate(words)}
        self._weight = dict(zip(words, weights.tolist(), strict=True))
        self._concept_weight = concept_weights.tolist()
        self.lexicon.learn_words(word for word in self.words if len(word) >= 4)
        self._weigh()

    def word_weights(self) -> Floats:
        """The weight of each word, in the order of the columns."""
        return np.array([self._weight[word] for word in self.words], dtype=np.float32)

    def concept_weights(self) -> Floats:
        """The weight of each concept, in the order of the columns."""
        return np.array(self._concept_weight, dtype=np.float32)

    def _weigh(self) -> None:
        self._energy = {word: weight**2 * _STRANGE for word, weight in self._weight.items()}

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
        polite = {found.at + step for found in self._polite.find(words, language) for step in range(found.length)}
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
        known = self._energy.get(word)
        return known if known is not None else (_STRANGE if len(word) > 2 else _STRANGE * 0.16)

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

    def seen(
        self,
        words: list[str],
        columns: list[int],
        weights: list[float],
        places: list[int],
        breaks: list[int],
        concepts: list[tuple[int, int]],
    ) -> Seen:
        """A message with the rows and energies of its words looked up once for all models."""
        known, nowhere = self.words, len(self.words)
        rows = [known.get(word, nowhere) for word in words]
        return Seen(words, columns, weights, places, breaks, concepts, rows, [self.energy(word) for word in words])

    def knows(self, seen: Seen) -> bool:
        """Whether the message has any word or concept learnt, rather than only parts of strange words."""
        return bool(seen.concepts) or any(len(word) > 1 and word in self.words for word in seen.words)

    def _pair(
        self, concepts: list[tuple[int, int]], columns: list[int], weights: list[float], places: list[int]
    ) -> None:
        """Adds two concepts said near each other."""
        base, weighs = self.pair_columns, self._concept_weight
        for index, (at, concept) in enumerate(concepts):
            weight = weighs[concept]
            for other_at, other in concepts[index + 1 : index + MOST_PARTNERS]:
                if other_at - at > NEAR:
                    break
                if other != concept:
                    mixed = concept * 7919 + other * 104_729 if concept < other else other * 7919 + concept * 104_729
                    columns.append(base + (mixed + 13) % PAIRS)
                    weights.append(_PAIR * (weight if weight < weighs[other] else weighs[other]))
                    places.append(other_at)
            if len(columns) > MOST_PAIRS:
                break

    def _neighbour(self, words: list[str], columns: list[int], weights: list[float], places: list[int]) -> None:
        """Adds two known words side by side."""
        base, rows, weighs = self.pair_columns, self.words, self._weight
        before, before_weight = -1, 0.0
        for at, word in enumerate(words):
            row = rows.get(word, -1)
            weight = weighs[word] if row >= 0 else 0.0
            if row >= 0 and before >= 0:
                columns.append(base + (before * 15_485_863 + row * 32_452_843 + 7) % PAIRS)
                weights.append(_NEIGHBOURS * (weight if weight > before_weight else before_weight))
                places.append(at)
            before, before_weight = row, weight

    def see(self, words: Sequence[str], language: str) -> Seen:
        """Everything the models look at."""
        kept: list[str] = []
        breaks: list[int] = []
        for word in words:
            if word == BREAK:
                breaks.append(len(kept))
            else:
                kept.append(word if word in self.words else self.lexicon.meant(word))
        concepts = [(found.at, found.concept) for found in self.lexicon.phrases.find(kept, language)]
        first_concept, weighs = self.concept_columns, self._concept_weight
        columns = [first_concept + concept for _, concept in concepts]
        weights = [_CONCEPT * weighs[concept] for _, concept in concepts]
        places = [at for at, _ in concepts]
        self._pair(concepts, columns, weights, places)
        self._neighbour(kept, columns, weights, places)
        return self.seen(kept, columns, weights, places, breaks, concepts)


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
