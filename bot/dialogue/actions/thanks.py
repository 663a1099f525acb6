"""Somebody says thank you."""

from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON


def take(step: Step) -> None:
    step.count("thanks")
    step.say("thanks", choices=[PERSON, MENU])
