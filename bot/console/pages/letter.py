"""The letter that a person takes along: what they agreed to share, in two languages, to print or as a PDF."""

import asyncio

from aiohttp import web

from bot.console.casework import opened
from bot.console.context import Context
from bot.console.letter import letter_of, pdf_of, qr_of
from bot.console.page import Page
from bot.console.route import get, needs

READ = needs("referral", "read")


@get("/cases/{id}/letter", READ, notes="referral.letter")
async def letter(request: web.Request, context: Context) -> Page:
    stored = await opened(context, request.match_info["id"])
    if stored.referral.state == "withdrawn":
        raise web.HTTPNotFound
    made = letter_of(context, stored.referral)
    return context.page("letter.html", letter=made, qr=qr_of(made.code), referral=stored.referral)


@get("/cases/{id}/letter.pdf", READ, notes="referral.letter")
async def as_pdf(request: web.Request, context: Context) -> web.Response:
    stored = await opened(context, request.match_info["id"])
    if stored.referral.state == "withdrawn":
        raise web.HTTPNotFound
    content = await asyncio.to_thread(pdf_of, letter_of(context, stored.referral))
    name = f"farol-{stored.referral.id[-6:]}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, content_type="application/pdf", headers=headers)
