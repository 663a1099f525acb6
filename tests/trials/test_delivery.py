"""What the line survives, with real processes, a real Redis and real HTTP."""

import random
import threading
import time
from collections import Counter

from tests.conftest import RedisServer
from tests.service import Receiver, sign
from tests.trials.conftest import Start


def numbered(person: str, number: int) -> dict[str, object]:
    """Messages whose answers tell which they answer: even ones ask for the menu, odd ones for the language."""
    return {"id": f"{person}-{number}", "from": person, "text": "/menu" if number % 2 == 0 else "/idioma"}


def answers_in_order(receiver: Receiver, person: str, count: int) -> bool:
    """Even and odd take turns; a repeat right after itself is the doubt that a kill leaves."""
    seen: list[bool] = []
    last = ""
    for reply in receiver.of(person):
        if reply["id"] == last:
            continue
        last = reply["id"]
        seen.append(reply["choices"][0]["id"].startswith("language."))
    return seen == [bool(number % 2) for number in range(count)]


def test_R01_workers_killed_twenty_times_lose_nothing_and_double_nothing(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    people, each, kills = 100, 20, 20
    receiver.delay = 0.004
    door = start(own_redis.url, only="ingress", name="door")
    worker = start(own_redis.url, only="worker,sender", name="work", wait=False)
    chance = random.Random(7)
    stop = threading.Event()
    killed = 0

    def kill_again_and_again() -> None:
        nonlocal killed, worker
        while killed < kills and not stop.is_set():
            time.sleep(chance.uniform(0.5, 1.1))
            worker.kill()
            killed += 1
            worker.start(wait=False)

    killer = threading.Thread(target=kill_again_and_again)
    killer.start()
    for number in range(each):
        for person in range(people):
            door.keeps(numbered(f"p{person}", number))
        time.sleep(0.55)
    killer.join()
    assert killed == kills
    until = time.monotonic() + 60
    while own_redis.cli("eval", LEFT, "0") != "0" and time.monotonic() < until:
        time.sleep(0.2)
    assert own_redis.cli("eval", LEFT, "0") == "0", "not all was answered 60 s after the last kill"
    counts = Counter(reply["id"] for reply in receiver.replies)
    assert len(counts) == people * each, "a reply was lost"
    assert all(answers_in_order(receiver, f"p{person}", each) for person in range(people))
    ledger = {"message:": people * each, "channel:": people * each, "language:": people * each, "conversation:": people}
    ledger["reply"] = len(counts)
    tallied = {kind: sum_tally(own_redis, kind) for kind in ledger}
    assert tallied == ledger, "what was counted is not what was said"
    assert sum_people(own_redis) == people
    doubled = sum(counts.values()) - len(counts)
    assert doubled <= 64 * kills, f"{doubled} replies were repeated"
    assert sum_streams(own_redis, "buried") == 0, "an innocent message was buried"


LEFT = """
local left = 0
for _, kind in ipairs({'inbound', 'outbound'}) do
  for _, key in ipairs(redis.call('KEYS', kind .. ':*')) do left = left + redis.call('XLEN', key) end
end
return tostring(left)
"""


def sum_tally(redis: RedisServer, beginning: str) -> int:
    total = 0
    for name in redis.cli("keys", "tally:*").splitlines():
        fields = redis.cli("hgetall", name).splitlines()
        total += sum(int(n) for field, n in zip(fields[::2], fields[1::2], strict=True) if field.startswith(beginning))
    return total


def sum_people(redis: RedisServer) -> int:
    """Of this year: nobody is in two partitions."""
    names = [name for name in redis.cli("keys", "people:*").splitlines() if len(name.rpartition(":")[2]) == 4]
    return sum(int(redis.cli("pfcount", name)) for name in names)


def sum_streams(redis: RedisServer, kind: str) -> int:
    names = [name for name in redis.cli("keys", f"{kind}:*").splitlines() if name]
    return sum(int(redis.cli("xlen", name)) for name in names)


def test_R02_a_message_posted_again_is_answered_once(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url)
    threads = [threading.Thread(target=service.keeps, args=(numbered("p", 0),)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    receiver.wait_for(1)
    service.keeps(numbered("p", 1))
    receiver.wait_for(2)
    time.sleep(0.5)
    assert len(receiver.replies) == 2


def test_R03_redis_killed_under_load_loses_nothing_acknowledged(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(own_redis.url)
    for number in range(60):
        service.keeps(numbered(f"p{number % 10}", number // 10))
        if number in (20, 40):
            own_redis.kill()
            own_redis.start()
    receiver.wait_for(60)
    time.sleep(0.5)
    assert len({reply["id"] for reply in receiver.replies}) == 60


def test_R05_redis_away_ten_seconds(start: Start, own_redis: RedisServer, receiver: Receiver) -> None:
    service = start(own_redis.url)
    service.keeps(numbered("p", 0))
    receiver.wait_for(1)
    own_redis.kill()
    began = time.monotonic()
    assert service.post(numbered("p", 1)) == 503
    assert time.monotonic() - began < 2.5
    time.sleep(10)
    own_redis.start()
    service.keeps(numbered("p", 1))
    receiver.wait_for(2, seconds=15)
    assert answers_in_order(receiver, "p", 2)


def test_R06_a_hanging_redis_does_not_hang_the_door(start: Start, own_redis: RedisServer, receiver: Receiver) -> None:
    service = start(own_redis.url)
    service.keeps(numbered("p", 0))
    receiver.wait_for(1)
    own_redis.pause(True)
    began = time.monotonic()
    assert service.post(numbered("p", 1)) == 503
    assert time.monotonic() - began < 2.5
    own_redis.pause(False)
    service.keeps(numbered("p", 1))
    receiver.wait_for(2)
    time.sleep(0.5)
    assert len(receiver.replies) == 2


def test_R07_an_emptied_redis_does_not_stop_the_service(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(own_redis.url)
    service.keeps(numbered("p", 0))
    receiver.wait_for(1)
    own_redis.cli("flushall")
    own_redis.cli("script", "flush")
    service.keeps(numbered("p", 3))
    receiver.wait_for(2)


def test_R09_an_unsafe_redis_is_refused_with_its_reason(start: Start, tmp_path_factory, receiver: Receiver) -> None:  # type: ignore[no-untyped-def]
    for options, reason in (
        (["--maxmemory-policy", "allkeys-lru"], "noeviction"),
        (["--appendonly", "no"], "append-only"),
        (["--appendfsync", "everysec"], "appendfsync"),
        (["--port", "0", "--bind", "0.0.0.0", "--protected-mode", "no"], "password"),
    ):
        server = RedisServer(tmp_path_factory.mktemp("unsafe"), *options)
        if reason == "password":
            server.options = (*options[2:], "--port", str(free := _port()))
            assert free
        server.start()
        try:
            service = start(server.url, wait=False, name=f"var-{reason}")
            assert service.process is not None
            assert service.process.wait(10) == 1
            said = service.log.read_text()
            assert reason in said and "BOT_REDIS_URL" in said and len(said.splitlines()) == 1, said
        finally:
            server.kill()


def _port() -> int:
    from tests.service import free_port

    return free_port()


def test_R11_a_platform_that_asks_for_patience_gets_it(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    receiver.later = {"busy": 3}
    service = start(fresh_redis.url)
    for number in range(3):
        service.keeps(numbered("busy", number))
        service.keeps(numbered("other", number))
    receiver.wait_for(6, seconds=15)
    times = [at for person, at in receiver.asked if person == "busy"]
    assert times[1] - times[0] >= 3, "asked again before the time the platform named"
    assert max(at for person, at in receiver.asked if person == "other") - times[0] < 2
    assert answers_in_order(receiver, "busy", 3)


def test_R12_faults_of_a_platform_are_retried_or_final_as_they_should_be(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url)
    receiver.faults = ["500", "reset"]
    service.keeps(numbered("p", 0))
    receiver.wait_for(1, seconds=40)
    assert len(receiver.asked) == 3
    receiver.faults = ["400"]
    service.keeps(numbered("q", 0))
    service.keeps(numbered("q", 1))
    receiver.wait_for(2)
    time.sleep(0.5)
    assert len(receiver.asked) == 5, "a refusal is not repeated"
    assert sum_streams(fresh_redis, "buried") == 1
    receiver.faults = ["410"]
    service.keeps(numbered("gone", 0))
    time.sleep(1)
    assert len(receiver.asked) == 6 and not receiver.of("gone")


def test_R13_one_slow_person_slows_nobody_else(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    receiver.refuse = {"stuck"}
    service = start(fresh_redis.url)
    for number in range(5):
        service.keeps(numbered("stuck", number))
        service.keeps(numbered("quick", number))
    receiver.wait_for(5, seconds=5)
    assert not receiver.of("stuck")
    receiver.refuse = set()
    receiver.wait_for(10, seconds=30)
    assert answers_in_order(receiver, "stuck", 5)


def test_R18_a_poison_message_is_buried_and_the_rest_goes_on(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    """The payload in the stream is made unreadable: whoever takes it fails, the others are answered."""
    door = start(fresh_redis.url, only="ingress", name="door")
    for number in range(10):
        door.keeps(numbered(f"p{number}", 0))
    name = next(name for name in fresh_redis.cli("keys", "inbound:*").splitlines())
    fresh_redis.cli("xadd", name, "*", "m", "not-sealed-at-all")
    start(fresh_redis.url, only="worker,sender", name="work")
    receiver.wait_for(10)
    time.sleep(0.5)
    assert sum_streams(fresh_redis, "buried") == 1
    assert fresh_redis.cli("eval", LEFT, "0") == "0"


def test_R19_a_stop_under_load_finishes_what_is_in_hand(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url, name="one")
    for number in range(100):
        service.keeps(numbered(f"p{number % 20}", number // 20))
    assert service.stop() < 5
    assert "nothing is lost" in service.log.read_text()
    assert service.process is not None and service.process.returncode == 0
    start(fresh_redis.url, name="two")
    receiver.wait_for(100)
    time.sleep(0.5)
    assert len(receiver.replies) == 100, "a clean stop repeats nothing"


def test_several_processes_share_the_load(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    door = start(fresh_redis.url, only="ingress", name="door")
    workers = [start(fresh_redis.url, only="worker", name=f"w{n}") for n in range(2)]
    start(fresh_redis.url, only="sender", name="s")
    time.sleep(3)
    for number in range(100):
        door.keeps(numbered(f"p{number}", 0))
    receiver.wait_for(100)
    shares = [sum("committed" in line for line in worker.log.read_text().splitlines()) for worker in workers]
    assert all(shares), f"one worker did all: {shares}"


def test_both_signatures_and_shapes_are_checked(start: Start, fresh_redis: RedisServer) -> None:
    service = start(fresh_redis.url)
    good = b'{"id": "1", "from": "a", "text": "hola"}'
    assert service.post_raw(good, "") == 401
    assert service.post_raw(good, sign(good, "another secret of some length")) == 403
    for bad in (b"", b"{", b"[]", b'{"id": "1"}', b'{"id":"1","from":"a","text":"x","choice":"y"}', b"[" * 100_000):
        assert service.post_raw(bad, sign(bad)) == 400, bad[:40]
    large = b'{"id": "1", "from": "a", "text": "' + b"x" * (1 << 20) + b'"}'
    assert service.post_raw(large, sign(large)) == 413


def test_the_log_holds_nothing_that_people_are_or_write(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url)
    planted = ["canary-of-words", "Marisol Canaria", "+5215500000777", "canary-city"]
    service.keeps({"id": "c1", "from": planted[2], "text": f"me llamo {planted[1]} {planted[0]} {planted[3]}"})
    receiver.wait_for(1)
    receiver.status = 418
    service.keeps({"id": "c2", "from": planted[2], "text": planted[0]})
    time.sleep(0.5)
    service.stop()
    log = service.log.read_text()
    assert "committed" in log and not [word for word in planted if word in log]
    raw = b"".join(path.read_bytes() for path in fresh_redis.folder.rglob("*") if path.is_file())
    assert not [word for word in planted if word.encode() in raw], "Redis's files hold words in the open"


def test_every_key_about_a_person_expires(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    service = start(fresh_redis.url)
    for number, text in enumerate(["hola", "necesito donde dormir en tijuana", "borrar", "no", "salir"]):
        service.keeps({"id": str(number), "from": "p", "text": text})
    receiver.wait_for(5)
    standing = ("installation", "members", "lease", "held", "inbound", "outbound", "strikes", "progress")
    for name in fresh_redis.cli("keys", "*").splitlines():
        if not name.startswith(standing):
            assert int(fresh_redis.cli("ttl", name)) > 0, f"{name} never expires"


def test_a_persons_state_is_small(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    service = start(fresh_redis.url)
    texts = ["hola", "necesito donde dormir en tijuana", "asilo", "2", "menu"]
    for person in range(40):
        for number in range(1 + person % 5):
            service.keeps({"id": f"{person}-{number}", "from": f"p{person}", "text": texts[number]})
    receiver.wait_for(sum(1 + person % 5 for person in range(40)))
    names = fresh_redis.cli("keys", "conversation:*").splitlines()
    sizes = [int(fresh_redis.cli("memory", "usage", name)) for name in names]
    assert len(sizes) == 40 and sum(sizes) / len(sizes) <= 400, sum(sizes) / len(sizes)
