"""A year whose truth is known goes through the real line and comes out exactly. `make replay` does it in full."""

import pytest

from bot.library.library import Library
from tests.conftest import RedisServer
from tests.numbers.replay import replay
from tests.numbers.truth import PUBLISHED, Story, shared


async def test_the_figures_of_a_small_year_are_what_happened(fresh_redis: RedisServer, library: Library) -> None:
    assert not await replay(fresh_redis.url, library, [2022], 0.01, every=15)


async def test_two_processes_that_share_a_year_tell_the_same(fresh_redis: RedisServer, library: Library) -> None:
    assert not await replay(fresh_redis.url, library, [2022], 0.005, every=40, hands=2)


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_cases_add_up_to_what_was_published(year: int) -> None:
    published = PUBLISHED[year]
    assert sum(published.shares.values()) == 100
    labels = shared(published.cases, published.shares)
    assert len(labels) == published.cases
    whole = sum(published.shares.values())
    for category, share in published.shares.items():
        assert abs(labels.count(category) - published.cases * share / whole) < 1
    events = [case.counts for cases in Story(year, published).cases().values() for case in cases]
    assert len(events) == published.cases
    assert sum(count.startswith("referral_sent") for counts in events for count in counts) == published.referred
