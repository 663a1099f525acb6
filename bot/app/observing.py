"""What /metrics tells at the moment it is asked: what waits and since when, the content that is served, the store."""

import time

from bot.app.health import Health
from bot.library.loading import Shelf
from bot.store.condition import durability, queues
from bot.store.link import Link
from bot.store.spool import Spool


def observe_content(health: Health, shelf: Shelf) -> None:
    health.content_problems.set(sum(problem.level == "error" for problem in shelf.problems))
    health.content_loaded.set(shelf.loaded_at)
    health.content_topics.set(len(shelf.current.topics))


def observe_spool(health: Health, spool: Spool) -> None:
    health.spooled.set(len(spool))


async def observe_store(health: Health, link: Link, partitions: int) -> None:
    now = time.time()
    found = await queues(link, partitions)
    for stream in dict.fromkeys(queue.stream for queue in found):
        own = [queue for queue in found if queue.stream == stream]
        health.waiting.labels(stream).set(sum(queue.waiting for queue in own))
        health.oldest.labels(stream).set(max((_age(queue.oldest, now) for queue in own), default=0.0))
    for queue in found:
        if queue.stream in {"inbound", "outbound"}:
            health.partition_lag.labels(queue.stream, f"{queue.partition:02d}").set(_age(queue.oldest, now))
    kept = await durability(link)
    for promise in ("appends", "last_write_well", "last_rewrite_well", "evicts_nothing"):
        health.redis_keeps.labels(promise).set(getattr(kept, promise))
    health.redis_used.set(kept.used_bytes)
    health.redis_most.set(kept.most_bytes)


def forget_store(health: Health) -> None:
    """The store does not answer: old numbers must not be taken for new ones."""
    for gauge in (health.waiting, health.oldest, health.partition_lag, health.redis_keeps):
        gauge.clear()


def _age(since: float, now: float) -> float:
    return max(0.0, now - since) if since else 0.0
