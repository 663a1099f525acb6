"""`make` on machines that lack something: one line says what, and nothing is skipped in silence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service import ROOT
from tests.waiting import PATIENCE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh checkout, as far as make looks."""
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    return tmp_path


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make(project: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=project,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_python_too_old_is_told_in_one_line(project: Path) -> None:
    old = program(project / "bin" / "python3", "exit 1")
    done = make(project, "setup", f"PYTHON={old}")
    assert done.returncode != 0 and not (project / ".venv").exists()
    (line,) = done.stderr.splitlines()
    assert "Farol needs Python 3.11 or later" in line and "make PYTHON=" in line


def test_a_python_without_venv_is_told_in_one_line(project: Path) -> None:
    script = (
        f'case "$*" in *ensurepip*) echo "No module named ensurepip" >&2; exit 1;; esac\nexec {sys.executable} "$@"'
    )
    bare = program(project / "bin" / "python3", script)
    done = make(project, "setup", f"PYTHON={bare}")
    assert done.returncode != 0 and not (project / ".venv").exists()
    (line,) = done.stderr.splitlines()
    assert "no venv module" in line and "apt-get install python3-venv" in line


def test_a_shim_for_a_python_that_is_not_there_is_passed_over(project: Path) -> None:
    for name in ("python3.12", "python3.13"):
        program(project / "bin" / name, "echo 'command not found' >&2; exit 127")
    program(project / "bin" / "python3.11", f'exec {sys.executable} "$@"')
    done = make(project, "--dry-run", ".venv/bin/python", PATH=f"{project / 'bin'}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert "python3.11 -m venv .venv" in done.stdout


def test_tools_that_are_missing_fail_in_one_line_when_not_root(project: Path) -> None:
    for name in ("bash", "env"):
        (project / "bin").mkdir(exist_ok=True)
        (project / "bin" / name).symlink_to(shutil.which(name) or "/bin/false")
    program(project / "bin" / "id", "echo 1000")
    done = subprocess.run(
        [".ci/tools"],
        cwd=project,
        env={"PATH": str(project / "bin")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "redis-server" in line and "chromium" in line and "sudo apt-get install" in line


def test_the_build_machine_runs_everything_and_shows_the_end(project: Path) -> None:
    text = (ROOT / ".ci" / "run").read_text("utf-8")
    assert text.startswith("#!/usr/bin/env bash\n") and "set -euo pipefail" in text
    assert text.rstrip().endswith("make test") and os.access(ROOT / ".ci" / "run", os.X_OK)
    done = make(project, "--dry-run", "test", f"PYTHON={sys.executable}")
    steps = [".ci/tools", "ruff format --check", "ruff check", "bin/mypy", "bot check", "bot i18n", "-m pytest"]
    places = [done.stdout.find(step) for step in steps]
    assert -1 not in places and places == sorted(places), dict(zip(steps, places, strict=True))


def test_an_environment_that_was_moved_is_set_up_again(project: Path) -> None:
    (project / ".venv").mkdir()
    for name in (".runtime", ".dev", ".learned"):
        (project / ".venv" / name).write_text("")
    (project / ".venv" / ".place").write_text("/somewhere/else")
    make(project, "help")
    assert not (project / ".venv" / ".runtime").exists()
    for name in (".runtime", ".dev"):
        (project / ".venv" / name).write_text("")
    (project / ".venv" / ".place").write_text(str(project))
    make(project, "help")
    assert (project / ".venv" / ".runtime").exists(), "nothing is done twice"
