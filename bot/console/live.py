"""News for an open page, as server-sent events: with a heartbeat, few for each session, none once it has ended."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.browser.guard import HEADERS
from bot.console.context import Context
from bot.console.room import AWAY, current

HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 1.0
"""How soon a stream notices that its session has ended."""
RETRY_MS = 3_000
News = AsyncIterator[object]
END = object()


async def live(context: Context, news: News) -> web.StreamResponse:
    """Sends what `news` gives, as JSON, as long as the session stands. For a route declared with live=True."""
    stream = web.StreamResponse(
        headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"} | HEADERS
    )
    assert context.session is not None
    with contextlib.suppress(ConnectionError, *AWAY):
        await stream.prepare(context.request)
        async with context.desk.streams.opened(context.session.key):
            await stream.write(b"retry: %d\n\n" % RETRY_MS)
            await _send(context, stream, news)
    return stream


async def _send(context: Context, stream: web.StreamResponse, news: News) -> None:
    next_one: asyncio.Future[object] | None = None
    quiet = 0.0
    try:
        while True:
            next_one = next_one or asyncio.ensure_future(_next(news))
            done, _ = await asyncio.wait([next_one], timeout=CHECK_SECONDS)
            if await current(context.desk, context.token) is None:
                await stream.write(b"event: ended\ndata: 0\n\n")
                return
            quiet += CHECK_SECONDS
            if done:
                what, next_one, quiet = next_one.result(), None, 0.0
                if what is END:
                    return
                await stream.write(f"event: change\ndata: {json.dumps(what)}\n\n".encode())
            elif quiet >= HEARTBEAT_SECONDS:
                quiet = 0.0
                await stream.write(b":\n\n")
    finally:
        if next_one is not None:
            next_one.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await next_one


async def _next(news: News) -> object:
    return await anext(news, END)


async def changes(look: Callable[[], Awaitable[Any]], seconds: float = 2.0) -> AsyncIterator[object]:
    """What `look` finds, each time that it is other than before; the first finding is no news."""
    before = await look()
    while True:
        await asyncio.sleep(seconds)
        found = await look()
        if found != before:
            before = found
            yield found
