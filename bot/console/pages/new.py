"""A request opened for somebody at a desk, on the telephone, by e-mail or WhatsApp."""

from aiohttp import web

from bot.console.casework import DOORS, fresh_id, make, may_see, move_of
from bot.console.context import Context
from bot.console.opening import LONGEST, Wish, open_referral, referral_of, wrong_with
from bot.console.page import Page
from bot.console.route import get, needs, post
from bot.domain.referral import URGENCIES, NotAllowed
from bot.library.casework import Category
from bot.store.cases import Stored
from bot.store.desk import ChangedMeanwhile

OPEN = needs("referral", "open")
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
    wish, once = _wish(context, category), form.text("once", 40)
    if wrong := wrong_with(context, wish):
        return _form(context, category, {field: context.say(f"new.{field}.wrong") for field in wrong})
    if not once.isalnum():
        return _form(context, category, {"category": context.say("new.category.wrong")})
    stored, _ = await open_referral(context, referral_of(context, wish, category, once))
    if "claim" in form.many("claim") and may_see(context, stored.referral):
        await _claim(context, stored)
    return context.page(
        "new_code.html", referral=stored.referral, may_see=may_see(context, stored.referral),
        title=context.library.speech.pick(category.title, context.language),
        office=context.offices.get(stored.referral.office, ""),
    )  # fmt: skip


def _wish(context: Context, category: Category) -> Wish:
    form = context.form
    return Wish(
        category.id,
        form.text("language", 12),
        form.text("door", 20),
        form.text("agreed", 5) == "yes",
        form.many("scope"),
        form.text("city", 80),
        form.text("urgency", 10),
        form.text("words", LONGEST + 1),
        form.text("contact", 200),
        form.text("code-word", 60),
        {question.id: form.text(f"q-{question.id}", 60) for question in category.questions},
    )


async def _claim(context: Context, stored: Stored) -> None:
    try:
        change = move_of(context, stored.referral, "claim")
        await context.note("referral.claim", stored.referral.id)
        await make(context, stored, change)
    except (NotAllowed, ChangedMeanwhile):
        return
