"""What one message leads to: the new conversation and the effects that the edge will carry out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.alert import Subscription
from bot.domain.conversation import Conversation
from bot.domain.messages import Pin
from bot.domain.referral import Referral


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
    sealed: bool = False
    """It belongs to a lane where traces can hurt."""


@dataclass(frozen=True, slots=True)
class Count:
    """Add one to a tally, in the same commit as the turn."""

    metric: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget this person: everything kept about them goes in this commit."""

    referrals: bool = True
    """Their requests too; false when they asked to keep these."""


@dataclass(frozen=True, slots=True)
class Vanish:
    """Take our messages off the person's screen, where the channel can."""


@dataclass(frozen=True, slots=True)
class Open:
    """A new referral, with its consent. Its id and code come from the message, so deciding again opens no second."""

    referral: Referral


@dataclass(frozen=True, slots=True)
class Tell:
    """The person says something inside a referral: words, or the platform's id of a file they sent."""

    referral: Referral
    text: str = ""
    file: str = ""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A referral as the person has just changed it: confirmed, withdrawn, reopened, reached at another address."""

    referral: Referral
    after: Referral
    what: str
    """The move, or `helped`, `connect`: the timeline says it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message that was not understood, for the people who teach the service. Nothing in it tells of anybody."""

    text: str
    """Redacted."""
    language: str
    topic: str = ""
    """What it was answered with, and the person said that it was not what they needed."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Alerts about a place from now on, in place of those before; about nothing: no more of them."""

    where: str


Effect = Say | Count | Erase | Vanish | Open | Tell | Change | Sample | Subscribe


@dataclass(frozen=True, slots=True)
class Turn:
    conversation: Conversation
    effects: tuple[Effect, ...] = field(default=())

    @property
    def says(self) -> tuple[Say, ...]:
        return tuple(effect for effect in self.effects if isinstance(effect, Say))


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a referral opened by this very message would be called."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was read about a person before the turn."""

    conversation: Conversation | None = None
    referrals: tuple[Referral, ...] = ()
    """Those of the conversation's `cases` that are still there."""
    coded: Referral | None = None
    """The referral whose private code stands in the message, if there is one."""
    code_tries: int = 0
    """How many wrong codes were tried lately, by everybody: above some number none is looked up."""
    fresh: Fresh | None = None
    usual_wait: Mapping[str, int] = field(default_factory=dict)
    """Office and lane (as `tijuana|-`) to the minutes within which half of the last weeks' requests were answered."""
    subscription: Subscription | None = None
    """The alerts that the person asked for."""
    arrived: int = 0
    """When the message came in, where that is known: it may have waited long for somebody to answer it."""
