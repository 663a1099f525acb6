"""The hooks: is it genuine, what does it say, is it safe on disk - then 200, and nothing else happens here."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web
from redis.exceptions import RedisError

from bot.app.health import Health
from bot.channels.contract import Call, Carry, Channel, Forged, NotAMessage, Post, Report, TryLater
from bot.domain.messages import Incoming
from bot.store.fates import REMEMBERED_SECONDS, Fates, Told
from bot.store.line import QUEUE_SECONDS, Line
from bot.store.spool import Spool, SpoolFull

log = logging.getLogger(__name__)

MOST_WAITING = 5_000
BODY_SECONDS = 10.0


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Busy(Exception):
    """It cannot be kept now."""


@dataclass
class Ingress:
    line: Line
    spool: Spool
    channels: Mapping[str, Channel]
    health: Health
    carry: Carry
    courtesies: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.fates = Fates(self.line.link, self.line.installation)

    def routes(self) -> list[web.RouteDef]:
        found: list[web.RouteDef] = []
        for channel in self.channels.values():
            if channel.hook:
                found.append(web.post(channel.hook, self._hook(channel)))
                found.append(web.get(channel.hook, self._greeting(channel), allow_head=False))
        return found

    async def accept(self, incoming: Incoming, delivers_again: bool) -> None:
        """Returns once the message is safe, in Redis or, for those who will not send again, on disk."""
        try:
            if len(self.spool) and not delivers_again:
                raise Busy  # it must not overtake what is on disk already
            if self.line.backlog >= MOST_WAITING:
                raise Busy
            await self.line.queue(incoming)
        except (Busy, RedisError, OSError, TimeoutError) as error:
            if not isinstance(error, Busy):
                self.health.trouble("ingress", type(error).__name__)
            if delivers_again:
                raise Busy from None
            try:
                await self.spool.keep(incoming, time.time())
            except (SpoolFull, OSError) as full:
                self.health.trouble("spool", type(full).__name__)
                raise Busy from None
        else:
            self.health.well("ingress")
        self.health.arrives(incoming.channel)

    async def drain_spool(self, stopping: asyncio.Event) -> None:
        """Moves what was spooled into the line, once Redis is back."""
        while not stopping.is_set():
            await asyncio.sleep(1.0)
            if not len(self.spool):
                continue
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                moved = await self.spool.drain(self.line.queue)
                log.info("spool emptied", extra={"messages": moved})
                self.health.well("spool")

    def _hook(self, channel: Channel) -> Handler:
        async def hook(request: web.Request) -> web.Response:
            try:
                post = await _post(request, channel)
                channel.admit(post)
                incoming = channel.read(post)
                if len(incoming) == 1:
                    await self.accept(incoming[0], channel.delivers_again)
                elif incoming:
                    await asyncio.gather(*(self.accept(one, channel.delivers_again) for one in incoming))
                if reports := channel.reports(post):
                    await self._fold(channel, reports)
                if calls := channel.at_once(post):
                    task = asyncio.create_task(self._be_courteous(calls))
                    self.courtesies.add(task)
                    task.add_done_callback(self.courtesies.discard)
                body, kind = channel.acknowledgement(post)
            except Forged as forged:
                return self._refuse(channel, forged.status, "signature")
            except NotAMessage:
                return self._refuse(channel, 400, "not a message of this hook")
            except TooLarge:
                return self._refuse(channel, 413, "too large")
            except TimeoutError:
                return self._refuse(channel, 408, "too slow")
            except Busy:
                return self._refuse(channel, 503, "cannot keep it now, send it again")
            return web.Response(text=body, content_type=kind) if body else web.Response()

        return hook

    async def _fold(self, channel: Channel, reports: list[Report]) -> None:
        """Counts what the platform tells of our messages: each once, by how far it came."""
        reports = [report for report in reports if not report.at or time.time() - report.at < REMEMBERED_SECONDS]
        told = [Told(report.message, report.state, report.reason) for report in reports]
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                news = await self.fates.fold(channel.name, told, datetime.now(UTC))
        except (RedisError, OSError, TimeoutError) as error:
            self.health.trouble("ingress", type(error).__name__)
            if channel.delivers_again:
                raise Busy from None
            return
        for report, is_news in zip(reports, news, strict=True):
            if is_news:
                self.health.reported.labels(channel.name, report.state).inc()

    async def _be_courteous(self, calls: list[Call]) -> None:
        for call in calls:
            with contextlib.suppress(TryLater):
                await self.carry(call)

    def _refuse(self, channel: Channel, status: int, reason: str) -> web.Response:
        self.health.refused.labels(channel.name, str(status)).inc()
        log.info("post not taken", extra={"channel": channel.name, "status": status})
        headers = {"Retry-After": "2"} if status == 503 else None
        return web.json_response({"error": reason}, status=status, headers=headers)

    def _greeting(self, channel: Channel) -> Handler:
        async def greeting(request: web.Request) -> web.Response:
            answer = channel.greet(await _post(request, channel))
            if answer is None:
                raise web.HTTPForbidden
            return web.Response(text=answer, content_type="text/plain")

        return greeting


class TooLarge(Exception):
    pass


async def _post(request: web.Request, channel: Channel) -> Post:
    largest = channel.largest_body
    if (request.content_length or 0) > largest:
        raise TooLarge
    body = b""
    if request.content.is_eof() and request.content_length is not None:  # all of it is here already
        body = await _body(request, largest)
    elif request.can_read_body:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _body(request, largest)
    return Post(
        request.method,
        request.path,
        request.match_info.get("name", ""),
        request.query if request.method == "GET" else {},
        request.headers,
        body,
        str(request.url) if channel.signs_address else "",
    )


async def _body(request: web.Request, largest: int) -> bytes:
    if request.content_length is not None and "Content-Encoding" not in request.headers:
        return await request.read()
    parts, size = [], 0
    async for part in request.content.iter_any():
        size += len(part)
        if size > largest:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)
