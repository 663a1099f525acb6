"""The Mexican city or state a message names, in any spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.library.understanding.normal import BREAK, phrase, plain
from bot.library.understanding.phrases import Phrases
from bot.library.understanding.placenames import Name, Names, Starts

_AS_STATE = 1.5
_SPELT_APART, _ALIKE, _MISSPELT = 0.4, 0.4, 0.6
_QUALIFIED = 0.5
_DENIED, _HERE = 2.0, 0.3
_FEW = 3
_LONG = 6
"""A shorter word is only taken for a misspelt name after a word of place."""
_SHORT = 3


@dataclass(frozen=True)
class Place:
    """A city, or only a state; and which tokens named it."""

    city: str | None = None
    state: str | None = None
    tokens: frozenset[int] = frozenset()


_NO_PLACE = Place()


@dataclass(frozen=True)
class _Seen:
    """A name seen at a place of the message: how sure it is, and whether it needs another beside it to count."""

    name: Name
    at: int
    length: int
    strength: float
    needs: bool = False

    @property
    def end(self) -> int:
        return self.at + self.length


class Places:
    """Finds names of places among tokens."""

    def __init__(self, names: Names, words: Mapping[str, Any]) -> None:
        self._names = names
        self._before = _flat(words.get("before", {}))
        self._origin = _flat(words.get("origin", {}))
        self._weak = _flat(words.get("weak", {}))
        self._not_before = _flat(words.get("not_before", {}))
        self._not_before_doubtful = _flat(words.get("not_before_doubtful", {}))
        self._not_after = _flat(words.get("not_after", {}))
        self._joins = _flat(words.get("joins", {})) | {BREAK}
        self._state_before = _phrases(words.get("state", {}))
        self._state_after = _phrases(words.get("state_after", {}))
        self._denied = _phrases(words.get("denied", {}))
        self._here = _phrases(words.get("here", {}))
        self._namesakes = {way for name in words.get("namesakes", ()) for way in self._names.ways(phrase(name))}
        self._foreign = Phrases()
        for far in words.get("foreign", ()):
            self._foreign.add(far, "", 0)
        self._not_places = Phrases()
        for saying in words.get("not_places", ()):
            if len(phrase(saying)) > 1:
                self._not_places.add(saying, "", 0)

    def named(self, words: Sequence[str]) -> frozenset[int]:
        """Which tokens name any place, here or elsewhere; rather one too many, as this is to leave them out."""
        alone = {at for at, word in enumerate(words) if word in self._names.alone}
        return self.find(words).tokens | _covered(self._foreign, words) | alone

    def find(self, words: Sequence[str]) -> Place:
        """The place named best; a city before a state, a sure name before a doubtful one."""
        remembered, starting = self._names.remembered, self._names.starting
        starts = [remembered.get(word) or starting(word) for word in words]
        seen: list[_Seen] = []
        free, last = 0, len(words) - 1
        for at, begun in enumerate(starts):
            if not begun.begins or at < free:
                continue
            found = None
            if at < last and (begun.whole or begun.alike or starts[at + 1].onset in begun.onward):
                found = self._of_several(words, at, begun, starts[at + 1].onset)
            if found is None:
                found = self._of_one(words, at, begun)
            if found is not None:
                seen.append(found)
                free = free if found.needs else found.end
        return self._settled(words, seen) if seen else _NO_PLACE

    def _of_one(self, words: Sequence[str], at: int, starts: Starts) -> _Seen | None:
        """The name that this word is, or that it must have meant."""
        if starts.single is not None:
            return self._weighed(words, at, 1, starts.single, 0.0)
        if starts.misspelt is None:
            return None
        if len(words[at]) < _LONG and len(words) > 1 and not self._led(words, at):
            return None
        return self._weighed(words, at, 1, starts.misspelt, _MISSPELT)

    def _of_several(self, words: Sequence[str], at: int, starts: Starts, onset: str) -> _Seen | None:
        """The longest name of several words that starts here: written so, sounding so, or divided elsewhere.

        `onset` is how the next word sounds at its beginning.
        """
        found: Name | None = None
        length, less = 1, 0.0
        after = words[at + 1]
        for name in starts.whole.get(after, ()):
            if tuple(words[at : at + len(name.words)]) == name.words:
                found, length = name, len(name.words)
                break
        for name in starts.alike.get(onset[:1], ()):
            if len(name.words) <= length:
                break
            if at + len(name.words) <= len(words) and self._names.sounds_so(words, at, name.words):
                found, length, less = name, len(name.words), _ALIKE
                break
        apart = self._names.written_apart(words, at) if onset in starts.onward else None
        if apart is not None and apart[1] > length and self._meant(words, at, starts, *apart):
            found, length, less = apart[0], apart[1], _SPELT_APART
        return None if found is None else self._weighed(words, at, length, found, less)

    def _meant(self, words: Sequence[str], at: int, starts: Starts, name: Name, length: int, sure: bool) -> bool:
        """Whether words that together sound like a name are that name, and not the words they are."""
        single = starts.single
        if single is not None and not single.short and single.city == name.city:
            return False
        plain = all(word in self._names.common for word in words[at : at + length])
        return sure or not plain or len(words) == length or self._led(words, at)

    def _led(self, words: Sequence[str], at: int) -> bool:
        """Whether a sure word of place stands right before."""
        before = words[at - 1] if at else ""
        before_that = words[at - 2] if at > 1 else ""
        return before in self._before and (before not in self._weak or before_that in self._before - self._weak)

    def _weighed(self, words: Sequence[str], at: int, length: int, name: Name, less: float) -> _Seen | None:
        before = words[at - 1] if at else ""
        before_that = words[at - 2] if at > 1 else ""
        after = words[at + length] if at + length < len(words) else ""
        led = before in self._before
        person = before in self._not_before or (before_that in self._not_before and not led)
        if person and len(name.words) == 1:
            return None
        needs = False
        if name.short:
            if not self._led(words, at) or after in self._not_after:
                return None
        elif name.doubtful:
            spoilt = after in self._not_before or after in self._not_after or before in self._not_before_doubtful
            surely = led and (length > 1 or self._led(words, at))
            needs = spoilt or not (surely or len(words) <= length + 1)
        if (name.as_state or name.city is None) and (
            _ends_with(words, at, self._state_before) or _begins_with(words, at + length, self._state_after)
        ):
            name = replace(name, city=None, state=name.as_state or name.state)
            return _Seen(name, at, length, _AS_STATE)
        left = before in self._origin and before_that not in self._before
        strength = name.weight + 0.3 * length + (0.5 if led and not left else 0.0) - less
        if _ends_with(words, at, self._denied):
            strength -= _DENIED
        elif led and _ends_with(words, at, self._here):
            strength += _HERE
        return _Seen(name, at, length, strength, needs)

    def _settled(self, words: Sequence[str], seen: list[_Seen]) -> Place:
        """The best of the names, each read with the one beside it: a state after a city tells which city it is."""
        far = _covered(self._foreign, words)
        said = _covered(self._not_places, words)
        seen = [one for one in seen if one.at not in far and (one.at not in said or self._led(words, one.at))]
        kept: list[_Seen] = []
        for number, one in enumerate(seen):
            after = seen[number + 1] if number + 1 < len(seen) else None
            beside = after is not None and self._touch(words, one, after)
            kept.append(self._qualified(one, after.name) if after is not None and beside else one)
        kept = [one for one in kept if not one.needs]
        if not kept:
            return _NO_PLACE
        best = max(kept, key=lambda one: (one.strength, -one.at))
        best = self._inside(words, best, kept)
        city, state = best.name.city, best.name.state
        told = next((one.name.state for one in kept if one.name.city is None), None)
        if city is not None and told is not None:
            town = self._names.towns.get((best.name.words, told))
            city, state = (town, told) if town is not None else (city, state)
        return Place(city, state, frozenset(at for one in kept for at in range(one.at, one.end)))

    def _touch(self, words: Sequence[str], one: _Seen, after: _Seen) -> bool:
        return 0 <= after.at - one.end < _FEW and all(word in self._joins for word in words[one.end : after.at])

    def _qualified(self, one: _Seen, beside: Name) -> _Seen:
        """A name with the state or the larger city after it: sure, another town of that name, or in no known town."""
        name = one.name
        state = beside.as_state or beside.state
        town = self._names.towns.get((name.words, state))
        if town is not None and (beside.city is None or beside.as_state is not None or name.doubtful):
            if town == beside.city:
                return one
            name = replace(name, city=town, state=state)
            return replace(one, name=name, strength=max(one.strength, 3.0) + _QUALIFIED, needs=False)
        elsewhere = (beside.city is None or beside.as_state is not None) and state != name.state
        if elsewhere and name.city is not None and (name.doubtful or name.words in self._namesakes):
            name = replace(name, city=None, state=state)
            return replace(one, name=name, strength=max(one.strength, 3.0) + _QUALIFIED, needs=False)
        return one

    def _inside(self, words: Sequence[str], best: _Seen, seen: Sequence[_Seen]) -> _Seen:
        """Rather the city inside the state, where the best name is that of both a city and its state."""
        if best.name.city is None or best.name.as_state is None:
            return best
        for one in seen:
            same = one.name.state == best.name.state and one.name.city not in (None, best.name.city)
            if same and one.name.as_state is None and (one.strength >= best.strength or self._touch(words, best, one)):
                return one
        return best


def _ends_with(words: Sequence[str], at: int, phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    """Whether one of the phrases stands right before."""
    return at > 0 and any(tuple(words[max(0, at - len(each)) : at]) == each for each in phrases.get(words[at - 1], ()))


def _begins_with(words: Sequence[str], at: int, phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    """Whether one of the phrases stands here."""
    return any(tuple(words[at : at + len(each)]) == each for ways in phrases.values() for each in ways)


def _covered(phrases: Phrases, words: Sequence[str]) -> frozenset[int]:
    return frozenset(each.at + step for each in phrases.find(words, "") for step in range(each.length))


def _flat(table: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(plain(word) for words in table.values() for word in words)


def _phrases(table: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by their last word, those that begin with a short word also with a full stop after it."""
    found = {phrase(each) for words in table.values() for each in words}
    found |= {(each[0], BREAK, *each[1:]) for each in found if each and len(each[0]) <= _SHORT}
    by_last: dict[str, list[tuple[str, ...]]] = {}
    for each in sorted(found):
        if each:
            by_last.setdefault(each[-1], []).append(each)
    return by_last
