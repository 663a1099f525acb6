"""Gives new requests to caseworkers, where an office wants that: to who has fewest, within what one can take."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.staff import Account, Roles, Whose, may
from bot.library.casework import Office
from bot.store.cases import Head


@dataclass(frozen=True, slots=True)
class Given:
    head: Head
    to: str


def assignments(
    heads: Iterable[Head], offices: Mapping[str, Office], accounts: Iterable[Account], roles: Roles, now: int
) -> list[Given]:
    """Who gets what, the most pressing first. Sealed lanes are left to their focal points."""
    able = [one for one in accounts if one.is_active and takes_turns(one, roles)]
    loads: Counter[str] = Counter()
    waiting: list[Head] = []
    for head in heads:
        if head.claimed_by:
            loads[head.claimed_by] += 1
        elif head.state == "queued" and not head.lane and head.office in offices and head.snoozed_until <= now:
            waiting.append(head)
    given: list[Given] = []
    for head in sorted(waiting, key=lambda one: (one.due_at, one.id)):
        capacity = offices[head.office].capacity
        fit = [
            one
            for one in able
            if one.office == head.office
            and (not capacity or loads[one.id] < capacity)
            and may(roles, one, "referral", "claim", Whose(head.office))
        ]
        if fit:
            least = min(fit, key=lambda one: (loads[one.id], one.id))
            loads[least.id] += 1
            given.append(Given(head, least.id))
    return given


def takes_turns(account: Account, roles: Roles) -> bool:
    """Caseworkers do; who can give work to others is not given any."""
    role = roles.get(account.role)
    return role is not None and ("referral", "claim") in role.grants and ("referral", "assign") not in role.grants
