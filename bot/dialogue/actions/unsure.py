"""Somebody does not know what to say or to ask for: the menu, and what one word can do."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    showing.menu(step, "unsure")
