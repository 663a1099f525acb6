"""The staff: who there is, who may do what; letting in, changing, stopping."""

from dataclasses import replace

from aiohttp import web

from bot.console.context import Context
from bot.console.page import ROOT, Page
from bot.console.route import get, needs, post
from bot.domain.names import clean_name
from bot.domain.referral import LANES
from bot.domain.staff import Account, Whose
from bot.store.accounts import LastManager, NameTaken
from bot.store.swap import Changed


@get("/people", needs("staff", "read"), menu=80)
async def people(request: web.Request, context: Context) -> Page:
    everybody = await context.desk.accounts.all()
    shown = [one for one in everybody if context.may("staff", "read", whose(one))]
    wanted = request.query.get("state", "")
    states = {
        "": shown,
        "active": [one for one in shown if one.is_active],
        "invited": [one for one in shown if one.invited and not one.disabled],
        "disabled": [one for one in shown if one.disabled],
    }
    return context.page(
        "people.html", people=states.get(wanted, shown), state=wanted, counts={k: len(v) for k, v in states.items()}
    )


@get("/people/new", needs("staff", "manage"), notes="")
async def new(request: web.Request, context: Context) -> Page:
    return _form(context)


@post("/people/new", needs("staff", "manage"), notes="staff.invite")
async def invite(request: web.Request, context: Context) -> Page:
    wished = _wished(context)
    name = clean_name(context.form.text("name", 100))
    wrong = {} if name else {"name": context.say("invitation.name.wrong")}
    wrong |= _wrong(context, wished)
    if wrong:
        return _form(context, wrong, replace(wished, name=context.form.text("name", 100)))
    desk = context.desk
    try:
        account = await desk.accounts.add(name, wished.role, wished.office, wished.lanes, desk.seconds)
    except NameTaken:
        return _form(context, {"name": context.say("invitation.name.taken")}, replace(wished, name=name))
    await context.note("staff.invited", account.id, role=account.role)
    return await _with_link(context, account, await desk.accounts.invite(account, desk.seconds))


@get("/people/{id}", needs("staff", "read"))
async def person(request: web.Request, context: Context) -> Page:
    return _shown(context, await _named(request, context, "read"))


@post("/people/{id}", needs("staff", "manage"), notes="staff.change")
async def change(request: web.Request, context: Context) -> Page | web.Response:
    account = await _named(request, context, "manage")
    _not_oneself(context, account)
    wished = _wished(context)
    if wrong := _wrong(context, wished):
        return _shown(context, account, 422, wrong)
    after = replace(account, role=wished.role, office=wished.office, lanes=wished.lanes)
    return await _changed(context, account, after, "saved", role=after.role)


@post("/people/{id}/disable", needs("staff", "manage"), notes="staff.disable")
async def disable(request: web.Request, context: Context) -> Page | web.Response:
    account = await _named(request, context, "manage")
    _not_oneself(context, account)
    return await _changed(context, account, replace(account, disabled=True), "disabled")


@post("/people/{id}/enable", needs("staff", "manage"), notes="staff.enable")
async def enable(request: web.Request, context: Context) -> Page | web.Response:
    account = await _named(request, context, "manage")
    _not_oneself(context, account)
    return await _changed(context, account, replace(account, disabled=False), "enabled")


@post("/people/{id}/reset", needs("staff", "manage"), notes="staff.reset")
async def reset(request: web.Request, context: Context) -> Page | web.Response:
    """A lost password or telephone: everything ends, and a new link lets them in again."""
    account = await _named(request, context, "manage")
    _not_oneself(context, account)
    try:
        token = await context.desk.accounts.reset(account, context.desk.roles, context.desk.seconds)
    except LastManager:
        return _shown(context, account, 409, {"form": context.say("people.last")})
    except Changed:
        return _shown(context, account, 409, {"form": context.say("people.changed")})
    fresh = await context.desk.accounts.of(account.id)
    assert fresh is not None
    return await _with_link(context, fresh, token)


async def _changed(context: Context, before: Account, after: Account, done: str, **details: str) -> Page | web.Response:
    try:
        await context.desk.accounts.change(before, after, context.desk.roles)
    except LastManager:
        return _shown(context, before, 409, {"form": context.say("people.last")})
    except Changed:
        return _shown(context, before, 409, {"form": context.say("people.changed")})
    await context.note(f"staff.{done}", before.id, **details)
    return context.go(f"{ROOT}/people/{before.id}", done=done)


async def _named(request: web.Request, context: Context, action: str) -> Account:
    id = request.match_info["id"]
    account = await context.desk.accounts.of(id)
    await context.allow("staff", action, whose(account) if account else None, id)
    assert account is not None
    return account


def whose(account: Account) -> Whose:
    return Whose(office=account.office, owner=account.id)


def _not_oneself(context: Context, account: Account) -> None:
    """Nobody changes what they themselves may do, whatever their role."""
    if account.id == context.account.id:
        raise web.HTTPForbidden


def _wished(context: Context) -> Account:
    form = context.form
    lanes = tuple(lane for lane in LANES if lane in form.many("lanes"))
    return Account("", "", form.text("role", 40), form.text("office", 40), lanes)


def _wrong(context: Context, wished: Account) -> dict[str, str]:
    wrong: dict[str, str] = {}
    role = context.desk.roles.get(wished.role)
    if role is None:
        wrong["role"] = context.say("people.role.wrong")
    elif wished.lanes and not role.serves_lanes:
        wrong["lanes"] = context.say("people.lanes.wrong")
    if wished.office and wished.office not in context.offices:
        wrong["office"] = context.say("people.office.wrong")
    return wrong


def _form(context: Context, wrong: dict[str, str] | None = None, wished: Account | None = None) -> Page:
    values = {"wrong": wrong or {}, "wished": wished or Account("", "", "caseworker"), **_choices(context)}
    return context.page("person_new.html", 422 if wrong else 200, **values)


def _shown(context: Context, account: Account, status: int = 200, wrong: dict[str, str] | None = None) -> Page:
    is_own = account.id == context.account.id
    may_change = not is_own and context.may("staff", "manage", whose(account))
    return context.page(
        "person.html", status, person=account, wrong=wrong or {}, is_own=is_own, may_change=may_change,
        **_choices(context),
    )  # fmt: skip


def _choices(context: Context) -> dict[str, object]:
    return {"roles": context.desk.roles, "lanes": LANES, "offices": context.offices}


async def _with_link(context: Context, account: Account, token: str) -> Page:
    return context.page("person_link.html", person=account, link=context.link(f"/invitation/{token}"))
