"""Start, change or stop receiving alerts."""

from bot.dialogue import alerts
from bot.dialogue.step import Step


def take(step: Step) -> None:
    alerts.opened(step)
