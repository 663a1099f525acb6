"""What the line survives, with real processes, a real Redis and real HTTP."""

import http.client
import signal
import threading
import time

from tests.conftest import RedisServer
from tests.service import Receiver, Service, free_port, sign
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


LEFT = """
local left = 0
for _, kind in ipairs({'inbound', 'outbound', 'bulk'}) do
  for _, key in ipairs(redis.call('KEYS', kind .. ':*')) do left = left + redis.call('XLEN', key) end
end
return tostring(left)
"""


def wait_until_all_is_done(redis: RedisServer) -> None:
    """Nothing waits to be answered or to be sent: what has not come by now never will."""
    wait_until(lambda: redis.cli("eval", LEFT, "0") == "0", "the end of all work")


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
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == 2


def was_taken(service: Service, message: dict[str, object]) -> bool:
    try:
        return service.post(message) == 200
    except (OSError, http.client.HTTPException):
        return False


def test_R02_a_door_killed_between_the_queue_and_its_answer_loses_and_doubles_nothing(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    """Whoever got no 200 posts again: what was queued already is known, what was not is taken now."""
    people, each = 10, size(3, 15)  # fewer than twenty a minute from one person
    messages = [numbered(f"p{number % people}", number // people) for number in range(people * each)]
    unanswered = list(messages)
    for mark in (*size(("after queue 7 kill",), ("before queue 3 kill", "after queue 5 kill") * 5), ""):
        only = "ingress" if mark else ""
        door = start(fresh_redis.url, only=only, name=f"door{len(unanswered)}", mark=mark)
        while unanswered and was_taken(door, unanswered[0]):
            unanswered.pop(0)
        if mark:
            assert unanswered and door.process is not None and door.process.wait(PATIENCE) == -signal.SIGKILL
    for message in messages:
        door.keeps(message)
    receiver.wait_for(len(messages))
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == len(messages)
    assert all(answers_in_order(receiver, f"p{person}", each) for person in range(people))


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


def test_R13_chats_whose_platform_answers_slowly_hold_up_no_others(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    """One in ten is answered by the platform only when all the others have everything they asked for."""
    people, each = size(30, 300), 3
    receiver.held = {f"p{person}" for person in range(0, people, 10)}
    service = start(fresh_redis.url)
    for number in range(each):
        for person in range(people):
            service.keeps(numbered(f"p{person}", number))
    others = [f"p{person}" for person in range(people) if f"p{person}" not in receiver.held]
    receiver.wait_for(each * len(others))
    assert not any(receiver.of(person) for person in receiver.held)
    assert all(answers_in_order(receiver, person, each) for person in others)
    receiver.let_go.set()
    wait_until_all_is_done(fresh_redis)
    assert all(answers_in_order(receiver, person, each) for person in receiver.held)


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
    standing = ("installation", "members", "lease", "held", "inbound", "outbound", "bulk", "strikes", "progress")
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
