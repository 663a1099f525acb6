"""What stands on the buttons of a form and of a request: `ask:legal`, `opt:legal:need:asylum`, `item:city:off`."""

from bot.library.casework import Casework
from bot.library.speech import Speech

PHRASED = frozenset({"form", "helped", "helpful", "talk", "case", "erase"})
"""`form:skip` is the sentence choice.form.skip."""


def label(casework: Casework, speech: Speech, choice: str, language: str) -> str:
    """Empty for what is no such choice."""
    kind, _, rest = choice.partition(":")
    if kind == "ask":
        category = casework.categories.get(rest)
        if category is not None:
            return speech.pick(category.button, language)
        return speech.phrase("choice.more" if rest else "choice.ask", language)
    if kind == "opt":
        return _option(casework, speech, rest, language)
    if kind == "item":
        item, _, state = rest.partition(":")
        named = speech.phrase(f"item.{item}", language)
        return speech.phrase("choice.shared" if state == "off" else "choice.not_shared", language, item=named)
    if kind in PHRASED and rest:
        return speech.phrase(f"choice.{kind}.{rest.partition(':')[0]}", language)
    return ""


def _option(casework: Casework, speech: Speech, rest: str, language: str) -> str:
    """`<category>:<question>:<option>`, the option being a city where one is asked for."""
    id, asked, option = (*rest.split(":", 2), "", "")[:3]
    category = casework.categories.get(id)
    question = next((each for each in category.questions if each.id == asked), None) if category else None
    if question is None:
        return ""
    known = question.option(option)
    return speech.pick(known.text, language) if known else option if question.kind == "city" else ""
