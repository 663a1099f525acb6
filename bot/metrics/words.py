"""Numbers and labels in the words of a language: what every picture, table and export writes them with."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeGuard

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names
from babel.numbers import format_decimal, format_percent

from bot.domain.counting import local
from bot.library.library import Library
from bot.metrics.figures import Cell, Note
from bot.metrics.period import Period

SMALL = "<10"
HOUR, DAY = 60, 1440
SHORT_MONTH = 3


@dataclass(frozen=True)
class Words:
    library: Library
    language: str

    # sentences

    def say(self, phrase: str, **values: str | int) -> str:
        """The phrase report.<phrase>."""
        return self.library.phrase(f"report.{phrase}", self.language, **values)

    def name(self, metric: str) -> str:
        return self.library.phrase(f"metric.{metric}", self.language) or metric.replace("_", " ")

    def meaning(self, metric: str) -> str:
        """Its definition, in a sentence."""
        return self.library.phrase(f"metric.{metric}.means", self.language)

    def unit(self, unit: str) -> str:
        return self.library.phrase(f"unit.{unit}", self.language) or unit

    def note(self, note: Note) -> str:
        """Days among its values are written as people say them."""
        said = {
            name: self.library.date(value, self.language) if _is_day(value) else value
            for name, value in note.values.items()
        }
        return self.library.phrase(note.id, self.language, **said)

    def joined(self, items: list[str]) -> str:
        return self.library.joined(items, self.language)

    # numbers

    @cached_property
    def locale(self) -> Locale:
        """Numbers are written as in Mexico where a language has a way of Mexico, else in the language's own way."""
        for code in self.library.chain(self.language):
            for wished in (f"{code}_MX", code):
                try:
                    return Locale.parse(wished.replace("-", "_"))
                except (UnknownLocaleError, ValueError):
                    continue
        return Locale("en")

    def number(self, value: float) -> str:
        return format_decimal(value, "#,##0.#" if isinstance(value, float) else "#,##0", locale=self.locale)

    def per_cent(self, share: float) -> str:
        """A share of one, as `65 %`; what is there and rounds to nothing is `<1 %`."""
        if 0 < share < 0.005:
            return f"<{format_percent(0.01, '0%', locale=self.locale)}"
        return format_percent(share, "0%", locale=self.locale)

    def cell(self, cell: Cell) -> str:
        if cell.hidden:
            return SMALL
        if cell.value is None:
            return self.say("no-data")
        if cell.rounded and not cell.value:
            return SMALL  # "0+" would say that it was none
        return f"{self.number(cell.value)}+" if cell.rounded else self.number(cell.value)

    def time(self, minutes: float) -> str:
        """`45 min`, `3 h 20 min`, `2 days`."""
        whole = round(minutes)
        if whole < HOUR:
            return self.say("time.minutes", count=max(1, whole))
        if whole < 2 * DAY:
            hours, rest = divmod(whole, HOUR)
            if hours >= 6 or not rest:
                return self.say("time.hours", count=round(whole / HOUR))
            return self.say("time.hours-minutes", hours=hours, minutes=rest)
        return self.say("time.days", count=round(whole / DAY))

    # days

    def day(self, day: date) -> str:
        return self.library.date(day.isoformat(), self.language)

    def moment(self, when: datetime, zone: str) -> str:
        here = local(when)  # full hours are enough to say how old a number is, minutes come with the zone
        minutes = when.astimezone(here.tzinfo)
        return self.say(
            "moment",
            day=self.day(here.date()),
            time=self.library.hour(minutes.hour * 60 + minutes.minute, self.language),
            zone=zone,
        )

    def period(self, period: Period) -> str:
        """`2022`, `2020–2022`, `June 2026`, or from one day to another."""
        if period.is_year:
            return str(period.first.year)
        if period.is_years:
            return f"{period.first.year}–{period.last.year}"
        if period.is_whole_months and len(period.months) == 1:
            return self.library.date(f"{period.first:%Y-%m}", self.language)
        if period.is_whole_months:
            return f"{self.library.date(f'{period.first:%Y-%m}', self.language)} – " + self.library.date(
                f"{period.last:%Y-%m}", self.language
            )
        if period.first == period.last:
            return self.day(period.first)
        return self.say("period", first=self.day(period.first), last=self.day(period.last))

    def step(self, start: date | datetime, step: str, long: bool = False) -> str:
        """Under an axis: the hour, the day of the month, or the month; longer in a table."""
        if isinstance(start, datetime):
            said = self.library.hour(start.hour * 60, self.language)
            return f"{self.day(start.date())}, {said}" if long else said
        if step == "month":
            return self.library.date(f"{start:%Y-%m}", self.language) if long else self.month(start)
        return self.day(start) if long else f"{start.day} {self.month(start)}"

    def month(self, day: date) -> str:
        own = self.library.loaded_languages[self.language].months if self.language in self.library.languages else ()
        name = (
            own[day.month - 1][:SHORT_MONTH]
            if len(own) == 12
            else get_month_names("abbreviated", locale=self.locale)[day.month]
        )
        return str(name).rstrip(".")

    # labels

    def label(self, dimension: str, label: str) -> str:
        """A label of a dimension as people call it; an id that nobody has named stays as it is."""
        if label in {"-", ""}:
            return self.say("unknown")
        return self._named(dimension, label) or label.replace("-", " ").replace("_", " ").capitalize()

    def _named(self, dimension: str, label: str) -> str:
        library = self.library
        if dimension == "city":
            return label
        if dimension == "language":
            known = library.loaded_languages.get(label)
            name = known.name if known else self.locale.languages.get(label, "")
            return name[:1].upper() + name[1:]
        if dimension == "topic":
            return library.title(label, self.language)
        if dimension == "places":
            return self._kind(label)
        if dimension == "office":
            return self._office(label)
        if dimension == "category" and (found := self._category(label)):
            return found
        return self.say(f"{dimension}.{label}")

    def _kind(self, kind: str) -> str:
        labels = self.library.directory.vocabulary.kinds.get(kind, {})
        said = next((labels[code]["many"] for code in self.library.chain(self.language) if code in labels), "")
        return said[:1].upper() + said[1:]

    def _office(self, office: str) -> str:
        known = self.library.casework.offices.get(office)
        return known.name if known else ""

    def _category(self, category: str) -> str:
        known = self.library.casework.categories.get(category)
        return self.library.speech.pick(known.title, self.language) if known else ""


def _is_day(value: str | int) -> TypeGuard[str]:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
