"""Seals with the first key what older ones have sealed, while the service runs; whoever dies in between begins again.

Each value is replaced only if it still is what was read: who changed it meanwhile has sealed it with the first key.
What streams hold is left: it is sent or gone by itself, and the old key opens it until then.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.store import keys
from bot.store.accounts import Accounts
from bot.store.cases import Cases
from bot.store.installation import RECORD
from bot.store.link import Link, entries_in, fields_in
from bot.store.overlays import RECORD as OVERLAY_RECORD
from bot.store.overlays import VERSION
from bot.store.samples import RECORD as SAMPLE_RECORD
from bot.store.seal import Seal, Unreadable
from bot.store.subscriptions import RECORD as SUBSCRIPTION_RECORD
from bot.store.swap import Changed, Swap

AT_ONCE = 500


@dataclass(slots=True)
class Rotated:
    """What came of it."""

    sealed: int = 0
    """Values now sealed with the first key."""
    left: int = 0
    """Entries of streams under an older key: messages on their way, the last day of web chats, what was buried."""
    unreadable: int = 0
    """Under a key that is not given; they were unreadable before."""


@dataclass(slots=True)
class Rotation:
    link: Link
    seal: Seal
    cases: Cases
    accounts: Accounts

    async def run(self) -> Rotated:
        done = Rotated()
        await self._field(done, keys.INSTALLATION, "pepper", RECORD)
        done.sealed += await self.accounts.reseal()
        for pattern in (keys.staff_session("*"), keys.invitation("*")):
            async for key in self._keys(pattern):
                await self._value(done, key, key)
        hashes = [key async for key in self._keys(keys.saved_filters("*"))]
        for key in (*hashes, keys.API_TOKENS):
            for id in await self._fields(key):
                await self._field(done, key, id, f"{key}:{id}")
        for id in await self._fields(keys.OVERLAY):
            if id != VERSION:
                await self._field(done, keys.OVERLAY, id, OVERLAY_RECORD)
        for partition in range(self.cases.installation.partitions):
            await self._partition(done, partition)
        return done

    async def _partition(self, done: Rotated, partition: int) -> None:
        async for key in self._keys(keys.conversation(partition, "*")):
            await self._value(done, key, "conversation")
        async for key in self._keys(keys.subscription(partition, "*")):
            await self._value(done, key, SUBSCRIPTION_RECORD)
        for id in await self._fields(keys.far_orders(partition)):
            await self._field(done, keys.far_orders(partition), id, "incoming")
        async for key in self._keys(keys.samples(partition, "*", "*")):
            await self._list(done, key, SAMPLE_RECORD)
        seals: dict[str, Seal] = {}
        async for key in self._keys(keys.referral(partition, "*")):
            seal = await self._referral(done, partition, key)
            if seal is not None:
                seals[key.rpartition(":")[2]] = seal
        # Looked for once for all referrals: each look goes through every key that there is.
        async for key in self._keys(keys.attachment(partition, "*", "*")):
            id, file = key.split(":")[-2:]
            if id in seals:
                await self._value(done, key, f"{id}:file:{file}", seals[id])
        streams = [(keys.inbound(partition), b"m"), (keys.outbound(partition), b"d"), (keys.buried(partition), b"")]
        streams.append((keys.bulk(partition), b"d"))
        streams += [(key, b"b") async for key in self._keys(keys.feed(partition, "*"))]
        for name, _ in streams:
            for _, fields in entries_in(await self.link.one("XRANGE", name, "-", "+")):
                done.left += any(not self.seal.is_current(value) for value in fields.values())

    async def _referral(self, done: Rotated, partition: int, key: str) -> Seal | None:
        """What seals the referral's timeline and files; None where it is gone or cannot be read."""
        data = await self.link.one("GET", key)
        if data is None:
            return None
        try:
            referral = self.cases.unpack(data)
        except Unreadable:
            done.unreadable += 1
            return None
        if not self.cases.is_current(data):
            await self._replace(done, key, data, self.cases.pack(referral))
        seal = self.seal.lane(referral.lane)
        thread = keys.thread(partition, referral.id)
        for id in await self._fields(thread):
            await self._field(done, thread, id, f"{referral.id}:line:{id}", seal)
        return seal

    async def _value(self, done: Rotated, key: str, record: str, seal: Seal | None = None) -> None:
        data = await self.link.one("GET", key)
        fresh = self._fresh(done, data, record, seal or self.seal)
        if data is not None and fresh is not None:
            await self._replace(done, key, data, fresh)

    async def _list(self, done: Rotated, key: str, record: str) -> None:
        """Where each stands tells nobody anything: what is sealed anew goes to the end."""
        for data in await self.link.one("LRANGE", key, 0, -1):
            fresh = self._fresh(done, data, record, self.seal)
            if fresh is not None:
                done.sealed += await self.link.one("LREM", key, 1, data)
                await self.link.one("RPUSHX", key, fresh)

    async def _field(self, done: Rotated, key: str, field: str, record: str, seal: Seal | None = None) -> None:
        data = await self.link.one("HGET", key, field)
        fresh = self._fresh(done, data, record, seal or self.seal)
        if fresh is not None:
            await self._carry_out(done, Swap().expect(key, data, field).then("HSET", key, field, fresh))

    def _fresh(self, done: Rotated, data: bytes | None, record: str, seal: Seal) -> bytes | None:
        """The same, sealed with the first key; None where there is nothing to do."""
        if data is None or seal.is_current(data):
            return None
        try:
            return seal.close(seal.open(data, record), record)
        except Unreadable:
            done.unreadable += 1
            return None

    async def _replace(self, done: Rotated, key: str, before: bytes, after: bytes) -> None:
        await self._carry_out(done, Swap().expect(key, before).then("SET", key, after, "KEEPTTL"))

    async def _carry_out(self, done: Rotated, swap: Swap) -> None:
        try:
            await swap.carry_out(self.link)
            done.sealed += 1
        except Changed:
            return

    async def _fields(self, key: str) -> list[str]:
        return [name.decode() for name in fields_in(await self.link.one("HGETALL", key))]

    async def _keys(self, pattern: str) -> AsyncIterator[str]:
        async for key in self.link.client.scan_iter(match=pattern, count=AT_ONCE):
            yield key.decode()
