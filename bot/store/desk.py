"""What staff and the clock decide about a referral, made true in one commit: the record, its timeline, what is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages import Incoming
from bot.store import keys
from bot.store.cases import Cases, Writes
from bot.store.line import DONE, Commitment, Line, Operation


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

        A person who gave their code on another phone may live in another partition than their referral; what is told
        to them is queued after the commit then, under an id that makes a second try harmless.
        """
        near: list[Operation] = []
        far: list[Incoming] = []
        for incoming in orders:
            operation = self.line.order(incoming)
            if operation.key == keys.inbound(partition):
                near.append(operation)
            else:
                far.append(incoming)
        operations = (*what.operations, *near)
        commitment = Commitment("", "", what.writes, what.drops, (), counts, operations=operations)
        results = await self.line.commit({partition: [commitment]}, now)
        if results[partition] != [DONE]:
            raise ChangedMeanwhile
        for incoming in far:
            await self.line.queue(incoming)
