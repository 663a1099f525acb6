"""Says where a form stands: what is to be agreed to, a question, or the last look before it is sent."""

from dataclasses import replace

from bot.dialogue.referral import choices
from bot.dialogue.referral.form import ASK, CHOOSE, CONSENT, REVIEW, WAITING, Form, current, questions
from bot.dialogue.step import Step
from bot.dialogue.ways import leaving
from bot.domain.referral import ITEMS
from bot.library.casework import Category, Question


def show(step: Step, form: Form, note: str = "") -> None:
    """Says what the form stands at, and remembers it."""
    category = step.library.casework.categories[form.category]
    question = current(form, category)
    if form.at.startswith(ASK) and question is None:
        form = replace(form, at=REVIEW if form.agreed else CONSENT)
    step.go(WAITING)
    step.change(form=form.pack(), waiting_for=WAITING)
    if note:
        step.say(note)
    if form.at == CONSENT:
        step.say(f"casework:consent:{form.category}")
        step.say("form.agree", choices=[choices.YES, choices.CHOOSE, choices.NO, *leaving(category.lane)])
    elif form.at == CHOOSE:
        items = [f"{choices.ITEM}{item}:{'off' if item in form.scope else 'on'}" for item in ITEMS]
        step.say("form.choose", choices=[*items, choices.YES, choices.NO])
    elif question is not None:
        _ask(step, form, category, question)
    else:
        step.say(
            "form.review",
            choices=[choices.SEND, choices.BACK, choices.STOP, *leaving(category.lane)],
            items=_summary(step, form, category),
        )


def _ask(step: Step, form: Form, category: Category, question: Question) -> None:
    known = questions(form, category)
    options = [f"{choices.OPTION}{form.category}:{question.id}:{each.id}" for each in question.options]
    if question.kind == "city" and step.conversation.city in step.library.directory.cities:
        options = [f"{choices.OPTION}{form.category}:{question.id}:{step.conversation.city}"]
    step.say(
        f"casework:question:{form.category}:{question.id}",
        choices=[*options, choices.SKIP, choices.BACK, choices.STOP],
        wants_location=question.kind == "city",
        number=str(known.index(question) + 1),
        of=str(len(known)),
    )


def _summary(step: Step, form: Form, category: Category) -> str:
    """What will be shared, by its kinds only: the answers themselves are not shown again."""
    given = {question.shares for question in category.questions if question.id in form.answers}
    given |= {item for item in ("contact", "language") if item in form.scope}
    names = [step.library.phrase(f"item.{item}", step.language) for item in ITEMS if item in given]
    return step.library.joined(names, step.language) or step.library.phrase("item.none", step.language)
