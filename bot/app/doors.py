"""Health, readiness and metrics: what operators and their machines ask a process."""

import asyncio
import hmac
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError

from bot.app.settings import Settings

if TYPE_CHECKING:
    from bot.app.run import Service

LOOPBACK = ("127.", "::1")
ANSWER_SECONDS = 2.0
"""A Redis that takes longer to say that it is there counts as away."""


def observation_routes(service: "Service", settings: Settings) -> list[web.RouteDef]:
    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        """Able to take work: content is loaded, Redis answers. Content that is broken since is told, and is no stop."""
        troubles = dict(service.health.troubles)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await service.store.link.ping()
        except (RedisError, OSError, TimeoutError) as error:
            troubles["redis"] = type(error).__name__
        problems = [problem for problem in service.shelf.problems if problem.level == "error"]
        service.health.content_problems.set(len(problems))
        return web.json_response(
            {
                "ready": "redis" not in troubles,
                "parts": list(service.parts),
                "troubles": troubles,
                "content": {
                    "version": service.shelf.current.version,
                    "topics": len(service.shelf.current.topics),
                    "languages": list(service.shelf.current.languages),
                    "problems": [str(problem) for problem in problems[:20]],
                },
                "spooled": len(service.spool),
            },
            status=503 if "redis" in troubles else 200,
        )

    async def metrics(request: web.Request) -> web.Response:
        if not _may_see_metrics(request, settings.metrics_token):
            return web.json_response({"error": "metrics need a bearer token from beyond this machine"}, status=401)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                lengths = await service.line.lengths()
            for stream, length in lengths.items():
                service.health.waiting.labels(stream).set(length)
        except (RedisError, OSError, TimeoutError):
            service.health.waiting.clear()
        return web.Response(
            body=generate_latest(service.health.registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", metrics)]


def _may_see_metrics(request: web.Request, token: str) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return True
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not proxied and (request.remote or "").startswith(LOOPBACK)
