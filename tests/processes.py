"""Processes of `bot` for tests: forked from one that has loaded the program already, as loading takes most of a start.

From `python -m` on everything happens as ever, in a process of its own with its own arguments, environment, folder
and files, and it ends as ever. What is said to Python itself before that (another library path, a faked clock,
another encoding) cannot be said to a fork: such a process is started afresh, and so is each that asks for it.
"""

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[1]
TO_PYTHON = ("PYTHON", "LD_", "LC_", "LANG", "MALLOC_", "OPENSSL_", "SSL_")
"""Beginnings of names that count before the program begins."""
LOADED = ("bot.app.cli", "bot.app.run", "bot.app.commands.run", "bot.library.understanding")
MOST = 1 << 20


class Process(Protocol):
    """What of a Popen tests use."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


class Forked:
    """A process that has told its number, and whose parent tells how it ended."""

    def __init__(self, said: int) -> None:
        self.said = said
        self.returncode: int | None = None
        self.words = b""
        self.lock = threading.Lock()
        while b"\n" not in self.words:
            self._listen(None)
        self.pid = int(self.words.split()[0])

    def _listen(self, seconds: float | None) -> None:
        if self.returncode is not None or not select.select([self.said], [], [], seconds)[0]:
            return
        more = os.read(self.said, 64)
        self.words += more
        if not more:
            os.close(self.said)
            told = self.words.split()
            assert told, "the loaded process is gone"
            self.returncode = int(told[1]) if len(told) > 1 else -signal.SIGKILL

    def poll(self) -> int | None:
        with self.lock:
            self._listen(0)
            self._listen(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            left = None if until is None else until - time.monotonic()
            if left is not None and left < 0:
                raise subprocess.TimeoutExpired("bot", timeout or 0.0)
            with self.lock:
                self._listen(left)
        return self.returncode

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Loaded:
    """The other end: asks the loaded process for another one."""

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (self.line, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST)
        words = [sys.executable, "-m", "tests.processes", str(theirs.fileno())]
        self.environment = dict(os.environ)
        self.process = subprocess.Popen(words, cwd=ROOT, env=self.environment, pass_fds=[theirs.fileno()])
        theirs.close()
        self.lock = threading.Lock()

    def begin(self, words: Sequence[str], folder: Path, environment: Mapping[str, str], files: Sequence[int]) -> Forked:
        said, saying = os.pipe()
        request = json.dumps([list(words), str(folder), dict(environment)]).encode()
        try:
            with self.lock:
                socket.send_fds(self.line, [request], [*files, saying])
        finally:
            os.close(saying)
        return Forked(said)

    def close(self) -> None:
        self.line.close()
        self.process.wait()


_loaded: Loaded | None = None
_lock = threading.Lock()


def loaded() -> Loaded:
    """One for all tests of this process."""
    global _loaded
    with _lock:
        if _loaded is None:
            _loaded = Loaded()
            atexit.register(_loaded.close)
        return _loaded


def can_be_forked(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    def to_python(named: Mapping[str, str]) -> dict[str, str]:
        told = {name: value for name, value in named.items() if name.startswith(TO_PYTHON)}
        return told | {"PYTHONPATH": told.get("PYTHONPATH") or str(ROOT)}

    is_ours = len(words) > 2 and words[0] == sys.executable and words[1] == "-m"
    return is_ours and to_python(environment) == to_python(loaded().environment)


def begin(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], files: Sequence[int], afresh: bool = False
) -> Process:
    """Starts `python -m …` with these as input, output and errors."""
    if not afresh and can_be_forked(words, environment):
        return loaded().begin(words[2:], folder, environment, files)
    stdin, stdout, stderr = files
    return subprocess.Popen(words, cwd=folder, env=environment, stdin=stdin, stdout=stdout, stderr=stderr)


def run(
    words: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    given: bytes = b"",
    seconds: float | None = None,
    afresh: bool = False,
) -> "subprocess.CompletedProcess[bytes]":
    """As `subprocess.run`, with what it said."""
    with contextlib.ExitStack() as open_:
        stdin, stdout, stderr = (open_.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        stdin.write(given)
        stdin.seek(0)
        process = begin(words, folder, environment, [stdin.fileno(), stdout.fileno(), stderr.fileno()], afresh)
        try:
            code = process.wait(seconds)
        except BaseException:
            process.kill()
            process.wait()
            raise
        said = []
        for each in (stdout, stderr):
            each.seek(0)
            said.append(each.read())
        return subprocess.CompletedProcess(words, code, *said)


def in_words(done: "subprocess.CompletedProcess[bytes]") -> "subprocess.CompletedProcess[str]":
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


# in the loaded process


def load() -> None:
    for name in LOADED:
        importlib.import_module(name)
    cli = importlib.import_module("bot.app.cli")
    cli.parser()
    gc.collect()
    gc.freeze()


def serve(line: socket.socket) -> list[str]:
    """Forks for each who asks, until nobody is there any more; returns in the new process, with its words."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked decides when we end
    while True:
        asked, files, _, _ = socket.recv_fds(line, MOST, 4)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not asked:
            os._exit(0)
        if os.fork() == 0:
            child = os.fork()
            if child == 0:
                words, folder, environment = json.loads(asked)
                become(folder, environment, files)
                return list(words)
            attend(child, line, files)
        for each in files:
            os.close(each)


def attend(child: int, line: socket.socket, files: Sequence[int]) -> None:
    """Between the loaded process and the new one: tells how it ended."""
    line.close()
    saying = files[-1]
    for each in files[:-1]:
        os.close(each)
    os.closerange(0, 3)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(BrokenPipeError):
        os.write(saying, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def become(folder: str, environment: Mapping[str, str], files: Sequence[int]) -> None:
    for number, each in enumerate(files[:3]):
        os.dup2(each, number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.write(files[-1], b"%d\n" % os.getpid())
    os.closerange(3, 1024)
    encoding, errors = sys.stdout.encoding, sys.stdout.errors
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(os.fdopen(0, "rb"), encoding, sys.stdin.errors)
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(os.fdopen(1, "wb"), encoding, errors)
    told = io.TextIOWrapper(os.fdopen(2, "wb"), encoding, "backslashreplace", line_buffering=True)
    sys.stderr = sys.__stderr__ = told


if __name__ == "__main__":
    ours = socket.socket(fileno=int(sys.argv[1]))
    load()
    named, *sys.argv[1:] = serve(ours)
    runpy.run_module(named, run_name="__main__", alter_sys=True)
