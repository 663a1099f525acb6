"""How a page declares its addresses: none can be without a word on who may open it."""

import importlib
import pkgutil
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from aiohttp import web

from bot.console.context import Context
from bot.console.page import ROOT, Entry, Needs, Page, Permission
from bot.domain.staff import GUARDED

ID = "[A-Za-z0-9_-]{1,64}"
FORM_BYTES = 64 << 10


Handler = Callable[[web.Request, Context], Awaitable[Page | web.StreamResponse]]


def needs(resource: str, action: str) -> Permission:
    return Permission(resource, action)


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    """Below /staff; a piece in braces is an id, as in /people/{id}."""
    needs: Needs
    handler: Handler
    menu: int = 0
    """Its place in the menu; 0: not in it. Its label is the phrase console.<module>.menu."""
    notes: str = ""
    """What the audit log says of it; empty: nothing by itself."""
    largest: int = FORM_BYTES
    """How many bytes a form may have."""
    live: bool = False
    """A stream that a page keeps open by itself: it is no sign that somebody is still there."""

    @property
    def name(self) -> str:
        return self.handler.__module__.rpartition(".")[2]

    @property
    def entry(self) -> Entry:
        return Entry(self.name, self.path, self.needs)

    @property
    def address(self) -> str:
        """For the router: every {piece} is an id, unless it says otherwise."""
        return ROOT + re.sub(r"\{(\w+)\}", rf"{{\1:{ID}}}", self.path)

    def __call__(self, request: web.Request, context: Context) -> Awaitable[Page | web.StreamResponse]:
        return self.handler(request, context)


def get(
    path: str, needs: Needs, *, menu: int = 0, notes: str | None = None, live: bool = False
) -> Callable[[Handler], Route]:
    """A page. What it shows of guarded things is noted before it is sent: as `notes`, or as resource.action."""
    said = "" if live else _noted(needs, notes)
    return lambda handler: Route("GET", path, needs, handler, menu, said, live=live)


def post(path: str, needs: Needs, *, notes: str | None = None, largest: int = FORM_BYTES) -> Callable[[Handler], Route]:
    """A form sent: its token is checked and it is noted before the handler is called."""
    return lambda handler: Route("POST", path, needs, handler, 0, _noted(needs, notes), largest)


def _noted(needs: Needs, notes: str | None) -> str:
    if notes is not None:
        return notes
    return f"{needs.resource}.{needs.action}" if isinstance(needs, Permission) and needs.resource in GUARDED else ""


def found_routes() -> list[Route]:
    """Those of all modules under pages/, by module and in the order they stand there."""
    return list(_routes())


def _routes() -> Iterator[Route]:
    from bot.console import pages

    for found in sorted(pkgutil.iter_modules(pages.__path__), key=lambda each: each.name):
        module = importlib.import_module(f"{pages.__name__}.{found.name}")
        yield from (each for each in vars(module).values() if isinstance(each, Route))
