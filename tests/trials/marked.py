"""`bot` with a trap: `python -m tests.trials.marked "before commit 5 kill" run ...`.

At the fifth time that it is about to commit, the process ends as by kill -9, or sleeps (`sleep 12`), once.
`in decide` makes turns fail as the words of the message ask for.
"""

import os
import signal
import sys
import time
from typing import Any

from bot.app import worker
from bot.app.cli import main
from bot.channels.http import Http
from bot.store.line import Line
from bot.store.subscriptions import Subscriptions

PLACES: dict[str, tuple[type, str]] = {
    "queue": (Line, "queue"),
    "send": (Http, "post"),
    "commit": (Line, "commit"),
    "settle": (Line, "settle"),
    "alert": (Subscriptions, "note"),
}
HANGS_SECONDS = 2.0


def spring(what: str, seconds: float) -> None:
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(seconds)


def set_trap(when: str, where: str, times: int, what: str, seconds: float = 0.0) -> None:
    owner, name = PLACES[where]
    original, passed = getattr(owner, name), [0]

    async def trapped(*arguments: Any) -> Any:
        passed[0] += 1
        is_time = passed[0] == times
        if is_time and when == "before":
            spring(what, seconds)
        found = await original(*arguments)
        if is_time and when == "after":
            spring(what, seconds)
        return found

    setattr(owner, name, trapped)


def poison_turns() -> None:
    original = worker.decide
    worker.LONGEST_TURN_SECONDS = HANGS_SECONDS

    def decide(known: Any, incoming: Any, *more: Any) -> Any:
        if "poison-raise" in incoming.text:
            raise ValueError(incoming.text)
        if "poison-hang" in incoming.text:
            while True:
                sum(range(1000))
        if "poison-memory" in incoming.text:  # as the kernel ends who takes too much
            os.kill(os.getpid(), signal.SIGKILL)
        return original(known, incoming, *more)

    worker.decide = decide


if __name__ == "__main__":
    mark = sys.argv.pop(1).split()
    if mark[0] == "in":
        poison_turns()
    else:
        set_trap(mark[0], mark[1], int(mark[2]), mark[3], *map(float, mark[4:]))
    sys.exit(main())
