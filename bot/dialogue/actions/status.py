"""What happened to my request."""

from bot.dialogue.referral import cases
from bot.dialogue.step import Step


def take(step: Step) -> None:
    cases.status(step)
