"""How to use the service."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.change(waiting_for="")
    step.say("help", choices=["action.person", "action.language", "action.privacy", "action.exit", showing.MENU])
