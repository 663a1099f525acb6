"""Opening a request for somebody who is not in a chat: by a form, a row of a table, or another system."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.console.casework import DOORS, work_of
from bot.console.context import Context
from bot.domain.case_counts import counts_of_opening
from bot.domain.referral import ITEMS, URGENCIES, Consent, Entry, Referral
from bot.library.casework import Category
from bot.store.cases import Stored
from bot.store.desk import ChangedMeanwhile

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of a request before it is one."""

    category: str
    language: str
    door: str
    agreed: bool = False
    scope: tuple[str, ...] = ()
    city: str = ""
    urgency: str = ""
    words: str = ""
    contact: str = ""
    code_word: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def wrong_with(context: Context, wish: Wish) -> list[str]:
    """The names of the fields that cannot be so; nothing is opened without consent that covers the need."""
    library = context.library
    wrong: list[str] = []
    if wish.category not in library.casework.categories:
        wrong.append("category")
    if wish.door not in DOORS:
        wrong.append("door")
    if wish.language not in library.languages:
        wrong.append("language")
    if not wish.agreed or "need" not in wish.scope or not set(wish.scope) <= set(ITEMS):
        wrong.append("agreed")
    if wish.city and library.directory.city_named(wish.city) is None:
        wrong.append("city")
    if len(wish.words) > LONGEST:
        wrong.append("words")
    if wish.urgency and wish.urgency not in URGENCIES:
        wrong.append("urgency")
    return wrong


def referral_of(context: Context, wish: Wish, category: Category, once: str) -> Referral:
    """Only what the person agreed to share is taken over. The same `once` is the same request."""
    library, now = context.library, context.desk.seconds
    known = library.directory.city_named(wish.city) if "city" in wish.scope and wish.city else None
    city, state = (known.name, known.state) if known else ("", "")
    office = library.casework.office_for(category.id, city, state, wish.language)
    concerned = library.casework.concerned(category.id, city, state)
    office = library.casework.bypassing(category.id, office, (concerned,)) if concerned else office
    urgency = wish.urgency or category.urgency
    answers = {
        question.id: value
        for question in category.questions
        if question.kind == "choice" and question.shares in wish.scope
        if question.option(value := wish.answers.get(question.id, "")) is not None
    }
    fresh = work_of(context).cases.fresh(f"at a desk {once}", "console", once)
    return Referral(
        fresh.id,
        category.id,
        lane=category.lane,
        urgency=urgency,
        office=office,
        language=wish.language,
        city=city,
        door=wish.door,
        opened_at=now,
        changed_at=now,
        due_at=library.casework.due_at(urgency, office, now),
        minor_alone=answers.get("company") == "minor-alone",
        code=fresh.code,
        answers=answers,
        words=wish.words if "words" in wish.scope else "",
        contact=wish.contact if "contact" in wish.scope else "",
        code_word=wish.code_word if "contact" in wish.scope else "",
        consent=Consent(category.consent_version, wish.language, now, wish.door, wish.scope),
        concerns=concerned,
    )


async def open_referral(context: Context, referral: Referral) -> tuple[Stored, bool]:
    """Opens it, once; whether it was opened now."""
    work = work_of(context)
    writes, stored = work.cases.saved(None, referral)
    now = context.desk.seconds
    writes += work.cases.told(referral, Entry("opened", now, "move", by=context.account.id, about="open"))
    await context.note("referral.opened", referral.id, door=referral.door)
    try:
        counts = counts_of_opening(referral)
        await work.desk.make_true(referral.partition, writes, context.now, counts=counts)
    except ChangedMeanwhile:
        return (await work.cases.read([referral.id]))[referral.id], False
    return stored, True
