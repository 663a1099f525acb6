"""Sees an emergency in a message, tuned so that few are missed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.library.understanding.features import Features, Rows, Seen
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.learning import Head, Pace
from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.marks import CALM, kinds_of
from bot.library.understanding.model import Heard, Linear, Reading

RAISED_AT = 0.5
_SHARPNESS = 1.3
_RAISED_FROM = -3.9
"""From this score an alarm is raised; how it was set stands in tests/understanding/README.md."""
_LEANING = 0.2
_LEAST_LEANING = 1e-3
"""How much it speaks for calm that a message leans to topics far from emergencies, and how little can be left."""
_TOLD = 1.5
_BRIEF, _USUAL, _FULL = 4, 12.0, 20
"""Who is in danger tells what happens, a saying is brief: how much the words count, and between which numbers."""
_PASSES, _ORDERS = 1, 3
"""One pass in each of three orders: in one order alone, what lies at the edge falls to the other side in the next."""
_L2 = 1e-3
_BY_COUNT = 1.2
"""Counted words beside refined weights: at as many alarms too many a quarter fewer emergencies are missed."""
_LONG = 5
"""A message of at least so many parts can hide an emergency in one of them."""
_LESS_IN_PARTS = 2.5
"""A part of a message is torn from what was said around it, so its score counts less than the whole's."""
_EXAMPLE, _CALM, _LEARNT_FROM, _ORDINARY = 2.0, 9.0, 1.0, 0.8
"""How much each counts that is learnt from; many asks of ordinary topics would drown the calm look-alikes."""


@dataclass(frozen=True)
class Alarm:
    """The kind of emergency seen (empty when none), where to lead, how sure, and by what."""

    kind: str = ""
    topic: str = ""
    strength: float = 0.0
    because: tuple[str, ...] = ()


class Urgency:
    """The detector: a model of the kinds of emergency and of calm."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon, features: Features, model: Linear | None) -> None:
        data = knowledge.urgency
        self.kinds = kinds_of(data)
        self.features = features
        self.model = model
        self._topics = {kind: str(data[kind].get("topic", "")) for kind in self.kinds}
        self._rank = {kind: int(data[kind].get("rank", "9")) for kind in self.kinds}
        self._led = {
            (str(sign.get("topic", "")), kind)
            for kind in self.kinds
            for sign in data[kind].get("signs", ())
            if isinstance(sign, Mapping)
        }

        leading = (*self._topics.values(), *(each for each, _ in self._led))
        near = map(str, data.get(CALM, {}).get("not_calm", ()))
        self._leading = frozenset(topic for topic in (*leading, *near) if topic)

    @classmethod
    def learn(
        cls,
        knowledge: Knowledge,
        lexicon: Lexicon,
        features: Features,
        messages: Rows,
        at: Mapping[tuple[str, str], int],
    ) -> Urgency:
        """Learn from the examples; `at` tells which of the messages a (text, language) is."""
        detector = cls(knowledge, lexicon, features, None)
        data = knowledge.urgency
        if not detector.kinds:
            return detector
        taught: list[int] = []
        labels: list[int] = []
        shares: list[float] = []

        def teach(written: Mapping[str, Sequence[str]], label: int, share: float) -> None:
            for language, texts in written.items():
                for text in texts:
                    taught.append(at[text, language])
                    labels.append(label)
                    shares.append(share)

        for label, kind in enumerate([CALM, *detector.kinds]):
            teach(data.get(kind, {}).get("examples", {}), label, _EXAMPLE if label else _CALM)
            for intent in map(str, data.get(kind, {}).get("learns_from", ())):
                teach(knowledge.asks.get(intent, {}), label, _LEARNT_FROM)
        leading = set(detector.topics)
        leading |= {str(intent) for kind in detector.kinds for intent in data[kind].get("learns_from", ())}
        ordinary = [words for intent, words in knowledge.asks.items() if intent not in leading]
        for phrases in (*ordinary, knowledge.smalltalk, knowledge.background):
            teach(phrases, 0, _ORDINARY)
        head = Head(labels, len(detector.kinds) + 1, shares)
        heard = Heard(len(taught), _BY_COUNT)
        pace = Pace(_PASSES, l2=_L2, orders=_ORDERS)
        detector.model = Linear.learn(features, messages.only(taught), [head], pace, heard)
        return detector

    def look(self, seen: Seen, leaning: Callable[[], Mapping[str, float]], reading: Reading | None = None) -> Alarm:
        """The emergency in a message, if there is one; `leaning` is how much it leans to each of `topics`."""
        if self.model is None or not seen.words:
            return Alarm()
        score, kinds = _judged(reading or self.model.read(seen))
        score += _TOLD * math.log(min(max(len(seen.words), _BRIEF), _FULL) / _USUAL) - _RAISED_FROM
        because = seen.marked.because
        leans: Mapping[str, float] = {}
        if score >= 0.0:
            leans = leaning()
            near = min(1.0, sum(leans.get(topic, 0.0) for topic in self._leading))
            score += _LEANING * math.log(near + _LEAST_LEANING)
        strength = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
        if strength < RAISED_AT:
            return Alarm("", "", strength, because)
        for number in seen.marked.signs:
            kinds[number] += 0.15
        for number in set(seen.marked.spoken):
            kinds[number] += 1.0
        most = max(kinds)
        for number, kind in enumerate(self.kinds):
            # Two kinds can share a topic: the one the detector itself thinks likelier gets its weight.
            kinds[number] += leans.get(self._topics[kind], 0.0) * (0.3 if kinds[number] >= most * 0.5 else 0.15)
        best = max(range(len(kinds)), key=lambda at: (kinds[at], -self._rank[self.kinds[at]]))
        kind = self.kinds[best]
        topic = seen.marked.topic
        leads = topic if topic and (topic, kind) in self._led else self._topics[kind]
        return Alarm(kind, leads, strength, because)

    @property
    def topics(self) -> frozenset[str]:
        """The topics that help in an emergency, and those near them."""
        return self._leading

    def rank(self, kind: str) -> int:
        return self._rank.get(kind, 9)


def urgency_texts(data: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """All examples of emergencies and of calm as (text, language), so that their words are known."""
    return [
        (text, language)
        for kind in sorted(data)
        if not kind.startswith("_")
        for language, written in data[kind].get("examples", {}).items()
        for text in written
    ]


def _judged(reading: Reading) -> tuple[float, list[float]]:
    """How alarming the most alarming part of the message is, and the share of each kind in it."""
    told = [math.exp(_SHARPNESS * each) for each in reading.whole.tolist()]
    total = sum(told[1:])
    whole = math.log(total / told[0])
    if len(reading.spans) >= _LONG:
        kinds = np.exp(reading.windows * np.float32(_SHARPNESS))
        parts = kinds[:, 1:].sum(axis=1) / kinds[:, 0]
        most = int(parts.argmax())
        part = math.log(float(parts[most])) - _LESS_IN_PARTS
        if part > whole:
            hidden = kinds[most, 1:]
            return part, (hidden / hidden.sum()).tolist()
    return whole, [each / total for each in told[1:]]
