"""How requests for a person are worked: categories with their questions, offices with their hours, ready replies.

All of it is data from content/referrals/, content/offices.yaml and content/replies.yaml. Times are Unix seconds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.content import Texts
from bot.library.hours import DAY, Hours

CLOCK_SECONDS = 24 * 3600
"""By when somebody must have acted on what is urgent `now`, day or night."""
STAFF_LANE = "staff"
"""Complaints about staff, which nobody of the office concerned sees."""
OPEN_DAYS = {"soon": 3, "later": 14}
"""For the others, in days: three on which the office works, or two weeks of its work."""
_FARTHEST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be tapped."""

    id: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. Every one may be skipped."""

    id: str
    text: Texts
    kind: str = "choice"
    """choice, city or text."""
    options: tuple[Option, ...] = ()
    shares: str = ""
    """The item of the consent that its answer belongs to: need, city, company, contact or words."""
    is_shared: bool = False
    """It stands in _questions.yaml, for several categories."""

    def option(self, id: str) -> Option | None:
        return next((each for each in self.options if each.id == id), None)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes when it fits; what is not named fits always."""

    office: str = ""
    place: str = ""
    """A partner of the directory, proposed to staff."""
    cities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def fits(self, city: str, state: str, language: str) -> bool:
        where = not (self.cities or self.states) or city in self.cities or state in self.states
        return where and (not self.languages or language in self.languages)


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    file: str
    title: Texts
    """Its full name, for staff."""
    button: Texts
    """What the person sees: for a sealed lane, words that tell nothing to who looks over their shoulder."""
    urgency: str
    questions: tuple[Question, ...]
    consent: Texts
    """What is said before anything is asked: what is shared, with whom, why, for how long, that no is fine."""
    consent_version: str
    consent_name: str
    """Its id in _consent.yaml."""
    next: Texts
    """What happens next, said when the request is registered."""
    instead: str = ""
    """The topic with the next best place, for when nobody acts in time."""
    lane: str = ""
    routes: tuple[Route, ...] = ()
    order: int = 0
    """Its place in the menu of categories; 0: not in it, reached from topics and by what people write."""


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str
    city: str
    state: str
    states: tuple[str, ...]
    """Those it serves, its own among them."""
    hours: Hours
    written_hours: str
    """The same as OpenStreetMap writes them."""
    timezone: str
    holidays: frozenset[date] = frozenset()
    capacity: int = 0
    """How many open cases a caseworker takes; 0: no limit is set."""
    assigns: bool = False
    """New requests are given to the caseworker who has fewest, within the capacity."""
    categories: tuple[str, ...] = ()
    """Those it serves; empty: all."""
    lanes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    file: str = ""

    def serves(self, category: Category) -> bool:
        return category.lane in self.lanes if category.lane else not self.categories or category.id in self.categories


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A ready answer for staff, in each language: shown beside their own, so that they need not speak both."""

    id: str
    title: Texts
    text: Texts
    category: str = ""
    """Only for this category; empty: for all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a referral was declined or closed."""

    id: str
    title: Texts
    """For staff."""
    told: Texts
    """For the person, in kind words."""
    moves: tuple[str, ...] = ()
    """decline, close or both."""


def _none() -> Mapping[str, "Category"]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Casework:
    categories: Mapping[str, Category] = field(default_factory=_none)
    offices: Mapping[str, Office] = field(default_factory=lambda: MappingProxyType({}))
    replies: Mapping[str, CannedReply] = field(default_factory=lambda: MappingProxyType({}))
    reasons: Mapping[str, Reason] = field(default_factory=lambda: MappingProxyType({}))
    main_office: str = ""
    """Takes what no other office serves: the first of the file."""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The ids of questions as each category's file names them; for the rules."""
    doubled: tuple[tuple[str, str, tuple[str | int, ...]], ...] = ()
    """File, id and path of what has the id of another; for the rules."""

    @property
    def menu(self) -> tuple[str, ...]:
        """The categories that are offered, in order."""
        shown = [each for each in self.categories.values() if each.order]
        return tuple(each.id for each in sorted(shown, key=lambda each: (each.order, each.id)))

    def office_for(self, category: str, city: str, state: str, language: str) -> str:
        """The office that takes it: by a route of the category, in the city, for the state, or the main one."""
        known = self.categories.get(category)
        for route in known.routes if known else ():
            if route.office in self.offices and route.fits(city, state, language):
                return route.office
        able = [each for each in self.offices.values() if known is None or each.serves(known)]
        state = state or next((each.state for each in able if city and each.city == city), "")
        near = [each for each in able if city and each.city == city] or [
            each for each in able if state and (each.state == state or state in each.states)
        ]
        speaking = [each for each in near if language in each.languages]
        for office in (*speaking, *near):
            return office.id
        if not able or self.main_office in {each.id for each in able}:
            return self.main_office
        return able[0].id

    def concerned(self, category: str, city: str, state: str) -> str:
        """The office that a complaint about staff is about, as far as where it happened tells; else nothing."""
        if self.categories[category].lane != STAFF_LANE or not (city or state):
            return ""
        return self.office_for("", city, state, "")

    def bypassing(self, category: str, office: str, concerned: Iterable[str]) -> str:
        """The office that takes it, which is none of those it is about: the main one, or the next that serves it."""
        avoided = set(concerned)
        able = [each.id for each in self.offices.values() if each.serves(self.categories[category])]
        others = [id for id in (office, self.main_office, *able) if id in able and id not in avoided]
        return others[0] if others else office

    def partner_for(self, category: str, city: str, state: str, language: str) -> str:
        """The place of the directory that the category proposes for this, or nothing."""
        known = self.categories.get(category)
        routes = known.routes if known else ()
        return next((route.place for route in routes if route.place and route.fits(city, state, language)), "")

    def replies_for(self, category: str) -> tuple[CannedReply, ...]:
        """Those of the category first, then those for all."""
        fit = [each for each in self.replies.values() if each.category in {"", category}]
        return tuple(sorted(fit, key=lambda each: not each.category))

    def reasons_for(self, move: str) -> tuple[Reason, ...]:
        return tuple(each for each in self.reasons.values() if move in each.moves)

    def is_open(self, office: str, moment: int) -> bool:
        known = self.offices.get(office)
        if known is None:
            return False
        return any(start <= moment < end for start, end in _spans_around(known, moment))

    def opens_at(self, office: str, moment: int) -> int | None:
        """The next moment, from this one on, at which the office is open; None when it is not in the next weeks."""
        known = self.offices.get(office)
        for start, end in _spans(known, moment) if known else ():
            if end > moment:
                return max(start, moment)
        return None

    def due_at(self, urgency: str, office: str, opened_at: int) -> int:
        """By when somebody must have acted: `now` by the clock, the others counted in days on which the office works.

        What comes while the office is closed counts from its next opening.
        """
        known = self.offices.get(office)
        if urgency not in OPEN_DAYS:
            return opened_at + CLOCK_SECONDS
        opening = self.opens_at(office, opened_at)
        if known is None or opening is None:
            return opened_at + OPEN_DAYS[urgency] * CLOCK_SECONDS
        begun = datetime.fromtimestamp(opening, ZoneInfo(known.timezone))
        days = OPEN_DAYS[urgency]
        if days >= 7:
            days = days // 7 * sum(bool(spans) for spans in known.hours.days)
        day = begun.date()
        for _ in range(_FARTHEST_DAYS):
            day += timedelta(days=1)
            spans = _of_day(known, day)
            days -= bool(spans)
            if days <= 0 and spans:
                wanted = int(datetime.combine(day, begun.time(), begun.tzinfo).timestamp())
                return min(max(wanted, spans[0][0]), spans[-1][1])
        return opened_at + OPEN_DAYS[urgency] * CLOCK_SECONDS


def _spans_around(office: Office, moment: int) -> Iterator[tuple[int, int]]:
    """Those of the day before, which may reach past midnight, and of the day itself."""
    today = datetime.fromtimestamp(moment, ZoneInfo(office.timezone)).date()
    yield from _of_day(office, today - timedelta(days=1))
    yield from _of_day(office, today)


def _spans(office: Office, moment: int) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of its open hours, from the day before `moment` on."""
    first = datetime.fromtimestamp(moment, ZoneInfo(office.timezone)).date() - timedelta(days=1)
    for ahead in range(_FARTHEST_DAYS):
        yield from _of_day(office, first + timedelta(days=ahead))


def _of_day(office: Office, day: date) -> list[tuple[int, int]]:
    if day in office.holidays:
        return []
    midnight = datetime.combine(day, time(), ZoneInfo(office.timezone))
    return [(_at(midnight, start), _at(midnight, end)) for start, end in office.hours.days[day.weekday()]]


def _at(midnight: datetime, minutes: int) -> int:
    """The clock on the wall says so: on the night when it is put forward or back, too."""
    return int((midnight + timedelta(days=minutes // DAY, minutes=minutes % DAY)).timestamp())
