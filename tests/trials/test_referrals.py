"""Requests for a person, with real processes: registered once and surely, withdrawn, erased while the service runs."""

import asyncio
import random
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

from bot.domain.counting import case_label, local, time_label
from bot.domain.referral import Referral
from bot.store import keys
from bot.store.cases import Cases
from bot.store.installation import open_installation
from bot.store.link import Link
from bot.store.seal import Seal
from tests import processes
from tests.conftest import RedisServer
from tests.service import KEY, ROOT, Receiver, Service
from tests.trials.conftest import Start
from tests.trials.sizes import size
from tests.waiting import wait_until

CODE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{4}\b")
REGISTERED = "registrada"
FORM = ("ask:legal", "form:yes", *["form:skip"] * 5)
PARTITIONS = 16


def said_to(receiver: Receiver, person: str) -> str:
    return "\n".join(reply["text"] for reply in receiver.of(person))


def wait_until_said(receiver: Receiver, person: str, words: str, seconds: float = 60.0) -> str:
    until = time.monotonic() + seconds
    while words not in said_to(receiver, person):
        assert time.monotonic() < until, f"{words!r} was not said in {seconds} s"
        time.sleep(0.05)
    return said_to(receiver, person)


def step(service: Service, person: str, number: int, **what: str) -> None:
    service.keeps({"id": f"{person}-{number}", "from": person, **what})


async def kept(redis: RedisServer, codes: list[str]) -> tuple[list[Referral], int]:
    """The referrals with these codes, and how many there are at all."""
    link = Link(redis.url)
    try:
        seal = Seal([KEY])
        cases = Cases(link, seal, await open_installation(link, seal, PARTITIONS))
        found = [stored.referral for code in codes if (stored := await cases.of_code(code)) is not None]
        open_ones = [len((await cases.open_heads(partition))[0]) for partition in range(PARTITIONS)]
        return found, sum(open_ones)
    finally:
        await link.close()


def test_P17_a_request_said_to_be_registered_is_there_and_there_once(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    people = [f"p{number}" for number in range(60)]
    settings = {"BOT_PARTITIONS": str(PARTITIONS)}
    door = start(own_redis.url, only="ingress", name="door", **settings)
    worker = start(own_redis.url, only="worker,sender", name="work", wait=False, **settings)
    chance = random.Random(17)
    stop = threading.Event()
    rounds, kills = 0, size(6, 60)

    def is_ready_again() -> bool:
        return worker.log.read_text().count("Farol is ready.") > rounds

    def kill_again_and_again() -> None:
        nonlocal rounds
        while not stop.is_set():
            wait_until(is_ready_again, "the worker")
            time.sleep(chance.uniform(0.0, 0.4))
            worker.kill()
            rounds += 1
            if rounds % 3 == 0:
                own_redis.kill()
                own_redis.start()
            worker.start(wait=False)

    killer = threading.Thread(target=kill_again_and_again)
    killer.start()
    try:
        for number, choice in enumerate(FORM):
            for person in people:
                step(door, person, number, choice=choice)
        before = rounds
        for number, person in enumerate(people):
            step(door, person, 50, choice="form:skip")
            step(door, person, 51, choice="form:send")
            step(door, person, 51, choice="form:send")
            step(door, person, 52, choice="form:send")
            due = before + number * kills // len(people)
            wait_until(lambda due=due: rounds >= due, "the next kill")  # type: ignore[misc]
    finally:
        stop.set()
        killer.join()
    for person in people:
        wait_until_said(receiver, person, REGISTERED)
    codes = {person: set(CODE.findall(said_to(receiver, person))) for person in people}
    assert all(len(found) == 1 for found in codes.values()), "a person was told two codes, or none"
    found, total = asyncio.run(kept(own_redis, [code for each in codes.values() for code in each]))
    assert len(found) == len(people), "a request was said to be registered and is not there"
    assert total == len(people), "a request is there twice"
    assert all(referral.consent is not None for referral in found)


def erased(service: Service, named: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "bot", "erase", named]
    return processes.in_words(processes.run(words, ROOT, service.environment))


def registered(service: Service, receiver: Receiver, person: str, words: str) -> str:
    """A request with these words; its code."""
    step(service, person, 0, text="hola")
    for number, choice in enumerate((*FORM, "form:send"), 1):
        if number == len(FORM) + 1:
            step(service, person, 40, text=words)
        step(service, person, number, choice=choice)
    return CODE.findall(wait_until_said(receiver, person, REGISTERED))[0]


def test_P04_an_operator_erases_a_person_while_the_service_runs(start: Start, receiver: Receiver) -> None:
    service = start()
    mine = registered(service, receiver, "mine", "canario en la jaula")
    theirs = registered(service, receiver, "theirs", "otra cosa")
    done = erased(service, mine)
    assert done.returncode == 0, done.stderr
    assert "request" in done.stdout and "conversation" in done.stdout and mine not in done.stdout
    assert erased(service, mine).returncode == 1
    step(service, "mine", 60, text=f"mi clave es {mine}")
    wait_until_said(receiver, "mine", "No encuentro esa clave")
    step(service, "theirs", 60, text=f"mi clave es {theirs}")
    wait_until_said(receiver, "theirs", "está en espera")
    by_address = erased(service, "bridge:test|theirs")
    assert by_address.returncode == 0, by_address.stdout + by_address.stderr
    step(service, "theirs", 61, text=f"clave {theirs}")
    wait_until_said(receiver, "theirs", "No encuentro esa clave")


def seed_usual_wait(redis: RedisServer) -> None:
    """As if twelve people had been answered in the last hour by the office that takes this request."""
    key = keys.tally(0, local(datetime.now(UTC)))
    label = time_label(case_label("legal", "ciudad-de-mexico", "soon"), 20)
    redis.cli("hincrby", key, f"time_to_answer:{label}", "12")
    redis.cli("expire", key, str(keys.TALLY_LIFE))


def test_P10_withdrawing_takes_what_was_shared_out_at_once(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    seed_usual_wait(own_redis)
    service = start(own_redis.url, BOT_PARTITIONS=str(PARTITIONS))
    code = registered(service, receiver, "p", "canario en la jaula")
    assert "la mitad de las solicitudes recibió respuesta en una hora" in said_to(receiver, "p")
    before, _ = asyncio.run(kept(own_redis, [code]))
    assert before[0].words == "canario en la jaula" and before[0].consent is not None
    step(service, "p", 60, text="retirar")
    wait_until_said(receiver, "p", "la retiraste")
    after, still_open = asyncio.run(kept(own_redis, [code]))
    assert after[0].state == "withdrawn" and still_open == 0
    assert not (after[0].words or after[0].answers or after[0].address or after[0].contact)
