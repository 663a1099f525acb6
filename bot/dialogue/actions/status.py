"""What happened to my request."""

from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.go("action.status")
    ways = [topic for topic in ("asylum.wait", "asylum.legal-aid") if topic in step.library.topics]
    step.say("status.none", choices=[*ways, "action.person", "action.menu"])
