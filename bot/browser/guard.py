"""What every answer carries, and which requests are let in."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class TooLarge(Exception):
    """More was sent than anybody writes in one message."""


def guarded(handler: Handler, headers: Mapping[str, str] = HEADERS) -> Handler:
    """The handler, with our headers on whatever it answers."""

    @functools.wraps(handler)
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPException as refusal:
            add_headers(refusal, headers)
            raise
        if not response.prepared:
            add_headers(response, headers)
        return response

    return answer


def add_headers(response: web.StreamResponse, headers: Mapping[str, str] = HEADERS) -> None:
    for name, value in headers.items():
        response.headers.setdefault(name, value)


def is_from_our_page(request: web.Request) -> bool:
    """Whether a page of ours may have sent this; other sites may not write in a person's name.

    What is not a browser names neither, and has no one's cookies to misuse.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.casefold() == request.host.casefold()


def is_from_elsewhere(request: web.Request) -> bool:
    """Another site surely sent this. Milder than the above: leaving must work in the oldest browser."""
    origin = request.headers.get("Origin", "null")
    if "Sec-Fetch-Site" in request.headers or origin == "null":
        return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
    return not is_from_our_page(request)


async def body_of(request: web.Request, most: int) -> bytes:
    """The body as it came, read no further than `most` bytes."""
    if (request.content_length or 0) > most:
        raise TooLarge
    parts: list[bytes] = []
    size = 0
    async for part in request.content.iter_any():
        size += len(part)
        if size > most:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)
