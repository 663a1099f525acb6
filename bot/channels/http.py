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


class Connection(asyncio.Protocol):
    """One kept-open connection with one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[Answer] | None = None
        self.since = 0.0
        self.ends_with_connection = False
        self.limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes, seconds: float) -> asyncio.Future[Answer]:
        assert self.transport is not None
        loop = asyncio.get_running_loop()
        self.waiting = loop.create_future()
        self.limit = loop.call_later(seconds, self.fail, "no answer in time")
        self.parser = httptools.HttpResponseParser(self)
        self.parts: list[bytes] = []
        self.size = 0
        self.headers: dict[str, str] = {}
        self.ends_with_connection = False
        self.transport.write(request)
        return self.waiting

    def data_received(self, data: bytes) -> None:
        if self.waiting is None or self.waiting.done():
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
        if self.limit is not None:
            self.limit.cancel()
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(TryLater(reason=reason))
        self.close()

    # called by the parser

    def on_headers_complete(self) -> None:
        self.ends_with_connection = not {"content-length", "transfer-encoding"} & self.headers.keys()

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.lower().decode("latin-1")] = value.decode("latin-1")

    def on_body(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > MOST_BODY:
            self.fail("answer too large")
        else:
            self.parts.append(part)

    def on_message_complete(self) -> None:
        if self.waiting is not None and not self.waiting.done():
            assert self.limit is not None
            self.limit.cancel()
            status = self.parser.get_status_code()
            if not self.parser.should_keep_alive():
                self.close()
            self.waiting.set_result(Answer(status, b"".join(self.parts), self.headers))


class Http:
    """Posts to platforms over a pool of connections for each of them."""

    def __init__(self, timeout: float = 30.0) -> None:
        self.timeout = timeout
        self.idle: dict[tuple[str, str, int], list[Connection]] = defaultdict(list)
        self.heads: dict[str, tuple[tuple[str, str, int], str, bytes]] = {}
        self.tls = ssl.create_default_context()

    async def post(self, call: Call) -> Answer:
        """The platform's answer; TryLater when there was none."""
        origin, target, head = self._head(call.url)
        lines = [b"POST ", target.encode("ascii", "strict"), head]
        for name, value in call.headers:
            lines.append(f"{name}: {value}\r\n".encode("latin-1"))
        lines.append(b"Content-Length: %d\r\n\r\n" % len(call.body))
        lines.append(call.body)
        connection = await self._connection(origin)
        try:
            answer = await connection.ask(b"".join(lines), self.timeout)
        except BaseException:
            connection.close()
            raise
        if connection.is_open():
            connection.since = asyncio.get_running_loop().time()
            self.idle[origin].append(connection)
        return answer

    def _head(self, url: str) -> tuple[tuple[str, str, int], str, bytes]:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        known = self.heads.get(base)
        if known is None:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            head = f" HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n".encode("ascii")
            known = self.heads[base] = (parts.scheme, parts.hostname or "", port), "", head
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return known[0], target, known[2]

    async def _connection(self, origin: tuple[str, str, int]) -> Connection:
        idle = self.idle[origin]
        oldest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while idle:
            connection = idle.pop()
            if connection.is_open() and connection.since > oldest:
                return connection
            connection.close()
        scheme, host, port = origin
        try:
            async with asyncio.timeout(10):
                _, connection = await asyncio.get_running_loop().create_connection(
                    Connection, host, port, ssl=self.tls if scheme == "https" else None
                )
        except (OSError, TimeoutError) as error:
            raise TryLater(reason=f"cannot connect ({type(error).__name__})") from None
        return connection

    def close(self) -> None:
        for connections in self.idle.values():
            for connection in connections:
                connection.close()
        self.idle.clear()
