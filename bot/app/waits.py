"""How long requests usually wait for the first answer of a human, from what was counted; each worker remembers it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import ceil

from redis.exceptions import RedisError

from bot.domain.counting import SEPARATOR, Counted, bounds, joined, local
from bot.library.library import Library
from bot.store.tallies import Tallies

log = logging.getLogger(__name__)

DAYS = 28
FEWEST = 10
"""Of fewer nothing is said: it would be chance."""
EVERY_SECONDS = 900.0


@dataclass
class Waits:
    tallies: Tallies
    library: Callable[[], Library]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    usual: Mapping[str, int] = field(default_factory=dict)

    async def watch(self) -> None:
        """Looks again a few times an hour: no message waits for it."""
        while True:
            try:
                await self.look()
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("usual waits not read", extra={"reason": type(error).__name__})
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        now = self.now()
        today = local(now).date()
        counted = await self.tallies.read(today - timedelta(days=DAYS - 1), today, now)
        categories = self.library().casework.categories
        self.usual = usual_waits(counted, {id: each.lane for id, each in categories.items()})


def usual_waits(counted: Counted, lanes: Mapping[str, str]) -> dict[str, int]:
    """Office and lane to the minutes within which half of all that was asked was answered.

    What nobody answered counts as waiting for ever: where that is more than half, there is nothing good to say.
    """
    opened: Counter[str] = Counter()
    answered: dict[str, Counter[str]] = {}
    for counts in counted.days.values():
        for name, number in counts.items():
            metric, _, label = name.partition(":")
            category, office, *more = (*label.split(SEPARATOR), "", "")
            if category not in lanes:
                continue
            place = joined(office, lanes[category])
            if metric == "referral_opened":
                opened[place] += number
            elif metric == "time_to_answer":
                answered.setdefault(place, Counter())[more[2]] += number
    found = {}
    for place, steps in answered.items():
        total = sum(steps.values())
        minutes = _half(steps, max(total, opened[place]))
        if total >= FEWEST and minutes is not None:
            found[place] = minutes
    return found


def _half(steps: Mapping[str, int], of: int) -> int | None:
    """The end of the step of the scale within which half of them fall: rather too long than too short."""
    so_far = 0
    for step in sorted(steps):
        so_far += steps[step]
        if so_far * 2 >= of:
            return ceil(bounds(step)[1])
    return None
