"""Page of numbers and report for a year of ten million messages: `python -m tests.bench.numbers [--messages N]`.

A store is filled as it stands when days and months have been added up, then each is asked for several times. CPU time
of this process and of Redis is told beside the clock, which is noise on a busy machine.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import psutil

from bot.metrics import report, source
from bot.metrics.period import Period
from bot.metrics.publishing import publish
from bot.metrics.words import Words
from bot.store.tallies import Tallies
from tests.bench.lab import ROOT
from tests.conftest import RedisServer
from tests.report.seed import seed

MESSAGES = 10_000_000
ROUNDS = 5


async def main(messages: int) -> None:
    from bot.library.reader import Reader
    from tests.console.kit import START, running

    library, _ = Reader(ROOT / "content", ROOT / "locales", learning=False).load(lenient=True)
    assert library is not None
    with tempfile.TemporaryDirectory() as folder:
        redis = RedisServer(Path(folder))
        redis.start()
        try:
            async with running(redis, library) as console:
                desk = console.desk
                first = date(START.year - 1, 1, 1)
                await seed(desk.link, desk.installation, library, START, first, messages * 2, 20_000)
                server = psutil.Process(int((await desk.link.client.info("server"))["process_id"]))
                used = int((await desk.link.client.info("memory"))["used_memory"])
                print(f"{messages:,} messages a year, two years: {used / 1e6:.1f} MB in Redis")
                client = await console.signed_in("administrator")
                for span in ("day", "month", "year", "years"):
                    await _timed(f"page, {span}", server, lambda span=span: client.get(f"/numbers?span={span}"))
                tallies = Tallies(desk.link, desk.installation)

                async def make(form: str) -> None:
                    found = await source.figures(tallies, Period.year(START.year - 1), START, library)
                    report.make(form, publish(found), Words(library, "es"))

                for form in report.FORMS:
                    await _timed(f"report, {form}", server, lambda form=form: make(form))
        finally:
            redis.kill()


async def _timed(name: str, server: psutil.Process, act: Callable[[], Awaitable[object]]) -> None:
    await act()
    clocks, own, of_redis = [], [], []
    for _ in range(ROUNDS):
        before = server.cpu_times()
        cpu, clock = time.process_time(), time.perf_counter()
        await act()
        clocks.append(time.perf_counter() - clock)
        own.append(time.process_time() - cpu)
        after = server.cpu_times()
        of_redis.append(after.user + after.system - before.user - before.system)
    shown = [f"{statistics.median(each) * 1000:6.0f} ms" for each in (clocks, own, of_redis)]
    print(f"{name:16} clock {shown[0]}   CPU {shown[1]}   of Redis {shown[2]}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    asyncio.run(main(parser.parse_args().messages))
