"""What a page is given: who asks, what they may do, their words, and the ways to show and to note."""

import logging
import re
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from bot.browser import guard
from bot.console.cookies import Cookies
from bot.console.desk import Desk
from bot.console.form import Form
from bot.console.page import ROOT, Entry, Page
from bot.domain import staff
from bot.domain.counting import ZONE
from bot.domain.staff import Account, Role, Roles, Scope, Whose
from bot.library.library import Library
from bot.store.sessions import Session

log = logging.getLogger(__name__)
PIECE_BYTES = 32 << 10
NOBODY = "nobody"
LOGGABLE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass
class Context:
    request: web.Request
    here: str
    """The name of the page that was asked for; empty where there is none."""
    desk: Desk
    cookies: Cookies
    library: Library
    language: str
    now: datetime
    menu: tuple[Entry, ...] = ()
    session: Session | None = None
    somebody: Account | None = None
    """Who asks; on pages for those who are signed in, `account` has them for sure."""
    form: Form = field(default_factory=Form)
    """What was sent, on a POST: its token is right already."""
    token: str = ""
    """The number in the browser's cookie, or the one it is about to get."""

    # who asks, and what they may

    @property
    def account(self) -> Account:
        if self.somebody is None:
            raise RuntimeError("this page is open to people who are not signed in; declare what it needs")
        return self.somebody

    @property
    def roles(self) -> Roles:
        return self.desk.roles

    @property
    def role(self) -> Role:
        return self.roles.get(self.account.role) or Role(self.account.role)

    @property
    def is_signed_in(self) -> bool:
        return self.session is not None and self.session.whole

    def may(self, resource: str, action: str, on: Whose | None = None) -> bool:
        """Whether they may do this: with this thing, or with any at all."""
        if not self.is_signed_in or self.somebody is None:
            return False
        return staff.may(self.roles, self.somebody, resource, action, on)

    def scope(self, resource: str, action: str) -> Scope | None:
        """With which things: what a list is narrowed to before it is read."""
        return staff.scope(self.roles, self.account, resource, action)

    async def allow(self, resource: str, action: str, on: Whose | None, id: str) -> None:
        """Goes on only if they may do this with this thing. Else, and when there is none (None), the same 404.

        The attempt is noted: whoever tries numbers of other people's cases is seen.
        """
        if on is None or not self.may(resource, action, on):
            await self.note("denied", id, tried=f"{resource}.{action}")
            raise web.HTTPNotFound

    # what is noted

    async def note(self, what: str, on: str = "", **details: str | int) -> None:
        """A line in the log of who saw and did what, on disk when this returns. Ids only, never words of people."""
        who = self.somebody.id if self.somebody is not None else NOBODY
        await self.desk.audit.note(who, what, on if LOGGABLE.fullmatch(on) else "", **details)

    # words

    def say(self, phrase: str, **values: str | int) -> str:
        """The phrase console.<phrase>."""
        return self.library.phrase(f"console.{phrase}", self.language, **values)

    def has(self, phrase: str) -> bool:
        return self.library.has_phrase(f"console.{phrase}")

    def day(self, when: datetime | int) -> str:
        return self.library.date(_moment(when).date().isoformat(), self.language)

    def time(self, when: datetime | int) -> str:
        local = _moment(when)
        return self.library.hour(local.hour * 60 + local.minute, self.language)

    def moment(self, when: datetime | int) -> str:
        """Day and hour, as people say them in Mexico City."""
        return self.say("moment", day=self.day(when), time=self.time(when))

    def ago(self, when: datetime | int) -> str:
        """How long since then, or until then, in one unit."""
        seconds = int(self.now.timestamp() - _moment(when).timestamp())
        way, amount = ("in" if seconds < 0 else "ago"), abs(seconds)
        if amount < MINUTE:
            return self.say("ago.now")
        for unit, length in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
            if amount >= length:
                return self.say(f"{way}.{unit}", count=amount // length)
        raise AssertionError

    # answers

    def page(self, template: str, status: int = 200, **values: Any) -> Page:
        """A page drawn from templates/<template>."""
        return Page(template, values, status)

    def go(self, path: str, done: str = "", **query: str) -> web.Response:
        """To another page after something was done; `done` names the phrase console.done.<done> shown there."""
        asked = {**query, **({"done": done} if done else {})}
        return web.Response(status=303, headers={"Location": path + (f"?{urlencode(asked)}" if asked else "")})

    async def download(self, name: str, kind: str, pieces: AsyncIterable[str | bytes]) -> web.StreamResponse:
        """A file sent as it is made. Note what it shows before you call this: nobody does it for you.

        When it cannot be finished the line is cut, so that half a file does not pass for a whole one.
        """
        response = web.StreamResponse(
            headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'} | guard.HEADERS
        )
        waiting: list[bytes] = []
        try:
            await response.prepare(self.request)
            async for piece in pieces:
                waiting.append(piece.encode() if isinstance(piece, str) else piece)
                if sum(map(len, waiting)) >= PIECE_BYTES:
                    await response.write(b"".join(waiting))
                    waiting.clear()
            await response.write(b"".join(waiting))
        except Exception as error:
            log.warning("a download was cut", extra={"reason": type(error).__name__})
            if self.request.transport is not None:
                self.request.transport.abort()
        return response

    def path(self, rest: str = "", **query: str | int | None) -> str:
        """The address of a page below /staff, with what is asked of it."""
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
        return ROOT + rest + (f"?{urlencode(asked)}" if asked else "")

    def link(self, rest: str) -> str:
        """An address that can be sent to somebody."""
        base = self.desk.public_url or f"{self.request.url.scheme}://{self.request.host}"
        return f"{base.rstrip('/')}{ROOT}{rest}"

    def next_page(self, wished: str) -> str:
        """Where somebody wanted to go before they signed in, if that is a page of the console."""
        parts = urlsplit(wished)
        is_ours = parts.path == ROOT or parts.path.startswith(f"{ROOT}/")
        fits = is_ours and not parts.scheme and not parts.netloc and "\\" not in wished and wished.isprintable()
        return wished if fits and not parts.path.startswith((f"{ROOT}/login", f"{ROOT}/logout")) else ROOT

    @cached_property
    def offices(self) -> Mapping[str, str]:
        """The offices there are, by id, with their names."""
        return {id: office.name for id, office in self.library.casework.offices.items()}


def _moment(when: datetime | int) -> datetime:
    return (datetime.fromtimestamp(when, ZONE) if isinstance(when, int) else when).astimezone(ZONE)
