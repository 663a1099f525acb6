"""Redacted samples that were not understood, put in groups of like ones, each with the topic nearest to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.meaning import Meaning
from bot.library.understanding.normal import tokens
from bot.library.understanding.redaction import GONE

LIKE_FROM = 0.28
"""Two samples this alike (0 to 1) are about the same."""
MOST_SAMPLES = 2000
_PART = 4
_PART_WEIGHT = 0.4


@dataclass(frozen=True)
class Group:
    """Samples about the same, the most typical first; `topic` is the nearest id, empty when none is near."""

    samples: tuple[str, ...]
    topic: str
    score: float


class _Understands(Protocol):
    def understand(self, text: str, language: str | None = None, chosen: bool = False) -> Meaning: ...


def groups(samples: Iterable[str], understanding: _Understands, language: str | None = None) -> list[Group]:
    """The samples in groups, the largest first; the same samples in any order give the same groups."""
    ordered = sorted(set(samples))[:MOST_SAMPLES]
    vectors = _vectors(ordered)
    owners: dict[str, list[int]] = {}
    for at, vector in enumerate(vectors):
        for key in vector:
            owners.setdefault(key, []).append(at)
    near = [_near(at, vectors, owners) for at in range(len(ordered))]
    free = set(range(len(ordered)))
    made: list[Group] = []
    for at in sorted(free, key=lambda each: (-len(near[each]), each)):
        if at not in free:
            continue
        members = [at, *(other for _, other in near[at] if other in free)]
        free.difference_update(members)
        topic, score = _nearest_topic([ordered[each] for each in members], understanding, language)
        made.append(Group(tuple(ordered[each] for each in members), topic, score))
    return sorted(made, key=lambda group: (-len(group.samples), group.samples))


def _near(
    at: int, vectors: Sequence[Mapping[str, float]], owners: Mapping[str, Sequence[int]]
) -> list[tuple[float, int]]:
    """The samples like this one, the most alike first."""
    sums: dict[int, float] = {}
    for key, weight in vectors[at].items():
        for other in owners[key]:
            if other != at:
                sums[other] = sums.get(other, 0.0) + weight * vectors[other][key]
    return sorted(((-alike, other) for other, alike in sums.items() if alike >= LIKE_FROM))


def _vectors(samples: Sequence[str]) -> list[dict[str, float]]:
    """Each sample as its words and parts of words, rare ones weighing more, of length 1."""
    counted = []
    for sample in samples:
        parts: dict[str, float] = {}
        for word in tokens(sample):
            if not word.isalpha() or word == GONE:
                continue
            parts[word] = parts.get(word, 0.0) + 1.0
            marked = f"<{word}>"
            for start in range(len(marked) - _PART + 1):
                key = f"*{marked[start : start + _PART]}"
                parts[key] = parts.get(key, 0.0) + _PART_WEIGHT
        counted.append(parts)
    spread = Counter(key for parts in counted for key in parts)
    vectors = []
    for parts in counted:
        weighed = {key: math.sqrt(amount) * math.log((1 + len(samples)) / spread[key]) for key, amount in parts.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        vectors.append({key: weight / length for key, weight in weighed.items()})
    return vectors


def _nearest_topic(samples: Sequence[str], understanding: _Understands, language: str | None) -> tuple[str, float]:
    """The id that the samples of a group speak for most when each gives its chances to what it may mean."""
    told: dict[str, float] = {}
    for sample in samples:
        meaning = understanding.understand(sample.replace(GONE, " "), language)
        named = [(meaning.intent, meaning.score)] if meaning.intent != "none" else []
        for name, chance in (*named, *meaning.alternatives):
            told[name] = told.get(name, 0.0) + chance
    if not told:
        return "", 0.0
    best = min(told, key=lambda name: (-told[name], name))
    return best, round(told[best] / len(samples), 4)
