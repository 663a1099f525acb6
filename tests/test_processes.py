"""A forked process is what a started one is: its words, its end, its place, its files."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.processes import ROOT, Forked, begin
from tests.waiting import PATIENCE, wait_until


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


@pytest.mark.parametrize("words", [["settings"], ["nonsense"], ["check", "/nowhere"], ["ask", "--jsonl"]])
def test_it_says_and_ends_the_same(tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "bot", *words]
    given = environment(BOT_PORT="1234", BOT_DATA_DIR=str(tmp_path / "d"), BOT_CONTENT_DIR="/nowhere")
    assert processes.can_be_forked(command, given)
    forked, started = (
        processes.run(command, tmp_path, given, "ñ\n".encode(), afresh=afresh) for afresh in (False, True)
    )
    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)
    assert forked.stdout + forked.stderr


def test_what_python_itself_must_know_is_told_to_it() -> None:
    command = [sys.executable, "-m", "bot"]
    for more in ({"LD_PRELOAD": "x"}, {"PYTHONPATH": f"/elsewhere:{ROOT}"}, {"PYTHONUTF8": "0"}, {"LC_ALL": "C"}):
        assert not processes.can_be_forked(command, environment(**more))
    assert not processes.can_be_forked(["sh", "-m", "bot"], environment())


def test_it_can_be_stopped_and_its_end_is_known(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "--jsonl"]
    given = environment(BOT_DATA_DIR=str(tmp_path / "d"))
    for number in (signal.SIGKILL, signal.SIGTERM):
        theirs, ours = os.pipe()  # its input does not end
        with (tmp_path / "said").open("wb") as out:
            process = begin(command, tmp_path, given, [theirs, out.fileno(), out.fileno()])
        os.close(theirs)
        assert isinstance(process, Forked) and process.poll() is None
        assert Path(f"/proc/{process.pid}/cwd").resolve() == tmp_path.resolve()
        process.send_signal(number)
        assert process.wait(PATIENCE) == -number == process.poll()
        wait_until(lambda: not Path(f"/proc/{process.pid}").exists(), "the end of it")  # noqa: B023
        os.close(ours)
