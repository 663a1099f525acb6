"""Greeting, start over, menu."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    is_greeting = bool(step.incoming.text) and not step.conversation.here
    showing.menu(step, "welcome" if is_greeting else "menu")
