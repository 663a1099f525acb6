"""What needs somebody's attention today: from the last day, from what is so at this moment, and from the content."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.metrics.figures import Figures

MANY_UNANSWERED, FEW_MESSAGES = 0.15, 40
"""A part of the messages, from so many messages on."""
MANY_UNSENT, FEW_UNSENT = 0.02, 5
FEW_UNHELPFUL, MOST_UNHELPFUL = 5, 3
"""So many say of a topic that it did not help; so many topics are named."""


@dataclass(frozen=True, slots=True)
class Present:
    """What is so at this moment and stands in no tally; nothing, where it is not this reader's business."""

    overdue: int = 0
    """Open cases past the time by which somebody was to act."""
    most_overdue_hours: int = 0
    content_errors: int = 0
    """Why the last edit is not served."""
    first_error: str = ""
    """Its file and line."""
    replies_put_aside: int = 0
    """Replies to people that were given up and wait for somebody to decide."""
    messages_put_aside: int = 0
    old_key_days: int = 0
    """For so long the same key has sealed what is about people, where that is too long."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The phrase `attention.<id>` with its values; `level` is how it looks."""

    id: str
    level: Literal["bad", "warn"]
    values: Mapping[str, str | int] = field(default_factory=dict)


def matters(day: Figures, present: Present) -> Iterator[Matter]:
    """`day`: the last 24 hours, with the state of the content. The gravest first."""
    found = [*_cases(day, present), *_channels(day, present), *_words(day), *_content(day, present), *_key(present)]
    return iter(sorted(found, key=lambda one: one.level != "bad"))


def _cases(day: Figures, present: Present) -> Iterator[Matter]:
    if present.overdue:
        yield Matter("overdue-now", "bad", {"count": present.overdue, "hours": present.most_overdue_hours})
    if overdue := day["referral_overdue"].total.value:
        yield Matter("overdue", "warn", {"count": overdue})
    if expired := day["referral_expired"].total.value:
        yield Matter("expired-cases", "bad", {"count": expired})
    if urgent := day["urgent"].total.value:
        yield Matter("urgent", "warn", {"count": urgent})


def _channels(day: Figures, present: Present) -> Iterator[Matter]:
    messages = day["channel"].tables.get("channel", {})
    for channel, cell in day["unsent"].tables.get("channel", {}).items():
        unsent, answered = cell.value or 0, (messages[channel].value or 0) if channel in messages else 0
        if unsent >= FEW_UNSENT and unsent >= MANY_UNSENT * answered:
            yield Matter("channel", "bad", {"channel": channel, "count": unsent})
    if present.replies_put_aside:
        yield Matter("replies-aside", "bad", {"count": present.replies_put_aside})
    if present.messages_put_aside:
        yield Matter("messages-aside", "bad", {"count": present.messages_put_aside})


def _words(day: Figures) -> Iterator[Matter]:
    messages, unanswered = day["message"].total.value or 0, day["unanswered"].total.value or 0
    if messages >= FEW_MESSAGES and unanswered >= MANY_UNANSWERED * messages:
        yield Matter("unanswered", "warn", {"count": unanswered, "messages": messages})
    answers = day["helpful"].crossed.get(("topic", "answer"), {})
    against = {topic: cell.value or 0 for (topic, answer), cell in answers.items() if answer == "no"}
    for topic in sorted(against, key=lambda one: (-against[one], one))[:MOST_UNHELPFUL]:
        found = answers.get((topic, "yes"))
        if against[topic] >= FEW_UNHELPFUL and against[topic] > ((found.value or 0) if found else 0):
            yield Matter("unhelpful", "warn", {"count": against[topic], "topic": topic})


def _content(day: Figures, present: Present) -> Iterator[Matter]:
    if present.content_errors:
        yield Matter("content-errors", "bad", {"count": present.content_errors, "place": present.first_error})
    for id, level in (("content_expired", "bad"), ("content_expiring", "warn"), ("content_stale", "warn")):
        if count := day[id].total.value:
            yield Matter(id.replace("_", "-"), "bad" if level == "bad" else "warn", {"count": count})


def _key(present: Present) -> Iterator[Matter]:
    if present.old_key_days:
        yield Matter("old-key", "warn", {"count": present.old_key_days})
