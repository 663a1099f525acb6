"""What is kept about a person, in plain words, their requests among it."""

from bot.dialogue import alerts
from bot.dialogue.referral import wording
from bot.dialogue.step import Step
from bot.dialogue.ways import EXIT, MENU
from bot.domain.alert import LIFE_DAYS

MOST_SHOWN = 3


def take(step: Step) -> None:
    step.go("action.privacy")
    step.say("privacy", days=str(LIFE_DAYS))
    if step.conversation.form:
        step.say("note.form_kept")
    for referral in step.known.referrals[-MOST_SHOWN:]:
        step.sealed = step.sealed or bool(referral.lane)
        scope = referral.consent.scope if referral.consent and referral.state != "withdrawn" else ()
        items = [step.library.phrase(f"item.{item}", step.language) for item in scope]
        names = step.library.joined(items, step.language) or step.library.phrase("item.none", step.language)
        said = "note.case_kept" if referral.is_open else "note.case_kept_closed"
        step.say(said, opened=wording.day(step, referral, referral.opened_at), items=names)
    alerts.say_what_is_kept(step)
    open_ones = [each for each in step.known.referrals if each.is_open]
    withdraw = ["action.withdraw"] if open_ones or step.conversation.form else []
    stop = [alerts.STOP] if step.known.subscription is not None else []
    step.say("privacy.after", choices=["action.erase", *withdraw, *stop, EXIT, MENU])
