"""The room of the web chat: its page, the way in, the stream of replies, and the quick way out."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid5

from aiohttp import web
from redis.exceptions import RedisError

from bot.browser.guard import Handler, TooLarge, body_of, is_from_elsewhere, is_from_our_page
from bot.browser.language import language_of
from bot.browser.streams import Streams
from bot.domain.messages import Incoming, Pin
from bot.library.library import Library
from bot.store.feed import CHANNEL, Feeds
from bot.store.seal import Unreadable
from bot.web import guard
from bot.web.files import web_assets
from bot.web.guard import guarded
from bot.web.page import EXIT_URL, Pages
from bot.web.session import Cookies, new_session
from bot.web.shapes import Entry, NotAMessage, Written, entries_in, written_in_form, written_in_json

LARGEST = 64 << 10
READ_SECONDS = 30.0
HEARTBEAT_SECONDS = 20.0
RETRY_MS = 2_000
FORM_WAITS = 3.0
"""How long a form without JavaScript waits for the answer before it shows the page."""
REST_OF_ANSWER = 0.2
FEED_WAITS = 2.0
EXIT = "action.exit"
LOST = (RedisError, OSError, Unreadable)
"""The feed cannot be read now."""
FORM = "application/x-www-form-urlencoded"
ROBOTS = "User-agent: *\nDisallow: /chat/\nDisallow: /staff\nDisallow: /hooks/\n"
_DIGITS = 20


class Busy(Exception):
    """A message cannot be kept now."""


@dataclass
class Doors:
    """What the web chat is given."""

    library: Callable[[], Library]
    feeds: Feeds
    accept: Callable[[Incoming], Awaitable[None]]
    """Returns once the message is safe; raises Busy when it cannot be kept."""
    secure: bool
    """Cookies only over https."""
    now: Callable[[], datetime]
    public_url: str = ""
    """The address that the world knows us by; empty while there is none."""
    exit_url: str = EXIT_URL
    streams: Streams = field(default_factory=Streams)
    """To be closed when the process stops."""


def routes(doors: Doors) -> list[web.RouteDef]:
    room = Room(doors)
    return [
        web.get("/", guarded(room.page)),
        web.post("/chat/start", guarded(room.start)),
        web.post("/chat/messages", guarded(room.take)),
        web.get("/chat/events", guarded(room.events), allow_head=False),
        web.post("/chat/leave", guarded(room.leave)),
        web.get("/static/web/{name}", guarded(room.assets.serve)),
        web.get("/favicon.ico", guarded(room.icon)),
        web.get("/robots.txt", guarded(room.robots)),
    ]


def friendly(doors: Doors) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
    """A middleware: who follows a link that leads nowhere is shown the way to the chat."""
    pages, cookies = Pages(), Cookies(doors.secure)

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if "text/html" not in request.headers.get("Accept", ""):
                raise
            library = doors.library()
            language = language_of(request, library.languages, request.cookies.get(cookies.language, ""))
            response = _html(pages.missing(library, language), language, status=404)
            guard.add_headers(response)
            return response

    return answer


class Room:
    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.assets = web_assets()
        self.pages = Pages()
        self.cookies = Cookies(doors.secure)

    async def page(self, request: web.Request) -> web.Response:
        """The chat: what was answered so far, and the main menu for those who are new."""
        wished = request.query.get("lang", "")
        found = await self._found(self.cookies.session_of(request))
        entries = entries_in(found)
        language = self._language(request, wished, entries[-1].language if entries else "")
        response = self._chat(language, entries=entries, last=found[-1][0] if found else "")
        if wished == language:
            self.cookies.give_language(response, language)
        return response

    async def start(self, request: web.Request) -> web.Response:
        """A session for somebody who begins to write: only a number, nothing is kept of it here."""
        if not is_from_our_page(request):
            return _refused(403, "this must come from our own page")
        response = web.json_response({"ok": True})
        self._remember(request, response, self.cookies.session_of(request) or new_session(), "")
        return response

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Something the person did: kept safely, then answered through the feed."""
        if not is_from_our_page(request):
            return _refused(403, "this must come from our own page")
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return _refused(415, "send it unpacked")
        is_form = request.content_type == FORM
        if not is_form and request.content_type != "application/json":
            return _refused(415, "send JSON or a form")
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await body_of(request, LARGEST)
        except TooLarge:
            return _refused(413, "too long")
        except TimeoutError:
            return _refused(408, "too slow")
        try:
            written = written_in_form(body) if is_form else written_in_json(body)
        except NotAMessage:
            return _refused(400, "not a message")
        if written is None:
            raise web.HTTPSeeOther("/")
        session = self.cookies.session_of(request) or new_session()
        return await (self._form if is_form else self._json)(request, session, written)

    async def _json(self, request: web.Request, session: str, written: Written) -> web.Response:
        language = self._chosen(written)
        try:
            await self.doors.accept(self._incoming(session, written))
        except Busy:
            return _refused(503, "it cannot be kept now, send it again")
        answer = {"ok": True} | ({"leave": True} if self._wants_to_leave(written) else {})
        response = web.json_response(answer)
        self._remember(request, response, session, language)
        return response

    async def _form(self, request: web.Request, session: str, written: Written) -> web.Response:
        """Without JavaScript: the answer is waited for, then the page shows what the feed holds."""
        language = self._chosen(written)
        found = await self._found(session)
        try:
            await self.doors.accept(self._incoming(session, written))
        except Busy:
            return self._chat(self._language(request, language), status=503, draft=written.text or "", notice="busy")
        if self._wants_to_leave(written):
            return await self.leave(request)
        with contextlib.suppress(TimeoutError, *LOST):
            async with (
                asyncio.timeout(FORM_WAITS) as patience,
                self._news(session, found[-1][0] if found else "") as news,
            ):
                longest = patience.when() or 0.0
                async for found in news:
                    if found:  # the rest of an answer comes close behind
                        patience.reschedule(min(longest, asyncio.get_running_loop().time() + REST_OF_ANSWER))
        is_choice_of_language = bool(language) and written.choice == f"language.{language}"
        place = f"/?lang={language}#newest" if is_choice_of_language else "/#newest"
        response = web.Response(status=303, headers={"Location": place})
        self._remember(request, response, session, language)
        return response

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What is answered, as it comes, from where the browser had got to."""
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"} | guard.HEADERS
        )
        session = self.cookies.session_of(request)
        if not session:  # nothing was said yet: the browser asks again once it was
            with contextlib.suppress(ConnectionError):
                await stream.prepare(request)
                await stream.write(b"event: none\ndata:\n\n")
            return stream
        last = _place_in_feed(request.headers.get("Last-Event-ID") or request.query.get("after", ""))
        with contextlib.suppress(ConnectionError, *LOST):
            await stream.prepare(request)
            await stream.write(b"retry: %d\n\n" % RETRY_MS)
            async with self.doors.streams.opened(session):
                await self._stream(stream, session, last)
        return stream

    async def _stream(self, stream: web.StreamResponse, session: str, last: str) -> None:
        async with self._news(session, last) as news:
            async for found in news:
                events = [b"id: %s\ndata: %s\n\n" % (id.encode(), body) for id, body in found]
                await stream.write(b"".join(events) or b":\n\n")

    @contextlib.asynccontextmanager
    async def _news(self, session: str, last: str) -> AsyncIterator[AsyncIterator[list[tuple[str, bytes]]]]:
        """The feed followed, and let go of at the end however that comes."""
        news = self.doors.feeds.follow(session, last, HEARTBEAT_SECONDS)
        try:
            yield news
        finally:
            if isinstance(news, AsyncGenerator):
                await news.aclose()

    async def leave(self, request: web.Request) -> web.Response:
        """The quick exit: nothing stays here, and the browser is told to keep nothing."""
        if is_from_elsewhere(request):
            return _refused(403, "this must come from our own page")
        if session := self.cookies.session_of(request):
            with contextlib.suppress(*LOST):  # whatever happens the person gets away; the feed ends by itself
                async with asyncio.timeout(1):
                    await self.doors.feeds.clear(session)
        by_a_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        response = web.Response(status=204) if by_a_script else web.Response(status=303)
        if not by_a_script:
            response.headers["Location"] = self.doors.exit_url
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        self.cookies.drop(response)
        return response

    async def icon(self, request: web.Request) -> web.Response:
        return self.assets.by_name["mark.svg"].answer(request)

    async def robots(self, request: web.Request) -> web.Response:
        where = f"Sitemap: {self.doors.public_url}/sitemap.xml\n" if self.doors.public_url else ""
        return web.Response(text=ROBOTS + where, headers={"Cache-Control": "public, max-age=86400"})

    def _chat(
        self,
        language: str,
        *,
        entries: list[Entry] | None = None,
        last: str = "",
        draft: str = "",
        notice: str = "",
        status: int = 200,
    ) -> web.Response:
        exit_url = self.doors.exit_url
        page = self.pages.chat(self.doors.library(), language, exit_url, entries or [], last, draft, notice)
        response = _html(page, language, status)
        response.headers["Content-Security-Policy"] = guard.policy_for(exit_url)
        return response

    async def _found(self, session: str) -> list[tuple[str, bytes]]:
        """What the feed holds; nothing when it cannot be read now, for the page must be shown all the same."""
        if session:
            with contextlib.suppress(*LOST):
                async with asyncio.timeout(FEED_WAITS):
                    return await self.doors.feeds.after(session, "")
        return []

    def _incoming(self, session: str, written: Written) -> Incoming:
        """The message as the line knows it.

        Its id is made of the browser's and the session: when the answer to the very first message is lost, the
        browser sends it again without a cookie, and in the new session it must not pass for answered.
        """
        place = written.location
        return Incoming(
            CHANNEL,
            session,
            str(uuid5(written.id, session)),
            text=written.text or "",
            choice=written.choice or "",
            location=Pin(place.lat, place.lon) if place else None,
            language_hint=self._chosen(written),
            sent_at=int(self.doors.now().timestamp()),
        )

    def _chosen(self, written: Written) -> str:
        """The language of the page it was written on, or the one picked with it; empty when it is none of ours."""
        kind, _, picked = (written.choice or "").partition(".")
        language = picked if kind == "language" else written.lang
        return language if language in self.doors.library().languages else ""

    def _wants_to_leave(self, written: Written) -> bool:
        if written.text is not None and len(written.text) < 100:
            return self.doors.library().command_named(written.text) == EXIT
        return written.choice == EXIT

    def _language(self, request: web.Request, *known: str) -> str:
        kept = request.cookies.get(self.cookies.language, "")
        return language_of(request, self.doors.library().languages, *known, kept)

    def _remember(self, request: web.Request, response: web.StreamResponse, session: str, language: str) -> None:
        if self.cookies.session_of(request) != session:
            self.cookies.give(response, session)
        if language and request.cookies.get(self.cookies.language) != language:
            self.cookies.give_language(response, language)


def _place_in_feed(last: str) -> str:
    """A place in the feed as the browser names it; from the beginning when it is not one."""
    time, dash, number = last.partition("-")
    fits = all(part.isascii() and part.isdigit() and len(part) < _DIGITS for part in (time, number))
    return last if dash and fits else ""


def _html(page: str, language: str, status: int = 200) -> web.Response:
    response = web.Response(text=page, content_type="text/html", charset="utf-8", status=status)
    response.headers["Content-Language"] = language
    response.enable_compression()
    return response


def _refused(status: int, reason: str) -> web.Response:
    headers = {"Retry-After": "2"} if status == 503 else None
    return web.json_response({"error": reason}, status=status, headers=headers)
