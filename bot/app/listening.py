"""Listens for HTTP, and hangs up on who opens a connection without saying what for."""

import asyncio
import logging
import resource

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

log = logging.getLogger(__name__)

HEADER_SECONDS = 10.0
"""So long may the head of the first request of a connection take."""
SPARE_FILES = 200
"""File handles kept for Redis, the platforms, the spool and content, however many people connect."""


async def listen(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    """Like aiohttp's TCPSite, with a deadline for the first request and a limit on open connections."""
    loop = asyncio.get_running_loop()
    server = runner.server
    assert server is not None
    most = most_connections()

    def greet() -> RequestHandler:
        handler: RequestHandler = server()
        if len(server._connections) >= most:
            loop.call_later(0.05, handler.force_close)  # once it has its connection
            return handler
        loop.call_later(HEADER_SECONDS, hang_up_on_silence, handler)
        return handler

    return await loop.create_server(greet, host, port, backlog=1024)


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
