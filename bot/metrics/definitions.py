"""Every metric once: what it counts, of what event, in which unit, and by which labels it may be told apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.domain.counting import LAST_BUCKET, SEPARATOR

How = Literal["count", "time", "people", "share", "sum", "state"]
"""Counted one by one; a time kept on a fixed scale; different people, estimated; a proportion of other counts; other
counts together; looked up in the content as it is now."""

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,48}")
NAME = re.compile(r"[^\W\d_][\w .,'()/-]{0,60}")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing by which numbers are told apart. Its labels are a fixed vocabulary: no free text, no id of anything."""

    name: str
    labels: tuple[str, ...] = ()
    """All there are; empty where content or settings say it: topics, cities, offices, languages, channels."""
    pattern: re.Pattern[str] = SLUG

    def knows(self, label: str) -> bool:
        return label in self.labels if self.labels else self.pattern.fullmatch(label) is not None


KIND = Dimension(
    "kind", ("text", "tap", "location", "voice", "image", "video", "document", "sticker", "contact", "other")
)
CHANNEL, LANGUAGE, TOPIC = Dimension("channel"), Dimension("language"), Dimension("topic")
CITY = Dimension("city", pattern=NAME)
PLACES, ALARM = Dimension("places"), Dimension("alarm")
CATEGORY, OFFICE = Dimension("category"), Dimension("office")
URGENCY = Dimension("urgency", ("now", "soon", "later", "-"))
MEANS = Dimension("means", ("chat", "telephone", "whatsapp", "email", "in-person", "-"))
ANSWER = Dimension("answer", ("yes", "no", "unsure"))
QUESTION = Dimension("question", ("knows-help", "satisfied", "helped"))
REASON = Dimension("reason", ("refused", "unreachable", "never-wrote-again"))
BUCKET = Dimension("bucket", tuple(f"{number:02d}" for number in range(LAST_BUCKET + 1)))
FATE = Dimension(
    "fate", ("accepted", "scheduled", "queued", "sending", "sent", "failed", "delivered", "read", "played", "deleted")
)
CODE = Dimension("code")
SAID = Dimension("said", ("yes", "not-yet", "no", "unsafe"))
ORDER = Dimension("order", ("staff", "overdue", "asked", "closed", "expired"))
OUTCOME = Dimension("outcome", ("right", "wrong", "refused"))
ABOUT = Dimension("about", ("staff", "service"))
CASE = (CATEGORY, OFFICE, URGENCY, MEANS)
CASE_PAIRS = (("category", "office"), ("category", "urgency"))

SEALED_CATEGORIES = frozenset({"gbv", "trafficking", "child-protection", "staff-complaint"})
"""Told only of whole quarters and years. The same ids as the sealed lanes' categories in content/referrals."""
SEALED_TOPICS = re.compile(r"gbv\..*|safety\.trafficking|children\.(?:protection|alone)")
SEALED_ALARMS = frozenset({"rape", "violence", "trafficking", "child", "staff-abuse"})


@dataclass(frozen=True, slots=True)
class Metric:
    """Its name and its meaning, in words, are the phrases `metric.<name>` and `metric.<name>.means` (metrics.po)."""

    name: str
    unit: str
    """A phrase too: `unit.<unit>`."""
    event: str
    """What happens when it is counted, for those who read code."""
    dimensions: tuple[Dimension, ...] = ()
    how: How = "count"
    group: str = "talk"
    of: tuple[str, ...] = ()
    """For a sum, what is added; for a share, the count whose label `answer` is looked at."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Dimensions that are shown crossed."""
    chosen: Mapping[str, str] | None = None
    """For a share, which labels of other dimensions are looked at."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self.dimensions)


def _case(name: str, event: str) -> Metric:
    return Metric(name, "cases", event, CASE, group="referrals", pairs=CASE_PAIRS)


def _time(name: str, event: str) -> Metric:
    return Metric(name, "minutes", event, (*CASE, BUCKET), "time", "referrals")


def _content(name: str, *dimensions: Dimension) -> Metric:
    return Metric(name, "texts", "looked up in the content that is served", dimensions, "state", "content")


ALL: tuple[Metric, ...] = (
    Metric("people", "people", "a message of a person is answered", how="people"),
    Metric("returning", "people", "the first message of a later day is answered", how="people"),
    Metric("return", "visits", "a person writes on a later day than before"),
    Metric("conversation", "conversations", "a person writes first, or again after a day of silence", (CHANNEL,)),
    Metric("interaction", "messages", "message and reply together", how="sum", of=("message", "reply")),
    Metric("message", "messages", "a turn is committed", (KIND,)),
    Metric("channel", "messages", "a turn is committed", (CHANNEL,)),
    Metric("language", "messages", "a turn is committed", (LANGUAGE,)),
    Metric("reply", "messages", "a turn is committed whose answer has so many messages"),
    Metric("topic", "answers", "the answer of a topic is shown", (TOPIC,)),
    Metric("places", "answers", "places of a kind are listed", (PLACES,)),
    Metric("city", "answers", "places in a city are asked for", (CITY,)),
    Metric("unanswered", "messages", "a text is not understood", (LANGUAGE,)),
    Metric("urgent", "messages", "a text is taken for an emergency", (ALARM,)),
    Metric("person", "messages", "somebody asks to talk to a person"),
    Metric("thanks", "messages", "somebody says thank you"),
    Metric("exit", "messages", "somebody hides the conversation"),
    Metric("erased", "people", "somebody has all of theirs erased"),
    Metric("helpful", "answers", "somebody says whether a topic helped", (ANSWER, TOPIC), group="voice",
           pairs=(("topic", "answer"),)),
    Metric("helpful_yes", "per cent", "of helpful, the answer yes", how="share", group="voice", of=("helpful",)),
    Metric("survey", "answers", "somebody answers a question of the survey", (QUESTION, ANSWER), group="voice",
           pairs=(("question", "answer"),)),
    Metric(
        "knows_help", "per cent", "of survey, the answer yes", how="share", group="voice", of=("survey",),
        chosen={"question": "knows-help"},
    ),
    Metric(
        "satisfied", "per cent", "of survey, the answer yes", how="share", group="voice", of=("survey",),
        chosen={"question": "satisfied"},
    ),
    Metric("complaint", "messages", "somebody opens the page for complaints and ideas", group="voice"),
    Metric("complaint_received", "complaints", "a complaint is registered", (ABOUT,), group="voice"),
    Metric("complaint_resolved", "complaints", "a complaint is closed with an answer", (ABOUT,), group="voice"),
    Metric("contact", "contacts", "somebody reaches a helpdesk, or asks for a person", (MEANS, CATEGORY),
           group="referrals", pairs=(("category", "means"),)),
    Metric("fate", "messages", "a platform first tells that a message of ours came so far", (CHANNEL, FATE, CODE),
           group="delivery"),
    Metric("told", "messages", "somebody writes to staff inside a case", (KIND,), group="referrals"),
    Metric("withheld", "messages", "something waits until it is safe to tell the person", (ORDER,), group="referrals"),
    Metric("code", "messages", "somebody writes a private code", (OUTCOME,), group="referrals"),
    Metric("helped", "answers", "somebody says after a case whether they got help", (SAID,), group="voice"),
    _case("referral_opened", "a case is opened, with consent or at a desk"),
    _case("referral_consented", "a person agrees to share what is needed"),
    _case("referral_refused", "a person does not agree, and nothing is opened"),
    _case("referral_withdrawn", "a person takes their consent back"),
    _case("referral_claimed", "a member of staff takes a case"),
    _case("referral_sent", "a case is referred to an organisation"),
    _case("referral_accepted", "the organisation takes the case"),
    _case("referral_declined", "the organisation does not take the case"),
    _case("referral_attended", "staff attend the person directly"),
    _case("referral_provider_confirmed", "the organisation says that it helped"),
    _case("referral_confirmed", "the person says that they were helped"),
    _case("referral_not_reached", "the person could not be reached"),
    _case("referral_closed", "a case is closed"),
    _case("referral_expired", "nobody acted and the case ended by itself"),
    _case("referral_overdue", "the due time passes and nobody has acted"),
    _case("referral_reopened", "the person asks that a closed case goes on"),
    _case("referral_in_time", "staff first act before the due time"),
    _case("referral_late", "staff first act after the due time"),
    _time("time_to_answer", "a human first answers: the time since the case was opened"),
    _time("time_to_acceptance", "an organisation takes the case: the time since the case was opened"),
    _time("time_to_closing", "a case is closed: the time since the case was opened"),
    Metric("alert_sent", "messages", "an alert is taken by a platform", (CHANNEL,), group="alerts"),
    Metric("alert_read", "messages", "a platform says that an alert was read", (CHANNEL,), group="alerts"),
    Metric("alert_opted_in", "people", "somebody asks for alerts", (CHANNEL,), group="alerts"),
    Metric("alert_opted_out", "people", "somebody stops alerts", (CHANNEL,), group="alerts"),
    Metric("unsent", "messages", "a reply is given up", (CHANNEL, REASON), group="delivery",
           pairs=(("channel", "reason"),)),
    Metric("left", "messages", "a reply meets somebody who left the channel or blocked us", (CHANNEL,),
           group="delivery"),
    Metric("late", "messages", "a message comes two days late and is not answered", group="delivery"),
    Metric("flood", "messages", "a message is above the limit of a minute", group="delivery"),
    Metric("echo", "messages", "the same text comes again and again", group="delivery"),
    Metric("buried", "messages", "a message or a reply is put aside after failures", group="delivery"),
    _content("content_topics"),
    _content("content_expired"),
    _content("content_expiring"),
    _content("content_untranslated", LANGUAGE),
    _content("content_stale", LANGUAGE),
)  # fmt: skip

METRICS: Mapping[str, Metric] = {metric.name: metric for metric in ALL}


def problem_of(count: str) -> str:
    """What is wrong with a count, as `metric:label`; empty when it is declared."""
    name, _, label = count.partition(":")
    metric = METRICS.get(name)
    if metric is None:
        return f"{name} is not declared in bot/metrics/definitions.py"
    if metric.how not in {"count", "time"}:
        return f"{name} is not counted, it is a {metric.how}"
    parts = tuple(label.split(SEPARATOR)) if label else ()
    if len(parts) != len(metric.dimensions):
        return f"{name} wants the label {SEPARATOR.join(metric.names) or '(none)'}"
    for dimension, part in zip(metric.dimensions, parts, strict=True):
        if part != "-" and not dimension.knows(part):
            return f"{name}: no {dimension.name} has such a name"
    return ""


def may_be_sealed(metric: Metric) -> bool:
    """Whether some of its labels are sealed."""
    return not {CATEGORY, TOPIC, ALARM, ABOUT}.isdisjoint(metric.dimensions)


def is_sealed(metric: Metric, parts: tuple[str, ...]) -> bool:
    """Whether a label may be told only of whole quarters and years."""
    for dimension, part in zip(metric.dimensions, parts, strict=False):
        if dimension is CATEGORY and part in SEALED_CATEGORIES:
            return True
        if dimension is TOPIC and SEALED_TOPICS.fullmatch(part):
            return True
        if dimension is ALARM and part in SEALED_ALARMS:
            return True
        if dimension is ABOUT and part == "staff":
            return True
    return False
