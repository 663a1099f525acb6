"""The Mexican city or state a message names, in any spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.library.understanding.lexicon import Phrases
from bot.library.understanding.normal import phrase, sound

_FUZZY_FROM = 6


@dataclass(frozen=True)
class Place:
    """A city, or only a state; and which tokens named it."""

    city: str | None = None
    state: str | None = None
    tokens: frozenset[int] = frozenset()


class Places:
    """Finds names of places among tokens."""

    def __init__(
        self,
        cities: Sequence[Mapping[str, Any]],
        states: Sequence[Mapping[str, Any]],
        words: Mapping[str, Any],
        common: Iterable[str],
    ) -> None:
        self._targets: list[tuple[str | None, str]] = []
        self._exact: dict[tuple[str, ...], tuple[int, int]] = {}
        self._sounds: dict[tuple[str, ...], tuple[int, int]] = {}
        self._firsts: set[str] = set()
        self._common = frozenset(common)
        self._doubtful = {phrase(name) for name in words.get("doubtful", ())}
        self._before = {word for each in words.get("before", {}).values() for word in each}
        self._not_before = {word for each in words.get("not_before", {}).values() for word in each}
        self._state_words = {word for each in words.get("state", {}).values() for word in each}
        for record in cities:
            number = self._target(str(record["city"]), str(record["state"]))
            for name in (record["city"], *record.get("aliases", ())):
                self._add(str(name), number, 3)
        for record in states:
            number = self._target(None, str(record["state"]))
            for name in (record["state"], *record.get("aliases", ())):
                self._add(str(name), number, 1)
        for area, state in words.get("areas", {}).items():
            self._add(area, self._target(None, str(state)), 1)
        self._foreign = Phrases()
        for name in words.get("foreign", ()):
            self._foreign.add(name, "", 0)
        self._longest = max((len(key) for key in self._exact), default=1)
        self._slips = {}
        for key, (number, rank) in self._sounds.items():
            joined = "".join(key)
            if len(joined) >= _FUZZY_FROM - 1:
                for slip in _slips(joined):
                    kept = self._slips.get(slip)
                    if kept is None or kept[1] < rank:
                        self._slips[slip] = (number, rank)

    _slips: dict[str, tuple[int, int]]

    def _target(self, city: str | None, state: str) -> int:
        self._targets.append((city, state))
        return len(self._targets) - 1

    def _add(self, name: str, number: int, rank: int) -> None:
        key = phrase(name.replace("(", " ").replace(")", " "))
        if not key:
            return
        kept = self._exact.get(key)
        if kept is None or kept[1] < rank:
            self._exact[key] = (number, rank)
            if sum(map(len, key)) >= 5:
                self._sounds[tuple(sound(word) for word in key)] = (number, rank)

    def find(self, words: Sequence[str]) -> Place:
        """The place named best; a city before a state, a sure name before a doubtful one."""
        best: tuple[float, int, int, int] | None = None
        skip: set[int] = set()
        foreign = {found.at + step for found in self._foreign.find(words, "") for step in range(found.length)}
        taken_until = 0
        state_number: int | None = None
        for at in range(len(words)):
            if at < taken_until or at in foreign:
                continue
            for length in range(min(self._longest, len(words) - at), 0, -1):
                found = self._match(words, at, length)
                if found is None:
                    continue
                number, strength = found
                taken_until = at + length
                skip.update(range(at, at + length))
                city, _ = self._targets[number]
                if city is None:
                    state_number = number if state_number is None else state_number
                ranked = (strength, -at, number, length)
                if best is None or ranked > best:
                    best = ranked
                break
        if best is None:
            return Place()
        city, state = self._targets[best[2]]
        if city is not None and state_number is not None:
            state = self._nearer(city, state, self._targets[state_number][1])
        return Place(city, state, frozenset(skip))

    def _nearer(self, city: str, state: str, named: str) -> str:
        return named if (city, named) in self._targets else state

    def _match(self, words: Sequence[str], at: int, length: int) -> tuple[int, float] | None:
        key = tuple(words[at : at + length])
        before = words[at - 1] if at else ""
        before_that = words[at - 2] if at > 1 else ""
        led = before in self._before or before_that in self._before
        if before in self._not_before or (before_that in self._not_before and before not in self._before):
            return None
        found = self._exact.get(key)
        if found is not None:
            number, rank = found
            if key in self._doubtful:
                alone = len(words) <= length + 1
                following = words[at + length] if at + length < len(words) else ""
                if not (before in self._before or alone) or following in self._not_before:
                    return None
            if (rank == 3 and before in self._state_words) or before_that in self._state_words:
                as_state = [
                    n
                    for n, (city, state) in enumerate(self._targets)
                    if city is None and state == self._targets[number][1]
                ]
                if as_state:
                    return as_state[0], 1.5
            return number, rank + length * 0.3 + (0.5 if led else 0.0)
        joined = "".join(key)
        if len(joined) < _FUZZY_FROM or (length == 1 and joined in self._common):
            return None
        heard = tuple(sound(word) for word in key)
        found = self._sounds.get(heard)
        if found is not None and key not in self._doubtful:
            return found[0], found[1] - 0.3
        if length > 3 or any(len(word) < 2 for word in key):
            return None
        whole = "".join(heard)
        near = self._slips.get(whole)
        if near is None:
            near = next(
                (self._slips[slip] for slip in _slips(whole) if slip in self._slips and len(slip) >= 6), None
            )
        if near is not None and (led or len(joined) >= 7) and (length == 1 or key[0] not in self._common):
            return near[0], near[1] - 0.8
        return None


def _slips(key: str) -> list[str]:
    return [key] + [key[:at] + key[at + 1 :] for at in range(1, min(len(key), 20))]
