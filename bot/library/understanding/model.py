"""Scores of every label for a whole message and for each window of a long one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.library.understanding.features import Features, Floats, Numbers, Rows, Seen
from bot.library.understanding.learning import REFINED, REFINED_UP_TO, Head, Pace, count, refine, spoken_for

SHORT = 12
"""A message of at most this many words is one thought and is not cut into windows."""
_WINDOWS = ((12, 5),)
_CANDIDATES = 96
_QUIET = 800_000
"""So many multiplications at once stay on one core."""
_LEAST_IN_CLAUSE = 3
_MOST_REMEMBERED = 4000
_MOST_STEPS = np.iinfo(np.int16).max


@dataclass(slots=True)
class Reading:
    """Scores for the labels that came into question: of the whole message, and of each window."""

    labels: Numbers
    whole: Floats
    windows: Floats
    spans: list[tuple[int, int]]

    def part(self, first: int, last: int) -> Reading:
        """The scores of one of two models that were read as one."""
        labels = self.labels[first:last] - first
        windows = self.windows[:, first:last] if self.spans else self.windows
        return Reading(labels, self.whole[first:last], windows, self.spans)


@dataclass(frozen=True)
class Heard:
    """How much it counts how often a word stands in the phrases of a label: steadier than weights alone."""

    messages: int
    """So many, from the first; the others are made of them."""
    share: float

    def by_word(self, word_count: int, messages: Rows, head: Head) -> Floats:
        """What each word says for each label of the head."""
        labels = head.labels[: self.messages]
        columns = messages.columns[: messages.starts[len(labels)]]
        owners = np.repeat(np.array(labels, dtype=np.int64), np.diff(messages.starts[: len(labels) + 1]))
        words = columns < word_count
        return np.float32(self.share) * spoken_for(columns[words], owners[words], word_count, head.count)


def _spans(seen: Seen) -> list[tuple[int, int]]:
    total = len(seen.words)
    if total <= SHORT:
        if not seen.breaks:
            return []
        edges = [0, *[at for at in seen.breaks if 0 < at < total], total]
        clauses = [(low, high) for low, high in pairwise(edges) if high - low >= _LEAST_IN_CLAUSE]
        return clauses if len(clauses) > 1 else []
    spans = [
        (low, min(low + size, total)) for size, step in _WINDOWS for low in range(0, max(1, total - size + step), step)
    ]
    edges = [0, *[at for at in seen.breaks if 0 < at < total], total]
    spans += [(low, high) for low, high in pairwise(edges) if 3 <= high - low <= 16]
    return sorted(set(spans))


def _windows(
    spans: Sequence[tuple[int, int]], places: Sequence[int], amounts: Floats, powers: Floats, table: Floats
) -> Floats:
    """The scores of each window: what stands in it, by the length of what stands in it."""
    edges = np.array(spans)
    at = np.array(places)
    inside = ((at >= edges[:, :1]) & (at < edges[:, 1:])).astype(np.float32)
    lengths = inside @ powers
    inside *= amounts
    # A large product would wake BLAS's threads, which cost more than they save.
    some = max(1, _QUIET // max(1, table.size))
    scores = np.vstack([inside[first : first + some] @ table for first in range(0, len(inside), some)])
    scores /= np.sqrt(np.maximum(lengths, np.float32(1e-3)))[:, None]
    return scores


class Linear:
    """The refined model: a row of weights for each word, concept, mark, part and pair.

    They are whole numbers of a small step, which each label has its own of: half the memory, and quicker to fetch.
    """

    def __init__(self, features: Features, weights: Numbers, steps: Floats, bias: Floats) -> None:
        self.features = features
        self.weights = weights
        self.steps = steps
        self.bias = bias
        self.labels = np.arange(len(bias))

    @classmethod
    def learn(
        cls,
        features: Features,
        messages: Rows,
        heads: Sequence[Head],
        pace: Pace = REFINED,
        heard: Heard | None = None,
    ) -> Linear:
        """Learn what each head asks of the messages; the labels of the heads stand beside each other.

        The words of the messages to be `heard` are counted for the first head, too.
        """
        weights, bias = refine(messages, heads, features.columns, pace)
        known = features.of_words.sums(weights)
        if heard is not None:
            known[:, : heads[0].count] += heard.by_word(len(known), messages, heads[0])
        weights[: len(known)] = known
        steps = np.maximum(np.abs(weights).max(axis=0, initial=0.0), np.float32(1e-6)) / np.float32(_MOST_STEPS)
        return cls(features, np.rint(weights / steps).astype(np.int16), steps, bias)

    def part(self, first: int, last: int) -> Linear:
        """One of two models put beside each other; the weights stay shared."""
        return Linear(self.features, self.weights[:, first:last], self.steps[first:last], self.bias[first:last])

    def beside(self, other: Linear) -> Linear:
        """Both models in one, the labels of the other after those of this one."""
        return Linear(
            self.features,
            np.hstack([self.weights, other.weights]),
            np.hstack([self.steps, other.steps]),
            np.hstack([self.bias, other.bias]),
        )

    def word(self, word: str) -> Floats:
        """What one word says for each label."""
        amounts, table = self._taken(self.features.alone([word]))
        said: Floats = amounts @ table * self.steps
        return said

    def column(self, column: int) -> Floats:
        """What one column says for each label."""
        said: Floats = self.weights[column] * self.steps
        return said

    def arrays(self) -> dict[str, Floats | Numbers]:
        """All that was learnt, to be kept in a file."""
        return {"weights": self.weights, "steps": self.steps, "bias": self.bias}

    def sum(self, seen: Seen) -> Floats:
        """Scores of the whole message."""
        return self._whole(seen, *self._taken(seen))

    def read(self, seen: Seen) -> Reading:
        """Scores of all labels."""
        amounts, table = self._taken(seen)
        whole = self._whole(seen, amounts, table)
        spans = _spans(seen)
        if not spans:
            return Reading(self.labels, whole, _NO_WINDOWS, spans)
        powers = amounts**2
        powers[: len(seen.powers)] = seen.powers
        windows = _windows(spans, seen.at + seen.places, amounts, powers, table)
        windows *= self.steps
        windows += self.bias
        return Reading(self.labels, whole, windows, spans)

    def _taken(self, seen: Seen) -> tuple[Floats, Floats]:
        """The amount of everything seen, and its row of the table in steps."""
        amounts = np.array(seen.amounts + seen.weights, dtype=np.float32)
        return amounts, self.weights.take(seen.index + seen.columns, axis=0).astype(np.float32)

    def _whole(self, seen: Seen, amounts: Floats, table: Floats) -> Floats:
        scores: Floats = amounts @ table
        scores *= self.steps
        scores *= seen.energy**-0.5
        scores += self.bias
        return scores


_NO_WINDOWS = np.zeros((0, 0), dtype=np.float32)


class Counted:
    """The model for very many labels: each column knows only the labels it speaks for most."""

    SHARPNESS = 9.0

    def __init__(self, features: Features, starts: Numbers, labels: Numbers, weights: Floats, count: int) -> None:
        self.features = features
        self._starts, self._labels, self._weights = starts, labels, weights
        self._count = count
        self._place = np.full(count, -1, dtype=np.int64)
        self._remembered: dict[str, tuple[Numbers, Floats]] = {}

    @classmethod
    def learn(cls, features: Features, messages: Rows, labels: Sequence[int], label_count: int) -> Counted:
        kept = count(*messages, np.array(labels), label_count, _CANDIDATES // 2)
        return cls(features, *kept, label_count)

    def arrays(self) -> dict[str, Floats | Numbers]:
        """All that was learnt, to be kept in a file."""
        return {"starts": self._starts, "labels": self._labels, "sums": self._weights}

    def _postings(self, column: int, weight: float) -> tuple[Numbers, Floats]:
        if column + 1 >= len(self._starts):
            return self._labels[:0], self._weights[:0]
        span = slice(self._starts[column], self._starts[column + 1])
        return self._labels[span], self._weights[span] * np.float32(weight)

    def _word(self, word: str) -> tuple[Numbers, Floats]:
        kept = self._remembered.get(word)
        if kept is None:
            pieces = [self._postings(*pair) for pair in zip(*self.features.of_word(word), strict=True)]
            kept = _merged(pieces)
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[word] = kept
        return kept

    def read(self, seen: Seen) -> Reading:
        """Scores of the labels that the message's words speak for most."""
        pieces = [self._word(word) for word in seen.words]
        pieces += [self._postings(column, weight) for column, weight in zip(seen.columns, seen.weights, strict=True)]
        lengths = [len(piece[0]) for piece in pieces]
        if not sum(lengths):
            nothing = np.zeros(0, dtype=np.float32)
            return Reading(np.zeros(0, dtype=np.int64), nothing, _NO_WINDOWS, [])
        labels = np.concatenate([piece[0] for piece in pieces])
        weights = np.concatenate([piece[1] for piece in pieces])
        sums = np.bincount(labels, weights=weights, minlength=self._count)
        bar = sums.max() * 0.3
        near = np.flatnonzero(sums >= bar)
        near = near[np.argsort(-sums[near], kind="stable")[:_CANDIDATES]]
        self._place[near] = np.arange(len(near))
        column = self._place[labels]
        line = np.repeat(np.arange(len(pieces)), lengths)
        fits = column >= 0
        cells = line[fits] * len(near) + column[fits]
        told = np.bincount(cells, weights=weights[fits], minlength=len(pieces) * len(near))
        table = told.reshape(len(pieces), len(near)).astype(np.float32) * np.float32(self.SHARPNESS)
        self._place[near] = -1
        whole: Floats = table.sum(axis=0) * np.float32(seen.energy**-0.5)
        spans = _spans(seen)
        if not spans:
            return Reading(near, whole, _NO_WINDOWS, spans)
        energy = self.features.energy
        powers = np.array([energy(word) for word in seen.words] + [weight**2 for weight in seen.weights], np.float32)
        places = [*range(len(seen.words)), *seen.places]
        return Reading(near, whole, _windows(spans, places, np.ones_like(powers), powers, table), spans)


def _merged(pieces: Sequence[tuple[Numbers, Floats]]) -> tuple[Numbers, Floats]:
    labels = np.concatenate([piece[0] for piece in pieces]) if pieces else np.zeros(0, dtype=np.int64)
    if not len(labels):
        return labels, np.zeros(0, dtype=np.float32)
    each, place = np.unique(labels, return_inverse=True)
    sums = np.bincount(place, weights=np.concatenate([piece[1] for piece in pieces])).astype(np.float32)
    if len(each) > _CANDIDATES:
        kept = np.sort(np.argsort(-sums, kind="stable")[:_CANDIDATES])
        return each[kept], sums[kept]
    return each, sums


def learn(features: Features, messages: Rows, heads: Sequence[Head], heard: Heard) -> Linear | Counted:
    """The best model that can be learnt in time; the counted one knows the first head only."""
    first = heads[0]
    if len(first.labels) * first.count <= REFINED_UP_TO:
        return Linear.learn(features, messages, heads, heard=heard)
    return Counted.learn(features, messages, first.labels, first.count)
