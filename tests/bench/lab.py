"""The bench's own Redis, stub and servers: each fresh for a run, each on its core, ended by what started them."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bot.channels import found_channels

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-bench-with-32-letters"
READY_SECONDS = 120.0
FOREIGN_CORES = 0.15
"""When others take more than this the run is done again."""

LIMIT, LIBRARIES = "bare", ("python-telegram-bot", "aiogram")
PEERS = {
    LIMIT: "tests.bench.limit",
    LIBRARIES[0]: "tests.bench.telegram_bot",
    LIBRARIES[1]: "tests.bench.aiogram_bot",
}
"""What we are compared with; the libraries' bots speak Telegram only."""
PARTS = {
    "1 process": (("ingress", "worker", "sender", "web"),),
    "2 processes": (("ingress", "web", "sender"), ("worker",)),
}
HOOKS = {"bridge": "/hooks/bridge/bench", "telegram": "/hooks/telegram", "whatsapp": "/hooks/whatsapp"}


class Broken(Exception):
    """A process of ours did not come up, or the load did not go through."""


@dataclass
class Cores:
    """The server has one core; what measures it, Redis included, another."""

    server: set[int] = field(default_factory=set)
    rest: set[int] = field(default_factory=set)

    @staticmethod
    def of_this_machine() -> "Cores":
        mine = sorted(os.sched_getaffinity(0))
        return Cores({mine[0]}, {mine[1]}) if len(mine) > 1 else Cores(set(mine), set(mine))


@dataclass
class Running:
    """One run's processes while they live."""

    url: str
    stub: str
    redis: str
    servers: list[subprocess.Popen[bytes]]
    helpers: dict[str, subprocess.Popen[bytes]]
    ready_seconds: float

    def ended(self) -> str:
        """Which of them is gone, and how."""
        named = self.helpers | {f"server {at}": server for at, server in enumerate(self.servers)}
        return ", ".join(f"{name} ended with {one.poll()}" for name, one in named.items() if one.poll() is not None)


@dataclass
class Lab:
    folder: Path
    cores: Cores = field(default_factory=Cores.of_this_machine)
    tries: int = 3
    """How often a run is done until nobody disturbs it."""
    patience_seconds: float = 60.0
    """So long in all may be spent on doing runs again."""
    logs: int = 0

    def __post_init__(self) -> None:
        """What is measured is a copy: nobody's edit during the bench counts."""
        self.content, self.locales, self.data = (self.folder / name for name in ("content", "locales", "data"))
        shutil.copytree(ROOT / "content", self.content)
        shutil.copytree(ROOT / "locales", self.locales)

    @contextmanager
    def process(
        self,
        command: Sequence[str],
        cores: set[int],
        says: str,
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
        """A process that has said it is ready, and how long that took; ended when left."""
        self.logs += 1
        path = self.folder / f"log-{self.logs}"
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        surroundings |= {"PYTHONPATH": str(ROOT), **(environment or {})}
        began = time.monotonic()
        with path.open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=surroundings,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=lambda: os.sched_setaffinity(0, cores),
            )
        try:
            while says.encode() not in path.read_bytes():
                if process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                    raise Broken(f"{' '.join(command[:4])} did not start: {path.read_text()[-800:]}")
                time.sleep(0.01)
            yield process, time.monotonic() - began
        finally:
            end(process)

    @contextmanager
    def running(
        self,
        contender: str,
        platform: str = "bridge",
        content: Path | None = None,
        data: Path | None = None,
    ) -> Iterator[Running]:
        """A contender with a fresh Redis and a fresh stub."""
        with contextlib.ExitStack() as stack, tempfile.TemporaryDirectory(dir=self.folder) as kept:
            port, redis_port, stub_port = free_ports(3)
            redis_command = ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--dir", kept]
            redis_command += ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]
            redis, _ = stack.enter_context(self.process(redis_command, self.cores.rest, "eady to accept connections"))
            stub = f"http://127.0.0.1:{stub_port}"
            stub_command = [sys.executable, "-m", "tests.bench.stub", "--port", str(stub_port)]
            stub_process, _ = stack.enter_context(self.process(stub_command, self.cores.rest, "stub on"))
            address = f"redis://127.0.0.1:{redis_port}"
            servers, took = [], 0.0
            if contender in PEERS:
                command = [sys.executable, "-m", PEERS[contender], "--port", str(port), "--stub", stub]
                command += ["--redis", address, "--secret", SECRET]
                server, took = stack.enter_context(self.process(command, self.cores.server, "ready"))
                servers.append(server)
            else:
                environment = self.settings(port, stub, address, platform, content, data)
                for parts in PARTS[contender]:
                    command = [sys.executable, "-m", "bot", "run", "--only", ",".join(parts)]
                    server, seconds = stack.enter_context(
                        self.process(command, self.cores.server, "ready", environment)
                    )
                    servers.append(server)
                    took = max(took, seconds)
            yield Running(
                f"http://127.0.0.1:{port}", stub, address, servers, {"redis": redis, "stub": stub_process}, took
            )

    def settings(
        self, port: int, stub: str, redis: str, platform: str, content: Path | None, data: Path | None
    ) -> dict[str, str]:
        """The environment of the service under test."""
        found = {
            "BOT_PORT": str(port),
            "BOT_REDIS_URL": redis,
            "BOT_SECRET_KEYS": SECRET,
            "BOT_CONTENT_DIR": str(content or self.content),
            "BOT_LOCALES_DIR": str(self.locales),
            "BOT_DATA_DIR": str(data or self.data),
            "BOT_LOG_FORMAT": "json",
        }
        if platform == "bridge":
            bridges = self.folder / "bridges.yaml"
            bridges.write_text(f"- {{name: bench, secret: {SECRET}, callback: '{stub}/callback/bench'}}\n")
            found["BOT_BRIDGES"] = str(bridges)
        elif platform == "telegram":
            found |= {
                "BOT_TELEGRAM_TOKEN": "424242:" + "T" * 35,
                "BOT_TELEGRAM_SECRET": SECRET,
                "BOT_TELEGRAM_MODE": "webhook",
                "BOT_TELEGRAM_API": stub,
            }
        else:
            found |= {
                "BOT_WHATSAPP_TOKEN": "T" * 40,
                "BOT_WHATSAPP_PHONE_ID": "106540352242922",
                "BOT_WHATSAPP_APP_SECRET": SECRET,
                "BOT_WHATSAPP_VERIFY_TOKEN": SECRET,
                "BOT_WHATSAPP_API": stub,
            }
        return found | unhurried(platform)

    def load(self, running: Running, platform: str, options: Sequence[str]) -> dict[str, Any]:
        """What the load generator saw."""
        command = [sys.executable, "-m", "tests.bench.load", "--url", running.url + HOOKS[platform]]
        command += ["--stub", running.stub, "--platform", platform, "--secret", SECRET]
        command += ["--pid", f"redis={running.helpers['redis'].pid}"]
        command += ["--pid", ",".join(str(server.pid) for server in running.servers)]
        done = subprocess.run(
            [*command, *options],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: os.sched_setaffinity(0, self.cores.rest),
            capture_output=True,
            timeout=240,
        )
        if done.returncode or running.ended():
            raise Broken(f"the load did not go through; {running.ended()}: {done.stderr.decode()[-800:]}")
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def measure(
        self,
        contender: str,
        options: Sequence[str],
        platform: str = "bridge",
        after: Callable[[Running, dict[str, Any]], None] | None = None,
        **where: Path,
    ) -> dict[str, Any]:
        """One run, again while other programs take the machine; `noisy` when they never let go."""
        result: dict[str, Any] = {}
        for attempt in range(1, self.tries + 1):
            began = time.monotonic()
            if attempt > 1:
                wait_for_quiet()
            try:
                with self.running(contender, platform, **where) as running:
                    result = self.load(running, platform, options)
                    if after is not None:
                        after(running, result)
            except Broken:
                if attempt == self.tries:
                    raise
                continue
            result["noisy"] = result["foreign_cores"] > FOREIGN_CORES
            result["tries"] = attempt
            if attempt > 1:
                self.patience_seconds -= time.monotonic() - began
            if not result["noisy"] or self.patience_seconds <= 0:
                break
        result["contender"] = contender
        return result


def unhurried(platform: str) -> dict[str, str]:
    """The platform's own pace, where it is a setting, out of the way: what is measured is ours."""
    module = found_channels().get(platform)
    names = getattr(getattr(module, "Settings", None), "__dataclass_fields__", {})
    return {f"BOT_{platform}_{name}".upper(): "0" for name in names if name.endswith("per_second")}


def wait_for_quiet(longest: float = 10.0) -> None:
    until = time.monotonic() + longest
    while time.monotonic() < until and psutil.cpu_percent(0.5) > 8:
        pass


def free_ports(many: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(many)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
