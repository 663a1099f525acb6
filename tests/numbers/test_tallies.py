"""What is counted is read again exactly, for any stretch of days, before and after it was added up."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.counting import local
from bot.store import keys
from bot.store.tallies import Tallies, covering, roll_up
from tests.conftest import RedisServer
from tests.numbers.drive import driving

LATE = datetime(2021, 3, 10, 4, 30, tzinfo=UTC)
"""Half past ten in the evening of the ninth, in Mexico City."""


async def test_an_evening_in_mexico_counts_for_that_day(fresh_redis: RedisServer) -> None:
    async with driving(fresh_redis.url) as drive:
        await drive.count(LATE, [(1, ["message:text"])])
        found = await drive.tallies.read(date(2021, 3, 9), date(2021, 3, 9), LATE)
        assert found.days == {date(2021, 3, 9): {"message:text": 1}} and found.people["2021-03-09"] == 1
        assert [hour.hour for hour in found.hours] == [22]


async def test_what_was_counted_is_the_same_before_and_after_it_is_added_up(fresh_redis: RedisServer) -> None:
    """Also where adding up died in the middle, and where it runs twice."""
    chance = random.Random(3)
    truth: Counter[str] = Counter()
    by_month: dict[date, Counter[str]] = {}
    who: dict[str, set[int]] = {}
    async with driving(fresh_redis.url) as drive:
        for number in range(120):
            now = datetime(2021, 1, 5, 18, tzinfo=UTC) + timedelta(days=number // 2, hours=number % 2)
            turns = [(chance.randrange(40), [f"topic:t{chance.randrange(5)}"]) for _ in range(6)]
            await drive.count(now, turns)
            added = Counter(count for _, counts in turns for count in counts)
            truth += added
            by_month.setdefault(local(now).date().replace(day=1), Counter()).update(added)
            who.setdefault(f"{local(now):%Y-%m}", set()).update(person for person, _ in turns)
        end = datetime(2021, 3, 6, 18, tzinfo=UTC)
        first, last = date(2021, 1, 1), date(2021, 3, 31)

        async def is_true(now: datetime) -> None:
            found = await drive.tallies.read(first, last, now)
            assert {month: Counter(counts) for month, counts in found.months.items()} == by_month
            assert len(found.seen) == 60
            for month, people in who.items():
                assert abs(found.people[month] - len(people)) <= 2
            assert abs(found.people["whole"] - 40) <= 2

        await is_true(end)
        await roll_up(drive.link, drive.installation, date(2021, 3, 6))
        await is_true(end)
        later = await drive.tallies.read(first, last, end)
        assert len(later.days) == 60 and {hour.date() for hour in later.hours} == {date(2021, 3, 5)}
        for _ in range(2):
            await roll_up(drive.link, drive.installation, date(2021, 6, 30))
            await is_true(datetime(2021, 6, 30, 18, tzinfo=UTC))
        assert not (await drive.tallies.read(first, last, datetime(2021, 6, 30, 18, tzinfo=UTC))).days
        assert not fresh_redis.cli("keys", "tally:*")


@pytest.mark.parametrize("deaths", range(1, 9))
async def test_adding_up_may_die_anywhere(fresh_redis: RedisServer, deaths: int) -> None:
    async with driving(fresh_redis.url) as drive:
        for day in range(40):
            await drive.count(datetime(2021, 1, 1, 18, tzinfo=UTC) + timedelta(days=day), [(day, ["thanks"])])
        calls = 0
        whole = drive.link.many

        async def dying(commands):  # type: ignore[no-untyped-def]
            nonlocal calls
            calls += 1
            commands = list(commands)
            if calls >= deaths:
                await whole(commands[: len(commands) // 2])
                raise ConnectionError
            return await whole(commands)

        drive.link.many = dying  # type: ignore[method-assign]
        with pytest.raises(ConnectionError):
            await roll_up(drive.link, drive.installation, date(2021, 8, 1))
        drive.link.many = whole  # type: ignore[method-assign]
        for _ in range(2):
            found = await drive.tallies.read(date(2021, 1, 1), date(2021, 2, 28), datetime(2021, 8, 1, 18, tzinfo=UTC))
            assert sum(counts["thanks"] for counts in found.months.values()) == 40
            await roll_up(drive.link, drive.installation, date(2021, 8, 1))


async def test_nobody_is_counted_under_the_same_name_in_two_years(fresh_redis: RedisServer) -> None:
    async with driving(fresh_redis.url, partitions=1) as drive:
        person, _ = drive.person(1)
        names = {drive.installation.counted_name(person, year) for year in range(2020, 2040)}
        assert len(names) == 20
        for year in (2020, 2021):
            await drive.count(datetime(year, 5, 5, 18, tzinfo=UTC), [(1, ["thanks", "return"])])
        assert int(fresh_redis.cli("pfcount", keys.people(0, "2020"), keys.people(0, "2021"))) == 2
        found = await drive.tallies.read(date(2020, 1, 1), date(2021, 12, 31), datetime(2021, 5, 6, tzinfo=UTC))
        assert found.people["whole"] == found.returning["whole"] == 2, "years are added"
        assert found.people["2020"] == found.people["2021"] == 1


async def test_a_clock_that_runs_ahead_closes_no_day(fresh_redis: RedisServer) -> None:
    now = datetime.now(UTC)
    async with driving(fresh_redis.url) as drive:
        await drive.count(now, [(1, ["thanks"])])
        await roll_up(drive.link, drive.installation, local(now).date() + timedelta(days=400))
        await drive.count(now, [(2, ["thanks"])])
        found = await drive.tallies.read(local(now).date(), local(now).date(), now)
        assert found.days == {local(now).date(): {"thanks": 2}}


async def test_every_key_of_the_numbers_expires(fresh_redis: RedisServer) -> None:
    async with driving(fresh_redis.url) as drive:
        await drive.count(LATE, [(1, ["thanks", "return"])])
        await drive.count(LATE - timedelta(days=200), [(1, ["thanks"])])
        await roll_up(drive.link, drive.installation, local(LATE).date())
        for name in fresh_redis.cli("keys", "*").splitlines():
            assert name.startswith(("installation", "inbound")) or int(fresh_redis.cli("ttl", name)) > 0, name


async def test_a_year_without_anything_is_read_without_anything(fresh_redis: RedisServer) -> None:
    async with driving(fresh_redis.url) as drive:
        found = await Tallies(drive.link, drive.installation).read(
            date(2020, 1, 1), date(2020, 12, 31), datetime(2021, 1, 1, tzinfo=UTC)
        )
        assert not found.days and not found.months and found.people["whole"] == 0


def test_a_stretch_of_days_is_covered_by_the_fewest_spans() -> None:
    assert covering(date(2021, 1, 1), date(2021, 12, 31)) == ["2021"]
    assert covering(date(2021, 1, 30), date(2021, 3, 1)) == ["2021-01-30", "2021-01-31", "2021-02", "2021-03-01"]
