"""Talk to a person: whom to call now, a request to our own team, and who else answers in person."""

from bot.dialogue.referral import asking
from bot.dialogue.referral.form import opened
from bot.dialogue.step import Step

LINES = ("safety.danger", "gbv.help", "asylum.legal-aid", "aid.offices", "health.mind")
"""Topics whose services people answer, the most urgent first."""


def take(step: Step) -> None:
    here = step.library.topics.get(step.conversation.here)
    queue = here.refer if here is not None else ""
    step.go("action.person")
    step.count("person")
    work, library = step.library.casework, step.library
    ways = [topic for topic in LINES if topic in library.topics]
    if not work.categories:
        step.say("person", choices=[*ways, "action.menu"])
        return
    form = opened(step.conversation, library)
    first = [asking.RESUME] if form is not None else []
    first.append(f"{asking.START}{queue}" if queue in work.categories else asking.START)
    if queue in work.categories:
        step.sealed = bool(work.categories[queue].lane)
    mine = ["action.status"] if step.conversation.cases else []
    step.say("person.ask", choices=[*first, *mine, *ways, "action.menu"])
