"""All figures as rows for other programs: one number a row, what is not shown without a number and marked so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.metrics.definitions import METRICS
from bot.metrics.figures import Cell, Figures, Measure, Quantiles
from bot.metrics.words import Words
from bot.metrics.years import YEAR

When = Literal["now", "before", "year"]
"""The period, the time before, or one of several calendar years in the period."""
Mark = Literal["", "<10", "no data", "or more"]


@dataclass(frozen=True, slots=True)
class Line:
    metric: str
    name: str
    unit: str
    period: When
    first: date
    last: date
    statistic: str = "count"
    dimension: str = ""
    label: str = ""
    label_name: str = ""
    other_dimension: str = ""
    other_label: str = ""
    other_label_name: str = ""
    start: date | datetime | None = None
    """Of a step in a series; empty for the whole period."""
    value: float | None = None
    mark: Mark = ""
    definition: str = ""
    left_out: str = ""
    """What the figures leave out; beside the number of the whole period."""


def lines(figures: Figures, words: Words) -> Iterator[Line]:
    """Of the period, of the time before and of each of several years, in the order of the definitions."""
    yield from _lines(figures, words, "now")
    if figures.previous is not None:
        yield from _lines(figures.previous, words, "before")
    for year in figures.years:
        yield from _lines(year, words, "year")


def measures(figures: Figures) -> Iterator[Measure]:
    """In the order of the definitions, what is not declared last."""
    order = {name: place for place, name in enumerate(METRICS)}
    return iter(sorted(figures.measures.values(), key=lambda one: (order.get(one.metric, len(order)), one.metric)))


def _lines(figures: Figures, words: Words, period: When) -> Iterator[Line]:
    left_out = " ".join(filter(None, map(words.note, figures.notes)))
    for measure in measures(figures):
        metric = METRICS.get(measure.metric)
        line = _Lines(measure, words, metric.unit if metric else "", period, figures, left_out)
        yield from line.all()


@dataclass(frozen=True)
class _Lines:
    measure: Measure
    words: Words
    unit: str
    period: When
    figures: Figures
    left_out: str = ""

    def all(self) -> Iterator[Line]:
        measure = self.measure
        if measure.share is not None:
            yield self.line(measure.share.part, "part")
            yield self.line(measure.share.of, "of")
        elif YEAR not in measure.tables:  # people are told of each year only
            yield self.line(measure.total)
        if measure.quantiles is not None:
            yield from self.quantiles(measure.quantiles)
        for dimension, by in measure.quantiles_by.items():
            for label, found in by.items():
                yield from self.quantiles(found, dimension, label)
        for dimension, cells in measure.tables.items():
            for label, cell in cells.items():
                yield self.line(cell, dimension=dimension, label=label)
        for (one, other), crossed in measure.crossed.items():
            for (label, other_label), cell in crossed.items():
                yield self.line(cell, dimension=one, label=label, other=other, other_label=other_label)
        for start, cell in zip(self.figures.starts, measure.series, strict=bool(measure.series)):
            yield self.line(cell, start=start)
        for dimension, series in measure.table_series.items():
            for label, cells_of in series.items():
                for start, cell in zip(self.figures.starts, cells_of, strict=bool(cells_of)):
                    yield self.line(cell, dimension=dimension, label=label, start=start)

    def quantiles(self, found: Quantiles, dimension: str = "", label: str = "") -> Iterator[Line]:
        for name in ("median", "median_low", "median_high", "p90", "p90_low", "p90_high"):
            yield self.made(name, dimension, label, value=round(getattr(found, name), 1))

    def line(
        self, cell: Cell, statistic: str = "count", dimension: str = "", label: str = "", other: str = "",
        other_label: str = "", start: date | datetime | None = None,
    ) -> Line:  # fmt: skip
        return self.made(statistic, dimension, label, other, other_label, start, cell.value, mark_of(cell))

    def made(
        self, statistic: str, dimension: str = "", label: str = "", other: str = "", other_label: str = "",
        start: date | datetime | None = None, value: float | None = None, mark: Mark = "",
    ) -> Line:  # fmt: skip
        words, period = self.words, self.figures.period
        return Line(
            self.measure.metric, words.name(self.measure.metric), self.unit, self.period, period.first, period.last,
            statistic, dimension, label, words.label(dimension, label) if dimension else "", other, other_label,
            words.label(other, other_label) if other else "", start, value, mark, words.meaning(self.measure.metric),
            "" if dimension or start else self.left_out,
        )  # fmt: skip


def mark_of(cell: Cell) -> Mark:
    if cell.hidden:
        return "<10"
    if cell.value is None:
        return "no data"
    return "or more" if cell.rounded else ""
