"""The command and the service as an operator meets them, on a small tree of content that starts at once."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests import processes
from tests.library.conftest import Tree
from tests.service import ROOT, Receiver, Service
from tests.waiting import PATIENCE

Bot = Callable[..., "subprocess.CompletedProcess[str]"]
Start = Callable[..., Service]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Two topics; the program's own sentences are the real ones."""
    return Tree(tmp_path_factory.mktemp("small"))


@pytest.fixture
def trees(small: Tree) -> dict[str, str]:
    return {"BOT_CONTENT_DIR": str(small.content), "BOT_LOCALES_DIR": str(ROOT / "locales")}


def data_folder(path: Path, small: Tree) -> Path:
    """With a cache apart from that of the real content, whose learning takes long and must not be pushed out."""
    path.mkdir(exist_ok=True)
    small.cache.mkdir(exist_ok=True)
    if not (path / "cache").exists():
        (path / "cache").symlink_to(small.cache)
    return path


def clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BOT_")} | dict(settings)


@pytest.fixture
def bot(tmp_path: Path, trees: dict[str, str]) -> Bot:
    """Runs `bot` with words and settings to its end, in a folder of its own."""

    def run(
        *words: str, given: str | bytes = "", seconds: float = PATIENCE, afresh: bool = False, **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        environment = clean_environment({"BOT_DATA_DIR": str(tmp_path / "d"), **trees, "PYTHONPATH": str(ROOT)})
        given = given if isinstance(given, bytes) else given.encode()
        command = [sys.executable, "-m", "bot", *words]
        return processes.in_words(processes.run(command, tmp_path, environment | settings, given, seconds, afresh))

    return run


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def start(tmp_path: Path, receiver: Receiver, small: Tree, trees: dict[str, str]) -> Iterator[Start]:
    """Starts the service with settings; it ends with the test."""
    running: list[Service] = []

    def begin(name: str = "d", wait: bool = True, only: str = "", **settings: str) -> Service:
        service = Service(data_folder(tmp_path / name, small), receiver, trees | settings, only)
        running.append(service)
        return service.start(wait)

    yield begin
    for service in running:
        if service.process is not None and service.process.poll() is None:
            service.kill()


def is_refused(done: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    """It stopped with one line that says these words, and with no traceback."""
    assert done.returncode == code, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("bot"), done.stderr
    assert not [word for word in words if word not in lines[0]], lines[0]
