"""P03: the key is changed under a living service, and whoever changes it may die at any moment."""

import asyncio
import os
import sys
from pathlib import Path

from bot.domain.referral import Consent, Entry, Referral
from bot.store import keys
from bot.store.cases import Cases
from bot.store.desk import Desk
from bot.store.embedded import Embedded
from bot.store.installation import open_installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.seal import Seal
from tests.conftest import NOON, ROOT
from tests.processes import Process, begin
from tests.service import Receiver, Service
from tests.trials.sizes import size

REFERRALS = size(200, 10_000)
KILLS = size(4, 20)


def rotate(service: Service, said: Path) -> Process:
    words = [sys.executable, "-m", "bot", "keys", "rotate"]
    with said.open("wb") as out, open(os.devnull, "rb") as nothing:
        return begin(words, ROOT, service.environment, [nothing.fileno(), out.fileno(), out.fileno()])


async def desk_of(folder: Path, seal: Seal) -> Desk:
    link = Link(Embedded(str(folder)).url)
    installation = await open_installation(link, seal, 16)
    return Desk(Line(link, seal, installation), Cases(link, seal, installation))


async def test_P03_nothing_is_unreadable_and_nothing_stays_under_the_old_key(
    receiver: Receiver, tmp_path: Path
) -> None:
    folder = tmp_path / "f"
    service = Service(folder, receiver, {}).start()
    kept = folder / "keys"
    desk = await desk_of(folder, Seal(kept.read_text().split()))
    ids = []
    for number in range(REFERRALS):
        fresh = desk.cases.fresh(f"p{number}", "bridge", f"m{number}")
        lane = ("", "gbv")[number % 2]
        consent = Consent("1", "es", 1, "bridge", ("need",))
        referral = Referral(fresh.id, "legal", lane=lane, code=fresh.code, words="kept", consent=consent, due_at=2**40)
        writes = desk.cases.saved(None, referral)[0] + desk.cases.told(referral, Entry("e", 1, "note", text="kept"))
        writes += desk.cases.kept(referral, "f", b"kept")
        await desk.make_true(referral.partition, writes, NOON)
        ids.append(referral.id)
    for number in range(20):
        service.keeps({"id": f"a{number}", "from": f"p{number}", "text": "menu"})
    receiver.wait_for(20)
    for number in range(KILLS):
        changing = rotate(service, tmp_path / "said")
        await asyncio.sleep(6.5 + 0.15 * number)  # it waits six seconds for the service to follow
        changing.kill()
        changing.wait()
    code = rotate(service, tmp_path / "said").wait()
    said = (tmp_path / "said").read_text()
    assert code == 0 and "values sealed" in said, said
    service.keeps({"id": "after", "from": "p1", "text": "menu"})
    receiver.wait_for(21)
    newest = desk.cases.seal
    newest.renew(kept.read_text().split()[:1])  # what this opens is under the newest key
    found = await desk.cases.read(ids)
    assert len(found) == REFERRALS
    for stored in found.values():
        assert stored.referral.words == "kept" and desk.cases.is_current(stored.data)
        assert [entry.text for entry in await desk.cases.thread(stored.referral)] == ["kept"]
        assert await desk.cases.attachment(stored.referral, "f") == b"kept"
        coded = await desk.cases.of_code(stored.referral.code)
        assert coded is not None and coded.referral.id == stored.referral.id
    people = [key async for key in desk.cases.link.client.scan_iter(match=keys.conversation(0, "*").replace("00", "*"))]
    assert len(people) == 20
    for key in people:
        desk.line.open_conversation(await desk.cases.link.one("GET", key))
    await desk.cases.link.close()
    service.stop()


def test_P03_without_its_key_an_installation_does_not_start(receiver: Receiver, tmp_path: Path) -> None:
    service = Service(tmp_path / "f", receiver, {}).start()
    service.stop()
    (tmp_path / "f" / "keys").write_text("another-key-of-at-least-24-characters\n")
    service.start(wait=False)
    assert service.process is not None and service.process.wait(60) == 1
    assert "cannot open what this Redis holds" in service.log.read_text()
