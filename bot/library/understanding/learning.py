"""Learns which columns speak for which label: a linear model, or counted weights when there are very many labels."""

from __future__ import annotations

import numpy as np

from bot.library.understanding.features import Floats, Numbers

BATCH = 256
L2 = 3e-4
REFINED_UP_TO = 4_000_000
"""Phrases times labels up to which the weights are refined; beyond it counting alone must do."""


def refine(
    starts: Numbers,
    columns: Numbers,
    values: Floats,
    labels: Numbers,
    label_count: int,
    column_count: int,
    passes: int = 6,
    rate: float = 0.8,
    shares: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Multinomial logistic regression by steps of AdaGrad: (columns x labels) weights, and one bias a label."""
    weights = np.zeros((column_count, label_count), dtype=np.float32)
    squares = np.full((column_count, label_count), 0.02, dtype=np.float32)
    bias = np.zeros(label_count, dtype=np.float32)
    order = np.random.default_rng(11).permutation(len(labels))
    batches = [_batch(order[at : at + BATCH], starts, columns, values) for at in range(0, len(order), BATCH)]
    for turn in range(passes):
        step = np.float32(rate * (1.0 - 0.8 * turn / passes))
        for chosen, used, where, picked in batches:
            count = len(chosen)
            cells = np.zeros(count * len(used), dtype=np.float32)
            cells[where] = picked
            inputs = cells.reshape(count, len(used))
            own = weights[used]
            scores = inputs @ own + bias
            scores -= scores.max(axis=1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=1, keepdims=True)
            scores[np.arange(count), labels[chosen]] -= 1.0
            if shares is not None:
                scores *= shares[chosen][:, None]
            change = inputs.T @ scores
            change += L2 * own
            squared = squares[used] + change * change
            squares[used] = squared
            weights[used] = own - step * change / np.sqrt(squared)
            bias -= np.float32(0.02) * step * scores.sum(axis=0)
    return weights, bias


def spoken_for(words: Numbers, labels: Numbers, word_count: int, label_count: int) -> Floats:
    """How much each word speaks for each label when all phrases of a label are read as one text (BM25)."""
    told = np.zeros((word_count, label_count), dtype=np.float32)
    np.add.at(told, (words, labels), 1.0)
    spread = (told > 0).sum(axis=1, keepdims=True)
    lengths = told.sum(axis=0)
    rare = np.log(1.0 + (label_count - spread + 0.5) / (spread + 0.5))
    length = 0.25 + 0.75 * lengths / max(float(lengths.mean()), 1.0)
    scores: Floats = (rare * told * 2.2 / (told + 1.2 * length + 1e-9)).astype(np.float32)
    return scores


def _batch(
    chosen: Numbers, starts: Numbers, columns: Numbers, values: Floats
) -> tuple[Numbers, Numbers, Numbers, Floats]:
    spans = [np.arange(starts[row], starts[row + 1]) for row in chosen]
    taken = np.concatenate(spans) if spans else np.zeros(0, dtype=np.int64)
    line = np.repeat(np.arange(len(chosen)), [len(span) for span in spans])
    used, place = np.unique(columns[taken], return_inverse=True)
    cells = line * len(used) + place
    where, first = np.unique(cells, return_inverse=True)
    picked = np.bincount(first, weights=values[taken]).astype(np.float32)
    return chosen, used, where.astype(np.int32), picked


def count(
    starts: Numbers, columns: Numbers, values: Floats, labels: Numbers, label_count: int, keep: int
) -> tuple[Numbers, Numbers, Floats]:
    """For each column the labels it speaks for most, as sparse postings: starts, labels, weights."""
    owners = np.repeat(labels, np.diff(starts))
    cells = columns.astype(np.int64) * label_count + owners
    order = np.argsort(cells, kind="stable")
    cells = cells[order]
    first = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    sums = np.add.reduceat(values[order], first).astype(np.float32)
    cells = cells[first]
    column, label = cells // label_count, cells % label_count
    begin = np.flatnonzero(np.r_[True, column[1:] != column[:-1]])
    ends = np.r_[begin[1:], len(column)]
    spread = (ends - begin).astype(np.float32)
    told = np.log((1 + label_count) / spread) / np.log(1 + label_count)
    sums *= np.repeat(told, ends - begin)
    by_weight = np.lexsort((-sums, column))
    rank = np.arange(len(column)) - np.repeat(begin, ends - begin)
    kept = by_weight[rank < keep]
    kept.sort()
    postings = np.zeros(int(columns.max(initial=0)) + 2, dtype=np.int64)
    np.add.at(postings, column[kept] + 1, 1)
    return np.cumsum(postings), label[kept], sums[kept]
