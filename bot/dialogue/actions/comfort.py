"""Somebody sends nothing but a sad face: kind words, and who listens."""

from bot.dialogue import showing
from bot.dialogue.step import Step

LISTEN = ("health.mind", "safety.danger")


def take(step: Step) -> None:
    listen = [topic for topic in LISTEN if topic in step.library.topics]
    step.say("comfort", choices=[*listen, showing.PERSON, showing.MENU])
