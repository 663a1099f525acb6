"""Enrolling an authenticator app, right after the first password or when the old telephone is gone."""

import hashlib
import hmac

from aiohttp import web

from bot.console import totp
from bot.console.context import Context
from bot.console.doorkeeper import Doorkeeper, Wait
from bot.console.entrance import come_in
from bot.console.page import HALF, ROOT, Page
from bot.console.route import get, post
from bot.store.swap import Changed

SECRET_BYTES = 20


@get("/login/enrol", HALF)
async def show(request: web.Request, context: Context) -> Page | web.Response:
    if await _has_one(context):
        return context.go(f"{ROOT}/profile" if context.is_signed_in else f"{ROOT}/login/code")
    return _page(context, context.next_page(request.query.get("next", "")))


@post("/login/enrol", HALF)
async def enrol(request: web.Request, context: Context) -> Page | web.Response:
    desk, account = context.desk, context.account
    wished = context.next_page(context.form.text("next"))
    if await _has_one(context):
        raise web.HTTPConflict
    try:
        await Doorkeeper(desk).count_code(account)
    except Wait as wait:
        return _page(context, wished, 429, context.say("login.wait", count=wait.seconds))
    secret = _secret(context)
    step = totp.step_of(secret, "".join(context.form.text("code", 20).split()), desk.seconds)
    if not step:
        return _page(context, wished, 422, context.say("enrol.wrong"))
    await context.note("second-factor.set", account.id)
    try:
        account = await desk.accounts.set_second_factor(account, secret, step)
    except Changed:
        raise web.HTTPConflict from None
    return await come_in(context, account, wished, done="enrolled")


async def _has_one(context: Context) -> bool:
    return bool((await context.desk.accounts.credentials(context.account.id)).totp)


def _secret(context: Context) -> bytes:
    """Made from the session's number, so that nothing need be kept until the code was right."""
    key = context.desk.installation.key("second-factor")
    return hmac.new(key, context.token.encode(), hashlib.sha256).digest()[:SECRET_BYTES]


def _page(context: Context, wished: str, status: int = 200, wrong: str = "") -> Page:
    import segno  # few processes ever draw one

    secret = _secret(context)
    picture = segno.make(totp.address(secret, context.account.name, context.say("product")), error="m")
    letters = totp.in_letters(secret)
    return context.page(
        "enrol.html",
        status,
        wrong=wrong,
        next=wished,
        picture=picture.svg_inline(scale=5, border=4, svgclass="qr", lineclass=None, omitsize=True),
        letters=" ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
        is_asked=context.role.needs_second_factor,
    )
