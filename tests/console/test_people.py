"""W03: letting in, changing and stopping; and that nobody gives themselves more than they have."""

import asyncio
from dataclasses import replace

import pytest

from bot.console.desk import Desk
from bot.domain.staff import Account
from bot.library.library import Library
from bot.store.accounts import Accounts, LastManager, NameTaken, NoSuchInvitation
from bot.store.seal import Seal
from bot.store.swap import Changed
from tests.conftest import RedisServer
from tests.console.kit import AWAY, HOME, OLD_KEY, PASSWORD, SECRET, Answer, Client, Console


def link_in(page: Answer) -> str:
    return page.text.partition("/staff/invitation/")[2][:43]


async def invite(console: Console, name: str = "Nueva Colega", **rights: object) -> tuple[Client, str]:
    boss = await console.signed_in("administrator")
    page = await boss.post("/people/new", {"name": name, "role": "viewer", "office": HOME} | rights)
    assert page.status == 200, page.words()
    return boss, link_in(page)


async def test_somebody_invited_sets_a_password_once_and_is_in(console: Console) -> None:
    _, token = await invite(console)
    client = console.stranger()
    assert "Nueva Colega" in (await client.get(f"/invitation/{token}")).words()
    form = {"password": "mi casa tiene tres gatos", "again": "mi casa tiene tres gatos"}
    assert (await client.post(f"/invitation/{token}", form)).location == "/staff?done=welcome"
    assert (await client.get()).status == 200
    late = console.stranger()
    await late.get("/login")
    assert (await late.get(f"/invitation/{token}")).status == 410
    assert (await late.post(f"/invitation/{token}", form)).status == 410


async def test_an_invitation_is_hashed_in_the_store_and_lives_three_days(console: Console) -> None:
    _, token = await invite(console)
    (key,) = console.redis.cli("keys", "invitation:*").split()
    assert token not in key and 0 < int(console.redis.cli("ttl", key)) <= 3 * 86_400
    console.clock.passes(days=3)
    assert (await console.stranger().get(f"/invitation/{token}")).status == 410


@pytest.mark.parametrize("what", ["role", "disabled", "reset"])
async def test_w03_an_old_invitation_dies_when_the_account_changes(console: Console, what: str) -> None:
    boss, token = await invite(console)
    account = await console.desk.accounts.named("nueva colega")
    assert account is not None
    if what == "role":
        await boss.post(f"/people/{account.id}", {"role": "editor", "office": HOME})
    elif what == "disabled":
        await boss.post(f"/people/{account.id}/disable")
    else:
        assert link_in(await boss.post(f"/people/{account.id}/reset")) != token
    assert (await console.stranger().get(f"/invitation/{token}")).status == 410


async def test_w03_fields_that_are_not_asked_for_change_nothing(console: Console) -> None:
    _, token = await invite(console)
    client = console.stranger()
    await client.get(f"/invitation/{token}")
    more = {
        "role": "administrator",
        "lanes": ["gbv", "staff"],
        "office": AWAY,
        "id": "x",
        "disabled": "",
        "name": "Boss",
    }
    await client.post(f"/invitation/{token}", {"password": PASSWORD, "again": PASSWORD} | more)
    await client.post("/profile/language", {"language": "en"} | more)
    account = await console.desk.accounts.named("nueva colega")
    assert account is not None and (account.role, account.office, account.lanes) == ("viewer", HOME, ())


async def test_w03_nobody_changes_what_they_themselves_may_do(console: Console) -> None:
    boss = await console.signed_in("administrator")
    own = console.accounts["administrator"].id
    for path, form in (
        ("", {"role": "focal-point", "lanes": "gbv"}),
        ("/disable", {}),
        ("/reset", {}),
        ("/enable", {}),
    ):
        assert (await boss.post(f"/people/{own}{path}", form)).status == 403
    assert await console.account("administrator") == console.accounts["administrator"]


async def test_w03_the_last_administrator_stays(console: Console) -> None:
    boss, other = await console.account("administrator"), await console.add("second", "administrator")
    client = await console.signed_in("second")
    assert (await client.post(f"/people/{boss.id}", {"role": "viewer", "office": HOME})).status == 303
    with pytest.raises(LastManager):
        await console.desk.accounts.change(other, replace(other, disabled=True), console.desk.roles)
    with pytest.raises(LastManager):
        await console.desk.accounts.reset(other, console.desk.roles, console.desk.seconds)
    still = await console.desk.accounts.of(other.id)
    assert still is not None and still.is_active


async def test_w03_two_administrators_cannot_stop_each_other_at_once(console: Console) -> None:
    accounts, roles = console.desk.accounts, console.desk.roles
    one, two = await console.account("administrator"), await console.add("second", "administrator")
    for _ in range(10):
        done = await asyncio.gather(
            accounts.change(one, replace(one, disabled=True), roles),
            accounts.change(two, replace(two, disabled=True), roles),
            return_exceptions=True,
        )
        assert sum(isinstance(each, Account) for each in done) == 1, done
        (off,) = [each for each in done if isinstance(each, Account)]
        on = await accounts.change(off, replace(off, disabled=False), roles)
        one, two = (on, two) if on.id == one.id else (one, on)


async def test_two_changes_at_once_do_not_undo_each_other(console: Console) -> None:
    account = await console.account("viewer")
    await console.desk.accounts.change(account, replace(account, office=AWAY), console.desk.roles)
    with pytest.raises(Changed):
        await console.desk.accounts.change(account, replace(account, role="editor"), console.desk.roles)


async def test_a_name_is_taken_once(console: Console) -> None:
    async def add() -> object:
        return await console.desk.accounts.add("Same Name", "viewer", "", (), 0)

    done = await asyncio.gather(*(add() for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(each, Account) for each in done) == 1
    assert all(isinstance(each, Account | NameTaken) for each in done)
    boss = await console.signed_in("administrator")
    page = await boss.post("/people/new", {"name": "SAME  name", "role": "viewer"})
    assert page.status == 422


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "<b>x"}, {"name": "a\u202eb"}, {"role": "king"}, {"office": "nowhere"}, {"lanes": "gbv"}],
)
async def test_what_does_not_fit_is_told_and_nothing_is_made(console: Console, wrong: dict[str, str]) -> None:
    boss = await console.signed_in("administrator")
    before = len(await console.desk.accounts.all())
    page = await boss.post("/people/new", {"name": "Somebody", "role": "viewer", "office": HOME} | wrong)
    assert page.status == 422 and 'class="wrong"' in page.text
    assert len(await console.desk.accounts.all()) == before


async def test_a_supervisor_sees_the_people_of_their_office_and_changes_nobody(console: Console) -> None:
    client = await console.signed_in("supervisor")
    page = await client.get("/people")
    assert "Caseworker" in page.words() and "Other Caseworker" not in page.words()
    assert "/people/new" not in page.text
    assert "<form" not in (await client.get(f"/people/{console.accounts['viewer'].id}")).text.partition("<main")[2]


async def test_a_reset_lets_somebody_in_again_and_only_by_the_new_link(console: Console) -> None:
    boss = await console.signed_in("administrator")
    token = link_in(await boss.post(f"/people/{console.accounts['caseworker'].id}/reset"))
    client = console.stranger()
    await client.get("/login")
    assert (await client.post("/login", {"name": "caseworker", "password": PASSWORD})).status == 401
    fresh = "una contraseña bien distinta"
    done = await client.post(f"/invitation/{token}", {"password": fresh, "again": fresh})
    assert done.location == "/staff/login/enrol", "the lost telephone is worth nothing any more"


async def test_a_link_used_by_many_at_once_lets_in_one(console: Console) -> None:
    account = await console.desk.accounts.add("Only One", "viewer", "", (), 0)
    token = await console.desk.accounts.invite(account, console.desk.seconds)

    async def take(password: str) -> object:
        return await console.desk.accounts.take_up(token, password, "", console.desk.seconds)

    done = await asyncio.gather(*(take(f"hash {number}") for number in range(10)), return_exceptions=True)
    assert sum(isinstance(each, Account) for each in done) == 1
    assert all(isinstance(each, Account | NoSuchInvitation) for each in done)


async def test_the_first_account_is_made_by_its_link_and_by_nothing_after(
    console: Console, fresh_redis: RedisServer, library: Library
) -> None:
    token = console.desk.accounts.first_token
    client = console.stranger()
    assert (await client.get(f"/invitation/{token}")).status == 410, "there are accounts"
    for key in fresh_redis.cli("keys", "*{staff}*").split():
        fresh_redis.cli("del", key)
    page = await client.get(f"/invitation/{token}")
    assert page.status == 200 and 'name="name"' in page.text
    form = {"name": "Marta", "password": PASSWORD, "again": PASSWORD}
    assert (await client.post(f"/invitation/{token}", form | {"again": "other"})).status == 422
    assert (await client.post(f"/invitation/{token}", form)).location == "/staff/login/enrol"
    assert (await client.post(f"/invitation/{token}", form | {"name": "Eve"})).status == 410
    (only,) = await console.desk.accounts.all()
    assert (only.name, only.role) == ("Marta", "administrator")


async def test_nothing_of_an_account_can_be_read_in_the_store(console: Console) -> None:
    dump = b"".join(console.redis.says("dump", key) for key in console.redis.cli("keys", "*{staff}*").split())
    assert dump
    for plain in ("Caseworker", "caseworker", HOME, "argon2", "twenty bytes"):
        assert plain.encode() not in dump


async def test_with_a_new_key_nothing_is_left_under_the_old_one(console: Console) -> None:
    desk = console.desk
    fresh = Accounts(desk.link, Seal(["another-key-of-enough-letters", OLD_KEY]), desk.installation)
    count = len(console.accounts)
    assert await fresh.reseal() == 2 * count and await fresh.reseal() == 0
    only_new = Accounts(desk.link, Seal(["another-key-of-enough-letters"]), desk.installation)
    for account in console.accounts.values():
        assert await only_new.of(account.id) == account
        credentials = await only_new.credentials(account.id)
        assert await desk.passwords.fits(PASSWORD, credentials.password)
        assert not credentials.totp or only_new.secret_of(account.id, credentials) == SECRET


async def test_records_cannot_be_swapped(console: Console) -> None:
    """The administrator's sealed account under another's id is refused, not believed."""
    desk: Desk = console.desk
    sealed = await desk.link.one("HGET", "accounts:{staff}", console.accounts["administrator"].id)
    client = await console.signed_in("viewer")
    await desk.link.one("HSET", "accounts:{staff}", console.accounts["viewer"].id, sealed)
    assert (await client.get("/people")).status == 503
