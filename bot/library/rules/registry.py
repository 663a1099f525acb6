"""How a rule is declared: a function from what is checked to problems."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from bot.domain.content import Action, Section, Topic
from bot.domain.problem import Problem, Step
from bot.library.library import Library


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules look at."""

    library: Library
    content: str
    """The path of the content tree, as problems show it."""
    locales: str
    broken: frozenset[str] = frozenset()
    """Ids and kinds (`places`, `cities`) of files that could not be read: what leads there is not wrong for that."""
    today: str = ""
    """As 2026-11-20; only the rules of `bot check` know it."""
    taught: Mapping[str, Any] = field(default_factory=dict)
    """The values of the files that teach to understand, by their names: `urgency/rape.yaml`."""

    def leads_somewhere(self, id: str) -> bool:
        """There is such a topic, section or action, or there will be once its file is mended."""
        library = self.library
        return id in library.topics or id in library.actions or id in library.sections or id in self.broken

    @property
    def units(self) -> Iterator[Topic | Section | Action]:
        """Everything with a title and a button."""
        yield from self.library.topics.values()
        yield from self.library.sections.values()
        yield from self.library.actions.values()


Rule = Callable[[Checked], Iterator[Problem]]
OF_SERVICE: list[Rule] = []
OF_CHECK: list[Rule] = []


def rule(function: Rule) -> Rule:
    """`bot check` runs it."""
    OF_CHECK.append(function)
    return function


def rule_of_service(function: Rule) -> Rule:
    """Without it the service is not safe: a start and a reload run it too."""
    OF_SERVICE.append(function)
    return function


def error(file: str, path: tuple[Step, ...], what: str, mend: str) -> Problem:
    return Problem(file, path, what, mend, "error")


def warning(file: str, path: tuple[Step, ...], what: str, mend: str) -> Problem:
    return Problem(file, path, what, mend, "warning")


def nearest(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """A mend for an id that does not exist."""
    near = get_close_matches(wrong, list(known), 1, 0.5)
    return f"did you mean {near[0]}?" if near else otherwise
