"""Alerts: what an editor has people told who asked for it, and who asked. At night nobody is told what can wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.content import Source, Texts

EVERYWHERE = "all"
"""Instead of a state: all of Mexico."""
LIFE_DAYS = 90
"""So long after the person last wrote a subscription ends by itself."""
LIFE_SECONDS = LIFE_DAYS * 86_400
MORNING, EVENING = time(8), time(21)
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Alert:
    """One message to everybody whom it concerns; its id is the name of its file."""

    id: str
    file: str
    text: Texts
    starts: datetime
    ends: datetime
    states: tuple[str, ...] = ()
    everywhere: bool = False
    urgent: bool = False
    """It may wake people up."""
    topic: str = ""
    """What its button leads to."""
    sources: tuple[Source, ...] = ()
    verified: str = ""
    verified_by: str = ""

    def is_on(self, now: datetime) -> bool:
        return self.starts <= now < self.ends

    def concerns(self, where: str) -> bool:
        return self.everywhere or where == EVERYWHERE or where in self.states


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody asked for alerts. It is kept sealed; fields are only added at the end."""

    channel: str
    address: str
    where: str
    """A state, or EVERYWHERE."""
    language: str
    wrote: int
    """Unix seconds of what the person wrote last."""
    until: int
    told: tuple[str, ...] = ()
    """Ids of the alerts that were sent, newest last: none is sent twice."""
    waits: bool = False
    """A request of theirs is open in a lane where a message that nobody expects can hurt."""


def is_day(zones: Iterable[str], now: datetime) -> bool:
    """Whether it is between morning and evening in all of these time zones."""
    return all(MORNING <= now.astimezone(ZoneInfo(zone)).time() < EVENING for zone in zones)


def evening(zones: Iterable[str], now: datetime) -> datetime:
    """When the day that is now ends in the first of these time zones."""
    here = [now.astimezone(ZoneInfo(zone)) for zone in zones]
    return min(datetime.combine(one.date(), EVENING, one.tzinfo) for one in here)
