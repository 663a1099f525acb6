"""Coming in and going out: name and password, then a code where the role needs one."""

import contextlib

from aiohttp import web

from bot.console.agent import browser_of
from bot.console.context import NOBODY, Context
from bot.console.doorkeeper import Doorkeeper, Wait, place_of
from bot.console.entrance import come_in
from bot.console.page import ANYBODY, HALF, ROOT, Page
from bot.console.room import AWAY
from bot.console.route import get, post
from bot.console.totp import step_of
from bot.domain.staff import Role


@get("/login", ANYBODY)
async def login(request: web.Request, context: Context) -> Page | web.Response:
    if context.is_signed_in:
        return context.go(ROOT)
    wished = request.query.get("lang", "")
    if wished in context.library.languages:
        context.language = wished
    return context.page("login.html", name="", wrong="", next=context.next_page(request.query.get("next", "")))


@post("/login/language", ANYBODY)
async def speak(request: web.Request, context: Context) -> web.Response:
    """Another language, before anybody is signed in."""
    response = context.go(f"{ROOT}/login", next=context.next_page(context.form.text("next")))
    wished = context.form.text("language")
    context.cookies.keep(response, context.cookies.language, wished if wished in context.library.languages else "")
    return response


@post("/login", ANYBODY)
async def sign_in(request: web.Request, context: Context) -> Page | web.Response:
    name, password = context.form.text("name", 200), context.form.secret("password")
    wished = context.next_page(context.form.text("next"))

    def again(wrong: str, status: int = 401, **values: int) -> Page:
        told = context.say(f"login.{wrong}", **values)
        return context.page("login.html", status, name=name, wrong=told, next=wished)

    desk = context.desk
    try:
        device = context.cookies.device_of(request, desk.accounts.digest(name))
        account = await Doorkeeper(desk).check(name, password, place_of(request), device)
    except Wait as wait:
        return again("wait", 429, count=wait.seconds)
    if account is None:
        await desk.audit.note(NOBODY, "sign-in.failed")
        return again("wrong")
    credentials = await desk.accounts.credentials(account.id)
    if desk.passwords.is_outdated(credentials.password):
        await desk.accounts.keep_password(account, await desk.passwords.hash(password))
    role = desk.roles.get(account.role) or Role(account.role)
    if not credentials.totp and not role.needs_second_factor:
        return await come_in(context, account, wished)
    context.somebody = account
    await context.note("sign-in.password")
    if context.session is not None:
        await desk.sessions.end(context.session)
    token = await desk.sessions.start(account, desk.seconds, whole=False, browser=browser_of(request))
    response = context.go(f"{ROOT}/login/code" if credentials.totp else f"{ROOT}/login/enrol", next=wished)
    context.cookies.give(response, token)
    return response


@get("/login/code", HALF)
async def ask_code(request: web.Request, context: Context) -> Page | web.Response:
    if context.is_signed_in:
        return context.go(ROOT)
    wished = context.next_page(request.query.get("next", ""))
    credentials = await context.desk.accounts.credentials(context.account.id)
    if not credentials.totp:
        return context.go(f"{ROOT}/login/enrol", next=wished)
    return context.page("code.html", wrong="", next=wished)


@post("/login/code", HALF)
async def take_code(request: web.Request, context: Context) -> Page | web.Response:
    desk, account = context.desk, context.account
    wished = context.next_page(context.form.text("next"))
    if context.is_signed_in:
        return context.go(wished)
    code = "".join(context.form.text("code", 20).split())
    try:
        await Doorkeeper(desk).count_code(account)
    except Wait as wait:
        wrong = context.say("login.wait", count=wait.seconds)
        return context.page("code.html", 429, wrong=wrong, next=wished)
    credentials = await desk.accounts.credentials(account.id)
    if not credentials.totp:
        return context.go(f"{ROOT}/login/enrol", next=wished)
    step = step_of(desk.accounts.secret_of(account.id, credentials), code, desk.seconds)
    if not step or not await desk.accounts.use_step(account, step):
        await context.note("sign-in.code-failed")
        return context.page("code.html", 401, wrong=context.say("code.wrong"), next=wished)
    return await come_in(context, account, wished)


@post("/logout", HALF)
async def sign_out(request: web.Request, context: Context) -> web.Response:
    assert context.session is not None
    with contextlib.suppress(*AWAY):  # whoever wants to go may go: nothing is shown
        await context.desk.sessions.end(context.session)
        context.desk.streams.end(context.session.key)
        await context.note("sign-out")
    response = context.go(f"{ROOT}/login", done="signed-out")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    context.cookies.drop(response)
    return response


@post("/look", ANYBODY)
async def look(request: web.Request, context: Context) -> web.Response:
    """Light, dark, or as the machine has it."""
    response = context.go(context.next_page(context.form.text("next")))
    wished = context.form.text("look")
    context.cookies.keep(response, context.cookies.look, wished if wished in ("light", "dark") else "")
    return response
