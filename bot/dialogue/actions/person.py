"""Talk to a person: who answers, today, where, and what to do if it cannot wait."""

from bot.dialogue.step import Step

LINES = ("safety.danger", "gbv.help", "asylum.legal-aid", "aid.offices", "health.mind")
"""Topics whose services people answer, the most urgent first."""


def take(step: Step) -> None:
    step.go("action.person")
    step.count("person")
    ways = [topic for topic in LINES if topic in step.library.topics]
    step.say("person", choices=[*ways, "action.menu"])
