"""Health, readiness and metrics: what operators and their machines ask a process."""

import asyncio
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError

from bot.app.health import Health
from bot.app.observing import forget_store, observe_content, observe_spool, observe_store
from bot.domain.counting import local
from bot.library.loading import Shelf
from bot.store.installation import KEY_DAYS, sealing_since
from bot.store.line import Line
from bot.store.spool import Spool

LOOPBACK = ("127.", "::1")
ANSWER_SECONDS = 2.0
"""A Redis that takes longer to say that it is there counts as away."""


@dataclass
class Observed:
    """What can be told of a process."""

    parts: tuple[str, ...]
    health: Health
    shelf: Shelf
    line: Line
    spool: Spool
    metrics_token: str


def observation_routes(process: Observed) -> list[web.RouteDef]:
    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        """Able to take work: content is loaded, Redis answers. Content that is broken since is told, and is no stop."""
        troubles, key = dict(process.health.troubles), {}
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await process.line.link.ping()
                today = local(datetime.now(UTC)).date()
                since = await sealing_since(process.line.link, process.line.seal, today)
                key = {"since": since.isoformat(), "old": (today - since).days > KEY_DAYS}
        except (RedisError, OSError, TimeoutError) as error:
            troubles["redis"] = type(error).__name__
        problems = [problem for problem in process.shelf.problems if problem.level == "error"]
        return web.json_response(
            {
                "ready": "redis" not in troubles,
                "parts": list(process.parts),
                "troubles": troubles,
                "content": {
                    "version": process.shelf.current.version,
                    "topics": len(process.shelf.current.topics),
                    "languages": list(process.shelf.current.languages),
                    "problems": [str(problem) for problem in problems[:20]],
                },
                "spooled": len(process.spool),
                "key": key,
            },
            status=503 if "redis" in troubles else 200,
        )

    async def metrics(request: web.Request) -> web.Response:
        if not _may_see_metrics(request, process.metrics_token):
            return web.json_response({"error": "metrics need a bearer token from beyond this machine"}, status=401)
        health = process.health
        observe_content(health, process.shelf)
        observe_spool(health, process.spool)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await observe_store(health, process.line.link, process.line.installation.partitions)
        except (RedisError, OSError, TimeoutError):
            forget_store(health)
        return web.Response(
            body=generate_latest(process.health.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)]


def _may_see_metrics(request: web.Request, token: str) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return True
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not proxied and (request.remote or "").startswith(LOOPBACK)
