"""Tokens to numbers: words, parts of words, concepts, and pairs of them near each other."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise
from operator import mul
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.marks import Marked, Marks
from bot.library.understanding.normal import BREAK, tokens
from bot.library.understanding.phrases import Found, Starts, matched

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

_LEFT, _RIGHT = 15_485_863 % PAIRS, 32_452_843 % PAIRS
"""What mixes two rows into one column; small, as large numbers are slow."""
_WORD, _PART, _CONCEPT, _PAIR, _NEIGHBOURS = 1.0, 0.5, 1.5, 0.8, 0.7
_STRANGE = _WORD**2 + _PART**2
"""The energy of a word never seen."""
_LEAST_WEIGHT = 0.12
_COURTESY_ALONE = 3
_TELLING = 0.35
_RARE = 0.7
"""The parts of a word less telling than this are not looked at: it is so common that it is known whole."""
_MOST_REMEMBERED = 20_000
_AT_ONCE = 512
"""So many rows are summed at a time, that what is worked on stays near the processor."""


Parts = tuple[list[int], list[float], list[float]]
"""The columns of the parts of a word, its weight in each, and the squared length each adds to the message."""
_NO_PARTS: Parts = ([], [], [])


@dataclass(slots=True)
class _Word:
    """What is known of a word as it is written, so that it need be looked for once in a message."""

    meant: str
    row: int
    """-1 for one that was not learnt."""
    weight: float
    energy: float
    starts: Starts | None
    """The phrases that begin with it."""
    parts: Parts
    """Of one that was not learnt."""


class Rows(NamedTuple):
    """Sparse rows, of messages (then of unit length) or words: where each starts, its columns and its values."""

    starts: Numbers
    columns: Numbers
    values: Floats

    def only(self, chosen: Sequence[int]) -> Rows:
        """The rows of these messages, in this order."""
        at = np.array(chosen, dtype=np.int64)
        lengths = self.starts[at + 1] - self.starts[at]
        starts = np.r_[0, np.cumsum(lengths)]
        cells = np.repeat(self.starts[at] - starts[:-1], lengths) + np.arange(starts[-1])
        return Rows(starts, self.columns[cells], self.values[cells])

    def sums(self, weights: Floats) -> Floats:
        """What the columns of each row say together; no row may be empty."""
        told = np.zeros((len(self.starts) - 1, weights.shape[1]), dtype=np.float32)
        for low in range(0, len(told), _AT_ONCE):
            high = min(low + _AT_ONCE, len(told))
            first, last = self.starts[low], self.starts[high]
            said = weights.take(self.columns[first:last], axis=0)
            said *= self.values[first:last, None]
            np.add.reduceat(said, self.starts[low:high] - first, axis=0, out=told[low:high])
        return told


@dataclass(frozen=True, slots=True)
class Seen:
    """One message in the shape the models read: its words, and what was seen in them and where."""

    words: list[str]
    breaks: list[int]
    index: list[int]
    """The row of each known word, and the columns of the parts of strange ones."""
    amounts: list[float]
    at: list[int]
    powers: list[float]
    """The squared length that each entry of the index adds to the message."""
    columns: list[int]
    """Concepts, marks, pairs and neighbours; with their weights and places."""
    weights: list[float]
    places: list[int]
    energy: float
    concepts: list[tuple[int, int]]
    marked: Marked


class Features:
    """Knows the columns; learnt from all phrases once, then only read."""

    def __init__(self, lexicon: Lexicon, courtesy: Iterable[str] = (), marks: Marks | None = None) -> None:
        self.lexicon = lexicon
        self.marks = marks or Marks({}, lexicon)
        self._polite = lexicon.only(courtesy)
        self.words: dict[str, int] = {}
        self._weights = array("f")
        self._energies = array("f")
        self._concept_weight: list[float] = [1.0] * len(lexicon.names)
        self._known: dict[str, _Word] = {}

    def learn(self, messages: Iterable[tuple[Sequence[str], str]]) -> list[list[Found]]:
        """Count in how many of the phrases, (words as they are spelt, language), each word and concept stands.

        What was found in each is returned, so that `see` need not look for it again.
        """
        seen: Counter[str] = Counter()
        concepts: Counter[int] = Counter()
        told: list[list[Found]] = []
        known = len(self.lexicon.names)
        for words, language in messages:
            kept = [word for word in words if word != BREAK]
            seen.update(set(kept))
            told.append(self.lexicon.phrases.find(kept, language))
            concepts.update({found.concept for found in told[-1] if found.concept < known})
        total = len(told)
        top = math.log(2 + total)
        for word in sorted(seen):
            self.words[word] = len(self.words)
            self._weights.append(max(_LEAST_WEIGHT, math.log((2 + total) / (1 + seen[word])) / top))
        for concept, count in concepts.items():
            self._concept_weight[concept] = max(0.3, math.log((2 + total) / (1 + count)) / top)
        self.lexicon.learn_words(word for word in self.words if len(word) >= 4)
        self._weigh()
        return told

    def restore(self, words: Sequence[str], weights: Floats, concept_weights: Floats) -> None:
        """Take up what was learnt before from the same phrases."""
        self.words = {word: row for row, word in enumerate(words)}
        self._weights = array("f", weights.tolist())
        self._concept_weight = concept_weights.tolist()
        self.lexicon.learn_words(word for word in self.words if len(word) >= 4)
        self._weigh()

    def word_weights(self) -> Floats:
        """The weight of each word, in the order of the columns."""
        return np.array(self._weights, dtype=np.float32)

    def concept_weights(self) -> Floats:
        """The weight of each concept, in the order of the columns."""
        return np.array(self._concept_weight, dtype=np.float32)

    def _weigh(self) -> None:
        self._energies = array(
            "f", (weight**2 * (_STRANGE if weight >= _RARE else _WORD**2) for weight in self._weights)
        )

    @property
    def concept_columns(self) -> int:
        return len(self.words)

    @property
    def mark_columns(self) -> int:
        return self.concept_columns + len(self.lexicon.names)

    @property
    def part_columns(self) -> int:
        return self.mark_columns + self.marks.count

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
        said = (word for word in kept if word != BREAK and self.weight(word) > _TELLING)
        return kept if len([*islice(said, 2)]) == 2 else list(words)

    def weight(self, word: str) -> float:
        """How telling a word is: 1 for one never seen, little for one in every phrase."""
        row = self.words.get(word)
        return self._weights[row] if row is not None else (1.0 if len(word) > 2 else 0.4)

    def energy(self, word: str) -> float:
        """The squared length a word adds to its message."""
        row = self.words.get(word)
        return self._energies[row] if row is not None else (_STRANGE if len(word) > 2 else _STRANGE * 0.16)

    def of_word(self, word: str) -> tuple[list[int], list[float]]:
        """The columns of a word by itself and of its parts."""
        weight = self.weight(word)
        columns, values = [], []
        known = self.words.get(word)
        if known is not None:
            columns.append(known)
            values.append(weight * _WORD)
        parts = self._parts(word) if weight >= _RARE else ()
        if parts:
            columns += parts
            values += [weight * _PART / math.sqrt(len(parts))] * len(parts)
        return columns, values

    @cached_property
    def of_words(self) -> Rows:
        """What `of_word` tells of each word learnt, a row each; asked for when all are learnt."""
        told = [self.of_word(word) for word in self.words]
        starts = np.cumsum([0, *(len(columns) for columns, _ in told)])
        columns = np.fromiter(chain.from_iterable(columns for columns, _ in told), dtype=np.intc)
        values = np.fromiter(chain.from_iterable(values for _, values in told), dtype=np.float32)
        return Rows(starts, columns, values)

    def _parts(self, word: str) -> list[int]:
        marked = f"<{word}>"
        base = self.part_columns
        return [
            base + crc32(marked[at : at + PART].encode("utf-8", "replace")) % PARTS
            for at in range(len(marked) - PART + 1)
        ]

    def alone(self, words: list[str]) -> Seen:
        """A message of which only the words count."""
        return self._seen([self._known.get(word) or self._know(word) for word in words], [], [], [], [], [], Marked())

    def _know(self, word: str) -> _Word:
        """All that is known of a word; what was found is remembered."""
        meant = word if word in self.words else self.lexicon.meant(word)
        row, energy, starts = self.words.get(meant, -1), self.energy(meant), self.lexicon.phrases.starting(meant)
        parts = _NO_PARTS
        if row < 0:
            columns, values = self.of_word(meant)
            parts = columns, values, [energy / max(1, len(columns))] * len(columns)
        known = _Word(meant, row, self.weight(meant), energy, starts, parts)
        if len(self._known) < _MOST_REMEMBERED:
            self._known[word] = known
        return known

    def _seen(
        self,
        words: Sequence[_Word],
        breaks: list[int],
        columns: list[int],
        weights: list[float],
        places: list[int],
        concepts: list[tuple[int, int]],
        marked: Marked,
    ) -> Seen:
        index, powers = [word.row for word in words], [word.energy for word in words]
        energy = 1e-6 + sum(powers) + sum(map(mul, weights, weights))
        at = [*range(len(words))]
        strange = [place for place, row in enumerate(index) if row < 0]
        for place in reversed(strange):
            del index[place], powers[place], at[place]
        amounts = [1.0] * len(index)
        kept = [word.meant for word in words]
        for place in strange:
            held, values, shares = words[place].parts
            index += held
            amounts += values
            at += [place] * len(held)
            powers += shares
        return Seen(kept, breaks, index, amounts, at, powers, columns, weights, places, energy, concepts, marked)

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

    def _neighbour(self, words: Sequence[_Word], columns: list[int], weights: list[float], places: list[int]) -> None:
        """Adds two known words side by side."""
        base = self.pair_columns
        for at, (before, word) in enumerate(pairwise(words), 1):
            row, other = before.row, word.row
            if row >= 0 and other >= 0:
                columns.append(base + (row * _LEFT + other * _RIGHT + 7) % PAIRS)
                weight, beside = before.weight, word.weight
                weights.append(_NEIGHBOURS * (weight if weight > beside else beside))
                places.append(at)

    def see(self, words: Sequence[str], language: str, found: Sequence[Found] | None = None) -> Seen:
        """Everything the models look at; `found` are the phrases in the words, where they are known already."""
        ends = [at for at, word in enumerate(words) if word == BREAK]
        breaks = [at - before for before, at in enumerate(ends)]
        known, know = self._known, self._know
        kept = [known.get(word) or know(word) for word in words if word != BREAK]
        meant = [word.meant for word in kept]
        if found is None:
            found = matched(meant, [word.starts for word in kept], language)
        count = len(self.lexicon.names)
        first, weighs = self.concept_columns, self._concept_weight
        concepts: list[tuple[int, int]] = []
        told: list[Found] = []
        columns, weights, places = [], [], []
        for each in found:
            at, _, concept = each
            if concept < count:
                concepts.append((at, concept))
                columns.append(first + concept)
                weights.append(_CONCEPT * weighs[concept])
                places.append(at)
            else:
                told.append(each)
        marked = self.marks.read(meant, told, concepts)
        base = self.mark_columns
        for number, weight, at in marked.seen:
            columns.append(base + number)
            weights.append(weight)
            places.append(at)
        self._pair(concepts, columns, weights, places)
        self._neighbour(kept, columns, weights, places)
        return self._seen(kept, breaks, columns, weights, places, concepts, marked)


def rows(features: Features, messages: Sequence[Seen]) -> Rows:
    """What is seen in each message as a row of columns."""
    starts = array("q", [0])
    columns = array("i")
    values = array("f")
    scales = array("f")
    memory: dict[str, tuple[array[int], array[float]]] = {}
    for seen in messages:
        for word in seen.words:
            known = memory.get(word)
            if known is None:
                held, amounts = features.of_word(word)
                known = memory[word] = array("i", held), array("f", amounts)
            columns.extend(known[0])
            values.extend(known[1])
        columns.extend(seen.columns)
        values.extend(seen.weights)
        scales.append(1.0 / math.sqrt(seen.energy))
        starts.append(len(columns))
    begins = np.frombuffer(starts, dtype=np.int64)
    scale = np.repeat(np.frombuffer(scales, dtype=np.float32), np.diff(begins))
    return Rows(begins, np.frombuffer(columns, dtype=np.intc), np.frombuffer(values, dtype=np.float32) * scale)
