"""Keeps what is in memory out of core files: there are people's words in it, and the keys to all others."""

import contextlib
import resource
from pathlib import Path

DUMPED = Path("/proc/self/coredump_filter")


def stays_private() -> None:
    """For this process and all that it starts, its Redis too.

    The limit keeps the system from writing a file; the filter keeps memory from programs that take crashes through a
    pipe (systemd-coredump, apport), for which the limit does not hold.
    """
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        DUMPED.write_text("0")
