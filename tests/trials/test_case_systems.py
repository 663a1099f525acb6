"""A case-management system is told by real processes: signed, through failures and kills, of nothing sealed."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RedisServer
from tests.service import Receiver
from tests.trials.conftest import Start
from tests.trials.test_referrals import PARTITIONS, erased, registered, step, wait_until_said
from tests.waiting import wait_until

SECRET = "a-secret-of-the-case-system-in-tests"
CANARY = "canario en la jaula"


class System:
    """The far end: takes what is signed, and fails when it is told to."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.refused = 0
        self.status = 200
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                expected = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
                assert self.headers["X-Signature-256"] == expected and CANARY.encode() not in body
                if system.status == 200:
                    system.told.append(json.loads(body))
                else:
                    system.refused += 1
                self.send_response(system.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/farol"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def has_heard(self, *events: str) -> bool:
        return [told["event"] for told in self.told] == [f"referral.{event}" for event in events]


@pytest.fixture
def system() -> Iterator[System]:
    found = System()
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_a_case_system_hears_of_everything_though_it_fails_and_the_service_is_killed(
    start: Start, own_redis: RedisServer, receiver: Receiver, system: System, tmp_path: Path
) -> None:
    hooks = tmp_path / "hooks.yaml"
    entry = {"name": "cpims", "office": "ciudad-de-mexico", "url": system.url, "inside": True}
    hooks.write_text(json.dumps([entry]))
    settings = {
        "BOT_PARTITIONS": str(PARTITIONS), "BOT_CASE_HOOKS": str(hooks), "BOT_CASE_HOOK_SECRETS": f"cpims={SECRET}",
    }  # fmt: skip
    service = start(own_redis.url, **settings)
    system.status = 503
    registered(service, receiver, "p", CANARY)
    step(service, "q", 0, text="hola")
    for number, choice in enumerate(("ask:gbv", "form:yes", *["form:skip"] * 6, "form:send"), 1):
        step(service, "q", number, choice=choice)
    wait_until_said(receiver, "q", "registrada")
    wait_until(lambda: system.refused >= 1, "a call that fails", 60)
    service.kill()
    own_redis.kill()
    own_redis.start()
    system.status = 200
    service.start()
    wait_until(lambda: system.has_heard("queued"), "it hears of the request", 60)
    step(service, "p", 60, text="retirar")
    wait_until_said(receiver, "p", "la retiraste")
    wait_until(lambda: system.has_heard("queued", "withdrawn"), "it hears that it was taken back", 60)
    assert erased(service, "bridge:test|p").returncode == 0
    wait_until(lambda: system.has_heard("queued", "withdrawn", "gone"), "it hears that all is gone", 60)
    assert {told["office"] for told in system.told} == {"ciudad-de-mexico"}
    assert len({told["referral"] for told in system.told}) == 1, "of the sealed one it heard nothing"
