"""`bot report` as people call it: on a store of its own, and beside a service that runs."""

import asyncio
import csv
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest

from bot.app.opening import open_store
from bot.app.settings import read_configuration
from bot.library.library import Library
from tests import processes
from tests.report.seed import seed
from tests.service import ROOT, Receiver, Service
from tests.waiting import PATIENCE

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]
NOW = datetime.now(UTC)
FIRST = date(NOW.year - 1, 1, 1)
YEAR = f"{FIRST.year}"


@pytest.fixture
def bot(tmp_path: Path) -> Run:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}

    def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[bytes]":
        environment = clean | {"BOT_DATA_DIR": str(tmp_path / "d")} | settings
        command = [sys.executable, "-m", "bot", "report", *words]
        return processes.run(command, ROOT, environment, seconds=PATIENCE)

    return run


def fill(folder: Path, library: Library) -> Counter[str]:
    settings = read_configuration({"BOT_DATA_DIR": str(folder)}).settings

    async def act() -> Counter[str]:
        store = await open_store(settings)
        try:
            return await seed(store.link, store.installation, library, NOW, FIRST, 60_000, 32)
        finally:
            await store.close()

    return asyncio.run(act())


def value(made: bytes, metric: str) -> str:
    rows = csv.DictReader(StringIO(made.decode("utf-8-sig")))
    whole = {"period": "now", "metric": metric, "dimension": "", "step": "", "statistic": "count"}
    return next(row["value"] for row in rows if all(row[name] == wished for name, wished in whole.items()))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "2022-13-01", "--to", "2022-12-31"), "is no day"),
        (("--from", "2022-12-31", "--to", "2022-01-01"), "is before"),
        (("--from", "2022", "--to", "yesterday"), "is no day"),
        (("--from", "2999", "--to", "2999"), "still to come"),
        (("--from", "2022", "--to", "2022", "--format", "doc"), "no format doc"),
        (("--from", "2022", "--to", "2022", "--lang", "xx"), "no language xx"),
        (("--from", "2022-01-05", "--to", "2022-02-05"), "whole months"),
        (("--from", "2022"), "--to"),
    ],
)
def test_wrong_use_is_one_line(bot: Run, words: tuple[str, ...], said: str) -> None:
    done = bot(*words)
    assert done.returncode == 2 and not done.stdout
    lines = done.stderr.decode().strip().splitlines()
    assert len(lines) == 1 and said in lines[0] and "Traceback" not in lines[0]


def test_a_year_is_told_as_it_was_counted(bot: Run, tmp_path: Path, library: Library) -> None:
    fill(tmp_path / "d", library)
    done = bot("--from", YEAR, "--to", YEAR, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert b"days with data" in done.stderr, "a long period says how far it is"
    named = tmp_path / "out" / "report.pdf"
    named.parent.mkdir()
    assert bot("--from", YEAR, "--to", YEAR, "--lang", "ht", "--out", str(named)).returncode == 0
    assert named.read_bytes().startswith(b"%PDF") and [*named.parent.iterdir()] == [named]
    today = f"{NOW:%Y-%m-%d}"
    inside = bot("--from", f"{FIRST}", "--to", today, "--format", "csv", "--internal")
    assert inside.returncode == 0 and int(value(inside.stdout, "message")) > int(value(done.stdout, "message"))


def test_a_whole_count_is_exact(bot: Run, tmp_path: Path, library: Library) -> None:
    counted = fill(tmp_path / "d", library)
    done = bot("--from", f"{FIRST}", "--to", f"{NOW:%Y-%m-%d}", "--format", "csv", "--internal")
    assert done.returncode == 0, done.stderr
    for metric in ("message", "reply", "topic", "person", "urgent"):
        truth = sum(number for count, number in counted.items() if count.partition(":")[0] == metric)
        sealed = metric in {"topic", "urgent"}  # what is sealed is told of quarters that are over only
        told = int(value(done.stdout, metric))
        assert told <= truth if sealed else told == truth, metric


def test_it_speaks_to_the_service_that_runs(bot: Run, tmp_path: Path) -> None:
    receiver = Receiver()
    service = Service(tmp_path / "d", receiver, {}).start()
    try:
        service.keeps({"id": "1", "from": "somebody", "text": "hola"})
        receiver.wait_for(1)
        done = bot("--from", f"{FIRST}", "--to", f"{datetime.now(UTC):%Y-%m-%d}", "--format", "csv", "--internal")
        assert done.returncode == 0, done.stderr
        assert value(done.stdout, "message") == "1"
    finally:
        service.stop()
        receiver.close()


def test_a_file_that_cannot_be_written_is_said_in_one_line(bot: Run, tmp_path: Path) -> None:
    done = bot("--from", "2022", "--to", "2022", "--out", str(tmp_path / "no" / "such" / "report.html"))
    assert done.returncode == 1 and b"Traceback" not in done.stderr and b"cannot be written" in done.stderr
