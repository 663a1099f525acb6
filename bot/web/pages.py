"""The content as plain pages that can be linked, printed, found and shared, and the screen on a shelter's wall."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from aiohttp import ETag, web

from bot.browser import guard
from bot.library.library import Library
from bot.web import page_addresses, page_cards, page_screen
from bot.web.guard import guarded
from bot.web.page import EXIT_URL
from bot.web.page_drawing import Drawing, Site

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": guard.HEADERS["Permissions-Policy"],
}
FOR_ALL = "public, max-age=300"
ASKED_AGAIN = "public, no-cache"
"""Where places stand: a shelter that is full now must not look free for five minutes more."""
LEAVES_NO_TRACE = "no-store"
LANGUAGE = "{lang:[a-z]{2,3}}"
PIECE = "[a-z0-9-]+"
MOST_DRAWN = 1000
MOST_DIGITS = 6
Value = TypeVar("Value")


@dataclass
class PageDoors:
    """What the pages are given."""

    library: Callable[[], Library]
    now: Callable[[], datetime]
    public_url: str
    """For links that are printed or found elsewhere; empty while the service has no public address."""
    exit_url: str = EXIT_URL


def routes(doors: PageDoors) -> list[web.RouteDef]:
    room = PageRoom(doors)
    return [
        web.get("/sitemap.xml", guarded(room.sitemap)),
        web.get("/screen/{city}", guarded(room.screen)),
        web.get(f"/{LANGUAGE}", guarded(room.home)),
        web.get(f"/{LANGUAGE}/places", guarded(room.places)),
        web.get(f"/{LANGUAGE}/places/{{kind:{PIECE}}}", guarded(room.kind)),
        web.get(f"/{LANGUAGE}/city/{{city}}", guarded(room.city)),
        web.get(f"/{LANGUAGE}/place/{{place:{PIECE}}}", guarded(room.place)),
        web.get(f"/{LANGUAGE}/{{section:{PIECE}}}", guarded(room.section)),
        web.get(f"/{LANGUAGE}/{{section:{PIECE}}}/{{topic:{PIECE}}}", guarded(room.topic)),
        web.get(f"/{LANGUAGE}/{{rest:.*}}", guarded(room.without_slash)),
    ]


@dataclass(frozen=True, slots=True)
class Body:
    """A page as it is sent."""

    plain: bytes
    packed: bytes
    tag: str

    @classmethod
    def of(cls, text: str) -> "Body":
        plain = text.encode()
        digest = hashlib.blake2b(plain, digest_size=12).hexdigest()
        return cls(plain, gzip.compress(plain, 6, mtime=0), digest)


class Drawn:
    """Pages drawn in this minute from this library: until the clock moves on they stay the same for everybody."""

    def __init__(self) -> None:
        self.library: Library | None = None
        self.minute = datetime.min
        self.bodies: dict[tuple[object, ...], Body] = {}

    def body(self, library: Library, now: datetime, key: tuple[object, ...], draw: Callable[[], str]) -> Body:
        minute = now.replace(second=0, microsecond=0)
        if library is not self.library or minute != self.minute or len(self.bodies) >= MOST_DRAWN:
            self.library, self.minute, self.bodies = library, minute, {}
        found = self.bodies.get(key)
        if found is None:
            found = self.bodies[key] = Body.of(draw())
        return found


class PageRoom:
    def __init__(self, doors: PageDoors) -> None:
        self.doors = doors
        self.drawing = Drawing()
        self.drawn = Drawn()

    async def home(self, request: web.Request) -> web.Response:
        site = self._site(request)
        return self._page(request, site, lambda: self.drawing.home(site))

    async def section(self, request: web.Request) -> web.Response:
        site = self._site(request)
        section = _known(site.library.sections, request.match_info["section"])
        return self._page(request, site, lambda: self.drawing.section(site, section), section.sealed)

    async def topic(self, request: web.Request) -> web.Response:
        site = self._site(request)
        topic = _known(site.library.topics, "{section}.{topic}".format(**request.match_info))
        is_sealed = site.library.is_sealed(topic.id)
        keeping = FOR_ALL if topic.places is None else ASKED_AGAIN
        return self._page(request, site, lambda: self.drawing.topic(site, topic), is_sealed, keeping=keeping)

    async def places(self, request: web.Request) -> web.Response:
        site = self._site(request)
        return self._page(request, site, lambda: self.drawing.places(site))

    async def kind(self, request: web.Request) -> web.Response:
        site = self._site(request)
        kind = request.match_info["kind"]
        if kind not in page_addresses.kinds(site.library):
            raise web.HTTPNotFound
        is_sealed = page_cards.is_kind_sealed(site.library, kind)
        return self._page(request, site, lambda: self.drawing.kind(site, kind), is_sealed, keeping=ASKED_AGAIN)

    async def city(self, request: web.Request) -> web.Response:
        """A city by its own piece of an address; its other names lead there."""
        site = self._site(request)
        city = page_addresses.city_at(site.library, request.match_info["city"])
        if city is None:
            raise web.HTTPNotFound
        path = site.path(page_addresses.city(site.library, city.name))
        if request.path != path:
            return _elsewhere(path)
        return self._page(request, site, lambda: self.drawing.city(site, city), keeping=ASKED_AGAIN)

    async def place(self, request: web.Request) -> web.Response:
        site = self._site(request)
        place = _known(site.library.directory.places, request.match_info["place"])
        is_sealed = page_cards.is_sealed(site.library, place)
        return self._page(request, site, lambda: self.drawing.place(site, place), is_sealed, keeping=ASKED_AGAIN)

    async def without_slash(self, request: web.Request) -> web.Response:
        """A link that was shared with a slash or a full stop at its end."""
        site = self._site(request)
        path = site.path("/" + request.match_info["rest"].strip("/.,;:!)")).rstrip("/")
        if path == request.path or "//" in path:
            raise web.HTTPNotFound
        return _elsewhere(path)

    async def screen(self, request: web.Request) -> web.Response:
        """One slide; the browser itself asks for the next, in turn in each language unless one was chosen."""
        library = self.doors.library()
        city = page_addresses.city_at(library, request.match_info["city"])
        wished = request.query.get("lang", "")
        if city is None or (wished and wished not in library.languages):
            raise web.HTTPNotFound
        languages = [wished] if wished else list(library.languages)
        shown = page_screen.slides(library, city, self.doors.now())
        number = _number(request.query.get("page", "")) % (len(shown) * len(languages))
        place = page_screen.Spot(city, shown, number, languages, is_fixed=bool(wished), address=self._base(request))
        site = self._in(library, place.language)
        key = (city.name, number, wished, place.address)
        return self._page(request, site, lambda: self.drawing.screen(site, place), key=key, keeping=ASKED_AGAIN)

    async def sitemap(self, request: web.Request) -> web.Response:
        library, base = self.doors.library(), self._base(request)
        key = ("sitemap", base)
        body = self.drawn.body(library, self.doors.now(), key, lambda: self.drawing.sitemap(library, base))
        return _answer(request, body, "application/xml", FOR_ALL)

    def _site(self, request: web.Request) -> Site:
        library = self.doors.library()
        language = request.match_info["lang"]
        if language not in library.languages:
            raise web.HTTPNotFound
        return self._in(library, language)

    def _in(self, library: Library, language: str) -> Site:
        public_url = self.doors.public_url.rstrip("/")
        return Site(library, language, self.doors.now(), public_url, self.doors.exit_url)

    def _base(self, request: web.Request) -> str:
        return self.doors.public_url.rstrip("/") or str(request.url.origin())

    def _page(
        self,
        request: web.Request,
        site: Site,
        draw: Callable[[], str],
        is_sealed: bool = False,
        key: tuple[object, ...] = (),
        keeping: str = FOR_ALL,
    ) -> web.Response:
        body = self.drawn.body(site.library, site.now, key or (request.path,), draw)
        response = _answer(request, body, "text/html", LEAVES_NO_TRACE if is_sealed else keeping)
        response.headers.update(HEADERS)
        response.headers["Content-Language"] = site.language
        return response


def _known(all: Mapping[str, Value], id: str) -> Value:
    found = all.get(id)
    if found is None:
        raise web.HTTPNotFound
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 0


def _elsewhere(path: str) -> web.Response:
    return web.Response(status=308, headers={"Location": quote(path), "Cache-Control": FOR_ALL})


def _answer(request: web.Request, body: Body, type: str, keeping: str) -> web.Response:
    """A body that browsers may keep for a while and need not fetch twice, unless it must leave no trace."""
    headers = {"Cache-Control": keeping, "Vary": "Accept-Encoding"}
    tag = None if keeping == LEAVES_NO_TRACE else ETag(body.tag, is_weak=True)
    if tag is not None and any(known.value in (tag.value, "*") for known in request.if_none_match or ()):
        response = web.Response(status=304, headers=headers)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        response = web.Response(body=body.packed, content_type=type, charset="utf-8", headers=headers)
    else:
        response = web.Response(body=body.plain, content_type=type, charset="utf-8", headers=headers)
    if tag is not None:
        response.etag = tag
    return response
