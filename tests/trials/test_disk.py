"""What the line survives of its disk: torn files, and no room left."""

import contextlib
import json
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RedisServer
from tests.service import Receiver, Service
from tests.trials.conftest import Start
from tests.trials.test_delivery import numbered, wait_until_all_is_done
from tests.waiting import wait_until


def test_R04_a_torn_append_only_file_is_loaded_and_the_line_goes_on(
    start: Start, own_redis: RedisServer, receiver: Receiver
) -> None:
    """Cut in the last bytes, as a power cut leaves it: what was read again is answered once."""
    chance = random.Random(4)
    sent = 0
    for cut in range(4):
        service = start(own_redis.url, name=f"var{cut}")
        for _ in range(10):
            service.keeps(numbered(f"p{sent}", 0))
            sent += 1
        receiver.wait_for(sent)
        service.stop()
        own_redis.kill()
        file = max(own_redis.folder.rglob("*.aof"), key=lambda path: path.stat().st_mtime)
        with file.open("r+b") as torn:
            torn.truncate(max(0, file.stat().st_size - chance.randrange(1, 200)))
        own_redis.start()
    service = start(own_redis.url, name="last")
    service.keeps(numbered("after", 0))
    wait_until(lambda: receiver.of("after"), "the answer")
    wait_until_all_is_done(own_redis)
    ids = [reply["id"] for reply in receiver.replies]
    assert len(set(ids)) == sent + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB. Only root can have one; elsewhere the trial cannot be run, and says so."""
    folder = tmp_path / "d"  # short: a Redis listens in it, and the path of a unix socket has 107 characters
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.fail("R20 needs root, to mount a small disk: run the trials as root or in CI")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_R20_a_full_disk_refuses_and_recovers(small_disk: Path, receiver: Receiver) -> None:
    service = Service(small_disk / "var", receiver, {}).start()
    try:
        service.keeps(numbered("before", 0))
        receiver.wait_for(1)
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        refused = 0
        for number in range(8):
            try:
                refused += service.post(numbered(f"during{number}", 0)) == 503
            except OSError:
                refused += 1
        assert refused, "messages were taken though there was no room"
        filler.unlink()
        service.keeps(numbered("after", 0))
        wait_until(lambda: receiver.of("after"), "the answer")
    finally:
        service.stop()
    assert json.dumps(service.environment)  # the log is on the disk that went away with the test
