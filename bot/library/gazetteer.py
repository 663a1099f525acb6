"""Names of cities and states as people write them: any spelling, nickname or mistake, alone or in a sentence."""

from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from rapidfuzz import fuzz, process

from bot.library.folding import words

_MOST_WORDS = 60
_LONGEST_NAME = 5
_WHOLE_CUTOFF, _PART_CUTOFF = 80, 87
_WHOLE_LENGTH, _PART_LENGTH = 4, 6


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


Spot = TypeVar("Spot", bound=Named)


class Gazetteer(Generic[Spot]):
    """Finds one of `spots` in what a person wrote."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self._names: dict[str, Spot] = {}
        known = tuple(spots)
        for spot in known:
            self._names[_key(spot.name)] = spot
        for spot in known:
            for alias in spot.aliases:
                self._names.setdefault(_key(alias), spot)
        self._names.pop("", None)

    def find(self, text: str) -> Spot | None:
        """The spot that `text` names or mentions: the longest exact name, else the likeliest misspelling."""
        said = words(text[:2000])[:_MOST_WORDS]
        whole = " ".join(said)
        if found := self._names.get(whole):
            return found
        pieces = [
            " ".join(said[start : start + length])
            for length in range(min(_LONGEST_NAME, len(said)), 0, -1)
            for start in range(len(said) - length + 1)
        ]
        for piece in pieces:
            if found := self._names.get(piece):
                return found
        if len(said) <= _LONGEST_NAME and len(whole) >= _WHOLE_LENGTH and (found := self._like(whole, _WHOLE_CUTOFF)):
            return found
        for piece in pieces:
            if len(piece) >= _PART_LENGTH and piece.count(" ") < 3 and (found := self._like(piece, _PART_CUTOFF)):
                return found
        return None

    def _like(self, said: str, cutoff: float) -> Spot | None:
        near = process.extract(said, self._names.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=3)
        if not near:
            return None
        best = self._names[near[0][0]]
        rivals = [name for name, score, _ in near if score > near[0][1] - 3 and self._names[name] is not best]
        return None if rivals else best


def _key(name: str) -> str:
    return " ".join(words(name))
