"""News for an open page: told as they come, and no longer than the session stands."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from bot.browser.streams import MOST
from bot.console import live
from bot.console.context import Context
from bot.console.live import changes
from bot.console.page import SIGNED_IN
from bot.console.route import get
from tests.console.kit import Client, Console


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> "asyncio.Queue[object]":
    """What a page of a test looks at; it is there only here."""
    from bot.console import room

    news: asyncio.Queue[object] = asyncio.Queue()

    async def coming() -> AsyncIterator[object]:
        while True:
            yield await news.get()

    @get("/test/live", SIGNED_IN, live=True)
    async def page(request: web.Request, context: Context) -> web.StreamResponse:
        return await live.live(context, coming())

    found = [*room.found_routes(), page]
    monkeypatch.setattr(room, "found_routes", lambda: found)
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.2)
    return news


class Listening:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.heard = b""
        self.ended = asyncio.Event()
        self.task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        url = f"{self.client.console.url}/staff/test/live"
        async with ClientSession(cookie_jar=self.client.jar) as session, session.get(url) as got:
            assert got.status == 200 and got.headers["Content-Security-Policy"]
            async for part in got.content.iter_any():
                self.heard += part
        self.ended.set()

    async def hears(self, what: bytes) -> None:
        async with asyncio.timeout(20):
            while what not in self.heard:
                await asyncio.sleep(0.01)


async def test_news_come_with_a_heartbeat_between(numbers: "asyncio.Queue[object]", console: Console) -> None:
    listening = Listening(await console.signed_in("viewer"))
    await listening.hears(b"retry: ")
    await listening.hears(b"\n:\n\n")
    numbers.put_nowait({"count": 3})
    await listening.hears(b'event: change\ndata: {"count": 3}\n\n')
    listening.task.cancel()


async def test_w05_a_stream_ends_with_its_session_and_tells_nothing_after(
    numbers: "asyncio.Queue[object]", console: Console
) -> None:
    client = await console.signed_in("viewer")
    listening = Listening(client)
    await listening.hears(b"retry: ")
    session = await console.desk.sessions.of(client.token, console.desk.seconds)
    assert session is not None
    await console.desk.sessions.end(session)
    numbers.put_nowait("secret")
    async with asyncio.timeout(20):
        await listening.ended.wait()
    assert b"secret" not in listening.heard and b"event: ended" in listening.heard


async def test_an_open_page_does_not_keep_the_session_alive(numbers: "asyncio.Queue[object]", console: Console) -> None:
    client = await console.signed_in("viewer")
    console.clock.passes(minutes=29)
    listening = Listening(client)
    await listening.hears(b"retry: ")
    console.clock.passes(minutes=2)
    async with asyncio.timeout(20):
        await listening.ended.wait()


async def test_the_oldest_of_many_streams_gives_way(numbers: "asyncio.Queue[object]", console: Console) -> None:
    client = await console.signed_in("viewer")
    first = Listening(client)
    await first.hears(b"retry: ")
    others = [Listening(client) for _ in range(MOST)]
    for each in others:
        await each.hears(b"retry: ")
    async with asyncio.timeout(20):
        await first.ended.wait()
    for each in others:
        each.task.cancel()


async def test_who_is_not_signed_in_hears_nothing(numbers: "asyncio.Queue[object]", console: Console) -> None:
    assert (await console.stranger().get("/test/live")).status == 403


async def test_only_what_is_other_than_before_is_news() -> None:
    found = iter([1, 1, 2, 2, 1])

    async def look() -> int:
        return next(found)

    news = changes(look, 0.001)
    assert [await anext(news), await anext(news)] == [2, 1]
