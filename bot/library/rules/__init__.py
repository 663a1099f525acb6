"""What editors may get wrong, one small function each: errors stop a start, warnings do not."""

from collections.abc import Mapping
from typing import Any

from bot.domain.problem import Problem
from bot.library.library import Library
from bot.library.rules import (
    alerts,
    casework,
    labels,
    languages,
    links,
    names,
    placeholders,
    places,
    reading,
    staff,
    teaching,
    typography,
    verification,
)
from bot.library.rules.registry import OF_CHECK, OF_SERVICE, Checked

__all__ = [
    "alerts",
    "casework",
    "labels",
    "languages",
    "links",
    "names",
    "of_check",
    "of_service",
    "placeholders",
    "places",
    "reading",
    "staff",
    "teaching",
    "typography",
    "verification",
]


def of_service(
    library: Library, taught: Mapping[str, Any], content: str, locales: str, broken: frozenset[str]
) -> list[Problem]:
    """The errors with which the service must not run."""
    checked = Checked(library, content, locales, broken, taught=taught)
    return [problem for rule in OF_SERVICE for problem in rule(checked)]


def of_check(
    library: Library, taught: Mapping[str, Any], content: str, locales: str, broken: frozenset[str], today: str
) -> list[Problem]:
    """Everything that can be told about the content; `today` as 2026-11-20."""
    checked = Checked(library, content, locales, broken, today, taught)
    return [problem for rule in [*OF_SERVICE, *OF_CHECK] for problem in rule(checked)]
