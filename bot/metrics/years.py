"""Whole years side by side: each as it is published by itself, and of them together only what follows from that.

Nothing new is told, so nothing new can be worked out: whoever has read each year can make this by adding up. A number
that is hidden in one year is hidden in the sum too. People are told of each year and never added: nobody is known again
from one year to the next, so a sum would count who wrote in two years twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from bot.metrics.definitions import ALL, METRICS
from bot.metrics.figures import GAP, HIDDEN, ZERO, Cell, Figures, Measure, Share

Label = TypeVar("Label")
YEAR = "year"
"""The dimension by which people are told."""


def together(years: Sequence[Figures]) -> Iterator[tuple[str, Measure]]:
    for metric in ALL:
        own = [year.measures.get(metric.name) for year in years]
        if metric.how == "state" or not any(own):
            continue
        if metric.how == "people":
            yield metric.name, _people(metric.name, years, own)
        elif metric.how == "share":
            yield metric.name, _share(metric.name, own)
        else:
            yield metric.name, _added(metric.name, [one for one in own if one is not None], _series(years, own))


def by_year(years: Sequence[Figures], metric: str) -> Mapping[str, Cell]:
    """What is told of each year."""
    return {f"{year.period.first.year}": year[metric].total for year in years}


def _people(name: str, years: Sequence[Figures], own: Sequence[Measure | None]) -> Measure:
    error = max(one.error for one in own if one is not None)
    return Measure(name, GAP, {YEAR: by_year(years, name)}, series=_series(years, own), error=error)


def _share(name: str, own: Sequence[Measure | None]) -> Measure:
    shares = [one.share for one in own if one is not None and one.share is not None]
    part, of = added([share.part for share in shares]), added([share.of for share in shares])
    if part.value is None or of.value is None:
        return Measure(name, HIDDEN, share=Share(HIDDEN, HIDDEN))
    return Measure(name, of, share=Share(part, of))


def _added(name: str, own: Sequence[Measure], series: tuple[Cell, ...]) -> Measure:
    tables = {
        dimension: ordered(_labels([one.tables.get(dimension) for one in own], [one.total for one in own]))
        for dimension in METRICS[name].names
        if any(dimension in one.tables for one in own)
    }
    crossed = {
        pair: _labels([one.crossed.get(pair) for one in own], [one.total for one in own])
        for pair in METRICS[name].pairs
        if any(pair in one.crossed for one in own)
    }
    return Measure(name, added([one.total for one in own]), tables, crossed, series)


def _labels(tables: Sequence[Mapping[Label, Cell] | None], totals: Sequence[Cell]) -> dict[Label, Cell]:
    """What stands in no list of a year was not counted in it; a year that tells no list hides all of it."""
    labels = dict.fromkeys(label for table in tables if table for label in table)
    return {label: added([_of(label, *each) for each in zip(tables, totals, strict=True)]) for label in labels}


def _of(label: Label, table: Mapping[Label, Cell] | None, total: Cell) -> Cell:
    if table is None:
        return ZERO if total.value == 0 or total.is_gap else HIDDEN
    return table.get(label, ZERO)


def added(cells: Sequence[Cell]) -> Cell:
    """Told where each is told; a year without data adds nothing."""
    there = [cell for cell in cells if not cell.is_gap]
    if not there:
        return GAP
    if any(cell.hidden for cell in there):
        return HIDDEN
    return Cell(sum(cell.value or 0 for cell in there), rounded=any(cell.rounded for cell in there))


def ordered(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The largest first; what is hidden comes last, in an order that tells nothing."""
    labels = sorted(cells, key=lambda label: (cells[label].hidden, -(cells[label].value or 0), label))
    return {label: cells[label] for label in labels}


def _series(years: Sequence[Figures], own: Sequence[Measure | None]) -> tuple[Cell, ...]:
    """Month after month through all years."""
    found: list[Cell] = []
    for year, one in zip(years, own, strict=True):
        if one is not None and one.series:
            found += one.series
        else:
            found += [GAP if one is None or one.total.is_gap else HIDDEN] * len(year.starts)
    return tuple(found)
