"""How long a request usually waits: half of what was asked, read from what was counted, or nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app.waits import DAYS, FEWEST, Waits, usual_waits
from bot.domain.counting import Counted, bounds, case_label, local, time_label
from bot.library.library import Library
from bot.store import keys
from bot.store.installation import open_installation
from bot.store.link import Link
from bot.store.seal import Seal
from bot.store.tallies import Tallies
from tests.conftest import RedisServer

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
LANES = {"legal": "", "health": "", "gbv": "gbv"}


def answered(minutes: float, number: int, category: str = "legal", office: str = "tijuana") -> dict[str, int]:
    return {f"time_to_answer:{time_label(case_label(category, office, 'soon'), minutes)}": number}


def opened(number: int, category: str = "legal", office: str = "tijuana") -> dict[str, int]:
    return {f"referral_opened:{case_label(category, office, 'soon')}": number}


def usual(*counts: dict[str, int]) -> dict[str, int]:
    """Each on a day of its own."""
    days = {date(2026, 11, 1) + timedelta(days=number): one for number, one in enumerate(counts)}
    return usual_waits(Counted(days=days), LANES)


def test_half_were_answered_within_it() -> None:
    found = usual(answered(30, 4), answered(100, 3), answered(5_000, 4), opened(11))
    assert found.keys() == {"tijuana|-"} and 100 <= found["tijuana|-"] < 100 * 1.2, "the end of a step, not its middle"


def test_categories_of_a_lane_are_one_and_offices_apart() -> None:
    found = usual(
        answered(10, 6) | answered(12, 6, "health"), answered(400, 20, office="tapachula"), answered(3, 12, "gbv")
    )
    assert set(found) == {"tijuana|-", "tapachula|-", "tijuana|gbv"}
    assert found["tijuana|gbv"] < found["tijuana|-"] < found["tapachula|-"]


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([answered(10, FEWEST - 1), opened(FEWEST - 1)], "too few: it would be chance"),
        ([answered(10, 10), opened(21)], "most wait still: half is not reached"),
        ([answered(10, 50, "a-category-of-old")], "a category that is no more"),
        ([opened(50)], "nobody was answered"),
        ([], "nothing was counted"),
    ],
)
def test_where_there_is_nothing_honest_to_say_nothing_is_said(counts: list[dict[str, int]], reason: str) -> None:
    assert usual(*counts) == {}, reason


async def test_it_is_read_from_the_tallies_of_the_last_weeks(fresh_redis: RedisServer, library: Library) -> None:
    link = Link(fresh_redis.url)
    installation = await open_installation(link, Seal(["a-key-for-tests-of-24-characters"]), 4)
    for partition, ago in ((0, 0), (3, 20)):
        key = keys.tally(partition, local(NOW - timedelta(days=ago)))
        (name,) = answered(200, 1)
        await link.many([("HINCRBY", key, name, 6), ("EXPIRE", key, keys.TALLY_LIFE)])
    old = keys.tally(1, local(NOW - timedelta(days=DAYS + 1)))
    (name,) = answered(90_000, 1)
    await link.many([("HINCRBY", old, name, 900), ("EXPIRE", old, keys.TALLY_LIFE)])
    waits = Waits(Tallies(link, installation), lambda: library, lambda: NOW)
    await waits.look()
    low, high = bounds(time_label("", 200).rpartition("|")[2])
    assert waits.usual.keys() == {"tijuana|-"} and low <= 200 < waits.usual["tijuana|-"] <= high + 1
    await link.close()
