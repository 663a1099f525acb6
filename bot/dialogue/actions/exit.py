"""Hides the conversation at once: one neutral line stays, and nothing of what was talked about is remembered."""

from bot.dialogue import alerts
from bot.dialogue.step import Step
from bot.domain.conversation import Conversation
from bot.domain.turn import Vanish


def take(step: Step) -> None:
    conversation = step.conversation
    step.count("exit")
    alerts.ended(step)
    step.effects.append(Vanish())
    step.say("exit.done")
    step.conversation = Conversation(
        language=conversation.language,
        language_chosen=conversation.language_chosen,
        seen=conversation.seen,
        minute=conversation.minute,
        in_minute=conversation.in_minute,
    )
