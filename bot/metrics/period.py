"""A stretch of days in Mexico City, and what comes before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.counting import local

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date
    hours: int = 0
    """Only so many last hours, up to now; `first` and `last` are the days they lie in."""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends on {self.last}, before it begins on {self.first}")

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        first = date(year, month, 1)
        return cls(first, next_month(first) - DAY)

    @classmethod
    def last_days(cls, now: datetime, days: int) -> "Period":
        """Up to and with today."""
        today = local(now).date()
        return cls(today - (days - 1) * DAY, today)

    @classmethod
    def last_hours(cls, now: datetime, hours: int) -> "Period":
        return cls(local(now - timedelta(hours=hours - 1)).date(), local(now).date(), hours)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days(self) -> Iterator[date]:
        return (self.first + number * DAY for number in range(self.length))

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of all months that the period touches."""
        found = [self.first.replace(day=1)]
        while (following := next_month(found[-1])) <= self.last:
            found.append(following)
        return tuple(found)

    @property
    def whole_months(self) -> tuple[date, ...]:
        """The first days of the months that lie in the period with all their days."""
        return tuple(m for m in self.months if m >= self.first and next_month(m) - DAY <= self.last)

    @property
    def whole_quarters(self) -> tuple[date, ...]:
        inside = set(self.whole_months)
        return tuple(m for m in self.months if m.month % 3 == 1 and set(Period.quarter(m).months) <= inside)

    @classmethod
    def quarter(cls, day: date) -> "Period":
        """The quarter of a year that a day lies in."""
        first = date(day.year, day.month - (day.month - 1) % 3, 1)
        return cls(first, next_month(next_month(next_month(first))) - DAY)

    @property
    def is_whole_months(self) -> bool:
        return self.first.day == 1 and (self.last + DAY).day == 1

    @property
    def is_year(self) -> bool:
        return self == Period.year(self.first.year)

    @property
    def is_years(self) -> bool:
        """One whole calendar year, or several."""
        return (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)

    @property
    def years(self) -> tuple["Period", ...]:
        """The calendar years, each as far as it lies in the period."""
        return tuple(
            Period(max(self.first, date(year, 1, 1)), min(self.last, date(year, 12, 31)))
            for year in range(self.first.year, self.last.year + 1)
        )

    @property
    def is_long(self) -> bool:
        """Long enough to be looked at year by year."""
        return len(self.years) > 1 and self.length > 366

    def before(self) -> "Period":
        """As much time, right before: of a year the year before, of months as many months, else as many days."""
        last = self.first - DAY
        if not self.is_whole_months or self.hours:
            return Period(last - (self.length - 1) * DAY, last)
        first = self.first
        for _ in self.months:
            first = (first - DAY).replace(day=1)
        return Period(first, last)


def next_month(first: date) -> date:
    return (first.replace(day=28) + 4 * DAY).replace(day=1)
