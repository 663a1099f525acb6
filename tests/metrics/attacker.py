"""Somebody who has read everything that was published and calculates: what is left of each hidden number?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bot.metrics.definitions import METRICS, may_be_sealed
from bot.metrics.figures import Cell, Figures

Name = tuple[object, ...]
FAR = 10**6


@dataclass
class Attacker:
    """Knows how the tables add up, what is shown, that counts are not negative, and that what is listed is not 0."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    sums: list[tuple[Name, list[Name]]] = field(default_factory=list)
    of: Name = ()
    """The year, where there are several."""

    def reads(self, public: Figures, metrics: list[str]) -> None:
        """Metrics with one total."""
        total: Name = (metrics[0], "total")
        for metric in metrics:
            measure = public[metric]
            self._sees(total, measure.total, 0)
            for dimension, labels in measure.tables.items():
                for label, cell in labels.items():
                    self._sees((metric, dimension, label), cell, 1)
                self.sums.append((total, [(metric, dimension, label) for label in labels]))
            for pair, cells in measure.crossed.items():
                for labels, cell in cells.items():
                    self._sees((metric, pair, labels), cell, 1)
                for at, dimension in enumerate(pair):
                    for label in measure.tables[dimension]:
                        parts: list[Name] = [(metric, pair, labels) for labels in cells if labels[at] == label]
                        self.sums.append(((metric, dimension, label), parts))
        if not may_be_sealed(METRICS[metrics[0]]):
            self._months(public[metrics[0]].series, total, metrics[0])

    def reads_sum(self, public: Figures, metrics: list[str], years: Mapping[int, "Attacker"], range_: Name) -> None:
        """What is published of several years side by side: each number is the sum of those of the years.

        All that was read of the years before is brought together here first, under the name of the year.
        """
        for year in years.values():
            for name in year.low:
                self.low.setdefault((*year.of, *name), year.low[name])
                self.high.setdefault((*year.of, *name), year.high[name])
            known = [(whole, tuple(parts)) for whole, parts in self.sums]
            for whole, parts in year.sums:
                own = ((*year.of, *whole), tuple((*year.of, *part) for part in parts))
                if own not in known:
                    self.sums.append((own[0], list(own[1])))
        for metric in metrics:
            measure = public[metric]
            cells: list[tuple[Name, Cell]] = [((metrics[0], "total"), measure.total)]
            cells += [
                ((metric, d, label), cell) for d, table in measure.tables.items() for label, cell in table.items()
            ]
            cells += [((metric, p, two), cell) for p, table in measure.crossed.items() for two, cell in table.items()]
            for name, cell in cells:
                parts = [(*year.of, *name) for year in years.values() if name in year.low]
                self._sees((*range_, *name), cell, 0)
                self.sums.append(((*range_, *name), parts))

    def _months(self, series: tuple[Cell, ...], total: Name, metric: str) -> None:
        months: list[Name] = []
        for at, cell in enumerate(series):
            if cell.value is None:
                continue
            assert cell.rounded and cell.value % 10 == 0
            months.append((metric, "month", at))
            self.low[months[-1]], self.high[months[-1]] = cell.value, cell.value + 9
        if months:
            self.sums.append((total, months))

    def _sees(self, name: Name, cell: Cell, least: int) -> None:
        if cell.value is not None:
            assert not cell.hidden and not 0 < cell.value < 10, f"{name} is shown"
            self.low[name] = self.high[name] = cell.value
        else:
            assert cell.hidden
            self.low[name], self.high[name] = max(least, self.low.get(name, 0)), self.high.get(name, FAR)

    def narrows(self) -> None:
        """By subtraction, again and again, until nothing becomes narrower."""
        changed = True
        while changed:
            changed = False
            for whole, parts in self.sums:
                least, most = sum(self.low[part] for part in parts), sum(self.high[part] for part in parts)
                changed |= self._within(whole, least, most)
                for part in parts:
                    changed |= self._within(
                        part,
                        self.low[whole] - (most - self.high[part]),
                        self.high[whole] - (least - self.low[part]),
                    )

    def _within(self, name: Name, low: int, high: int) -> bool:
        low, high = max(low, self.low[name]), min(high, self.high[name])
        assert low <= high, f"{name}: what was published does not fit together"
        changed = (low, high) != (self.low[name], self.high[name])
        self.low[name], self.high[name] = low, high
        return changed

    def solves(self) -> set[Name]:
        """Hidden numbers that follow from all sums taken together (elimination): no inequality is needed for them."""
        unknown = [name for name in self.low if self.low[name] != self.high[name]]
        place = {name: at for at, name in enumerate(unknown)}
        rows: list[dict[int, Fraction]] = []
        for whole, parts in self.sums:
            row: dict[int, Fraction] = {}
            for name, sign in ((whole, -1), *((part, 1) for part in parts)):
                if name in place:
                    row[place[name]] = row.get(place[name], Fraction(0)) + sign
            rows.append({at: number for at, number in row.items() if number})
        solved: dict[int, dict[int, Fraction]] = {}
        for row in rows:
            for pivot, known in solved.items():
                if factor := row.get(pivot):
                    row = _less(row, known, factor)
            if row:
                pivot, number = next(iter(row.items()))
                row = {at: each / number for at, each in row.items()}
                solved = {at: _less(known, row, known.get(pivot, Fraction(0))) for at, known in solved.items()}
                solved[pivot] = row
        return {unknown[pivot] for pivot, row in solved.items() if len(row) == 1}


def _less(row: Mapping[int, Fraction], other: Mapping[int, Fraction], factor: Fraction) -> dict[int, Fraction]:
    if not factor:
        return dict(row)
    found = dict(row)
    for at, number in other.items():
        found[at] = found.get(at, Fraction(0)) - factor * number
    return {at: number for at, number in found.items() if number}
