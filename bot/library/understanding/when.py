"""Whether what a person tells happened within the last three days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.library.understanding.normal import plain
from bot.library.understanding.phrases import Phrases, Spelling

_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 720, "year": 8760}
_LIMIT = 72


class When:
    """Reads `last night`, `hace dos días`, `sa gen twa jou`."""

    def __init__(self, time_words: Mapping[str, Any], spelling: Spelling) -> None:
        self._told = Phrases(spelling)
        for number, kind in enumerate(("recent", "old")):
            for language, phrases in time_words.get(kind, {}).items():
                for each in phrases:
                    self._told.add(each, language, number)
        self._unit: dict[str, int] = {}
        for unit, languages in time_words.get("units", {}).items():
            for words in languages.values():
                self._unit.update(dict.fromkeys(words, _HOURS[unit]))
        self._number: dict[str, int] = {}
        for languages in time_words.get("numbers", {}).values():
            for amount, words in languages.items():
                self._number.update({plain(word): int(amount) for word in words})

    def within_72h(self, words: Sequence[str], language: str) -> bool | None:
        """True or False when the message says how long ago, else None."""
        said: list[bool] = [found.concept == 0 for found in self._told.find(words, language)]
        for at in [at for at, word in enumerate(words) if word in self._unit]:
            amount = next(
                (each for each in map(self._amount, reversed(words[max(0, at - 2) : at])) if each is not None),
                None,
            )
            if amount is not None:
                said.append(amount * self._unit[words[at]] <= _LIMIT)
        if not said:
            return None
        return any(said)

    def _amount(self, word: str) -> int | None:
        if word.isdecimal() and len(word) < 4:
            return int(word)
        return self._number.get(word)
