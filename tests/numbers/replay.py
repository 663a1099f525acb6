"""Sends a year whose truth is known through the real line, and compares the report's figures with it.

`make replay` (python -m tests.numbers.replay) does the whole of 2022 and 2023 and says how fast. Several processes
share it as workers do: each brings, answers and takes what the people of its partitions write, on the same Redis.
"""

import argparse
import asyncio
import gc
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import uvloop

from bot.app.health import Health
from bot.app.worker import Worker
from bot.domain.counting import local
from bot.domain.messages import Incoming
from bot.library.library import Library
from bot.library.loading import load, settle
from bot.metrics.definitions import METRICS
from bot.metrics.figures import Figures
from bot.metrics.period import Period
from bot.metrics.source import figures
from bot.store import keys
from bot.store.leases import Leases
from bot.store.line import Entry
from bot.store.tallies import roll_up
from tests.conftest import ROOT, RedisServer
from tests.numbers.drive import Drive, driving
from tests.numbers.moving import Office
from tests.numbers.truth import PUBLISHED, Case, Message, Person, Story, Truth, at
from tests.service import CACHE

HOURS = (10, 23)
"""By turns, so that every other day speaks in its last hour: then the day in Greenwich is another."""
PARTITIONS = 16
SIDE_BY_SIDE = 2
AT_ONCE = 100
DAYS_BETWEEN = 30
"""After so many days those that are over are added up, while everybody waits."""


@dataclass
class Replay:
    drive: Drive
    library: Library
    pause: Callable[[date], Awaitable[None]]
    """Every month: then days are added up."""
    hand: int = 0
    hands: int = 1
    """Which of how many share the year."""
    truth: Truth = field(default_factory=Truth)
    number: int = 0
    messages: int = 0
    moved: int = 1_000_000
    """Cases so far, numbered apart from those who write."""

    def __post_init__(self) -> None:
        line, link = self.drive.line, self.drive.link
        leases = Leases(link, "worker", "replay", self.drive.installation.partitions)
        self.clock = datetime.now(UTC)
        self.office = Office(self.drive)
        self.worker = Worker(
            line, self.office.cases, leases, lambda: self.library, Health(), {}, now=lambda: self.clock
        )

    @property
    def partitions(self) -> range:
        return range(self.hand, self.drive.installation.partitions, self.hands)

    def is_mine(self, person: Person) -> bool:
        installation = self.drive.installation
        return installation.partition(installation.person(person.channel, f"person-{person.number}")) in self.partitions

    async def year(self, year: int, part: float, every: int) -> None:
        story = Story(year, PUBLISHED[year].scaled(part), every=every, is_mine=self.is_mine)
        cases = story.cases()  # the same for all
        whole = story.published.interactions
        target = whole * (self.hand + 1) // self.hands - whole * self.hand // self.hands
        done = 0
        for number, day in enumerate(story.days):
            share = (number + 1) / len(story.days)
            wanted = max(0, int((target * share - done) / 2.2))
            some = story.messages(wanted) if target - done > 400 else []
            done += await self.say(some, at(day, HOURS[number % len(HOURS)]))
            await self.move_cases(at(day, 12), cases.get(day, [])[self.hand :: self.hands])
            if number % DAYS_BETWEEN == 0:
                await self.pause(day)
        while done < target:  # a message that comes two days late is not answered: exactly one interaction
            some = story.messages(min(100, target - done))
            done += await self.say(some, at(story.days[-1], 23), late=True)
        assert done == target, f"{done} interactions instead of {target}"

    async def say(self, messages: Sequence[Message], now: datetime, late: bool = False) -> int:
        """Brings messages in, lets the worker answer, and takes the answers as a platform does; how many both are."""
        self.clock = now.astimezone(UTC)
        if not messages:
            return 0
        line = self.drive.line
        arriving = []
        for message in messages:
            self.number += 1
            incoming = Incoming(
                message.channel, f"person-{message.person}", f"m{self.hand}-{self.number}", text=message.text,
                choice=message.choice, media=message.media, language_hint=message.language,
                sent_at=int(self.clock.timestamp()) - (3 * 86_400 if late else 0),
            )  # fmt: skip
            arriving.append(line.queue(incoming))
            self.truth.note(message, now)
            if late:
                self.forget_effects(message)
        await asyncio.gather(*arriving)
        self.messages += len(messages)
        await asyncio.gather(*(self.answer(some) for some in await self.arrived(len(messages))))
        return len(messages) + await self.taken()

    async def arrived(self, many: int) -> list[list[Entry]]:
        """What has been queued, in shares of whole partitions: while Redis writes one, another is thought about."""
        cursors = dict.fromkeys(self.partitions, "0")
        shares: list[list[Entry]] = [[] for _ in range(SIDE_BY_SIDE)]
        while many > 0:
            entries = await self.drive.line.read_inbound(cursors, 500, 250)
            many -= len(entries)
            for entry in entries:
                cursors[entry.partition] = entry.id
                shares[entry.partition // self.hands % SIDE_BY_SIDE].append(entry)
        return shares

    async def answer(self, entries: list[Entry]) -> None:
        for start in range(0, len(entries), AT_ONCE):
            await self.worker._answer(entries[start : start + AT_ONCE])

    def forget_effects(self, message: Message) -> None:
        """Nobody answers: no topic is shown, no thanks are taken."""
        counts = self.truth.counts
        counts["late"] += 1
        for name in (f"topic:{message.choice}", f"city:{message.choice.rpartition(':')[2]}"):
            if counts.get(name) and (message.choice in name):
                counts[name] -= 1
        if message.choice.startswith("city:"):
            counts[f"city:{message.choice.rpartition(':')[2]}"] -= 1
        if message.text in {"gracias", "thanks", "mèsi"}:
            counts["thanks"] -= 1

    async def taken(self) -> int:
        """The platform's own count of replies; what it has taken is gone."""
        partitions = self.partitions
        found = await self.drive.link.many(("XRANGE", keys.outbound(p), "-", "+") for p in partitions)
        line = self.drive.line
        replies = sum(len(line.open_delivery(fields[1]).replies) for entries in found for _, fields in entries)
        await self.drive.link.many(("DEL", keys.outbound(p)) for p in partitions)
        self.truth.counts["reply"] += replies
        return replies

    async def move_cases(self, now: datetime, cases: Sequence[Case]) -> None:
        """What staff do on a day, many side by side."""
        for at_once in batched(cases, 40):
            numbers = range(self.moved, self.moved + len(at_once))
            self.moved += len(at_once)
            await asyncio.gather(
                *(self.office.work(self.hands * number + self.hand, case, now)
                  for number, case in zip(numbers, at_once, strict=True))
            )  # fmt: skip
            for case in at_once:
                self.truth.note_case(case, now.year)


def batched(cases: Sequence[Case], size: int) -> Iterator[Sequence[Case]]:
    return (cases[start : start + size] for start in range(0, len(cases), size))


def differences(found: Figures, counted: Counter[str], truth: Truth, year: int) -> list[str]:
    """Where the report does not say the truth."""
    wrong: list[str] = []
    true: dict[str, Counter[tuple[str, ...]]] = {}
    for count, number in counted.items():
        name, _, label = count.partition(":")
        true.setdefault(name, Counter())[tuple(label.split("|")) if label else ()] += number
    for name, labels in true.items():
        measure, metric = found[name], METRICS[name]
        if measure.total.value != sum(labels.values()):
            wrong.append(f"{name}: {measure.total.value} instead of {sum(labels.values())}")
        for place, dimension in enumerate(metric.names):
            by = Counter[str]()
            for parts, number in labels.items():
                by[parts[place]] += number
            told = {label: cell.value for label, cell in measure.tables.get(dimension, {}).items()}
            if dimension != "bucket" and told != dict(+by):
                wrong.append(f"{name} by {dimension}: {told} instead of {dict(by)}")
    for name, who in (("people", truth.people), ("returning", truth.returned)):
        true_number, told_number = len(who.get(f"{year}", ())), found[name].total.value or 0
        if abs(told_number - true_number) > max(2, 2 * found[name].error * true_number):
            wrong.append(f"{name}: {told_number}, and the truth is {true_number}")
    quantiles, times = found["time_to_answer"].quantiles, sorted(truth.times[f"{year}"])
    assert quantiles is not None
    if not quantiles.median_low <= times[(len(times) - 1) // 2] <= quantiles.median_high:
        wrong.append(f"median {quantiles.median}")
    return wrong


@dataclass
class Told:
    """What one of those who share a year has done so far."""

    truth: Truth
    messages: int
    cpu: float


async def replay(
    url: str, library: Library, years: Sequence[int], part: float, every: int = 1, hands: int = 1
) -> list[str]:
    wrong: list[str] = []
    async with driving(url, PARTITIONS) as drive:
        await roll_up(
            drive.link, drive.installation, date(years[0], 1, 2)
        )  # what was never added up is looked for once

        async def pause(day: date) -> None:
            await roll_up(drive.link, drive.installation, day)

        tell = alone(drive, library, pause) if hands == 1 else shared_out(url, library, hands, pause)
        async with tell as tell_year:
            truths = {years[0]: Counter[str]()}
            before = Told(Truth(), 0, 0.0)
            for year in years:
                began = time.monotonic()
                told = await tell_year(year, part, every)
                seconds, count = time.monotonic() - began, told.messages - before.messages
                cpu, before = told.cpu - before.cpu, told
                truths[year + 1] = told.truth.counts
                both = PUBLISHED[year].scaled(part).interactions
                print(
                    f"{year}: {count:,} messages in, {count / seconds:,.0f} a second, "
                    f"{1e6 * cpu / count:.0f} µs of CPU each; {both / seconds:,.0f} a second in and out"
                )
                wrong += await compare(drive, told.truth, year, part, truths, at(date(year + 1, 1, 1), 12))
        later = at(date(years[-1] + 1, 6, 5), 12)
        for year in years:  # all days are months by then
            wrong += await compare(drive, told.truth, year, part, truths, later)
        print(f"memory of the numbers: {await memory(drive):,} bytes")
    return wrong


Tell = Callable[[int, float, int], Awaitable[Told]]


@asynccontextmanager
async def alone(drive: Drive, library: Library, pause: Callable[[date], Awaitable[None]]) -> AsyncIterator[Tell]:
    run = Replay(drive, library, pause)

    async def tell(year: int, part: float, every: int) -> Told:
        await run.year(year, part, every)
        whole = Truth()
        whole.add(run.truth)
        return Told(whole, run.messages, time.process_time())

    yield tell


@asynccontextmanager
async def shared_out(
    url: str, library: Library, hands: int, pause: Callable[[date], Awaitable[None]]
) -> AsyncIterator[Tell]:
    """Processes that began as copies of this one: what was loaded is not loaded again."""
    fork = multiprocessing.get_context("fork")
    ways, processes = [], []
    for hand in range(hands):
        mine, theirs = fork.Pipe()
        process = fork.Process(target=lend_a_hand, args=(theirs, url, library, hand, hands), daemon=True)
        process.start()
        ways.append(mine)
        processes.append(process)

    async def tell(year: int, part: float, every: int) -> Told:
        for way in ways:
            way.send((year, part, every))
        while True:
            said = [await asyncio.to_thread(way.recv) for way in ways]
            if isinstance(said[0], date):
                await pause(min(said))
                for way in ways:
                    way.send(None)
                continue
            whole = Told(Truth(), 0, 0.0)
            for one in said:
                whole.truth.add(one.truth)
                whole = Told(whole.truth, whole.messages + one.messages, whole.cpu + one.cpu)
            return whole

    yield tell
    for way, process in zip(ways, processes, strict=True):
        way.send(None)
        process.join()


def as_a_service_does() -> None:
    """What was loaded lives as long as the process and is not looked through for garbage."""
    gc.collect()
    settle()


def lend_a_hand(way: Connection, url: str, library: Library, hand: int, hands: int) -> None:
    async def pause(day: date) -> None:
        way.send(day)
        await asyncio.to_thread(way.recv)

    async def act() -> None:
        async with driving(url, PARTITIONS) as drive:
            run = Replay(drive, library, pause, hand, hands)
            while (wish := await asyncio.to_thread(way.recv)) is not None:
                await run.year(*wish)
                way.send(Told(run.truth, run.messages, time.process_time()))

    as_a_service_does()
    uvloop.run(act())


async def compare(
    drive: Drive, truth: Truth, year: int, part: float, before: Mapping[int, Counter[str]], now: datetime
) -> list[str]:
    await roll_up(drive.link, drive.installation, local(now).date())
    began = time.process_time()
    found = await figures(drive.tallies, Period.year(year), now)
    milliseconds = 1000 * (time.process_time() - began)
    wrong = differences(found, before[year + 1] - before[year], truth, year)
    wrong += published_differences(found, PUBLISHED[year].scaled(part))
    print(
        f"  on {now:%Y-%m-%d}: {found['interaction'].total.value:,} interactions, "
        f"{found['referral_opened'].total.value:,} cases, {found['people'].total.value:,} people of "
        f"{len(truth.people[str(year)]):,}; {milliseconds:.0f} ms of CPU; {len(wrong)} differences"
    )
    return wrong


async def memory(drive: Drive) -> int:
    names = [
        name
        for kind in ("tally", "people", "returning", "numbers")
        for name in await drive.link.one("KEYS", f"{kind}:*")
    ]
    return sum(await drive.link.many(("MEMORY", "USAGE", name, "SAMPLES", 0) for name in names))


def published_differences(found: Figures, published: object) -> list[str]:
    told = {
        "interactions": found["interaction"].total.value,
        "referred": found["referral_sent"].tables["means"]["chat"].value,
        "attended": found["referral_attended"].tables["means"]["chat"].value,
        "cases": found["referral_opened"].total.value,
    }
    return [f"{name}: {number} is not what was published" for name, number in told.items()
            if getattr(published, name) != number]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="of the published size")
    parser.add_argument("--years", type=int, nargs="*", default=[2022, 2023])
    parser.add_argument("--hands", type=int, default=3, help="processes that share it")
    chosen = parser.parse_args()
    library, _ = load(ROOT / "content", ROOT / "locales", CACHE)
    assert library is not None
    with tempfile.TemporaryDirectory() as folder:
        server = RedisServer(Path(folder), "--appendfsync", "no")  # nobody pulls the plug: the disk is not measured
        server.start()
        try:
            wrong = uvloop.run(replay(server.url, library, chosen.years, chosen.part, hands=chosen.hands))
        finally:
            server.kill()
    print("\n".join(wrong) or "the report tells exactly what happened")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
