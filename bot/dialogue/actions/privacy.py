"""What is kept about a person, in plain words."""

from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.go("action.privacy")
    step.say("privacy", choices=["action.erase", "action.exit", "action.menu"])
