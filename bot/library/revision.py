"""From which Spanish text a translation was made: fingerprints of texts and the state kept for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot.domain.content import Topic


@dataclass(frozen=True, slots=True)
class Translation:
    of: str
    """Fingerprint of the source text it was made from."""
    by: str = "unknown"
    reviewed: bool = False
    """A native speaker has read it."""


Translations = Mapping[str, Translation]


def fingerprint(texts: Sequence[str]) -> str:
    """Eight hexadecimal digits that change when a text does."""
    return blake2b("\x1f".join(texts).encode(), digest_size=4).hexdigest()


def fingerprint_of_topic(topic: Topic, language: str) -> str:
    """That of everything people read of a topic in one language."""
    return fingerprint((topic.title.get(language, ""), topic.button.get(language, ""), *topic.answer.get(language, ())))


def translations(value: Mapping[str, Mapping[str, object]] | None) -> Translations:
    """The state of a language from its state.yaml."""
    return {
        unit: Translation(str(state["of"]), str(state.get("by", "unknown")), state.get("reviewed") is True)
        for unit, state in (value or {}).items()
    }
