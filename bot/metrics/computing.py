"""From counts to figures: a pure function of what was read, the period and the time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import sqrt
from typing import Literal

from bot.domain.counting import SEPARATOR, ZONE, Counted, Counts, local
from bot.metrics.definitions import ALL, METRICS, Metric, is_sealed
from bot.metrics.figures import GAP, Cell, Figures, Measure, Note, Share
from bot.metrics.period import Period
from bot.metrics.quantiles import quantiles
from bot.metrics.years import YEAR

Step = Literal["hour", "day", "month"]
MOST_DAYS = 92
"""Longer periods are told by month."""
STANDARD_ERROR = 0.0081
"""Of one HyperLogLog of Redis; of a sum over independent ones it is smaller."""
ENOUGH_TIMES = 10
"""From fewer times no quantile of a single label is told."""

Parts = tuple[str, ...]
Key = tuple[str, Parts]
"""Name of the metric and parts of the label."""


@lru_cache(maxsize=20_000)
def parsed(count: str) -> tuple[Key, bool] | None:
    """What is counted, and whether it is sealed; None for what is not declared."""
    name, _, label = count.partition(":")
    metric = METRICS.get(name)
    parts = tuple(label.split(SEPARATOR)) if label else ()
    if metric is None or len(parts) != len(metric.dimensions):
        return None
    return (name, parts), is_sealed(metric, parts)


@dataclass
class Sheet:
    """All counts of a period, told apart by step."""

    period: Period
    step: Step
    starts: tuple[date | datetime, ...]
    open_counts: list[Counter[Key] | None]
    """For each step; None where there is no data. Without what is sealed."""
    sealed: Counter[Key]
    """Of the quarters that lie in the period and are over."""
    left_sealed: bool
    cut: tuple[date, ...]
    """Months that are kept whole only and lie in the period in part."""
    undeclared: int
    whole: Counter[Key]


def compute(
    counted: Counted, period: Period, now: datetime, previous: Figures | None = None, *, by_month: bool = False
) -> Figures:
    """`by_month`: told by month though days are known; so only it can be published, and is always told alike."""
    sheet = _sheet(counted, period, now, by_month and not period.hours)
    error = 2 * STANDARD_ERROR / sqrt(max(1, counted.partitions))
    people = {
        "people": _people("people", counted.people, sheet, error),
        "returning": _people("returning", counted.returning, sheet, error),
    }
    measures = dict(_measures(sheet)) | {name: one for name, one in people.items() if one is not None}
    today = local(now).date()
    without = sum(day not in counted.seen for day in period.days if day <= today)
    return Figures(
        period, now.astimezone(ZONE), sheet.step, sheet.starts, measures,
        tuple(_notes(sheet, counted, today, without, error)), without, previous, _years(counted, period, now),
        is_complete=period.last < today,
    )  # fmt: skip


def _years(counted: Counted, period: Period, now: datetime) -> tuple[Figures, ...]:
    """Each calendar year by itself, if the period is longer than one."""
    if not period.is_long:
        return ()
    return tuple(
        compute(
            replace(counted, people=_of_year(counted.people, one), returning=_of_year(counted.returning, one)), one, now
        )
        for one in period.years
        if one.first <= local(now).date()
    )


def _of_year(people: Mapping[str, int], year: Period) -> Mapping[str, int]:
    return {**people, "whole": people.get(f"whole:{year.first.year}", 0)}


# the counts of each step


def _sheet(counted: Counted, period: Period, now: datetime, by_month: bool) -> Sheet:
    today = local(now).date()
    by_day = {day: counts for day, counts in counted.days.items() if period.first <= day <= period.last}
    kept_whole = {m for m in counted.months if not any(day.replace(day=1) == m for day in counted.days)}
    step = "month" if by_month else _step(counted, period, kept_whole)
    times: list[tuple[date | datetime, date, Counts]]
    if step == "hour":
        starts: tuple[date | datetime, ...] = _hours(period, now)
        times = [(hour, hour.date(), counts) for hour, counts in counted.hours.items() if hour in set(starts)]
        if not period.hours:
            times = [(hour, hour.date(), c) for hour, c in counted.hours.items() if hour.date() == period.first]
    elif step == "day":
        starts = tuple(day for day in period.days if day <= today)
        times = [(day, day, counts) for day, counts in by_day.items()]
    else:
        starts = tuple(month for month in period.months if month <= today)
        times = [(day.replace(day=1), day, counts) for day, counts in by_day.items()]
        times += [(m, m, counted.months[m]) for m in kept_whole if m in period.whole_months]
    over = {m for quarter in period.whole_quarters if (one := Period.quarter(quarter)).last < today for m in one.months}
    series: dict[date | datetime, Counter[Key]] = {}
    sealed: Counter[Key] = Counter()
    left_sealed, undeclared = False, 0
    for start, day, counts in times:
        into = series.setdefault(start, Counter())
        for count, number in counts.items():
            found = parsed(count)
            if found is None:
                undeclared += number
            elif not found[1]:
                into[found[0]] += number
            elif step == "month" and day.replace(day=1) in over:
                sealed[found[0]] += number
            else:
                left_sealed = True
    whole = Counter(sealed)
    for each in series.values():
        whole.update(each)
    cut = tuple(m for m in period.months if m in kept_whole and m not in period.whole_months)
    return Sheet(period, step, starts, [series.get(s) for s in starts], sealed, left_sealed, cut, undeclared, whole)


def _step(counted: Counted, period: Period, kept_whole: set[date]) -> Step:
    if period.hours or (period.length == 1 and any(hour.date() == period.first for hour in counted.hours)):
        return "hour"
    if period.length <= MOST_DAYS and not kept_whole.intersection(period.months) and not period.whole_quarters:
        return "day"
    return "month"


def _hours(period: Period, now: datetime) -> tuple[datetime, ...]:
    if period.hours:
        return tuple(local(now - timedelta(hours=ago)) for ago in reversed(range(period.hours)))
    first = datetime(period.first.year, period.first.month, period.first.day, tzinfo=ZONE)
    hours = [first.replace(hour=hour) for hour in range(24)]
    return tuple(hour for hour in hours if hour <= local(now))


# measures


def _measures(sheet: Sheet) -> Iterator[tuple[str, Measure]]:
    whole = _by_metric(sheet.whole)
    steps = [None if counts is None else _by_metric(counts) for counts in sheet.open_counts]
    has_data = any(step is not None for step in steps)
    for metric in ALL:
        if metric.how in {"count", "time"} and has_data:
            own = [None if step is None else step.get(metric.name, {}) for step in steps]
            yield metric.name, _measure(metric, whole.get(metric.name, {}), own)
        elif metric.how == "sum" and has_data:
            added = [None if step is None else _sum(metric.of, step) for step in steps]
            yield metric.name, _measure(metric, _sum(metric.of, whole), added)
        elif metric.how == "share" and has_data:
            yield metric.name, share_of(metric, whole.get(metric.of[0], {}))


def _by_metric(counts: Mapping[Key, int]) -> dict[str, dict[Parts, int]]:
    found: dict[str, dict[Parts, int]] = {}
    for (name, parts), number in counts.items():
        found.setdefault(name, {})[parts] = number
    return found


def _sum(names: Iterable[str], counts: Mapping[str, Mapping[Parts, int]]) -> dict[Parts, int]:
    return {(): sum(sum(counts.get(name, {}).values()) for name in names)}


def _measure(metric: Metric, whole: Mapping[Parts, int], steps: Sequence[Mapping[Parts, int] | None]) -> Measure:
    tables: dict[str, Mapping[str, Cell]] = {}
    table_series: dict[str, Mapping[str, tuple[Cell, ...]]] = {}
    for at, name in enumerate(metric.names):
        if name == "bucket":
            continue
        sums = _by(whole, (at,))
        ordered = sorted(sums, key=lambda label: (-sums[label], label))
        tables[name] = {label[0]: Cell(sums[label]) for label in ordered}
        each = [None if step is None else _by(step, (at,)) for step in steps]
        open_labels = {label for step in each if step for label in step}
        table_series[name] = {
            label[0]: tuple(GAP if step is None else Cell(step.get(label, 0)) for step in each)
            for label in ordered
            if label in open_labels
        }
    crossed = {}
    for pair in metric.pairs:
        first, second = (metric.names.index(name) for name in pair)
        crossed[pair] = {(a, b): Cell(n) for (a, b), n in _by(whole, (first, second)).items()}
    series = tuple(GAP if step is None else Cell(sum(step.values())) for step in steps)
    measure = Measure(metric.name, Cell(sum(whole.values())), tables, crossed, series, table_series)
    return _with_quantiles(metric, whole, measure) if metric.how == "time" else measure


def _by(counts: Mapping[Parts, int], places: Iterable[int]) -> dict[Parts, int]:
    sums: dict[Parts, int] = {}
    first, *rest = places
    for parts, number in counts.items():  # of one or two; a page of a year goes through here a hundred thousand times
        label = (parts[first], parts[rest[0]]) if rest else (parts[first],)
        sums[label] = sums.get(label, 0) + number
    return sums


def _with_quantiles(metric: Metric, whole: Mapping[Parts, int], measure: Measure) -> Measure:
    last = len(metric.dimensions) - 1
    by_label = {}
    for at, name in enumerate(metric.names[:-1]):
        scales: dict[str, dict[str, int]] = {}
        for (label, step), number in _by(whole, (at, last)).items():
            scales.setdefault(label, {})[step] = number
        told = {label: quantiles(s) for label, s in scales.items() if sum(s.values()) >= ENOUGH_TIMES}
        by_label[name] = {label: one for label, one in told.items() if one is not None}
    overall = quantiles({step: number for (step,), number in _by(whole, (last,)).items()})
    return Measure(
        measure.metric, measure.total, measure.tables, measure.crossed, measure.series, measure.table_series,
        overall, by_label,
    )  # fmt: skip


def share_of(metric: Metric, whole: Mapping[Parts, int]) -> Measure:
    counted = METRICS[metric.of[0]]
    answer = counted.names.index("answer")
    chosen = [(counted.names.index(name), label) for name, label in (metric.chosen or {}).items()]
    asked = {parts: n for parts, n in whole.items() if all(parts[at] == label for at, label in chosen)}
    yes, every = sum(n for parts, n in asked.items() if parts[answer] == "yes"), sum(asked.values())
    return Measure(metric.name, Cell(every), share=Share(Cell(yes), Cell(every)))


def _people(name: str, people: Mapping[str, int], sheet: Sheet, error: float) -> Measure | None:
    if all(step is None for step in sheet.open_counts) or (sheet.step == "hour" and sheet.period.hours):
        return None
    form = {"hour": "", "day": "%Y-%m-%d", "month": "%Y-%m"}[sheet.step]
    series = tuple(
        GAP if step is None or form == "" or f"{start:{form}}" not in people else Cell(people[f"{start:{form}}"])
        for start, step in zip(sheet.starts, sheet.open_counts, strict=True)
    )
    years = sheet.period.years
    if len(years) == 1:
        return Measure(name, Cell(people.get("whole", 0)), series=series, error=error)
    known = {start.year for start, step in zip(sheet.starts, sheet.open_counts, strict=True) if step is not None}
    counts = {one.first.year: people.get(f"whole:{one.first.year}", 0) for one in years}
    by_year = {f"{year}": Cell(count) if year in known else GAP for year, count in counts.items()}
    return Measure(name, tables={YEAR: by_year}, series=series, error=error)  # never added: see bot/metrics/years.py


def _notes(sheet: Sheet, counted: Counted, today: date, without: int, error: float) -> Iterator[Note]:
    if sheet.period.last >= today:
        yield Note("note.incomplete", {"until": today.isoformat()})
    if without:
        yield Note("note.gaps", {"count": without})
    if sheet.left_sealed:
        yield Note("note.sealed_left_out")
    if sheet.sealed:
        yield Note("note.sealed_not_in_series")
    if sheet.cut:
        yield Note("note.months_cut", {"count": len(sheet.cut)})
    if sheet.undeclared:
        yield Note("note.undeclared", {"count": sheet.undeclared})
    if not (sheet.step == "hour" and sheet.period.hours):
        yield Note("note.people", {"per_cent": f"{100 * error:.1f}"})
    if sheet.period.first.year != sheet.period.last.year:
        yield Note("note.years_apart")
    yield Note("note.returning")
