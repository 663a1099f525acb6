"""What the line survives, with real processes, a real Redis and real HTTP."""

import random
import signal
import threading
import time
from collections import Counter

from bot.store.leases import LASTS_MS
from tests.conftest import RedisServer
from tests.service import Receiver, free_port, sign
from tests.trials.clocks import clock
from tests.trials.conftest import Start
from tests.trials.sizes import size
from tests.waiting import PATIENCE, wait_until


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


def test_R01_workers_killed_again_and_again_lose_nothing_and_double_nothing(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    people, each, kills = size((60, 12, 8), (2_000, 50, 50))
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
    wait_until_all_is_done(own_redis)
    counts = Counter(reply["id"] for reply in receiver.replies)
    assert len(counts) == people * each, "a reply was lost"
    assert all(answers_in_order(receiver, f"p{person}", each) for person in range(people))
    tallied = sum_tally(own_redis, "message:text")
    assert tallied == people * each, f"{tallied} turns were counted for {people * each} messages"
    doubled = sum(counts.values()) - len(counts)
    assert doubled <= 64 * kills, f"{doubled} replies were repeated"
    assert sum_streams(own_redis, "buried") == 0, "an innocent message was buried"


MARKS = ("before commit", "after commit", "before send", "after send", "before settle", "after settle")


def test_R01_killed_at_marked_points_each_message_is_answered_in_order(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    """At each point where a death could hurt; only a reply whose sending was not yet written down may come twice."""
    people, each = size((10, 3), (100, 20))
    door = start(own_redis.url, only="ingress", name="door")
    posted = doubtful = 0
    for mark in MARKS * size(1, 5):
        worker = start(own_redis.url, only="worker,sender", name=f"work{posted}", mark=f"{mark} 1 kill", wait=False)
        for number in range(posted, posted + each):
            for person in range(people):
                door.keeps(numbered(f"p{person}", number))
        posted += each
        assert worker.process is not None
        assert worker.process.wait(PATIENCE) == -signal.SIGKILL, mark
        doubtful += mark not in {"before commit", "after settle"}
    start(own_redis.url, only="worker,sender", name="last")
    wait_until_all_is_done(own_redis)
    counts = Counter(reply["id"] for reply in receiver.replies)
    assert len(counts) == people * posted, "a reply was lost"
    assert all(answers_in_order(receiver, f"p{person}", posted) for person in range(people))
    assert sum_tally(own_redis, "message:text") == people * posted
    assert sum(counts.values()) - len(counts) <= 64 * doubtful, "more was repeated than can have been in flight"
    assert sum_streams(own_redis, "buried") == 0, "an innocent message was buried"


LEFT = """
local left = 0
for _, kind in ipairs({'inbound', 'outbound'}) do
  for _, key in ipairs(redis.call('KEYS', kind .. ':*')) do left = left + redis.call('XLEN', key) end
end
return tostring(left)
"""


def wait_until_all_is_done(redis: RedisServer) -> None:
    """Nothing waits to be answered or to be sent: what has not come by now never will."""
    wait_until(lambda: redis.cli("eval", LEFT, "0") == "0", "the end of all work")


def sum_tally(redis: RedisServer, field: str) -> int:
    names = [name for name in redis.cli("keys", "tally:*").splitlines() if name]
    return sum(int(redis.cli("hget", name, field) or 0) for name in names)


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
    wait_until_all_is_done(fresh_redis)
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
    wait_until_all_is_done(own_redis)
    assert len({reply["id"] for reply in receiver.replies}) == 60


def test_R05_redis_away_for_a_while(start: Start, own_redis: RedisServer, receiver: Receiver) -> None:
    service = start(own_redis.url)
    service.keeps(numbered("p", 0))
    receiver.wait_for(1)
    own_redis.kill()
    assert service.post(numbered("p", 1)) == 503
    time.sleep(size(3, 60))
    own_redis.start()
    service.keeps(numbered("p", 1))
    receiver.wait_for(2)
    assert answers_in_order(receiver, "p", 2)


def test_R06_a_hanging_redis_does_not_hang_the_door(start: Start, own_redis: RedisServer, receiver: Receiver) -> None:
    service = start(own_redis.url)
    service.keeps(numbered("p", 0))
    receiver.wait_for(1)
    own_redis.pause(True)
    assert service.post(numbered("p", 1)) == 503, "it hangs as well"
    own_redis.pause(False)
    service.keeps(numbered("p", 1))
    receiver.wait_for(2)
    wait_until_all_is_done(own_redis)
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


def test_R08_a_backlog_loses_nothing_to_trimming(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    """Ten times what one batch takes, and far more than the feeds are cut to: all of it stands until it is answered."""
    people, each = size((100, 10), (2_000, 50))
    door = start(fresh_redis.url, only="ingress", name="door")
    for number in range(each):
        for person in range(people):
            door.keeps(numbered(f"p{person}", number))
    assert sum_streams(fresh_redis, "inbound") == people * each
    worker = start(fresh_redis.url, only="worker", name="work")
    wait_until(lambda: sum_streams(fresh_redis, "outbound") == people * each, "all turns")
    assert sum_streams(fresh_redis, "inbound") == 0
    worker.stop()
    start(fresh_redis.url, only="sender", name="send")
    receiver.wait_for(people * each)
    assert all(answers_in_order(receiver, f"p{person}", each) for person in range(people))


def test_R10_a_worker_that_is_slower_than_its_lease_is_fenced(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    """It sleeps three leases long with the turn decided; another, whose clock is an hour ahead, answers meanwhile."""
    start(fresh_redis.url, only="ingress,sender", name="door")
    slow = start(fresh_redis.url, only="worker", name="slow", mark=f"before commit 1 sleep {3 * LASTS_MS / 1000}")
    door = start(fresh_redis.url, only="ingress", name="door2")
    door.keeps(numbered("p", 0))
    start(fresh_redis.url, only="worker", name="other", **clock("+1h"))
    receiver.wait_for(1)
    door.keeps(numbered("p", 1))
    receiver.wait_for(2)
    wait_until(lambda: slow.log.read_text().count("committed") >= 1, "the end of its sleep")
    wait_until_all_is_done(fresh_redis)
    assert answers_in_order(receiver, "p", 2) and len(receiver.replies) == 2
    assert sum_tally(fresh_redis, "message:text") == 2


def test_R09_an_unsafe_redis_is_refused_with_its_reason(start: Start, tmp_path_factory, receiver: Receiver) -> None:  # type: ignore[no-untyped-def]
    for options, reason in (
        (["--maxmemory-policy", "allkeys-lru"], "noeviction"),
        (["--appendonly", "no"], "append-only"),
        (["--appendfsync", "everysec"], "appendfsync"),
        (["--port", "0", "--bind", "0.0.0.0", "--protected-mode", "no"], "password"),
    ):
        server = RedisServer(tmp_path_factory.mktemp("unsafe"), *options)
        if reason == "password":
            server.options = (*options[2:], "--port", str(free_port()))
        server.start()
        try:
            service = start(server.url, wait=False, name=f"var-{reason}")
            assert service.process is not None
            assert service.process.wait(PATIENCE) == 1
            said = service.log.read_text()
            assert reason in said and "BOT_REDIS_URL" in said and len(said.splitlines()) == 1, said
        finally:
            server.kill()


def test_R11_a_platform_that_asks_for_patience_gets_it(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    waits = {"busy": 3, "later": 600, **size({}, {"short": 1, "long": 35})}
    receiver.later = dict(waits)
    service = start(fresh_redis.url)
    for number in range(3):
        for person in (*waits, "other"):
            service.keeps(numbered(person, number))
    receiver.wait_for(3 * len(waits))
    for person, seconds in waits.items():
        times = [at for who, at in receiver.asked if who == person]
        if person == "later":
            assert len(times) == 1, "the time the platform named is not over"
            continue
        assert times[1] - times[0] >= seconds, "asked again before the time the platform named"
        assert answers_in_order(receiver, person, 3)
    assert answers_in_order(receiver, "other", 3), "the others wait for nobody"


def test_R12_faults_of_a_platform_are_retried_or_final_as_they_should_be(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url)
    receiver.faults = ["500", "reset"]
    service.keeps(numbered("p", 0))
    receiver.wait_for(1)
    assert len(receiver.asked) == 3
    receiver.faults = ["400"]
    service.keeps(numbered("q", 0))
    service.keeps(numbered("q", 1))
    receiver.wait_for(2)
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.asked) == 5, "a refusal is not repeated"
    assert sum_streams(fresh_redis, "buried") == 1
    receiver.faults = ["410"]
    service.keeps(numbered("gone", 0))
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.asked) == 6 and not receiver.of("gone")


def test_R13_one_slow_person_slows_nobody_else(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    receiver.refuse = {"stuck"}
    service = start(fresh_redis.url)
    for number in range(5):
        service.keeps(numbered("stuck", number))
        service.keeps(numbered("quick", number))
    receiver.wait_for(5)
    assert not receiver.of("stuck")
    receiver.refuse = set()
    receiver.wait_for(10)
    assert answers_in_order(receiver, "stuck", 5)


def test_R18_a_payload_that_cannot_be_opened_is_buried_and_the_rest_goes_on(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    door = start(fresh_redis.url, only="ingress", name="door")
    for number in range(10):
        door.keeps(numbered(f"p{number}", 0))
    name = next(name for name in fresh_redis.cli("keys", "inbound:*").splitlines())
    fresh_redis.cli("xadd", name, "*", "m", "not-sealed-at-all")
    start(fresh_redis.url, only="worker,sender", name="work")
    receiver.wait_for(10)
    wait_until_all_is_done(fresh_redis)
    assert sum_streams(fresh_redis, "buried") == 1


def test_R18_turns_that_raise_hang_or_kill_are_buried_and_the_rest_is_answered(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    """Whoever sent one is told whom to call, and nobody innocent is buried with them."""
    good, poison = size((60, {"raise": 3, "hang": 1, "memory": 1}), (1_000, {"raise": 20, "hang": 5, "memory": 2}))
    door = start(own_redis.url, only="ingress", name="door")
    bad = [f"{kind}{number}" for kind, many in poison.items() for number in range(many)]
    for number in range(good):
        door.keeps(numbered(f"p{number}", 0))
        if number < len(bad):
            kind = bad[number].rstrip("0123456789")
            door.keeps({"id": bad[number], "from": bad[number], "text": f"poison-{kind} canary-of-poison"})
    worker = start(own_redis.url, only="worker,sender", name="work", mark="in decide")

    def is_done() -> bool:
        assert worker.process is not None
        if worker.process.poll() is not None:  # as systemd does
            worker.start(wait=False)
        return own_redis.cli("eval", LEFT, "0") == "0"

    wait_until(is_done, "the end of all work", seconds=size(PATIENCE, 20 * PATIENCE))
    assert {reply["to"] for reply in receiver.replies} == {f"p{number}" for number in range(good)} | set(bad)
    assert sum_streams(own_redis, "buried") == len(bad)
    raw = b"".join(path.read_bytes() for path in own_redis.folder.rglob("*") if path.is_file())
    assert b"canary-of-poison" not in raw


def test_R19_a_stop_under_load_finishes_what_is_in_hand(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    """Two take turns in stopping, as in a rolling update, while people write."""
    stops, people = size(4, 20), 20
    door = start(fresh_redis.url, only="ingress", name="door")
    serving = start(fresh_redis.url, only="worker,sender", name="serving0")
    for number in range(stops):
        following = start(fresh_redis.url, only="worker,sender", name=f"serving{number + 1}")
        for person in range(people):
            door.keeps(numbered(f"p{person}", number))
        assert serving.stop() == 0
        assert "nothing is lost" in serving.log.read_text()
        serving = following
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == people * stops, "a clean stop repeats nothing and loses nothing"
    assert all(answers_in_order(receiver, f"p{person}", stops) for person in range(people))


def test_several_processes_share_the_load(start: Start, fresh_redis: RedisServer, receiver: Receiver) -> None:
    door = start(fresh_redis.url, only="ingress", name="door")
    workers = [start(fresh_redis.url, only="worker", name=f"w{n}") for n in range(2)]
    start(fresh_redis.url, only="sender", name="s")
    wait_until(lambda: len(set(fresh_redis.cli("eval", HOLDERS, "0").split())) == 2, "an even share")
    for number in range(100):
        door.keeps(numbered(f"p{number}", 0))
    receiver.wait_for(100)
    shares = [sum("committed" in line for line in worker.log.read_text().splitlines()) for worker in workers]
    assert all(shares), f"one worker did all: {shares}"


HOLDERS = """
local found = {}
for _, key in ipairs(redis.call('KEYS', 'lease:*:worker')) do found[#found + 1] = redis.call('GET', key) end
return table.concat(found, ' ')
"""


def test_both_signatures_and_shapes_are_checked(start: Start, fresh_redis: RedisServer) -> None:
    service = start(fresh_redis.url)
    good = b'{"id": "1", "from": "a", "text": "hola"}'
    assert service.post_raw(good, "") == 401
    assert service.post_raw(good, sign(good, "another secret of some length")) == 403
    for bad in (b"", b"{", b"[]", b'{"id": "1"}', b'{"id":"1","from":"a","text":"x","choice":"y"}', b"[" * 100_000):
        assert service.post_raw(bad, sign(bad)) == 400, bad[:40]
    large = b'{"id": "1", "from": "a", "text": "' + b"x" * (1 << 20) + b'"}'
    assert service.post_raw(large, sign(large)) == 413


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
