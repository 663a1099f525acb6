"""A web chat on a real Redis, with a stand-in for the service behind it, and a browser to open it in."""

import asyncio
import contextlib
import json
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, async_playwright

from bot.domain.messages import Incoming
from bot.library.library import Library
from bot.library.reader import Reader
from bot.store.feed import Feeds
from bot.store.installation import open_installation
from bot.store.link import Link
from bot.store.seal import Seal
from bot.web.chat import Busy, Doors, friendly, routes

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def library() -> Library:
    found, problems = Reader(ROOT / "content", ROOT / "locales", learning=False).load(lenient=True)
    assert found is not None, problems
    return found


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("redis")
    socket = folder / "redis.sock"
    with subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    ) as process:
        for _ in range(200):
            if socket.exists():
                break
            time.sleep(0.02)
        yield f"unix://{socket}"
        process.terminate()


@dataclass
class Service:
    """Stands in for the whole service: what it was given, and answers that a test sets or that echo the ids."""

    feeds: Feeds
    busy: bool = False
    taken: list[Incoming] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    delay: float = 0.0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def accept(self, incoming: Incoming) -> None:
        if self.busy:
            raise Busy
        if (incoming.address, incoming.id) in self.seen:
            return
        self.seen.add((incoming.address, incoming.id))
        self.taken.append(incoming)
        task = asyncio.create_task(self.reply(incoming))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def reply(self, incoming: Incoming) -> None:
        await asyncio.sleep(self.delay)
        asked = incoming.choice or incoming.text or "location"
        language = asked.partition(".")[2] if asked.startswith("language.") else incoming.language_hint or "es"
        for number, answer in enumerate(self.answers.get(asked, [{"text": f"R:{asked}"}])):
            await self.say(incoming.address, f"{incoming.id}-{number}", {"language": language} | answer)

    async def say(self, address: str, id: str, answer: dict[str, Any]) -> None:
        entry = {
            "id": id, "text": "", "choices": [], "location": None, "place": "", "sealed": False,
            "wants_location": False, "language": "es",
        } | answer  # fmt: skip
        entry["choices"] = [{"id": id, "label": label} for id, label in entry["choices"]]
        await self.feeds.append(address, json.dumps(entry, ensure_ascii=False).encode())


@pytest.fixture
async def service(redis_url: str) -> AsyncIterator[Service]:
    link = Link(redis_url)
    await link.one("FLUSHALL")
    seal = Seal(["a-key-for-tests-of-24-characters"])
    feeds = Feeds(link, seal, await open_installation(link, seal, 4))
    serving = Service(feeds)
    yield serving
    for task in list(serving.tasks):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    await feeds.close()
    await link.close()


@pytest.fixture
def doors(service: Service, library: Library) -> Doors:
    return Doors(lambda: library, service.feeds, service.accept, secure=False, now=lambda: datetime.now(UTC))


@pytest.fixture
async def client(doors: Doors) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    async with served(doors) as server, TestClient(server) as client:
        yield client
        doors.streams.close()


@dataclass
class Site:
    url: str
    service: Service
    doors: Doors
    requests: list[str]
    """What the browsers asked for, as `GET /`."""
    is_down: bool = False
    """Every connection is cut instead of answered, as on a bad line."""


@contextlib.asynccontextmanager
async def served(doors: Doors, site: Site | None = None) -> AsyncIterator[TestServer]:
    @web.middleware
    async def watch(request: web.Request, handler: Any) -> web.StreamResponse:
        if site is not None:
            site.requests.append(f"{request.method} {request.path}")
            if site.is_down and request.transport is not None:
                request.transport.abort()
        answer: web.StreamResponse = await handler(request)
        return answer

    app = web.Application(middlewares=[watch, friendly(doors)])
    app.add_routes(routes(doors))
    app.router.add_get("/elsewhere", lambda _: web.Response(text="ELSEWHERE", content_type="text/html"))
    async with TestServer(app) as server:
        yield server


@pytest.fixture
async def site(doors: Doors, service: Service) -> AsyncIterator[Site]:
    site = Site("", service, doors, [])
    async with served(doors, site) as server:
        site.url = str(server.make_url("/"))
        doors.exit_url = str(server.make_url("/elsewhere")).replace("127.0.0.1", "localhost")
        yield site
        doors.streams.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()
