"""Greeting, start over, menu."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    showing.menu(step, "menu" if step.conversation.offered or step.conversation.cases else "welcome")
