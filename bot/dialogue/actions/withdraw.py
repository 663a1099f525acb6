"""Takes back what was agreed to, by one word: what is open is locked, and what was shared is taken out of it."""

from bot.dialogue.referral import cases
from bot.dialogue.step import Step


def take(step: Step) -> None:
    receivers = cases.withdraw(step, step.known.referrals)
    had_form = bool(step.conversation.form)
    step.change(form=(), waiting_for="", with_case="", withheld=())
    names = step.library.joined(receivers, step.language)
    if any(referral.is_open for referral in step.known.referrals):
        said = "withdraw.done" if names else "withdraw.done_alone"
        step.say(said, choices=["action.person", "action.menu"], who=names)
    elif had_form:
        step.say("form.stopped", choices=["action.person", "action.menu"])
    else:
        step.say("withdraw.nothing", choices=["action.person", "action.privacy", "action.menu"])
