"""Takes back what was agreed to, by one word: what is open is locked, and what was shared is taken out of it."""

from bot.dialogue.referral import cases
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON


def take(step: Step) -> None:
    receivers = cases.withdraw(step, step.known.referrals)
    had_form = bool(step.conversation.form)
    step.change(form=(), waiting_for="", with_case="", withheld=())
    names = step.library.joined(receivers, step.language)
    if any(referral.is_open for referral in step.known.referrals):
        said = "withdraw.done" if names else "withdraw.done_alone"
        step.say(said, choices=[PERSON, MENU], who=names)
    elif had_form:
        step.say("form.stopped", choices=[PERSON, MENU])
    else:
        step.say("withdraw.nothing", choices=[PERSON, "action.privacy", MENU])
