"""How this process is doing: what /readyz tells and what /metrics counts. Never a word, never a person."""

import logging
import time
from dataclasses import dataclass, field
from typing import TypeVar, cast

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

Metric = TypeVar("Metric", Counter, Histogram)

log = logging.getLogger(__name__)
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass
class Health:
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    troubles: dict[str, str] = field(default_factory=dict)
    """Part of the process to what ails it now."""
    since: float = field(default_factory=time.time)
    _children: dict[tuple[str, ...], object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"farol_{name}", meaning, labels, registry=self.registry)

        self.arrived = counter("messages_arrived", "Messages queued", "channel")
        self.refused = counter("posts_refused", "Posts to a hook that were not taken", "channel", "status")
        self.turns = counter("turns", "Turns committed")
        self.commit_seconds = Histogram(
            "farol_commit_seconds", "Time to commit a batch of turns", buckets=QUICK, registry=self.registry
        )
        self.sent = counter("replies_sent", "Replies that a platform took", "channel")
        self.unsent = counter("replies_not_sent", "Replies that were not taken", "channel", "reason")
        self.case_hook_calls = counter("case_hook_calls", "Calls to case-management systems", "outcome")
        self.reported = counter("messages_reported", "What platforms told of our messages", "channel", "state")
        self.reply_seconds = Histogram(
            "farol_reply_seconds", "From the commit of a turn to the platform's answer", ("channel",),
            buckets=QUICK, registry=self.registry,
        )  # fmt: skip

        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            return Gauge(f"farol_{name}", meaning, labels, registry=self.registry)

        self.trouble_gauge = gauge("trouble", "1 while a part of the process cannot work", "part")
        self.waiting = gauge("waiting", "Entries that wait in a stream", "stream")
        self.oldest = gauge("oldest_waiting_seconds", "Age of what has waited longest in a stream", "stream")
        self.partition_lag = gauge(
            "partition_lag_seconds", "Age of what has waited longest, by partition", "stream", "partition"
        )
        self.spooled = gauge("spooled_messages", "Messages on disk, because Redis could not take them")
        self.content_problems = gauge("content_problems", "Errors in content that keep an edit from being served")
        self.content_loaded = gauge("content_loaded_timestamp_seconds", "When the content that is served was loaded")
        self.content_topics = gauge("content_topics", "Topics in the content that is served")
        self.redis_keeps = gauge("redis_keeps", "1 while Redis holds to a promise on which messages depend", "promise")
        self.redis_used = gauge("redis_used_bytes", "Memory that Redis uses")
        self.redis_most = gauge("redis_most_bytes", "Memory that Redis may use, 0 if there is no limit")
        self.started = gauge("started_timestamp_seconds", "When this process started")
        self.started.set(self.since)

    def trouble(self, part: str, what: str) -> None:
        if self.troubles.get(part) != what:
            log.error("trouble", extra={"part": part, "error": what})
        self.troubles[part] = what
        self.trouble_gauge.labels(part).set(1)

    def well(self, part: str) -> None:
        if self.troubles and self.troubles.pop(part, None) is not None:
            log.info("well again", extra={"part": part})
            self.trouble_gauge.labels(part).set(0)

    def arrives(self, channel: str) -> None:
        self._of(self.arrived, "arrived", channel).inc()

    def replied(self, channel: str, replies: int, seconds: float) -> None:
        self._of(self.sent, "sent", channel).inc(replies)
        self._of(self.reply_seconds, "seconds", channel).observe(seconds)

    def _of(self, metric: Metric, name: str, label: str) -> Metric:
        """What `metric.labels(label)` gives, found faster: on the way of every message it costs more than counting."""
        found = self._children.get((name, label))
        if found is None:
            found = self._children[name, label] = metric.labels(label)
        return cast(Metric, found)

    def answered(self, turns: int, seconds: float) -> None:
        self.turns.inc(turns)
        self.commit_seconds.observe(seconds)
