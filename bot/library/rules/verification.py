"""When each fact was last compared with its source, and when it has to be again."""

from collections.abc import Iterator

from bot.domain.content import Topic
from bot.domain.place import Place
from bot.domain.problem import Problem, Step
from bot.library.rules.registry import Checked, rule, warning

_OLD_CONTACT_YEARS = 5


def _of(unit: Topic | Place, path: tuple[Step, ...], today: str) -> Iterator[Problem]:
    for name in ("verified", "verified_by", "review_by"):
        if not getattr(unit, name):
            what = f"{unit.id}: {name} is missing"
            yield warning(unit.file, path, what, f"compare it with its sources and write {name}:")
    if unit.review_by and unit.review_by < today:
        what = f"{unit.id} was to be checked again by {unit.review_by}"
        yield warning(
            unit.file, (*path, "review_by"), what, "compare it with its sources, then set verified and review_by"
        )
    if unit.verified > today:
        yield warning(
            unit.file, (*path, "verified"), f"{unit.id} is verified in the future", "write the day it was done"
        )
    if not unit.sources:
        yield warning(unit.file, path, f"{unit.id} has no source", "add sources: who says so, where, when")


@rule
def topics_are_verified(checked: Checked) -> Iterator[Problem]:
    for topic in checked.library.topics.values():
        yield from _of(topic, (), checked.today)
        for at, source in enumerate(topic.sources):
            if source.confidence == "uncertain":
                mend = "leave it out of the answer, or say that it is not confirmed"
                yield warning(
                    topic.file, ("sources", at, "confidence"), "an uncertain fact is behind this answer", mend
                )


@rule
def places_are_verified(checked: Checked) -> Iterator[Problem]:
    oldest = str(int(checked.today[:4]) - _OLD_CONTACT_YEARS) if checked.today else ""
    for at, place in numbered(checked):
        yield from _of(place, (at,), checked.today)
        dated = place.contact_confirmed or place.confirmed
        if dated and dated < oldest and not place.call_first:
            mend = "add call_first: true, or confirm it and write confirmed"
            yield warning(place.file, (at, "confirmed"), f"{place.id} was last confirmed in {dated}", mend)


def numbered(checked: Checked) -> Iterator[tuple[int, Place]]:
    """Every place with its position in its file."""
    count: dict[str, int] = {}
    for place in checked.library.directory.all:
        at = count.get(place.file, 0)
        count[place.file] = at + 1
        yield at, place
