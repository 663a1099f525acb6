"""Listens for HTTP, and hangs up on who opens a connection without saying what for."""

import asyncio
import logging
import resource
from collections import Counter

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

log = logging.getLogger(__name__)

HEADER_SECONDS = 10.0
"""So long may the head of the first request of a connection take."""
MOST_SILENT = 20
"""So many connections of one address may take their time; further ones are given CROWDED_SECONDS. No more is shut out:
a whole shelter may come from one address, and so does everything behind a proxy."""
CROWDED_SECONDS = 3.0
SPARE_FILES = 200
"""File handles kept for Redis, the platforms, the spool and content, however many people connect."""


async def listen(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    """Like aiohttp's TCPSite, with a deadline for the first request and a limit on open connections."""
    loop = asyncio.get_running_loop()
    server = runner.server
    assert server is not None
    most = most_connections()
    porter = Porter(loop)

    def greet() -> RequestHandler:
        handler: RequestHandler = server()
        if len(server._connections) >= most:
            loop.call_later(0.05, handler.force_close)  # once it has its connection
            return handler
        loop.call_soon(loop.call_soon, porter.welcome, handler)  # once it has its connection
        return handler

    return await loop.create_server(greet, host, port, backlog=1024)


class Porter:
    """Gives who has connected some seconds to say what for, and fewer where many of one address say nothing."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.silent: Counter[str] = Counter()
        """Address to how many of its connections have the long time that is given to a few."""

    def welcome(self, handler: RequestHandler) -> None:
        peer = handler.transport.get_extra_info("peername") if handler.transport is not None else None
        address = str(peer[0]) if peer else ""
        if self.silent[address] >= MOST_SILENT:
            self.loop.call_later(CROWDED_SECONDS, hang_up_on_silence, handler)
            return
        self.silent[address] += 1
        self.loop.call_later(1.0, self._look, handler, address, HEADER_SECONDS - 1.0)

    def _look(self, handler: RequestHandler, address: str, left: float) -> None:
        """Whoever has spoken, or gone, makes room for another."""
        if left > 0 and handler._request_count == 0 and handler.transport is not None:
            self.loop.call_later(min(left, 1.0), self._look, handler, address, left - 1.0)
            return
        self.silent[address] -= 1
        if self.silent[address] <= 0:
            del self.silent[address]
        hang_up_on_silence(handler)


def hang_up_on_silence(handler: RequestHandler) -> None:
    if handler._request_count == 0:  # aiohttp itself would wait as long as between two requests
        handler.force_close()


def most_connections() -> int:
    """As many as file handles allow, once the system has given us all it may."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    if allowed < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            allowed = wanted
        except (OSError, ValueError):
            log.warning("few file handles", extra={"allowed": allowed})
    return max(100, allowed - SPARE_FILES)
