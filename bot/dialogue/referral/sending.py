"""Registers a request: the referral with its consent, its private code shown once, and what happens next."""

from bot.dialogue.referral import wording
from bot.dialogue.referral.form import Form
from bot.dialogue.step import MOST_CASES, Step
from bot.dialogue.ways import MENU, STATUS, leaving, next_best
from bot.domain.case_counts import COMPLAINTS, label_of
from bot.domain.counting import joined
from bot.domain.referral import Referral
from bot.domain.turn import Open
from bot.library.casework import STAFF_LANE, Category

WORDS = "words"


def send(step: Step, form: Form, category: Category) -> bool:
    """False without consent, or where the edge gave no name for it: then it is asked again."""
    fresh = step.known.fresh
    if form.agreed is None or fresh is None:
        return False
    referral = _referral(step, form, category)
    step.change(
        form=(), waiting_for="", here="", with_case="", cases=(*step.conversation.cases, referral.id)[-MOST_CASES:]
    )
    step.effects.append(Open(referral))
    label = label_of(referral)
    step.count("referral_opened", label)
    step.count("referral_consented", label)
    if category.id in COMPLAINTS:
        step.count("complaint_received", COMPLAINTS[category.id])
    _tell(step, referral, category)
    return True


def _referral(step: Step, form: Form, category: Category) -> Referral:
    assert form.agreed is not None and step.known.fresh is not None
    work, directory = step.library.casework, step.library.directory
    now = int(step.now.timestamp())
    named = next((form.answers[each.id] for each in category.questions if _tells_city(form, each.id, each.kind)), "")
    city = directory.cities.get(named)
    state = city.state if city else named if named in directory.states else ""
    language = step.language if "language" in form.scope else ""
    office = work.office_for(category.id, city.name if city else "", state, language)
    concerned = _concerned(step, category, city.name if city else "", state)
    if concerned:
        office = work.bypassing(category.id, office, concerned)
    urgency = "now" if form.minor_alone else category.urgency
    return Referral(
        step.known.fresh.id,
        category.id,
        lane=category.lane,
        urgency=urgency,
        office=office,
        language=language,
        city=named,
        channel=step.incoming.channel,
        opened_at=now,
        due_at=work.due_at(urgency, office, now),
        changed_at=now,
        minor_alone=form.minor_alone,
        address=step.incoming.address if "contact" in form.scope else "",
        code=step.known.fresh.code,
        answers={id: said for id, said in form.answers.items() if id != WORDS},
        words=form.answers.get(WORDS, ""),
        code_word=form.code_word,
        consent=form.agreed,
        concerns=" ".join(concerned),
    )


def _concerned(step: Step, category: Category, city: str, state: str) -> list[str]:
    """The offices that a complaint about staff may be about: of the place they name, and of their open requests."""
    if category.lane != STAFF_LANE:
        return []
    found = [step.library.casework.concerned(category.id, city, state)]
    found += [each.office for each in step.known.referrals if each.is_open and each.lane != STAFF_LANE]
    return [id for id in dict.fromkeys(found) if id in step.library.casework.offices]


def _tells_city(form: Form, question: str, kind: str) -> bool:
    return kind == "city" and question in form.answers


def _tell(step: Step, referral: Referral, category: Category) -> None:
    step.say("form.registered", code=referral.code)
    step.say(f"casework:next:{category.id}")
    due, hours = wording.moment(step, referral, referral.due_at), wording.office_hours(step, referral)
    if usual := step.known.usual_wait.get(joined(referral.office, referral.lane)):
        step.say("note.usual_wait", usual=wording.duration(step, usual), due=due, hours=hours)
    else:
        wording.say_wait(step, referral)
    if not step.library.casework.is_open(referral.office, referral.opened_at):
        opens = step.library.casework.opens_at(referral.office, referral.opened_at)
        if opens is not None:
            step.say("note.closed_now", opens=wording.moment(step, referral, opens))
    if not referral.address:
        step.say("note.we_do_not_write")
    instead = next_best(category, step.library)
    leave = leaving(category.lane)
    step.say("form.cannot_wait", choices=[*instead, STATUS, *leave, MENU])
