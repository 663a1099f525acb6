"""The frame around every page: who asks, may they, is the form ours, is it noted; then the page, and our headers."""

import asyncio
import contextlib
import logging
import traceback
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from redis.exceptions import RedisError

from bot.browser import guard
from bot.browser.guard import Handler, is_from_our_page
from bot.browser.language import language_of
from bot.console import api
from bot.console.context import Context
from bot.console.cookies import Cookies, new_token
from bot.console.desk import Desk
from bot.console.drawing import Drawing
from bot.console.form import PROOF, read_form
from bot.console.page import ANYBODY, HALF, ROOT, Page, Permission
from bot.console.passwords import TooManyAtOnce
from bot.console.route import Route, found_routes
from bot.domain.staff import Account
from bot.store import keys
from bot.store.audit import NotNoted
from bot.store.seal import Unreadable
from bot.store.sessions import Session
from bot.store.swap import Changed

log = logging.getLogger(__name__)
AWAY = (RedisError, OSError, TimeoutError, NotNoted, TooManyAtOnce, Unreadable)
"""Nothing can be shown or done now."""
LIVE = "X-Farol-Live"
"""Sent by a page that looks again by itself: no sign that somebody is still there."""
TIDY_SECONDS = 3600.0
REFUSED = {400, 403, 404, 405, 408, 409, 413, 415, 429, 503}


def routes(desk: Desk) -> list[web.RouteDef]:
    room = Room(desk)
    asked = [web.route(each.method, each.address, room.answering(each)) for each in room.routes]
    return [
        *api.routes(desk),
        *asked,
        web.get("/static/console/{name}", guard.guarded(room.drawing.assets.serve)),
        web.route("*", ROOT + "{rest:(/.*)?}", room.nothing),
    ]


class Room:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.drawing = Drawing()
        self.cookies = Cookies(desk.installation.key("staff-forms"), desk.secure)
        self.routes = found_routes()
        listed = sorted((each for each in self.routes if each.menu), key=lambda each: each.menu)
        self.menu = tuple(each.entry for each in listed)

    def answering(self, route: Route) -> Handler:
        """The route as the router calls it."""

        async def answer(request: web.Request) -> web.StreamResponse:
            return await self._answered(request, route)

        return answer

    async def nothing(self, request: web.Request) -> web.StreamResponse:
        if request.path == f"{ROOT}/":
            return self._with_headers(web.Response(status=303, headers={"Location": ROOT}))
        return await self._answered(request, None)

    async def _answered(self, request: web.Request, route: Route | None) -> web.StreamResponse:
        context = self._context(request, route)
        try:
            response = await self._tried(request, route, context)
        except AWAY as error:
            log.warning("the console cannot answer", extra={"reason": type(error).__name__})
            response = self._refusal(context, 503)
        except Changed:
            response = self._refusal(context, 409)
        except web.HTTPException as refusal:
            if refusal.status not in REFUSED:
                self._with_headers(refusal)
                raise
            response = self._refusal(context, refusal.status)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"  # not the message: it may hold what somebody wrote
            log.error("a page of the console failed", extra={"reason": type(error).__name__, "where": where})
            response = self._refusal(context, 500)
        if response.prepared:
            return response
        if context.token and self.cookies.token_of(request) == "" and self.cookies.session not in response.cookies:
            self.cookies.give(response, context.token)
        return self._with_headers(response)

    async def _tried(self, request: web.Request, route: Route | None, context: Context) -> web.StreamResponse:
        await self._recognise(context)
        if route is None:
            raise web.HTTPNotFound
        if (elsewhere := self._to_sign_in(route, context)) is not None:
            return elsewhere
        if isinstance(route.needs, Permission) and not context.may(route.needs.resource, route.needs.action):
            if is_from_our_page(request):
                await context.note("denied", tried=f"{route.needs.resource}.{route.needs.action}")
            raise web.HTTPForbidden
        thing = request.match_info.get("id", "")
        if route.method == "POST":
            if not is_from_our_page(request):
                raise web.HTTPForbidden
            context.form = await read_form(request, route.largest)
            if not self.cookies.is_proof(context.form.secret(PROOF), self.cookies.token_of(request)):
                raise web.HTTPForbidden
            if route.notes:
                await context.note(route.notes, thing)
        if context.session is not None and not route.live and LIVE not in request.headers:
            await self.desk.sessions.touch(context.session, self.desk.seconds)
        answer = await route.handler(request, context)
        page = self._drawn(context, answer) if isinstance(answer, Page) else answer
        if route.method == "GET" and route.notes and not page.prepared and page.status == 200:
            await context.note(route.notes, thing)
        return page

    # who asks

    def _context(self, request: web.Request, route: Route | None) -> Context:
        library = self.desk.library()
        token = self.cookies.token_of(request) or new_token()
        language = language_of(request, library.languages, request.cookies.get(self.cookies.language, ""))
        here, now = route.name if route else "", self.desk.now()
        return Context(request, here, self.desk, self.cookies, library, language, now, self.menu, token=token)

    async def _recognise(self, context: Context) -> None:
        """The session that the cookie names, if it and its account still stand."""
        found = await current(self.desk, self.cookies.token_of(context.request))
        if found is not None:
            context.session, context.somebody = found
            if found[1].language in context.library.languages:
                context.language = found[1].language

    def _to_sign_in(self, route: Route, context: Context) -> web.Response | None:
        """Where somebody must go first; nothing when they may go on."""
        if route.needs is ANYBODY or context.is_signed_in or (route.needs is HALF and context.session is not None):
            return None
        if route.method != "GET" or route.live:
            raise web.HTTPForbidden
        if context.session is not None:
            return context.go(f"{ROOT}/login/code")
        wished = context.request.path_qs
        return context.go(f"{ROOT}/login", **({"next": wished} if wished != ROOT else {}))

    # what they get

    def _drawn(self, context: Context, page: Page) -> web.Response:
        response = web.Response(
            text=self.drawing.draw(page, context), status=page.status, content_type="text/html", charset="utf-8"
        )
        response.headers["Content-Language"] = context.language
        response.enable_compression()
        return response

    def _refusal(self, context: Context, status: int) -> web.Response:
        kind = status if context.has(f"refused.{status}.title") else 400
        response = self._drawn(context, Page("refused.html", {"kind": kind}, status))
        if status in {429, 503}:
            response.headers["Retry-After"] = "5"
        return response

    def _with_headers(self, response: web.StreamResponse) -> web.StreamResponse:
        guard.add_headers(response)
        return response


async def current(desk: Desk, token: str) -> tuple[Session, Account] | None:
    """The session under this number and its account, if both still stand."""
    session = await desk.sessions.of(token, desk.seconds)
    account = await desk.accounts.of(session.account) if session is not None else None
    if session is None or account is None or not account.is_active or account.generation != session.generation:
        return None
    return session, account


async def tidy(desk: Desk) -> None:
    """For ever: what the log of who saw what has kept long enough goes."""
    while True:
        with contextlib.suppress(*AWAY):
            gone = await desk.audit.trim(desk.now() - timedelta(seconds=keys.AUDIT_LIFE))
            if gone:
                log.info("old lines of the audit log are gone", extra={"count": gone})
        await asyncio.sleep(TIDY_SECONDS)
