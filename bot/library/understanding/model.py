"""Scores of every label for a whole message and for each window of a long one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from bot.library.understanding.features import Features, Floats, Numbers, Seen, rows
from bot.library.understanding.learning import REFINED_UP_TO, count, refine, spoken_for

SHORT = 12
"""A message of at most this many words is one thought and is not cut into windows."""
_WINDOWS = ((8, 3), (14, 5))
_CANDIDATES = 96
BY_COUNT = np.float32(0.8)
"""How much counted words weigh beside the refined weights; found on held-out fifths of our own phrases."""
CONCEPTS_ALONE = 0.5
"""How much each phrase reduced to its concepts counts as a further example."""
_MOST_REMEMBERED = 4000


@dataclass(frozen=True)
class Reading:
    """Scores for the labels that came into question: of the whole message, and of each window."""

    labels: Numbers
    whole: Floats
    windows: Floats
    spans: list[tuple[int, int]]

    def part(self, first: int, last: int) -> Reading:
        """The scores of one of two models that were read as one."""
        labels = self.labels[first:last] - first
        return Reading(labels, self.whole[first:last], self.windows[:, first:last], self.spans)


class Model(Protocol):
    """Anything that gives scores for a message."""

    def read(self, seen: Seen, windows: bool = True) -> Reading: ...


def _spans(seen: Seen) -> list[tuple[int, int]]:
    total = len(seen.words)
    if total <= SHORT:
        if not seen.breaks:
            return []
        edges = [0, *[at for at in seen.breaks if 0 < at < total], total]
        return [(low, high) for low, high in pairwise(edges) if high - low >= 2]
    spans = [
        (low, min(low + size, total)) for size, step in _WINDOWS for low in range(0, max(1, total - size + step), step)
    ]
    edges = [0, *[at for at in seen.breaks if 0 < at < total], total]
    spans += [(low, high) for low, high in pairwise(edges) if 3 <= high - low <= 16]
    return sorted(set(spans))


def _reading(seen: Seen, labels: Numbers, own: Floats, extra: Floats, bias: Floats, windows: bool) -> Reading:
    energies = np.array(seen.energies, dtype=np.float32)
    weights = np.array(seen.weights, dtype=np.float32)
    spans = _spans(seen) if windows else []
    total = np.float32(energies.sum() + (weights * weights).sum() + 1e-6)
    whole = (own.sum(axis=0) + extra.sum(axis=0)) / np.sqrt(total) + bias
    if not spans:
        return Reading(labels, whole, np.zeros((0, len(labels)), dtype=np.float32), [])
    places = np.array(seen.places, dtype=np.int64)
    low = np.array([span[0] for span in spans])[:, None]
    high = np.array([span[1] for span in spans])[:, None]
    at = np.arange(len(seen.words))[None, :]
    within = ((at >= low) & (at < high)).astype(np.float32)
    held = ((places[None, :] >= low) & (places[None, :] < high)).astype(np.float32)
    power = within @ energies + held @ (weights * weights) + np.float32(1e-6)
    scores = (within @ own + held @ extra) / np.sqrt(power)[:, None] + bias
    return Reading(labels, whole, scores, spans)


def only_concepts(seen: Seen) -> Seen:
    """The message without its words: what makes a concept learnt in one language serve all."""
    return Seen([], seen.columns, seen.weights, seen.places, [], seen.concepts, [], [])


class Linear:
    """The refined model: a row of weights for each word, part, concept and pair."""

    def __init__(self, features: Features, known: Floats, others: Floats, bias: Floats) -> None:
        self.features = features
        self.known = known
        self.others = others
        self.bias = bias
        self._labels = np.arange(len(bias))
        self._remembered: dict[str, Floats] = {}

    @classmethod
    def learn(
        cls,
        features: Features,
        messages: Sequence[Seen],
        labels: Sequence[int],
        label_count: int,
        shares: Sequence[float] | None = None,
        passes: int = 3,
        rate: float = 0.8,
    ) -> Linear:
        starts, columns, values = rows(features, messages)
        weights, bias = refine(
            starts,
            columns,
            values,
            np.array(labels),
            label_count,
            features.columns,
            passes,
            rate,
            None if shares is None else np.array(shares, dtype=np.float32),
        )
        others = weights[features.concept_columns :].copy()
        known = np.zeros((len(features.words), label_count), dtype=np.float32)
        for word, row in features.words.items():
            held, amounts = features.of_word(word)
            known[row] = np.array(amounts, dtype=np.float32) @ weights[held]
        return cls(features, known, others, bias)

    def hear(self, messages: Sequence[Seen], labels: Sequence[int]) -> None:
        """Add what each word says by how often it stands in the phrases of a label: steadier than weights alone."""
        nowhere = len(self.features.words)
        rows = [row for seen in messages for row in seen.rows if row < nowhere]
        owners = [label for seen, label in zip(messages, labels, strict=True) for row in seen.rows if row < nowhere]
        if not rows:
            return
        self.known += BY_COUNT * spoken_for(np.array(rows), np.array(owners), nowhere, len(self.bias))

    def part(self, first: int, last: int) -> Linear:
        """One of two models put beside each other; the weights stay shared."""
        return Linear(self.features, self.known[:, first:last], self.others[:, first:last], self.bias[first:last])

    def beside(self, other: Linear) -> Linear:
        """Both models in one, the labels of the other after those of this one."""
        return Linear(
            self.features,
            np.hstack([self.known, other.known]),
            np.hstack([self.others, other.others]),
            np.hstack([self.bias, other.bias]),
        )

    def word(self, word: str) -> Floats:
        """What one word says for each label."""
        row = self.features.words.get(word)
        if row is not None:
            known: Floats = self.known[row]
            return known
        kept = self._remembered.get(word)
        if kept is None:
            held, amounts = self.features.of_word(word)
            shifted = np.array(held, dtype=np.int64) - self.features.concept_columns
            kept = np.array(amounts, dtype=np.float32) @ self.others[shifted]
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[word] = kept
        return kept

    def arrays(self) -> dict[str, Floats]:
        """All that was learnt, to be kept in a file."""
        return {"known": self.known, "others": self.others, "bias": self.bias}

    def sum(self, seen: Seen) -> Floats:
        """Scores of the whole message by its words alone."""
        total = np.zeros(len(self.bias), dtype=np.float32)
        for word in seen.words:
            total += self.word(word)
        scores: Floats = total / np.sqrt(np.float32(sum(seen.energies) + 1e-6)) + self.bias
        return scores

    def read(self, seen: Seen, windows: bool = True) -> Reading:
        """Scores of all labels."""
        nowhere = len(self.known)
        rows = np.array(seen.rows, dtype=np.int64)
        own: Floats = np.zeros((len(rows), len(self.bias)), dtype=np.float32)
        if nowhere:
            own = self.known[np.minimum(rows, nowhere - 1)]
        for at in np.flatnonzero(rows >= nowhere):
            own[at] = self.word(seen.words[at])
        shifted = np.array(seen.columns, dtype=np.int64) - self.features.concept_columns
        extra = self.others[shifted] * np.array(seen.weights, dtype=np.float32)[:, None]
        return _reading(seen, self._labels, own, extra, self.bias, windows)


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
    def learn(cls, features: Features, messages: Sequence[Seen], labels: Sequence[int], label_count: int) -> Counted:
        starts, columns, values = rows(features, messages)
        return cls(
            features,
            *count(starts, columns, values, np.array(labels), label_count, _CANDIDATES // 2),
            label_count,
        )

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

    def read(self, seen: Seen, windows: bool = True) -> Reading:
        """Scores of the labels that the message's words speak for most."""
        pieces = [self._word(word) for word in seen.words]
        pieces += [self._postings(column, weight) for column, weight in zip(seen.columns, seen.weights, strict=True)]
        lengths = [len(piece[0]) for piece in pieces]
        if not sum(lengths):
            nothing = np.zeros(0, dtype=np.float32)
            return Reading(np.zeros(0, dtype=np.int64), nothing, np.zeros((0, 0), dtype=np.float32), [])
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
        words = len(seen.words)
        bias = np.zeros(len(near), dtype=np.float32)
        return _reading(seen, near, table[:words], table[words:], bias, windows)


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


def learn(
    features: Features,
    messages: Sequence[Seen],
    labels: Sequence[int],
    label_count: int,
    shares: Sequence[float] | None = None,
) -> Linear | Counted:
    """The best model that can be learnt in time."""
    if len(messages) * label_count <= REFINED_UP_TO:
        return Linear.learn(features, messages, labels, label_count, shares)
    return Counted.learn(features, messages, labels, label_count)
