"""What editors say between two changes of the files: how a shelter stands today, what was checked, how people ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MARKS = ("open", "full", "women", "call-first")
MARK_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Mark:
    """How a place stands, as somebody there has said; nobody knows it half a day later."""

    what: str
    at: int
    """Unix seconds."""
    by: str = ""
    """The id of the account."""

    @property
    def until(self) -> int:
        return self.at + MARK_SECONDS

    def holds(self, seconds: float) -> bool:
        return seconds < self.until


@dataclass(frozen=True, slots=True)
class Checked:
    """A topic or a place was compared with its sources."""

    day: str
    """As 2026-11-20."""
    at: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """People ask for a topic in these words."""

    topic: str
    language: str
    text: str
    at: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the files, which stay the truth: what stands there too, or newer, counts."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    """By the id of the place."""
    checked: Mapping[str, Checked] = field(default_factory=dict)
    """By the id of the topic (with a full stop in it) or of the place."""
    phrases: tuple[Phrase, ...] = ()
