"""The API for other systems: tokens with scopes instead of sessions, JSON instead of pages, the same rules."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.browser import guard
from bot.console import casework
from bot.console.api_description import DESCRIPTION
from bot.console.case_view import facts
from bot.console.casework import DOORS, make, move_of, moves_for, opened, sight_of, work_of
from bot.console.context import Context
from bot.console.cookies import Cookies
from bot.console.desk import Desk
from bot.console.form import READ_SECONDS
from bot.console.opening import Wish, open_referral, referral_of, wrong_with
from bot.console.page import ROOT
from bot.console.queue import Filters, view
from bot.domain.referral import MOVES, NotAllowed, Referral
from bot.domain.staff import Account, Role, Roles, Scope
from bot.store.audit import NotNoted
from bot.store.cases import Head
from bot.store.desk import ChangedMeanwhile
from bot.store.sessions import Session
from bot.store.tokens import Token, Tokens

log = logging.getLogger(__name__)
V1 = f"{ROOT}/api/v1"
LARGEST = 64 << 10
OFFICE_ROLE, ALL_ROLE = "token of an office", "token of all"
_ACTIONS = ("read", "claim", "note", "move", "close", "open")
Handler = Callable[[Context, web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    def __init__(self, status: int, error: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(error)
        self.status, self.error, self.fields = status, error, fields


def routes(desk: Desk) -> list[web.RouteDef]:
    """To be registered before the console's pages, which take every address below /staff."""

    def door(scope: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            return await _answered(desk, request, scope, handler)

        return answer

    async def described(request: web.Request) -> web.StreamResponse:
        return _json(DESCRIPTION)

    async def nothing(context: Context, request: web.Request) -> web.StreamResponse:
        raise Refused(404, "no such address")

    return [
        web.get(f"{ROOT}/api/openapi.json", described),
        web.get(f"{V1}/cases", door("cases:read", list_cases)),
        web.post(f"{V1}/cases", door("cases:write", open_case)),
        web.get(f"{V1}/cases/{{id}}", door("cases:read", read_case)),
        web.post(f"{V1}/cases/{{id}}/moves", door("cases:write", move_case)),
        web.post(f"{V1}/contacts", door("contacts:write", count_contacts)),
        web.route("*", f"{ROOT}/api/{{rest:.*}}", door("", nothing)),
    ]


async def _answered(desk: Desk, request: web.Request, scope: str, handler: Handler) -> web.StreamResponse:
    try:
        token = await _token(desk, request)
        if scope and scope not in token.scopes:
            await desk.audit.note(f"token-{token.id}", "denied", tried=scope)
            raise Refused(403, f"the token has not the scope {scope}")
        return await handler(_context(desk, request, token), request)
    except Refused as refused:
        body: dict[str, Any] = {"error": refused.error}
        return _json(body | ({"fields": list(refused.fields)} if refused.fields else {}), refused.status)
    except web.HTTPNotFound:
        return _json({"error": "no such referral"}, 404)
    except ChangedMeanwhile:
        return _json({"error": "somebody changed it since that revision"}, 409)
    except (NotNoted, OSError, TimeoutError) as error:
        log.warning("the API cannot answer", extra={"reason": type(error).__name__})
        return _json({"error": "try again in a moment"}, 503)


async def _token(desk: Desk, request: web.Request) -> Token:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = await desk.store(Tokens).of(secret.strip(), desk.seconds) if scheme.lower() == "bearer" else None
    if token is None:
        raise Refused(401, "a token is needed: Authorization: Bearer farol_...")
    return token


def _context(desk: Desk, request: web.Request, token: Token) -> Context:
    """As an account that may do no more with referrals than the token says; sealed lanes are never among them."""
    account = Account(f"token-{token.id}", token.name, OFFICE_ROLE if token.office else ALL_ROLE, token.office)
    scope: Scope = "office" if token.office else "all"
    role = Role(account.role, {("referral", action): scope for action in _ACTIONS})
    session = Session(account.id, 0, desk.seconds, desk.seconds, whole=True)
    cookies = Cookies(desk.installation.key("staff-forms"), desk.secure)
    library = desk.library()
    return TokenContext(
        request, "", desk, cookies, library, "en", desk.now(), session=session, somebody=account, token_role=role
    )


@dataclass
class TokenContext(Context):
    """Its role is no line of roles.yaml."""

    token_role: Role = field(default_factory=lambda: Role(""))

    @property
    def roles(self) -> Roles:
        return {self.token_role.id: self.token_role}


def _json(what: object, status: int = 200) -> web.Response:
    response = web.json_response(what, status=status)
    guard.add_headers(response)
    return response


async def _body(request: web.Request) -> dict[str, Any]:
    if (request.content_length or 0) > LARGEST:
        raise Refused(413, "too large")
    try:
        async with asyncio.timeout(READ_SECONDS):
            said = json.loads(await request.clone(client_max_size=LARGEST).text())
    except TimeoutError:
        raise Refused(408, "too slow") from None
    except (ValueError, LookupError, RecursionError, web.HTTPException):
        raise Refused(422, "the body is no JSON") from None
    if not isinstance(said, dict):
        raise Refused(422, "the body is no JSON object")
    return said


# what it answers


async def list_cases(context: Context, request: web.Request) -> web.StreamResponse:
    work = work_of(context)
    await work.backlog.catch_up()
    seen = view(work.backlog, sight_of(context), Filters.read(request.query), context.desk.seconds)
    await context.note("referral.list", "", count=len(seen.rows))
    return _json({"cases": [_head(head) for head in seen.rows], "total": seen.total, "pages": seen.pages})


def _head(head: Head | Referral) -> dict[str, Any]:
    names = ("id", "category", "state", "urgency", "office", "language", "city", "door", "opened_at", "due_at")
    return {name: getattr(head, name) for name in names} | {"claimed": bool(head.claimed_by), "unread": head.unread}


async def read_case(context: Context, request: web.Request) -> web.StreamResponse:
    stored = await opened(context, request.match_info["id"])
    await context.note("referral.read", stored.referral.id)
    return _json(_case(context, stored.referral))


def _case(context: Context, referral: Referral) -> dict[str, Any]:
    told = _head(referral)
    for item in ("city", "language"):
        told[item] = told[item] if referral.shares(item) else ""
    consent = referral.consent
    return told | {
        "revision": referral.revision,
        "moves": list(moves_for(context, referral)),
        "organisation": referral.organisation,
        "reason": referral.reason,
        "helped": referral.helped,
        "answers": {fact.label: fact.value for fact in facts(context, referral)},
        "words": referral.words if referral.shares("words") else "",
        "contact": referral.contact if referral.shares("contact") else "",
        "consent": {"at": consent.at, "text": consent.text, "scope": list(consent.scope)} if consent else {},
    }


async def open_case(context: Context, request: web.Request) -> web.StreamResponse:
    said = await _body(request)
    wish, reference = _wish(said), str(said.get("reference", ""))[:100]
    wrong = wrong_with(context, wish)
    if not reference:
        wrong.append("reference")
    if wrong:
        raise Refused(422, "some fields cannot be so", tuple(wrong))
    category = context.library.casework.categories[wish.category]
    referral = referral_of(context, wish, category, f"{context.account.id} {reference}")
    stored, is_new = await open_referral(context, referral)
    return _json({"id": referral.id, "code": stored.referral.code}, 201 if is_new else 200)


def _wish(said: Mapping[str, Any]) -> Wish:
    def text(name: str, longest: int = 2_001) -> str:
        value = said.get(name, "")
        return value.strip()[:longest] if isinstance(value, str) else ""

    scope, answers = said.get("scope"), said.get("answers")
    return Wish(
        text("category", 60),
        text("language", 12),
        text("door", 20),
        said.get("consent") is True,
        tuple(dict.fromkeys(str(one) for one in scope)) if isinstance(scope, list) else (),
        text("city", 80),
        text("urgency", 10),
        text("words"),
        text("contact", 200),
        answers={str(name): str(value) for name, value in answers.items()} if isinstance(answers, dict) else {},
    )


async def move_case(context: Context, request: web.Request) -> web.StreamResponse:
    said = await _body(request)
    move = str(said.get("move", ""))
    stored = await opened(context, request.match_info["id"])
    if move not in moves_for(context, stored.referral):
        raise Refused(422, "this move does not lead on from its state", ("move",))
    if said.get("revision") != stored.referral.revision:
        raise ChangedMeanwhile
    what = {need: str(said.get(need, ""))[:80] for need in MOVES[move].needs}
    if unknown := _unknown(context, stored.referral, move, what):
        raise Refused(422, "that is none of ours", unknown)
    try:
        change = move_of(context, stored.referral, move, **what)
    except NotAllowed:
        raise Refused(422, "this move lacks what it needs", MOVES[move].needs) from None
    await context.note(f"referral.{move}", stored.referral.id)
    return _json(_case(context, (await make(context, stored, change)).referral))


def _unknown(context: Context, referral: Referral, move: str, what: Mapping[str, str]) -> tuple[str, ...]:
    library = context.library
    known = {
        "organisation": library.directory.places,
        "reason": {each.id for each in library.casework.reasons_for(move)},
        "office": library.casework.offices,
    }
    return tuple(name for name, value in what.items() if value not in known[name])


async def count_contacts(context: Context, request: web.Request) -> web.StreamResponse:
    said = await _body(request)
    means, category, count = said.get("means"), said.get("category"), said.get("count", 1)
    wrong = []
    if means not in DOORS:
        wrong.append("means")
    if category not in context.library.casework.categories:
        wrong.append("category")
    if type(count) is not int or not 0 < count <= casework.MOST_CONTACTS:
        wrong.append("count")
    if wrong:
        raise Refused(422, "some fields cannot be so", tuple(wrong))
    await context.note("contact.log", "", count=count)
    await casework.count_contacts(context, str(means), str(category), count)
    response = web.Response(status=204)
    guard.add_headers(response)
    return response
