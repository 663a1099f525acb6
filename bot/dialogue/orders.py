"""What the house has to tell a person in their conversation: an answer of staff, a delay, a question afterwards.

An order comes through the stream of the person's own messages, so that it stands in order with what they write, and
their conversation knows what was asked of them. It is never counted as a message of theirs.
"""

from bot.dialogue.referral import safely
from bot.dialogue.step import MOST_CASES, Step
from bot.library.speech import SOURCE_LANGUAGE

STAFF, OVERDUE, ASKED, CLOSED, EXPIRED, LATER = "staff", "overdue", "asked", "closed", "expired", "tell"
MOVED = safely.MOVED
"""To the chat in which a request was answered so far: it is answered in another now."""
KINDS = frozenset({STAFF, OVERDUE, ASKED, CLOSED, EXPIRED})


def carry_out(step: Step) -> None:
    """`incoming.order` says what, as `staff:<referral>`; an order we do not know (any more) does nothing."""
    kind, _, id = step.incoming.order.partition(":")
    referral = next((each for each in step.known.referrals if each.id == id), None)
    if referral is None or referral.state == "withdrawn" or kind not in {*KINDS, LATER, MOVED}:
        return
    conversation, library = step.conversation, step.library
    if conversation.language not in library.languages:
        spoken = referral.language if referral.language in library.languages else SOURCE_LANGUAGE
        step.change(language=spoken)
    if kind == MOVED:
        safely.moved_away(step, referral)
        return
    if id not in conversation.cases:
        step.change(cases=(*conversation.cases, id)[-MOST_CASES:])
    if kind == LATER:
        safely.tell_later(step, referral)
    else:
        safely.tell(step, kind, referral, step.incoming.text)
