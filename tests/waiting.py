"""Waiting in tests: over as soon as it is true, and patient, because the machine that builds may be slow and busy."""

import asyncio
import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds. Only something that never comes takes so long."""


def wait_until(true: Callable[[], object], what: str = "it", seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"{what} did not come in {seconds:.0f} s"
        time.sleep(0.05)


async def until(true: Callable[[], object], what: str = "it", seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)
