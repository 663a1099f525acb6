"""Somebody says thank you."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.count("thanks")
    step.say("thanks", choices=[showing.PERSON, showing.MENU])
