"""Asks for a referral step by step: consent before the story, questions that may all be skipped, a last look."""

from dataclasses import replace

from bot.dialogue.referral import cases, sending
from bot.dialogue.referral.form import (
    ASK,
    CHOOSE,
    CONSENT,
    ITEMS,
    LONGEST_ANSWER,
    LONGEST_CODE_WORD,
    REVIEW,
    WAITING,
    Form,
    opened,
    questions,
)
from bot.dialogue.step import Step
from bot.domain.contact import HOW
from bot.domain.referral import Consent
from bot.library.casework import Category, Question
from bot.library.folding import fold, words
from bot.library.near import kilometres

START, OPTION, ITEM, FORM = "ask:", "opt:", "item:", "form:"
RESUME, YES, NO, CHOOSING, SKIP, BACK, STOP, SEND = (
    f"form:{verb}" for verb in ("resume", "yes", "no", "choose", "skip", "back", "stop", "send")
)
MENU = "action.menu"
CHILD = "child-protection"
MINOR_ALONE = "minor-alone"
PAGE = 7
NO_ANSWER = {f"action.{name}" for name in ("thanks", "fine", "bye", "unsure", "comfort", "listen", "about")}
LONGEST_CITY = 60


def follow(step: Step, choice: str) -> bool:
    """Whether `choice` is one of a form; what it asks for is done."""
    if choice.startswith(START):
        return _started(step, choice.removeprefix(START))
    if not choice.startswith((OPTION, ITEM, FORM)) and choice != WAITING:
        return False
    form = opened(step.conversation, step.library)
    if form is None:
        step.change(form=(), waiting_for="")
        return _already_sent(step, choice)
    step.sealed = _is_sealed(step, form)
    if choice.startswith(OPTION):
        _tapped(step, form, choice)
    elif choice.startswith(ITEM):
        _switched(step, form, choice)
    else:
        _moved(step, form, choice)
    return True


def _already_sent(step: Step, choice: str) -> bool:
    """A second tap on the same button finds the request registered."""
    if choice == SEND and step.known.referrals:
        cases.status(step)
        return True
    return False


def is_sealed(step: Step) -> bool:
    """Whether a form of a lane where traces can hurt is being asked."""
    form = opened(step.conversation, step.library) if step.conversation.waiting_for == WAITING else None
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
    more = [f"{START}:{first + PAGE}"] if len(work.menu) > first + PAGE else []
    step.go(START)
    step.change(waiting_for=START)
    step.say("form.which", choices=[*(f"{START}{id}" for id in ways), *more, MENU])
    return True


def begin(step: Step, category: str) -> None:
    form = Form(category)
    step.sealed = _is_sealed(step, form)
    _show(step, form)


def answered(step: Step) -> bool:
    """Text while a form asks. False when it answers nothing here, and may be something else."""
    waiting = step.conversation.waiting_for
    if waiting == START:
        return _named(step)
    form = opened(step.conversation, step.library) if waiting == WAITING else None
    if form is None:
        return False
    step.sealed = _is_sealed(step, form)
    question = _current(step, form)
    if question is None:
        return False
    _told(step, form, question)
    return True


def agreed(step: Step) -> bool:
    """A plain yes or no where that is asked."""
    form = opened(step.conversation, step.library) if step.conversation.waiting_for == WAITING else None
    if form is None or form.at not in {CONSENT, CHOOSE, REVIEW}:
        return False
    said = yes_or_no(step)
    if said:
        step.sealed = _is_sealed(step, form)
        _moved(step, form, (SEND if form.at == REVIEW else YES) if said == "yes" else _no(form))
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
    return STOP if form.at == REVIEW else NO


def yes_or_no(step: Step) -> str:
    """Whether the text is a plain yes or no, in any of our languages."""
    text = fold(step.text)
    for code in step.library.languages:
        if text in step.library.yes(code):
            return "yes"
        if text in step.library.no(code):
            return "no"
    return ""


def _told(step: Step, form: Form, question: Question) -> None:
    """An answer in the person's own words."""
    text = " ".join(step.text.split())
    if question.kind != "city" and says_nothing(step):
        _moved(step, form, SKIP)
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
        tap = f"{OPTION}{form.category}:{question.id}:{option.id}"
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
        _show(step, form, "note.unknown_city")
        return
    form.answers[question.id] = name
    _on(step, form, question)


def says_nothing(step: Step) -> bool:
    """A "no", an "ok" or an "I do not know" is no answer to keep, and no secret word above all."""
    return bool(yes_or_no(step)) or step.library.command_named(step.text) in NO_ANSWER


def located(step: Step) -> bool:
    """A pin where the city is asked for: the nearest one; the point itself is not kept."""
    form = opened(step.conversation, step.library) if step.conversation.waiting_for == WAITING else None
    question = _current(step, form) if form else None
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
    form = opened(step.conversation, step.library) if step.conversation.waiting_for == WAITING else None
    question = _current(step, form) if form else None
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
        _show(step, form)
    elif question.kind == "city":
        if option in step.library.directory.cities:
            form.answers[id] = option
        _on(step, form, question)
    elif question.option(option) is None:
        _show(step, form)
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
    _show(step, form)


def _switched(step: Step, form: Form, choice: str) -> None:
    """`item:<item>:<on|off>`: one thing more or less to share."""
    _, item, wanted = (*choice.split(":"), "", "")[:3]
    if form.at == CHOOSE and item in ITEMS:
        chosen = {*form.scope, item} if wanted == "on" else {*form.scope} - {item}
        form.scope = tuple(each for each in ITEMS if each in chosen)
    _show(step, form)


def _moved(step: Step, form: Form, choice: str) -> None:
    category = _category(step, form)
    if choice == STOP or (choice == NO and form.agreed is None):
        step.change(form=(), waiting_for="")
        step.count("referral_refused", cases.form_label(step, form))
        step.say("form.refused" if choice == NO else "form.stopped", choices=[*_instead(step, category), MENU])
        return
    if form.at in {CONSENT, CHOOSE}:
        if choice == CHOOSING:
            form.at = CHOOSE
        elif choice == YES:
            _agree(step, form, category)
        elif choice == BACK:
            form.at = CONSENT
    elif choice == BACK:
        _back(form, category)
    elif choice == SKIP and (question := _current(step, form)) is not None:
        form.answers.pop(question.id, None)
        form.at = _next(form, category, question)
    elif choice == SEND and form.at == REVIEW and sending.send(step, form, category):
        return
    _show(step, form)


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
    if step.conversation.waiting_for != WAITING:
        return False
    form = opened(step.conversation, step.library)
    if form is None or form.at == CONSENT:
        return False
    return follow(step, BACK)


def _on(step: Step, form: Form, question: Question) -> None:
    form.at = _next(form, _category(step, form), question)
    _show(step, form)


def _next(form: Form, category: Category, question: Question) -> str:
    known = [each.id for each in questions(form, category)]
    at = known.index(question.id) + 1 if question.id in known else len(known)
    return f"{ASK}{known[at]}" if at < len(known) else REVIEW


def _category(step: Step, form: Form) -> Category:
    return step.library.casework.categories[form.category]


def _current(step: Step, form: Form) -> Question | None:
    if form.agreed is None:
        return None
    wanted = form.at.removeprefix(ASK)
    return next((each for each in questions(form, _category(step, form)) if each.id == wanted), None)


def _instead(step: Step, category: Category) -> list[str]:
    return [category.instead] if category.instead in step.library.topics else []


def _show(step: Step, form: Form, note: str = "") -> None:
    """Says what the form stands at, and remembers it."""
    category = _category(step, form)
    if form.at.startswith(ASK) and _current(step, form) is None:
        form = replace(form, at=REVIEW if form.agreed else CONSENT)
    step.go(WAITING)
    step.change(form=form.pack(), waiting_for=WAITING)
    if note:
        step.say(note)
    if form.at == CONSENT:
        step.say(f"casework:consent:{form.category}")
        step.say("form.agree", choices=[YES, CHOOSING, NO, *_exit(category)])
    elif form.at == CHOOSE:
        items = [f"{ITEM}{item}:{'off' if item in form.scope else 'on'}" for item in ITEMS]
        step.say("form.choose", choices=[*items, YES, NO])
    elif (question := _current(step, form)) is not None:
        _ask(step, form, category, question)
    else:
        step.say("form.review", choices=[SEND, BACK, STOP, *_exit(category)], items=_summary(step, form, category))


def _ask(step: Step, form: Form, category: Category, question: Question) -> None:
    known = questions(form, category)
    options = [f"{OPTION}{form.category}:{question.id}:{each.id}" for each in question.options]
    if question.kind == "city" and step.conversation.city in step.library.directory.cities:
        options = [f"{OPTION}{form.category}:{question.id}:{step.conversation.city}"]
    step.say(
        f"casework:question:{form.category}:{question.id}",
        choices=[*options, SKIP, BACK, STOP],
        wants_location=question.kind == "city",
        number=str(known.index(question) + 1),
        of=str(len(known)),
    )


def _exit(category: Category) -> list[str]:
    return ["action.exit"] if category.lane else []


def _summary(step: Step, form: Form, category: Category) -> str:
    """What will be shared, by its kinds only: the answers themselves are not shown again."""
    given = {question.shares for question in category.questions if question.id in form.answers}
    given |= {"contact"} if "contact" in form.scope else set()
    given |= {"language"} if "language" in form.scope else set()
    names = [step.library.phrase(f"item.{item}", step.language) for item in ITEMS if item in given]
    return step.library.joined(names, step.language) or step.library.phrase("item.none", step.language)
