"""The real service in its own processes, and the far end of a bridge: what failure and end-to-end tests use."""

import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.request
import zlib
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.processes import Process, begin
from tests.waiting import PATIENCE, wait_until

ROOT = Path(__file__).parents[1]
CACHE = Path(tempfile.gettempdir()) / f"farol-tests-{os.getuid()}-{zlib.crc32(str(ROOT).encode()):08x}"
"""What was learned from the content: learned once, not anew by each process that a test starts."""
SECRET = "a-secret-of-the-bridge-in-tests"
KEY = "a-key-for-tests-of-enough-letters"


KEPT: list[socket.socket] = []
"""Ports given away by this process: bound, so that the system gives them to nobody else until somebody listens."""


def free_port(also: int = 0) -> int:
    """A port of our own while the tests run; with `also`, the one that many higher is ours, too."""
    while True:
        port = _keep_port(0)
        if not also or (port + also < 65_536 and _keep_port(port + also)):
            return port


def _keep_port(port: int) -> int:
    kept = socket.socket()
    try:
        kept.bind(("127.0.0.1", port))
    except OSError:
        kept.close()
        return 0
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # only now: who asks for any port must not get it
    KEPT.append(kept)
    return int(kept.getsockname()[1])


class Receiver:
    """The callback URL of a bridge: notes every reply it gets, and can be told to fail."""

    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []
        self.status = 200
        self.delay = 0.0
        self.refuse: set[str] = set()
        self.later: dict[str, int] = {}
        """Person to the seconds of Retry-After that they get once with a 429."""
        self.held: set[str] = set()
        """People whose posts are not answered before `let_go`."""
        self.let_go = threading.Event()
        self.asked: list[tuple[str, float]] = []
        self.faults: list[str] = []
        """What to do wrong with the next posts: a status, `reset` or `hang`."""
        self.headers: dict[str, str] = {}
        """Said with every answer."""
        self.lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
                assert self.headers["X-Signature-256"] == expected
                reply = json.loads(body)
                time.sleep(receiver.delay)
                if reply["to"] in receiver.held:
                    receiver.let_go.wait(PATIENCE)
                with receiver.lock:
                    receiver.asked.append((reply["to"], time.monotonic()))
                    fault = receiver.faults.pop(0) if receiver.faults else ""
                    after = receiver.later.pop(reply["to"], None)
                if fault == "reset":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                status = 503 if reply["to"] in receiver.refuse else receiver.status
                status = 429 if after is not None else int(fault) if fault else status
                if status == 200:
                    with receiver.lock:
                        receiver.replies.append(reply)
                self.send_response(status)
                if after is not None:
                    self.send_header("Retry-After", str(after))
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 1024  # with few, what a killed process had sent could come in seconds later

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/callback"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def of(self, person: str) -> list[dict[str, Any]]:
        return [reply for reply in self.replies if reply["to"] == person]

    def wait_for(self, count: int, seconds: float = PATIENCE) -> None:
        wait_until(lambda: len(self.replies) >= count, f"all of {count} replies", seconds)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Service:
    """`bot run` with some parts, as an operator starts it."""

    command: Sequence[str] = (sys.executable, "-m", "bot")
    afresh = False
    """Whether Python itself is started, too; see tests/processes.py."""

    def __init__(self, folder: Path, receiver: Receiver, settings: Mapping[str, str], only: str = "") -> None:
        self.folder, self.only = folder, only
        STARTED.append(self)
        self.port = free_port()
        folder.mkdir(exist_ok=True)
        bridges = folder / "bridges.yaml"
        bridges.write_text(json.dumps([{"name": "test", "secret": SECRET, "callback": receiver.url}]))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        self.environment = clean | {
            "BOT_PORT": str(self.port),
            "BOT_DATA_DIR": str(folder),
            "BOT_BRIDGES": str(bridges),
            "BOT_LOG_LEVEL": "debug",
            **settings,
        }
        cache = folder / "cache"
        if not cache.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            cache.symlink_to(CACHE)
        self.log = folder / f"log-{self.port}"
        self.process: Process | None = None

    def start(self, wait: bool = True) -> "Service":
        words = [*self.command, "run", *(["--only", self.only] if self.only else [])]
        with self.log.open("ab") as out, open(os.devnull, "rb") as nothing:
            files = [nothing.fileno(), out.fileno(), out.fileno()]
            self.process = begin(words, ROOT, self.environment, files, self.afresh)
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self, seconds: float = PATIENCE) -> None:
        def is_ready() -> bool:
            assert self.process is not None and self.process.poll() is None, self.log.read_text()
            return "Farol is ready." in self.log.read_text()

        wait_until(is_ready, "Farol", seconds)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Asks it to stop; returns what it ended with."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def post(self, message: Mapping[str, Any], timeout: float = PATIENCE) -> int:
        told = (str(message.get(name, "")) for name in ("from", "text"))
        SAID.update(said for said in told if len(said) >= LONG_ENOUGH)
        body = json.dumps(message).encode()
        return self.post_raw(body, sign(body), timeout)

    def post_raw(self, body: bytes, signature: str, timeout: float = PATIENCE) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            headers = {"X-Signature-256": signature} if signature else {}
            connection.request("POST", "/hooks/bridge/test", body, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def keeps(self, message: Mapping[str, Any]) -> None:
        """Posts until the service has it, as a platform does."""
        until = time.monotonic() + PATIENCE
        said: object = None
        while time.monotonic() < until:
            try:
                said = self.post(message)
            except OSError as error:
                said = error
            if said == 200:
                return
            time.sleep(0.1)
        end = self.process.poll() if self.process else None
        raise AssertionError(f"never taken: {said!r}, process ended with {end}; {self.log.read_text()[-4_000:]}")

    def ready(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=PATIENCE) as response:
            found: dict[str, Any] = json.load(response)
            return found

    def metric(self, name: str) -> float:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=PATIENCE) as response:
            lines = response.read().decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


STARTED: list[Service] = []
SAID: set[str] = {SECRET, KEY}
"""What no log may hold: our secrets, and what people of the tests said or are called, if long enough to be told."""


def leaks() -> list[str]:
    """Where a log holds what it must not; what people said is no leak where it is a word of our own, as a choice is."""
    found = []
    for service in STARTED:
        log = service.log.read_text("utf-8", "replace") if service.log.exists() else ""
        secrets = {value for name, value in service.environment.items() if name.endswith(SECRET_SETTINGS) and value}
        found += [f"{service.log}: {said}" for said in SAID | secrets if said in log]
    return found


SECRET_SETTINGS = ("_TOKEN", "_SECRET", "_SECRET_KEYS", "_SID")
LONG_ENOUGH = 8


def sign(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
