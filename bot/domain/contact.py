"""How a person said it is safe to be written to: at which hours, and with how much in the message."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.referral import Referral

WHEN, HOW = "when", "how"
"""The questions whose answers say so."""
OPENLY, NOTICE, NEVER = "openly", "notice", "never"
DAY_BEGINS, DAY_ENDS = 8, 20
_HOURS = {"day": (DAY_BEGINS, DAY_ENDS), "night": (DAY_ENDS, DAY_BEGINS)}


def manner(referral: Referral) -> str:
    """openly; notice: only that there is something, and the rest when they ask; never: they come by themselves."""
    how = referral.answers.get(HOW, "")
    if how == "none" or not referral.address:
        return NEVER
    return NOTICE if how == "notice" or referral.code_word else OPENLY


def safe_from(referral: Referral, now: int, zone: str) -> int:
    """The next moment, from now on, at which it is safe to write; `now` itself when it is safe already."""
    hours = _HOURS.get(referral.answers.get(WHEN, ""))
    if hours is None:
        return now
    here = datetime.fromtimestamp(now, ZoneInfo(zone))
    begins, ends = hours
    inside = begins <= here.hour < ends if begins < ends else here.hour >= begins or here.hour < ends
    if inside:
        return now
    opening = here.replace(hour=begins, minute=0, second=0, microsecond=0)
    return int((opening if opening > here else opening + timedelta(days=1)).timestamp())
