"""What speaks for or against an emergency beside plain words: sayings, alarming phrases, signs, words of calm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.normal import plain
from bot.library.understanding.phrases import Found

CALM = "calm"
_SIGN_SPAN = 10
_SAYING, _MARK, _ASKING, _PHRASE, _DENIED, _SIGN = range(6)
_WEIGHT = (1.5, 2.0, 2.0, 1.5, 2.0, 1.0)
_WEIGHT_OF_KIND = 0.75
_WEIGHT_OF_DENIED = 2.0
_REACH = 3
"""So many words after "no" or "nobody" a concept is still denied: `no estoy muy sola`."""
_GENERAL = len(_WEIGHT)


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one message: (number, weight, place) of each, and what editors and the alarm need of them."""

    seen: tuple[tuple[int, float, int], ...] = ()
    spoken: tuple[int, ...] = ()
    """The kinds of emergency that a phrase named outright."""
    signs: tuple[int, ...] = ()
    topic: str = ""
    because: tuple[str, ...] = ()


class Marks:
    """Finds the marks that content/urgency lists; they are features of the models like any word."""

    def __init__(self, data: Mapping[str, Mapping[str, Any]], lexicon: Lexicon) -> None:
        self.kinds = kinds_of(data)
        self._denied = _GENERAL + 3 * len(self.kinds)
        self.count = self._denied + len(lexicon.names)
        self._first = len(lexicon.names)
        self._lexicon = lexicon
        for number, kind in enumerate(self.kinds):
            self._add(data[kind].get("phrases", {}), _GENERAL + number)
        calm = data.get(CALM, {})
        for part, number in (("phrases", _SAYING), ("marks", _MARK), ("asking", _ASKING)):
            self._add(calm.get(part, {}), number)
        self._negators = frozenset(plain(each) for written in calm.get("negators", {}).values() for each in written)
        numbers = {name: number for number, name in enumerate(lexicon.names)}
        self.signs: list[tuple[frozenset[int], int, str]] = []
        self._signs_with: dict[int, list[int]] = {}
        for number, kind in enumerate(self.kinds):
            for sign in data[kind].get("signs", ()):
                concepts = sign["all"] if isinstance(sign, Mapping) else sign
                topic = str(sign.get("topic", "")) if isinstance(sign, Mapping) else ""
                if all(name in numbers for name in concepts):
                    wanted = frozenset(numbers[name] for name in concepts)
                    self._signs_with.setdefault(min(wanted), []).append(len(self.signs))
                    self.signs.append((wanted, number, topic))

    def _add(self, written: Mapping[str, Sequence[str]], number: int) -> None:
        for language, phrases in written.items():
            for each in phrases:
                self._lexicon.phrases.add(each, language, self._first + number)

    def read(self, words: Sequence[str], told: Sequence[Found], concepts: Sequence[tuple[int, int]]) -> Marked:
        """The marks among phrases found and concepts seen."""
        seen: dict[int, tuple[float, int]] = {}
        spoken: list[int] = []
        because: list[str] = []
        kinds = len(self.kinds)
        for at, length, number in told:
            number -= self._first
            if number < _GENERAL:
                seen.setdefault(number, (_WEIGHT[number], at))
                continue
            kind = number - _GENERAL
            denied = at > 0 and words[at - 1] in self._negators
            general = _DENIED if denied else _PHRASE
            seen.setdefault(general, (_WEIGHT[general], at))
            seen.setdefault(number + kinds if denied else number, (_WEIGHT_OF_KIND, at))
            if not denied:
                spoken.append(kind)
                because.append(" ".join(words[at : at + length]))
        said = concepts
        if concepts and not self._negators.isdisjoint(words):
            said = []
            for at, concept in concepts:
                if self._negators.isdisjoint(words[max(0, at - _REACH) : at]):
                    said.append((at, concept))
                else:
                    seen.setdefault(self._denied + concept, (_WEIGHT_OF_DENIED, at))
        signs: list[int] = []
        topic = ""
        if len(said) > 1 and self.signs:
            present = {concept for _, concept in said}
            for least in present:
                for sign in self._signs_with.get(least, ()):
                    wanted, kind, leads = self.signs[sign]
                    if wanted <= present and _near(said, wanted):
                        seen.setdefault(_SIGN, (_WEIGHT[_SIGN], said[0][0]))
                        seen.setdefault(_GENERAL + 2 * kinds + kind, (_WEIGHT_OF_KIND, said[0][0]))
                        signs.append(kind)
                        topic = leads or topic
                        because.append(" + ".join(sorted(self._lexicon.names[each] for each in wanted)))
        if not seen:
            return _NOTHING
        marks = tuple((number, weight, at) for number, (weight, at) in seen.items())
        return Marked(marks, tuple(spoken), tuple(signs), topic, tuple(because))


_NOTHING = Marked()


def kinds_of(data: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The kinds of emergency: each file but `calm` and those that begin with an underscore."""
    return sorted(kind for kind in data if kind != CALM and not kind.startswith("_"))


def _near(seen: Sequence[tuple[int, int]], wanted: frozenset[int]) -> bool:
    held = [(at, concept) for at, concept in seen if concept in wanted]
    for index, (start, _) in enumerate(held):
        if {concept for at, concept in held[index:] if at - start <= _SIGN_SPAN} == wanted:
            return True
    return False
