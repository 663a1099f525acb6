"""From the plain values of checked files to the categories, offices, replies and reasons of casework."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from sys import intern
from types import MappingProxyType
from typing import Any

from bot.domain.counting import HOME_ZONE
from bot.library import hours
from bot.library.building import texts
from bot.library.casework import (
    CannedReply,
    Casework,
    Category,
    Office,
    Option,
    Question,
    Reason,
    Route,
)

Value = Mapping[str, Any]
Doubled = tuple[str, str, tuple[str | int, ...]]
KINDS = frozenset(
    ("referral", "referral-questions", "referral-consent", "referral-reasons", "offices", "replies"),
)
_NO_HOURS = hours.Hours(((),) * 7)


def casework(files: Iterable[tuple[str, str, str, Any]], timezone: Callable[[str, str], str]) -> Casework:
    """Of (kind, name, path to show, value) of each file; `timezone` of a city and a state."""
    values: dict[str, list[tuple[str, str, Any]]] = {kind: [] for kind in KINDS}
    for kind, name, shown, value in files:
        values[kind].append((name, shown, value))
    shared: Value = next((value for _, _, value in values["referral-questions"]), {})
    consents: Value = next((value for _, _, value in values["referral-consent"]), {})
    categories = [_category(name, shown, value, shared, consents) for name, shown, value in values["referral"]]
    offices = [one for _, shown, value in values["offices"] for one in _offices(shown, value, timezone)]
    replies = [_reply(each) for _, _, value in values["replies"] for each in value]
    reasons = [_reason(each) for _, _, value in values["referral-reasons"] for each in value]
    asked = {
        PurePosixPath(name).stem: tuple(each if isinstance(each, str) else each["id"] for each in value["questions"])
        for name, _, value in values["referral"]
    }
    lists: list[tuple[str, Sequence[Value], tuple[str, ...]]] = []
    lists += [(shown, value, ()) for kind in ("replies", "referral-reasons") for _, shown, value in values[kind]]
    lists += [(shown, value["offices"], ("offices",)) for _, shown, value in values["offices"]]
    return Casework(
        MappingProxyType({each.id: each for each in categories}),
        MappingProxyType({each.id: each for each in offices}),
        MappingProxyType({each.id: each for each in replies}),
        MappingProxyType({each.id: each for each in reasons}),
        offices[0].id if offices else "",
        MappingProxyType(asked),
        tuple(twice for shown, listed, path in lists for twice in _doubled(shown, listed, path)),
    )


def _doubled(shown: str, listed: Sequence[Value], path: tuple[str, ...]) -> Iterable[Doubled]:
    seen: set[str] = set()
    for at, each in enumerate(listed):
        if each["id"] in seen:
            yield shown, each["id"], (*path, at, "id")
        seen.add(each["id"])


def _category(name: str, shown: str, value: Value, shared: Value, consents: Value) -> Category:
    consent = consents.get(value["consent"], {})
    asked = [_question(each, shared) for each in value["questions"]]
    return Category(
        id=intern(PurePosixPath(name).stem),
        file=shown,
        title=texts(value["title"]),
        button=texts(value["button"]),
        urgency=intern(value["urgency"]),
        questions=tuple(each for each in asked if each is not None),
        consent=texts(consent.get("text")),
        consent_version=f"{value['consent']}-{consent.get('version', '')}",
        consent_name=value["consent"],
        next=texts(value["next"]),
        instead=value.get("instead", ""),
        lane=intern(value.get("lane", "")),
        routes=tuple(
            Route(
                each.get("office", ""),
                each.get("place", ""),
                tuple(each.get("cities", ())),
                tuple(each.get("states", ())),
                tuple(each.get("languages", ())),
            )
            for each in value.get("routes", ())
        ),
        order=value.get("order", 0),
    )


def _question(written: str | Value, shared: Value) -> Question | None:
    """Written out, or the id of a shared one; one that is nowhere is left out, and a rule tells of it."""
    id = written if isinstance(written, str) else written["id"]
    value = shared.get(id) if isinstance(written, str) else written
    if value is None:
        return None
    options = tuple(Option(intern(each["id"]), texts(each["text"])) for each in value.get("choices", ()))
    kind, shares = value.get("kind", "choice"), value.get("shares", "need")
    return Question(intern(id), texts(value["text"]), kind, options, shares, isinstance(written, str))


def _offices(shown: str, value: Value, timezone: Callable[[str, str], str]) -> Iterable[Office]:
    closed = _days(value.get("holidays", ()))
    for each in value["offices"]:
        state = each["state"]
        yield Office(
            id=intern(each["id"]),
            name=each["name"],
            city=intern(each["city"]),
            state=intern(state),
            states=(state, *(other for other in each.get("states", ()) if other != state)),
            hours=_hours(each["hours"]),
            written_hours=each["hours"],
            timezone=timezone(each["city"], state) or HOME_ZONE,
            holidays=closed | _days(each.get("holidays", ())),
            capacity=each.get("capacity", 0),
            assigns=each.get("assigns", False),
            categories=tuple(each.get("categories", ())),
            lanes=tuple(each.get("lanes", ())),
            languages=tuple(each.get("languages", ())),
            file=shown,
        )


def _days(written: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, written))


def _hours(written: str) -> hours.Hours:
    try:
        return hours.parse(written)
    except ValueError:  # a rule tells where
        return _NO_HOURS


def _reply(value: Value) -> CannedReply:
    return CannedReply(intern(value["id"]), texts(value["title"]), texts(value["text"]), value.get("category", ""))


def _reason(value: Value) -> Reason:
    return Reason(intern(value["id"]), texts(value["title"]), texts(value["told"]), tuple(value["for"]))
