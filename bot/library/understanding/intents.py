"""From scores to an intent, its alternatives, several needs, or an honest `none`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.library.understanding.features import Floats
from bot.library.understanding.model import Counted, Linear, Reading

NONE = "none"
SHARPNESS = 1.4
SURE_FROM = 0.23
"""Below this chance the honest answer is `none`, with what might be meant as alternatives."""
_NEED_FROM = 0.55
_STRANGE_FROM = 0.5
_LIKELIEST = 5
_MOST_LOOKED_AT = 40


@dataclass(frozen=True)
class Guess:
    """The likeliest intents, best first, with their chances; and the needs found in parts of the message."""

    ranked: tuple[tuple[str, float], ...]
    nothing: float
    needs: tuple[str, ...]
    strange: bool
    """Whether the message is about something that we do not answer."""


class Intents:
    """Turns the model's scores into chances for intents."""

    def __init__(self, model: Linear | Counted, names: Sequence[str]) -> None:
        self.model = model
        self.names = list(names)
        self._number = {name: number for number, name in enumerate(self.names)}
        self._none = self.names.index(NONE) if NONE in self.names else -1

    def chances(self, reading: Reading) -> Floats:
        """How likely each intent that came into question is in the message."""
        return _softmax(self._named(reading).whole) if len(reading.labels) else reading.whole

    def leaning(self, reading: Reading, chances: Floats, names: Iterable[str]) -> dict[str, float]:
        """The chances of these intents alone."""
        if not len(chances):
            return {}
        numbers = [(name, self._number[name]) for name in names if name in self._number]
        if len(chances) == len(self.names):
            return {name: float(chances[number]) for name, number in numbers}
        places = {label: at for at, label in enumerate(reading.labels.tolist())}
        return {name: float(chances[places[number]]) for name, number in numbers if number in places}

    def guess(self, reading: Reading, chances: Floats, lifted: Mapping[str, float]) -> Guess:
        """What is meant by these chances; `lifted` adds to the score of intents that something else speaks for."""
        if not len(reading.labels):
            return Guess((), 1.0, (), True)
        beyond = reading.whole[len(self.names) :].tolist() if isinstance(self.model, Linear) else []
        reading = self._named(reading)
        if lifted:
            scores = reading.whole
            for name, amount in lifted.items():
                scores = scores + (reading.labels == self._number.get(name, -2)) * np.float32(amount)
            chances = _softmax(scores)
        ranked: list[tuple[str, float]] = []
        nothing = 0.0
        for at in np.argsort(-chances, kind="stable")[: _LIKELIEST + 1].tolist():
            label, chance = int(reading.labels[at]), float(chances[at])
            if label == self._none:
                nothing = chance
            else:
                ranked.append((self.names[label], chance))
        needs: tuple[str, ...] = ()
        if reading.spans:
            nothing, needs = self._parts(reading, nothing)
        strange = not ranked or nothing > ranked[0][1] or (bool(beyond) and beyond[1] - beyond[0] > _STRANGE_FROM)
        return Guess(tuple(ranked[:_LIKELIEST]), nothing, needs, strange)

    def _named(self, reading: Reading) -> Reading:
        """The reading of the intents alone, without what is told of being beyond all of them."""
        count = len(self.names)
        return reading.part(0, count) if isinstance(self.model, Linear) and len(reading.labels) > count else reading

    def _parts(self, reading: Reading, nothing: float) -> tuple[float, tuple[str, ...]]:
        """How likely nothing is where the message is clearest, and the needs in its parts, the clearest first."""
        told = _softmax(reading.windows)
        none = np.flatnonzero(reading.labels == self._none)
        nowhere = told[:, none].sum(axis=1)
        told[:, none] = 0
        strengths = told.max(axis=1).tolist()
        clear = [line for line, strength in enumerate(strengths) if strength >= _NEED_FROM]
        clear.sort(key=lambda line: -strengths[line])
        best = told.argmax(axis=1)
        needs = dict.fromkeys(self.names[reading.labels[best[line]]] for line in clear[:_MOST_LOOKED_AT])
        if len(none):
            nothing = min(nothing, float(nowhere[strengths.index(max(strengths))]))
        return nothing, (*needs,)[:4]


def _softmax(scores: Floats) -> Floats:
    sharp: Floats = scores * np.float32(SHARPNESS)
    sharp -= sharp.max(axis=-1, keepdims=True)
    np.exp(sharp, out=sharp)
    sharp /= sharp.sum(axis=-1, keepdims=True)
    return sharp
