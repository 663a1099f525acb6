"""From scores to an intent, its alternatives, several needs, or an honest `none`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.library.understanding.features import Seen
from bot.library.understanding.model import Counted, Linear, Reading

NONE = "none"
SHARPNESS = 1.15
SURE_FROM = 0.22
"""Below this chance the honest answer is `none`, with what might be meant as alternatives."""
_NEED_FROM = 0.55
_WINDOW_SHARE = 0.5


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
        self._none = self.names.index(NONE) if NONE in self.names else -1

    def guess(self, seen: Seen, lifted: Mapping[str, float]) -> Guess:
        """The chances of intents; `lifted` adds to the score of intents that something else speaks for."""
        reading = self.model.read(seen)
        if not len(reading.labels):
            return Guess((), 1.0, ())
        chances, nothing, needs = self._chances(reading, lifted)
        order = np.argsort(-chances, kind="stable")[:6]
        ranked = tuple(
            (self.names[reading.labels[at]], float(chances[at]))
            for at in order
            if reading.labels[at] != self._none
        )
        return Guess(ranked, nothing, needs)

    def _chances(
        self, reading: Reading, lifted: Mapping[str, float]
    ) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float, tuple[str, ...]]:
        table = np.vstack([reading.whole[None, :], reading.windows]).astype(np.float64) * SHARPNESS
        for name, amount in lifted.items():
            for at in np.flatnonzero(reading.labels == self.names.index(name)) if name in self.names else ():
                table[:, at] += amount
        table -= table.max(axis=1, keepdims=True)
        table = np.exp(table)
        table /= table.sum(axis=1, keepdims=True)
        none = np.flatnonzero(reading.labels == self._none)
        told = table.copy()
        told[:, none] = 0.0
        chances = table[0]
        needs: list[str] = []
        if len(table) > 1:
            strength = told[1:].max(axis=1) ** 2 + 1e-6
            windowed = (strength[:, None] * table[1:]).sum(axis=0) / strength.sum()
            chances = (1.0 - _WINDOW_SHARE) * table[0] + _WINDOW_SHARE * windowed
            for line in np.argsort(-told[1:].max(axis=1), kind="stable"):
                if told[1 + line].max() < _NEED_FROM:
                    break
                name = self.names[reading.labels[int(told[1 + line].argmax())]]
                if name not in needs:
                    needs.append(name)
        nothing = float(chances[none].sum()) if len(none) else 0.0
        chances = chances.copy()
        chances[none] = 0.0
        return chances, nothing, tuple(needs[:4])
