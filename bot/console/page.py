"""A page as its handler returns it, where all of them stand, and what one must be to open it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.domain.staff import ACTIONS

ROOT = "/staff"


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what it is filled with."""

    template: str
    values: Mapping[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Permission:
    """What somebody must be allowed to do, with some thing at least; with which, the handler asks."""

    resource: str
    action: str

    def __post_init__(self) -> None:
        if self.action not in ACTIONS.get(self.resource, ()):
            raise ValueError(f"{self.resource}.{self.action} is no permission; bot/domain/staff.py has them")


class Open(Enum):
    """Pages for which no permission is asked."""

    ANYBODY = "anybody"
    HALF = "the password was right, the second factor is still to come"
    SIGNED_IN = "anybody who is signed in"


Needs = Permission | Open
ANYBODY, HALF, SIGNED_IN = Open.ANYBODY, Open.HALF, Open.SIGNED_IN


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    name: str
    """Its label is the phrase console.<name>.menu."""
    path: str
    needs: Needs
