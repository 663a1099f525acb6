"""Who works here and what each may do: accounts, roles, and the one question whether somebody may."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Scope = Literal["own", "office", "all"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "referral": (
        "read", "claim", "answer", "note", "move", "assign", "close", "open", "import", "export", "configure",
    ),
    "sealed": (
        "read", "claim", "answer", "note", "move", "assign", "close", "open", "import", "export", "configure",
        "count",
    ),
    "numbers": ("read", "read-small", "export"),
    "content": ("read", "mark"),
    "staff": ("read", "manage"),
    "audit": ("read", "export"),
    "tokens": ("read", "manage"),
}  # fmt: skip
"""What can be done with what; `sealed` is a referral in a lane. roles.yaml may grant nothing else."""
GUARDED = frozenset({"referral", "sealed", "staff", "audit", "tokens"})
"""Whoever may do something with these needs a second factor, unless it is only counting."""
HARMLESS = frozenset({("sealed", "count"), ("staff", "read")})


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who works with the console; what proves who they are is kept apart from it."""

    id: str
    name: str
    """What they sign in with and what colleagues read."""
    role: str
    office: str = ""
    lanes: tuple[str, ...] = ()
    language: str = ""
    """Empty: what the browser asks for."""
    created: int = 0
    seen: int = 0
    """When they last signed in, in seconds; 0: never."""
    disabled: bool = False
    invited: bool = False
    """Has a link and no password yet."""
    generation: int = 0
    """Counts what ends all sessions and older invitations: another role, office or lane, a reset, a disabling."""

    @property
    def is_active(self) -> bool:
        return not self.disabled and not self.invited


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom a thing belongs: what its office, its holder and its lane are, as far as it has them."""

    office: str = ""
    owner: str = ""
    """The id of the account that holds it."""
    lane: str = ""
    concerns: tuple[str, ...] = ()
    """The offices that a complaint is about: whoever works there does not see it, whatever they may."""


@dataclass(frozen=True, slots=True)
class Role:
    id: str
    grants: Mapping[tuple[str, str], Scope] = field(default_factory=dict)
    """What may be done with what, as ("referral", "claim"), and with which of them."""

    @property
    def needs_second_factor(self) -> bool:
        return any(grant[0] in GUARDED and grant not in HARMLESS for grant in self.grants)

    @property
    def manages_staff(self) -> bool:
        return ("staff", "manage") in self.grants

    @property
    def serves_lanes(self) -> bool:
        return ("sealed", "read") in self.grants


Roles = Mapping[str, Role]


def may(roles: Roles, account: Account, resource: str, action: str, on: Whose | None = None) -> bool:
    """Whether this account may do this: with this thing, or without one, with any at all."""
    role = roles.get(account.role)
    if role is None or not account.is_active:
        return False
    if on is not None and account.office in on.concerns:
        return False
    if resource == "referral" and on is not None and on.lane:
        return on.lane in account.lanes and _reaches(role.grants.get(("sealed", action)), account, on)
    if resource == "sealed" and action != "count" and (not account.lanes or (on and on.lane not in account.lanes)):
        return False
    if on is not None:
        return _reaches(role.grants.get((resource, action)), account, on)
    by_lane = resource == "referral" and bool(account.lanes) and ("sealed", action) in role.grants
    return by_lane or (resource, action) in role.grants


def scope(roles: Roles, account: Account, resource: str, action: str) -> Scope | None:
    """Of which things it may do this: what a list is narrowed to before it is read. Sealed lanes stand apart."""
    role = roles.get(account.role)
    return role.grants.get((resource, action)) if role is not None and account.is_active else None


def _reaches(granted: Scope | None, account: Account, on: Whose) -> bool:
    if granted == "own":
        return on.owner == account.id
    if granted == "office":
        return on.owner == account.id or (bool(account.office) and on.office == account.office)
    return granted == "all"


def is_last_manager(roles: Roles, account: Account, others: Iterable[Account]) -> bool:
    """Nobody else who is active could let people in or out any more."""

    def manages(one: Account) -> bool:
        return one.is_active and one.role in roles and roles[one.role].manages_staff

    return manages(account) and not any(manages(one) for one in others if one.id != account.id)
