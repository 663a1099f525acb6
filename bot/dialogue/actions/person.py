"""Talk to a person: whom to call now, a request to our own team, and who else answers in person."""

from bot.dialogue.referral import choices
from bot.dialogue.referral.form import opened
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON, STATUS

LINES = ("safety.danger", "gbv.help", "asylum.legal-aid", "aid.offices", "health.mind")
"""Topics whose services people answer, the most urgent first."""


def take(step: Step) -> None:
    here = step.library.topics.get(step.conversation.here)
    queue = here.refer if here is not None else ""
    step.go(PERSON)
    step.count("person")
    work, library = step.library.casework, step.library
    ways = [topic for topic in LINES if topic in library.topics]
    if not work.categories:
        step.say("person", choices=[*ways, MENU])
        return
    form = opened(step.conversation, library)
    first = [choices.RESUME] if form is not None else []
    first.append(f"{choices.START}{queue}" if queue in work.categories else choices.START)
    if queue in work.categories:
        step.sealed = bool(work.categories[queue].lane)
    mine = [STATUS] if step.conversation.cases else []
    step.say("person.ask", choices=[*first, *mine, *ways, MENU])
