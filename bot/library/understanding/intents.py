"""From scores to an intent, its alternatives, several needs, or an honest `none`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.library.understanding.features import Floats, Seen
from bot.library.understanding.model import Counted, Linear, Reading

NONE = "none"
SHARPNESS = 1.4
SURE_FROM = 0.23
"""Below this chance the honest answer is `none`, with what might be meant as alternatives."""
_NEED_FROM = 0.55
_WINDOW_SHARE = 0.8
_FOCUS = 4
"""How much more the clearest part of a long message counts than its other parts."""


@dataclass(frozen=True)
class Guess:
    """The likeliest intents, best first, with their chances; and the needs found in parts of the message."""

    ranked: tuple[tuple[str, float], ...]
    nothing: float
    needs: tuple[str, ...]


class Intents:
    """Turns the model's scores into chances for intents."""

    def __init__(self, model: Linear | Counted, names: Sequence[str]) -> None:
        self.model = model
        self.names = list(names)
        self._number = {name: number for number, name in enumerate(self.names)}
        self._none = self.names.index(NONE) if NONE in self.names else -1

    def read(self, seen: Seen) -> Reading:
        """The model's scores of a message."""
        return self.model.read(seen)

    def leaning(self, reading: Reading, names: Iterable[str]) -> dict[str, float]:
        """How likely each of these intents is in the message or in its likeliest part."""
        if not len(reading.labels):
            return {}
        table = _softmax(np.vstack([reading.whole[None, :], reading.windows]))
        table[1:] *= 0.7
        chances = table.max(axis=0)
        places = {label: at for at, label in enumerate(reading.labels.tolist())}
        found = {name: places.get(self._number[name]) for name in names if name in self._number}
        return {name: float(chances[at]) for name, at in found.items() if at is not None}

    def guess(self, reading: Reading, lifted: Mapping[str, float]) -> Guess:
        """The chances of intents; `lifted` adds to the score of intents that something else speaks for."""
        if not len(reading.labels):
            return Guess((), 1.0, ())
        chances, nothing, needs = self._chances(reading, lifted)
        order = np.argsort(-chances, kind="stable")[:6]
        ranked = tuple(
            (self.names[reading.labels[at]], float(chances[at])) for at in order if reading.labels[at] != self._none
        )
        return Guess(ranked, nothing, needs)

    def _chances(
        self, reading: Reading, lifted: Mapping[str, float]
    ) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], float, tuple[str, ...]]:
        table = np.vstack([reading.whole[None, :], reading.windows])
        for name, amount in lifted.items():
            table[:, reading.labels == self._number.get(name, -2)] += amount
        table = _softmax(table)
        none = np.flatnonzero(reading.labels == self._none)
        told = table.copy()
        told[:, none] = 0.0
        chances = table[0]
        needs: list[str] = []
        if len(table) > 1:
            strength = told[1:].max(axis=1) ** _FOCUS + 1e-9
            windowed = (strength[:, None] * table[1:]).sum(axis=0) / strength.sum()
            chances = (1.0 - _WINDOW_SHARE) * table[0] + _WINDOW_SHARE * windowed
            for line in np.argsort(-told[1:].max(axis=1), kind="stable"):
                if told[1 + line].max() < _NEED_FROM:
                    break
                name = self.names[reading.labels[int(told[1 + line].argmax())]]
                if name not in needs:
                    needs.append(name)
        nothing = float(chances[none].sum()) if len(none) else 0.0
        if len(table) > 1 and len(none):
            nothing = min(nothing, float(table[1 + int(told[1:].max(axis=1).argmax()), none].sum()))
        chances = chances.copy()
        chances[none] = 0.0
        return chances, nothing, tuple(needs[:4])


def _softmax(table: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    sharp = table.astype(np.float64) * SHARPNESS
    sharp -= sharp.max(axis=1, keepdims=True)
    np.exp(sharp, out=sharp)
    sharp /= sharp.sum(axis=1, keepdims=True)
    return sharp
