"""Load that goes on, load that jumps, and a new machine: nothing grows, nothing is lost."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from bot.library.library import Library
from tests.conftest import RedisServer
from tests.service import Receiver, Service
from tests.trials.conftest import Start
from tests.trials.sizes import size
from tests.trials.test_delivery import answers_in_order, numbered, wait_until_all_is_done
from tests.waiting import wait_until


def test_R17_a_spike_loses_nothing_and_one_loud_person_is_slowed_with_one_notice(
    start: Start, fresh_redis: RedisServer, receiver: Receiver, library: Library
) -> None:
    service = start(fresh_redis.url)
    quiet, loud, seconds = size((40, 120, 2), (2_000, 1_000, 300))
    said = [numbered(f"q{person}", number) for number in range(size(3, 30)) for person in range(quiet)]
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        floods = [pool.submit(service.keeps, {"id": f"l{n}", "from": "loud", "text": f"hola {n}"}) for n in range(loud)]
        for number, message in enumerate(said):  # ten times as fast after a while
            pool.submit(service.keeps, message)
            rate = 20 if time.monotonic() - began < seconds / 2 else 200
            time.sleep(10 / rate if number % 10 == 0 else 0)
        for flood in floods:
            flood.result()
    wait_until(lambda: sum(reply["to"] != "loud" for reply in receiver.replies) >= len(said), "the quiet's answers")
    wait_until_all_is_done(fresh_redis)
    for person in range(quiet):
        assert len({reply["id"] for reply in receiver.of(f"q{person}")}) == size(3, 30)
    notice = library.phrase("flood", "es").partition("{")[0]
    minutes = 1 + (time.monotonic() - began) // 60 + 1
    assert 1 <= sum(reply["text"].startswith(notice) for reply in receiver.of("loud")) <= minutes


def test_R26_a_copy_of_the_data_folder_starts_on_an_empty_machine(
    start: Start, receiver: Receiver, tmp_path: Path
) -> None:
    """Copied while the service runs: with its keys, everything that was acknowledged is there."""
    service = start(name="old")
    for number in range(20):
        service.keeps(numbered(f"p{number}", 0))
    service.keeps({"id": "lang", "from": "p0", "text": "English"})
    receiver.wait_for(21)
    shutil.copytree(tmp_path / "old", tmp_path / "new", symlinks=True, ignore=shutil.ignore_patterns("*.sock", "lock"))
    service.kill()
    restored = start(name="new")
    for number in range(20):
        restored.keeps(numbered(f"p{number}", 0))  # known: not answered again
        restored.keeps(numbered(f"p{number}", 1))
    restored.keeps({"id": "menu", "from": "p0", "text": "/menu"})
    receiver.wait_for(42)
    wait_until(lambda: restored.metric("farol_waiting") == 0, "the end of all work")
    assert all(answers_in_order(receiver, f"p{number}", 2) for number in range(1, 20))
    in_english = [choice["label"] for choice in receiver.of("p0")[-1]["choices"]]
    in_spanish = [choice["label"] for choice in receiver.of("p1")[0]["choices"]]
    assert in_english != in_spanish, "the language chosen before the copy is remembered"


def handles(service: Service) -> int:
    assert service.process is not None
    return int(psutil.Process(service.process.pid).num_fds())


def resident(service: Service) -> float:
    assert service.process is not None
    return float(psutil.Process(service.process.pid).memory_info().rss) / 2**20


def test_R27_under_steady_load_memory_and_file_handles_stay_flat(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url)
    rounds, each, pause = size((4, 250, 0.0), (24 * 60, 300, 0.2))
    sent = 0
    seen: list[tuple[float, int]] = []
    for _ in range(rounds + 1):  # the first warms up
        for _ in range(each):
            service.keeps(numbered(f"p{sent}", sent))
            sent += 1
            time.sleep(pause)
        receiver.wait_for(sent)
        wait_until_all_is_done(fresh_redis)
        seen.append((resident(service), handles(service)))
    assert len(receiver.replies) == sent
    assert seen[-1][0] <= seen[0][0] * 1.05 + size(4.0, 0.0), f"memory grew: {seen}"
    assert seen[-1][1] <= seen[0][1] + 8, f"file handles grew: {seen}"
