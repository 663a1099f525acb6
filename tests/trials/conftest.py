"""A Redis of our own, a receiver, and processes of the service that end with the test."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import RedisServer
from tests.service import KEY, Receiver, Service

Start = Callable[..., Service]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """One that a test may kill."""
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder)
    server.start()
    yield server
    if server.process is not None and server.process.poll() is None:
        server.pause(False)
        server.kill()


@pytest.fixture
def start(tmp_path: Path, receiver: Receiver) -> Iterator[Start]:
    running: list[Service] = []

    def begin(
        redis: str = "",
        only: str = "",
        name: str = "var",
        wait: bool = True,
        mark: str = "",
        afresh: bool = False,
        **settings: str,
    ) -> Service:
        if redis:
            settings |= {"BOT_REDIS_URL": redis, "BOT_SECRET_KEYS": KEY}
        service = Service(tmp_path / name, receiver, settings, only)
        service.afresh = afresh
        if mark:
            service.command = (sys.executable, "-m", "tests.trials.marked", mark)
        running.append(service)
        return service.start(wait)

    yield begin
    for service in running:
        if service.process is not None and service.process.poll() is None:
            service.kill()
