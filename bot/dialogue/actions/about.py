"""Who is answering: a program, and nobody is told otherwise."""

from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON


def take(step: Step) -> None:
    step.say("about", choices=[PERSON, "action.help", "action.privacy", MENU])
