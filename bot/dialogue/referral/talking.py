"""The talk with staff: what a person writes goes to their case, and the service keeps quiet."""

from bot.dialogue.referral.form import WAITING
from bot.dialogue.referral.safely import TALK
from bot.dialogue.step import LONGEST_TEXT, Step
from bot.dialogue.ways import MENU, STATUS
from bot.domain.referral import Referral
from bot.domain.turn import Tell

KINDS = frozenset({"image", "document", "voice"})
"""What may be passed on: pictures of papers, papers, voice notes."""
HEARD = f"{TALK}:heard"


def begin(step: Step) -> bool:
    """`talk:on`: the person wants to write to whoever works on their newest open request."""
    referral = next((each for each in reversed(step.known.referrals) if each.is_open), None)
    if referral is None:
        return False
    step.sealed = bool(referral.lane)
    step.say("talk.begin" if referral.shares("words") else "talk.not_agreed")
    step.change(with_case=referral.id, waiting_for=TALK, offered=())
    return True


def leave(step: Step) -> None:
    """The person goes elsewhere; an answer of staff brings the talk back."""
    if step.conversation.with_case:
        waiting = step.conversation.waiting_for
        step.change(with_case="", waiting_for="" if waiting.startswith(TALK) else waiting)


def case(step: Step) -> Referral | None:
    """The referral in which the person is talking now."""
    id = step.conversation.with_case
    if not id or step.conversation.waiting_for == WAITING:
        return None
    return next((each for each in step.known.referrals if each.id == id and each.is_open), None)


def is_sealed(step: Step) -> bool:
    """Whether the talk belongs to a lane where traces can hurt."""
    referral = case(step)
    return referral is not None and bool(referral.lane)


def takes(step: Step) -> bool:
    """Whether what was sent goes to the case. It is told so once; after that the service is silent."""
    referral = case(step)
    if referral is None:
        step.change(with_case="")
        return False
    incoming = step.incoming
    step.sealed = bool(referral.lane)
    if incoming.media:
        return _takes_file(step, referral)
    if incoming.location is not None:
        if not referral.shares("city"):
            return False
        _tell(step, referral, f"{incoming.location.latitude:.5f}, {incoming.location.longitude:.5f}")
        return True
    if not incoming.text.strip():
        return False
    if not referral.shares("words"):
        step.say("talk.not_agreed", choices=[STATUS, MENU])
        return True
    _tell(step, referral, step.text)
    return True


def overheard(step: Step) -> None:
    """An alarm in the middle of the talk: help is told first, and staff hear it all the same."""
    referral = case(step)
    if referral is not None and referral.shares("words"):
        step.effects.append(Tell(referral, step.text))
        step.count("told", "text")


def _takes_file(step: Step, referral: Referral) -> bool:
    incoming = step.incoming
    if incoming.media not in KINDS or not incoming.file:
        step.say("talk.no_such_file")
    elif not referral.shares("words"):
        step.say("talk.not_agreed", choices=[STATUS, MENU])
    else:
        _tell(step, referral, step.text, file=incoming.file, media=incoming.media)
    return True


def _tell(step: Step, referral: Referral, text: str, file: str = "", media: str = "") -> None:
    step.effects.append(Tell(referral, text[:LONGEST_TEXT], file, media))
    step.count("told", media or "text")
    if step.conversation.waiting_for != HEARD:
        step.say("talk.heard")
    step.change(waiting_for=HEARD, offered=(), lost=0)
