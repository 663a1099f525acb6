"""Understands phrases that editors have just added, before anything is learned from them: those, or nearly those."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from bot.domain.meaning import Meaning
from bot.domain.overlay import Phrase
from bot.library.folding import words
from bot.library.learning import Understands

LONGEST = 200
NEARLY = 88
"""Of 100: two letters wrong in a short sentence."""
SURE = 0.9


@dataclass(frozen=True, eq=False)
class Taught:
    """The understanding there is, and phrases beside it. An alarm stays an alarm, and what was sure stays so."""

    base: Understands
    phrases: Iterable[Phrase]
    _topics: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._topics.update({_key(one.text): one.topic for one in self.phrases})

    def understand(self, text: str, language: str | None = None, chosen: bool = False) -> Meaning:
        meaning = self.base.understand(text, language, chosen)
        topic = self._topic(text, meaning) if len(text) <= LONGEST else None
        if topic is None or topic == meaning.intent:
            return meaning
        others = tuple(one for one in meaning.alternatives if one[0] != topic)
        return replace(meaning, intent=topic, score=SURE, needs=(topic,), alternatives=others)

    def explain(self, text: str) -> str:
        return self.base.explain(text)

    def places_in(self, words: object) -> object:
        """For redaction, which must find the names of places."""
        find = getattr(self.base, "places_in", None)
        return find(words) if find is not None else ()

    def _topic(self, text: str, meaning: Meaning) -> str | None:
        key = _key(text)
        if key in self._topics or meaning.intent != "none":
            return self._topics.get(key)
        near = process.extractOne(key, self._topics.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY)
        return self._topics[near[0]] if near else None


def _key(text: str) -> str:
    return " ".join(words(text))
