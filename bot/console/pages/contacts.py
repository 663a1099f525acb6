"""Contacts by telephone, e-mail or in person that were answered on the spot: counted, nothing kept of anybody."""

from aiohttp import web

from bot.console.casework import DOORS, MOST_CONTACTS, count_contacts
from bot.console.context import Context
from bot.console.page import ROOT, Page
from bot.console.route import get, needs, post

OPEN = needs("referral", "open")


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
    await count_contacts(context, means, category, count)
    return context.go(f"{ROOT}/contacts", done="contact", means=means)
