"""Asks for a referral step by step: consent before the story, questions that may all be skipped, a last look."""

from bot.dialogue.referral import cases, choices, sending
from bot.dialogue.referral.form import (
    ASK,
    CHOOSE,
    CONSENT,
    LONGEST_ANSWER,
    LONGEST_CODE_WORD,
    REVIEW,
    WAITING,
    Form,
    current,
    opened,
    questions,
)
from bot.dialogue.referral.presenting import show
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, next_best
from bot.domain.contact import HOW
from bot.domain.counting import case_label
from bot.domain.referral import ITEMS, Consent
from bot.library.casework import Category, Question
from bot.library.folding import fold, words
from bot.library.near import kilometres

CHILD = "child-protection"
MINOR_ALONE = "minor-alone"
PAGE = 7
NO_ANSWER = {f"action.{name}" for name in ("thanks", "fine", "bye", "unsure", "comfort", "listen", "about")}
LONGEST_CITY = 60


def follow(step: Step, choice: str) -> bool:
    """Whether `choice` is one of a form; what it asks for is done."""
    if choice.startswith(choices.START):
        return _started(step, choice.removeprefix(choices.START))
    if not choice.startswith((choices.OPTION, choices.ITEM, choices.FORM)) and choice != WAITING:
        return False
    form = opened(step.conversation, step.library)
    if form is None:
        step.change(form=(), waiting_for="")
        return _already_sent(step, choice)
    step.sealed = _is_sealed(step, form)
    if choice.startswith(choices.OPTION):
        _tapped(step, form, choice)
    elif choice.startswith(choices.ITEM):
        _switched(step, form, choice)
    else:
        _moved(step, form, choice)
    return True


def _already_sent(step: Step, choice: str) -> bool:
    """A second tap on the same button finds the request registered."""
    if choice == choices.SEND and step.known.referrals:
        cases.status(step)
        return True
    return False


def _being_asked(step: Step) -> Form | None:
    """The form that the person is answering now."""
    return opened(step.conversation, step.library) if step.conversation.waiting_for == WAITING else None


def is_sealed(step: Step) -> bool:
    """Whether a form of a lane where traces can hurt is being asked."""
    form = _being_asked(step)
    return form is not None and _is_sealed(step, form)


def _is_sealed(step: Step, form: Form) -> bool:
    return bool(step.library.casework.categories[form.category].lane)


def _started(step: Step, category: str) -> bool:
    """`ask:<category>`, `ask:` for one still to be named, `ask::<from>` for the rest of the list."""
    work = step.library.casework
    if category in work.categories:
        begin(step, category)
        return True
    if category and not category.startswith(":"):
        return False
    first = int(category[1:]) if category[1:].isdecimal() and len(category) < 4 else 0
    ways = work.menu[first : first + PAGE]
    if not ways:
        return False
    more = [f"{choices.START}:{first + PAGE}"] if len(work.menu) > first + PAGE else []
    step.go(choices.START)
    step.change(waiting_for=choices.START)
    step.say("form.which", choices=[*(f"{choices.START}{id}" for id in ways), *more, MENU])
    return True


def begin(step: Step, category: str) -> None:
    form = Form(category)
    step.sealed = _is_sealed(step, form)
    show(step, form)


def answered(step: Step) -> bool:
    """Text while a form asks. False when it answers nothing here, and may be something else."""
    if step.conversation.waiting_for == choices.START:
        return _named(step)
    form = _being_asked(step)
    if form is None:
        return False
    step.sealed = _is_sealed(step, form)
    question = current(form, _category(step, form))
    if question is None:
        return False
    _told(step, form, question)
    return True


def agreed(step: Step) -> bool:
    """A plain yes or no where that is asked."""
    form = _being_asked(step)
    if form is None or form.at not in {CONSENT, CHOOSE, REVIEW}:
        return False
    said = step.yes_or_no
    if said:
        step.sealed = _is_sealed(step, form)
        _moved(step, form, (choices.SEND if form.at == REVIEW else choices.YES) if said == "yes" else _no(form))
    return bool(said)


def _named(step: Step) -> bool:
    """What they need, in their own words: the category that its topic leads to."""
    for id in (step.meaning.intent, *step.meaning.needs):
        topic = step.library.topics.get(id)
        if topic is not None and topic.refer in step.library.casework.categories:
            begin(step, topic.refer)
            return True
    return False


def _no(form: Form) -> str:
    return choices.STOP if form.at == REVIEW else choices.NO


def _told(step: Step, form: Form, question: Question) -> None:
    """An answer in the person's own words."""
    text = " ".join(step.text.split())
    if question.kind != "city" and says_nothing(step):
        _moved(step, form, choices.SKIP)
    elif question.kind == "city":
        _city(step, form, question, text)
    elif question.id == HOW:
        _how(step, form, question, text)
    elif len(text) > LONGEST_ANSWER:
        form.answers[question.id] = text[:LONGEST_ANSWER]
        step.say("note.shortened")
        _on(step, form, question)
    else:
        form.answers[question.id] = text
        _on(step, form, question)


def _how(step: Step, form: Form, question: Question, text: str) -> None:
    """One word is a secret word, and is said back so that nobody locks themselves out; more is an answer.

    A word that stands on one of the buttons is that answer: nobody makes "written" their secret.
    """
    for option in question.options:
        tap = f"{choices.OPTION}{form.category}:{question.id}:{option.id}"
        if fold(text) in words(step.library.button(tap, step.language)):
            _tapped(step, form, tap)
            return
    if " " in text or len(text) > LONGEST_CODE_WORD:
        form.answers[HOW] = text[:LONGEST_ANSWER]
    else:
        form.code_word = text
        step.say("note.word_kept", word=text)
    _on(step, form, question)


def _city(step: Step, form: Form, question: Question, text: str) -> None:
    directory = step.library.directory
    found = directory.city_named(text) if len(text) <= LONGEST_CITY else None
    state = directory.state_named(text) if found is None and len(text) <= LONGEST_CITY else None
    name = found.name if found else state.name if state else step.meaning.city or step.meaning.state
    if not name:
        show(step, form, "note.unknown_city")
        return
    form.answers[question.id] = name
    _on(step, form, question)


def says_nothing(step: Step) -> bool:
    """A "no", an "ok" or an "I do not know" is no answer to keep, and no secret word above all."""
    return bool(step.yes_or_no) or step.command in NO_ANSWER


def located(step: Step) -> bool:
    """A pin where the city is asked for: the nearest one; the point itself is not kept."""
    form = _being_asked(step)
    question = current(form, _category(step, form)) if form else None
    pin = step.incoming.location
    cities = step.library.directory.cities.values()
    if form is None or question is None or question.kind != "city" or pin is None or not cities:
        return False
    step.sealed = _is_sealed(step, form)
    form.answers[question.id] = min(cities, key=lambda city: kilometres(pin, city.pin)).name
    _on(step, form, question)
    return True


def kept_for_later(step: Step) -> None:
    """An alarm came as the answer to a question for words: help goes first, and the words are not asked for twice."""
    form = _being_asked(step)
    question = current(form, _category(step, form)) if form else None
    if form is None or question is None or question.kind != "text":
        return
    form.answers[question.id] = " ".join(step.text.split())[:LONGEST_ANSWER]
    form.at = _next(form, _category(step, form), question)
    step.change(form=form.pack())


def _tapped(step: Step, form: Form, choice: str) -> None:
    """`opt:<category>:<question>:<option>`; an older button of the same form changes that answer."""
    _, category, id, option = (*choice.split(":", 3), "", "", "")[:4]
    question = next((each for each in questions(form, _category(step, form)) if each.id == id), None)
    if category != form.category or question is None or form.agreed is None:
        show(step, form)
    elif question.kind == "city":
        if option in step.library.directory.cities:
            form.answers[id] = option
        _on(step, form, question)
    elif question.option(option) is None:
        show(step, form)
    else:
        form.answers[id] = option
        if id == HOW:
            form.code_word = ""
        if option == MINOR_ALONE:
            _alone(step, form)
            return
        _on(step, form, question)


def _alone(step: Step, form: Form) -> None:
    """A child without anybody: those who protect children, and no further question."""
    form.minor_alone = True
    if form.category != CHILD and CHILD in step.library.casework.categories:
        form.category, form.at, form.agreed = CHILD, CONSENT, None
        form.answers = {id: said for id, said in form.answers.items() if id == "city"}
        step.sealed = _is_sealed(step, form)
    else:
        form.at = REVIEW
    show(step, form)


def _switched(step: Step, form: Form, choice: str) -> None:
    """`item:<item>:<on|off>`: one thing more or less to share."""
    _, item, wanted = (*choice.split(":"), "", "")[:3]
    if form.at == CHOOSE and item in ITEMS:
        chosen = {*form.scope, item} if wanted == "on" else {*form.scope} - {item}
        form.scope = tuple(each for each in ITEMS if each in chosen)
    show(step, form)


def _moved(step: Step, form: Form, choice: str) -> None:
    category = _category(step, form)
    if choice == choices.STOP or (choice == choices.NO and form.agreed is None):
        step.change(form=(), waiting_for="")
        step.count("referral_refused", case_label(form.category, "", category.urgency))
        step.say(
            "form.refused" if choice == choices.NO else "form.stopped",
            choices=[*next_best(category, step.library), MENU],
        )
        return
    if form.at in {CONSENT, CHOOSE}:
        if choice == choices.CHOOSE:
            form.at = CHOOSE
        elif choice == choices.YES:
            _agree(step, form, category)
        elif choice == choices.BACK:
            form.at = CONSENT
    elif choice == choices.BACK:
        _back(form, category)
    elif choice == choices.SKIP and (question := current(form, _category(step, form))) is not None:
        form.answers.pop(question.id, None)
        form.at = _next(form, category, question)
    elif choice == choices.SEND and form.at == REVIEW and sending.send(step, form, category):
        return
    show(step, form)


def _agree(step: Step, form: Form, category: Category) -> None:
    now = int(step.now.timestamp())
    form.agreed = Consent(category.consent_version, step.language, now, step.incoming.channel, form.scope)
    known = questions(form, category)
    form.answers = {id: said for id, said in form.answers.items() if id in {each.id for each in category.questions}}
    form.at = f"{ASK}{known[0].id}" if known else REVIEW


def _back(form: Form, category: Category) -> None:
    known = [f"{ASK}{each.id}" for each in questions(form, category)]
    at = known.index(form.at) if form.at in known else len(known)
    if at == 0:
        form.at, form.agreed = CONSENT, None
    else:
        form.at = known[at - 1]


def back(step: Step) -> bool:
    """The word "back" while a form asks."""
    form = _being_asked(step)
    if form is None or form.at == CONSENT:
        return False
    return follow(step, choices.BACK)


def _on(step: Step, form: Form, question: Question) -> None:
    form.at = _next(form, _category(step, form), question)
    show(step, form)


def _next(form: Form, category: Category, question: Question) -> str:
    known = [each.id for each in questions(form, category)]
    at = known.index(question.id) + 1 if question.id in known else len(known)
    return f"{ASK}{known[at]}" if at < len(known) else REVIEW


def _category(step: Step, form: Form) -> Category:
    return step.library.casework.categories[form.category]
