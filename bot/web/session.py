"""Who is who without knowing anybody: a random number in a cookie that goes when the browser closes."""

import re
import secrets
from dataclasses import dataclass

from aiohttp import web

NUMBER = re.compile(r"[A-Za-z0-9_-]{22}")
BYTES = 16


@dataclass(frozen=True)
class Cookies:
    """The names and ways of our two cookies: the session, and the language last used."""

    secure: bool

    @property
    def session(self) -> str:
        return "__Host-farol" if self.secure else "farol"

    @property
    def language(self) -> str:
        return f"{self.session}-language"

    def session_of(self, request: web.Request) -> str:
        """The session's number; empty for somebody who has not done anything yet."""
        number = request.cookies.get(self.session, "")
        return number if NUMBER.fullmatch(number) else ""

    def give(self, response: web.StreamResponse, session: str) -> None:
        self._set(response, self.session, session)

    def give_language(self, response: web.StreamResponse, language: str) -> None:
        self._set(response, self.language, language)

    def drop(self, response: web.StreamResponse) -> None:
        for name in (self.session, self.language):
            response.del_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Strict")

    def _set(self, response: web.StreamResponse, name: str, value: str) -> None:
        response.set_cookie(name, value, path="/", secure=self.secure, httponly=True, samesite="Strict")


def new_session() -> str:
    return secrets.token_urlsafe(BYTES)
