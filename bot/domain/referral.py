"""A referral: what a person asks of people, what they agreed to share, and the moves it may make."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to: to which text, in which language, when, on which channel, and what may be shared."""

    text: str
    """The version of the text they were shown."""
    language: str
    at: int
    channel: str
    scope: tuple[str, ...]
    """Of ITEMS."""


@dataclass(slots=True)
class Referral:
    """Its plain fields say nothing of who it is about; the others are sealed, each by itself."""

    id: str
    """The partition it lives in, in two digits, and 128 bits that cannot be guessed."""
    category: str
    state: str = "queued"
    lane: str = ""
    """A sealed lane (gbv, trafficking, child, staff), which only its focal points see; empty: the open queue."""
    urgency: str = "soon"
    office: str = ""
    language: str = ""
    city: str = ""
    channel: str = ""
    door: str = "chat"
    """How the contact came: chat, telephone, whatsapp, email, in-person."""
    opened_at: int = 0
    due_at: int = 0
    """By when somebody must have moved it."""
    changed_at: int = 0
    claimed_by: str = ""
    """The account that works it."""
    organisation: str = ""
    """The place of the directory it was referred on to."""
    unread: bool = False
    """The person wrote since staff last looked."""
    answered_at: int = 0
    """When a human first answered."""
    accepted_at: int = 0
    attended_at: int = 0
    closed_at: int = 0
    snoozed_until: int = 0
    reason: str = ""
    """Why it was declined or closed; an id of the vocabulary."""
    helped: str = ""
    """What the person said of it: yes, not-yet, no, unsafe."""
    asked: int = 0
    """How often they were asked."""
    escalated: int = 0
    """How often its due time passed and a supervisor was told."""
    minor_alone: bool = False
    merged_into: str = ""
    revision: int = 0
    """Rises with every change: who changes an older one is told so."""
    acted_at: int = 0
    """When staff first did something about it."""

    # sealed
    address: str = ""
    """Where to answer; empty for somebody at a desk."""
    code: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    """The id of a question to the id of the answer, or to the words of the person; only what they agreed to share."""
    words: str = ""
    code_word: str = ""
    """What staff must hear before they speak, so that nobody else is told."""
    contact: str = ""
    """For somebody without a chat: how they said to reach them."""
    consent: Consent | None = None
    wrote_at: int = 0
    """When the person last wrote: some platforms let us answer freely only for a time."""

    # plain again: what was added later stands at the end, so that older records are read as they are
    tell_at: int = 0
    """When it is safe to tell what had to wait: the order `tell:<referral>` is due then."""
    concerns: str = ""
    """The offices that a complaint about staff is about, with blanks between: nobody there sees it. Sealed."""

    @property
    def partition(self) -> int:
        return partition_of(self.id)

    @property
    def is_open(self) -> bool:
        return self.state not in OVER

    @property
    def concerned(self) -> tuple[str, ...]:
        """The offices of `concerns`."""
        return tuple(self.concerns.split())

    def shares(self, item: str) -> bool:
        """Whether the person agreed that this item is shared. What they took back is shared no more."""
        return self.state != "withdrawn" and self.consent is not None and item in self.consent.scope


def partition_of(id: str) -> int:
    """Where a referral lives: its id says so."""
    return int(id[:2])


ITEMS = ("need", "city", "language", "contact", "company", "words")
"""What may be shared or not, one by one: the scope of a consent."""
SEALED = ("address", "code", "answers", "words", "code_word", "contact", "consent", "wrote_at", "concerns")
"""The fields that are about somebody; each is sealed by itself, bound to its record and its name."""
OVER = frozenset({"closed", "withdrawn", "expired", "merged"})
LANES = ("gbv", "trafficking", "child", "staff")
"""Sealed lanes: seen only by the focal points whose account names them."""
URGENCIES = {"now": 24 * 3600, "soon": 72 * 3600, "later": 14 * 86_400}
"""How urgent, and the seconds within which somebody must have acted (in working hours where the office has them)."""


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state: buttons are drawn from it, and nothing else moves a referral."""

    after: frozenset[str]
    to: str
    by: frozenset[str]
    """staff, person or clock."""
    needs: tuple[str, ...] = ()
    """What must be said with it: organisation, reason, office."""


def _move(after: str, to: str, by: str = "staff", *needs: str) -> Move:
    return Move(frozenset(after.split()), to, frozenset(by.split()), needs)


WORKED = "claimed sent accepted declined attended provider-confirmed person-confirmed not-reached"
MOVES: Mapping[str, Move] = {
    "claim": _move("queued", "claimed"),
    "release": _move("claimed", "queued"),
    "send": _move("claimed declined not-reached", "sent", "staff", "organisation"),
    "accept": _move("sent", "accepted"),
    "decline": _move("sent", "declined", "staff", "reason"),
    "attend": _move("claimed accepted declined not-reached", "attended"),
    "provider-confirm": _move("sent accepted", "provider-confirmed"),
    "person-confirm": _move(f"queued {WORKED}", "person-confirmed", "person staff"),
    "not-reached": _move("claimed sent accepted provider-confirmed", "not-reached"),
    "close": _move(WORKED, "closed", "staff", "reason"),
    "reopen": _move("closed", "queued", "person staff"),
    "withdraw": _move(f"queued {WORKED}", "withdrawn", "person staff"),
    "expire": _move("queued claimed", "expired", "clock"),
    "merge": _move(f"queued {WORKED}", "merged"),
    "hand-over": _move(f"queued {WORKED}", "queued", "staff", "office"),
}


def may_move(referral: Referral, move: str, by: str) -> bool:
    known = MOVES.get(move)
    return known is not None and referral.state in known.after and by in known.by


def moves_open(referral: Referral, by: str) -> tuple[str, ...]:
    """The moves that may be made now, in the order of the table."""
    return tuple(name for name in MOVES if may_move(referral, name, by))


class NotAllowed(ValueError):
    """That move does not lead on from this state, or lacks what it needs."""


def moved(referral: Referral, move: str, by: str, now: int, **with_what: str) -> Referral:
    """The referral after a move, with its times kept; raises NotAllowed."""
    if not may_move(referral, move, by):
        raise NotAllowed(f"{move} does not lead on from {referral.state}")
    known = MOVES[move]
    missing = [need for need in known.needs if not with_what.get(need)]
    if missing:
        raise NotAllowed(f"{move} needs {', '.join(missing)}")
    after = replace(referral, state=known.to, changed_at=now, **with_what)  # type: ignore[arg-type]
    if move in {"release", "hand-over", "reopen"}:
        after.claimed_by = ""
    if move == "accept":
        after.accepted_at = after.accepted_at or now
    if move == "attend":
        after.attended_at = after.attended_at or now
    if move == "reopen":
        after.closed_at, after.opened_at = 0, now
    if known.to in OVER:
        after.closed_at = now
    if move == "withdraw":
        after = emptied(after)
        after.unread = by == "person"
    return after


def emptied(referral: Referral) -> Referral:
    """Nothing that was shared is left in it; that they had agreed, and how to ask for its state, stays."""
    return replace(
        referral,
        **{name: getattr(_NOTHING, name) for name in SEALED if name not in {"code", "consent", "concerns"}},
        city="",
        snoozed_until=0,
        tell_at=0,
    )


_NOTHING = Referral("", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's timeline. Its words are sealed."""

    id: str
    at: int
    kind: str
    """person, staff, note, move, file, told."""
    by: str = ""
    """The account, for what staff did."""
    text: str = ""
    about: str = ""
    """The move that was made, or the kind of file."""
    file: str = ""
    """The key of an attachment."""
    language: str = ""
    number: int = field(default=0, compare=False)
    """Its place among those of the same second: what is written later has a higher one."""


STAYS = frozenset({"move", "told"})
"""Kinds of lines that stay in the timeline of what was withdrawn: they hold no words of anybody."""
