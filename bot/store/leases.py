"""Who serves which partitions: an even share for each living process, taken over within seconds when one dies.

A lease gives order and an even share. Correctness comes from the commit, never from a lease.
"""

import time
from dataclasses import dataclass, field

from bot.store import keys
from bot.store.link import Link, script

LASTS_MS = 5_000
RENEW_SECONDS = 1.0
MARGIN_SECONDS = 1.0


@dataclass
class Leases:
    link: Link
    role: str
    member: str
    partitions: int
    held: dict[int, float] = field(default_factory=dict)
    """Partition to the moment (on this process's monotonic clock) until which we may count on it."""

    def is_held(self, partition: int) -> bool:
        return self.held.get(partition, 0.0) > time.monotonic()

    async def renew(self) -> tuple[set[int], set[int], set[int]]:
        """Partitions newly ours, those of them whose last holder died, and those that are ours no longer."""
        asked = time.monotonic()
        names = await self.link.one(*script("members", [keys.members(self.role)], self.member, LASTS_MS))
        members = [name.decode() for name in names]
        mine = {
            partition
            for partition in range(self.partitions)
            if members[partition % len(members)] == self.member or len(members) == 1
        }
        leaving = set(self.held) - mine
        answers = await self.link.many(
            script(
                "lease",
                [keys.lease(partition, self.role), keys.held(partition, self.role)],
                self.member,
                LASTS_MS,
            )
            for partition in sorted(mine)
        )
        taken, orphaned = set[int](), set[int]()
        until = asked + LASTS_MS / 1000 - MARGIN_SECONDS
        for partition, answer in zip(sorted(mine), answers, strict=True):
            if not answer:
                if self.held.pop(partition, None) is not None:
                    leaving.add(partition)
                continue
            if answer >= 2:
                taken.add(partition)
            if answer == 3:
                orphaned.add(partition)
            self.held[partition] = until
        return taken, orphaned, leaving

    async def release(self, partitions: set[int]) -> None:
        """Gives partitions back, once nothing of them is in hand."""
        for partition in partitions:
            self.held.pop(partition, None)
        await self.link.many(
            script("release", [keys.lease(partition, self.role), keys.held(partition, self.role)], self.member)
            for partition in sorted(partitions)
        )

    async def leave(self) -> None:
        """Gives all back and says good-bye, so that others need not wait."""
        if self.held:
            await self.release(set(self.held))
        await self.link.one(*script("members", [keys.members(self.role)], self.member, 0))


async def forget_holders(link: Link, partitions: int, roles: tuple[str, ...]) -> None:
    """For a store that only this process can reach: whoever held a lease before is gone."""
    await link.many(("DEL", keys.lease(partition, role)) for partition in range(partitions) for role in roles)
    await link.many(("DEL", keys.members(role)) for role in roles)
