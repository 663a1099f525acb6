"""Somebody sends nothing but a sad face: kind words, and who listens."""

from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON

LISTEN = ("health.mind", "safety.danger")


def take(step: Step) -> None:
    listen = [topic for topic in LISTEN if topic in step.library.topics]
    step.say("comfort", choices=[*listen, PERSON, MENU])
