"""The console's cookies: the session, and how it should look; and the token that proves a form is ours."""

import base64
import hashlib
import hmac
import secrets

from aiohttp import web

from bot.store.sessions import TOKEN

LOOKS = ("light", "dark")


class Cookies:
    def __init__(self, key: bytes, secure: bool) -> None:
        self._key, self.secure = key, secure

    @property
    def session(self) -> str:
        return "__Host-farol-staff" if self.secure else "farol-staff"

    @property
    def look(self) -> str:
        return f"{self.session}-look"

    @property
    def device(self) -> str:
        return f"{self.session}-known"

    @property
    def language(self) -> str:
        return f"{self.session}-language"

    def token_of(self, request: web.Request) -> str:
        """The number in the cookie: of a session, or of somebody who only looks at the page for signing in."""
        token = request.cookies.get(self.session, "")
        return token if TOKEN.fullmatch(token) else ""

    def look_of(self, request: web.Request) -> str:
        look = request.cookies.get(self.look, "")
        return look if look in LOOKS else ""

    def proof(self, token: str) -> str:
        """What a form must carry that is sent under this number."""
        digest = hmac.new(self._key, token.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def is_proof(self, given: str, token: str) -> bool:
        return bool(token) and hmac.compare_digest(given.encode("utf-8", "replace"), self.proof(token).encode())

    def device_of(self, request: web.Request, name: str) -> str:
        """The number of this browser, if somebody has signed in here under this name; `name` is its digest."""
        number, _, proof = request.cookies.get(self.device, "").partition(".")
        return number if TOKEN.fullmatch(number) and self.is_proof(proof, f"{number}{name}") else ""

    def give_device(self, response: web.StreamResponse, request: web.Request, name: str) -> None:
        number = self.device_of(request, name) or new_token()
        self.keep(response, self.device, f"{number}.{self.proof(number + name)}")

    def give(self, response: web.StreamResponse, token: str) -> None:
        self._set(response, self.session, token)

    def keep(self, response: web.StreamResponse, name: str, value: str) -> None:
        """A taste, not a secret: it outlives the session."""
        if value:
            self._set(response, name, value, max_age=365 * 86_400)
        else:
            response.del_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def drop(self, response: web.StreamResponse) -> None:
        response.del_cookie(self.session, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def _set(self, response: web.StreamResponse, name: str, value: str, max_age: int | None = None) -> None:
        response.set_cookie(name, value, path="/", secure=self.secure, httponly=True, samesite="Lax", max_age=max_age)


def new_token() -> str:
    return secrets.token_urlsafe(32)
