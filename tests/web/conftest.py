"""A web chat on a real Redis, and a browser to open it in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.library.library import Library
from bot.library.reader import Reader
from bot.store.feed import Feeds
from bot.store.installation import open_installation
from bot.store.link import Link
from bot.store.seal import Seal
from bot.web.chat import Doors
from tests.conftest import RedisServer
from tests.web.stand import ROOT, Service, Site, served


@pytest.fixture(scope="session")
def library() -> Library:
    found, problems = Reader(ROOT / "content", ROOT / "locales", learning=False).load(lenient=True)
    assert found is not None, problems
    return found


@pytest.fixture
async def service(fresh_redis: RedisServer) -> AsyncIterator[Service]:
    link = Link(fresh_redis.url)
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


@pytest.fixture
async def site(doors: Doors, service: Service) -> AsyncIterator[Site]:
    site = Site("", service, doors, [])
    async with served(doors, site) as server:
        site.url = str(server.make_url("/"))
        doors.exit_url = str(server.make_url("/elsewhere")).replace("127.0.0.1", "localhost")
        yield site
        doors.streams.close()
