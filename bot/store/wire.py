"""One connection to a Redis server, many commands in flight: redis-py's own costs several times the commands' time.

Everything asked for in one go is one write, and its replies are one future. `Link` uses it for a single server;
clusters, publishing and administration go through redis-py.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Sequence
from typing import Any, cast

import hiredis
from redis.asyncio.connection import SSLConnection, parse_url
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import NoScriptError, ResponseError

CONNECT_SECONDS = 5.0
STUCK_SECONDS = 0.5
"""A server that owes replies and says nothing for so long counts as hanging."""
NOTHING = object()


def error_of(text: str) -> Exception:
    return NoScriptError(text) if text.startswith("NOSCRIPT") else ResponseError(text)


class Wire(asyncio.Protocol):
    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.replies = hiredis.Reader(replyError=error_of, notEnoughData=NOTHING)
        self.waiting: deque[tuple[int, list[Any], asyncio.Future[list[Any]]]] = deque()
        self.is_open = False
        self.quiet_since = 0.0
        """On the loop's clock: when the server last said something, or began to owe us a reply."""

    @classmethod
    async def connect(cls, url: str) -> "Wire":
        """Opens, and logs in as the address says."""
        to = parse_url(url)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                if "path" in to:
                    _, wire = await loop.create_unix_connection(cls, to["path"])
                else:
                    tls = ssl.create_default_context() if to.get("connection_class") is SSLConnection else None
                    _, wire = await loop.create_connection(
                        cls, to.get("host", "localhost"), int(to.get("port", 6379)), ssl=tls
                    )
                hello: list[Sequence[Any]] = []
                if to.get("password"):
                    hello.append(("AUTH", to.get("username") or "default", to["password"]))
                if to.get("db"):
                    hello.append(("SELECT", to["db"]))
                for reply in await wire.ask(hello) if hello else ():
                    if isinstance(reply, Exception):
                        wire.close()
                        raise reply
        except (OSError, TimeoutError) as error:
            raise Lost(f"cannot connect to Redis ({type(error).__name__})") from None
        return wire

    def ask(self, commands: Sequence[Sequence[Any]]) -> asyncio.Future[list[Any]]:
        """The replies, in order; what Redis refuses stands among them as an exception."""
        future: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        if not self.is_open or self.transport is None:
            future.set_exception(Lost("not connected to Redis"))
            return future
        if not self.waiting:
            self.quiet_since = asyncio.get_running_loop().time()
        self.waiting.append((len(commands), [], future))
        self.transport.write(b"".join([hiredis.pack_command(tuple(command)) for command in commands]))
        return future

    def is_stuck(self) -> bool:
        return bool(self.waiting) and asyncio.get_running_loop().time() - self.quiet_since > STUCK_SECONDS

    def close(self) -> None:
        self.is_open = False
        if self.transport is not None:
            self.transport.abort()

    # called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.is_open = cast(asyncio.Transport, transport), True

    def data_received(self, data: bytes) -> None:
        self.replies.feed(data)
        self.quiet_since = asyncio.get_running_loop().time()
        try:
            while self.waiting and (reply := self.replies.gets()) is not NOTHING:
                count, got, future = self.waiting[0]
                got.append(reply)
                if len(got) == count:
                    self.waiting.popleft()
                    if not future.done():
                        future.set_result(got)
        except hiredis.ProtocolError:
            self.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        while self.waiting:
            *_, future = self.waiting.popleft()
            if not future.done():
                future.set_exception(Lost("lost the connection to Redis"))
