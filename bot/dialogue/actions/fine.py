"""Somebody says "ok", waves or nods: they are not asked again what they mean, and what was open stays open."""

from bot.dialogue import showing
from bot.dialogue.step import Step


def take(step: Step) -> None:
    step.say("fine", choices=showing.way_out(step))
