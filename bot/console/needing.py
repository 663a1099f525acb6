"""What of the content needs a hand, the most pressing first: mistakes, dates that have passed, translations behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.content import Topic
from bot.domain.place import Place
from bot.domain.problem import Problem
from bot.library.library import Library
from bot.library.translation import Status

SOON_DAYS = 30
ERROR, EXPIRED, SOON, STALE, MISSING, WARNING = "error", "expired", "soon", "stale", "missing", "warning"
WEIGHTS = {ERROR: 1000, EXPIRED: 300, STALE: 100, SOON: 60, MISSING: 40, WARNING: 1}
KINDS = {"errors": (ERROR, WARNING), "dates": (EXPIRED, SOON), "translations": (STALE, MISSING)}
"""The parts of the list that can be looked at alone."""


@dataclass(slots=True)
class Need:
    """A topic or a place, and why it is here."""

    id: str
    is_topic: bool
    review_by: str = ""
    vital: bool = False
    languages: dict[str, list[str]] = field(default_factory=dict)
    """`stale` and `missing`: in which languages."""
    problems: list[Problem] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)

    @property
    def weight(self) -> int:
        weight = sum(WEIGHTS[reason] for reason in self.reasons) + len(self.problems)
        return weight * 2 if self.vital else weight


def needs_of(library: Library, problems: Iterable[Problem], statuses: Mapping[str, Status], today: date) -> list[Need]:
    """The topics and places that need a hand; `statuses` are those of the languages that are translated into."""
    found: dict[str, Need] = {}
    topics, places = library.topics, library.directory.places

    def need(id: str) -> Need:
        unit: Topic | Place = topics[id] if id in topics else places[id]
        vital = isinstance(unit, Topic) and unit.vital
        return found.setdefault(id, Need(id, isinstance(unit, Topic), unit.review_by, vital))

    for problem in problems:
        if (id := _unit(library, problem)) is not None and "review_by" not in problem.path:
            need(id).problems.append(problem)
            need(id).reasons.add(ERROR if problem.level == "error" else WARNING)
    soon = (today + timedelta(days=SOON_DAYS)).isoformat()
    units: list[Topic | Place] = [*topics.values(), *places.values()]
    for unit in units:
        if unit.review_by and unit.review_by <= soon:
            need(unit.id).reasons.add(EXPIRED if unit.review_by < today.isoformat() else SOON)
    for language, status in statuses.items():
        for reason, keys in ((STALE, status.stale), (MISSING, status.missing)):
            for id in (key.removeprefix("place.") for key in keys):
                if id in topics or id in places:
                    need(id).reasons.add(reason)
                    need(id).languages.setdefault(reason, []).append(language)
    return sorted(found.values(), key=lambda each: (-each.weight, each.review_by or "9", each.id))


def _unit(library: Library, problem: Problem) -> str | None:
    """The topic or place that a problem is about."""
    topic = next((each.id for each in library.topics.values() if each.file == problem.file), None)
    if topic is not None or not problem.path or not isinstance(problem.path[0], int):
        return topic
    there = [place.id for place in library.directory.all if place.file == problem.file]
    return there[problem.path[0]] if problem.path[0] < len(there) else None
