"""Sees an emergency in a message, tuned so that few are missed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.library.understanding.features import Features, Seen
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.lexicon import Found, Lexicon, Phrases
from bot.library.understanding.model import Linear, Reading
from bot.library.understanding.normal import plain

CALM = "calm"
RAISED_AT = 0.5
_START, _BY_MODEL, _BY_PHRASE, _BY_SIGN, _BY_LEANING, _BY_CALM_MARK = 2.0, 1.1, 0.4, 0.1, 0.15, -2.6
_BY_ASKING = -1.5
_SIGN_SPAN = 10
_SAYING, _MARK, _ASKING = 1000, 1001, 1002
"""Numbers of phrases that speak for calm; those of alarming phrases are the places of their kinds."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for an emergency; the weights were fitted on held-out halves of our own examples."""

    raised: float
    phrase: bool
    signs: int
    leaning: float
    calm_marks: int
    asking: bool

    def strength(self) -> float:
        """How likely this is an emergency, 0 to 1."""
        score = (
            _START
            + _BY_MODEL * _odds(self.raised)
            + _BY_PHRASE * self.phrase
            + _BY_SIGN * self.signs
            + _BY_LEANING * _odds(self.leaning)
            + _BY_CALM_MARK * self.calm_marks
            + _BY_ASKING * self.asking
        )
        return 1.0 / (1.0 + math.exp(-score))


def _odds(chance: float) -> float:
    return math.log((chance + 0.01) / (1.01 - chance))


@dataclass(frozen=True)
class Alarm:
    """The kind of emergency seen (empty when none), where to lead, how sure, and by what."""

    kind: str = ""
    topic: str = ""
    strength: float = 0.0
    because: tuple[str, ...] = ()
    evidence: Evidence | None = None


class Urgency:
    """The detector: sure phrases, concepts that alarm together, and a model of examples."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon, features: Features, model: Linear | None) -> None:
        data = knowledge.urgency
        self.kinds = kinds_of(data)
        self.features = features
        self.model = model
        self._topics = {kind: str(data[kind].get("topic", "")) for kind in self.kinds}
        self._rank = {kind: int(data[kind].get("rank", "9")) for kind in self.kinds}
        numbers = {name: number for number, name in enumerate(lexicon.names)}
        self._phrases = Phrases(lexicon.spelling)
        for number, kind in enumerate(self.kinds):
            self._add(data[kind].get("phrases", {}), number)
        self._signs: list[tuple[frozenset[int], str, str]] = []
        for kind in self.kinds:
            for sign in data[kind].get("signs", ()):
                concepts = sign["all"] if isinstance(sign, Mapping) else sign
                topic = str(sign.get("topic", "")) if isinstance(sign, Mapping) else ""
                if all(name in numbers for name in concepts):
                    self._signs.append((frozenset(numbers[name] for name in concepts), kind, topic))
        calm = data.get(CALM, {})
        for part, number in (("phrases", _SAYING), ("marks", _MARK), ("asking", _ASKING)):
            self._add(calm.get(part, {}), number)
        self._negators = frozenset(plain(each) for written in calm.get("negators", {}).values() for each in written)
        self._lexicon = lexicon

    def _add(self, written: Mapping[str, Sequence[str]], number: int) -> None:
        for language, phrases in written.items():
            for each in phrases:
                self._phrases.add(each, language, number)

    @classmethod
    def learn(cls, knowledge: Knowledge, lexicon: Lexicon, features: Features) -> Urgency:
        detector = cls(knowledge, lexicon, features, None)
        data = knowledge.urgency
        if not detector.kinds:
            return detector
        messages: list[Seen] = []
        labels: list[int] = []
        shares: list[float] = []

        def teach(text: str, language: str, label: int, share: float) -> None:
            messages.append(detector._seen(features.spelt(text, language), language))
            labels.append(label)
            shares.append(share)

        for label, kind in enumerate([CALM, *detector.kinds]):
            for language, written in data.get(kind, {}).get("examples", {}).items():
                for text in written:
                    teach(text, language, label, 1.0 if label else 3.0)
            for intent in map(str, data.get(kind, {}).get("learns_from", ())):
                for language, written in knowledge.asks.get(intent, {}).items():
                    for text in written:
                        teach(text, language, label, 0.6)
        leading = set(detector._topics.values()) | {sign[2] for sign in detector._signs}
        leading |= {str(intent) for kind in detector.kinds for intent in data[kind].get("learns_from", ())}
        leading |= set(map(str, data.get(CALM, {}).get("not_calm", ())))
        for intent, phrases in knowledge.asks.items():
            if intent not in leading:
                for language, written in phrases.items():
                    for text in written:
                        teach(text, language, 0, 0.8)
        for words in (knowledge.smalltalk, knowledge.background):
            for language, written in words.items():
                for text in written:
                    teach(text, language, 0, 0.5)
        by_kind = Linear.learn(features, messages, labels, len(detector.kinds) + 1, shares, 3)
        at_all = Linear.learn(features, messages, [min(1, label) for label in labels], 2, shares, 3)
        detector.model = by_kind.beside(at_all)
        return detector

    def _passed_over(self, told: Sequence[Found]) -> set[int]:
        return {found.at + step for found in told if found.concept == _SAYING for step in range(found.length)}

    def _seen(self, words: Sequence[str], language: str) -> Seen:
        skip = self._passed_over(self._phrases.find(words, language))
        return self.features.see([word for at, word in enumerate(words) if at not in skip], language)

    def look(
        self,
        words: Sequence[str],
        language: str,
        seen: Seen,
        leaning: Mapping[str, float],
        reading: Reading | None = None,
    ) -> Alarm:
        """The emergency in these tokens, if there is one.

        `seen` are the same tokens' features; `leaning` is how much the message leans to each topic that helps
        in an emergency, a second opinion by another model.
        """
        if not self.kinds:
            return Alarm()
        told = self._phrases.find(words, language)
        skip = self._passed_over(told)
        if skip:
            words = [word for at, word in enumerate(words) if at not in skip]
            seen, reading = self.features.see(words, language), None
            told = self._phrases.find(words, language)
        chances = np.full(len(self.kinds), 1e-6)
        because: list[str] = []
        raised = 0.0
        if self.model is not None and seen.words:
            chances, raised = _chances(reading or self.model.read(seen))
        spoken: set[int] = set()
        denied = 0
        for found in told:
            if found.concept >= _SAYING:
                continue
            if found.at and words[found.at - 1] in self._negators:
                denied += 1
                continue
            spoken.add(found.concept)
            because.append(" ".join(words[found.at : found.at + found.length]))
        topic = ""
        signs = 0
        present = {concept for _, concept in seen.concepts}
        for concepts, kind, leads in self._signs:
            if concepts <= present and _near(seen.concepts, concepts):
                chances[self.kinds.index(kind)] += 0.15
                topic = leads or topic
                signs += 1
                because.append(" + ".join(sorted(self._lexicon.names[each] for each in concepts)))
        for number in spoken:
            chances[number] += 1.0
        for number, kind in enumerate(self.kinds):
            chances[number] += 0.3 * leaning.get(self._topics[kind], 0.0) * _told_apart(chances, number)
        evidence = Evidence(
            raised,
            bool(spoken),
            min(signs, 2),
            max(leaning.values(), default=0.0),
            min(sum(found.concept == _MARK for found in told) + denied, 2),
            any(found.concept == _ASKING for found in told),
        )
        best = max(range(len(self.kinds)), key=lambda at: (chances[at], -self._rank[self.kinds[at]]))
        kind = self.kinds[best]
        strength = evidence.strength()
        if strength < RAISED_AT:
            return Alarm("", "", strength, tuple(because), evidence)
        return Alarm(kind, self._lead(kind, topic), strength, tuple(because), evidence)

    def _lead(self, kind: str, topic: str) -> str:
        return topic if topic and self._belongs(topic, kind) else self._topics[kind]

    def _belongs(self, topic: str, kind: str) -> bool:
        return any(sign_topic == topic and sign_kind == kind for _, sign_kind, sign_topic in self._signs)

    @property
    def topics(self) -> frozenset[str]:
        """The topics that help in an emergency."""
        return frozenset(self._topics.values()) | {topic for _, _, topic in self._signs if topic}

    def rank(self, kind: str) -> int:
        return self._rank.get(kind, 9)


def kinds_of(data: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The kinds of emergency: each file but `calm` and those that begin with an underscore."""
    return sorted(kind for kind in data if kind != CALM and not kind.startswith("_"))


def urgency_texts(data: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """All examples of emergencies and of calm as (text, language), so that their words are known."""
    return [
        (text, language)
        for kind in sorted(data)
        if not kind.startswith("_")
        for language, written in data[kind].get("examples", {}).items()
        for text in written
    ]


def _chances(reading: Reading) -> tuple[np.ndarray[Any, np.dtype[np.float64]], float]:
    """The share of each kind in the most alarming part of the message, and how alarming that part is.

    Two models judge: one knows the kinds of emergency, the other only whether it is one.
    """
    table = np.vstack([reading.whole[None, :], reading.windows]).astype(np.float64) * 1.3
    kinds, either = table[:, :-2], table[:, -2:]
    kinds = np.exp(kinds - kinds.max(axis=1, keepdims=True))
    kinds /= kinds.sum(axis=1, keepdims=True)
    by_kind = np.log((1.0 - kinds[:, 0] + 1e-4) / (kinds[:, 0] + 1e-4))
    raised = 1.0 / (1.0 + np.exp(-0.5 * (by_kind + either[:, 1] - either[:, 0])))
    if len(table) > 1:
        raised[1:] = np.maximum(0.0, raised[1:] - 0.1)
    most = int(raised.argmax())
    shares = kinds[most, 1:]
    return shares * (raised[most] / max(float(shares.sum()), 1e-9)), float(raised[most])


def _told_apart(chances: np.ndarray[Any, np.dtype[np.float64]], number: int) -> float:
    """Two kinds can share a topic: the one the detector itself thinks likelier gets its weight."""
    return 1.0 if chances[number] >= chances.max() * 0.5 else 0.5


def _near(seen: Sequence[tuple[int, int]], wanted: frozenset[int]) -> bool:
    held = [(at, concept) for at, concept in seen if concept in wanted]
    if len({concept for _, concept in held}) < len(wanted):
        return False
    for index, (start, _) in enumerate(held):
        if {concept for at, concept in held[index:] if at - start <= _SIGN_SPAN} == wanted:
            return True
    return False
