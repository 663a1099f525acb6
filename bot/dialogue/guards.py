"""Keeps the talk sane: floods, machines that talk to machines, and messages that come days late."""

import hashlib

from bot.dialogue.step import Step

MOST_A_MINUTE = 20
MOST_ECHOES = 5
LATE_SECONDS = 48 * 3600
"""A platform that was cut off delivers for up to a week; an answer that late would only confuse."""


def stops(step: Step) -> bool:
    """Whether this message gets no further answer than what is said here."""
    return _is_late(step) or _is_flood(step) or _is_echo(step)


def _is_late(step: Step) -> bool:
    sent_at = step.incoming.sent_at
    if not sent_at or step.now.timestamp() - sent_at < LATE_SECONDS:
        return False
    step.count("late")
    return True


def _is_flood(step: Step) -> bool:
    """Many in the minute in which they were written; what waited while nobody could answer is no flood."""
    conversation = step.conversation
    minute = (step.incoming.sent_at or step.known.arrived or int(step.now.timestamp())) // 60
    count = conversation.in_minute + 1 if conversation.minute == minute else 1
    step.change(minute=minute, in_minute=count)
    if count <= MOST_A_MINUTE:
        return False
    step.count("flood")
    if count == MOST_A_MINUTE + 1:
        _tell(step, "flood")
    return True


def _is_echo(step: Step) -> bool:
    text = step.incoming.text
    if len(text) < 12:
        return False
    echo = int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).digest())
    echoes = step.conversation.echoes + 1 if step.conversation.echo == echo else 0
    step.change(echo=echo, echoes=echoes)
    if echoes < MOST_ECHOES:
        return False
    step.count("echo")
    if echoes == MOST_ECHOES:
        _tell(step, "echo")
    return True


def _tell(step: Step, what: str) -> None:
    """It may stand in the middle of a talk whose traces can hurt."""
    step.sealed = step.sealed or any(referral.lane for referral in step.known.referrals)
    step.say(what, choices=step.conversation.offered)
