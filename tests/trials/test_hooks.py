"""What is posted to the hooks of a running service: hostile, huge, forged, slow."""

import gzip
import hashlib
import hmac
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import RedisServer
from tests.service import KEY, Receiver, Service, sign
from tests.trials.conftest import Start
from tests.trials.test_delivery import wait_until_all_is_done
from tests.waiting import PATIENCE, wait_until

TOKEN = "424242:abcdefghijklmnopqrstuvwxyzabcdefghi"
ALL = {
    "BOT_TELEGRAM_TOKEN": TOKEN,
    "BOT_TELEGRAM_SECRET": "a-telegram-secret-of-the-tests",
    "BOT_TELEGRAM_MODE": "webhook",
    "BOT_WHATSAPP_TOKEN": "a-whatsapp-token-of-the-tests",
    "BOT_WHATSAPP_PHONE_ID": "106540352242922",
    "BOT_WHATSAPP_APP_SECRET": "a-whatsapp-secret-of-the-tests",
    "BOT_WHATSAPP_VERIFY_TOKEN": "a-verify-token-of-the-tests",
    "BOT_TELEGRAM_API": "http://127.0.0.1:9",
    "BOT_WHATSAPP_API": "http://127.0.0.1:9",
}
Signer = Callable[[bytes], Mapping[str, str]]


def whatsapp(body: bytes) -> Mapping[str, str]:
    digest = hmac.new(ALL["BOT_WHATSAPP_APP_SECRET"].encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


HOOKS: dict[str, tuple[str, Signer]] = {
    "bridge": ("/hooks/bridge/test", lambda body: {"X-Signature-256": sign(body)}),
    "telegram": ("/hooks/telegram", lambda body: {"X-Telegram-Bot-Api-Secret-Token": ALL["BOT_TELEGRAM_SECRET"]}),
    "whatsapp": ("/hooks/whatsapp", whatsapp),
}

DEEP = 100_000
HOSTILE = [
    b"", b" ", b"null", b"true", b"0", b"-0", b"1e999", b"NaN", b"Infinity", b'"', b"{", b"}", b"[", b"]", b"{}", b"[]",
    b"[" * DEEP, b'{"a":' * DEEP, b"[" * 400 + b"]" * 400,
    b'{"update_id":1,"message":' + b'{"a":' * 5000 + b"1" + b"}" * 5001,
    b"\xff\xfe\x00", b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b'"\xed\xa0\x80"',
    b'{"id":"\\ud800","from":"a","text":"x"}',
    b'{"id":"a","from":"b","text":"\\u0000"}', b'{"id":1,"from":2,"text":3}', b'{"id":"","from":"","text":""}',
    b'{"id":"x","from":"y","location":{"lat":1e999,"lon":NaN}}', b'{"id":"x","from":"y","location":{"lat":91,"lon":0}}',
    b'{"id":"x","id":"y","from":"z","text":"t"}', b'{"update_id":99999999999999999999999}',
    b'{"update_id":1,"message":null}', b'{"update_id":1,"message":[]}', b'{"update_id":1,"message":{"chat":1}}',
    b'{"update_id":"1","message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":{}}}',
    b'{"update_id":1,"callback_query":{"id":null}}', b'{"update_id":1,"poll_answer":{}}',
    b'{"object":"whatsapp_business_account","entry":null}', b'{"object":1,"entry":{}}', b'{"entry":[{"changes":[{}]}]}',
    b'{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{}]}}]}]}',
    b'{"object":"whatsapp_business_account","entry":[{"changes":[{"value":{"messages":[{"id":[],"from":{},"type":7}]}}]}]}',
    b'{"a":"' + b"\\u0041" * 20_000 + b'"}', b'{"__proto__":{"x":1}}', b"<xml/>", b"a=b&c=d", b"0" * 5_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def bears(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One for all that only ask how it bears what is posted: what they post is told apart by who sends it."""
    receiver = Receiver()
    redis = RedisServer(tmp_path_factory.mktemp("r"))
    redis.start()
    settings = ALL | {"BOT_REDIS_URL": redis.url, "BOT_SECRET_KEYS": KEY}
    service = Service(tmp_path_factory.mktemp("bears"), receiver, settings)
    yield service.start()
    service.kill()
    redis.kill()
    receiver.close()


@pytest.fixture
def service(start: Start, fresh_redis: RedisServer) -> Service:
    return start(fresh_redis.url, **ALL)


def post(service: Service, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    try:
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("hook", HOOKS)
def test_R25_hostile_bodies_never_make_us_fail(bears: Service, hook: str) -> None:
    path, signed = HOOKS[hook]
    for body in HOSTILE:
        status, _ = post(bears, path, body, signed(body))
        assert status in (200, 400), f"{status} for {body[:60]!r}"
    assert bears.ready()["ready"]
    log = bears.log.read_text()
    assert "Traceback" not in log and "RecursionError" not in log


@pytest.mark.parametrize("hook", HOOKS)
def test_R24_huge_bodies_are_refused_before_they_fill_the_memory(service: Service, hook: str) -> None:
    path, signed = HOOKS[hook]
    assert service.process is not None
    before = resident(service.process.pid)
    body = b'{"a":"' + b"x" * (10 << 20) + b'"}'
    bomb = gzip.compress(b" " * (64 << 20))
    packed = {**signed(bomb), "Content-Encoding": "gzip"}
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda _: refused(service, path, body, signed(body)), range(24)))
        said += list(pool.map(lambda _: refused(service, path, bomb, packed), range(12)))
    assert set(said) <= {400, 413, 403, 401}, said
    assert resident(service.process.pid) - before < 50
    assert service.ready()["ready"]


def refused(service: Service, path: str, body: bytes, headers: Mapping[str, str]) -> int:
    """413 may come, and the connection be closed, before all of the body is sent."""
    try:
        return post(service, path, body, headers)[0]
    except (BrokenPipeError, ConnectionResetError):
        return 413


def resident(pid: int) -> float:
    import psutil

    return float(psutil.Process(pid).memory_info().rss) / (1 << 20)


@pytest.mark.parametrize("hook", HOOKS)
def test_S01_S04_forgeries_are_refused_and_say_nothing(bears: Service, hook: str) -> None:
    path, signed = HOOKS[hook]
    body = json.dumps({"id": "1", "from": "a", "text": "hola"}).encode()
    good = dict(signed(body))
    name = next(header for header in good if header.startswith("X-"))
    forged = ["", "x", good[name][:-1], good[name].upper() + "x", good[name] + "0", "sha1=" + "0" * 40, "sha256=", "é"]
    for value in forged:
        headers = {name: value.encode("utf-8").decode("latin-1")} if value else {}
        status, said = post(bears, path, body, headers)
        assert status in (401, 403), (value, status)
        assert good[name].encode() not in said and b"hola" not in said
    log = bears.log.read_text()
    assert good[name] not in log and "hola" not in log
    assert not [secret for secret in ALL.values() if len(secret) > 20 and secret in log and "http" not in secret]


def test_S05_the_verification_of_whatsapp_echoes_only_to_the_right_token(bears: Service) -> None:
    def ask(token: str) -> tuple[int, bytes, str]:
        connection = http.client.HTTPConnection("127.0.0.1", bears.port, timeout=PATIENCE)
        query = f"hub.mode=subscribe&hub.challenge=%3Cb%3E1158201444&hub.verify_token={token}"
        connection.request("GET", f"/hooks/whatsapp?{query}")
        response = connection.getresponse()
        said = response.read()
        connection.close()
        return response.status, said, response.headers["Content-Type"]

    status, said, kind = ask(ALL["BOT_WHATSAPP_VERIFY_TOKEN"])
    assert (status, said) == (200, b"<b>1158201444") and kind.startswith("text/plain")
    status, said, _ = ask("wrong")
    assert status == 403 and b"1158201444" not in said


def test_S07_a_flood_of_forgeries_leaves_no_trace_and_does_not_slow_the_honest(
    service: Service, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    body = json.dumps({"id": "1", "from": "a", "text": "hola"}).encode()
    stop = threading.Event()
    posted = [0]

    def flood() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
        while not stop.is_set():
            connection.request("POST", "/hooks/bridge/test", body, {"X-Signature-256": "sha256=" + "0" * 64})
            assert connection.getresponse().read() is not None
            posted[0] += 1
        connection.close()

    keys = fresh_redis.cli("dbsize")
    threads = [threading.Thread(target=flood) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(50):
        service.keeps({"id": f"m{number}", "from": f"p{number}", "text": "/menu"})
        time.sleep(0.02)
    wait_until(lambda: posted[0] > 200, "the flood")
    stop.set()
    for thread in threads:
        thread.join()
    receiver.wait_for(50)
    people = len([name for name in fresh_redis.cli("keys", "conversation:*").splitlines() if name])
    assert people == 50 and keys != ""


def test_W10_slow_clients_do_not_starve_the_others(service: Service, receiver: Receiver) -> None:
    slow = []
    for number in range(300):
        connection = socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE)
        head = b"POST /hooks/bridge/test HTTP/1.1\r\nHost: x\r\n"
        connection.sendall(head if number % 2 else head + b"Content-Length: 1000\r\n\r\n{")
        slow.append(connection)
    service.keeps({"id": "m", "from": "p", "text": "/menu"})
    receiver.wait_for(1)
    for connection in slow:
        connection.close()


def test_R14_each_post_five_times_over_many_connections_is_answered_once(
    service: Service, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    bodies = [json.dumps({"id": f"m{n}", "from": f"p{n}", "text": "/menu"}).encode() for n in range(60)]
    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(lambda body: service.post_raw(body, sign(body)), bodies * 5))
    assert set(said) == {200}
    receiver.wait_for(60)
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == 60
