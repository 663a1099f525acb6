"""Erases what is kept about a person, after asking once."""

from bot.dialogue import showing
from bot.dialogue.step import Step
from bot.domain.conversation import Conversation
from bot.domain.turn import Erase, Vanish
from bot.library.folding import fold

ID = "action.erase"


def take(step: Step) -> None:
    if step.conversation.waiting_for != ID:
        step.change(waiting_for=ID)
        step.say("erase.sure", choices=["yes", "no"])
        return
    said = _said(step)
    step.change(waiting_for="")
    if said == "yes":
        step.count("erased")
        step.effects += [Erase(), Vanish()]
        step.say("erase.done", choices=[showing.MENU])
        step.conversation = Conversation(language=step.language)
    else:
        step.say("erase.kept", choices=[showing.MENU])


def _said(step: Step) -> str:
    if step.incoming.choice:
        return step.incoming.choice
    text = fold(step.text)
    agrees = any(text in step.library.yes(code) for code in step.library.languages)
    return "yes" if agrees or text.strip(" .)(#*-") == "1" else "no"
