"""What stops a start, what does not stop a running service, and how each is told."""

import resource
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

from tests.app.conftest import Bot, Start, is_refused
from tests.app.test_embedded import redis_of
from tests.library.conftest import Tree
from tests.service import ROOT, Receiver, Service
from tests.waiting import PATIENCE, wait_until

KEY = "a-key-of-at-least-twenty-four"


def test_a_port_in_use_is_named(bot: Bot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        is_refused(bot("run", BOT_PORT=port), 1, "BOT_PORT", f"127.0.0.1:{port} is in use", "another port")


def test_an_address_that_is_not_ours_is_named(bot: Bot) -> None:
    is_refused(bot("run", BOT_HOST="192.0.2.1", BOT_PORT="18099"), 1, "BOT_HOST", "cannot listen", "127.0.0.1")


def test_a_redis_that_does_not_answer_is_named(bot: Bot) -> None:
    for url in ("redis://127.0.0.1:1", "redis+cluster://127.0.0.1:1,127.0.0.1:2", "unix:///nowhere/redis.sock"):
        is_refused(bot("run", BOT_REDIS_URL=url, BOT_SECRET_KEYS=KEY), 1, "BOT_REDIS_URL", "cannot work")


def test_other_partitions_than_the_data_has_are_refused(start: Start, bot: Bot) -> None:
    start().stop()
    is_refused(bot("run", BOT_PARTITIONS="8"), 1, "BOT_PARTITIONS is 8", "set it to 16")


def test_keys_that_do_not_open_the_data_are_refused(start: Start, bot: Bot) -> None:
    start(BOT_SECRET_KEYS=KEY).stop()
    is_refused(bot("run", BOT_SECRET_KEYS=f"another-{KEY}"), 1, "BOT_SECRET_KEYS cannot open", "set up with")
    start(BOT_SECRET_KEYS=f"another-{KEY},{KEY}").stop()


def test_broken_content_refuses_the_start_with_every_place(bot: Bot, tmp_path: Path) -> None:
    tree = Tree(tmp_path / "t")
    tree.change("content/asylum/apply.yaml", "next: [asylum.wait", "next: [asylum.weit")
    tree.change(
        "content/asylum/wait.yaml", "button: {es: Cuánto tarda", "button: {es: Cuánto tarda todo este largo trámite"
    )
    done = bot("run", BOT_CONTENT_DIR=str(tree.content))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if ": error: " in line]
    assert any("asylum/apply.yaml:" in line and "asylum.weit" in line for line in lines), done.stderr
    assert any("asylum/wait.yaml:" in line for line in lines), done.stderr
    assert all(line.startswith("bot: ") for line in done.stderr.splitlines())


def test_no_content_at_all_is_named(bot: Bot) -> None:
    is_refused(bot("run", BOT_CONTENT_DIR="/nowhere"), 1, "/nowhere", "there is no such folder")


def test_a_broken_edit_changes_nothing_but_what_ready_says(start: Start, receiver: Receiver, tmp_path: Path) -> None:
    tree = Tree(tmp_path / "t")
    service = start(BOT_CONTENT_DIR=str(tree.content))
    version = service.ready()["content"]["version"]
    good = tree.read("content/asylum/wait.yaml")
    for number, broken in enumerate((good[: len(good) // 3], "\tnot: yaml", "", "[")):
        tree.write("content/asylum/wait.yaml", broken)
        problems = wait_for_problems(service, True)
        assert any("wait.yaml:" in problem for problem in problems), problems
        service.keeps({"id": str(number), "from": "p", "choice": "asylum.wait"})
        tree.write("content/asylum/wait.yaml", good)
        wait_for_problems(service, False)
    receiver.wait_for(4)
    assert all("45 días" in reply["text"] for reply in receiver.replies)
    assert service.ready()["content"]["version"] == version
    assert "content is broken and the version before serves on" in service.log.read_text()
    tree.write("content/asylum/wait.yaml", good.replace("45 días", "46 días"))
    wait_until(lambda: service.ready()["content"]["version"] != version, "a good edit")
    service.keeps({"id": "last", "from": "p", "choice": "asylum.wait"})
    receiver.wait_for(5)
    assert "46 días" in receiver.replies[-1]["text"]


def wait_for_problems(service: Service, some: bool) -> list[str]:
    problems: list[str] = []

    def told() -> bool:
        found = service.ready()
        assert found["ready"], "broken content is no reason to take no messages"
        problems[:] = found["content"]["problems"]
        return bool(problems) == some

    wait_until(told, "word of the edit")
    return problems


def test_only_what_was_asked_for_runs(start: Start) -> None:
    service = start(only="worker,sender")
    assert "web chat" not in service.log.read_text()
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{service.port}/healthz", timeout=PATIENCE)
        raise AssertionError("a worker listens to nobody")
    except urllib.error.URLError:
        pass


def test_P01_a_crash_writes_no_file_with_what_was_in_memory(start: Start) -> None:
    """Even where the system allows files of any size."""
    before, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    try:
        service = start()
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (before, most))
    assert service.process is not None
    redis = redis_of(service)
    for pid in (service.process.pid, redis.pid):
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
        assert [line.split()[-3:-1] for line in limits if line.startswith("Max core file")] == [["0", "0"]]
        assert int(Path(f"/proc/{pid}/coredump_filter").read_text(), 16) == 0
    service.keeps({"id": "1", "from": "person", "text": "canary-in-memory"})
    service.process.send_signal(signal.SIGSEGV)
    assert service.process.wait(PATIENCE) == -signal.SIGSEGV
    assert [path for folder in (ROOT, service.folder) for path in folder.glob("core*")] == []
