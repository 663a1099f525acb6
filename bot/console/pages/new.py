"""A request opened for somebody at a desk, on the telephone, by e-mail or WhatsApp."""

from aiohttp import web

from bot.console.casework import DOORS, Change, fresh_id, make, may_see, move_of, work_of
from bot.console.context import Context
from bot.console.drawing import Page
from bot.console.route import get, needs, post
from bot.domain.case_counts import counts_of_opening
from bot.domain.referral import URGENCIES, Consent, Entry, NotAllowed, Referral
from bot.library.casework import Category
from bot.store.cases import Stored
from bot.store.desk import ChangedMeanwhile

OPEN = needs("referral", "open")
LONGEST = 2_000
OF_CHATS = frozenset({"how"})
"""Questions that make sense in a chat only."""


@get("/new", OPEN, notes="")
async def new(request: web.Request, context: Context) -> Page:
    category = context.library.casework.categories.get(request.query.get("category", "")[:60])
    return _form(context, category, language=request.query.get("language", "")[:12])


def _form(context: Context, category: Category | None, wrong: dict[str, str] | None = None, language: str = "") -> Page:
    library, form = context.library, context.form
    language = language if language in library.languages else form.text("language", 12) or "es"
    categories = sorted(library.casework.categories.values(), key=lambda one: (one.order or 999, one.id))
    asked = [question.shares for question in category.questions] if category else []
    items = tuple(dict.fromkeys(("need", "city", "language", *asked)))
    choices = (
        [each for each in category.questions if each.kind == "choice" and each.id not in OF_CHATS] if category else []
    )
    return context.page(
        "new.html",
        422 if wrong else 200,
        category=category,
        categories=categories,
        title=lambda one: library.speech.pick(one.title, context.language),
        pick=library.speech.pick,
        choices=choices,
        doors=DOORS,
        urgencies=tuple(URGENCIES),
        spoken=library.languages,
        spoken_language=language,
        items=items,
        cities=sorted(library.directory.cities),
        wrong=wrong or {},
        given=form,
        once=form.text("once", 40) or fresh_id(),
    )


@post("/new", OPEN, notes="referral.open")
async def open_one(request: web.Request, context: Context) -> Page | web.Response:
    form, casework = context.form, context.library.casework
    category = casework.categories.get(form.text("category", 60))
    if category is None:
        return _form(context, None, {"category": context.say("new.category.wrong")})
    if wrong := _wrong(context):
        return _form(context, category, wrong)
    referral = _referral(context, category)
    stored = await _opened(context, referral)
    if "claim" in form.many("claim") and may_see(context, stored.referral):
        await _claim(context, stored)
    return context.page(
        "new_code.html", referral=stored.referral, may_see=may_see(context, stored.referral),
        title=context.library.speech.pick(category.title, context.language),
        office=context.offices.get(stored.referral.office, ""),
    )  # fmt: skip


def _wrong(context: Context) -> dict[str, str]:
    form = context.form
    wrong: dict[str, str] = {}
    if form.text("door", 20) not in DOORS:
        wrong["door"] = context.say("new.door.wrong")
    if form.text("language", 12) not in context.library.languages:
        wrong["language"] = context.say("new.language.wrong")
    if form.text("agreed", 5) != "yes" or "need" not in form.many("scope"):
        wrong["agreed"] = context.say("new.agreed.wrong")
    if not form.text("once", 40).isalnum():
        wrong["category"] = context.say("new.category.wrong")
    if len(form.secret("words")) > LONGEST:
        wrong["words"] = context.say("new.words.long")
    city = form.text("city", 80)
    if city and context.library.directory.city_named(city) is None:
        wrong["city"] = context.say("new.city.wrong")
    return wrong


def _referral(context: Context, category: Category) -> Referral:
    """Only what the person agreed to share is taken from the form."""
    form, library, now = context.form, context.library, context.desk.seconds
    language, door = form.text("language", 12), form.text("door", 20)
    scope = tuple(form.many("scope"))
    known = library.directory.city_named(form.text("city", 80)) if "city" in scope else None
    city, state = (known.name, known.state) if known else ("", "")
    office = library.casework.office_for(category.id, city, state, language)
    urgency = form.text("urgency", 10) if form.text("urgency", 10) in URGENCIES else category.urgency
    answers = {
        question.id: value
        for question in category.questions
        if question.kind == "choice" and question.shares in scope
        if question.option(value := form.text(f"q-{question.id}", 60)) is not None
    }
    fresh = work_of(context).cases.fresh(f"at a desk {form.text('once', 40)}", "console", form.text("once", 40))
    return Referral(
        fresh.id,
        category.id,
        lane=category.lane,
        urgency=urgency,
        office=office,
        language=language,
        city=city,
        door=door,
        opened_at=now,
        changed_at=now,
        due_at=library.casework.due_at(urgency, office, now),
        minor_alone=answers.get("company") == "minor-alone",
        code=fresh.code,
        answers=answers,
        words=form.text("words", LONGEST) if "words" in scope else "",
        contact=form.text("contact", 200) if "contact" in scope else "",
        code_word=form.text("code-word", 60) if "contact" in scope else "",
        consent=Consent(category.consent_version, language, now, door, scope),
    )


async def _opened(context: Context, referral: Referral) -> Stored:
    """The same form sent twice opens one."""
    work, now = work_of(context), context.desk.seconds
    writes, stored = work.cases.saved(None, referral)
    entry = Entry("opened", now, "move", by=context.account.id, about="open", language=referral.language)
    writes += work.cases.told(referral, entry)
    try:
        counts = counts_of_opening(referral)
        await work.desk.make_true(referral.partition, writes, context.now, counts=counts)
    except ChangedMeanwhile:
        return (await work.cases.read([referral.id]))[referral.id]
    await context.note("referral.opened", referral.id, door=referral.door)
    return stored


async def _claim(context: Context, stored: Stored) -> None:
    try:
        change: Change = move_of(context, stored.referral, "claim")
        await context.note("referral.claim", stored.referral.id)
        await make(context, stored, change)
    except (NotAllowed, ChangedMeanwhile):
        return
