"""What was put aside is seen without its words, put back once however many try, or dropped; an operator can do so."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.domain.messages import Delivery, Incoming, Reply
from bot.store import keys
from bot.store.audit import Audit
from bot.store.buried import Buried, Laid
from bot.store.commitment import Commitment
from bot.store.installation import open_installation
from bot.store.line import Line, Settled
from bot.store.link import Link, entries_in
from bot.store.seal import Seal
from tests import processes
from tests.conftest import ROOT, RedisServer
from tests.service import KEY

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
ADDRESS, WORDS = "5219990000000", "canary of what somebody said"


@pytest.fixture
async def line(fresh_redis: RedisServer) -> AsyncIterator[Line]:
    link, seal = Link(fresh_redis.url), Seal([KEY])
    yield Line(link, seal, await open_installation(link, seal, 4))
    await link.close()


async def bury(line: Line) -> tuple[Laid, Laid]:
    """A message and a reply of one person, as worker and sender bury them."""
    incoming = Incoming("whatsapp", ADDRESS, "m1", text=WORDS)
    await line.queue(incoming)
    partition = line.installation.partition(line.installation.person("whatsapp", ADDRESS))
    (entry,) = await line.waiting(partition, 5)
    await line.commit({partition: [Commitment(entry.id, "", struck=True, bury=entry.payload)]}, NOW)
    payload = line.seal_delivery(Delivery("whatsapp", ADDRESS, "d1", (Reply(WORDS), Reply(WORDS))))
    await line.settle([Settled(partition, "1-1", bury=payload)], NOW)
    message, reply = [one async for one in Buried(line).all()]
    return message, reply


async def test_both_are_told_apart_and_nothing_of_the_person_is_told(line: Line) -> None:
    found = await bury(line)
    assert [(one.kind, one.channel, one.parts) for one in found] == [
        ("message", "whatsapp", 1),
        ("reply", "whatsapp", 2),
    ]
    assert await Buried(line).counts() == {"message": 1, "reply": 1}
    assert ADDRESS not in repr(found) and WORDS not in repr(found)


async def test_what_is_put_back_waits_in_the_line_again_and_once(line: Line) -> None:
    message, reply = await bury(line)
    buried, partition = Buried(line), int(message.reference[:2])
    tries = await asyncio.gather(*(buried.put_back(one.reference) for one in (message, reply) for _ in range(5)))
    assert sum(tries) == 2 and await buried.counts() == {"message": 0, "reply": 0}
    (back,) = await line.waiting(partition, 5)
    assert line.open_incoming(back.payload).text == WORDS
    raw = entries_in(await line.link.one("XRANGE", keys.outbound(partition), "-", "+"))
    assert [line.open_delivery(fields[b"d"]).address for _, fields in raw] == [ADDRESS]


async def test_what_cannot_be_read_is_listed_and_can_be_dropped(line: Line) -> None:
    await line.link.one("XADD", keys.buried(2), "*", "m", b"damaged")
    buried = Buried(line)
    (found,) = [one async for one in buried.all()]
    assert found.channel == "" and found.reference.startswith("02:")
    assert await buried.drop(found.reference) and not await buried.drop(found.reference)
    for wrong in ("07", "02", "9:1-1", "02:1", "02:x-1", "-1:1-1"):
        with pytest.raises(ValueError, match=re.escape(wrong)):
            await buried.drop(wrong)


async def test_an_operator_lists_puts_back_and_drops_and_each_is_noted(line: Line, fresh_redis: RedisServer) -> None:
    message, reply = await bury(line)

    def bot(*words: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "BOT_REDIS_URL": fresh_redis.url, "BOT_SECRET_KEYS": KEY, "BOT_PARTITIONS": "4"}
        command = [sys.executable, "-m", "bot", "buried", *words]
        return processes.in_words(processes.run(command, ROOT, environment))

    listed = bot("list")
    assert [line.split("\t")[:3] for line in listed.stdout.splitlines()] == [
        [one.reference, one.kind, "whatsapp"] for one in (message, reply)
    ]
    assert ADDRESS not in listed.stdout and WORDS not in listed.stdout
    assert bot("replay", message.reference).returncode == 0 and bot("drop", "all").returncode == 0
    again = bot("replay", message.reference)
    assert again.returncode == 2 and again.stderr.count("\n") == 1
    assert await Buried(line).counts() == {"message": 0, "reply": 0}
    noted = await Audit(line.link, line.seal, line.installation).newest(10)
    done = {(one.what, one.on) for one in noted if one.who == "command-line"}
    assert {("buried.read", ""), ("buried.replay", message.reference), ("buried.drop", reply.reference)} <= done
