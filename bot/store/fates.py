"""How far each message of ours came, as its platform tells: kept two days, under a keyed hash, and counted.

Platforms tell late, often and in no order; a fate only moves forward. What one counts as failed and another time as
delivered has arrived.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.counting import joined, local
from bot.store import keys
from bot.store.installation import Installation
from bot.store.link import Command, Link, script

FAR = {
    "accepted": 1, "scheduled": 1, "queued": 1, "sending": 1,
    "sent": 2, "failed": 3, "undelivered": 3, "delivered": 4, "read": 5, "played": 5, "deleted": 6,
}  # fmt: skip


REMEMBERED_SECONDS = keys.FATES_LIFE - keys.DAY
"""So long at the least a fate is known: a report that is older might be counted anew."""


class Told(NamedTuple):
    """One report of a platform: its id of our message, how far that came, and why not further."""

    message: str
    state: str
    code: str = ""


class Fates:
    def __init__(self, link: Link, installation: Installation) -> None:
        self.link, self.installation = link, installation

    async def fold(self, channel: str, told: Sequence[Told], now: datetime) -> list[bool]:
        """Of each report whether it was news. Once it returns, they are on disk."""
        known = [one for one in told if one.message and one.state in FAR]
        by_partition: dict[int, list[Told]] = {}
        for one in known:
            by_partition.setdefault(self.installation.partition(f"{channel}:{one.message}"), []).append(one)
        replies = await self.link.many(
            _folding(p, now, (part for one in group for part in self._arguments(channel, one)))
            for p, group in by_partition.items()
        )
        news: dict[int, bool] = {}
        for group, flags in zip(by_partition.values(), replies, strict=True):
            news |= {id(one): bool(flag) for one, flag in zip(group, flags, strict=True)}
        return [news.get(id(one), True) for one in told]

    def _arguments(self, channel: str, one: Told) -> tuple[bytes, int, str, str]:
        state = "failed" if one.state == "undelivered" else one.state
        name = f"fate:{joined(channel, state, one.code)}"
        return self.installation.fingerprint(channel, one.message), FAR[one.state], name, _alert_read(channel)


def alert_mark(installation: Installation, channel: str, message: str, now: datetime) -> Command:
    """Notes that a message is an alert, so that it is counted when it is read, whichever is told first."""
    partition = installation.partition(f"{channel}:{message}")
    return _folding(partition, now, (installation.fingerprint(channel, message), 0, "", _alert_read(channel)))


def _folding(partition: int, now: datetime, arguments: Iterable[bytes | int | str]) -> Command:
    days = (now.date(), now.date() - timedelta(days=1))
    names = [*(keys.fates(partition, day) for day in days), keys.tally(partition, local(now))]
    return script("fates", names, keys.FATES_LIFE, keys.TALLY_LIFE, *arguments)


def _alert_read(channel: str) -> str:
    return f"alert_read:{channel}"
