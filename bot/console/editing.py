"""What the pages for editors share: who may open them, what lies over the content, and the names of who laid it."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from bot.console.context import Context
from bot.console.page import Page
from bot.console.route import needs
from bot.domain.counting import local
from bot.domain.overlay import Overlay
from bot.library.library import Library
from bot.library.overlaying import overlaid
from bot.store.overlays import Overlays

READ, MARK = needs("content", "read"), needs("content", "mark")


def page_of(context: Context, tab: str, status: int = 200, **values: Any) -> Page:
    """A page under the entry `content` of the menu."""
    template = f"content_{tab}.html" if tab else "content.html"
    return context.page(template, status, here="content", tab=tab, title_of=titles(context), **values)


def overlays(context: Context) -> Overlays:
    return context.desk.store(Overlays)


def of_files(context: Context) -> Library:
    """What the files alone say."""
    shelf = context.desk.shelf
    return shelf.of_files if shelf is not None else context.library


def as_told(context: Context, overlay: Overlay) -> Library:
    """What people are told now: this process may need half a second more to follow what somebody has just said."""
    return overlaid(of_files(context), overlay)


async def names(context: Context) -> dict[str, str]:
    """The names of accounts by their ids."""
    return {account.id: account.name for account in await context.desk.accounts.all()}


def titles(context: Context) -> "Titles":
    return Titles(context)


class Titles:
    """The title of a topic or the name of a place, for its id."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def __call__(self, id: str) -> str:
        library = self.context.library
        place = library.directory.places.get(id)
        return place.name if place is not None else library.title(id, self.context.language) or id


def today_of(context: Context) -> str:
    """The day in Mexico City, as 2026-11-20."""
    return local(context.now).date().isoformat()


def back(context: Context, done: str) -> web.Response:
    """To the page whose form was sent."""
    parts = urlsplit(context.next_page(context.form.text("next", 500)))
    query = {name: value for name, value in parse_qsl(parts.query) if name != "done"}
    return context.go(parts.path, done=done, **query)
