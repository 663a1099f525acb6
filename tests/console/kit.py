"""The console on a real Redis, with accounts of every role and browsers that are signed in.

    async def test_a_caseworker_sees_the_queue(console: Console) -> None:
        page = await console.signed_in("caseworker").get("/queue")
        assert page.status == 200 and "…" in page.text

Fixtures (import them in a conftest.py: `from tests.console.kit import *`): `console`, and `browser` for chromium:

        page = await console.open(browser, "supervisor", "/queue")

`console.clock` is the time that the console believes; `console.desk.store(Referrals)` gives a store to seed.
"""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from argon2 import PasswordHasher
from playwright.async_api import Browser, BrowserContext, Page

from bot.console.desk import Desk
from bot.console.form import PROOF
from bot.console.passwords import Passwords
from bot.console.room import Room, routes
from bot.domain.staff import Account
from bot.library.library import Library
from bot.library.reader import Reader
from bot.store.installation import open_installation
from bot.store.link import Link
from bot.store.seal import Seal
from tests.browser import browser
from tests.conftest import RedisServer
from tests.web.stand import ROOT

__all__ = ["Client", "Console", "browser", "console", "library"]

OLD_KEY = "a-key-for-tests-of-24-characters"
PASSWORD = "four quiet herons by the river"
SECRET = b"twenty bytes of key!"
"""The second factor of every account that has one."""
HOME, AWAY = "tapachula", "tijuana"
START = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LANES = {"focal-point": ("gbv",)}


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Answer:
    status: int
    text: str
    headers: Mapping[str, str]
    cookies: Mapping[str, Any]

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def proof(self) -> str:
        found = re.search(rf'name="{PROOF}" value="([^"]+)"', self.text)
        return found[1] if found else ""

    def words(self) -> str:
        """What a person reads, without the markup."""
        body = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", self.text, flags=re.S)
        return " ".join(unescape(body).split())


@dataclass
class Client:
    """Somebody's browser, without the browser: keeps cookies, sends forms with their proof."""

    console: "Console"
    account: Account | None = None
    jar: CookieJar = field(default_factory=lambda: CookieJar(unsafe=True))
    headers: dict[str, str] = field(default_factory=lambda: {"Accept-Language": "es"})

    async def ask(self, method: str, path: str, **rest: Any) -> Answer:
        url = self.console.url + (path if path.startswith(("/staff", "/static")) else f"/staff{path}")
        async with (
            ClientSession(cookie_jar=self.jar) as session,
            session.request(
                method, url, allow_redirects=False, headers=self.headers | rest.pop("headers", {}), **rest
            ) as got,
        ):
            is_stream = got.content_type == "text/event-stream"
            text = "" if is_stream else (await got.read()).decode("utf-8", "replace")
            return Answer(got.status, text, got.headers, got.cookies)

    async def get(self, path: str = "", **rest: Any) -> Answer:
        return await self.ask("GET", path, **rest)

    async def post(
        self, path: str, form: Mapping[str, Any] | None = None, proof: str | None = None, **rest: Any
    ) -> Answer:
        """Sends a form; without `proof` given, with the one that belongs to the cookie."""
        fields = [(PROOF, self.proof() if proof is None else proof)]
        for name, value in (form or {}).items():
            fields += [(name, str(one)) for one in (value if isinstance(value, (list, tuple)) else [value])]
        return await self.ask("POST", path, data=[each for each in fields if each[1] or each[0] != PROOF], **rest)

    def proof(self) -> str:
        return self.console.room.cookies.proof(self.token) if self.token else ""

    @property
    def token(self) -> str:
        found = [one.value for one in self.jar if one.key == self.console.room.cookies.session]
        return found[0] if found else ""

    @token.setter
    def token(self, value: str) -> None:
        self.jar.update_cookies({self.console.room.cookies.session: value})


@dataclass
class Console:
    url: str
    desk: Desk
    clock: Clock
    room: Room
    accounts: dict[str, Account]
    """An active account of each role, under the role's name; of the office HOME. `other-caseworker` is of AWAY."""
    redis: RedisServer
    tokens: dict[str, str] = field(default_factory=dict)

    def stranger(self) -> Client:
        return Client(self)

    async def signed_in(self, who: str, language: str = "") -> Client:
        """A client with a whole session of its own."""
        account = await self.account(who)
        if language:
            account = await self.desk.accounts.change(account, replace(account, language=language), self.desk.roles)
        client = Client(self, account)
        client.token = await self.desk.sessions.start(account, self.desk.seconds, whole=True, browser="Firefox, Linux")
        return client

    async def account(self, who: str) -> Account:
        """As it is now."""
        found = await self.desk.accounts.of(self.accounts[who].id)
        assert found is not None
        return found

    async def add(self, who: str, role: str, office: str = HOME, lanes: tuple[str, ...] = ()) -> Account:
        """An active account, with PASSWORD, and with SECRET as second factor if its role needs one."""
        desk = self.desk
        name = who.replace("-", " ").title()
        account = await desk.accounts.add(name, role, office, lanes, desk.seconds)
        token = await desk.accounts.invite(account, desk.seconds)
        account = await desk.accounts.take_up(token, await desk.passwords.hash(PASSWORD), "", desk.seconds)
        if desk.roles[role].needs_second_factor:
            account = await desk.accounts.set_second_factor(account, SECRET, 1)
        self.accounts[who] = account
        return account

    async def open(self, browser: Browser, who: str, path: str = "", language: str = "es", **settings: Any) -> Page:
        """The page in chromium, signed in; `who` may be empty for a stranger. Settings as of `browser.new_context`."""
        context: BrowserContext = await browser.new_context(locale=language, **settings)
        context.set_default_timeout(30_000)
        if who:
            client = await self.signed_in(who, language)
            cookie = {"name": self.room.cookies.session, "value": client.token, "url": self.url}
            await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        await page.goto(f"{self.url}/staff{path}")
        return page


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content without what it learns from."""
    found, problems = Reader(ROOT / "content", ROOT / "locales", learning=False).load(lenient=True)
    assert found is not None, problems
    return found


_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@contextlib.asynccontextmanager
async def running(redis: RedisServer, library: Library, **settings: Any) -> AsyncIterator[Console]:
    link = Link(redis.url)
    await link.load_scripts()
    seal = Seal([OLD_KEY])
    clock = Clock()
    installation = await open_installation(link, seal, 4)
    shelf = settings.get("shelf")
    current = (lambda: shelf.current) if shelf is not None else (lambda: library)
    desk = Desk(current, clock, link, seal, installation, passwords=Passwords(_HASHER), **settings)
    app = web.Application(client_max_size=1 << 20)
    app.add_routes(routes(desk))
    async with TestServer(app) as server:
        console = Console(str(server.make_url("")).rstrip("/"), desk, clock, Room(desk), {}, redis)
        for role in desk.roles:
            await console.add(role, role, lanes=LANES.get(role, ()))
        await console.add("other-caseworker", "caseworker", AWAY)
        yield console
        desk.streams.close()
        await asyncio.sleep(0)
    await link.close()


@pytest.fixture
async def console(fresh_redis: RedisServer, library: Library) -> AsyncIterator[Console]:
    async with running(fresh_redis, library) as console:
        yield console
