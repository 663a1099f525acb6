"""What an editor should mend in the example phrases: wrong pulls, twins across topics, too few phrases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bot.library.understanding.features import Features, rows
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.lexicon import Lexicon

LEAST_PHRASES = 8
TWIN_FROM = 0.86
PULL_FROM = 0.45
_NEIGHBOURS = 5


class Problem(NamedTuple):
    """Which phrase of which intent, what is wrong with it, and how to mend it."""

    intent: str
    language: str
    phrase: str
    what: str
    mend: str


def problems(knowledge: Knowledge) -> Iterator[Problem]:
    """All problems of the example phrases, topic by topic."""
    yield from _too_few(knowledge)
    phrases = [
        (intent, language, text)
        for intent in sorted(knowledge.asks)
        for language, written in knowledge.asks[intent].items()
        for text in written
    ]
    if len(phrases) < 2:
        return
    features = Features(Lexicon(knowledge.lexicon, knowledge.spelling))
    features.learn((features.spelt(text, language), language) for _, language, text in phrases)
    seen = [features.see(features.spelt(text, language), language) for _, language, text in phrases]
    starts, columns, values = rows(features, seen)
    order = np.argsort(columns, kind="stable")
    owner = np.repeat(np.arange(len(phrases)), np.diff(starts))[order]
    heavy = values[order]
    begin = np.searchsorted(columns[order], np.arange(features.columns + 1))
    own = np.array([sorted(knowledge.asks).index(intent) for intent, _, _ in phrases])
    names = sorted(knowledge.asks)
    for at, (intent, language, text) in enumerate(phrases):
        likeness = np.zeros(len(phrases), dtype=np.float64)
        for place in range(starts[at], starts[at + 1]):
            column = columns[place]
            span = slice(begin[column], begin[column + 1])
            if span.stop - span.start <= 600:
                likeness[owner[span]] += values[place] * heavy[span]
        likeness[at] = 0.0
        nearest = np.argsort(-likeness, kind="stable")[:_NEIGHBOURS]
        first = int(nearest[0])
        if likeness[first] >= TWIN_FROM and own[first] != own[at] and first > at:
            other = phrases[first]
            yield Problem(
                intent,
                language,
                text,
                f"almost the same as “{other[2]}” of {other[0]}",
                f"keep it in the one of {intent} and {other[0]} that answers it best",
            )
            continue
        votes: dict[int, float] = {}
        for each in nearest:
            votes[int(own[each])] = votes.get(int(own[each]), 0.0) + float(likeness[each])
        winner = max(votes, key=lambda label: votes[label])
        strong = votes[winner] / _NEIGHBOURS
        if winner != own[at] and strong >= PULL_FROM and votes.get(int(own[at]), 0.0) < votes[winner] / 3:
            yield Problem(
                intent,
                language,
                text,
                f"pulls to {names[winner]}: the phrases most like it are there",
                f"move it to {names[winner]}, or add words that only {intent} has",
            )


def _too_few(knowledge: Knowledge) -> Iterator[Problem]:
    for intent in sorted(knowledge.asks):
        for language in knowledge.offered:
            count = len(knowledge.asks[intent].get(language, ()))
            if count < LEAST_PHRASES:
                yield Problem(
                    intent,
                    language,
                    "",
                    f"only {count} example phrases in {language}",
                    f"write at least {LEAST_PHRASES}, each the way another person would ask",
                )
