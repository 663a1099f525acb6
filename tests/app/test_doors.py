"""What operators and their machines ask a process, and how it bears those who ask slowly."""

import asyncio
import contextlib
import json
import resource
import socket
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from email.message import Message

import psutil
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from bot.app import listening
from tests.app.conftest import Start
from tests.app.test_embedded import redis_of
from tests.service import Receiver, Service, sign
from tests.waiting import PATIENCE, until, wait_until


def get(service: Service, path: str, host: str = "127.0.0.1", **headers: str) -> tuple[int, str, Message]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://{host}:{service.port}{path}", headers=named)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read().decode(), response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


def test_health_and_readiness(start: Start) -> None:
    service = start()
    assert get(service, "/healthz")[0] == 200
    status, body, _ = get(service, "/readyz")
    found = json.loads(body)
    assert status == 200 and found["ready"] and found["troubles"] == {} and found["spooled"] == 0
    assert found["content"]["topics"] == 2 and found["content"]["problems"] == []
    assert get(service, "/nothing-here")[0] == 404


def test_a_hanging_redis_is_told_and_the_process_stays_alive(start: Start) -> None:
    service = start()
    redis = redis_of(service)
    redis.suspend()
    try:
        status, body, _ = get(service, "/readyz")
        assert status == 503 and not json.loads(body)["ready"] and "redis" in json.loads(body)["troubles"]
        assert get(service, "/healthz")[0] == 200
        assert get(service, "/metrics")[0] == 200
    finally:
        redis.resume()
    wait_until(lambda: get(service, "/readyz")[0] == 200, "readiness")


def test_metrics_can_be_read_by_machines_and_name_nobody(start: Start, receiver: Receiver) -> None:
    service = start()
    for number, text in enumerate(["canary words", "/menu", "asilo"]):
        service.keeps({"id": f"canary-{number}", "from": "canary-person", "text": text})
    receiver.wait_for(3)
    service.post_raw(b"{}", "")
    status, text, headers = get(service, "/metrics")
    assert status == 200 and headers.get_content_type() == "text/plain"
    families = list(text_string_to_metric_families(text))
    assert {"farol_messages_arrived", "farol_turns", "farol_replies_sent", "farol_waiting"} <= {
        f.name for f in families
    }
    for family in families:
        assert family.name.startswith("farol_") and family.documentation, family.name
        for sample in family.samples:
            for label, value in sample.labels.items():
                assert label in {
                    "channel",
                    "status",
                    "reason",
                    "state",
                    "part",
                    "stream",
                    "le",
                    "partition",
                    "promise",
                }, sample
                assert len(value) < 24 and "canary" not in value, sample
    by_name = {family.name: family for family in families}
    assert by_name["farol_messages_arrived"].samples[0].value == 3
    assert by_name["farol_posts_refused"].samples[0].labels == {"channel": "bridge", "status": "401"}


def own_address() -> str | None:
    for addresses in psutil.net_if_addrs().values():
        for each in addresses:
            if each.family == socket.AF_INET and not each.address.startswith("127."):
                return str(each.address)
    return None


def test_metrics_are_for_this_machine_or_for_who_has_the_token(start: Start) -> None:
    service = start(BOT_HOST="0.0.0.0", BOT_METRICS_TOKEN="a-token-of-ours")
    assert get(service, "/metrics")[0] == 200
    for header in ({"X_Forwarded_For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}):
        assert get(service, "/metrics", **header)[0] == 401, "a proxy on this machine is not this machine"
        assert get(service, "/metrics", Authorization="Bearer another", **header)[0] == 401
        assert get(service, "/metrics", Authorization="Bearer \xff\xe9", **header)[0] == 401
        assert get(service, "/metrics", Authorization="Bearer a-token-of-ours", **header)[0] == 200
    beyond = own_address()
    if beyond is not None:
        assert get(service, "/metrics", host=beyond)[0] == 401
        assert get(service, "/metrics", host=beyond, Authorization="Bearer a-token-of-ours")[0] == 200


def test_without_a_token_nobody_sees_metrics_from_beyond(start: Start) -> None:
    service = start()
    assert get(service, "/metrics", X_Forwarded_For="203.0.113.7", Authorization="Bearer ")[0] == 401


@pytest.fixture
def many_handles() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(before[0], 4096), before[1]), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


HOOK = b"POST /hooks/bridge/test HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.usefixtures("many_handles")
def test_W10_eleven_hundred_slow_clients_are_cut_and_slow_nobody(start: Start, receiver: Receiver) -> None:
    """Heads and bodies that come by the byte, silence, answers that nobody takes, all of one address: each but the last
    is cut after ten seconds, most of the silent before; people and staff of that address are served meanwhile."""
    service = start()
    body = b'{"id": "slow", "from": "slow", "text": "' + b"x" * 5000 + b'"}'
    head = HOOK + b"X-Signature-256: " + sign(body).encode() + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    first = (b"", HOOK + b"X-Slow: ", head + body[:20], b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
    slow: list[tuple[socket.socket, int]] = []
    for number in range(1100):
        each = socket.socket()
        each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        each.settimeout(PATIENCE)
        each.connect(("127.0.0.1", service.port))
        each.sendall(first[number % 4])
        each.setblocking(False)
        slow.append((each, number % 4))
    began = time.monotonic()
    meanwhile = number = 0
    while any(kind < 3 for _, kind in slow) and time.monotonic() - began < PATIENCE:
        slow = [(each, kind) for each, kind in slow if kind == 3 or holds(each, kind)]
        assert service.post({"id": f"m{number}", "from": f"quick{number}", "text": "/menu"}) == 200
        assert get(service, "/staff/login")[0] == 200
        meanwhile += any(kind < 3 for _, kind in slow)
        number += 1
        time.sleep(0.2)
    assert not [kind for _, kind in slow if kind < 3], "slow clients that were never cut"
    assert time.monotonic() - began > 8, "a slow phone has some seconds"
    assert meanwhile >= 3, "the others wait for nobody"
    receiver.wait_for(number)
    for each, _ in slow:
        each.close()


def holds(each: socket.socket, kind: int) -> bool:
    """Sends one byte more, where it said something; whether it is still open."""
    try:
        if kind:
            each.send(b"x")
        if each.recv(100) and kind != 2:
            return True
    except BlockingIOError:
        return True
    except OSError:
        pass
    each.close()
    return False


@contextlib.asynccontextmanager
async def greeting(text: str = "hello") -> AsyncIterator[tuple[int, web.AppRunner]]:
    """A server behind our listener: its port, and what runs it."""

    async def hello(request: web.Request) -> web.Response:
        return web.Response(text=text)

    app = web.Application()
    app.router.add_get("/", hello)
    runner = web.AppRunner(app, keepalive_timeout=75.0, shutdown_timeout=0.1)
    await runner.setup()
    server = await listening.listen(runner, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], runner
    server.close()
    await runner.cleanup()


GREET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def test_W10_of_one_address_only_twenty_may_keep_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by the order in which they are cut: the oldest for each one too many; who speaks is cut never."""
    monkeypatch.setattr(listening, "GRACE_SECONDS", 0.5)
    monkeypatch.setattr(listening, "HEADER_SECONDS", 4.0)
    cut: list[int] = []
    async with greeting() as (port, _):

        async def silent(number: int) -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nX-Slow: ")
            if await reader.read(1) == b"":
                cut.append(number)
            writer.close()

        silence = []
        for number in range(60):
            silence.append(asyncio.create_task(silent(number)))
            await asyncio.sleep(0.005)
        speaking = []
        for _ in range(60):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(GREET)
            assert b"200 OK" in await reader.readline()
            speaking.append((reader, writer))
        await asyncio.gather(*silence)
        assert set(cut[:40]) == set(range(40)) and set(cut[40:]) == set(range(40, 60))
        assert not any(reader.at_eof() for reader, _ in speaking), "who has spoken is kept, however many there are"
        for _, writer in speaking:
            writer.close()
            await writer.wait_closed()


@pytest.mark.parametrize("takes", [0, 1], ids=["nothing", "by the byte"])
async def test_W10_who_does_not_take_the_answer_is_dropped(takes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "STUCK_SECONDS", 60.0 if takes else 1.0)
    monkeypatch.setattr(listening, "ANSWER_SECONDS", 1.0 if takes else 600.0)
    monkeypatch.setattr(listening, "LOOK_SECONDS", 0.2)
    loop = asyncio.get_running_loop()
    async with greeting("x" * (16 << 20)) as (port, runner):
        assert runner.server is not None
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.setblocking(False)
            await loop.sock_connect(slow, ("127.0.0.1", port))
            await loop.sock_sendall(slow, GREET)
            await until(lambda: runner.server.connections, "the connection")
            async with asyncio.timeout(PATIENCE):
                while runner.server.connections:
                    if takes:
                        await loop.sock_recv(slow, 1)
                    await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GREET)
        assert b"200 OK" in await reader.readline(), "others are answered"
        writer.close()


async def test_more_connections_than_there_is_room_for_are_closed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "most_connections", lambda: 3)
    async with greeting() as (port, runner):
        assert runner.server is not None
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        await until(lambda: len(runner.server.connections) == 3)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b"", "there is no room"
        writer.close()
        for _, writer in held:
            writer.close()
        await until(lambda: not runner.server.connections)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GREET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert (await asyncio.wait_for(reader.read(), PATIENCE)).endswith(b"hello")
        writer.close()


def test_file_handles_are_raised_to_what_is_allowed() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, before[1]), before[1]))
        assert listening.most_connections() >= min(before[1], 65_536) - listening.SPARE_FILES
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
