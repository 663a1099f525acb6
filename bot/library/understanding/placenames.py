"""The names of cities and states, and which of them a word may begin: written so, sounding so, joined, misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, product
from typing import Any

from bot.library.understanding.normal import BREAK, phrase, plain, sound

_SHORTEST_MISSPELT = 5
_SHORTEST_DOUBTFUL = 6
_SHORTEST_SLIP = 5
_SHORTEST_SLIPPING = 7
"""A nickname has to be so long to be known with a slip of the finger; shorter ones are too near to plain words."""
_SHORTEST_FIRST = 4
"""Of a name of several words the first may be as short and still misspelt: the others tell."""
_SHORTEST_JOINED = 5
_SHORTEST_START, _LONGEST_START = 2, 12
_LONGEST_ABBREVIATION = 4
_TELLING = 9
_MOST_JOINED = 4
"""So many words at most are read as one name that was written apart."""
_BY_CITY, _BY_STATE = 3.0, 1.0
_MOST_REMEMBERED = 30_000
_LINKS = frozenset({"de", "del", "la", "las", "los"})
_LINKED = (("de",), ("d",), ("del",), ("las",), ("de", "la"))
"""What people write for the small words inside a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a place."""

    words: tuple[str, ...]
    city: str | None
    state: str
    weight: float
    doubtful: bool = False
    short: bool = False
    """A nickname that counts only right after a word of place."""
    as_state: str | None = None
    """The state that bears the same name."""


_NONE: Mapping[str, Sequence[Name]] = {}


@dataclass(frozen=True, slots=True)
class Starts:
    """The names that may start with a word, and what a word before it asks of it."""

    onset: str
    """The first two letters of how the word itself sounds."""
    begins: bool
    """Whether any name may start with it; most words start none."""
    whole: Mapping[str, Sequence[Name]]
    """Names of several words, written so, by the second word."""
    alike: Mapping[str, Sequence[Name]]
    """Names of several words by what the second sounds like at its start."""
    onward: str
    """All pairs of letters of sound with which the next word may go on to a name that was written apart."""
    single: Name | None
    misspelt: Name | None


class Names:
    """All names; learnt once, then only read."""

    def __init__(
        self,
        cities: Sequence[Mapping[str, Any]],
        states: Sequence[Mapping[str, Any]],
        words: Mapping[str, Any],
        common: Iterable[str],
    ) -> None:
        alone = (each[0] for each in map(phrase, words.get("not_places", ())) if len(each) == 1)
        self.common = frozenset(chain(common, alone))
        self._doubtful = {phrase(name) for name in words.get("doubtful", ())}
        self._short = {phrase(name) for name in words.get("short", ())}
        self._written = {
            plain(right): [plain(each) for each in ways] for right, ways in words.get("written", {}).items()
        }
        self._names: dict[tuple[str, ...], Name] = {}
        self._states = {
            phrase(str(name)): str(record["state"])
            for record in states
            for name in (record["state"], *record.get("aliases", ()))
        }
        self.towns: dict[tuple[tuple[str, ...], str], str] = {}
        """The city by each name and its state: which of several namesakes is meant."""
        for record in cities:
            self._learn_city(str(record["city"]), str(record["state"]), record.get("aliases", ()))
        for named, state in self._states.items():
            self._add(named, None, state)
        for area, state in words.get("areas", {}).items():
            self._add(phrase(area), None, str(state))
        self._whole: dict[str, dict[str, list[Name]]] = {}
        self._alike: dict[str, dict[str, list[Name]]] = {}
        self._heard: dict[str, Name] = {}
        self._keyed: dict[str, Name] = {}
        self._slips: dict[str, tuple[Name, ...]] = {}
        self._joined: dict[str, Name] = {}
        self._beginnings: dict[str, str] = {}
        self._first_slips: dict[str, str] = {}
        for name in sorted(self._names.values(), key=lambda each: (-len(each.words), each.words)):
            self._index(name)
        self.alone = frozenset(words[0] for words, name in self._names.items() if len(words) == 1 and not name.short)
        self.remembered: dict[str, Starts] = {}
        self._nowhere: dict[str, Starts] = {}
        """By its onset, what is known of a word that starts no name."""

    def _learn_city(self, city: str, state: str, aliases: Iterable[str]) -> None:
        own = phrase(city.split("(")[0])
        mother = phrase(state)
        of_state = own[: len(mother)] == mother
        for written in (city, *map(str, aliases)):
            words = phrase(written.replace("(", " ").replace(")", " "))
            for each in (own, words) if written == city else (words,):
                for way in self.ways(each):
                    self.towns.setdefault((way, state), city)
            if self._states.get(words, state) == state:
                self._add(words, city, state, self._states.get(words) or (state if of_state else None))

    def _add(self, words: tuple[str, ...], city: str | None, state: str, as_state: str | None = None) -> None:
        weight = _BY_CITY if city is not None else _BY_STATE
        for each in self.ways(words):
            kept = self._names.get(each)
            if each and (kept is None or kept.weight < weight):
                doubtful, short = words in self._doubtful, words in self._short
                self._names[each] = Name(each, city, state, weight, doubtful, short, as_state)

    def ways(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The name as it is, with short forms of its words, full stops after them, and without its small words."""
        yield words
        if len(words) == 1:
            return
        if any(len(word) == 1 for word in words[:-1]):
            stopped = [part for word in words for part in ((word, BREAK) if len(word) == 1 else (word,))]
            yield tuple(stopped[:-1] if stopped[-1] == BREAK else stopped)
        for way in self._rewritten(words):
            yield way
            if any(map(_is_abbreviation, way[:-1], words)):
                yield tuple(
                    part
                    for at, word in enumerate(way)
                    for part in ((word, BREAK) if _is_abbreviation(word, words[at]) else (word,))
                )
        inside = [at for at in range(1, len(words) - 1) if words[at] in _LINKS]
        if inside and len(words) - len(inside) > 1:
            kept = [word for at, word in enumerate(words) if at not in inside]
            yield tuple(kept)
            for link in _LINKED:
                yield (*words[: inside[0]], *link, *words[inside[-1] + 1 :])

    def _rewritten(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The name with its words written otherwise: both of two, one of more."""
        choices = [(word, *self._written.get(word, ())) for word in words]
        if len(words) == 2:
            yield from islice(product(*choices), 1, None)
        else:
            for at, ways in enumerate(choices):
                yield from ((*words[:at], way, *words[at + 1 :]) for way in ways[1:])

    def _index(self, name: Name) -> None:
        first, *more = name.words
        if more:
            self._whole.setdefault(first, {}).setdefault(more[0], []).append(name)
        if BREAK in name.words or (more and max(map(len, name.words)) == 1):
            return
        if more:
            heard = sound(first)
            self._alike.setdefault(heard, {}).setdefault(sound(more[0])[0], []).append(name)
            if len(heard) >= _SHORTEST_FIRST:
                for slip in _slips(heard):
                    self._first_slips.setdefault(slip, heard)
        if name.short:
            return
        together = "".join(name.words)
        key = _together(name.words)
        if len(key) >= _SHORTEST_JOINED and (more or not name.doubtful):
            _keep(self._joined, key, name)
            for end in range(_SHORTEST_START, min(len(key), _LONGEST_START)):
                beginning, onward = key[:end], key[end : end + 2]
                self._goes_on(beginning, onward)
                if beginning[-1] == "n" and onward[0] in "bp":
                    self._goes_on(beginning[:-1] + "m", onward)
        if len(together) < (_SHORTEST_DOUBTFUL if name.doubtful else _SHORTEST_SLIP):
            return
        _keep(self._heard, key, name)
        if len(key) < _SHORTEST_SLIP:
            return
        _keep(self._keyed, _ear(key), name)
        own = name.words == phrase((name.city or name.state).split("(")[0])
        if own or (not more and len(key) >= _SHORTEST_SLIPPING):
            for slip in _slips(key):
                self._slips[slip] = (*self._slips.get(slip, ()), name)

    def _goes_on(self, beginning: str, onward: str) -> None:
        known = self._beginnings.get(beginning, "")
        for ways in (onward, beginning[-1] + onward[0]):
            if ways not in known:
                known += f" {ways}"
        self._beginnings[beginning] = known

    def starting(self, word: str) -> Starts:
        """The names that may start with this word; what was found is remembered."""
        key = sound(word)
        slips = _slips(key) if len(word) >= _SHORTEST_FIRST and word not in self.common else ()
        alike = self._alike.get(key)
        if alike is None:
            alike = next((self._alike[self._first_slips[slip]] for slip in slips if slip in self._first_slips), None)
        single = self._names.get((word,))
        rare = single is None and slips and len(word) >= _SHORTEST_MISSPELT
        misspelt = self._misspelt(key, slips) if rare else None
        onset, onward = key[:2], self._beginnings.get(key, "")
        whole = self._whole.get(word, _NONE)
        if whole or alike or onward or single or misspelt:
            starts = Starts(onset, True, whole, alike or _NONE, onward, single, misspelt)
        else:
            starts = self._nowhere.setdefault(onset, Starts(onset, False, _NONE, _NONE, "", None, None))
        if len(self.remembered) < _MOST_REMEMBERED:
            self.remembered[word] = starts
        return starts

    def written_apart(self, words: Sequence[str], at: int) -> tuple[Name, int, bool] | None:
        """The longest name that the sounds of this word and the next ones make, and how many words it takes.

        Last, whether so many letters cannot make a name by chance.
        """
        best: tuple[Name, int, bool] | None = None
        key = sound(words[at])
        for end in range(at + 1, min(at + _MOST_JOINED, len(words))):
            key = _joint(key, sound(words[end]))
            name = self._joined.get(key)
            if name is not None:
                best = name, end + 1 - at, len(key) >= _TELLING
            if key not in self._beginnings:
                break
        return best

    def sounds_so(self, words: Sequence[str], at: int, wanted: tuple[str, ...]) -> bool:
        """Whether the name's words follow by their sound; that the first one does is known."""
        for step in range(len(wanted) - 1, 0, -1):
            word = words[at + step]
            if word != wanted[step] and not _alike(word, wanted[step], word not in self.common):
                return False
        return True

    def _misspelt(self, heard: str, slips: Sequence[str]) -> Name | None:
        name = self._heard.get(heard) or self._joined.get(heard)
        if name is None and len(heard) >= _SHORTEST_SLIP:
            name = self._keyed.get(_ear(heard))
        if name is None and len(heard) >= _SHORTEST_SLIP - 1:
            near = self._slips.get(heard, ())
            if not near and len(heard) >= _SHORTEST_SLIP:
                near = tuple(each for slip in slips if slip in self._slips for each in self._slips[slip])
            name = min(near, key=lambda each: _unlike(heard, each)) if near else None
        return name


def _is_abbreviation(word: str, written_out: str) -> bool:
    return word != written_out and len(word) <= _LONGEST_ABBREVIATION


def _keep(names: dict[str, Name], key: str, name: Name) -> None:
    kept = names.get(key)
    if kept is None or (kept.weight, not kept.doubtful) < (name.weight, not name.doubtful):
        names[key] = name


def _unlike(heard: str, name: Name) -> tuple[bool, int, bool, float]:
    """How far a misspelt word is from a name: letters changed about are nearest, then those as long."""
    key = _together(name.words)
    return sorted(heard) != sorted(key), abs(len(heard) - len(key)), name.doubtful, -name.weight


def _together(words: Sequence[str]) -> str:
    key = ""
    for word in words:
        key = _joint(key, sound(word))
    return key


def _joint(left: str, right: str) -> str:
    """Two sounds read as one."""
    if left[-1:] == right[:1]:
        return left + right[1:]
    return left[:-1] + "n" + right if left[-1:] == "m" and right[:1] in ("b", "p") else left + right


_EAR = str.maketrans({"g": None, "e": "i", "o": "u", "C": "s"})


def _ear(key: str) -> str:
    """A sound still coarser, for whole names only: no j, e as i, o as u, no last vowel."""
    rough = key.translate(_EAR)
    rough = "".join(letter for at, letter in enumerate(rough) if at == 0 or letter != rough[at - 1])
    if rough[-1:] == "m":
        rough = rough[:-1] + "n"
    return rough[:-1] if rough[-1:] in {"a", "i", "u"} else rough


@lru_cache(maxsize=20_000)
def _alike(word: str, wanted: str, strange: bool) -> bool:
    heard, right = sound(word), sound(wanted)
    if heard == right or heard.removesuffix("s") == right.removesuffix("s"):
        return True
    return strange and len(right) >= _SHORTEST_SLIP and bool(set(_slips(heard)) & set(_slips(right)))


def _slips(key: str) -> list[str]:
    """The key, and the key with each one letter left out; the first letter stays, as it is seldom wrong."""
    return [key] + [key[:at] + key[at + 1 :] for at in range(1, min(len(key), 20))]
