"""What people decide about a request that is there: yes or no to a question, whether they got help, a new start."""

from dataclasses import replace

from bot.dialogue.referral import cases, safely, talking
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON, leaving
from bot.domain.case_counts import label_of
from bot.domain.counting import joined
from bot.domain.referral import Referral, may_move, moved
from bot.domain.turn import Change

LONGEST_TYPED = 60
SURVEYED = {"yes": "yes", "not-yet": "unsure", "no": "no"}


def follow(step: Step, choice: str) -> bool:
    """Choices about a request: `helped:<answer>`, `talk:on`, `case:reopen`, and yes or no to what was asked last."""
    if choice.startswith(safely.HELPED):
        return _helped(step, choice.removeprefix(safely.HELPED))
    if choice == cases.TALK:
        return talking.begin(step)
    if choice == cases.REOPEN_LAST:
        last = next((each for each in reversed(step.known.referrals) if each.state == "closed"), None)
        if last is not None:
            cases.reopen(step, last)
        return last is not None
    return choice in {"yes", "no"} and _decided(step, choice)


def answered(step: Step) -> bool:
    """Text where a question about a request is open."""
    referral = _pending(step, safely.WORD)
    if referral is not None:
        safely.unlocked(step, referral)
    return referral is not None


def typed(step: Step) -> bool:
    """They write whether they got help, instead of tapping it."""
    if not step.conversation.waiting_for.startswith(safely.HELPED) or len(step.text) > LONGEST_TYPED:
        return False
    answer = step.library.helped(step.text)
    return bool(answer) and _helped(step, answer)


def _pending(step: Step, verb: str) -> Referral | None:
    """The referral that the open question is about."""
    waiting = step.conversation.waiting_for
    if not waiting.startswith(verb):
        return None
    id = waiting.removeprefix(verb)
    return next((each for each in step.known.referrals if each.id == id), None)


def _decided(step: Step, choice: str) -> bool:
    if (referral := _pending(step, cases.CONNECT)) is not None:
        if choice == "yes" and referral.is_open:
            cases.connect(step, referral)
        else:
            step.change(waiting_for="")
            step.say("status.not_connected", choices=[PERSON, MENU])
        return True
    if (referral := _pending(step, cases.REOPEN)) is not None:
        if choice == "yes" and may_move(referral, "reopen", "person"):
            cases.reopen(step, referral)
        else:
            step.change(waiting_for="")
            step.say("case.left_closed", choices=[PERSON, MENU])
        return True
    return False


def _helped(step: Step, answer: str) -> bool:
    """They say whether they got help."""
    if answer not in safely.ANSWERS:
        return False
    referral = _pending(step, safely.HELPED)
    if referral is None and len(step.known.referrals) > 0:
        referral = step.known.referrals[-1]
    if referral is None:
        return False
    step.sealed = bool(referral.lane)
    now = int(step.now.timestamp())
    after = replace(referral, helped=answer, changed_at=now)
    if answer == "yes" and may_move(referral, "person-confirm", "person"):
        after = replace(moved(referral, "person-confirm", "person", now), helped=answer)
    if answer == "unsafe":
        after.asked = max(after.asked, 2)
    if referral.helped != answer:
        step.effects.append(Change(referral, after, "helped"))
        step.count("helped", answer)
        if answer == "yes":
            step.count("referral_confirmed", label_of(referral))
        if answer in SURVEYED:
            step.count("survey", joined("helped", SURVEYED[answer]))
    step.change(waiting_for="")
    if answer in {"not-yet", "no"} and may_move(after, "reopen", "person"):
        step.change(waiting_for=f"{cases.REOPEN}{referral.id}")
        step.say("helped.no", choices=["yes", "no"])
    else:
        leave = leaving(referral.lane)
        step.say(f"helped.{answer if answer in {'yes', 'unsafe'} else 'open'}", choices=[PERSON, *leave, MENU])
    return True
