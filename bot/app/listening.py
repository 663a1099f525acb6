"""Listens for HTTP, and hangs up on who opens a connection without saying what for, or does not take the answer."""

import asyncio
import logging
import resource
import socket

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_server import Server

log = logging.getLogger(__name__)

HEADER_SECONDS = 10.0
"""So long may the head of the first request of a connection take."""
GRACE_SECONDS = 1.0
"""A connection that says nothing for so long is silent. Proxies and browsers on any line but a bad one have spoken by
then: they are never counted, however many come from one address, as from a shelter or from a proxy of our own."""
MOST_SILENT = 20
"""So many silent connections of one address are borne; for one more the oldest is closed at once."""
STUCK_SECONDS = 60.0
"""Who takes nothing of an answer for so long is gone, or means harm."""
ANSWER_SECONDS = 600.0
"""So long may an answer wait for one who takes it by the byte."""
LOOK_SECONDS = 10.0
SPARE_FILES = 200
"""File handles kept for Redis, the platforms, the spool and content, however many people connect."""


async def listen(runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
    """Like aiohttp's TCPSite, with limits on open connections, on silent ones, and on answers that nobody takes."""
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

    listener = await loop.create_server(greet, host, port, backlog=1024)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        for each in listener.sockets:  # what is accepted has it from here
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(STUCK_SECONDS * 1000))
    loop.call_later(LOOK_SECONDS, drop_untaken, listener, server, {})
    return listener


class Porter:
    """Gives who has connected some seconds to say what for, and at any time to only a few of each address."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.silent: dict[str, list[RequestHandler]] = {}
        """Address to those of its connections that have said nothing, the oldest first."""

    def welcome(self, handler: RequestHandler) -> None:
        peer = handler.transport.get_extra_info("peername") if handler.transport is not None else None
        self.loop.call_later(GRACE_SECONDS, self._look, handler, str(peer[0]) if peer else "")

    def _look(self, handler: RequestHandler, address: str) -> None:
        if not is_silent(handler):
            return
        waiting = [each for each in self.silent.get(address, ()) if is_silent(each)]
        while len(waiting) >= MOST_SILENT:
            waiting.pop(0).force_close()
        self.silent[address] = [*waiting, handler]
        self.loop.call_later(HEADER_SECONDS - GRACE_SECONDS, self._lose_patience, handler, address)

    def _lose_patience(self, handler: RequestHandler, address: str) -> None:
        if is_silent(handler):  # aiohttp itself would wait as long as between two requests
            handler.force_close()
        self.silent[address] = [each for each in self.silent.get(address, ()) if is_silent(each)]
        if not self.silent[address]:
            del self.silent[address]


def is_silent(handler: RequestHandler) -> bool:
    """It is open, and the head of its first request is not complete."""
    return handler._request_count == 0 and handler.transport is not None


def drop_untaken(listener: asyncio.Server, server: Server, before: dict[RequestHandler, float]) -> None:
    """The system ends a connection that takes nothing of an answer; one that takes it by the byte is ended here."""
    loop = asyncio.get_running_loop()
    since = {}
    for handler, transport in list(server._connections.items()):
        if transport.get_write_buffer_size():
            since[handler] = before.get(handler, loop.time())
            if loop.time() - since[handler] >= ANSWER_SECONDS:
                transport.abort()
    if listener.is_serving():
        loop.call_later(LOOK_SECONDS, drop_untaken, listener, server, since)


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
