"""What was not understood is kept for editors: redacted before, sealed here, bounded, tied to nobody, soon gone."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.turn import Sample
from bot.store import keys
from bot.store.accounts import Accounts
from bot.store.cases import Cases
from bot.store.commitment import Commitment
from bot.store.erasing import Eraser
from bot.store.installation import open_installation
from bot.store.line import DONE, Line
from bot.store.link import Link
from bot.store.rotation import Rotation
from bot.store.samples import Samples
from bot.store.seal import Seal
from tests.conftest import RedisServer

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LOST = Sample("se me perdió el …", "es")


@pytest.fixture
async def line(fresh_redis: RedisServer) -> AsyncIterator[Line]:
    link = Link(fresh_redis.url)
    seal = Seal(["a-key-for-tests-of-24-characters"])
    yield Line(link, seal, await open_installation(link, seal, 4))
    await link.close()


def samples_of(line: Line) -> Samples:
    return Samples(line.link, line.seal, line.installation)


async def keep(line: Line, *samples: Sample, partition: int = 1, now: datetime = NOW) -> None:
    operations = tuple(samples_of(line).kept(partition, one, now) for one in samples)
    assert await line.commit({partition: [Commitment("", "", operations=operations)]}, now) == {partition: [DONE]}


async def texts(line: Line, today: date = TODAY) -> list[str]:
    return sorted(one.sample.text for one in await samples_of(line).read(["es", "ht"], today))


async def test_they_are_read_from_all_partitions_and_days_until_somebody_has_dealt_with_them(line: Line) -> None:
    await keep(line, LOST, Sample("kote chen an", "ht", "asylum.apply"))
    await keep(line, LOST, partition=2, now=NOW - timedelta(days=9))
    found = await samples_of(line).read(["es", "ht"], TODAY)
    assert {(one.sample.language, one.sample.topic) for one in found} == {("es", ""), ("ht", "asylum.apply")}
    await samples_of(line).drop(one for one in found if one.sample == LOST)
    assert await texts(line) == ["kote chen an"]


async def test_what_is_in_redis_can_be_read_by_nobody_tied_to_nobody_and_goes_by_itself(
    line: Line, fresh_redis: RedisServer
) -> None:
    await keep(line, *[LOST] * 3)
    (name,) = [key for key in fresh_redis.cli("keys", "*").split() if key.startswith("samples")]
    assert name == "samples:{p01}:es:2026-11-20"
    assert not any(b"perdi" in sealed for sealed in await line.link.one("LRANGE", name, 0, -1))
    assert 0 < int(fresh_redis.cli("ttl", name)) <= 30 * 86_400
    await line.link.one("EXPIRE", name, 100)
    await keep(line, LOST)
    assert int(fresh_redis.cli("ttl", name)) <= 100, "a later one does not lengthen the life of the first"
    await line.link.one("PEXPIRE", name, 1)
    await keep(line, LOST, now=NOW + timedelta(days=31))
    assert await texts(line, TODAY + timedelta(days=31)) == [LOST.text]


async def test_a_flood_of_them_is_not_kept(line: Line) -> None:
    await keep(line, *[Sample(f"{number} palabras", "es") for number in range(keys.MOST_SAMPLES + 30)])
    assert len(await texts(line)) == keys.MOST_SAMPLES
    await keep(line, LOST, now=NOW + timedelta(days=1))
    assert len(await texts(line, TODAY + timedelta(days=1))) == keys.MOST_SAMPLES + 1


async def test_erasing_a_person_finds_nothing_of_theirs_in_them(line: Line) -> None:
    await keep(line, LOST)
    cases = Cases(line.link, line.seal, line.installation)
    gone = await Eraser(line, cases, ("web",)).erase("web:somebody", NOW)
    assert gone.counts == {} and await texts(line) == [LOST.text]


async def test_they_can_be_read_under_a_new_key(line: Line) -> None:
    await keep(line, LOST, Sample("otra cosa", "es"))
    fresh = Seal(["another-key-for-tests-of-24-letters", "a-key-for-tests-of-24-characters"])
    cases = Cases(line.link, fresh, line.installation)
    await Rotation(line.link, fresh, cases, Accounts(line.link, fresh, line.installation)).run()
    line.seal = Seal(["another-key-for-tests-of-24-letters"])
    assert await texts(line) == ["otra cosa", LOST.text]
