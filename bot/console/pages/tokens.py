"""Tokens for other systems: made and shown once, listed by what they may do, revoked."""

from aiohttp import web

from bot.console.casework import work_of
from bot.console.context import Context
from bot.console.page import ROOT, Page
from bot.console.route import get, needs, post
from bot.store.swap import Changed
from bot.store.tokens import SCOPES, Tokens


@get("/tokens", needs("tokens", "read"), menu=85)
async def tokens(request: web.Request, context: Context) -> Page:
    return await _page(context)


@post("/tokens", needs("tokens", "manage"), notes="tokens.make")
async def make(request: web.Request, context: Context) -> Page:
    form = context.form
    name, office = form.text("name", 60), form.text("office", 40)
    scopes = tuple(scope for scope in SCOPES if scope in form.many("scopes"))
    if not name or not scopes or (office and office not in context.offices):
        return await _page(context, 422, wrong=context.say("tokens.wrong"))
    try:
        token, secret = await context.desk.store(Tokens).make(
            name, office, scopes, context.account.id, context.desk.seconds
        )
    except ValueError:
        return await _page(context, 422, wrong=context.say("tokens.many"))
    await context.note("tokens.made", token.id)
    return await _page(context, secret=secret)


@post("/tokens/{id}/revoke", needs("tokens", "manage"), notes="tokens.revoke")
async def revoke(request: web.Request, context: Context) -> web.Response:
    if not await context.desk.store(Tokens).revoke(request.match_info["id"]):
        await context.note("denied", request.match_info["id"], tried="tokens.revoke")
        raise web.HTTPNotFound
    return context.go(f"{ROOT}/tokens", done="token-revoked")


@post("/tokens/systems/again", needs("tokens", "manage"), notes="tokens.again")
async def again(request: web.Request, context: Context) -> web.Response:
    """What could not be told to a system is told after all."""
    name = context.form.text("system", 60)
    if name not in {hook.name for hook in context.desk.hooks}:
        return context.go(f"{ROOT}/tokens", done="nothing")
    try:
        await work_of(context).outbox.again(name, context.desk.seconds)
    except Changed:
        raise web.HTTPConflict from None
    return context.go(f"{ROOT}/tokens", done="told-again")


async def _page(context: Context, status: int = 200, wrong: str = "", secret: str = "") -> Page:
    found = await context.desk.store(Tokens).all()
    outbox = work_of(context).outbox
    systems = [(hook, await outbox.condition(hook.name)) for hook in context.desk.hooks]
    return context.page(
        "tokens.html",
        status,
        tokens=found,
        scopes=SCOPES,
        wrong=wrong,
        secret=secret,
        day_seconds=86_400,
        systems=systems,
    )
