"""What a person sends and what we send back, the same on every channel."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pin:
    """A point on the map."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did: wrote, tapped, shared a place, sent a file."""

    channel: str
    address: str
    """What the channel needs to answer; never part of a key or a log line."""
    id: str
    """The platform's own id of the message: the same message has it again when it is delivered again."""
    text: str = ""
    choice: str = ""
    location: Pin | None = None
    media: str = ""
    """voice, image, video, document, sticker, contact or other; the thing itself is not kept."""
    language_hint: str = ""
    sent_at: int = 0
    """Unix seconds, as the platform tells; 0 when it does not."""
    tapped: str = ""
    """The platform's id of our message that bore the choice, where it tells."""
    tap: str = ""
    """The platform's id of the tap itself, where it wants it answered."""
    mine: str = ""
    """The platform's id of the person's own message, where we may delete it for them."""
    formerly: str = ""
    """Nothing was said: the address that this person had before, whose conversation is to move to `address`."""
    file: str = ""
    """The platform's id or address of what was sent; followed only inside a referral the person agreed to."""
    order: str = ""
    """Not from the person: what the house has to tell them in their conversation, as `staff:<referral>`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the person may pick: an id that never changes, a label in their language."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Link:
    """Something to open: a label in the person's language and where it leads."""

    label: str
    url: str
    """An https address, or a page of our own site as /es/asylum/apply."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person, before a channel gives it its form."""

    text: str
    choices: tuple[Choice, ...] = ()
    location: Pin | None = None
    place: str = ""
    """The name that goes with the location."""
    where: str = ""
    """The address that goes with it."""
    sealed: bool = False
    """From a lane where traces can hurt: channels protect it, delete it on quick exit, and show no typing sign."""
    wants_location: bool = False
    """Offer the channel's way to share a location."""
    links: tuple[Link, ...] = ()
    """What can be opened from here; a channel shows none of a sealed reply, whose address alone can tell."""
    taps_only: bool = False
    """The choices are for channels with buttons. Elsewhere the text says it all, and a number means what it meant."""


@dataclass(slots=True)
class Delivery:
    """All replies of one turn to one person, in order: what a sender hands to a channel."""

    channel: str
    address: str
    id: str
    replies: tuple[Reply, ...]
    language: str = ""
    forget: bool = False
    """Delete from the person's screen what the channel can delete (quick exit, erase)."""
    tapped: str = ""
    """The message whose choice this answers: a channel that can may change it instead of sending another."""
    tap: str = ""
    mine: str = ""
    open_until: int = 0
    """Unix seconds until when the platform lets us write freely; 0: always."""
    alert: bool = False
    """Nobody waits for it: replies go first, and where it cannot go now it does not go."""
    until: int = 0
    """Unix seconds after which nobody is to get it any more; 0: always."""
