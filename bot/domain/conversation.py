"""Where a conversation stands: all that is remembered of a person between two messages."""

from dataclasses import dataclass
from operator import attrgetter


@dataclass(slots=True)
class Conversation:
    """A turn works on a copy of its own and gives that back; the one it was given stays as it was."""

    language: str = ""
    language_chosen: bool = False
    """The person said so; we do not change it without asking."""
    here: str = ""
    """The id of what was shown last: a topic, a section, an action."""
    trail: tuple[str, ...] = ()
    """What was shown before, newest last; `back` walks it."""
    offered: tuple[str, ...] = ()
    """The ids of the choices shown last, in order, so that "2" means the second."""
    waiting_for: str = ""
    """The question we asked and hope to see answered, as `city:shelter.find`; empty when none."""
    city: str = ""
    seen: int = 0
    """Unix seconds of the last message."""
    minute: int = 0
    in_minute: int = 0
    """How many messages came in `minute` (minutes since 1970): the guard against floods."""
    echo: int = 0
    """A short fingerprint of the last text, and how often it came in a row: two bots must not talk for ever."""
    echoes: int = 0
    lost: int = 0
    """How often in a row we did not understand."""
    cases: tuple[str, ...] = ()
    """The ids of this person's referrals, newest last."""
    with_case: str = ""
    """The referral in which staff and the person are talking: words go there, and the service keeps quiet."""
    form: tuple[str, ...] = ()
    """A referral being asked for: its category, what was agreed to, and the answers so far, as `city=Tapachula`."""
    codes_tried: int = 0
    """How often in this hour a private code was wrong, and which hour."""
    codes_hour: int = 0
    judged_on: int = 0
    """The day (since 1970) of the last "was this what you needed?"."""
    withheld: tuple[str, ...] = ()
    """What the house had to tell at an hour or in a way that is not safe: `staff:<referral>` and a line each."""
    asked: str = ""
    """What was written before "was this what you needed?", redacted: kept for editors if the answer is no."""

    def copy(self) -> "Conversation":
        """`copy.copy` goes the way of pickling, at ten times the cost."""
        return Conversation(*_PARTS(self))


_PARTS = attrgetter(*Conversation.__dataclass_fields__)
