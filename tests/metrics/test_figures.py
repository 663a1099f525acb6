"""Figures say what was counted, gaps apart from zeros, what is sealed only of whole quarters, times as they were."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.counting import Counted, bounds, bucket, case_label, local, time_label
from bot.library.library import Library
from bot.metrics.computing import compute
from bot.metrics.content import content_state
from bot.metrics.figures import Cell, Figures
from bot.metrics.period import Period
from bot.metrics.quantiles import quantiles
from bot.metrics.source import comparable, figures

NOW = datetime(2027, 1, 10, 18, tzinfo=UTC)


def of_months(*counts: dict[str, int], year: int = 2026, **more: object) -> Counted:
    months = {date(year, at, 1): each for at, each in enumerate(counts, 1) if each}
    seen = frozenset(day for month in months for day in Period.month(month.year, month.month).days)
    return Counted(months=months, seen=seen, **more)  # type: ignore[arg-type]


def test_a_year_by_month_has_gaps_and_zeros() -> None:
    counted = of_months({"message:text": 3, "reply": 5}, {}, {"thanks": 1}, people={"whole": 2, "2026-01": 2})
    found = compute(counted, Period.year(2026), NOW)
    assert found.step == "month" and len(found.starts) == 12
    assert [cell.value for cell in found["message"].series[:4]] == [3, None, 0, None]
    assert found["interaction"].total == Cell(8) and found["message"].tables["kind"] == {"text": Cell(3)}
    assert found["people"].total == Cell(2) and found["people"].series[0] == Cell(2)
    assert found.is_complete and found.days_without_data == 365 - 62
    assert {note.id for note in found.notes} >= {"note.gaps", "note.people"}


def test_nothing_counted_is_no_data_and_not_nothing() -> None:
    found = compute(Counted(), Period.year(2026), NOW)
    assert found["message"].total.is_gap and all(cell.is_gap for cell in found["message"].series)


def test_what_is_sealed_is_told_of_whole_quarters_and_never_by_month() -> None:
    month = {f"referral_opened:{case_label('gbv', 'tijuana', 'now')}": 4, "topic:gbv.help": 2, "topic:asylum.apply": 1}
    counted = of_months(*[month] * 12)
    year = compute(counted, Period.year(2026), NOW)
    assert year["referral_opened"].tables["category"]["gbv"] == Cell(48)
    assert year["topic"].tables["topic"] == {"gbv.help": Cell(24), "asylum.apply": Cell(12)}
    assert [cell.value for cell in year["topic"].series] == [1] * 12
    assert list(year["topic"].table_series["topic"]) == ["asylum.apply"]
    assert "note.sealed_not_in_series" in {note.id for note in year.notes}
    february = compute(counted, Period.month(2026, 2), NOW)
    assert february["topic"].tables["topic"] == {"asylum.apply": Cell(1)} and february["topic"].total == Cell(1)
    assert "note.sealed_left_out" in {note.id for note in february.notes}
    running = compute(counted, Period.year(2026), datetime(2026, 8, 3, 18, tzinfo=UTC))
    assert running["topic"].tables["topic"]["gbv.help"] == Cell(12), "two quarters are over"
    days = {date(2026, 1, 1) + timedelta(days=at): month for at in range(59)}
    by_day = compute(Counted(days=days, seen=frozenset(days)), Period(date(2026, 1, 5), date(2026, 2, 20)), NOW)
    assert by_day.step == "day" and by_day["referral_opened"].total == Cell(0)


def test_a_month_kept_whole_is_not_cut_in_two() -> None:
    found = compute(of_months({"thanks": 9}, {"thanks": 2}), Period(date(2026, 1, 10), date(2026, 2, 28)), NOW)
    assert found["thanks"].total == Cell(2)
    assert [note.values for note in found.notes if note.id == "note.months_cut"] == [{"count": 1}]


def test_the_last_hours_are_told_by_hour() -> None:
    hours = {local(NOW - timedelta(hours=ago)): {"message:tap": ago + 1} for ago in range(30) if ago != 2}
    counted = Counted(hours=hours, days={date(2027, 1, 10): {}}, seen=frozenset({date(2027, 1, 10)}))
    found = compute(counted, Period.last_hours(NOW, 4), NOW)
    assert found.step == "hour" and [cell.value for cell in found["message"].series] == [4, None, 2, 1]
    assert found["message"].total == Cell(7) and found["people"].total.is_gap


def test_cases_are_told_by_each_and_by_two() -> None:
    counts = {
        f"referral_sent:{case_label('legal', 'tijuana', 'soon')}": 7,
        f"referral_sent:{case_label('legal', 'cdmx', 'now', 'telephone')}": 5,
        f"referral_sent:{case_label('health', 'cdmx', 'soon')}": 20,
    }
    sent = compute(of_months(counts), Period.month(2026, 1), NOW)["referral_sent"]
    assert list(sent.tables["category"].items()) == [("health", Cell(20)), ("legal", Cell(12))]
    assert sent.tables["means"] == {"chat": Cell(27), "telephone": Cell(5)}
    assert sent.crossed["category", "office"]["legal", "cdmx"] == Cell(5)


@given(st.lists(st.floats(1, 100_000), min_size=1, max_size=400))
def test_quantiles_lie_where_they_say(times: list[float]) -> None:
    scale: dict[str, int] = {}
    for minutes in times:
        scale[bucket(minutes)] = scale.get(bucket(minutes), 0) + 1
    found = quantiles(scale)
    assert found is not None and found.count == len(times)
    ordered = sorted(times)
    for part, low, value, high in (
        (0.5, found.median_low, found.median, found.median_high),
        (0.9, found.p90_low, found.p90, found.p90_high),
    ):
        true = ordered[max(0, -(-int(part * 1000) * len(times) // 1000) - 1)]
        assert low <= true <= high and low <= value <= high and high / low < 1.2


def test_scales_add_up() -> None:
    chance = random.Random(1)
    times = [chance.lognormvariate(5, 2) for _ in range(3000)]
    case = case_label("legal", "tijuana", "soon")
    halves = [{}, {}]  # type: ignore[var-annotated]
    for at, minutes in enumerate(times):
        name = f"time_to_answer:{time_label(case, minutes)}"
        halves[at % 2][name] = halves[at % 2].get(name, 0) + 1
    found = compute(of_months(*halves), Period.year(2026), NOW)["time_to_answer"]
    assert found.quantiles is not None and found.quantiles.count == 3000
    assert found.quantiles.median == pytest.approx(sorted(times)[1500], rel=0.1)
    assert found.quantiles.p90 == pytest.approx(sorted(times)[2700], rel=0.1)
    assert found.quantiles_by["category"]["legal"] == found.quantiles
    assert sum(cell.value or 0 for cell in found.series) == 3000


def test_shares_come_with_what_they_are_of() -> None:
    counts = {"survey:satisfied|yes": 30, "survey:satisfied|no": 10, "survey:knows-help|yes": 5, "helpful:yes|a.b": 3}
    found = compute(of_months(counts), Period.month(2026, 1), NOW)
    assert found["satisfied"].share is not None and found["satisfied"].share.per_cent == 75
    assert found["satisfied"].share.of == Cell(40)
    assert found["helpful_yes"].share is not None and found["helpful_yes"].share.per_cent == 100


def test_periods_know_what_comes_before() -> None:
    assert Period.year(2026).before() == Period.year(2025)
    assert Period.month(2026, 3).before() == Period.month(2026, 2)
    assert Period(date(2026, 4, 1), date(2026, 6, 30)).before() == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert Period(date(2026, 4, 10), date(2026, 4, 16)).before() == Period(date(2026, 4, 3), date(2026, 4, 9))
    assert Period.last_days(datetime(2026, 3, 10, 4, tzinfo=UTC), 7) == Period(date(2026, 3, 3), date(2026, 3, 9))
    running = comparable(Period.year(2027), NOW)
    assert running == Period(date(2026, 1, 1), date(2026, 1, 10))
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


async def test_figures_come_with_the_time_before_and_the_state_of_the_content(library: Library) -> None:
    class Read:
        async def read(self, first: date, last: date, now: datetime) -> Counted:
            return of_months({"thanks": first.year}, year=first.year)

    found: Figures = await figures(Read(), Period.year(2026), NOW, library)
    assert found.previous is not None and found.previous["thanks"].total == Cell(2025)
    assert found["thanks"].total == Cell(2026)
    assert found["content_topics"].total == Cell(len(library.topics))


def test_the_state_of_the_content_is_as_of_a_day(library: Library) -> None:
    long_ago, far = content_state(library, date(2020, 1, 1)), content_state(library, date(2090, 1, 1))
    assert long_ago["content_expired"].total == Cell(0)
    assert (far["content_expired"].total.value or 0) > len(library.topics) / 2
    assert set(far["content_untranslated"].tables["language"]) == {"en", "ht"}


def test_the_ends_of_steps_meet() -> None:
    for number in range(80):
        assert bounds(f"{number:02d}")[1] == bounds(f"{number + 1:02d}")[0]
