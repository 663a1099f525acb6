"""What of the open referrals somebody sees: those they may see, narrowed by their filters, soonest due first."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import reduce

import numpy as np

from bot.store.backlog import Backlog, Mask
from bot.store.cases import Head

ROWS = 50
DAY = 86_400
AGES: Mapping[str, tuple[int, int]] = {"day": (0, DAY), "week": (DAY, 7 * DAY), "month": (7 * DAY, 30 * DAY)}
"""Days since it was opened, from and to."""
OLDER = "older"
ME, OFFICE, NOBODY = "me", "office", "nobody"
FACETS = ("state", "urgency", "office", "category", "language", "city", "lane")
"""The filters for which it is counted how many there would be of each."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose referrals somebody may see."""

    account: str
    office: str = ""
    open_scope: str = ""
    """own, office or all; empty: none of the open queue."""
    sealed_scope: str = ""
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen. Empty: all of it."""

    state: str = ""
    urgency: str = ""
    office: str = ""
    category: str = ""
    language: str = ""
    city: str = ""
    lane: str = ""
    assigned: str = ""
    """me, office, nobody or the id of an account."""
    age: str = ""
    overdue: bool = False
    unread: bool = False
    snoozed: bool = False
    """Those that sleep until a day, which are not shown otherwise."""
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        """From an address; what means nothing is passed over."""
        found: dict[str, object] = {}
        for field in fields(cls):
            value = query.get(field.name, "")[:80]
            if field.type is bool or field.name in {"overdue", "unread", "snoozed"}:
                found[field.name] = value == "1"
            elif field.name == "page":
                found[field.name] = min(int(value), 100_000) if value.isascii() and value.isdecimal() else 1
            else:
                found[field.name] = value
        return cls(**found)  # type: ignore[arg-type]

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        said: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool):
                if value:
                    said[field.name] = "1"
            elif isinstance(value, int):
                if value > 1:
                    said[field.name] = str(value)
            elif value:
                said[field.name] = value
        return said

    def but(self, **other: object) -> dict[str, str]:
        """The address with something else chosen, from the first page."""
        return replace(self, **{"page": 1, **other}).query  # type: ignore[arg-type]

    @property
    def are_any(self) -> bool:
        return bool(replace(self, page=1).query)


@dataclass(frozen=True, slots=True)
class View:
    rows: list[Head]
    total: int
    pages: int
    page: int
    counts: Mapping[str, Mapping[str, int]]
    """Facet to value to how many there would be with that value instead of the one chosen."""
    sealed: Mapping[str, int]
    """How many are open in each sealed lane, whoever looks."""


def view(backlog: Backlog, sight: Sight, filters: Filters, now: int, rows: int = ROWS) -> View:
    seen = visible(backlog, sight)
    masks = {name: mask for name, mask in _masks(backlog, sight, filters, now) if mask is not None}
    chosen = _all(seen, masks.values())
    slots = np.flatnonzero(chosen)
    due = np.maximum(backlog.column("due_at"), backlog.column("snoozed_until"))[slots]
    pages = max(1, -(-len(slots) // rows))
    page = max(1, min(filters.page, pages))
    first, last = (page - 1) * rows, page * rows
    if last < len(slots):  # only as many as are shown need their place
        part = np.argpartition(due, last - 1)[:last]
        order = part[np.lexsort((slots[part], due[part]))]
    else:
        order = np.lexsort((slots, due))
    counts: dict[str, Mapping[str, int]] = {}
    for facet in FACETS:
        others = _all(seen, (mask for name, mask in masks.items() if name != facet)) if facet in masks else chosen
        counts[facet] = backlog.counts(facet, others)
    counts["assigned"] = _assigned_counts(backlog, sight, _all(seen, (m for n, m in masks.items() if n != "assigned")))
    for name in ("overdue", "unread", "snoozed"):
        among = _all(seen, (mask for other, mask in masks.items() if other not in {name, "snoozed"}))
        counts[name] = {"1": int(np.count_nonzero(among & _flag(backlog, name, now)))}
    among = _all(seen, (mask for other, mask in masks.items() if other != "age"))
    counts["age"] = {age: int(np.count_nonzero(among & _aged(backlog, age, now))) for age in (*AGES, OLDER)}
    sealed = backlog.counts("lane", backlog.there)
    sealed.pop("", None)
    return View(backlog.heads(slots[order[first:last]]), len(slots), pages, page, counts, sealed)


def visible(backlog: Backlog, sight: Sight) -> Mask:
    """Those that somebody may see: of the open queue by their scope, of sealed lanes only their own lanes."""
    is_open = backlog.equals("lane", "")
    in_lanes = backlog.equals("lane", *sight.lanes) if sight.lanes else np.zeros_like(is_open)
    mine = backlog.equals("claimed_by", sight.account)
    ours = mine | (backlog.equals("office", sight.office) if sight.office else np.zeros_like(mine))

    def reach(scope: str) -> Mask:
        none = np.zeros_like(mine)
        return {"own": mine, "office": ours, "all": ~none}.get(scope, none)

    return backlog.there & ((is_open & reach(sight.open_scope)) | (in_lanes & reach(sight.sealed_scope)))


def overdue(backlog: Backlog, sight: Sight, now: int) -> tuple[int, int]:
    """How many of the referrals that somebody may see are past their time, and for how many seconds the worst."""
    late = visible(backlog, sight) & _flag(backlog, "overdue", now) & ~_flag(backlog, "snoozed", now)
    if not late.any():
        return 0, 0
    due = np.maximum(backlog.column("due_at"), backlog.column("snoozed_until"))[late]
    return int(np.count_nonzero(late)), max(0, now - int(due.min()))


def _masks(backlog: Backlog, sight: Sight, filters: Filters, now: int) -> list[tuple[str, Mask | None]]:
    found: list[tuple[str, Mask | None]] = []
    for facet in FACETS:
        value = getattr(filters, facet)
        found.append((facet, backlog.equals(facet, value) if value else None))
    found.append(("assigned", _assigned(backlog, sight, filters.assigned) if filters.assigned else None))
    found.append(("age", _aged(backlog, filters.age, now) if filters.age else None))
    for name in ("overdue", "unread"):
        found.append((name, _flag(backlog, name, now) if getattr(filters, name) else None))
    asleep = _flag(backlog, "snoozed", now)
    found.append(("snoozed", asleep if filters.snoozed else ~asleep))
    return found


def _assigned(backlog: Backlog, sight: Sight, who: str) -> Mask:
    if who == ME:
        return backlog.equals("claimed_by", sight.account)
    if who == NOBODY:
        return backlog.equals("claimed_by", "")
    if who == OFFICE:
        return backlog.equals("office", sight.office) & ~backlog.equals("claimed_by", "")
    return backlog.equals("claimed_by", who)


def _assigned_counts(backlog: Backlog, sight: Sight, among: Mask) -> dict[str, int]:
    return {who: int(np.count_nonzero(among & _assigned(backlog, sight, who))) for who in (ME, OFFICE, NOBODY)}


def _aged(backlog: Backlog, age: str, now: int) -> Mask:
    since = now - backlog.column("opened_at")
    if age == OLDER:
        older: Mask = since >= max(end for _, end in AGES.values())
        return older
    start, end = AGES.get(age, (0, 0))
    found: Mask = (since >= start) & (since < end) if start else since < end
    return found


def _flag(backlog: Backlog, name: str, now: int) -> Mask:
    found: Mask
    if name == "overdue":
        found = (np.maximum(backlog.column("due_at"), backlog.column("snoozed_until")) <= now) | (
            backlog.column("escalated") > 0
        )
    elif name == "unread":
        found = backlog.column("unread") > 0
    else:
        found = backlog.column("snoozed_until") > now
    return found


def _all(first: Mask, others: object) -> Mask:
    return reduce(np.logical_and, others, first)  # type: ignore[call-overload,no-any-return]
