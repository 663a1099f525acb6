"""A complaint, a suggestion or thanks: to the team, or to those who look into what staff did."""

from bot.dialogue.referral import choices
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON

TOPICS = ("gbv.aid-worker", "safety.bribe", "safety.discrimination")


def take(step: Step) -> None:
    step.go("action.complaint")
    step.count("complaint")
    work = step.library.casework
    own = [f"{choices.START}{id}" for id in ("complaint", "staff-complaint") if id in work.categories]
    ways = [topic for topic in TOPICS if topic in step.library.topics]
    step.say("complaint", choices=[*own, *ways, PERSON, MENU])
