"""What somebody settles for themselves: language, password, second factor, and where they are signed in."""

from dataclasses import replace

from aiohttp import web

from bot.console.agent import browser_of
from bot.console.context import Context
from bot.console.doorkeeper import Doorkeeper, Wait
from bot.console.entrance import come_in
from bot.console.page import ROOT, SIGNED_IN, Page
from bot.console.route import get, post

PROFILE = f"{ROOT}/profile"


@get("/profile", SIGNED_IN)
async def profile(request: web.Request, context: Context) -> Page:
    return await _shown(context)


@post("/profile/language", SIGNED_IN)
async def language(request: web.Request, context: Context) -> web.Response:
    wished = context.form.text("language")
    if wished not in context.library.languages:
        raise web.HTTPBadRequest
    await context.note("profile.language", context.account.id)
    await context.desk.accounts.change(context.account, replace(context.account, language=wished), context.desk.roles)
    return context.go(PROFILE, done="saved")


@post("/profile/password", SIGNED_IN)
async def password(request: web.Request, context: Context) -> Page | web.Response:
    """A new one; it ends all sessions but this, which gets a new number."""
    desk, account = context.desk, context.account
    wished = context.form.secret("password")
    try:
        is_right = await Doorkeeper(desk).check_own(account, context.form.secret("present"))
    except Wait as wait:
        return await _shown(context, 429, {"present": context.say("login.wait", count=wait.seconds)})
    wrong: dict[str, str] = {}
    if not is_right:
        await context.note("profile.password-failed", account.id)
        wrong["present"] = context.say("profile.present.wrong")
    elif problem := desk.passwords.problem(wished, account.name):
        wrong["password"] = context.say(f"password.{problem}")
    elif wished != context.form.secret("again"):
        wrong["again"] = context.say("password.differs")
    if wrong:
        return await _shown(context, 422, wrong)
    hashed = await desk.passwords.hash(wished)
    await context.note("profile.password", account.id)
    return await come_in(context, await desk.accounts.set_password(account, hashed), PROFILE, done="password")


@post("/profile/sessions", SIGNED_IN)
async def end_sessions(request: web.Request, context: Context) -> web.Response:
    """One of them, or all but this."""
    desk = context.desk
    wished = context.form.text("session")
    await context.note("profile.sessions", context.account.id)
    for session in await desk.sessions.of_account(context.account, desk.seconds):
        is_this = context.session is not None and session.key == context.session.key
        if session.key == wished or (wished == "others" and not is_this):
            await desk.sessions.end(session)
            desk.streams.end(session.key)
    return context.go(PROFILE, done="sessions")


@post("/profile/second-factor", SIGNED_IN)
async def second_factor(request: web.Request, context: Context) -> Page | web.Response:
    """Another telephone: the old one stops at once, and the new one is enrolled before anything else."""
    desk, account = context.desk, context.account
    try:
        is_right = await Doorkeeper(desk).check_own(account, context.form.secret("present"))
    except Wait as wait:
        return await _shown(context, 429, {"factor": context.say("login.wait", count=wait.seconds)})
    if not is_right:
        await context.note("profile.second-factor-failed", account.id)
        return await _shown(context, 422, {"factor": context.say("profile.present.wrong")})
    await context.note("second-factor.dropped", account.id)
    after = await desk.accounts.drop_second_factor(account)
    token = await desk.sessions.start(after, desk.seconds, whole=False, browser=browser_of(request))
    response = context.go(f"{ROOT}/login/enrol", next=PROFILE)
    context.cookies.give(response, token)
    return response


async def _shown(context: Context, status: int = 200, wrong: dict[str, str] | None = None) -> Page:
    desk = context.desk
    credentials = await desk.accounts.credentials(context.account.id)
    return context.page(
        "profile.html",
        status,
        wrong=wrong or {},
        sessions=await desk.sessions.of_account(context.account, desk.seconds),
        has_second_factor=bool(credentials.totp),
        offices=context.offices,
    )
