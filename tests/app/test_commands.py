"""The command line: help with an example, wrong use in one line, answers a line each."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app.cli import COMMANDS
from bot.app.commands.ask import heard
from bot.library.library import Library
from tests.app.conftest import Bot, clean_environment, is_refused
from tests.service import ROOT
from tests.waiting import PATIENCE


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(bot: Bot, command: str) -> None:
    done = bot(command, "--help")
    assert done.returncode == 0 and f"usage: bot {command}" in done.stdout
    assert "example" in done.stdout and f"\n  bot {command}" in done.stdout, done.stdout


def test_help_lists_every_command(bot: Bot) -> None:
    done = bot("--help", afresh=True)
    assert done.returncode == 0
    assert not [command for command in COMMANDS if f"\n    {command} " not in done.stdout]
    assert bot("--version").stdout.strip()[0].isdigit()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["run", "nonsense"],
        ["run", "--only", "kitchen"],
        ["run", "--only", ""],
        ["ask"],
        ["ask", "--json", "--jsonl"],
        ["chat", "--lang", "xx"],
        ["check", "--render", "no.topic"],
        ["settings", "--colour"],
    ],
)
def test_wrong_use_is_told_in_one_line(bot: Bot, words: list[str]) -> None:
    is_refused(bot(*words), 2)


def test_ask_answers_in_one_object(bot: Bot) -> None:
    done = bot("ask", "--json", "--lang", "en", "how do I ask for asylum")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) >= {"lang", "intent", "score", "alternatives", "urgent", "city", "answer"}
    assert answer["answer"] and answer["answer"][0]["text"]


def test_questions_are_answered_as_they_come(small_streaming: "subprocess.Popen[bytes]") -> None:
    """Before the input ends, so that a long-lived program can hold it open."""
    process = small_streaming
    assert process.stdin and process.stdout
    for number, question in enumerate([{"text": "asilo"}, {"text": "ayuda en tijuana", "lang": "es"}, {"text": ""}]):
        process.stdin.write(json.dumps({"id": f"q{number}"} | question).encode() + b"\n")
        process.stdin.flush()
        row = json.loads(process.stdout.readline())
        assert set(row) == {"id", "lang", "intent", "score", "alternatives", "urgent", "city"}
        assert row["id"] == f"q{number}" and len(row["alternatives"]) <= 3 and 0 <= row["score"] <= 1
        assert row["city"] == ("Tijuana" if number == 1 else None)
    process.stdin.close()
    assert process.wait(20) == 0


@pytest.fixture
def small_streaming(tmp_path: Path, trees: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        cwd=tmp_path,
        env=clean_environment({**trees, "BOT_DATA_DIR": str(tmp_path / "d"), "PYTHONPATH": str(ROOT)}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        yield process


def test_bad_questions_are_named_and_the_others_answered(bot: Bot) -> None:
    bad = [b"not json", b"[]", b'{"text": "no id"}', b'{"id": {}, "text": "x"}', b'{"id": "a", "text": 5}', b"\xff\xfe"]
    bad += [b"[" * 100_000, b'{"id": "b", "text": "\\ud800"}', b'{"id": NaN, "text": "x"}']
    lines = [b'{"id": 1, "text": "asilo"}', *bad, b"", b'{"id": 2, "text": "asilo"}']
    done = bot("ask", "--jsonl", given=b"\n".join(lines))
    assert done.returncode == 1
    assert [json.loads(row)["id"] for row in done.stdout.splitlines()] in ([1, 2], [1, "b", 2])
    told = [line.split(" is not a question")[0] for line in done.stderr.splitlines()]
    assert told[:7] == [f"bot ask: line {number}" for number in range(2, 9)], done.stderr


def test_a_talk_in_the_terminal(bot: Bot) -> None:
    done = bot("chat", "--lang", "es", given="1\n1\nEnglish\nmenu\n")
    assert done.returncode == 0, done.stderr
    assert "  1. " in done.stdout and "COMAR" in done.stdout and "Asylum" in done.stdout
    assert bot("chat", given="\n").returncode == 0


def test_the_reader_of_the_output_may_leave(tmp_path: Path, trees: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m bot settings --example | head -n 1"],
        cwd=tmp_path,
        env=clean_environment({**trees, "PYTHONPATH": str(ROOT)}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stderr == ""


def test_check_tells_place_and_mend_and_exits_with_one(bot: Bot, tmp_path: Path, trees: dict[str, str]) -> None:
    assert bot("check", "--errors-only").returncode == 0
    done = bot("check", BOT_CONTENT_DIR=str(tmp_path / "none"))
    assert done.returncode == 1 and ": error: " in done.stdout and "there is no such folder" in done.stdout


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("salir", "action.exit"),
        ("no sé", "none"),
        ("adiós", "none"),
        ("ayuda", "action.person"),
        ("/menu", "action.menu"),
    ],
)
def test_what_is_asked_for_by_its_command_is_heard_as_that(library: Library, said: str, intent: str) -> None:
    meaning = heard(library, said, "es")
    assert (meaning.intent, meaning.urgent) == (intent, "")
    assert intent not in dict(meaning.alternatives)
