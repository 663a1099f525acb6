"""A link that lets somebody in: they choose a password, and the very first of all also a name."""

from aiohttp import web

from bot.console.agent import browser_of
from bot.console.context import Context
from bot.console.doorkeeper import Doorkeeper, Wait, place_of
from bot.console.entrance import come_in
from bot.console.page import ANYBODY, ROOT, Page
from bot.console.route import get, post
from bot.domain.names import clean_name
from bot.domain.staff import Account, Role
from bot.store.accounts import FIRST_ROLE, NameTaken, NoSuchInvitation


@get("/invitation/{token}", ANYBODY)
async def open_invitation(request: web.Request, context: Context) -> Page:
    return await _opened(request, context)


@post("/invitation/{token}", ANYBODY)
async def take_up(request: web.Request, context: Context) -> Page | web.Response:
    desk, token = context.desk, request.match_info["token"]
    page = await _opened(request, context)
    if page.status != 200:
        return page
    invited: Account | None = page.values["invited"]
    password = context.form.secret("password")
    name = invited.name if invited else clean_name(context.form.text("name", 100))
    wrong = {} if name else {"name": context.say("invitation.name.wrong")}
    if problem := desk.passwords.problem(password, name):
        wrong["password"] = context.say(f"password.{problem}")
    elif password != context.form.secret("again"):
        wrong["again"] = context.say("password.differs")
    if wrong:
        return context.page("invitation.html", 422, **dict(page.values) | {"wrong": wrong, "name": name})
    hashed = await desk.passwords.hash(password)
    await context.note("invitation.taken", invited.id if invited else "")
    try:
        if invited is None:
            account = await desk.accounts.add_first(name, hashed, context.language, desk.seconds)
        else:
            account = await desk.accounts.take_up(token, hashed, context.language, desk.seconds)
    except NoSuchInvitation:
        return context.page("invitation_gone.html", 410)
    except NameTaken:
        wrong = {"name": context.say("invitation.name.taken")}
        return context.page("invitation.html", 422, **dict(page.values) | {"wrong": wrong, "name": name})
    role = desk.roles.get(account.role) or Role(account.role)
    if not role.needs_second_factor:
        return await come_in(context, account, ROOT, done="welcome")
    started = await desk.sessions.start(account, desk.seconds, whole=False, browser=browser_of(request))
    response = context.go(f"{ROOT}/login/enrol")
    context.cookies.give(response, started)
    return response


async def _opened(request: web.Request, context: Context) -> Page:
    try:
        await Doorkeeper(context.desk).count_invitation(place_of(request))
        invited = await context.desk.accounts.invited(request.match_info["token"], context.desk.seconds)
    except Wait as wait:
        raise web.HTTPTooManyRequests from wait
    except NoSuchInvitation:
        return context.page("invitation_gone.html", 410)
    role = invited.role if invited else FIRST_ROLE
    return context.page("invitation.html", invited=invited, role=role, wrong={}, name="")
