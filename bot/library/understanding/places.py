"""The Mexican city or state a message names, in any spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.library.understanding.lexicon import Phrases
from bot.library.understanding.normal import phrase, plain, sound

_SHORTEST_MISSPELT = 6
_SHORTEST_SLIP = 5
_BY_CITY, _BY_STATE = 3.0, 1.0
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True)
class Place:
    """A city, or only a state; and which tokens named it."""

    city: str | None = None
    state: str | None = None
    tokens: frozenset[int] = frozenset()


_NO_PLACE = Place()


@dataclass(frozen=True)
class _Name:
    """One way to name a place."""

    words: tuple[str, ...]
    city: str | None
    state: str
    weight: float
    doubtful: bool


_Starts = tuple[Sequence[_Name], Mapping[str, Sequence[_Name]], _Name | None]
"""The names that may start with a word: written so, of several words that sound so, or misspelt."""


class Places:
    """Finds names of places among tokens."""

    def __init__(
        self,
        cities: Sequence[Mapping[str, Any]],
        states: Sequence[Mapping[str, Any]],
        words: Mapping[str, Any],
        common: Iterable[str],
    ) -> None:
        self._common = frozenset(common)
        self._before = _flat(words.get("before", {}))
        self._origin = _flat(words.get("origin", {}))
        self._weak = _flat(words.get("weak", {}))
        self._not_before = _flat(words.get("not_before", {}))
        self._state_words = _flat(words.get("state", {}))
        doubtful = {phrase(name) for name in words.get("doubtful", ())}
        self._names: dict[tuple[str, ...], _Name] = {}
        for record in cities:
            for name in (record["city"], *record.get("aliases", ())):
                self._add(str(name), str(record["city"]), str(record["state"]), _BY_CITY, doubtful)
        for record in states:
            for name in (record["state"], *record.get("aliases", ())):
                self._add(str(name), None, str(record["state"]), _BY_STATE, doubtful)
        for area, state in words.get("areas", {}).items():
            self._add(area, None, str(state), _BY_STATE, doubtful)
        self._towns = {(each.city, each.state) for each in self._names.values()}
        self._first: dict[str, list[_Name]] = {}
        self._first_sound: dict[str, dict[str, list[_Name]]] = {}
        """Names of several words by the sound of the first and the letter that the second sounds like at its start."""
        self._heard: dict[str, _Name] = {}
        self._slips: dict[str, _Name] = {}
        for name in sorted(self._names.values(), key=lambda each: (-len(each.words), each.words)):
            self._first.setdefault(name.words[0], []).append(name)
            if len(name.words) > 1:
                alike = self._first_sound.setdefault(sound(name.words[0]), {})
                alike.setdefault(sound(name.words[1])[0], []).append(name)
            elif len(name.words[0]) >= _SHORTEST_SLIP and not name.doubtful:
                self._learn_misspelt(name)
        self._foreign = Phrases()
        for far in words.get("foreign", ()):
            self._foreign.add(far, "", 0)
        self._alone = frozenset(name.words[0] for name in self._names.values() if len(name.words) == 1)
        self._remembered: dict[str, _Name | None] = {}
        self._starting: dict[str, _Starts] = {}
        self._nowhere: set[str] = set()

    def _add(self, name: str, city: str | None, state: str, weight: float, doubtful: set[tuple[str, ...]]) -> None:
        words = phrase(name.replace("(", " ").replace(")", " "))
        kept = self._names.get(words)
        if words and (kept is None or kept.weight < weight):
            self._names[words] = _Name(words, city, state, weight, words in doubtful)

    def _learn_misspelt(self, name: _Name) -> None:
        heard = sound(name.words[0])
        kept = self._heard.get(heard)
        if kept is None or kept.weight < name.weight:
            self._heard[heard] = name
        if len(heard) >= _SHORTEST_SLIP:
            for slip in _slips(heard):
                kept = self._slips.get(slip)
                if kept is None or kept.weight < name.weight:
                    self._slips[slip] = name

    def named(self, words: Sequence[str]) -> frozenset[int]:
        """Which tokens name any place, here or elsewhere; rather one too many, as this is to leave them out."""
        far = {found.at + step for found in self._foreign.find(words, "") for step in range(found.length)}
        alone = {at for at, word in enumerate(words) if word in self._alone}
        return self.find(words).tokens | far | alone

    def find(self, words: Sequence[str]) -> Place:
        """The place named best; a city before a state, a sure name before a doubtful one."""
        nowhere = self._nowhere
        if nowhere.issuperset(words):
            return _NO_PLACE
        far = {found.at + step for found in self._foreign.find(words, "") for step in range(found.length)}
        best: tuple[float, int] | None = None
        chosen: _Name | None = None
        named_state: str | None = None
        taken: set[int] = set()
        free = 0
        for at, word in enumerate(words):
            if at < free or word in nowhere or at in far:
                continue
            found = self._at(words, at)
            if found is None:
                continue
            name, length, strength = found
            taken.update(range(at, at + length))
            if name.city is None and named_state is None:
                named_state = name.state
            if best is None or (strength, -at) > best:
                best, chosen = (strength, -at), name
            free = at + length
        if chosen is None:
            return Place()
        state = chosen.state
        if chosen.city is not None and named_state is not None and (chosen.city, named_state) in self._towns:
            state = named_state
        return Place(chosen.city, state, frozenset(taken))

    def _at(self, words: Sequence[str], at: int) -> tuple[_Name, int, float] | None:
        """The name that starts here, how many tokens it takes, and how sure it is."""
        word = words[at]
        known = self._starting.get(word)
        exactly, alike, misspelt = known if known is not None else self._starts(word)
        for name in exactly:
            length = len(name.words)
            if length == 1 or tuple(words[at : at + length]) == name.words:
                return self._weighed(words, at, length, name, 0.0)
        after = sound(words[at + 1])[:1] if alike and at + 1 < len(words) else ""
        for name in alike.get(after, ()):
            length = len(name.words)
            if at + length <= len(words) and _sounds_so(words, at, name.words):
                return self._weighed(words, at, length, name, 0.4)
        return None if misspelt is None else self._weighed(words, at, 1, misspelt, 0.6)

    def _starts(self, word: str) -> _Starts:
        """The names that may start with this word: written so, sounding so, or misspelt."""
        exactly = self._first.get(word, ())
        alike = self._first_sound.get(sound(word), {})
        rare = len(word) >= _SHORTEST_MISSPELT and word not in self._common
        misspelt = self._misspelt(word) if rare else None
        if not exactly and not alike and misspelt is None and len(self._nowhere) < _MOST_REMEMBERED:
            self._nowhere.add(word)
        elif len(self._starting) < _MOST_REMEMBERED:
            self._starting[word] = (exactly, alike, misspelt)
        return exactly, alike, misspelt

    def _weighed(
        self, words: Sequence[str], at: int, length: int, name: _Name, less: float
    ) -> tuple[_Name, int, float] | None:
        before = words[at - 1] if at else ""
        before_that = words[at - 2] if at > 1 else ""
        led = before in self._before
        person = before in self._not_before or (before_that in self._not_before and not led)
        if person and len(name.words) == 1:
            return None
        if name.doubtful:
            after = words[at + length] if at + length < len(words) else ""
            surely = led and (before not in self._weak or before_that in self._before - self._weak)
            if not (surely or len(words) <= length + 1) or after in self._not_before:
                return None
        if name.city is not None and (before in self._state_words or before_that in self._state_words):
            as_state = next(
                (each for each in self._names.values() if each.city is None and each.state == name.state), None
            )
            if as_state is not None and name.words == phrase(name.state):
                return as_state, length, _BY_STATE + 0.5
        left = before in self._origin and before_that not in self._before
        return name, length, name.weight + 0.3 * length + (0.5 if led and not left else 0.0) - less

    def _misspelt(self, word: str) -> _Name | None:
        if word in self._remembered:
            return self._remembered[word]
        heard = sound(word)
        name = self._heard.get(heard)
        if name is None and len(heard) >= _SHORTEST_SLIP:
            name = self._slips.get(heard)
            if name is None and len(heard) >= _SHORTEST_SLIP + 1:
                name = next((self._slips[slip] for slip in _slips(heard) if slip in self._slips), None)
        if len(self._remembered) < _MOST_REMEMBERED:
            self._remembered[word] = name
        return name


def _sounds_so(words: Sequence[str], at: int, wanted: tuple[str, ...]) -> bool:
    """Whether the name's words follow by their sound; that the first one does is known."""
    return all(_alike(words[at + step], wanted[step]) for step in range(len(wanted) - 1, 0, -1))


def _flat(table: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(plain(word) for words in table.values() for word in words)


@lru_cache(maxsize=20_000)
def _alike(word: str, wanted: str) -> bool:
    if word == wanted:
        return True
    heard, right = sound(word), sound(wanted)
    if heard == right:
        return True
    return len(right) >= _SHORTEST_SLIP and bool(set(_slips(heard)) & set(_slips(right)))


def _slips(key: str) -> list[str]:
    """The key, and the key with each one letter left out; the first letter stays, as it is seldom wrong."""
    return [key] + [key[:at] + key[at + 1 :] for at in range(1, min(len(key), 20))]
