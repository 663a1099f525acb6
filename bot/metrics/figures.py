"""What is told of a period: pure values. `bot/metrics/source.py` makes them; dashboard, report and exports draw them.

figures = await source.figures(Tallies(link, installation), Period.year(2026), now)
figures["message"].total.value                      252000
figures["message"].tables["kind"]["text"].value     181240
figures["referral_sent"].tables["category"]         {"legal": Cell(120), ...}, the largest first
figures["referral_sent"].crossed["category", "office"]["legal", "tijuana"]
figures["message"].series                           one Cell for each of figures.starts; value None is a gap
figures["topic"].table_series["topic"]["asylum.apply"]
figures["time_to_answer"].quantiles                 Quantiles(median=..., p90=..., ...), in minutes
figures["people"].total                             different people in the whole period
figures["satisfied"].share                          Share(yes, n), for surveys
figures.previous["message"].total                   the same for the time before
figures.years[0]["people"].total                    the same for each calendar year, where there are several
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.domain.counting import HOME_ZONE
from bot.metrics.period import Period


@dataclass(frozen=True, slots=True)
class Cell:
    """One number as it may be told."""

    value: int | None = None
    """None: there is no data (a gap, not a zero), or it is not shown."""
    hidden: bool = False
    """Not shown, so that nobody can be found in it: a count of 1 to 9, or one that would give such a count away."""
    rounded: bool = False
    """Rounded down to tens: "120 or more"."""

    @property
    def is_gap(self) -> bool:
        return self.value is None and not self.hidden


GAP, HIDDEN, ZERO = Cell(), Cell(hidden=True), Cell(0)


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Read from how many fell into each step of a fixed scale; the truth lies between low and high."""

    count: int
    median: float
    """Minutes, all of these."""
    median_low: float
    median_high: float
    p90: float
    p90_low: float
    p90_high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A proportion with what it is a proportion of; None where too few answered."""

    part: Cell
    of: Cell

    @property
    def per_cent(self) -> float | None:
        if not self.of.value or self.part.value is None:
            return None
        return 100 * self.part.value / self.of.value


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the figures leave out or that one must know: the phrase `id` with its values."""

    id: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric in one period."""

    metric: str
    total: Cell = GAP
    tables: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    """Dimension (`category`) to label to number, the largest first."""
    crossed: Mapping[tuple[str, str], Mapping[tuple[str, str], Cell]] = field(default_factory=dict)
    """Two dimensions to two labels to number, for the pairs that the metric declares."""
    series: tuple[Cell, ...] = ()
    """One for each of `Figures.starts`."""
    table_series: Mapping[str, Mapping[str, tuple[Cell, ...]]] = field(default_factory=dict)
    """Dimension to label to series."""
    quantiles: Quantiles | None = None
    quantiles_by: Mapping[str, Mapping[str, Quantiles]] = field(default_factory=dict)
    """Dimension to label to quantiles, where enough was counted."""
    share: Share | None = None
    error: float = 0.0
    """How far an estimate may be off, as a part of it (two standard errors, 0.004 is 0.4 %); 0: counted exactly."""


@dataclass(frozen=True, slots=True)
class Figures:
    period: Period
    computed_at: datetime
    step: Literal["hour", "day", "month"]
    starts: tuple[date | datetime, ...]
    """Where each step of the series begins: the horizontal axis of every chart."""
    measures: Mapping[str, Measure]
    notes: tuple[Note, ...] = ()
    """What is left out, and what one must know."""
    days_without_data: int = 0
    previous: "Figures | None" = None
    years: tuple["Figures", ...] = ()
    """Of a period longer than a year: each calendar year by itself, as far as it lies in the period."""
    is_public: bool = False
    """Made safe to leave the console: small counts are hidden or rounded."""
    is_complete: bool = True
    """False while the period still goes on."""
    time_zone: str = HOME_ZONE

    def __getitem__(self, metric: str) -> Measure:
        """A metric of which nothing was counted has no data."""
        return self.measures.get(metric) or Measure(metric)
