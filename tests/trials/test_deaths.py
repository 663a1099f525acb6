"""Processes that die, hang, are slow or are told to stop: what they had in hand is done once, in order."""

import random
import signal
import sys
import threading
import time
from collections import Counter

from bot.store.leases import LASTS_MS
from tests import processes
from tests.conftest import ROOT, RedisServer
from tests.service import Receiver
from tests.trials.clocks import clock
from tests.trials.conftest import Start
from tests.trials.sizes import size
from tests.trials.test_delivery import (
    LEFT,
    answers_in_order,
    numbered,
    sum_people,
    sum_streams,
    sum_tally,
    wait_until_all_is_done,
)
from tests.waiting import PATIENCE, wait_until


def test_R01_workers_killed_again_and_again_lose_nothing_and_double_nothing(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    people, each, kills = size((60, 10, 5), (2_000, 50, 50))
    pause, calm = size((0.55, (0.5, 1.1)), (3.2, (2.0, 4.0)))  # fewer than twenty a minute from one person
    receiver.delay = 0.004
    door = start(own_redis.url, only="ingress", name="door")
    worker = start(own_redis.url, only="worker,sender", name="work", wait=False)
    chance = random.Random(7)
    stop = threading.Event()
    killed = 0

    def kill_again_and_again() -> None:
        nonlocal killed, worker
        while killed < kills and not stop.is_set():
            time.sleep(chance.uniform(*calm))
            worker.kill()
            killed += 1
            worker.start(wait=False)

    killer = threading.Thread(target=kill_again_and_again)
    killer.start()
    for number in range(each):
        for person in range(people):
            door.keeps(numbered(f"p{person}", number))
        time.sleep(pause)
    killer.join()
    assert killed == kills
    wait_until_all_is_done(own_redis)
    counts = Counter(reply["id"] for reply in receiver.replies)
    assert len(counts) == people * each, "a reply was lost"
    assert all(answers_in_order(receiver, f"p{person}", each) for person in range(people))
    ledger = {"message:": people * each, "channel:": people * each, "language:": people * each, "conversation:": people}
    ledger["reply"] = len(counts)
    tallied = {kind: sum_tally(own_redis, kind) for kind in ledger}
    assert tallied == ledger, "what was counted is not what was said"
    assert abs(sum_people(own_redis) - people) <= people // 100, "more than HyperLogLog is off"
    doubled = sum(counts.values()) - len(counts)
    assert doubled <= 64 * kills, f"{doubled} replies were repeated"
    assert sum_streams(own_redis, "buried") == 0, "an innocent message was buried"


MARKS = ("before commit", "after commit", "before send", "after send", "before settle", "after settle")


def test_R01_killed_at_marked_points_each_message_is_answered_in_order(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    """At each point where a death could hurt; only a reply whose sending was not yet written down may come twice.

    Many people who write little: of more than twenty messages a minute one person would be told to slow down.
    """
    people, each = size((10, 3), (2_000, 1))
    door = start(own_redis.url, only="ingress", name="door")
    posted = doubtful = 0
    for mark in size(("before commit", "after send", "before settle"), MARKS * 5):
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
    worker = start(own_redis.url, only="worker,sender", name="work", mark="in decide", wait=False)

    def is_done() -> bool:
        assert worker.process is not None
        if worker.process.poll() is not None:  # as systemd does
            worker.start(wait=False)
        return own_redis.cli("eval", LEFT, "0") == "0"

    wait_until(is_done, "the end of all work", seconds=size(5, 20) * PATIENCE)
    assert {reply["to"] for reply in receiver.replies} == {f"p{number}" for number in range(good)} | set(bad)
    assert sum_streams(own_redis, "buried") == len(bad)
    raw = b"".join(path.read_bytes() for path in own_redis.folder.rglob("*") if path.is_file())
    assert b"canary-of-poison" not in raw
    worker.kill()
    before = Counter(reply["to"] for reply in receiver.replies)
    for expected in (f"{len(bad)} put back into the line", "0 put back into the line"):
        command = [sys.executable, "-m", "bot", "buried", "replay", "all"]
        done = processes.in_words(processes.run(command, ROOT, worker.environment))
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == expected and sum_streams(own_redis, "buried") == 0
    start(own_redis.url, only="worker,sender", name="mended")
    wait_until(lambda: own_redis.cli("eval", LEFT, "0") == "0", "the answers to what was put back")
    after = Counter(reply["to"] for reply in receiver.replies)
    assert {to for to in after if after[to] > before[to]} == set(bad) and sum_streams(own_redis, "buried") == 0


def test_R18_deaths_right_after_taking_over_have_another_cause_and_bury_nobody(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    """As when the first send crashes the process each time: what stands first in the line has nothing to do with it."""
    people, deaths = size((100, 4), (1_000, 20))
    door = start(own_redis.url, only="ingress", name="door")
    for death in range(deaths):
        for person in range(people):
            door.keeps(numbered(f"p{person}", death))
        worker = start(own_redis.url, only="worker,sender", name=f"dies{death}", mark="before send 1 kill", wait=False)
        assert worker.process is not None
        assert worker.process.wait(PATIENCE) == -signal.SIGKILL
    start(own_redis.url, only="worker,sender", name="mended")
    wait_until_all_is_done(own_redis)
    assert sum_streams(own_redis, "buried") == 0, "an innocent message was buried"
    assert len({reply["id"] for reply in receiver.replies}) == people * deaths


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
