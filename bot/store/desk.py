"""What staff and the clock decide about a referral, made true in one commit: the record, its timeline, what is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages import Incoming
from bot.store import keys
from bot.store.cases import Cases
from bot.store.commitment import Operation, Writes
from bot.store.line import DONE, Line
from bot.store.link import fields_in


class ChangedMeanwhile(Exception):
    """Somebody else changed it since it was read: nothing was written."""


@dataclass(slots=True)
class Desk:
    line: Line
    cases: Cases

    async def make_true(
        self,
        partition: int,
        what: Writes,
        now: datetime,
        *,
        counts: tuple[str, ...] = (),
        orders: Iterable[Incoming] = (),
    ) -> None:
        """Writes all of it, or raises ChangedMeanwhile. What is to be told to people goes with it.

        A person who gave their code on another phone may live in another partition than their referral. What is told to
        them is put down in the same commit, and queued from there: by us at once, or by the steward if we die first.
        """
        told: list[Operation] = []
        is_far = False
        for incoming in orders:
            operation = self.line.order(incoming)
            if operation.key != keys.inbound(partition):
                is_far = True
                name = keys.far_orders(partition)
                operation = Operation("field", name, incoming.id, operation.value, life=keys.CASE_LIFE)
            told.append(operation)
        everything = what + Writes(operations=tuple(told))
        results = await self.line.commit({partition: [everything.decided(counts)]}, now)
        if results[partition] != [DONE]:
            raise ChangedMeanwhile
        if is_far:
            await self.forward(partition)

    async def forward(self, partition: int) -> None:
        """Queues what waits for people of other partitions. Doing so twice is harmless: they are told once."""
        waiting = fields_in(await self.cases.link.one("HGETALL", keys.far_orders(partition)))
        for id, sealed in waiting.items():
            await self.line.queue(self.line.open_incoming(sealed))
            await self.cases.link.one("HDEL", keys.far_orders(partition), id)
