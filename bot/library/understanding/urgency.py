"""Sees an emergency in a message, tuned so that few are missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.library.understanding.features import Features, Seen
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.lexicon import Lexicon, Phrases
from bot.library.understanding.model import Linear, Reading

CALM = "calm"
RAISED_AT = 0.5
TOLD_OF_OTHERS = 0.35
"""What is left of the suspicion when the message speaks of films, games or the news."""
_SIGN_SPAN = 10
_BY_PHRASE, _BY_SIGN = 0.93, 0.3


@dataclass(frozen=True)
class Alarm:
    """The kind of emergency seen (empty when none), where to lead, how sure, and by what."""

    kind: str = ""
    topic: str = ""
    strength: float = 0.0
    because: tuple[str, ...] = ()


class Urgency:
    """The detector: sure phrases, concepts that alarm together, and a model of examples."""

    def __init__(
        self, knowledge: Knowledge, lexicon: Lexicon, features: Features, model: Linear | None
    ) -> None:
        data = knowledge.urgency
        self.kinds = kinds_of(data)
        self.features = features
        self.model = model
        self._topics = {kind: str(data[kind].get("topic", "")) for kind in self.kinds}
        self._rank = {kind: int(data[kind].get("rank", "9")) for kind in self.kinds}
        numbers = {name: number for number, name in enumerate(lexicon.names)}
        self._phrases = Phrases(lexicon.spelling)
        for number, kind in enumerate(self.kinds):
            for language, written in data[kind].get("phrases", {}).items():
                for each in written:
                    self._phrases.add(each, language, number)
        self._signs: list[tuple[frozenset[int], str, str]] = []
        for kind in self.kinds:
            for sign in data[kind].get("signs", ()):
                concepts = sign["all"] if isinstance(sign, Mapping) else sign
                topic = str(sign.get("topic", "")) if isinstance(sign, Mapping) else ""
                if all(name in numbers for name in concepts):
                    self._signs.append((frozenset(numbers[name] for name in concepts), kind, topic))
        self._calm, self._stories = Phrases(lexicon.spelling), Phrases(lexicon.spelling)
        calm = data.get(CALM, {})
        for language, written in calm.get("phrases", {}).items():
            for each in written:
                self._calm.add(each, language, 0)
        for language, written in calm.get("stories", {}).items():
            for each in written:
                self._stories.add(each, language, 0)
        self._lexicon = lexicon

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
                    teach(text, language, label, 1.0 if label else 1.5)
            for intent in map(str, data.get(kind, {}).get("learns_from", ())):
                for language, written in knowledge.asks.get(intent, {}).items():
                    for text in written:
                        teach(text, language, label, 0.6)
        leading = {topic for topic in detector._topics.values()} | {sign[2] for sign in detector._signs}
        leading |= {str(intent) for kind in detector.kinds for intent in data[kind].get("learns_from", ())}
        leading |= set(map(str, data.get(CALM, {}).get("not_calm", ())))
        for intent, phrases in knowledge.asks.items():
            if intent not in leading:
                for language, written in phrases.items():
                    for text in written[:25]:
                        teach(text, language, 0, 0.5)
        for language, written in knowledge.smalltalk.items():
            for text in written:
                teach(text, language, 0, 0.5)
        detector.model = Linear.learn(features, messages, labels, len(detector.kinds) + 1, shares, 8)
        return detector

    def _passed_over(self, words: Sequence[str], language: str) -> set[int]:
        return {
            found.at + step for found in self._calm.find(words, language) for step in range(found.length)
        }

    def _seen(self, words: Sequence[str], language: str) -> Seen:
        skip = self._passed_over(words, language)
        return self.features.see([word for at, word in enumerate(words) if at not in skip], language)

    def look(self, words: Sequence[str], language: str, seen: Seen) -> Alarm:
        """The emergency in these tokens, if there is one; `seen` are the same tokens' features."""
        if not self.kinds:
            return Alarm()
        skip = self._passed_over(words, language)
        if skip:
            words = [word for at, word in enumerate(words) if at not in skip]
            seen = self.features.see(words, language)
        chances = np.zeros(len(self.kinds))
        because: list[str] = []
        if self.model is not None and seen.words:
            chances = _chances(self.model.read(seen))
        for found in self._phrases.find(words, language):
            chances[found.concept] = max(chances[found.concept], _BY_PHRASE)
            because.append(" ".join(words[found.at : found.at + found.length]))
        topic = ""
        present = {concept for _, concept in seen.concepts}
        for concepts, kind, leads in self._signs:
            if concepts <= present and _near(seen.concepts, concepts):
                number = self.kinds.index(kind)
                chances[number] = min(0.97, chances[number] + _BY_SIGN)
                topic = leads or topic
                because.append(" + ".join(sorted(self._lexicon.names[each] for each in concepts)))
        if self._stories.find(words, language):
            chances *= TOLD_OF_OTHERS
        best = max(range(len(self.kinds)), key=lambda at: (chances[at], -self._rank[self.kinds[at]]))
        total = float(min(1.0, chances.sum()))
        kind = self.kinds[best]
        if total < RAISED_AT:
            return Alarm("", "", total, tuple(because))
        return Alarm(kind, self._lead(kind, topic), total, tuple(because))

    def _lead(self, kind: str, topic: str) -> str:
        return topic if topic and self._belongs(topic, kind) else self._topics[kind]

    def _belongs(self, topic: str, kind: str) -> bool:
        return any(sign_topic == topic and sign_kind == kind for _, sign_kind, sign_topic in self._signs)

    def rank(self, kind: str) -> int:
        return self._rank.get(kind, 9)


def kinds_of(data: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The kinds of emergency: each file but `calm` and those that begin with an underscore."""
    return sorted(kind for kind in data if kind != CALM and not kind.startswith("_"))


def _chances(reading: Reading) -> np.ndarray[Any, np.dtype[np.float64]]:
    table = np.vstack([reading.whole[None, :], reading.windows]) * 1.3
    table -= table.max(axis=1, keepdims=True)
    table = np.exp(table)
    table /= table.sum(axis=1, keepdims=True)
    raised = 1.0 - table[:, 0]
    if len(table) > 1:
        raised[1:] = np.maximum(0.0, raised[1:] - 0.15)
    top = table[int(raised.argmax()), 1:].astype(np.float64)
    return np.array(top * (raised.max() / max(top.sum(), 1e-9)))


def _near(seen: Sequence[tuple[int, int]], wanted: frozenset[int]) -> bool:
    held = [(at, concept) for at, concept in seen if concept in wanted]
    if len({concept for _, concept in held}) < len(wanted):
        return False
    for index, (start, _) in enumerate(held):
        if {concept for at, concept in held[index:] if at - start <= _SIGN_SPAN} == wanted:
            return True
    return False
