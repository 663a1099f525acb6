"""What every answer of the web chat carries: it may ask where a person is, and it has a way out to another site."""

from urllib.parse import urlsplit

from aiohttp import web

from bot.browser import guard
from bot.browser.guard import Handler

HEADERS = guard.HEADERS | {
    "Permissions-Policy": guard.HEADERS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")
}


def policy_for(exit_url: str) -> str:
    """The policy of a page with the quick exit: browsers hold a form to `form-action` after a redirect too."""
    parts = urlsplit(exit_url)
    return guard.POLICY.replace("form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}")


def guarded(handler: Handler) -> Handler:
    """The handler, with our headers on whatever it answers."""
    return guard.guarded(handler, HEADERS)


def add_headers(response: web.StreamResponse) -> None:
    guard.add_headers(response, HEADERS)
