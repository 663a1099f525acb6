"""Somebody says goodbye. It can be a hard hour, too: support stays one tap away."""

from bot.dialogue import showing
from bot.dialogue.step import Step

SUPPORT = "health.mind"


def take(step: Step) -> None:
    support = [SUPPORT] if SUPPORT in step.library.topics else []
    step.say("bye", choices=[*support, showing.PERSON, showing.MENU])
