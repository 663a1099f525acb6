"""Contacts by telephone, e-mail or in person that were answered on the spot: counted, nothing kept of anybody."""

from aiohttp import web

from bot.console.casework import DOORS, work_of
from bot.console.context import Context
from bot.console.drawing import Page
from bot.console.route import ROOT, get, needs, post
from bot.domain.counting import joined
from bot.store.cases import Writes

OPEN = needs("referral", "open")
MOST_CONTACTS = 50


@get("/contacts", OPEN, menu=20, notes="")
async def contacts(request: web.Request, context: Context) -> Page:
    """What was asked and answered on the spot: counted, and nothing about anybody kept."""
    categories = sorted(context.library.casework.categories.values(), key=lambda one: (one.order or 999, one.id))
    return context.page(
        "contacts.html", categories=categories, doors=DOORS, chosen=request.query.get("means", "in-person"),
        title=lambda one: context.library.speech.pick(one.title, context.language),
    )  # fmt: skip


@post("/contacts", OPEN, notes="contact.log")
async def log_contact(request: web.Request, context: Context) -> web.Response:
    form = context.form
    means, category, many = form.text("means", 20), form.text("category", 60), form.text("count", 3)
    count = int(many) if many.isascii() and many.isdecimal() else 0
    if means not in DOORS or category not in context.library.casework.categories or not 0 < count <= MOST_CONTACTS:
        raise web.HTTPBadRequest
    work = work_of(context)
    partition = work.line.installation.partition(context.account.id)
    counted = (f"contact:{joined(means, category)}",) * count
    await work.desk.make_true(partition, Writes(), context.now, counts=counted)
    return context.go(f"{ROOT}/contacts", done="contact", means=means)
