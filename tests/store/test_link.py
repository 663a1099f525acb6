"""One connection that many share: who gives up waiting takes nobody along, and a server that hangs is let go of."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.store.feed import Feeds
from bot.store.installation import open_installation
from bot.store.link import Link
from bot.store.seal import Seal
from tests.conftest import RedisServer

ENOUGH = 30.0


@pytest.fixture
async def link(fresh_redis: RedisServer) -> AsyncIterator[Link]:
    found = Link(fresh_redis.url)
    await found.ping()
    yield found
    await found.close()


async def test_who_gives_up_waiting_takes_nobody_along(link: Link) -> None:
    giving_up = asyncio.create_task(link.one("BLPOP", "nothing", "0.3"))
    await asyncio.sleep(0)
    patient = [asyncio.create_task(link.one("INCR", "counted")) for _ in range(5)]
    while not link._wire or len(link._wire.waiting) < 6:
        await asyncio.sleep(0)
    giving_up.cancel()
    async with asyncio.timeout(ENOUGH):
        assert await asyncio.gather(*patient) == [1, 2, 3, 4, 5]
    assert giving_up.cancelled()


async def test_a_server_that_hangs_is_let_go_of(link: Link, redis_server: RedisServer) -> None:
    await link.one("PING")
    hung = link._wire
    redis_server.pause(True)
    try:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await link.one("PING")
        assert hung is not None and not hung.is_open, "what nobody waits for must not pile up"
    finally:
        redis_server.pause(False)
    async with asyncio.timeout(ENOUGH):
        assert await link.one("PING") == b"PONG"


@pytest.mark.parametrize("steps", range(5))
async def test_a_stream_that_is_to_end_ends_even_when_something_came_just_then(link: Link, steps: int) -> None:
    seal = Seal(["a-key-for-tests-of-24-characters"])
    feeds = Feeds(link, seal, await open_installation(link, seal, 4))

    async def follow() -> None:
        async for _ in feeds.follow("somebody", ""):
            pass

    following = asyncio.create_task(follow())
    while await link.client.pubsub_numsub("feeds") != [(b"feeds", 1)]:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)  # its first look at the feed is over: it waits for news
    feeds._wake(*feeds._listeners)
    for _ in range(steps):
        await asyncio.sleep(0)
    following.cancel()
    ended, _ = await asyncio.wait([following], timeout=ENOUGH)
    assert ended, "it goes on for ever"
    await feeds.close()
