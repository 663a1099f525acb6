"""Erases what is kept about a person, after asking once; an open request may be kept."""

import hashlib

from bot.dialogue import alerts
from bot.dialogue.referral import cases
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU
from bot.domain.conversation import Conversation
from bot.domain.turn import Erase, Vanish

ID = "action.erase"
ALL, KEEP = "erase:all", "erase:keep"


def take(step: Step) -> None:
    has_open = any(referral.is_open for referral in step.known.referrals)
    step.sealed = any(referral.lane for referral in step.known.referrals)
    if step.conversation.waiting_for != ID:
        step.change(waiting_for=ID)
        if has_open:
            step.say("erase.sure_open", choices=[ALL, KEEP, "no"])
        else:
            step.say("erase.sure", choices=["yes", "no"])
        return
    choice = step.incoming.choice or step.picked
    step.change(waiting_for="")
    if choice == ALL or (choice == "yes" and not has_open):
        _erase(step, referrals=True)
    elif choice == KEEP and has_open:
        _erase(step, referrals=False)
    else:
        step.say("erase.kept", choices=[MENU])


def _erase(step: Step, referrals: bool) -> None:
    receivers = [name for each in step.known.referrals for name in cases.receivers(step, each) if each.organisation]
    step.count("erased")
    alerts.ended(step)
    step.effects += [Erase(referrals), Vanish()]
    if not referrals:
        step.say("note.case_stays")
    elif receivers:
        step.say("note.received_by", who=step.library.joined(list(dict.fromkeys(receivers)), step.language))
    today = step.library.date(step.now.date().isoformat(), step.language)
    step.say("erase.done", choices=[MENU], receipt=receipt(step), date=today)
    step.conversation = Conversation(language=step.language)


def receipt(step: Step) -> str:
    """A short number that comes from the message and leads back to nobody."""
    seed = f"receipt:{step.incoming.channel}:{step.incoming.id}"
    return f"{int.from_bytes(hashlib.blake2b(seed.encode('utf-8', 'replace'), digest_size=4).digest()) % 10**8:08d}"
