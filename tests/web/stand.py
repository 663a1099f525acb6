"""A stand-in for the service behind the web chat, and a site that browsers can open."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.messages import Incoming
from bot.store.feed import Feeds
from bot.web.chat import Busy, Doors, friendly, routes

ROOT = Path(__file__).parents[2]


@dataclass
class Service:
    """Stands in for the whole service: what it was given, and answers that a test sets or that echo the ids."""

    feeds: Feeds
    busy: bool = False
    taken: list[Incoming] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    delay: float = 0.0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Answers go out in the order of the messages, as the real service's do."""

    async def accept(self, incoming: Incoming) -> None:
        if self.busy:
            raise Busy
        if (incoming.address, incoming.id) in self.seen:
            return
        self.seen.add((incoming.address, incoming.id))
        self.taken.append(incoming)
        task = asyncio.create_task(self.reply(incoming))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def reply(self, incoming: Incoming) -> None:
        await asyncio.sleep(self.delay)
        asked = incoming.choice or incoming.text or "location"
        language = asked.partition(".")[2] if asked.startswith("language.") else incoming.language_hint or "es"
        async with self.turn:
            for number, answer in enumerate(self.answers.get(asked, [{"text": f"R:{asked}"}])):
                await self.say(incoming.address, f"{incoming.id}-{number}", {"language": language} | answer)

    async def say(self, address: str, id: str, answer: dict[str, Any]) -> None:
        entry = {
            "id": id, "text": "", "choices": [], "location": None, "place": "", "sealed": False,
            "wants_location": False, "language": "es",
        } | answer  # fmt: skip
        entry["choices"] = [{"id": id, "label": label} for id, label in entry["choices"]]
        await self.feeds.append(address, json.dumps(entry, ensure_ascii=False).encode())


@dataclass
class Site:
    url: str
    service: Service
    doors: Doors
    requests: list[str]
    """What the browsers asked for, as `GET /`."""
    is_down: bool = False
    """Every connection is cut instead of answered, as on a bad line."""


@contextlib.asynccontextmanager
async def served(doors: Doors, site: Site | None = None) -> AsyncIterator[TestServer]:
    @web.middleware
    async def watch(request: web.Request, handler: Any) -> web.StreamResponse:
        if site is not None:
            site.requests.append(f"{request.method} {request.path}")
            if site.is_down and request.transport is not None:
                request.transport.abort()
        answer: web.StreamResponse = await handler(request)
        return answer

    app = web.Application(middlewares=[watch, friendly(doors)])
    app.add_routes(routes(doors))
    app.router.add_get("/elsewhere", lambda _: web.Response(text="ELSEWHERE", content_type="text/html"))
    async with TestServer(app) as server:
        yield server
