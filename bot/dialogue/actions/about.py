"""Who is answering: a program, and nobody is told otherwise."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.say("about", choices=[showing.PERSON, "action.help", "action.privacy", showing.MENU])
