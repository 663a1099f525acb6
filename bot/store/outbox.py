"""What case-management systems know of referrals, and what they are still to be told: one line for each, on disk.

Nothing is written where a referral changes: the stream of changes, which every commit feeds, is followed, and where
each system stands in it is kept beside what it is to be told. So nothing is lost or left over, whoever dies, and what
waits is never more than the referrals there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from bot.domain.referral import partition_of
from bot.store import codec, keys
from bot.store.cases import Cases
from bot.store.link import entries_in
from bot.store.swap import Swap

MOST_CHANGES = 500
MOST_DEAD_SHOWN = 20
BEGINNING = "0-0"


class Letter(msgspec.Struct, array_like=True, frozen=True, omit_defaults=True):
    """Of one referral and one system: what it knows, and what it is to be told. Ids and states, nobody's words."""

    told: str = ""
    """The state that the system knows; empty: it never heard of it."""
    event: str = ""
    """What it is to be told; empty: it knows all."""
    state: str = ""
    revision: int = 0
    since: int = 0
    tries: int = 0
    why: str = ""
    """What became of the last try."""
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """How it goes with one system."""

    waiting: int
    dead: int
    examples: tuple[tuple[str, str], ...] = ()
    """Some of what was given up: the referral, and why."""


@dataclass(slots=True)
class Outbox:
    cases: Cases

    async def changed(self, partition: int, names: Sequence[str]) -> dict[str, tuple[list[str], str]]:
        """For each system the referrals that may have news for it, and how far that was read; to begin with all."""
        link, stream = self.cases.link, keys.changes(partition)
        raw, oldest, newest = await link.many(
            [
                ("HMGET", keys.hook_cursors(partition), *names),
                ("XRANGE", stream, "-", "+", "COUNT", 1),
                ("XREVRANGE", stream, "+", "-", "COUNT", 1),
            ]
        )
        first, last = (entries_in(one)[0][0] if one else BEGINNING for one in (oldest, newest))
        cursors = {name: cursor.decode() if cursor else "" for name, cursor in zip(names, raw, strict=True)}
        behind = [n for n, cursor in cursors.items() if cursor and _place(first) <= _place(cursor) < _place(last)]
        anew = [n for n, cursor in cursors.items() if not cursor or _place(cursor) < _place(first)]
        found: dict[str, tuple[list[str], str]] = {}
        replies = await link.many(
            ("XRANGE", stream, f"({cursors[name]}", "+", "COUNT", MOST_CHANGES) for name in behind
        )
        for name, reply in zip(behind, replies, strict=True):
            entries = entries_in(reply)
            found[name] = (list(dict.fromkeys(fields[b"id"].decode() for _, fields in entries)), entries[-1][0])
        if anew:
            heads = [head.id for head in (await self.cases.open_heads(partition))[0]]
            for name in anew:
                known = [id.decode() for id in await link.one("HKEYS", keys.hook_letters(partition, name))]
                found[name] = (list(dict.fromkeys([*heads, *known])), last)
        return found

    async def letters(self, partition: int, name: str, ids: Sequence[str]) -> dict[str, bytes | None]:
        """As they are stored; None for what the system never heard of."""
        found = await self.cases.link.one("HMGET", keys.hook_letters(partition, name), *ids) if ids else []
        return dict(zip(ids, found, strict=True))

    async def write(
        self,
        partition: int,
        name: str,
        letters: Mapping[str, tuple[bytes | None, Letter | None]],
        now: int,
        cursor: str = "",
    ) -> None:
        """Each in place of what was read, None to forget it, and how far was read; else Changed, with nothing done."""
        swap, places = Swap(), keys.hook_letters(partition, name)
        for id, (before, letter) in letters.items():
            due, dead = keys.hook_due(partition, name), keys.hook_dead(partition, name)
            swap.expect(places, before, id)
            if letter is None:
                swap.then("HDEL", places, id)
            else:
                swap.then("HSET", places, id, codec.pack(letter)).then("EXPIRE", places, keys.CASE_LIFE)
            if letter is not None and letter.event and not letter.dead:
                swap.then("ZADD", due, now, id).then("EXPIRE", due, keys.CASE_LIFE)
            else:
                swap.then("ZREM", due, id)
            if letter is not None and letter.dead:
                swap.then("ZADD", dead, now, id).then("EXPIRE", dead, keys.CASE_LIFE)
            else:
                swap.then("ZREM", dead, id)
        if cursor:
            cursors = keys.hook_cursors(partition)
            swap.then("HSET", cursors, name, cursor).then("EXPIRE", cursors, keys.CASE_LIFE)
        await swap.carry_out(self.cases.link)

    async def due(self, partition: int, names: Sequence[str], now: int, most: int) -> dict[str, list[str]]:
        """What is to be told now, by system."""
        found = await self.cases.link.many(
            ("ZRANGEBYSCORE", keys.hook_due(partition, name), "-inf", now, "LIMIT", 0, most) for name in names
        )
        return {name: [id.decode() for id in ids] for name, ids in zip(names, found, strict=True)}

    async def condition(self, name: str) -> Condition:
        partitions = range(self.cases.installation.partitions)
        waiting = await self.cases.link.many(("ZCARD", keys.hook_due(p, name)) for p in partitions)
        dead = await self._dead(name)
        some = dead[:MOST_DEAD_SHOWN]
        letters = [(await self.letters(partition_of(id), name, [id]))[id] for id in some]
        why = ((id, read(letter).why) for id, letter in zip(some, letters, strict=True) if letter is not None)
        return Condition(sum(waiting), len(dead), tuple(why))

    async def again(self, name: str, now: int) -> int:
        """What was given up is told after all, with as many tries as at first; how much that was."""
        done = 0
        for id in await self._dead(name):
            partition = partition_of(id)
            before = (await self.letters(partition, name, [id]))[id]
            letter = msgspec.structs.replace(read(before), tries=0, dead=False) if before else None
            await self.write(partition, name, {id: (before, letter)}, now)
            done += 1
        return done

    async def _dead(self, name: str) -> list[str]:
        partitions = range(self.cases.installation.partitions)
        found = await self.cases.link.many(("ZRANGE", keys.hook_dead(p, name), 0, -1) for p in partitions)
        return [id.decode() for ids in found for id in ids]


def read(stored: bytes | None) -> Letter:
    return codec.unpack(stored, type=Letter) if stored else Letter()


def _place(id: str) -> tuple[int, int]:
    """Where an entry of a stream stands among others."""
    at, _, number = id.partition("-")
    return int(at), int(number or 0)
