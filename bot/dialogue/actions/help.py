"""How to use the service."""

from bot.dialogue.step import Step
from bot.dialogue.ways import EXIT, MENU, PERSON


def take(step: Step) -> None:
    step.change(waiting_for="")
    step.say("help", choices=[PERSON, "action.language", "action.privacy", EXIT, MENU])
