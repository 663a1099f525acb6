"""A complaint, a suggestion or thanks: to the team, or to those who look into what staff did."""

from bot.dialogue.referral import asking
from bot.dialogue.step import Step

TOPICS = ("gbv.aid-worker", "safety.bribe", "safety.discrimination")


def take(step: Step) -> None:
    step.go("action.complaint")
    step.count("complaint")
    work = step.library.casework
    own = [f"{asking.START}{id}" for id in ("complaint", "staff-complaint") if id in work.categories]
    ways = [topic for topic in TOPICS if topic in step.library.topics]
    step.say("complaint", choices=[*own, *ways, "action.person", "action.menu"])
