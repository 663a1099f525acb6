"""The roles of content/roles.yaml as values."""

from typing import Any, cast

from bot.domain.staff import Role, Roles
from bot.library.library import Library

NONE: dict[str, Role] = {}


def read_roles(value: Any) -> Roles:
    """Roles from a file that has the shape of one."""
    return {
        id: Role(id, {(resource, action): scope for resource, acts in grants.items() for action, scope in acts.items()})
        for id, grants in value.items()
    }


def roles_of(library: Library) -> Roles:
    return cast(Roles, library.extras.get("roles", NONE))
