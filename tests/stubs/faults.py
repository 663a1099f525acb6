"""What the stub platforms share: failures on demand, a memory of what came, control over HTTP, a clock of their own."""

import asyncio
import contextlib
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Fault:
    """What the next call meets instead of an answer."""

    status: int = 500
    body: str = ""
    retry_after: str = ""
    kind: str = "answer"
    """answer, hang (never answers), reset (closes the line), cut (half an answer), garbage (200 that is no JSON)."""


@dataclass
class Heard:
    """One request that a stub took, as it came."""

    path: str
    body: bytes
    headers: dict[str, str]
    at: float
    answer: int = 0


@dataclass
class Stub:
    """A platform's server. Subclasses add their routes and rules."""

    heard: list[Heard] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    shift: float = 0.0
    """Seconds by which this server's clock is ahead: a day passes in no time."""
    url: str = ""
    runner: web.AppRunner | None = None

    def now(self) -> float:
        return time.time() + self.shift

    def fail(self, times: int = 1, **fault: Any) -> None:
        self.faults.extend(Fault(**fault) for _ in range(times))

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1 << 20, middlewares=[self._remember])
        app.add_routes(self.routes())
        app.add_routes(
            [
                web.post("/_stub/fail", self._control_fail),
                web.post("/_stub/shift", self._control_shift),
                web.get("/_stub/log", self._control_log),
                web.post("/_stub/reset", self._control_reset),
            ]
        )
        return app

    async def start(self, port: int = 0) -> "Stub":
        self.runner = web.AppRunner(self.app(), shutdown_timeout=0.1, handler_cancellation=True)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", port)
        await site.start()
        assert site._server is not None
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[attr-defined]
        return self

    async def stop(self) -> None:
        if self.runner is not None:
            await self.runner.cleanup()

    @web.middleware
    async def _remember(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path.startswith("/_stub/"):
            return await handler(request)
        heard = Heard(request.path, await request.read(), dict(request.headers), self.now())
        self.heard.append(heard)
        fault = self.faults.popleft() if self.faults else None
        response = await (self._meet(fault, request) if fault else handler(request))
        heard.answer = response.status
        return response

    async def _meet(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.kind == "hang":
            await asyncio.sleep(3600)
        if fault.kind == "reset":
            assert request.transport is not None
            request.transport.abort()
        if fault.kind == "cut":
            response = web.StreamResponse(headers={"Content-Length": "1000"})
            await response.prepare(request)
            await response.write(b'{"half"')
            assert request.transport is not None
            request.transport.close()
            return response
        if fault.kind == "garbage":
            return web.Response(text="<html>please log in")
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        return web.Response(status=fault.status, text=fault.body, headers=headers, content_type="application/json")

    # control, for a stub in a process of its own

    async def _control_fail(self, request: web.Request) -> web.Response:
        told = await request.json()
        self.fail(told.pop("times", 1), **told)
        return web.json_response({"waiting": len(self.faults)})

    async def _control_shift(self, request: web.Request) -> web.Response:
        self.shift = float((await request.json())["seconds"])
        return web.json_response({"now": self.now()})

    async def _control_log(self, request: web.Request) -> web.Response:
        rows = [asdict(heard) | {"body": heard.body.decode("utf-8", "replace")} for heard in self.heard]
        return web.json_response(rows)

    async def _control_reset(self, request: web.Request) -> web.Response:
        self.heard.clear()
        self.faults.clear()
        self.shift = 0.0
        return web.json_response({})


def serve(stub: Stub, port: int) -> None:
    """Runs until it is interrupted; the address is the first line printed."""

    async def forever() -> None:
        await stub.start(port)
        print(stub.url, flush=True)
        try:
            await asyncio.Event().wait()
        finally:
            await stub.stop()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(forever())
