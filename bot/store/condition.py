"""How the store is doing: what waits in its streams and since when, and whether it keeps what it is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.store import keys
from bot.store.link import Link, entries_in
from bot.store.swap import Changed, Swap

STREAMS = {"inbound": keys.inbound, "outbound": keys.outbound, "bulk": keys.bulk, "buried": keys.buried}


@dataclass(frozen=True, slots=True)
class Queue:
    stream: str
    partition: int
    waiting: int
    oldest: float
    """Unix seconds at which what has waited longest came; 0 when nothing waits."""


@dataclass(frozen=True, slots=True)
class Durability:
    """Of several nodes, the worst."""

    appends: bool
    """What is acknowledged goes to an append-only file."""
    last_write_well: bool
    last_rewrite_well: bool
    evicts_nothing: bool
    used_bytes: int
    most_bytes: int
    """0: no limit was set."""


async def queues(link: Link, partitions: int) -> list[Queue]:
    places = [(stream, partition) for stream in STREAMS for partition in range(partitions)]
    replies = await link.many(
        command
        for stream, partition in places
        for name in (STREAMS[stream](partition),)
        for command in (("XLEN", name), ("XRANGE", name, "-", "+", "COUNT", 1))
    )
    found = []
    for at, (stream, partition) in enumerate(places):
        first = entries_in(replies[2 * at + 1])
        oldest = int(first[0][0].partition("-")[0]) / 1000 if first else 0.0
        found.append(Queue(stream, partition, replies[2 * at], oldest))
    return found


async def durability(link: Link) -> Durability:
    if link.is_cluster:
        told = await link.client.execute_command("INFO", "everything", target_nodes=link.client.ALL_NODES)
        nodes = [_parsed(one) for one in (told.values() if _is_by_node(told) else [told])]
    else:
        nodes = [_parsed(await link.client.execute_command("INFO", "everything"))]
    return Durability(
        all(_number(node, "aof_enabled") == 1 for node in nodes),
        all(node.get("aof_last_write_status", "ok") == "ok" for node in nodes),
        all(node.get("aof_last_bgrewrite_status", "ok") == "ok" for node in nodes),
        all(node.get("maxmemory_policy", "noeviction") == "noeviction" for node in nodes),
        sum(_number(node, "used_memory") for node in nodes),
        sum(_number(node, "maxmemory") for node in nodes),
    )


async def write_file_anew(link: Link, now: int) -> bool:
    """Once a day the append-only file is written anew: until then it holds what has been erased since, sealed.

    Of several who come at once, one does it. Whether it was begun; raises what Redis says when it may not be.
    """
    before = await link.one("GET", keys.REWRITTEN)
    if before is None:
        await link.one("SET", keys.REWRITTEN, now, "NX", "EX", keys.REWRITTEN_LIFE)
        return False
    if now - int(before) < keys.REWRITE_SECONDS:
        return False
    try:
        mine = Swap().expect(keys.REWRITTEN, before).then("SET", keys.REWRITTEN, now, "EX", keys.REWRITTEN_LIFE)
        await mine.carry_out(link)
    except Changed:
        return False
    if link.is_cluster:
        await link.client.execute_command("BGREWRITEAOF", target_nodes=link.client.ALL_NODES)
    else:
        await link.one("BGREWRITEAOF")
    return True


def _is_by_node(told: Any) -> bool:
    return isinstance(told, Mapping) and "redis_version" not in told


def _parsed(info: Any) -> Mapping[str, Any]:
    if isinstance(info, Mapping):
        return info
    text = info.decode() if isinstance(info, bytes) else str(info)
    return dict(_pairs(text.splitlines()))


def _pairs(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and not line.startswith("#"):
            yield name, value


def _number(info: Mapping[str, Any], name: str) -> int:
    try:
        return int(info.get(name, 0))
    except (TypeError, ValueError):
        return 0
