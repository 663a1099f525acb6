"""Opening hours as OpenStreetMap writes them (a subset): read, asked whether it is open, told in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = 24 * 60
_TIME = r"(?:[01][0-9]|2[0-4]):[0-5][0-9]"
_RULE = re.compile(
    rf"(?P<days>[A-Z][a-z](?:-[A-Z][a-z])?(?:,[A-Z][a-z](?:-[A-Z][a-z])?)*)?\s*"
    rf"(?P<times>{_TIME}-{_TIME}(?:,\s?{_TIME}-{_TIME})*|off)"
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hours:
    """For each day of the week, Monday first, its spans in minutes; past 1440 is after midnight."""

    days: tuple[tuple[Span, ...], ...]

    @property
    def always(self) -> bool:
        return all(spans == ((0, DAY),) for spans in self.days)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a place stands at a moment: open until, or closed until; `minutes` on the day `days_ahead`."""

    is_open: bool
    days_ahead: int
    minutes: int


@lru_cache(maxsize=2048)
def parse(text: str) -> Hours:
    """Raises ValueError with what is wrong, in words."""
    if text.strip() == "24/7":
        return Hours((((0, DAY),),) * 7)
    week: list[tuple[Span, ...]] = [()] * 7
    for rule in text.split(";"):
        found = _RULE.fullmatch(rule.strip())
        if not found:
            raise ValueError(f'"{rule.strip()}" is not days and hours such as Mo-Fr 09:00-14:00')
        spans = () if found["times"] == "off" else tuple(_span(each) for each in found["times"].split(","))
        for day in _days(found["days"]):
            week[day] = spans
    return Hours(tuple(week))


def _days(text: str | None) -> list[int]:
    if not text:
        return list(range(7))
    chosen: list[int] = []
    for piece in text.split(","):
        first, _, last = piece.partition("-")
        for name in filter(None, (first, last)):
            if name not in DAYS:
                raise ValueError(f"{name} is not a day; the days are {', '.join(DAYS)}")
        start, end = DAYS.index(first), DAYS.index(last or first)
        chosen += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return chosen


def _span(text: str) -> Span:
    start, end = (int(each[:2]) * 60 + int(each[3:]) for each in text.strip().split("-"))
    if start >= DAY or end > DAY:
        raise ValueError(f"{text.strip()} is later than 24:00")
    if start == end:
        raise ValueError(f"{text.strip()} begins and ends at once")
    return start, end if end > start else end + DAY


def opening(hours: Hours, local: datetime) -> Opening | None:
    """Whether it is open at `local` (the place's own wall clock) and until when; None when it never opens."""
    now = local.hour * 60 + local.minute
    today = local.weekday()
    ends = [end - DAY for _, end in hours.days[today - 1] if end > DAY and now < end - DAY]
    ends += [end for start, end in hours.days[today] if start <= now < end]
    if ends:
        end = max(ends)
        days = 0
        while days < 7 and end % DAY == 0 and end > 0:  # what ends at midnight may go on the next day
            following = [span for span in hours.days[(today + end // DAY) % 7] if span[0] == 0]
            if not following:
                break
            end = end + following[0][1]
            days += 1
        return Opening(True, end // DAY, end % DAY)
    for ahead in range(8):
        starts = [start for start, _ in hours.days[(today + ahead) % 7] if ahead or start > now]
        if starts:
            return Opening(False, ahead, min(starts))
    return None


def told(
    hours: Hours, weekday: Callable[[int], str], hour: Callable[[int], str], span: Callable[[str, str], str]
) -> str:
    """The week in words, equal days together: `lunes a viernes 9:00-14:00; sábado 10:00-13:00`."""
    groups: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(hours.days):
        if groups and groups[-1][2] == spans and groups[-1][1] == day - 1:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    said = []
    for first, last, spans in groups:
        if not spans:
            continue
        days = weekday(first) if first == last else span(weekday(first), weekday(last))
        said.append(f"{days} {', '.join(f'{hour(start)}-{hour(end % DAY)}' for start, end in spans)}")
    return "; ".join(said)
