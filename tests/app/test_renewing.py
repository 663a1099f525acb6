"""P04: the keys of an embedded installation are changed by themselves where that was asked for, and nothing is lost."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.app.keyfile import generated_keys
from bot.app.renewing import Renewing
from bot.domain.messages import Incoming
from bot.domain.referral import Consent, Referral
from bot.store import keys
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from bot.store.cases import Cases
from bot.store.desk import Desk
from bot.store.embedded import Embedded
from bot.store.installation import open_installation, sealing_since
from bot.store.line import Line
from bot.store.link import Link
from bot.store.rotation import Rotation
from bot.store.seal import Seal, Unreadable
from bot.store.spool import Spool
from tests.app.conftest import Bot, Start, is_refused
from tests.conftest import NOON, RedisServer
from tests.service import Receiver
from tests.waiting import wait_until

TODAY = date(2026, 11, 20)


@dataclass
class Stand:
    folder: Path
    desk: Desk
    audit: Audit
    spool: Spool
    today: date = TODAY

    @property
    def seal(self) -> Seal:
        return self.desk.cases.seal

    async def look(self, days: int = 0, settled: bool = True) -> tuple[str, ...]:
        """What an hour brings, so many days later; the keys after it."""
        self.today += timedelta(days=days)
        if settled:
            os.utime(self.folder / "keys", (1, 1))
        cases = self.desk.cases
        accounts = Accounts(cases.link, self.seal, cases.installation)
        rotation = Rotation(cases.link, self.seal, cases, accounts)
        await Renewing(self.folder, 30, rotation, self.spool, self.audit, lambda: self.today).look()
        self.seal.renew(generated_keys(self.folder))  # as the service follows
        return generated_keys(self.folder)

    async def noted(self) -> list[str]:
        return [line.what async for line in self.audit.lines()]


@pytest.fixture
async def stand(fresh_redis: RedisServer, tmp_path: Path) -> AsyncIterator[Stand]:
    link, seal = Link(fresh_redis.url), Seal(generated_keys(tmp_path))
    installation = await open_installation(link, seal, 4)
    desk = Desk(Line(link, seal, installation), Cases(link, seal, installation))
    yield Stand(tmp_path, desk, Audit(link, seal, installation), Spool(tmp_path / "spool", seal))
    await link.close()


async def opened(stand: Stand) -> str:
    cases = stand.desk.cases
    fresh = cases.fresh("p", "bridge", "m")
    consent = Consent("1", "es", 1, "bridge", ("need",))
    referral = Referral(fresh.id, "legal", code=fresh.code, words="kept", consent=consent, due_at=2**40)
    await stand.desk.make_true(referral.partition, cases.saved(None, referral)[0], NOON)
    return referral.id


async def test_a_key_that_is_old_makes_room_for_another_and_then_is_destroyed(stand: Stand) -> None:
    id = await opened(stand)
    (old,) = await stand.look()
    with (stand.folder / "keys").open("rb") as file:
        assert await stand.look(29) == (old,) and await stand.noted() == []
        new, still = await stand.look(1)
        assert still == old and new != old and await stand.noted() == ["keys.rotate"]
        assert await stand.look(settled=False) == (new, old), "something may be on its way that was sealed before"
        assert await stand.look() == (new,) and await stand.noted() == ["keys.rotate", "keys.drop"]
        assert not file.read().strip(b"\0"), "what stood in the file is overwritten"
    stored = (await stand.desk.cases.read([id]))[id]
    assert stored.referral.words == "kept"
    with pytest.raises(Unreadable):
        Cases(stand.desk.cases.link, Seal([old]), stand.desk.cases.installation).unpack(stored.data)
    assert await stand.look(29) == (new,)
    assert len(await stand.look(1)) == 2, "a month counts from when a key was first seen"


async def test_a_key_is_kept_while_anything_is_under_it(stand: Stand) -> None:
    (old,) = await stand.look()
    incoming = Incoming("bridge", "p", "1", text="menu")
    await stand.desk.line.queue(incoming)
    await stand.spool.keep(incoming, 1.0)
    new, _ = await stand.look(30)
    assert await stand.look() == (new, old), "a message waits to be answered"
    for partition in range(4):
        await stand.desk.cases.link.one("DEL", keys.inbound(partition))
    assert await stand.look() == (new, old), "a message is on disk"

    async def answered(_: Incoming) -> None:
        pass

    assert await stand.spool.drain(answered) == 1
    assert await stand.look() == (new,)


async def test_a_service_does_so_by_itself_and_tells_how_old_its_key_is(start: Start, receiver: Receiver) -> None:
    service = start()
    assert service.ready()["key"]["old"] is False
    kept = generated_keys(service.folder)
    link, seal = Link(Embedded(str(service.folder)).url), Seal(kept)
    await link.one("HDEL", keys.INSTALLATION, f"sealing:{seal.name}")
    await sealing_since(link, seal, date(2026, 1, 1))
    await link.close()
    assert service.ready()["key"] == {"since": "2026-01-01", "old": True}
    service.stop()
    service = start(BOT_KEY_DAYS="30")
    wait_until(lambda: len(generated_keys(service.folder)) == 2, "another key")
    wait_until(lambda: service.ready()["key"]["old"] is False, "its age")
    assert kept[0] == generated_keys(service.folder)[1]
    service.keeps({"id": "1", "from": "person", "text": "menu"})
    receiver.wait_for(1)


def test_keys_of_ones_own_are_changed_by_nobody_else(bot: Bot) -> None:
    is_refused(bot("run", BOT_KEY_DAYS="30", BOT_SECRET_KEYS="k" * 24), 2, "BOT_KEY_DAYS", "bot keys rotate")
