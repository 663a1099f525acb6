"""The figures of a period, whoever asks: `await figures(Tallies(link, installation), Period.year(2026), now)`."""

from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from bot.domain.counting import Counted, local
from bot.library.library import Library
from bot.metrics.computing import compute
from bot.metrics.content import content_state
from bot.metrics.figures import Figures
from bot.metrics.period import Period


class Reads(Protocol):
    """The store's `Tallies`; numbers and store are neighbours and do not know each other."""

    async def read(self, first: date, last: date, now: datetime) -> Counted: ...


async def figures(
    tallies: Reads, period: Period, now: datetime, library: Library | None = None, *, compare: bool = True,
    by_month: bool = False,
) -> Figures:  # fmt: skip
    """With the state of the content if there is a library, and with the time before unless `compare` is False.

    What is to be published is computed `by_month`.
    """
    before: Figures | None = None
    if compare and not period.hours and not period.is_long:  # years are compared with each other
        earlier = comparable(period, now)
        before = compute(await tallies.read(earlier.first, earlier.last, now), earlier, now, by_month=by_month)
    found = compute(await tallies.read(period.first, period.last, now), period, now, before, by_month=by_month)
    if library is None:
        return found
    return replace(found, measures={**found.measures, **content_state(library, local(now).date())})


def comparable(period: Period, now: datetime) -> Period:
    """The time before; of a period that still goes on, as much of it as has passed of this one."""
    before, today = period.before(), local(now).date()
    if period.last <= today or period.first > today:
        return before
    return Period(before.first, min(before.last, before.first + (today - period.first)))
