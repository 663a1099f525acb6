"""Coming in: a password, a code where the role needs one, and what is refused (W04, W09)."""

import base64
import io
import statistics
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from bot.console import totp
from bot.console.passwords import LONGEST, Passwords
from bot.console.totp import code_at
from bot.store.link import Command
from tests.console.kit import PASSWORD, SECRET, Client, Console


def code(console: Console, steps: int = 0) -> str:
    return code_at(SECRET, console.desk.seconds // 30 + steps)


async def give_password(client: Client, name: str = "Caseworker", password: str = PASSWORD) -> str:
    await client.get("/login")
    return (await client.post("/login", {"name": name, "password": password})).location


async def test_a_stranger_is_shown_the_way_in_and_comes_back_to_where_they_wanted(console: Console) -> None:
    client = console.stranger()
    asked = await client.get("/people?state=active")
    assert asked.status == 303 and asked.location == "/staff/login?next=%2Fstaff%2Fpeople%3Fstate%3Dactive"
    page = await client.get(asked.location)
    assert page.status == 200 and 'value="/staff/people?state=active"' in page.text
    done = await client.post("/login", {"name": "viewer", "password": PASSWORD, "next": "/staff/people?state=active"})
    assert done.location == "/staff/people?state=active"


@pytest.mark.parametrize(
    "where",
    ["https://elsewhere.example/staff", "//elsewhere.example/staff", "/staff\\..", "javascript:1", "/en", "/staffroom"],
)
async def test_nobody_is_sent_to_another_site(console: Console, where: str) -> None:
    client = console.stranger()
    await client.get("/login")
    done = await client.post("/login", {"name": "viewer", "password": PASSWORD, "next": where})
    assert done.location == "/staff"


async def test_names_are_one_however_they_are_written(console: Console) -> None:
    client = console.stranger()
    assert await give_password(client, "  OTHER   caseWorker ") == "/staff/login/code?next=%2Fstaff"


@pytest.mark.parametrize(
    ("name", "password"), [("viewer", "wrong"), ("nobody at all", PASSWORD), ("", ""), ("viewer", "")]
)
async def test_a_wrong_name_and_a_wrong_password_are_told_alike(console: Console, name: str, password: str) -> None:
    client = console.stranger()
    await client.get("/login")
    answer = await client.post("/login", {"name": name, "password": password})
    assert answer.status == 401 and console.desk.library().phrase("console.login.wrong", "es") in answer.words()
    assert (await client.get()).location == "/staff/login"


async def test_w09_a_role_that_sees_cases_needs_the_code_too(console: Console) -> None:
    client = console.stranger()
    assert (await give_password(client)).startswith("/staff/login/code")
    assert (await client.get("/profile")).location == "/staff/login/code"
    assert (await client.post("/profile/language", {"language": "en"})).status == 403
    assert (await client.post("/login/code", {"code": code(console)})).location == "/staff"
    assert (await client.get()).status == 200


async def test_w09_without_a_second_factor_there_is_nothing_but_enrolling(console: Console) -> None:
    account = await console.account("supervisor")
    token = await console.desk.accounts.reset(account, console.desk.roles, console.desk.seconds)
    client = console.stranger()
    await client.get(f"/invitation/{token}")
    done = await client.post(f"/invitation/{token}", {"password": PASSWORD, "again": PASSWORD})
    assert done.location == "/staff/login/enrol"
    assert (await client.get("/people")).location == "/staff/login/code"
    assert (await client.get("/login/code")).location.startswith("/staff/login/enrol")
    page = await client.get("/login/enrol")
    letters = page.text.partition("<code>")[2].partition("</code>")[0].replace(" ", "")
    secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    assert (await client.post("/login/enrol", {"code": "000000"})).status == 422
    now = console.desk.seconds // 30
    assert (await client.post("/login/enrol", {"code": code_at(secret, now)})).location == "/staff?done=enrolled"
    assert (await client.get("/people")).status == 200
    assert (await client.post("/login/enrol", {"code": code_at(secret, now)})).status == 409, "not over another one"
    again = console.stranger()
    await give_password(again, "Supervisor")
    assert (await again.post("/login/code", {"code": code_at(secret, now)})).status == 401, "used when enrolling"


@pytest.mark.parametrize(("steps", "taken"), [(0, True), (-1, True), (1, True), (-2, False), (2, False)])
async def test_w09_a_clock_may_be_off_by_one_step(console: Console, steps: int, taken: bool) -> None:
    client = console.stranger()
    await give_password(client)
    assert (await client.post("/login/code", {"code": code(console, steps)})).status == (303 if taken else 401)


async def test_w09_a_code_counts_once(console: Console) -> None:
    first, second = console.stranger(), console.stranger()
    await give_password(first)
    await give_password(second)
    assert (await first.post("/login/code", {"code": code(console)})).status == 303
    assert (await second.post("/login/code", {"code": code(console)})).status == 401
    assert (await second.post("/login/code", {"code": code(console, -1)})).status == 401, "nor one from before it"
    assert (await second.post("/login/code", {"code": code(console, 1)})).status == 303


async def test_w09_codes_cannot_be_tried_at_will(console: Console) -> None:
    client = console.stranger()
    await give_password(client)
    answers = [(await client.post("/login/code", {"code": f"{number:06}"})).status for number in range(8)]
    assert answers == [401] * 5 + [429] * 3
    assert (await client.post("/login/code", {"code": code(console)})).status == 429
    console.clock.passes(seconds=61)
    assert (await client.post("/login/code", {"code": code(console)})).status == 303


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B (its eight digits, of which ours are the last six)."""
    for seconds, told in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert code_at(b"12345678901234567890", seconds // 30) == told
    assert totp.address(b"key", "Ana R.", "Farol") == "otpauth://totp/Farol%3AAna%20R.?secret=NNSXS&issuer=Farol"


async def test_w04_five_passwords_a_minute_are_checked_and_no_more(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    real = Passwords.fits

    async def noting(self: Passwords, password: str, kept: str) -> bool:
        checked.append(password)
        return await real(self, password, kept)

    monkeypatch.setattr(Passwords, "fits", noting)
    client = console.stranger()
    await client.get("/login")
    statuses = [
        (await client.post("/login", {"name": "viewer", "password": f"try {number}"})).status for number in range(30)
    ]
    assert statuses == [401] * 5 + [429] * 25 and len(checked) == 5
    other = console.stranger()
    assert await give_password(other, "editor") == "/staff", "others are not locked out"
    console.clock.passes(seconds=59)
    assert (await client.post("/login", {"name": "viewer", "password": PASSWORD})).status == 429
    console.clock.passes(seconds=2)
    assert (await client.post("/login", {"name": "viewer", "password": PASSWORD})).status == 303


async def test_w04_the_owners_own_browser_is_not_kept_out_by_tries_from_elsewhere(console: Console) -> None:
    owner, thief = console.stranger(), console.stranger()
    await give_password(owner, "viewer")
    await owner.post("/logout")
    await thief.get("/login")
    for number in range(7):
        last = await thief.post("/login", {"name": "viewer", "password": f"try {number}"})
    assert last.status == 429
    assert await give_password(owner, "viewer") == "/staff"
    await owner.post("/logout")
    statuses = [(await give_password(owner, "editor", "wrong"), number)[1] for number in range(5)]
    assert statuses and await give_password(owner, "editor") == "", "that it knows one account helps with no other"


async def test_w04_a_place_that_tries_many_names_is_stopped_and_other_places_are_not(console: Console) -> None:
    client = console.stranger()
    await client.get("/login")

    async def tries(name: str, place: str) -> int:
        headers = {"X-Forwarded-For": f"203.0.113.99, {place}"}
        return (await client.post("/login", {"name": name, "password": "wrong"}, headers=headers)).status

    statuses = [await tries(f"name {number}", "203.0.113.5") for number in range(62)]
    assert statuses == [401] * 60 + [429] * 2
    assert await tries("name 99", "203.0.113.6") == 401


async def test_w04_unknown_names_cost_the_same_work(console: Console) -> None:
    """Compared in CPU time of whole requests, which the machine's other work does not blur; never in a stopwatch."""
    passwords = console.desk.passwords
    passwords.hasher = type(passwords.hasher)(time_cost=1, memory_cost=8 << 10, parallelism=1)
    passwords._nobodys = passwords.hasher.hash("nobody has this")
    account = await console.account("viewer")
    await console.desk.accounts.keep_password(account, await passwords.hash(PASSWORD))
    client = console.stranger()
    await client.get("/login")
    spent: dict[str, list[float]] = {"viewer": [], "nobody of that name": []}
    for _ in range(25):
        for name, times in spent.items():
            console.clock.passes(seconds=61)
            before = time.process_time()
            assert (await client.post("/login", {"name": name, "password": "wrong wrong wrong"})).status == 401
            times.append(time.process_time() - before)
    known, unknown = (statistics.median(times) for times in spent.values())
    assert abs(known - unknown) < max(known, unknown) / 3


async def test_w04_a_huge_password_is_refused_before_it_is_read(console: Console) -> None:
    client = console.stranger()
    await client.get("/login")
    huge = io.BytesIO(b"name=viewer&password=" + b"x" * (1 << 20))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await client.ask("POST", "/login", data=huge, headers=form)).status == 413
    assert (await client.post("/login", {"name": "viewer", "password": "x" * (LONGEST + 1)})).status == 401


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("short", "short"), ("x" * 201, "long"), ("password1234", "common"), ("Contraseña2026", "common"),
        ("123456789012", "common"), ("qwertyuiop123", "common"), ("aaaaaaaaaaab", "common"), ("ana.lopez.r.1", "name"),
        ("tres caracoles verdes", ""), ("9fK2mQ7xLw3P", ""),
    ],
)  # fmt: skip
def test_passwords_that_anybody_would_guess_are_refused(password: str, problem: str) -> None:
    assert Passwords().problem(password, "Ana Lopez R") == problem


def test_passwords_are_kept_as_argon2id() -> None:
    assert Passwords().hasher.hash(PASSWORD).startswith("$argon2id$v=19$m=32768,t=3,p=1$")


async def test_a_disabled_account_does_not_come_in(console: Console) -> None:
    account = await console.account("viewer")
    await console.desk.accounts.change(account, replace(account, disabled=True), console.desk.roles)
    assert await give_password(console.stranger(), "viewer") == ""


async def test_the_language_is_the_browsers_until_one_is_chosen(console: Console) -> None:
    client = console.stranger()
    client.headers["Accept-Language"] = "fr;q=0.9, ht, en;q=0.5"
    assert '<html lang="ht"' in (await client.get("/login")).text
    await client.post("/login/language", {"language": "en"})
    assert '<html lang="en"' in (await client.get("/login")).text
    signed_in = await console.signed_in("viewer", "ht")
    assert '<html lang="ht"' in (await signed_in.get()).text
    await signed_in.post("/profile/language", {"language": "en"})
    assert '<html lang="en"' in (await signed_in.get()).text


async def test_w04_whoever_is_named_exactly_the_same_is_done(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopwatch tells of what is done: it is as many trips to Redis, and one password of the same cost."""
    desk = console.desk
    await desk.accounts.add("Invited Only", "viewer", "", (), desk.seconds)
    gone = await console.account("editor")
    await desk.accounts.change(gone, replace(gone, disabled=True), desk.roles)
    done: list[str] = []
    many, verify = desk.link.many, desk.passwords._verify

    async def asked(commands: Iterable[Command]) -> list[Any]:
        listed = list(commands)
        done.append(f"redis {len(listed)}")
        return await many(listed)

    def worked(kept: str, password: str) -> bool:
        done.append(kept.rpartition("$")[0].rpartition("$")[0])
        return verify(kept, password)

    client = console.stranger()
    await client.get("/login")
    monkeypatch.setattr(desk.link, "many", asked)
    monkeypatch.setattr(desk.passwords, "_verify", worked)
    seen: dict[str, list[str]] = {}
    for name in ("viewer", "nobody of that name", "Invited Only", "editor", "caseworker"):
        console.clock.passes(seconds=61)
        done.clear()
        assert (await client.post("/login", {"name": name, "password": "wrong wrong wrong"})).status == 401
        seen[name] = [*done]
    assert sum(each.startswith("$argon2id") for each in seen["viewer"]) == 1
    assert all(each == seen["viewer"] for each in seen.values()), seen
