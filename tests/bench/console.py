"""How long a page of the queue takes with 100,000 open and 1,000,000 closed referrals: CPU time, catch-up included.

python -m tests.bench.console [--open 100000] [--closed 1000000]

Redis is a real one, append-only, with fsync off for the seeding only. The figures are CPU milliseconds of this process.
"""

import argparse
import asyncio
import random
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from bot.console.closed import closed_page
from bot.console.queue import Filters, Sight, view
from bot.domain.referral import Consent, Referral
from bot.store import keys
from bot.store.backlog import Backlog
from bot.store.cases import Cases
from bot.store.commitment import Commitment
from bot.store.installation import open_installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.seal import Seal
from tests.conftest import RedisServer

OFFICES = [f"office-{number}" for number in range(12)]
CATEGORIES = [f"category-{number}" for number in range(20)]
CITIES = [f"City {number}" for number in range(80)]
PARTITIONS = 64
NOW = 1_800_000_000
TODAY = date(2026, 11, 20)


async def seed(cases: Cases, line: Line, count: int) -> int:
    """Open referrals as the service writes them; the bytes one takes on average."""
    chance = random.Random(1)
    size = 0
    for start in range(0, count, 1_000):
        batches: dict[int, list[Commitment]] = {}
        for number in range(start, min(count, start + 1_000)):
            id = f"{number % PARTITIONS:02d}{number:032x}"
            referral = Referral(
                id,
                chance.choice(CATEGORIES),
                state=chance.choice(["queued", "claimed", "sent"]),
                urgency=chance.choice(["now", "soon", "later"]),
                office=chance.choice(OFFICES),
                language=chance.choice(["es", "en", "ht"]),
                city=chance.choice(CITIES),
                opened_at=NOW - chance.randrange(10**6),
                due_at=NOW + chance.randrange(-(10**5), 10**6),
                claimed_by=chance.choice(["", *(f"account-{n}" for n in range(60))]),
                lane=chance.choice(["", "", "", "", "", "", "gbv"]),
                address="5215500000000",
                words="Unas pocas palabras de la persona, como suelen ser.",
                answers={"need": "asylum", "company": "family", "when": "day"},
                consent=Consent("2026-11", "es", NOW, "whatsapp", ("need", "city", "language", "contact", "words")),
            )
            writes, stored = cases.saved(None, referral)
            size += len(stored.data)
            batches.setdefault(referral.partition, []).append(writes.decided())
        await line.commit(batches, TODAY)
    return size // max(1, count)


async def seed_closed(cases: Cases, count: int) -> None:
    """A million places in the index of closed ones; their records, for those that a page shows, are real."""
    for start in range(0, count, 20_000):
        commands: list[tuple[object, ...]] = []
        for number in range(start, min(count, start + 20_000)):
            partition = number % PARTITIONS
            id = f"{partition:02d}c{number:031x}"
            key = keys.closed_cases(partition, OFFICES[number % 3])
            commands.append(("ZADD", key, NOW - number, id))
            if number < 2_000:
                referral = Referral(id, "legal", state="closed", office=OFFICES[number % 3], closed_at=NOW - number)
                commands.append(("SET", keys.referral(partition, id), cases.pack(referral)))
        await cases.link.many(commands)


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1000


async def measure(args: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        redis = RedisServer(Path(folder), "--appendfsync", "no")
        redis.start()
        try:
            link = Link(redis.url)
            seal = Seal(["a-key-for-benches-of-24-characters"])
            installation = await open_installation(link, seal, PARTITIONS)
            cases, line = Cases(link, seal, installation), Line(link, seal, installation)
            average = await seed(cases, line, args.open)
            await seed_closed(cases, args.closed)
            print(f"{args.open} open, {args.closed} closed; a referral takes {average} bytes on average")
            backlog, began = Backlog(cases), spent()
            await backlog.catch_up()
            print(f"read whole once                      {spent() - began:8.1f} ms")
            sight = Sight("account-1", "office-3", "all", "all", ("gbv",))
            chosen = {
                "first page, all": Filters(),
                "filtered by three": Filters(state="queued", category="category-3", language="ht"),
                "mine": Filters(assigned="me"),
                "page 900": Filters(page=900),
            }
            for name, filters in chosen.items():
                began, walls = spent(), []
                for number in range(args.rounds):
                    await line.commit({number % PARTITIONS: [_touch(cases, number)]}, TODAY)
                    wall = time.perf_counter()
                    await backlog.catch_up()
                    seen = view(backlog, sight, filters, NOW)
                    await cases.read(head.id for head in seen.rows if head.lane)
                    walls.append((time.perf_counter() - wall) * 1000)
                cpu = (spent() - began) / args.rounds
                print(f"{name:<36} {cpu:8.1f} ms CPU, {max(walls):.0f} ms wall at most")
            began = spent()
            before = ""
            for _ in range(10):
                page = await closed_page(cases, OFFICES[0], before, lambda one: True)
                before = page.older
            print(f"{'closed, ten pages, each':<36} {(spent() - began) / 10:8.1f} ms CPU")
            await link.close()
        finally:
            redis.kill()


def _touch(cases: Cases, number: int) -> Commitment:
    """Somebody changes one referral before each page: the page has to catch up."""
    id = f"{number % PARTITIONS:02d}{number:032x}"
    writes, _ = cases.saved(None, Referral(id, "category-1", office="office-1", opened_at=NOW, due_at=NOW + number))
    return Commitment("", "", (), operations=writes.operations)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    asyncio.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
