"""What is counted when a referral moves: the names stand in bot/metrics/definitions.py."""

from bot.domain.counting import case_label, joined, time_label
from bot.domain.referral import Referral

COUNTED = {
    "claim": "claimed",
    "send": "sent",
    "accept": "accepted",
    "decline": "declined",
    "attend": "attended",
    "provider-confirm": "provider_confirmed",
    "person-confirm": "confirmed",
    "not-reached": "not_reached",
    "close": "closed",
    "withdraw": "withdrawn",
    "expire": "expired",
}
COMPLAINTS = {"staff-complaint": "staff", "complaint": "service"}


def label_of(referral: Referral) -> str:
    return case_label(referral.category, referral.office, referral.urgency, referral.door)


def counts_of(before: Referral, after: Referral, move: str, now: int) -> tuple[str, ...]:
    """For a move that staff or the clock make, and for the first thing that staff do about it."""
    label = label_of(before)
    found = [f"referral_{COUNTED[move]}:{label}"] if move in COUNTED else []
    minutes = (now - before.opened_at) / 60
    if after.acted_at and not before.acted_at:
        found.append(f"referral_{'in_time' if now <= before.due_at else 'late'}:{label}")
    if after.answered_at and not before.answered_at:
        found.append(f"time_to_answer:{time_label(label, minutes)}")
    if after.accepted_at and not before.accepted_at:
        found.append(f"time_to_acceptance:{time_label(label, minutes)}")
    if move == "close":
        found.append(f"time_to_closing:{time_label(label, minutes)}")
        if before.category in COMPLAINTS:
            found.append(f"complaint_resolved:{COMPLAINTS[before.category]}")
    return tuple(found)


def counts_of_opening(referral: Referral) -> tuple[str, ...]:
    """For somebody at a desk or on the telephone; in the chat the dialogue counts."""
    label = label_of(referral)
    found = [f"referral_opened:{label}", f"referral_consented:{label}"]
    found.append(f"contact:{joined(referral.door, referral.category)}")
    if referral.category in COMPLAINTS:
        found.append(f"complaint_received:{COMPLAINTS[referral.category]}")
    return tuple(found)
