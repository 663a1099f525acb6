"""Somebody says goodbye. It can be a hard hour, too: support stays one tap away."""

from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON

SUPPORT = "health.mind"


def take(step: Step) -> None:
    support = [SUPPORT] if SUPPORT in step.library.topics else []
    step.say("bye", choices=[*support, PERSON, MENU])
