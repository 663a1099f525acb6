"""Erases what is kept about a person, after asking once."""

from bot.dialogue import showing
from bot.dialogue.step import Step
from bot.domain.conversation import Conversation
from bot.domain.turn import Erase, Vanish

ID = "action.erase"


def take(step: Step) -> None:
    if step.conversation.waiting_for != ID:
        step.change(waiting_for=ID)
        step.say("erase.sure", choices=["yes", "no"])
        return
    choice = step.incoming.choice or step.picked
    step.change(waiting_for="")
    if choice == "yes":
        step.count("erased")
        step.effects += [Erase(), Vanish()]
        step.say("erase.done", choices=[showing.MENU])
        step.conversation = Conversation(language=step.language)
    else:
        step.say("erase.kept", choices=[showing.MENU])
