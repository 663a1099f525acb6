"""HTTP to the platforms: kept-open connections and httptools, because the client is the dearest part of a reply."""

import asyncio
import ssl
from collections import defaultdict
from typing import cast
from urllib.parse import urlsplit

import httptools

from bot.channels.contract import Answer, Call, TryLater

MOST_BODY = 1 << 20
"""Answers of the platforms are small; a larger one is not read."""
IDLE_SECONDS = 50.0
LOOK_SECONDS = 0.5
MOST_HEADS = 1_000

Origin = tuple[str, str, int]
"""Scheme, host, port."""


class Connection(asyncio.Protocol):
    """One kept-open connection with one request at a time; it goes back to its pool by itself."""

    def __init__(self, pool: list["Connection"]) -> None:
        self.pool = pool
        self.loop = asyncio.get_running_loop()
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self.deadline = self.since = 0.0
        self.parser = httptools.HttpResponseParser(self)
        self._forget_answer()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes, deadline: float) -> asyncio.Future[Answer]:
        assert self.transport is not None
        self.waiting, self.deadline = self.loop.create_future(), deadline
        self.transport.write(request)
        return self.waiting

    def data_received(self, data: bytes) -> None:
        if self.waiting is None:
            self.close()
            return
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.fail("answer is not HTTP")

    def connection_lost(self, error: Exception | None) -> None:
        if error is None and self.ends_with_connection:
            self.on_message_complete()
        self.fail("connection lost")

    def is_open(self) -> bool:
        return self.transport is not None and not self.transport.is_closing()

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()

    def fail(self, reason: str) -> None:
        waiting, self.waiting = self.waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(TryLater(reason=reason))
        self.close()

    # called by the parser

    def on_message_begin(self) -> None:
        if self.waiting is None:  # an answer nobody asked for must not be taken for the next one
            self.close()
        self._forget_answer()

    def _forget_answer(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0
        self.headers: dict[str, str] = {}
        self.ends_with_connection = False

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.lower().decode("latin-1")] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.ends_with_connection = not {"content-length", "transfer-encoding"} & self.headers.keys()

    def on_body(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > MOST_BODY:
            self.fail("answer too large")
        else:
            self.parts.append(part)

    def on_message_complete(self) -> None:
        waiting, self.waiting = self.waiting, None
        if waiting is None or waiting.done():
            self.close()
            return
        waiting.set_result(Answer(self.parser.get_status_code(), b"".join(self.parts), self.headers))
        if self.parser.should_keep_alive():
            self.since = self.loop.time()
            self.pool.append(self)
        else:
            self.close()


class Http:
    """Posts to platforms over a pool of connections for each of them."""

    def __init__(self, timeout: float = 30.0) -> None:
        self.timeout = timeout
        self.idle: dict[Origin, list[Connection]] = defaultdict(list)
        self.heads: dict[str, tuple[Origin, bytes]] = {}
        self.asked: set[Connection] = set()
        """Connections whose answer is awaited."""
        self.looking: asyncio.TimerHandle | None = None
        self.tls = ssl.create_default_context()

    async def post(self, call: Call) -> Answer:
        """The platform's answer; TryLater when there was none."""
        known = self.heads.get(call.url)
        origin, head = known if known is not None else self._head(call.url)
        headers = "".join([f"{name}: {value}\r\n" for name, value in call.headers])
        request = b"%b%bContent-Length: %d\r\n\r\n%b" % (head, headers.encode("latin-1"), len(call.body), call.body)
        connection = self._idle(origin) or await self._connect(origin)
        self.asked.add(connection)
        if self.looking is None:
            self.looking = connection.loop.call_later(LOOK_SECONDS, self._look)
        try:
            return await connection.ask(request, connection.loop.time() + self.timeout)
        except BaseException:  # the answer that may still come is nobody's
            connection.close()
            raise
        finally:
            self.asked.discard(connection)

    def _look(self) -> None:
        """Who has been asked and did not answer in time; one look for all, because a timer for each costs more."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in [one for one in self.asked if one.deadline < now]:
            connection.fail("no answer in time")
        self.looking = loop.call_later(LOOK_SECONDS, self._look) if self.asked else None

    def _head(self, url: str) -> tuple[Origin, bytes]:
        """Where a request goes, and its first lines: made once for each address."""
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        head = f"POST {target} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n".encode("ascii")
        if len(self.heads) >= MOST_HEADS:
            self.heads.clear()
        self.heads[url] = (parts.scheme, parts.hostname or "", port), head
        return self.heads[url]

    def _idle(self, origin: Origin) -> Connection | None:
        idle = self.idle[origin]
        while idle:
            connection = idle.pop()
            if connection.is_open() and connection.since > connection.loop.time() - IDLE_SECONDS:
                return connection
            connection.close()
        return None

    async def _connect(self, origin: Origin) -> Connection:
        scheme, host, port = origin
        try:
            async with asyncio.timeout(10):
                _, connection = await asyncio.get_running_loop().create_connection(
                    lambda: Connection(self.idle[origin]), host, port, ssl=self.tls if scheme == "https" else None
                )
        except (OSError, TimeoutError) as error:
            raise TryLater(reason=f"cannot connect ({type(error).__name__})") from None
        return connection

    def close(self) -> None:
        for connections in self.idle.values():
            for connection in connections:
                connection.close()
        self.idle.clear()
        if self.looking is not None:
            self.looking.cancel()
