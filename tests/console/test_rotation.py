"""P03: whoever works with the console notices nothing of a change of keys, nor of the end of the old ones."""

from bot.console.casework import Work
from bot.domain.referral import Entry
from bot.store.filters import SavedFilters
from bot.store.link import Link
from bot.store.rotation import Rotation
from bot.store.tokens import Tokens
from tests.console.casekit import open_case
from tests.console.kit import OLD_KEY, Console
from tests.console.test_api import ask, token

NEW_KEY = f"another-{OLD_KEY}"


async def sealed_with(name: bytes, link: Link) -> list[str]:
    """Keys of Redis, of whatever kind, that hold something under the key of that name."""
    reading = {b"string": ("GET",), b"hash": ("HVALS",), b"list": ("LRANGE", 0, -1)}
    found = []
    async for key in link.client.scan_iter(count=500):
        kind = await link.one("TYPE", key)
        if kind in reading:
            command, *rest = reading[kind]
            said = await link.one(command, key, *rest)
            found += (
                [key.decode()] if any(one.startswith(name) for one in ([said] if kind == b"string" else said)) else []
            )
    return found


async def test_P03_staff_stay_signed_in_and_nothing_of_theirs_stays_under_the_old_key(console: Console) -> None:
    desk = console.desk
    worker, secret = await console.signed_in("caseworker"), await token(console)
    account = console.accounts["caseworker"].id
    invited = await desk.accounts.invite(
        await desk.accounts.add("somebody new", "viewer", "", (), desk.seconds), desk.seconds
    )
    await desk.store(SavedFilters).keep(account, "mine", "state=open")
    stored, work = await open_case(console), desk.store(Work)
    await work.desk.make_true(
        stored.referral.partition, work.cases.told(stored.referral, Entry("n", 1, "note", text="kept")), console.clock()
    )
    old = desk.seal.close(b"", "")[:2]
    assert len(await sealed_with(old, desk.link)) >= 8, "it finds them"
    desk.seal.renew([NEW_KEY, OLD_KEY])
    done = await Rotation(desk.link, desk.seal, work.cases, desk.accounts).run()
    assert (done.left, done.unreadable) == (0, 0) and await sealed_with(old, desk.link) == []
    desk.seal.renew([NEW_KEY])
    assert (await worker.get(f"/cases/{stored.referral.id}")).status == 200
    assert (await ask(console, secret, "GET", "/v1/cases"))[0] == 200 and len(await desk.store(Tokens).all()) == 1
    somebody = await desk.accounts.invited(invited, desk.seconds)
    assert somebody is not None and somebody.name == "somebody new"
    assert await desk.store(SavedFilters).of(account) == {"mine": "state=open"}
