"""All open referrals of the installation, as their heads tell them, in the memory of each process that shows queues.

Read whole once, then followed through the streams of changes: one round trip a page, and a second where something has
changed. Columns of small numbers, so that a hundred thousand are filtered and counted within milliseconds.
"""

import asyncio
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bot.store import keys
from bot.store.cases import Cases, Head
from bot.store.link import entries_in

TEXTS = ("state", "lane", "urgency", "office", "category", "language", "city", "door", "claimed_by")
NUMBERS = ("opened_at", "due_at", "changed_at", "snoozed_until", "escalated", "unread")
AT_ONCE = 8
"""Partitions that are read whole in one go."""
FIRST_SIZE = 1_024
Mask = NDArray[np.bool_]
Column = NDArray[np.int64]


class Names:
    """The texts of one column, and the small number that stands for each."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.texts: list[str] = [""]

    def number(self, text: str) -> int:
        found = self.numbers.get(text)
        if found is None:
            found = self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


class Backlog:
    def __init__(self, cases: Cases) -> None:
        self.cases = cases
        self.partitions = cases.installation.partitions
        self.names = {name: Names() for name in TEXTS}
        self.version = 0
        """Rises whenever something has changed."""
        self._heads: list[Head | None] = []
        self._slots: dict[str, int] = {}
        self._free: list[int] = []
        self._ids: list[set[str]] = [set() for _ in range(self.partitions)]
        self._columns: dict[str, Column] = {name: np.zeros(FIRST_SIZE, np.int64) for name in (*TEXTS, *NUMBERS)}
        self._there: Mask = np.zeros(FIRST_SIZE, np.bool_)
        self._cursors: dict[int, str] = {}
        self._lock = asyncio.Lock()
        self._asked = self._done = 0

    def __len__(self) -> int:
        return len(self._slots)

    # what a queue asks

    @property
    def there(self) -> Mask:
        return self._there[: len(self._heads)]

    def column(self, name: str) -> Column:
        return self._columns[name][: len(self._heads)]

    def equals(self, name: str, *texts: str) -> Mask:
        """Which have one of these texts there."""
        column = self.column(name)
        numbers = [number for text in texts if (number := self.names[name].numbers.get(text)) is not None]
        if not numbers:
            return np.zeros(len(column), np.bool_)
        found: Mask = column == numbers[0]
        for number in numbers[1:]:
            found |= column == number
        return found

    def counts(self, name: str, among: Mask) -> dict[str, int]:
        """How many of each text there are among these."""
        found = np.bincount(self.column(name)[among], minlength=1)
        return {self.names[name].texts[number]: int(found[number]) for number in np.flatnonzero(found)}

    def heads(self, slots: NDArray[np.intp]) -> list[Head]:
        return [head for slot in slots if (head := self._heads[slot]) is not None]

    def head(self, id: str) -> Head | None:
        slot = self._slots.get(id)
        return self._heads[slot] if slot is not None else None

    def __iter__(self) -> Iterator[Head]:
        return (head for head in self._heads if head is not None)

    # following

    async def catch_up(self) -> None:
        """Brings it up to this moment. Those who ask while one is on its way share the next."""
        self._asked += 1
        mine = self._asked
        async with self._lock:
            if self._done >= mine:
                return
            done = self._asked
            await self._follow()
            self._done = done

    async def _follow(self) -> None:
        unread = [partition for partition in range(self.partitions) if partition not in self._cursors]
        for start in range(0, len(unread), AT_ONCE):
            await asyncio.gather(*(self._read_whole(partition) for partition in unread[start : start + AT_ONCE]))
        cursors = {partition: cursor for partition, cursor in self._cursors.items() if partition not in unread}
        if not cursors:
            return
        found = await self.cases.link.many(self.cases.changes(cursors))
        for partition, raw in zip(cursors, found, strict=True):
            entries = entries_in(raw)
            if len(entries) >= keys.CHANGES_KEPT:  # older ones may have been let go of
                await self._read_whole(partition)
            elif entries:
                heads = await self.cases.heads(partition, [fields[b"id"].decode() for _, fields in entries])
                for id, head in heads.items():
                    self._put(partition, id, head)
                self._cursors[partition] = entries[-1][0]
                self.version += 1

    async def _read_whole(self, partition: int) -> None:
        heads, cursor = await self.cases.open_heads(partition)
        known = {head.id for head in heads}
        for gone in self._ids[partition] - known:
            self._put(partition, gone, None)
        for number, head in enumerate(heads, 1):
            self._put(partition, head.id, head)
            if number % 2_000 == 0:
                await asyncio.sleep(0)
        self._cursors[partition] = cursor
        self.version += 1

    def _put(self, partition: int, id: str, head: Head | None) -> None:
        slot = self._slots.get(id)
        if head is None:
            if slot is not None:
                del self._slots[id]
                self._ids[partition].discard(id)
                self._heads[slot] = None
                self._there[slot] = False
                self._free.append(slot)
            return
        if slot is None:
            slot = self._new_slot()
            self._slots[id] = slot
            self._ids[partition].add(id)
        self._heads[slot] = head
        for name in TEXTS:
            self._columns[name][slot] = self.names[name].number(getattr(head, name))
        for name in NUMBERS:
            self._columns[name][slot] = getattr(head, name)
        self._there[slot] = True

    def _new_slot(self) -> int:
        if self._free:
            return self._free.pop()
        slot = len(self._heads)
        self._heads.append(None)
        if slot == len(self._there):
            self._there = np.concatenate([self._there, np.zeros_like(self._there)])
            for name, column in self._columns.items():
                self._columns[name] = np.concatenate([column, np.zeros_like(column)])
        return slot
