"""The same line on a real Redis Cluster of three nodes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.embedded import find_server
from tests.service import Receiver, free_port
from tests.trials.conftest import Start
from tests.trials.test_delivery import answers_in_order, numbered
from tests.waiting import PATIENCE, wait_until


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    folder = tmp_path_factory.mktemp("cluster")
    ports: list[int] = []
    while len(ports) < 3:
        ports.append(free_port(also=10_000))  # where the bus listens
    nodes = [start_node(folder / str(port), port) for port in ports]
    for port in ports:
        wait_until(lambda port=port: "PONG" in cli(port, "ping", check=False), "a node")  # type: ignore[misc]
    places = [f"127.0.0.1:{port}" for port in ports]
    made = subprocess.run(
        ["redis-cli", "--cluster", "create", *places, "--cluster-yes"], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    for port in ports:
        wait_until(lambda port=port: "cluster_state:ok" in cli(port, "cluster", "info"), "the cluster")  # type: ignore[misc]
    yield ports
    for node in nodes:
        node.kill()
        node.wait()


def start_node(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    folder.mkdir()
    options = {
        "port": str(port),
        "bind": "127.0.0.1",
        "cluster-enabled": "yes",
        "cluster-config-file": "nodes.conf",
        "cluster-node-timeout": "30000",
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "dir": str(folder),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return subprocess.Popen([find_server(), *words], stdout=subprocess.DEVNULL)


def cli(port: int, *words: str, check: bool = True) -> str:
    return subprocess.run(["redis-cli", "-p", str(port), *words], capture_output=True, text=True, check=check).stdout


def test_conversations_run_on_a_cluster(start: Start, cluster: list[int], receiver: Receiver) -> None:
    url = "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in cluster[:2])
    service = start(url)
    people = [f"p{number}" for number in range(30)]
    for number in range(4):
        for person in people:
            service.keeps(numbered(person, number))
    receiver.wait_for(120)
    assert all(answers_in_order(receiver, person, 4) for person in people)
    counts = [int(cli(port, "dbsize")) for port in cluster]
    assert all(counts), f"all nodes share the people: {counts}"
    assert service.ready()["ready"]


def test_the_web_chat_works_on_a_cluster(start: Start, cluster: list[int]) -> None:
    import http.client
    import json

    service = start("redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in cluster))
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=PATIENCE)
    body = json.dumps({"id": "3f0c9a52-64a5-4e1f-9a63-2f43a2a5a111", "text": "/menu", "lang": "es"})
    connection.request("POST", "/chat/messages", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.status == 200, response.read()
    response.read()
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    connection.request("GET", "/chat/events", headers={"Cookie": cookie, "Accept": "text/event-stream"})
    events = connection.getresponse()
    said = b""
    while b"data:" not in said:
        said += events.readline()
    assert b"shelter.find" in said
    connection.close()
