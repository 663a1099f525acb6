"""The pages of the real content, served by themselves: they need no Redis."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.library.library import Library
from bot.web.files import web_assets
from bot.web.pages import PageDoors, routes

Client = TestClient[web.Request, web.Application]
PUBLIC = "https://farol.example"


@dataclass
class Stand:
    """What the pages are drawn from; a test may change it."""

    library: Library
    now: datetime = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def stand(library: Library) -> Stand:
    return Stand(library)


@pytest.fixture
async def client(stand: Stand) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(routes(PageDoors(lambda: stand.library, lambda: stand.now, PUBLIC)))
    app.router.add_get("/static/web/{name}", web_assets().serve)
    for path in ("/chat/events", "/staff", "/staff/people", "/hooks/telegram", "/healthz", "/metrics", "/robots.txt"):
        app.router.add_get(path, lambda _: web.Response(text="not a page"))
    async with TestServer(app) as server, TestClient(server) as client:
        yield client
