"""W05: how a session begins, what it is worth, and what ends it at once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.library.library import Library
from bot.store import keys
from bot.store.seal import Seal
from tests.conftest import RedisServer
from tests.console.kit import PASSWORD, Client, Console, running


async def come_in(client: Client, name: str = "viewer") -> None:
    await client.get("/login")
    assert (await client.post("/login", {"name": name, "password": PASSWORD})).location == "/staff"


async def is_in(client: Client) -> bool:
    return (await client.get("/profile")).status == 200


async def test_a_number_that_was_there_before_is_worth_nothing_after(console: Console) -> None:
    client = console.stranger()
    await client.get("/login")
    planted = client.token
    await come_in(client)
    assert client.token != planted and await is_in(client)
    thief = console.stranger()
    thief.token = planted
    assert not await is_in(thief)
    first = client.token
    await client.post("/logout")
    await come_in(client)
    assert client.token != first


async def test_the_number_is_not_in_the_store(console: Console) -> None:
    client = await console.signed_in("viewer")
    names = console.redis.cli("keys", "*")
    sessions = [key for key in names.split() if key.startswith("session:")]
    assert sessions
    kept = names + "".join(console.redis.says("get", key).decode("latin-1") for key in sessions)
    assert client.token not in kept and "Firefox" not in kept and "Viewer" not in kept


async def test_half_an_hour_without_doing_anything_ends_it(console: Console) -> None:
    client = await console.signed_in("viewer")
    for _ in range(5):
        console.clock.passes(minutes=29)
        assert await is_in(client)
    console.clock.passes(minutes=30)
    assert not await is_in(client)


async def test_after_twelve_hours_it_ends_whatever_is_done(console: Console) -> None:
    client = await console.signed_in("viewer")
    for _ in range(12 * 3 - 1):
        console.clock.passes(minutes=20)
        assert await is_in(client)
    console.clock.passes(minutes=20)
    assert not await is_in(client)


async def test_a_page_that_looks_again_by_itself_is_no_sign_of_life(console: Console) -> None:
    client = await console.signed_in("viewer")
    for _ in range(2):
        console.clock.passes(minutes=16)
        answer = await client.get("/profile", headers={"X-Farol-Live": "1"})
    assert answer.status == 303


async def test_a_clock_that_goes_back_makes_no_session_live_longer(console: Console) -> None:
    client = await console.signed_in("viewer")
    console.clock.passes(hours=-2)
    assert not await is_in(client)


async def test_it_goes_from_the_store_by_itself(console: Console) -> None:
    await console.signed_in("viewer")
    (key,) = console.redis.cli("keys", "session:*").split()
    assert 0 < int(console.redis.cli("ttl", key)) <= 30 * 60
    (key,) = console.redis.cli("keys", "sessions:*").split()
    assert 0 < int(console.redis.cli("ttl", key)) <= keys.SESSION_LIFE


Ending = Callable[[Console, Client], Awaitable[object]]


async def log_out(console: Console, client: Client) -> None:
    answer = await client.post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"' and answer.location.startswith("/staff/login")


async def change_password(console: Console, client: Client) -> None:
    wished = "another long password"
    answer = await client.post("/profile/password", {"present": PASSWORD, "password": wished, "again": wished})
    assert answer.location == "/staff/profile?done=password" and await is_in(client)


async def change_role(console: Console, client: Client) -> None:
    account = await console.account("viewer")
    await console.desk.accounts.change(account, replace(account, role="editor"), console.desk.roles)


async def disable(console: Console, client: Client) -> None:
    boss = await console.signed_in("administrator")
    assert (await boss.post(f"/people/{console.accounts['viewer'].id}/disable")).status == 303


async def reset(console: Console, client: Client) -> None:
    boss = await console.signed_in("administrator")
    assert (await boss.post(f"/people/{console.accounts['viewer'].id}/reset")).status == 200


async def end_others(console: Console, client: Client) -> None:
    other = await console.signed_in("viewer")
    assert (await other.post("/profile/sessions", {"session": "others"})).status == 303
    assert await is_in(other)


@pytest.mark.parametrize("end", [log_out, change_password, change_role, disable, reset, end_others])
async def test_a_copy_of_the_cookie_dies_with_it(console: Console, end: Ending) -> None:
    client, copy = await console.signed_in("viewer"), console.stranger()
    copy.token = client.token
    assert await is_in(copy)
    await end(console, client)
    assert not await is_in(copy), "at the very next request"


async def test_a_session_of_another_store_is_none(console: Console) -> None:
    client = await console.signed_in("viewer")
    console.desk.sessions.seal = Seal(["a-quite-different-key-of-letters"])
    assert not await is_in(client)


async def test_cookies_over_https_are_bound_to_the_host(fresh_redis: RedisServer, library: Library) -> None:
    async with running(fresh_redis, library, secure=True, public_url="https://farol.example") as console:
        answer = await console.stranger().get("/login")
        (cookie,) = answer.cookies.values()
        assert cookie.key == "__Host-farol-staff" and cookie["secure"] and cookie["httponly"]
        assert cookie["path"] == "/" and not cookie["domain"] and cookie["samesite"] == "Lax"


async def test_one_session_among_several_can_be_ended(console: Console) -> None:
    here, there = await console.signed_in("viewer"), await console.signed_in("viewer")
    key = console.desk.sessions.digest(there.token)
    page = await here.get("/profile")
    assert page.text.count("Firefox, Linux") == 2 and key in page.text
    await here.post("/profile/sessions", {"session": key})
    assert await is_in(here) and not await is_in(there)


async def test_nobody_ends_the_session_of_somebody_else(console: Console) -> None:
    client, other = await console.signed_in("viewer"), await console.signed_in("editor")
    await client.post("/profile/sessions", {"session": console.desk.sessions.digest(other.token)})
    assert await is_in(other)


async def test_another_telephone_needs_the_password_and_enrolling_anew(console: Console) -> None:
    client, copy = await console.signed_in("caseworker"), console.stranger()
    copy.token = client.token
    assert (await client.post("/profile/second-factor", {"present": "not it"})).status == 422
    assert await is_in(copy)
    done = await client.post("/profile/second-factor", {"present": PASSWORD})
    assert done.location.startswith("/staff/login/enrol")
    assert not await is_in(copy) and not await is_in(client)
    assert (await client.get("/login/enrol")).status == 200
