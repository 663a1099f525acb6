"""Learns in a process of its own: its memory goes with it, and no reply waits while it works."""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from bot.library.understanding.knowledge import Knowledge, plain_value

log = logging.getLogger(__name__)

MOST_SECONDS = 600
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "100000000", "MALLOC_TRIM_THRESHOLD_": "1000000000"}
"""Told to the C library: handing tables of a few megabytes back and asking for them anew took a tenth of the time."""


def learn_apart(knowledge: Knowledge, cache: Path) -> None:
    """Makes sure that what is learnt from this stands in the cache; where that fails, it is learnt here instead."""
    if (cache / f"{knowledge.digest()}.npz").exists():
        return
    told = json.dumps({each.name: getattr(knowledge, each.name) for each in fields(knowledge)}, default=plain_value)
    words = [sys.executable, "-m", "bot.library.understanding.apart", str(cache)]
    try:
        subprocess.run(  # noqa: S603 - our own module, our own folder
            words,
            input=told.encode(),
            check=True,
            timeout=MOST_SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_KEEP_MEMORY},
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("learning apart failed", extra={"error": type(error).__name__})


def main() -> int:
    from bot.library.understanding import Understanding

    # All that is made here is kept to the end, so looking for what could be let go costs a second and finds nothing.
    gc.disable()
    Understanding.learn(Knowledge(**json.load(sys.stdin.buffer)), Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
