"""Start or stop receiving alerts."""

from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.go("action.alerts")
    step.say("alerts.none", choices=["action.menu"])
