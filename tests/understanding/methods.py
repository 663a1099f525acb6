"""Other methods on the same questions, so that the gain of ours shows; none of them is used by the service."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from bot.library.understanding import Knowledge, Understanding
from bot.library.understanding.features import Features, rows
from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.normal import BREAK, tokens

Ranks = Callable[[str], list[str]]
"""From a question to the ids, the likeliest first; at least four."""


def _phrases(known: Knowledge) -> list[tuple[str, str]]:
    return [(text, intent) for intent, by in known.asks.items() for written in by.values() for text in written]


def _words(text: str) -> list[str]:
    return [word for word in tokens(text) if word != BREAK]


def bm25(known: Knowledge) -> Ranks:
    """All phrases of an id as one document."""
    documents: dict[str, Counter[str]] = defaultdict(Counter)
    for text, intent in _phrases(known):
        documents[intent].update(_words(text))
    spread = Counter(word for words in documents.values() for word in words)
    length = sum(sum(words.values()) for words in documents.values()) / len(documents)

    def ranks(question: str) -> list[str]:
        scores = {}
        for intent, words in documents.items():
            total = sum(words.values())
            scores[intent] = sum(
                math.log(1 + (len(documents) - spread[word] + 0.5) / (spread[word] + 0.5))
                * words[word]
                * 2.2
                / (words[word] + 1.2 * (0.25 + 0.75 * total / length))
                for word in _words(question)
                if word in words
            )
        return sorted(scores, key=lambda intent: -scores[intent])

    return ranks


def fuzzy(known: Knowledge) -> Ranks:
    """The nearest phrase by rapidfuzz's token set ratio."""
    from rapidfuzz import fuzz, process

    phrases = [(" ".join(_words(text)), intent) for text, intent in _phrases(known)]
    texts = [text for text, _ in phrases]

    def ranks(question: str) -> list[str]:
        found = process.extract(" ".join(_words(question)), texts, scorer=fuzz.token_set_ratio, limit=60)
        return list(dict.fromkeys(phrases[at][1] for _, _, at in found))

    return ranks


def _matrix(known: Knowledge) -> tuple[Features, Any, Any, Any, list[str], list[str]]:
    features = Features(Lexicon({}, known.spelling))
    phrases = _phrases(known)
    features.learn((_words(text), "") for text, _ in phrases)
    seen = [features.see(_words(text), "") for text, _ in phrases]
    return features, *rows(features, seen), [intent for _, intent in phrases], sorted(known.asks)


def centroid(known: Knowledge) -> Ranks:
    """The nearest mean of the phrases' words and parts of words, weighted by rarity."""
    features, starts, columns, values, owners, names = _matrix(known)
    means = np.zeros((len(names), features.columns), dtype=np.float32)
    line = np.repeat([names.index(owner) for owner in owners], np.diff(starts))
    np.add.at(means, (line, columns), values)
    means /= np.linalg.norm(means, axis=1, keepdims=True) + 1e-6

    def ranks(question: str) -> list[str]:
        _, own, weights = rows(features, [features.see(_words(question), "")])
        return [names[at] for at in np.argsort(-(means[:, own] @ weights), kind="stable")]

    return ranks


def bayes(known: Knowledge) -> Ranks:
    """Multinomial naive Bayes on words."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for text, intent in _phrases(known):
        said[intent].update(_words(text))
    vocabulary = len({word for words in said.values() for word in words})
    totals = {intent: sum(words.values()) for intent, words in said.items()}

    def ranks(question: str) -> list[str]:
        asked = _words(question)
        scores = {
            intent: sum(math.log((words[word] + 0.3) / (totals[intent] + 0.3 * vocabulary)) for word in asked)
            for intent, words in said.items()
        }
        return sorted(scores, key=lambda intent: -scores[intent])

    return ranks


def neighbours(known: Knowledge) -> Ranks:
    """Votes of the eight nearest phrases by words and parts of words."""
    features, starts, columns, values, owners, _ = _matrix(known)
    order = np.argsort(columns, kind="stable")
    owner = np.repeat(np.arange(len(owners)), np.diff(starts))[order]
    begin = np.searchsorted(columns[order], np.arange(features.columns + 1))
    heavy = values[order]

    def ranks(question: str) -> list[str]:
        _, own, weights = rows(features, [features.see(_words(question), "")])
        likeness = np.zeros(len(owners))
        for column, weight in zip(own, weights, strict=True):
            span = slice(begin[column], begin[column + 1])
            np.add.at(likeness, owner[span], weight * heavy[span])
        votes: Counter[str] = Counter()
        for at in np.argsort(-likeness, kind="stable")[:30]:
            votes[owners[at]] += float(likeness[at]) ** 4  # type: ignore[assignment]
        return [intent for intent, _ in votes.most_common()]

    return ranks


def ours(known: Knowledge) -> Ranks:
    """The service's own understanding."""
    understanding = Understanding.learn(known)

    def ranks(question: str) -> list[str]:
        meaning = understanding.understand(question)
        return [meaning.intent, *(name for name, _ in meaning.alternatives)]

    return ranks


def compare(known: Knowledge, questions: Sequence[dict[str, Any]]) -> str:
    """A table of all methods: first right and among four right, per language, and time a question."""
    without = replace(known, lexicon={}, urgency={})
    lines = [f"{'method':<42}{'es':>6}{'en':>6}{'ht':>6}   {'es4':>6}{'en4':>6}{'ht4':>6}{'ms':>8}"]
    for name, make, knowing in [
        ("BM25 (baseline)", bm25, known),
        ("rapidfuzz token set ratio (baseline)", fuzzy, known),
        ("naive Bayes, words", bayes, known),
        ("nearest centroid, words + parts", centroid, known),
        ("nearest neighbours, words + parts", neighbours, known),
        ("ours without the lexicon", ours, without),
        ("ours", ours, known),
    ]:
        ranks = make(knowing)
        start = time.perf_counter()
        told = [(case, ranks(case["text"])[:4]) for case in questions]
        taken = 1000 * (time.perf_counter() - start) / len(questions)
        shares = [
            100 * sum(bool(_right(case) & set(ranked[:best])) for case, ranked in own) / max(1, len(own))
            for best in (1, 4)
            for language in ("es", "en", "ht")
            for own in [[(case, ranked) for case, ranked in told if case["lang"] == language]]
        ]
        first = "".join(f"{value:6.1f}" for value in shares[:3])
        four = "".join(f"{value:6.1f}" for value in shares[3:])
        lines.append(f"{name:<42}{first}   {four}{taken:8.3f}")
    return "\n".join(lines)


def _right(case: dict[str, Any]) -> set[str]:
    return {case["intent"], *case.get("also", ())}
