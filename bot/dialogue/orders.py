"""What the house has to tell a person in their conversation: an answer of staff, a delay, a question afterwards.

An order comes through the stream of the person's own messages, so that it stands in order with what they write, and
their conversation knows what was asked of them. It is never counted as a message of theirs.
"""

from bot.dialogue.step import Step


def carry_out(step: Step) -> None:
    """`incoming.order` says what, as `staff:<referral>`; an order we do not know (any more) does nothing."""
