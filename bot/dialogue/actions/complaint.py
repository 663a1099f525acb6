"""A complaint, a suggestion or thanks."""

from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.go("action.complaint")
    step.count("complaint")
    ways = [
        topic for topic in ("gbv.aid-worker", "safety.bribe", "safety.discrimination") if topic in step.library.topics
    ]
    step.say("complaint", choices=[*ways, "action.person", "action.menu"])
