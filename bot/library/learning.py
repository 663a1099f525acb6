"""Hands the understanding what it learns from, and keeps what it learned while nothing of that changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.content import Action, Topic
from bot.domain.meaning import Meaning

if TYPE_CHECKING:  # it needs numpy, which a content check has no time to load
    from bot.library.understanding import Knowledge
    from bot.library.understanding.redaction import Vocabulary


class Understands(Protocol):
    """What the rest of the program asks of the understanding."""

    def understand(self, text: str, language: str | None = None, chosen: bool = False) -> Meaning:
        """What `text` means, in a conversation held in `language`."""

    def explain(self, text: str) -> str:
        """Which words and concepts led where, for an editor."""

    def __hash__(self) -> int: ...


class NothingLearned:
    """Stands in where there is nothing to learn from: understands no text."""

    def understand(self, text: str, language: str | None = None, chosen: bool = False) -> Meaning:
        return Meaning(language=language or "", ready=False)

    def explain(self, text: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of the content."""

    understanding: Understands
    vocabulary: "Vocabulary | None" = None
    """The words that are anybody's."""


def learn(
    topics: Mapping[str, Topic],
    actions: Mapping[str, Action],
    offered: Sequence[str],
    raw: Mapping[str, Any],
    cache: Path | None,
) -> Learned:
    """The understanding of these topics and actions; `raw` are the values of all help files by name."""
    try:
        from bot.library.understanding import Understanding
        from bot.library.understanding.apart import learn_apart
    except ImportError:
        return Learned(NothingLearned())
    known = knowledge(topics, actions, offered, raw)
    if cache is not None:
        learn_apart(known, cache)
    understanding = Understanding.learn(known, cache)
    return Learned(understanding, understanding.vocabulary)


def knowledge(
    topics: Mapping[str, Topic], actions: Mapping[str, Action], offered: Sequence[str], raw: Mapping[str, Any]
) -> "Knowledge":
    """Everything that understanding learns from."""
    from bot.library.understanding import Knowledge

    known: Sequence[Topic | Action] = [*topics.values(), *actions.values()]
    return Knowledge(asks={each.id: each.asks for each in known if each.asks}, offered=tuple(offered), **by_folder(raw))


def by_folder(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The help files of understanding as the fields of Knowledge."""
    lexicon: dict[str, Any] = {}
    urgency: dict[str, Any] = {}
    fields: dict[str, Any] = {"lexicon": lexicon, "urgency": urgency}
    own = {
        "_spelling": "spelling",
        "_languages": "languages",
        "_places": "place_words",
        "_time": "time_words",
    }
    for name, value in raw.items():
        folder, _, stem = name.removesuffix(".yaml").rpartition("/")
        if folder == "lexicon" and stem in own:
            fields[own[stem]] = value
        elif folder == "lexicon" and isinstance(value, dict):
            lexicon.update(value)
        elif folder == "urgency":
            urgency[stem] = value
        elif not folder and stem in ("cities", "states"):
            fields[stem] = value
        elif not folder and stem == "smalltalk" and isinstance(value, dict):
            fields["smalltalk"] = value.get("examples", {})
            fields |= {name: value[name] for name in ("background", "courtesy") if name in value}
    return fields
