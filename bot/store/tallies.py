"""What was counted, read and added up over all partitions; hours become days, days become months.

Commits count by hour and partition. Two days later the hours of a day become one record, ninety days later the days of
a month become one: small, and no longer telling what happened on a day. A record is written whole and only if there is
none, and what it was made of is deleted after that: whoever dies in between, nothing is lost or added twice.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from bot.domain.counting import ZONE, Counted, local
from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Command, Link, fields_in, script

DAY = timedelta(days=1)
OPEN_DAYS = 2
"""Today and yesterday are still counted by hour: nobody's clock is that wrong."""
KEPT_BY_DAY = 90
LOOK_BACK = 800
"""Days that are looked through when nothing was ever added up and nobody knows since when we count."""
AT_ONCE = 40
"""Days of which the hours are fetched in one go."""


class Sums(Struct, array_like=True, omit_defaults=True):
    """The record of a day or a month that is over."""

    counts: dict[str, int]
    people: int = 0
    returning: int = 0
    days: tuple[int, ...] = ()
    """Of a month: the days that had data."""


def packed(sums: Sums) -> bytes:
    return zlib.compress(codec.pack(sums), 6)


def unpacked(stored: bytes) -> Sums:
    return codec.unpack(zlib.decompress(stored), type=Sums)


@dataclass(frozen=True)
class Tallies:
    """Reads what was counted in any stretch of days."""

    link: Link
    installation: Installation

    async def read(self, first: date, last: date, now: datetime) -> Counted:
        end, last = last, min(last, local(now).date())
        if last < first:
            return Counted(partitions=self.installation.partitions)
        # The finest first: what is added up in the meantime is found again in the coarser, which then counts.
        closed = await self.link.one("GET", keys.CLOSED)
        until = date.fromisoformat(closed.decode()) if closed else date.min
        hours = await self._hours([day for day in days(first, last) if day > until])
        by_day = await self._sums(days(first, last), "%Y-%m-%d")
        by_month = await self._sums(months(first, last), "%Y-%m")
        by_day = {day: one for day, one in by_day.items() if day.replace(day=1) not in by_month}
        hours = {h: c for h, c in hours.items() if h.date() not in by_day and h.date().replace(day=1) not in by_month}
        live = sorted({hour.date() for hour in hours})
        people, returning = await self._people(first, end, live, by_day, by_month)
        sums = {day: one.counts for day, one in by_day.items()}
        sums |= {day: added(counts for hour, counts in hours.items() if hour.date() == day) for day in live}
        whole = {month: one.counts for month, one in by_month.items() if is_within(month, first, end)}
        for month in months(first, last):
            if month not in by_month and (found := [c for day, c in sums.items() if day.replace(day=1) == month]):
                whole[month] = added(found)
        seen = {month.replace(day=day) for month, one in by_month.items() for day in one.days}
        return Counted(
            hours, sums, whole, people, returning,
            frozenset({*sums, *(day for day in seen if first <= day <= last)}), self.installation.partitions,
        )  # fmt: skip

    async def _sums(self, starts: Sequence[date], form: str) -> dict[date, Sums]:
        """The records of days, or of months, that are over."""
        stored = await self.link.many(("GET", keys.numbers(f"{start:{form}}")) for start in starts)
        return {start: unpacked(blob) for start, blob in zip(starts, stored, strict=True) if blob}

    async def _hours(self, wanted: Sequence[date]) -> dict[datetime, dict[str, int]]:
        found: dict[datetime, dict[str, int]] = {}
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            places = [(day, p) for day in some for p in range(self.installation.partitions)]
            if len(some) > OPEN_DAYS + 1:  # many days and most likely empty: ask first which are there
                there = await self.link.many(("EXISTS", *keys.tallies(p, day)) for day, p in places)
                places = [place for place, count in zip(places, there, strict=True) if count]
            slots = [
                (hour, name)
                for day, p in places
                for hour, name in zip(hours_of(day), keys.tallies(p, day), strict=True)
            ]
            replies = await self.link.many(("HGETALL", name) for _, name in slots)
            for (hour, _), reply in zip(slots, replies, strict=True):
                if reply:
                    sums = found.setdefault(hour, {})
                    for name, count in fields_in(reply).items():
                        text = name.decode()
                        sums[text] = sums.get(text, 0) + int(count)
        return found

    async def _people(
        self, first: date, last: date, live: Sequence[date], by_day: Mapping[date, Sums], by_month: Mapping[date, Sums]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Different people of each day, month and year, and of the whole. Nobody is in two partitions; across years
        nobody is known again, so years are added."""
        asked: list[tuple[str, list[str]]] = [(f"{day:%Y-%m-%d}", [f"{day:%Y-%m-%d}"]) for day in live]
        asked += [(f"{m:%Y-%m}", [f"{m:%Y-%m}"]) for m in months(first, last) if is_within(m, first, last)]
        for year in range(first.year, last.year + 1):
            start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            spans = covering(start, end)
            spans = [span for span in spans if len(span) < 10 or date.fromisoformat(span[:7] + "-01") not in by_month]
            asked.append((f"whole:{year}", spans or [f"{year}-none"]))
            asked.append((f"{year}", [f"{year}"]))
        people: dict[str, int] = {}
        returning: dict[str, int] = {}
        size = self.installation.partitions
        for kind, into in ((keys.people, people), (keys.returning, returning)):
            replies = await self.link.many(
                ("PFCOUNT", *(kind(p, span) for span in spans)) for _, spans in asked for p in range(size)
            )
            for at, (name, _) in enumerate(asked):
                into[name] = sum(replies[at * size : (at + 1) * size])
            into["whole"] = sum(count for name, count in into.items() if name.startswith("whole:"))
        for day, one in by_day.items():
            people[day.isoformat()], returning[day.isoformat()] = one.people, one.returning
        for month, one in by_month.items():
            people[f"{month:%Y-%m}"], returning[f"{month:%Y-%m}"] = one.people, one.returning
        return people, returning


async def roll_up(link: Link, installation: Installation, today: date) -> None:
    """Adds up the days that are over and the months that are long over. `today` is the date in Mexico City
    (`counting.local(now).date()`). Once a day is enough; several at once, or one that dies, do no harm. A clock that
    runs ahead of Redis's own is not believed: days that are not over would be closed."""
    clock = datetime.fromtimestamp(int(await link.one(*script("clock", [keys.CLOSED]))), UTC)
    today = min(today, local(clock).date())
    closed = await link.one("GET", keys.CLOSED)
    first = date.fromisoformat(closed.decode()) + DAY if closed else installation.since or today - LOOK_BACK * DAY
    last = today - OPEN_DAYS * DAY
    while first <= last:
        until = min(last, first + (AT_ONCE - 1) * DAY)
        await _close_days(link, installation, first, until)
        await link.one("SET", keys.CLOSED, until.isoformat(), "EX", keys.NUMBERS_LIFE)
        first = until + DAY
    await _close_months(link, installation, today - KEPT_BY_DAY * DAY)


async def _close_days(link: Link, installation: Installation, first: date, last: date) -> None:
    tallies = Tallies(link, installation)
    stored = await link.many(("EXISTS", keys.numbers(day.isoformat())) for day in days(first, last))
    fresh = [day for day, there in zip(days(first, last), stored, strict=True) if not there]
    hours = await tallies._hours(fresh)
    by_day: dict[date, list[Mapping[str, int]]] = {}
    for hour, counts in hours.items():
        by_day.setdefault(hour.date(), []).append(counts)
    people, returning = await tallies._people(first, last, sorted(by_day), {}, {})
    await link.many(
        _keep(f"{day:%Y-%m-%d}", Sums(added(counts), people[f"{day:%Y-%m-%d}"], returning[f"{day:%Y-%m-%d}"]))
        for day, counts in by_day.items()
    )
    await link.many(("DEL", *keys.tallies(p, day)) for day in days(first, last) for p in range(installation.partitions))


async def _close_months(link: Link, installation: Installation, before: date) -> None:
    """Months of which even the last day lies before that day."""
    tallies = Tallies(link, installation)
    month = before.replace(day=1)
    found = 0
    while found < 2:  # two months without days: those before were added up long ago
        month = (month - DAY).replace(day=1)
        last = end_of(month)
        by_day = await tallies._sums(days(month, last), "%Y-%m-%d")
        found = 0 if by_day else found + 1
        if not by_day:
            continue
        people, returning = await tallies._people(month, last, (), {}, {})
        name = f"{month:%Y-%m}"
        sums = Sums(
            added(one.counts for one in by_day.values()), people[name], returning[name], tuple(d.day for d in by_day)
        )
        await link.one(*_keep(name, sums))
        await link.many(("DEL", keys.numbers(day.isoformat())) for day in days(month, last))


def _keep(span: str, sums: Sums) -> Command:
    return ("SET", keys.numbers(span), packed(sums), "NX", "EX", keys.NUMBERS_LIFE)


def hours_of(day: date) -> list[datetime]:
    return [datetime(day.year, day.month, day.day, hour, tzinfo=ZONE) for hour in range(24)]


def days(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]


def months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while (following := end_of(found[-1]) + DAY) <= last:
        found.append(following)
    return found


def end_of(month: date) -> date:
    return (month.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def is_within(month: date, first: date, last: date) -> bool:
    return first <= month and end_of(month) <= last


def covering(first: date, last: date) -> list[str]:
    """The fewest spans of one year that make up a stretch of its days."""
    if first.month == first.day == 1 and (last.month, last.day) == (12, 31):
        return [f"{first.year}"]
    found: list[str] = []
    for month in months(first, last):
        if is_within(month, first, last):
            found.append(f"{month:%Y-%m}")
        else:
            found += [day.isoformat() for day in days(max(first, month), min(last, end_of(month)))]
    return found


def added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for each in counts:
        sums.update(each)
    return dict(sums)
