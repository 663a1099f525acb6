"""What every channel is to the rest of the program.

Both directions are pure: `read` turns what a platform posted into messages, `render` turns a delivery into the
calls to make, `judge` turns the platform's answer into one of three failures, or none. The edge does the calling.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.limits import Limits
from bot.domain.messages import Delivery, Incoming


class TryLater(Exception):
    """The platform cannot take it now. `after` are the seconds it asked for, None when it named none."""

    def __init__(self, after: float | None = None, reason: str = "") -> None:
        super().__init__(reason)
        self.after, self.reason = after, reason


class ChannelDown(TryLater):
    """The platform takes nothing from us at all (token expired, account blocked): staff must mend it."""


class PersonLeft(Exception):
    """The person blocked us or is gone: nothing more goes there until they write again."""


class Refused(Exception):
    """The platform will never take this message; trying again cannot help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WindowClosed(Refused):
    """The platform lets us write to this person only after they wrote again: the delivery waits for that."""

    def __init__(self, reason: str = "window closed") -> None:
        super().__init__(reason)


class Forged(Exception):
    """A post that is not from the platform: its signature or secret is missing (401) or wrong (403)."""

    def __init__(self, status: int = 403) -> None:
        super().__init__(status)
        self.status = status


class NotAMessage(Exception):
    """A genuine post that is not of the platform's shape."""


@dataclass(slots=True)
class Post:
    """What came to a hook, before anything is believed."""

    method: str
    path: str
    name: str
    """The last part of the path where the hook has one, as the bridge's name."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    url: str = ""
    """As the platform called it, for signatures over the address."""
    told: object = None
    """The body as its channel has read it, so that it is read once."""


@dataclass(slots=True)
class Call:
    """One HTTP request to a platform."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    optional: bool = False
    """A courtesy (typing sign, mark as read, delete): when it fails, nothing is tried again and nobody is told."""
    instead: "Call | None" = None
    """Made when the platform refuses this one, as a new message where an old one cannot be changed any more."""
    method: str = "POST"


@dataclass(slots=True)
class Answer:
    """What the platform said to a call."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What a platform tells about a message we sent: sent, delivered, read or failed."""

    message: str
    state: str
    reason: str = ""
    address: str = ""
    at: int = 0
    """Unix seconds when it happened; 0 when the platform does not tell."""


UNREADABLE = "unreadable"
"""The state under which a genuine post, or a part of one, is counted that we could not read."""

WINDOW_SECONDS = 24 * 3600
"""So long after a person wrote, WhatsApp takes free text to them, whoever carries it."""
MARGIN_SECONDS = 60


def window_is_open(delivery: Delivery, now: float) -> bool:
    return not delivery.open_until or now < delivery.open_until - MARGIN_SECONDS


def wait_asked(answer: Answer) -> float | None:
    """The seconds that a platform asks us to wait; None when it names none."""
    after = answer.headers.get("retry-after", "")
    return float(after) if after.isascii() and after.isdecimal() and len(after) < 6 else None


def paced(limits: Limits, per_second: int | None, is_theirs: bool) -> Limits:
    """A platform's own pace is kept towards that platform only; a setting overrules it."""
    if not is_theirs:
        limits = replace(limits, per_second=0.0, person_per_second=0.0)
    return limits if per_second is None else replace(limits, per_second=float(per_second))


Phrase = Callable[[str, str], str]
"""Gives the program's sentence with an id in a language: no channel has words of its own."""


def no_words(id: str, language: str) -> str:
    return ""


def judge_file(answer: Answer) -> None:
    """Whether the platform gave what was asked for; raises TryLater or Refused."""
    if answer.status == 429 or answer.status >= 500:
        raise TryLater(reason=f"status {answer.status}")
    if answer.status != 200:
        raise Refused(f"status {answer.status}")


Accept = Callable[[Incoming], Awaitable[None]]
Carry = Callable[[Call], Awaitable[Answer]]


class Channel(ABC):
    """One platform. A file in this folder with `Settings` and `Channel` is a channel."""

    name: str
    limits: Limits
    hook: str = ""
    """The path of its webhook, as /hooks/telegram; empty when it has none."""
    delivers_again: bool = True
    """The platform posts again when we answer 503. Where it does not, we keep the message on disk instead."""
    largest_body: int = 1 << 20
    signs_address: bool = False
    """Its signature covers the address it posts to, so `Post.url` is needed."""
    road: str = "http"
    keeps_ids: bool = False
    """We remember for two days the ids of what we sent, to delete it from the person's screen when they ask."""

    tells_reading: bool = False
    """Its reports tell when a message was read."""

    languages: Sequence[str] = ()
    """The languages offered, for a profile or a list of commands in each."""

    @abstractmethod
    def admit(self, post: Post) -> None:
        """Raises Forged unless the platform sent this."""

    @abstractmethod
    def read(self, post: Post) -> list[Incoming]:
        """What people did; nothing for events that are none of ours. Raises NotAMessage."""

    def reports(self, post: Post) -> list[Report]:
        """What the platform tells about messages we sent."""
        return []

    def greet(self, post: Post) -> str | None:
        """The answer to a platform's GET that verifies the hook; None when it is refused."""
        return None

    @classmethod
    def window(cls, address: str) -> int:
        """For how many seconds after a message of this person the platform lets us write freely; 0: always."""
        return 0

    def is_open(self, delivery: Delivery) -> bool:
        """Whether `render` gives the delivery itself; else it gives at most an invitation to write again."""
        return True

    def acknowledgement(self, post: Post) -> tuple[str, str]:
        """Body and content type of the 200 that a taken post gets."""
        return "", "text/plain"

    def at_once(self, post: Post) -> list[Call]:
        """Courtesies that need no decision, made once a post is safe: leaving a group. None is tried again."""
        return []

    @abstractmethod
    def render(self, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        """The calls that show a delivery, in order. `shown` are the ids to delete when `delivery.forget`."""

    @abstractmethod
    def judge(self, answer: Answer) -> str:
        """The platform's id of the message it took, or "". Raises TryLater, PersonLeft or Refused."""

    def fetch(self, file: str) -> Call:
        """The first call towards a file that somebody sent. Raises Refused where there is none to be had."""
        raise Refused("no files here")

    def fetched(self, answer: Answer) -> Call | None:
        """The next call towards it; None when this answer is the file itself. Raises TryLater or Refused."""
        return None

    @property
    def file_hosts(self) -> frozenset[str]:
        """Beside the platform's own address, as set: the only hosts that are ever asked for a file."""
        return frozenset()

    @property
    def own_host(self) -> str:
        """The platform's host as the operator set it: the only one that may have a private address."""
        return ""

    async def open(self, carry: Carry, accept: Accept) -> None:  # noqa: B027 - most channels have nothing to do
        """At start, in the process that has the ingress: register the webhook, or begin to poll."""

    async def close(self) -> None:  # noqa: B027
        """At stop."""
