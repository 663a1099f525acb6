"""The example bridge and what docs/bridge.md says of the protocol, held against the running service."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bot.channels import bridge
from tests.app.conftest import clean_environment, data_folder, small, trees  # noqa: F401 - fixtures
from tests.library.conftest import Tree
from tests.service import ROOT, Receiver, Service, free_port, sign
from tests.waiting import wait_until

SECRET = "a-secret-of-16-or-more"
PAGE = (ROOT / "docs" / "bridge.md").read_text("utf-8")


@pytest.fixture
def service(tmp_path: Path, small: Tree, trees: dict[str, str]) -> Iterator[Service]:  # noqa: F811
    callback = free_port()
    receiver = Receiver()
    found = Service(data_folder(tmp_path / "d", small), receiver, trees)
    receiver.close()
    bridges = tmp_path / "d" / "bridges.yaml"
    bridges.write_text(
        json.dumps([{"name": "terminal", "secret": SECRET, "callback": f"http://127.0.0.1:{callback}/callback"}])
    )
    found.environment["CALLBACK"] = str(callback)
    found.start()
    yield found
    found.stop()


def test_the_example_bridge_carries_a_conversation(service: Service) -> None:
    environment = clean_environment({}) | {
        "BRIDGE_SECRET": SECRET,
        "BRIDGE_HOOK": f"http://127.0.0.1:{service.port}/hooks/bridge/terminal",
        "BRIDGE_PORT": service.environment["CALLBACK"],
        "PYTHONUNBUFFERED": "1",
    }
    said: list[str] = []
    with subprocess.Popen(
        [sys.executable, str(ROOT / "deploy/examples/bridge.py")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as example:
        assert example.stdin and example.stdout
        output = example.stdout
        threading.Thread(target=lambda: said.extend(output), daemon=True).start()

        def wait_for(pattern: str) -> str:
            wait_until(lambda: re.search(pattern, "".join(said), re.M), pattern)
            found = re.search(pattern, "".join(said), re.M)
            assert found
            return found.group(1)

        try:
            number = wait_for(r"^(\d+)\. Asilo$")
            example.stdin.write(f"{number}\n")
            example.stdin.flush()
            number = wait_for(r"^(\d+)\. Pedir asilo$")
            example.stdin.write(f"{number}\n")
            example.stdin.flush()
            wait_for(r"(COMAR)")
        finally:
            example.kill()


def test_the_example_is_short_enough_to_read() -> None:
    code = [line for line in (ROOT / "deploy/examples/bridge.py").read_text().splitlines() if line.strip()]
    assert len(code) <= 80


# docs/bridge.md


def block(name: str) -> str:
    """What stands in the page below `<!-- name -->`, between the fences."""
    found = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)\n```", PAGE, re.S)
    assert found, f"docs/bridge.md has no block {name}"
    return found.group(1)


def test_the_worked_example_is_signed_as_the_page_says() -> None:
    body = block("body").encode()
    assert block("signature").split("X-Signature-256: ")[1].strip() == sign(body, block("secret"))


def test_the_messages_of_the_page_are_messages() -> None:
    for line in block("messages").splitlines():
        said = bridge.read_said.decode(line.encode())
        assert sum(part is not None for part in (said.text, said.choice, said.location, said.media)) == 1


def test_every_field_is_on_the_page() -> None:
    for kind in (bridge.Said, bridge.Reply):
        for field in msgspec.structs.fields(kind):
            assert f"`{field.encode_name}`" in PAGE, field.encode_name
    reply = json.loads(block("reply"))
    assert set(reply) <= {field.encode_name for field in msgspec.structs.fields(bridge.Reply)}


def test_the_openssl_line_of_the_page_signs_the_same(tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text(block("body"))
    line = next(line for line in PAGE.splitlines() if line.startswith("openssl dgst"))
    line = line.replace("$SECRET", block("secret"))
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == sign(block("body").encode(), block("secret")).removeprefix("sha256=")
