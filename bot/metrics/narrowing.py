"""Figures of one channel, one language or one office: only what is counted by it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.metrics.definitions import METRICS
from bot.metrics.figures import GAP, ZERO, Cell, Figures, Measure

NAMED = ("channel", "language", "office")
"""By what one may look."""
ABOUT_CASES = frozenset(name for name, metric in METRICS.items() if metric.group == "referrals")
ABOUT_STAFF = frozenset({"complaint_received", "complaint_resolved"})
"""May be about whoever looks."""


def narrowed(figures: Figures, chosen: Mapping[str, str]) -> Figures:
    """What is told of the labels chosen (`{"office": "tijuana"}`); what is not counted by them is left out.

    Numbers are kept by one label at a time, so of two only what is counted by both in a pair is known; else nothing.
    """
    for dimension, label in chosen.items():
        figures = _narrowed(figures, dimension, label)
    return figures


def seen_from(figures: Figures, office: str) -> Figures:
    """What somebody may see small numbers of who may see those of one office: its cases, and what is about no case.

    What is counted of cases and not by office (by which door they came) would tell of other offices, and is left out.
    """
    own = _narrowed(figures, "office", office)
    whole = {name: one for name, one in figures.measures.items() if name not in ABOUT_CASES and name not in ABOUT_STAFF}
    previous = seen_from(figures.previous, office) if figures.previous is not None else None
    years = tuple(seen_from(year, office) for year in figures.years)
    return replace(figures, measures={**own.measures, **whole}, previous=previous, years=years)


def _narrowed(figures: Figures, dimension: str, label: str) -> Figures:
    kept = {
        name: _of(measure, dimension, label, len(figures.starts))
        for name, measure in figures.measures.items()
        if dimension in measure.tables
    }
    previous = _narrowed(figures.previous, dimension, label) if figures.previous is not None else None
    years = tuple(_narrowed(year, dimension, label) for year in figures.years)
    return replace(figures, measures=kept, previous=previous, years=years)


def _of(measure: Measure, dimension: str, label: str, steps: int) -> Measure:
    total = measure.tables[dimension].get(label, ZERO)
    by_label = measure.table_series.get(dimension, {})
    nothing = tuple(GAP if cell.is_gap else ZERO for cell in measure.series)
    return Measure(
        measure.metric,
        total,
        dict(_tables(measure, dimension, label)),
        series=by_label.get(label, nothing if total.value == 0 else ()),
        quantiles=measure.quantiles_by.get(dimension, {}).get(label),
        error=measure.error,
    )


def _tables(measure: Measure, dimension: str, label: str) -> Iterator[tuple[str, Mapping[str, Cell]]]:
    """The other dimensions, where they are crossed with this one."""
    for (one, other), cells in measure.crossed.items():
        if dimension == other:
            yield one, {labels[0]: cell for labels, cell in cells.items() if labels[1] == label}
        elif dimension == one:
            yield other, {labels[1]: cell for labels, cell in cells.items() if labels[0] == label}
