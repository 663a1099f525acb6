"""What one message leads to: the new conversation and the effects that the edge will carry out."""

from dataclasses import dataclass, field

from bot.domain.conversation import Conversation
from bot.domain.messages import Pin


@dataclass(frozen=True, slots=True)
class Say:
    """Send the phrase or topic with this id, in the person's language."""

    what: str
    values: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    """Ids of the directory's records to show, in order."""
    near: Pin | None = None
    """Where distances are counted from."""
    wants_location: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Add one to a tally, in the same commit as the turn."""

    metric: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget this person: everything kept about them goes in this commit."""


@dataclass(frozen=True, slots=True)
class Vanish:
    """Take our messages off the person's screen, where the channel can."""


Effect = Say | Count | Erase | Vanish


@dataclass(frozen=True, slots=True)
class Turn:
    conversation: Conversation
    effects: tuple[Effect, ...] = field(default=())

    @property
    def says(self) -> tuple[Say, ...]:
        return tuple(effect for effect in self.effects if isinstance(effect, Say))


@dataclass(frozen=True, slots=True)
class Known:
    """What was read about a person before the turn."""

    conversation: Conversation | None = None
