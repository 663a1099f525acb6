"""Figures made safe to leave the console: what may be published, of which periods, with small counts hidden.

Two things are published, at fixed steps, so that no two publications can be subtracted from each other:
- of a calendar year that is over: exact numbers, small ones hidden with those that would give them away; of several
  years, each of them so, and sums of what is shown of each;
- of a month that is over: totals rounded down to tens, of metrics without sealed labels. A sum over months is the sum
  of what was published of each, which tells nothing new. Nothing is ever published of a day, or of a label in a month.
The year's numbers are hidden so that they are safe together with the rounded ones of its months.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.metrics.computing import ENOUGH_TIMES
from bot.metrics.definitions import ALL, METRICS, Metric, may_be_sealed
from bot.metrics.figures import GAP, HIDDEN, Cell, Figures, Measure, Note, Share
from bot.metrics.suppression import SMALL, Arc, Network, NotSafe, floor
from bot.metrics.years import ordered, together

LINKED = (("message", "channel", "language"),)
"""The same events, told apart in different ways: they have one total."""


class NotPublishable(ValueError):
    """Of such a period nothing may be published."""


def may_publish(figures: Figures) -> bool:
    period = figures.period
    whole = period.is_whole_months and not period.hours and figures.is_complete and figures.step == "month"
    return whole and (period.is_years or len(period.months) < 12)


def publish(figures: Figures) -> Figures:
    if not may_publish(figures):
        raise NotPublishable("only whole years that are over, or less than a year of whole months, can be published")
    if len(figures.period.years) > 1 and figures.period.is_years:
        return _years(figures)
    year = figures.period.is_year
    measures = dict(_year(figures) if year else _months(figures))
    previous = figures.previous
    earlier = publish(previous) if previous is not None and may_publish(previous) else None
    told = Note("note.hidden"), Note("note.rounded")
    return replace(
        figures,
        measures=measures,
        previous=earlier,
        is_public=True,
        notes=(*figures.notes, *told[not year :]),
        years=(),
    )


def _years(figures: Figures) -> Figures:
    """Each year as it is published by itself, whenever and together with whichever others."""
    years = tuple(publish(year) for year in figures.years)
    measures = dict(together(years)) | dict(_states(figures))
    told = Note("note.hidden"), Note("note.rounded")
    return replace(
        figures, measures=measures, previous=None, is_public=True, notes=(*figures.notes, *told), years=years
    )


# months: rounded totals


def _months(figures: Figures) -> Iterator[tuple[str, Measure]]:
    for metric in ALL:
        measure = figures.measures.get(metric.name)
        if measure is None or metric.how == "state":
            continue
        if metric.how in {"count", "people"} and not may_be_sealed(metric):
            yield metric.name, _rounded(measure, adds_up=metric.how == "count")
    if "interaction" in figures.measures:
        yield "interaction", _interaction(figures, dict(_parts(figures)))
    yield from _states(figures)


def _rounded(measure: Measure, adds_up: bool) -> Measure:
    series = tuple(_tens(cell) for cell in measure.series)
    total = Cell(sum(cell.value or 0 for cell in series), rounded=True)
    if not adds_up:
        total = series[0] if len(series) == 1 else HIDDEN
    return Measure(measure.metric, total, series=series, error=measure.error)


def _tens(cell: Cell) -> Cell:
    return cell if cell.value is None else Cell(floor(cell.value), rounded=True)


def _parts(figures: Figures) -> Iterator[tuple[str, Measure]]:
    for name in METRICS["interaction"].of:
        yield name, _rounded(figures[name], adds_up=True)


def _interaction(figures: Figures, parts: Mapping[str, Measure]) -> Measure:
    """A sum tells nothing that its parts do not: it is the sum of what is told of them."""
    series = tuple(
        GAP if any(cell.value is None for cell in cells) else Cell(sum(cell.value or 0 for cell in cells), rounded=True)
        for cells in zip(*(part.series for part in parts.values()), strict=True)
    )
    totals = [part.total for part in parts.values()]
    if any(total.value is None for total in totals):
        return Measure("interaction", HIDDEN, series=series)
    total = Cell(sum(total.value or 0 for total in totals), rounded=any(total.rounded for total in totals))
    return Measure("interaction", total, series=series)


def _states(figures: Figures) -> Iterator[tuple[str, Measure]]:
    """What is known of the content is about nobody."""
    for metric in ALL:
        if metric.how == "state" and metric.name in figures.measures:
            yield metric.name, figures[metric.name]


# a year: exact, with small counts hidden


def _year(figures: Figures) -> Iterator[tuple[str, Measure]]:
    done: dict[str, Measure] = {}
    linked = {name for group in LINKED for name in group}
    counted = [metric for metric in ALL if metric.how in {"count", "time"} and metric.name in figures.measures]
    groups = [[metric for metric in counted if metric.name in names] for names in LINKED]
    for group in groups:
        for metric in group[1:]:
            if figures[metric.name].total != figures[group[0].name].total:  # then their safety together is not proved
                group.remove(metric)
                done[metric.name] = Measure(metric.name, HIDDEN)
    groups += [[metric] for metric in counted if metric.name not in linked]
    for group in groups:
        if group:
            done |= {one.metric: one for one in _protected(group, [figures[metric.name] for metric in group])}
    yield from done.items()
    for metric in ALL:
        measure = figures.measures.get(metric.name)
        if measure is None:
            continue
        if metric.how == "people":
            total = HIDDEN if 0 < (measure.total.value or 0) < SMALL else measure.total
            yield metric.name, replace(_rounded(measure, adds_up=False), total=total)
        elif metric.how == "sum":
            yield metric.name, _interaction(figures, {name: done[name] for name in metric.of})
        elif metric.how == "share" and metric.of[0] in done:
            yield metric.name, _share(metric, done[metric.of[0]])
    yield from _states(figures)


def _protected(metrics: Sequence[Metric], measures: Sequence[Measure]) -> Iterator[Measure]:
    """Metrics with one total, in one network: layer after layer through which the same total flows."""
    drawing = Drawing()
    total = measures[0].total.value or 0
    total_arc = drawing.network.add(0, 1, total)
    drawing.last = 1
    tables = [drawing.draw(metric, measure) for metric, measure in zip(metrics, measures, strict=True)]
    series = _series(metrics[0], measures[0], drawing)
    drawing.close()
    safe = True
    try:
        drawing.network.protect()
    except NotSafe:
        safe = False
    for metric, measure, arcs in zip(metrics, measures, tables, strict=True):
        told = {
            name: ordered({label: _cell(arcs[name, label], safe) for label in labels})
            for name, labels in measure.tables.items()
        }
        crossed = {
            pair: {labels: _cell(arcs[pair, labels], safe) for labels in cells}
            for pair, cells in measure.crossed.items()
        }
        shown = _cell(total_arc, safe)
        yield Measure(
            metric.name, shown, told, crossed, series if safe else (),
            quantiles=measure.quantiles if (shown.value or 0) >= ENOUGH_TIMES else None,
            quantiles_by={
                name: {label: one for label, one in by.items() if not told[name][label].hidden}
                for name, by in measure.quantiles_by.items()
            },
        )  # fmt: skip


def _cell(arc: Arc, safe: bool) -> Cell:
    return Cell(arc.value) if arc.shown and safe else HIDDEN


def _series(metric: Metric, measure: Measure, drawing: "Drawing") -> tuple[Cell, ...]:
    """By month, rounded. What is sealed is not in it: such a series is told only where it would hide any change of the
    sealed numbers, and then need not be in the network."""
    values = [cell.value for cell in measure.series if cell.value is not None]
    rest = sum(value - floor(value) for value in values)
    if not may_be_sealed(metric):
        drawing.layer([(None, value) for value in values], rounded=True)
    elif not SMALL <= rest <= (SMALL - 1) * len(values) - SMALL:
        return tuple(cell if cell.is_gap else HIDDEN for cell in measure.series)
    return tuple(_tens(cell) for cell in measure.series)


def _share(metric: Metric, counted: Measure) -> Measure:
    if metric.chosen:
        ((dimension, label),) = metric.chosen.items()
        of = counted.tables.get(dimension, {}).get(label, Cell(0))
        yes = counted.crossed.get((dimension, "answer"), {}).get((label, "yes"), Cell(0))
    else:
        of, yes = counted.total, counted.tables.get("answer", {}).get("yes", Cell(0))
    if of.value is None or yes.value is None or 0 < of.value - yes.value < SMALL:
        return Measure(metric.name, HIDDEN, share=Share(HIDDEN, HIDDEN))
    return Measure(metric.name, of, share=Share(yes, of))


class Drawing:
    """Layers of numbers between nodes; all of the total flows through each."""

    def __init__(self) -> None:
        self.network = Network()
        self.last = 0

    def draw(self, metric: Metric, measure: Measure) -> dict[tuple[object, object], Arc]:
        """The tables of a metric, one behind the other; the arc of each dimension and label."""
        arcs: dict[tuple[object, object], Arc] = {}
        order = _order(metric)
        for name in order:
            self._totals(name, measure.tables.get(name, {}), measure, order, arcs)
        for name, labels in measure.tables.items():
            if name not in order:
                arcs |= {(name, label): arc for label, arc in self.layer(_values(labels))}
        return arcs

    def layer(self, values: Sequence[tuple[object, int]], rounded: bool = False) -> list[tuple[object, Arc]]:
        start, self.last = self.last, self.last + 1
        add = self.network.add_rounded if rounded else self.network.add
        return [(label, add(start, self.last, value)) for label, value in values]

    def _totals(
        self, name: str, labels: Mapping[str, Cell], measure: Measure, order: Sequence[str],
        arcs: dict[tuple[object, object], Arc],
    ) -> None:  # fmt: skip
        """One dimension of a row of crossed ones: from each of its labels to those of the next."""
        at = order.index(name)
        if at == 0:
            self.entry = self.last
            self.last += 1
        for label, value in _values(labels):
            start: object = self.entry if at == 0 else (self.entry, name, label, "in")
            end: object = self.last if at == len(order) - 1 else (self.entry, name, label, "out")
            arcs[name, label] = self.network.add(start, end, value)
        if at == len(order) - 1:
            return
        following = order[at + 1]
        for pair in ((name, following), (following, name)):
            for labels_of_pair, cell in measure.crossed.get(pair, {}).items():
                one, other = labels_of_pair if pair[0] == name else reversed(labels_of_pair)
                arcs[pair, labels_of_pair] = self.network.add(
                    (self.entry, name, one, "out"), (self.entry, following, other, "in"), cell.value or 0
                )

    def close(self) -> None:
        """The last node is the first: what flows out flows in again."""
        for arc in self.network.arcs:
            if arc.end == self.last:
                arc.end = 0
        into = self.network.touching.pop(self.last, [])
        self.network.touching.setdefault(0, []).extend(into)


def _values(labels: Mapping[str, Cell]) -> list[tuple[object, int]]:
    return [(label, cell.value or 0) for label, cell in labels.items()]


def _order(metric: Metric) -> tuple[str, ...]:
    """Crossed dimensions in a row, each crossed with the next: for (category, office) and (category, urgency) it is
    office, category, urgency."""
    if not metric.pairs:
        return ()
    if len(metric.pairs) == 1:
        return metric.pairs[0]
    (first, second), (also, third) = metric.pairs
    if first != also or len(metric.pairs) > 2:
        raise ValueError(f"{metric.name}: such pairs cannot be proved to be safe together")
    return (second, first, third)
