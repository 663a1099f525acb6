"""Somebody says that they have a question: they are asked for it."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    showing.menu(step, "menu" if step.before.seen else "welcome")
