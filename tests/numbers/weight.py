"""How much a year of ten million messages weighs, and how long its figures take (python -m tests.numbers.weight).

The counts are written as commits would have left them; the messages themselves are not sent (replay.py does that).
"""

import asyncio
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bot.domain.counting import case_label, local, time_label
from bot.library.library import Library
from bot.library.loading import load
from bot.metrics.period import Period
from bot.metrics.publishing import publish
from bot.metrics.source import figures
from bot.store import keys
from bot.store.tallies import hours_of, roll_up
from tests.conftest import ROOT, RedisServer
from tests.numbers.drive import Drive, driving
from tests.numbers.replay import memory
from tests.numbers.truth import OFFICES, SERVICES, at
from tests.service import CACHE

YEAR, MESSAGES, PEOPLE_A_DAY, PEOPLE = 2024, 10_000_000, 6_000, 400_000


async def fill(drive: Drive, day: date, library: Library, chance: random.Random) -> None:
    """What a day leaves behind in every partition."""
    size, a_day = drive.installation.partitions, MESSAGES // 366
    topics, cities = list(library.topics), list(library.directory.cities)
    commands = []
    for partition in range(size):
        for hour in hours_of(day):
            counts: dict[str, int] = {"reply": 2 * a_day // 24 // size}
            for _ in range(a_day // 24 // size):
                for name in (
                    f"message:{chance.choice(('text', 'tap', 'voice', 'location'))}",
                    f"channel:{chance.choice(('web', 'telegram', 'whatsapp', 'sms', 'bridge'))}",
                    f"language:{chance.choice(('es', 'en', 'ht'))}",
                    f"topic:{topics[int(len(topics) * chance.random() ** 2)]}",
                    f"city:{cities[int(len(cities) * chance.random() ** 3)]}",
                ):
                    counts[name] = counts.get(name, 0) + 1
            if chance.random() < 0.3:
                case = case_label(chance.choice(list(SERVICES)), chance.choice(list(OFFICES)), "soon")
                counts |= {
                    f"referral_opened:{case}": 1,
                    f"time_to_answer:{time_label(case, chance.expovariate(0.01))}": 1,
                }
            flat = [part for name, number in counts.items() for part in (name, number)]
            commands.append(("HSET", keys.tally(partition, hour), *flat))
        names = [f"{chance.randrange(PEOPLE):x}-{partition}" for _ in range(PEOPLE_A_DAY // size)]
        for span in keys.spans(day):
            commands.append(("PFADD", keys.people(partition, span), *names))
            commands.append(("PFADD", keys.returning(partition, span), *names[::2]))
    await drive.link.many(commands)


async def weigh(url: str, library: Library) -> None:
    chance = random.Random(4)
    async with driving(url, partitions=16) as drive:
        first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            await fill(drive, day, library, chance)
            if number % 20 == 0:
                await roll_up(drive.link, drive.installation, day)
        for name, now in (("on the last evening", at(last, 22)), ("months later", at(last + timedelta(days=140), 12))):
            await roll_up(drive.link, drive.installation, local(now).date())
            print(f"{name}: {await memory(drive) / 1e6:.1f} MB in Redis")
            for what, period in (
                ("the year", Period.year(YEAR)),
                ("its last 30 days", Period.last_days(at(last, 22), 30)),
            ):
                began, cpu = time.perf_counter(), time.process_time()
                found = await figures(drive.tallies, period, now, library)
                seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
                print(
                    f"  {what}: {found['message'].total.value:,} messages, {1000 * seconds:.0f} ms, "
                    f"of them {1000 * cpu:.0f} ms of CPU here"
                )
        began = time.process_time()
        publish(found if found.period.is_year else await figures(drive.tallies, Period.year(YEAR), now, library))
        print(f"made safe to publish: {1000 * (time.process_time() - began):.0f} ms of CPU")


def main() -> None:
    library, _ = load(ROOT / "content", ROOT / "locales", CACHE)
    assert library is not None
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(Path(folder), "--appendfsync", "no")
        server.start()
        try:
            asyncio.run(weigh(server.url, library))
        finally:
            server.kill()


if __name__ == "__main__":
    main()
