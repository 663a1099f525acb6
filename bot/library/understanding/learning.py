"""Learns which columns speak for which label: a linear model, or counted weights when there are very many labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.library.understanding.features import Floats, Numbers, Rows

BATCH = 256
_AT_ONCE = 512
"""So many columns are changed at a time that what is worked on stays near the processor."""
_FIRST_ORDER = 11
REFINED_UP_TO = 4_000_000
"""Phrases times labels up to which the weights are refined; beyond it counting alone must do."""


@dataclass(frozen=True)
class Head:
    """One question asked of all messages: the label of each, how many labels there are, how much each counts."""

    labels: Sequence[int]
    count: int
    shares: Sequence[float] | None = None


@dataclass(frozen=True)
class Pace:
    """How weights are refined."""

    passes: int = 2
    rate: float = 0.8
    l2: float = 3e-4
    orders: int = 1
    """The mean of what is learnt in so many orders of the messages, as the order alone moves what lies at the edge."""


REFINED = Pace()


def refine(messages: Rows, heads: Sequence[Head], column_count: int, pace: Pace) -> tuple[Floats, Floats]:
    """Multinomial logistic regression by steps of AdaGrad: (columns x labels) weights, and one bias a label."""
    weights, bias = _refined(messages, heads, column_count, pace, _FIRST_ORDER)
    for further in range(1, pace.orders):
        more, lean = _refined(messages, heads, column_count, pace, _FIRST_ORDER + further)
        weights += more
        bias += lean
    weights /= np.float32(pace.orders)
    bias /= np.float32(pace.orders)
    return weights, bias


def _refined(messages: Rows, heads: Sequence[Head], column_count: int, pace: Pace, seed: int) -> tuple[Floats, Floats]:
    total = sum(head.count for head in heads)
    weights = np.zeros((column_count, total), dtype=np.float32)
    squares = np.full((column_count, total), 0.02, dtype=np.float32)
    bias = np.zeros(total, dtype=np.float32)
    asked = []
    first = 0
    for head in heads:
        shares = None if head.shares is None else np.array(head.shares, dtype=np.float32)
        asked.append((slice(first, first + head.count), np.array(head.labels, dtype=np.int64), shares))
        first += head.count
    order = np.flatnonzero(np.diff(messages.starts))
    np.random.default_rng(seed).shuffle(order)
    batches = [_batch(order[at : at + BATCH], messages) for at in range(0, len(order), BATCH)]
    for turn in range(pace.passes):
        step = np.float32(pace.rate * (1.0 - 0.8 * turn / pace.passes))
        for each in batches:
            told = weights.take(each.columns, axis=0)
            told *= each.values
            scores = np.add.reduceat(told, each.begins, axis=0)
            scores += bias
            for span, labels, shares in asked:
                _miss(scores[:, span], labels[each.rows], None if shares is None else shares[each.rows])
            change = _change(each, scores)
            for at in range(0, len(change), _AT_ONCE):
                _follow(each.used[at : at + _AT_ONCE], change[at : at + _AT_ONCE], weights, squares, step, pace.l2)
            bias -= np.float32(0.02) * step * scores.sum(axis=0)
    return weights, bias


def _follow(used: Numbers, change: Floats, weights: Floats, squares: Floats, step: np.float32, l2: float) -> None:
    """Moves the weights of the used columns a step against the change, a smaller one the more they moved before."""
    own = weights.take(used, axis=0)
    change += np.float32(l2) * own
    squared = squares.take(used, axis=0)
    squared += change * change
    squares[used] = squared
    change *= step
    change /= np.sqrt(squared, out=squared)
    own -= change
    weights[used] = own


def _miss(scores: Floats, labels: Numbers, shares: Floats | None) -> None:
    """Turns scores into how far the chances they give miss the labels."""
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    scores[np.arange(len(labels)), labels] -= 1.0
    if shares is not None:
        scores *= shares[:, None]


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


class _Batch(NamedTuple):
    """Some messages as sparse rows, and the same cells by column: columns with many cells, then those with one."""

    rows: Numbers
    columns: Numbers
    values: Floats
    begins: Numbers
    used: Numbers
    firsts: Numbers
    owners: Numbers
    owned: Floats
    lonely_owners: Numbers
    lonely_owned: Floats


def _batch(chosen: Numbers, messages: Rows) -> _Batch:
    starts, columns, values = messages
    lengths = starts[chosen + 1] - starts[chosen]
    begins = np.r_[0, np.cumsum(lengths)[:-1]]
    taken = np.repeat(starts[chosen] - begins, lengths) + np.arange(int(lengths.sum()))
    line = np.repeat(np.arange(len(chosen), dtype=np.intc), lengths)
    held, amounts = columns[taken], values[taken][:, None]
    order = np.argsort(held, kind="stable")
    ordered = held[order]
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    cells = np.diff(np.r_[firsts, len(ordered)])
    lonely = cells == 1
    alone = order[firsts[lonely]]
    shared = order[np.repeat(~lonely, cells)]
    used = np.r_[ordered[firsts[~lonely]], ordered[firsts[lonely]]]
    edges = np.cumsum(cells[~lonely]) - cells[~lonely]
    return _Batch(
        chosen, held, amounts, begins, used, edges, line[shared], amounts[shared], line[alone], amounts[alone]
    )


def _change(batch: _Batch, missed: Floats) -> Floats:
    """What each used column has to do with how far the messages were missed; summing is slow, so only where needed."""
    change = np.empty((len(batch.used), missed.shape[1]), dtype=np.float32)
    many = len(batch.firsts)
    if many:
        shared = missed.take(batch.owners, axis=0)
        shared *= batch.owned
        np.add.reduceat(shared, batch.firsts, axis=0, out=change[:many])
    np.multiply(missed.take(batch.lonely_owners, axis=0), batch.lonely_owned, out=change[many:])
    return change


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
