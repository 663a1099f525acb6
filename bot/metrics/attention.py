"""What needs somebody's attention today: worked out from the last day and from the state of the content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.metrics.figures import Figures

MANY_UNANSWERED, FEW_MESSAGES = 0.15, 40
"""A part of the messages, from so many messages on."""
MANY_UNSENT, FEW_UNSENT = 0.02, 5


@dataclass(frozen=True, slots=True)
class Matter:
    """The phrase `attention.<id>` with its values; `level` is how it looks."""

    id: str
    level: Literal["bad", "warn"]
    values: Mapping[str, str | int] = field(default_factory=dict)


def matters(day: Figures) -> Iterator[Matter]:
    """`day`: the last 24 hours, with the state of the content. The gravest first."""
    found = [*_cases(day), *_channels(day), *_words(day), *_content(day)]
    return iter(sorted(found, key=lambda one: one.level != "bad"))


def _cases(day: Figures) -> Iterator[Matter]:
    if overdue := day["referral_overdue"].total.value:
        yield Matter("overdue", "bad", {"count": overdue})
    if expired := day["referral_expired"].total.value:
        yield Matter("expired-cases", "bad", {"count": expired})
    if urgent := day["urgent"].total.value:
        yield Matter("urgent", "warn", {"count": urgent})


def _channels(day: Figures) -> Iterator[Matter]:
    messages = day["channel"].tables.get("channel", {})
    for channel, cell in day["unsent"].tables.get("channel", {}).items():
        unsent, answered = cell.value or 0, (messages[channel].value or 0) if channel in messages else 0
        if unsent >= FEW_UNSENT and unsent >= MANY_UNSENT * answered:
            yield Matter("channel", "bad", {"channel": channel, "count": unsent})
    if buried := day["buried"].total.value:
        yield Matter("buried", "bad", {"count": buried})


def _words(day: Figures) -> Iterator[Matter]:
    messages, unanswered = day["message"].total.value or 0, day["unanswered"].total.value or 0
    if messages >= FEW_MESSAGES and unanswered >= MANY_UNANSWERED * messages:
        yield Matter("unanswered", "warn", {"count": unanswered, "messages": messages})


def _content(day: Figures) -> Iterator[Matter]:
    for id, level in (("content_expired", "bad"), ("content_expiring", "warn"), ("content_stale", "warn")):
        if count := day[id].total.value:
            yield Matter(id.replace("_", "-"), "bad" if level == "bad" else "warn", {"count": count})
