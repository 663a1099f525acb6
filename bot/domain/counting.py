"""What is counted, when it counts, and under which label: the same words for all who count and for all who read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from math import log2
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HOME_ZONE = "America/Mexico_City"
SEPARATOR = "|"
"""Between the parts of a label."""
NONE = "-"
"""A part of a label that is not known."""
STEPS_PER_DOUBLING = 4
LAST_BUCKET = 80
"""From two minutes to two years: eighty buckets, each a fifth longer than the one before."""


def _zone() -> tzinfo:
    try:
        return ZoneInfo(HOME_ZONE)
    except ZoneInfoNotFoundError:  # a machine without time zones: since 2022 Mexico City keeps one time all year
        return timezone(timedelta(hours=-6))


ZONE = _zone()


def local(now: datetime) -> datetime:
    """The hour in Mexico City in which something counts: whoever counts, wherever, counts by the same clock."""
    return now.astimezone(ZONE).replace(minute=0, second=0, microsecond=0)


def joined(*parts: str) -> str:
    """A label of several parts."""
    return SEPARATOR.join(part or NONE for part in parts)


def case_label(category: str, office: str, urgency: str, means: str = "chat") -> str:
    """The label of everything that is counted about a referral."""
    return joined(category, office, urgency, means)


def time_label(case: str, minutes: float) -> str:
    """The label under which a time is counted that a case took."""
    return joined(case, bucket(minutes))


def bucket(minutes: float) -> str:
    """The step of a fixed scale that a time falls into; quantiles are read from how many fell into each."""
    if minutes < 1:
        return "00"
    return f"{min(LAST_BUCKET, 1 + int(log2(minutes) * STEPS_PER_DOUBLING)):02d}"


def bounds(bucket: str) -> tuple[float, float]:
    """Minutes from and to, of a step of the scale."""
    number = int(bucket)
    if number == 0:
        return 0.0, 1.0
    return 2 ** ((number - 1) / STEPS_PER_DOUBLING), 2 ** (number / STEPS_PER_DOUBLING)


Counts = Mapping[str, int]
"""What was counted, as `metric:label` or `metric`, and how often."""


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted in a time, read from the store: over all partitions, not judged, nothing left out."""

    hours: Mapping[datetime, Counts] = field(default_factory=dict)
    """Of the last days only, by local hour."""
    days: Mapping[date, Counts] = field(default_factory=dict)
    """Of the last months only. Days that are not here have no data."""
    months: Mapping[date, Counts] = field(default_factory=dict)
    """By the first day; of a month that is still kept by days, their sum."""
    people: Mapping[str, int] = field(default_factory=dict)
    """Different people: `2026-11-20`, `2026-11`, `2026`, `whole` for the time as a whole, to how many (an estimate)."""
    returning: Mapping[str, int] = field(default_factory=dict)
    """Those among them who had written on an earlier day."""
    seen: frozenset[date] = frozenset()
    """All days on which something was counted, also those whose counts are only kept by month."""
    partitions: int = 1
