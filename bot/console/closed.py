"""Closed referrals of an office, newest first: read from the index of each partition and merged, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.referral import Referral
from bot.store import keys
from bot.store.cases import Cases

ROWS = 50
SLACK = 100
"""So many more are read of each partition, for those that were closed in the same second."""


@dataclass(frozen=True, slots=True)
class Closed:
    rows: list[Referral]
    older: str
    """From where the next page goes on; empty: there is none."""
    hidden: int
    """How many of this page are sealed for who looks."""


async def closed_page(cases: Cases, office: str, before: str, may_see: Callable[[Referral], bool]) -> Closed:
    at, id = _cursor(before)
    top = str(at) if at else "+inf"
    names = [keys.closed_cases(partition, office) for partition in range(cases.installation.partitions)]
    found = await cases.link.many(
        ("ZREVRANGEBYSCORE", name, top, "-inf", "WITHSCORES", "LIMIT", 0, ROWS + 1 + (SLACK if at else 0))
        for name in names
    )
    listed = [
        (int(float(pairs[number + 1])), pairs[number].decode()) for pairs in found for number in range(0, len(pairs), 2)
    ]
    newest = sorted((pair for pair in listed if not at or pair < (at, id)), reverse=True)
    page, more = newest[:ROWS], len(newest) > ROWS
    records = await cases.read(one for _, one in page)
    rows = [records[one].referral for _, one in page if one in records]
    seen = [row for row in rows if may_see(row)]
    older = f"{page[-1][0]}-{page[-1][1]}" if more else ""
    return Closed(seen, older, len(rows) - len(seen))


def _cursor(text: str) -> tuple[int, str]:
    at, _, id = text.partition("-")
    return (int(at), id) if at.isascii() and at.isdecimal() and len(at) < 14 and id else (0, "")
