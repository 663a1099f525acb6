"""The sender between the line and a platform: what a crash may repeat is what a person got last, and nothing before."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.app.health import Health
from bot.app.sender import Sender
from bot.channels.contract import Answer, Call
from bot.channels.telegram import Channel, Settings
from bot.domain.messages import Delivery, Reply
from bot.store.installation import Installation
from bot.store.line import Entry, Settled
from tests.channels.telegram import kit
from tests.waiting import until


class HeldLine:
    """One partition in memory; what is to be written down waits until a test lets it."""

    def __init__(self) -> None:
        self.installation = Installation(1, b"pepper")
        self.link = self
        self.waiting: list[Entry] = []
        self.reads = 0
        self.may_write = asyncio.Event()
        self.written: list[str] = []

    def groups(self, partitions: range) -> list[list[int]]:
        return [list(partitions)]

    async def progress(self, partition: int) -> dict[str, tuple[int, int, float]]:
        return {}

    def open_delivery(self, payload: bytes) -> Delivery:
        return Delivery("telegram", kit.ADDRESS, payload.decode(), (Reply(payload.decode()),), "es")

    async def bulk(self, partitions: Sequence[int], count: int) -> list[Entry]:
        return []

    async def read_outbound(self, cursors: dict[int, str], count: int, wait_ms: int) -> list[Entry]:
        await asyncio.sleep(0.01)
        found, self.waiting = self.waiting, []
        self.reads += 1
        return found

    async def shown(self, partition: int, person: str) -> list[str]:
        return []

    async def settle(self, batch: Sequence[Settled], now: datetime) -> None:
        await self.may_write.wait()
        self.written += [one.entry for one in batch]


class HeldLeases:
    async def renew(self) -> tuple[set[int], set[int], set[int]]:
        return {0}, set(), set()

    def is_held(self, partition: int) -> bool:
        return True

    async def leave(self) -> None: ...


async def test_nobody_gets_the_next_before_the_last_is_written_down() -> None:
    line, sent = HeldLine(), list[str]()

    async def carry(call: Call) -> Answer:
        sent.append("first" if b"first" in call.body else "second")
        return Answer(200, b'{"ok":true,"result":{"message_id":77}}')

    channel = Channel(Settings(token=kit.TOKEN, per_second=0), phrase=kit.phrase)
    unreal: Any = line, HeldLeases()
    sender = Sender(*unreal, {"telegram": channel}, {"telegram": carry}, Health())
    stopping = asyncio.Event()
    running = asyncio.create_task(sender.run(stopping))
    try:
        line.waiting.append(Entry("1-0", 0, b"first"))
        await until(lambda: sent, "the first")
        line.waiting.append(Entry("2-0", 0, b"second"))
        read = line.reads
        await until(lambda: line.reads > read + 5, "time to send the second")
        assert sent == ["first"]
        line.may_write.set()
        await until(lambda: line.written == ["1-0", "2-0"], "the end of both")
        assert sent == ["first", "second"]
    finally:
        line.may_write.set()
        stopping.set()
        await running


class LateLeases(HeldLeases):
    """Redis is away when they are asked for first."""

    def __init__(self) -> None:
        self.asked = 0

    async def renew(self) -> tuple[set[int], set[int], set[int]]:
        self.asked += 1
        if self.asked == 1:
            raise ConnectionError("away")
        return await super().renew()


async def test_redis_that_is_away_at_the_very_start_is_waited_for() -> None:
    line, sent = HeldLine(), list[str]()
    line.may_write.set()

    async def carry(call: Call) -> Answer:
        sent.append("first")
        return Answer(200, b'{"ok":true,"result":{"message_id":77}}')

    channel = Channel(Settings(token=kit.TOKEN, per_second=0), phrase=kit.phrase)
    unreal: Any = line, LateLeases()
    stopping = asyncio.Event()
    running = asyncio.create_task(Sender(*unreal, {"telegram": channel}, {"telegram": carry}, Health()).run(stopping))
    line.waiting.append(Entry("1-0", 0, b"first"))
    await until(lambda: sent, "the first")
    stopping.set()
    await running
