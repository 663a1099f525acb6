"""Another time for a process: libfaketime from the package `faketime`, which `.ci/tools` installs."""

from pathlib import Path


def clock(ahead: str) -> dict[str, str]:
    """The environment of a process whose clock is off: `+2h`, `-2h`, `+400d`. What elapses, elapses as ever."""
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
    return {"LD_PRELOAD": str(library), "FAKETIME": ahead, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
