"""Days, hours and waiting times of a request in words, by the clock of its office."""

from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from bot.dialogue.step import Step
from bot.domain.counting import HOME_ZONE
from bot.domain.referral import Referral
from bot.library import card
from bot.library.folding import fold


def zone(step: Step, referral: Referral) -> ZoneInfo:
    office = step.library.casework.offices.get(referral.office)
    return ZoneInfo(office.timezone if office else HOME_ZONE)


def day(step: Step, referral: Referral, at: int) -> str:
    here = datetime.fromtimestamp(at, zone(step, referral))
    return step.library.date(here.date().isoformat(), step.language)


def moment(step: Step, referral: Referral, at: int) -> str:
    """A day and an hour, as `lunes 23 de noviembre de 2026, 9:00`."""
    here = datetime.fromtimestamp(at, zone(step, referral))
    hour = step.library.hour(here.hour * 60 + here.minute, step.language)
    weekday = step.library.weekday(here.weekday(), step.language)
    return f"{weekday} {step.library.date(here.date().isoformat(), step.language)}, {hour}"


def duration(step: Step, minutes: int) -> str:
    """Rather too long than too short."""
    hours = max(1, ceil(minutes / 60))
    if hours < 48:
        return step.library.phrase("wait.hours", step.language, count=hours)
    return step.library.phrase("wait.days", step.language, count=ceil(hours / 24))


def office_hours(step: Step, referral: Referral) -> str:
    office = step.library.casework.offices.get(referral.office)
    return card.week(office.written_hours, step.language, step.library.speech) if office else ""


def say_wait(step: Step, referral: Referral) -> None:
    """The latest time; the hours of the office stand beside it only where it lies within them."""
    work, due = step.library.casework, moment(step, referral, referral.due_at)
    if any(work.is_open(referral.office, at) for at in (referral.due_at, referral.due_at - 1)):
        step.say("note.wait_until", due=due, hours=office_hours(step, referral))
    else:
        step.say("note.wait_closed", due=due)


def same(one: str, other: str) -> bool:
    """Two writings of one word."""
    return fold(" ".join(one.split())) == fold(" ".join(other.split()))
