"""Content that is edited badly, or by an enemy, while people are being answered."""

import http.client
import os
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library.documents import read
from bot.library.loading import load
from tests.app.conftest import data_folder, small, trees  # noqa: F401 - fixtures
from tests.library.conftest import Tree
from tests.service import Receiver, Service
from tests.trials.sizes import size
from tests.waiting import PATIENCE, wait_until

TOPIC = "content/asylum/wait.yaml"


def half(path: Path, good: bytes) -> None:
    path.write_bytes(good[: len(good) // 3])


def tab(path: Path, good: bytes) -> None:
    path.write_bytes(good.replace(b"  es:", b"\tes:"))


def wrong_type(path: Path, good: bytes) -> None:
    path.write_bytes(good.replace(b"next: [asylum.apply]", b"next: {a: b}"))


def missing_part(path: Path, good: bytes) -> None:
    path.write_bytes(b"\n".join(line for line in good.split(b"\n") if not line.startswith(b"title")))


def nothing(path: Path, good: bytes) -> None:
    path.write_bytes(b"")


def no_file(path: Path, good: bytes) -> None:
    path.unlink()
    path.mkdir()


def link_out(path: Path, good: bytes) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def renamed(path: Path, good: bytes) -> None:
    path.rename(path.with_name("other.yaml"))


BREAKS: list[Callable[[Path, bytes], None]] = [
    half, tab, wrong_type, missing_part, nothing, no_file, link_out, renamed,
]  # fmt: skip


def restore(path: Path, good: bytes) -> None:
    path.with_name("other.yaml").unlink(missing_ok=True)
    if path.is_dir():
        path.rmdir()
    elif path.is_symlink():
        path.unlink()
    path.write_bytes(good)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "t")


@pytest.fixture
def service(tree: Tree, tmp_path: Path, receiver: Receiver, small: Tree, trees: dict[str, str]) -> Service:  # noqa: F811
    settings = trees | {"BOT_CONTENT_DIR": str(tree.content)}
    return Service(data_folder(tmp_path / "d", small), receiver, settings).start()


def test_R22_broken_edits_change_nothing_and_good_ones_are_taken_whole(
    service: Service, tree: Tree, receiver: Receiver
) -> None:
    path, chance = tree.root / TOPIC, random.Random(22)
    good = path.read_bytes()
    version, asked = service.ready()["content"]["version"], 0
    try:
        for number in range(size(len(BREAKS), 200)):
            edit = BREAKS[number % len(BREAKS)] if number < len(BREAKS) else chance.choice(BREAKS)
            edit(path, good)
            wait_until(lambda: service.ready()["content"]["problems"], f"word of {edit.__name__}")
            service.keeps({"id": str(number), "from": f"p{number}", "choice": "asylum.wait"})
            restore(path, good)
            wait_until(lambda: not service.ready()["content"]["problems"], "the end of it")
            asked += 1
        receiver.wait_for(asked)
        assert all("45 días" in reply["text"] for reply in receiver.replies), "the old tree serves on"
        assert service.ready()["content"]["version"] == version
        one = good.replace(b"Tarda 45 d", b"Tarda de 45 a 45 d")
        for days in range(46, 46 + size(3, 30)):
            before = service.ready()["content"]["version"]
            path.write_bytes(one.replace(b"45", str(days).encode()))
            for number in range(10):
                service.keeps({"id": f"{days}-{number}", "from": f"q{days}-{number}", "choice": "asylum.wait"})
            wait_until(lambda before=before: service.ready()["content"]["version"] != before, "a good edit")  # type: ignore[misc]
        service.keeps({"id": "last", "from": "last", "choice": "asylum.wait"})
        wait_until(lambda: receiver.of("last"), "the answer")
        assert f"de {days} a {days} días" in receiver.of("last")[0]["text"]
        for reply in receiver.replies:
            words = reply["text"].partition("Tarda de ")[2].split()
            assert not words or words[0] == words[2], "one answer of two versions"
    finally:
        service.stop()


BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (BOMB, 1),
        (b"a: 1\nb: " + b"[" * 3000, 2),
        (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", 2),
        (b"a: 1\nb: 2\na: 3\n", 3),
        (b"phone: 0155\n", 1),
        (b"hours: 9:00\n", 1),
        (b"vital: no\n", 1),
    ],
    ids=["bomb", "deep", "tag", "twice", "octal", "clock", "no"],
)
def test_R23_hostile_yaml_is_refused_with_its_place_and_takes_no_memory(raw: bytes, line: int) -> None:
    tracemalloc.start()
    try:
        value, faults = read(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert value is None or faults
    assert faults[0].line == line and faults[0].mend
    assert peak < 50 << 20


@pytest.mark.parametrize(
    ("field", "value"),
    [("phones", "[0155]"), ("phones", "[5555]"), ("hours", "9:00"), ("hours", "no"), ("hours", "24")],
)
def test_R23_a_phone_or_an_hour_that_is_no_text_is_refused_with_file_and_line(
    tree: Tree, field: str, value: str
) -> None:
    places = tree.read("content/places/shelter.yaml")
    first = next(line for line in places.splitlines() if line.strip().startswith(f"{field}:"))
    tree.write("content/places/shelter.yaml", places.replace(first, first.partition(":")[0] + f": {value}", 1))
    library, problems = load(tree.content, tree.locales)
    assert library is None
    at = places.splitlines().index(first) + 1
    assert any(each.file.endswith("shelter.yaml") and each.line == at for each in problems), problems


# paths


MARK = "canary-outside-of-the-tree"


def test_P16_no_link_or_name_leads_out_of_the_tree(tree: Tree, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text(f"title: {{es: {MARK}}}\n")
    (tree.content / "asylum" / "stolen.yaml").symlink_to(outside / "secret.yaml")
    (tree.content / "loot").symlink_to(outside)
    tree.change(TOPIC, "next: [asylum.apply]", "next: ['../../outside/secret', '/etc/passwd', 'asylum/%2e%2e']")
    library, problems = load(tree.content, tree.locales)
    assert library is None and MARK not in "".join(map(str, problems))
    assert sum("leads out of the tree" in problem.what for problem in problems) == 2, problems
    assert sum(problem.file.endswith("wait.yaml") for problem in problems) >= 3, problems


def test_P16_no_address_of_ours_reads_another_file(
    tmp_path: Path,
    receiver: Receiver,
    small: Tree,  # noqa: F811
    trees: dict[str, str],  # noqa: F811
) -> None:
    service = Service(data_folder(tmp_path / "d", small), receiver, trees).start()
    (tmp_path / "d" / "canary.css").write_text(MARK)
    up = ["..", "%2e%2e", "%2E%2E", "..%2f", "..%5c", "%252e%252e", "....//", "..;"]
    tails = ["etc/passwd", "d/canary.css", "keys", "canary.css%00.css", f"{tmp_path}/d/keys"]
    keys = (tmp_path / "d" / "keys").read_text().strip()
    try:
        for root in ("/static/web/", "/", "/es/", "/screen/", "/hooks/bridge/"):
            for way in (*("/".join([one] * 6) + "/" for one in up), "/", "%2f"):
                for tail in tails:
                    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
                    connection.putrequest("GET", root + way + tail, skip_host=False)
                    connection.endheaders()
                    response = connection.getresponse()
                    said = response.read().decode("utf-8", "replace")
                    connection.close()
                    assert response.status in {301, 302, 303, 307, 308, 400, 403, 404, 405}, (root, way, tail)
                    assert MARK not in said and keys not in said and "root:" not in said
        for number, choice in enumerate(["../../../etc/passwd", "/etc/passwd", "asylum.../keys", "..", "asylum\0.x"]):
            service.keeps({"id": str(number), "from": f"p{number}", "choice": choice})
        receiver.wait_for(5)
        assert all("root:" not in reply["text"] and keys not in reply["text"] for reply in receiver.replies)
        assert "Traceback" not in service.log.read_text()
    finally:
        service.stop()
    assert os.path.exists(tmp_path / "d" / "keys")
