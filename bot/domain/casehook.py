"""A case-management system that wants to hear of the referrals of one office: what it is told, and what never."""

from dataclasses import dataclass

from bot.domain.referral import Referral

GONE = "gone"
EVENTS = ("queued", "moved", "withdrawn", GONE)


@dataclass(frozen=True, slots=True)
class CaseHook:
    name: str
    office: str
    """It hears of the referrals of this office and of no other."""
    url: str
    secret: bytes
    lanes: tuple[str, ...] = ()
    """Sealed lanes it hears of as well; none, unless they are named."""
    inside: bool = False
    """It stands in our own network: http and private addresses are allowed."""

    def hears_of(self, referral: Referral) -> bool:
        is_open_to_them = not referral.lane or referral.lane in self.lanes
        return referral.office == self.office and is_open_to_them and self.office not in referral.concerned


@dataclass(frozen=True, slots=True)
class News:
    event: str
    """queued, moved, withdrawn; gone: it was erased, or another office has it now."""
    state: str
    revision: int


def news_of(hook: CaseHook, referral: Referral | None, told: str) -> News | None:
    """What the system does not know yet; `told` is the state it knows, empty for what it never heard of."""
    if referral is None or not hook.hears_of(referral):
        return News(GONE, GONE, referral.revision if referral else 0) if told else None
    if referral.state == told or (not told and not referral.is_open):
        return None
    event = referral.state if referral.state in {"queued", "withdrawn"} else "moved"
    return News(event, referral.state, referral.revision)
