"""Coming in: a password, a code where the role needs one, and what is refused."""

from bot.console.totp import code_at
from tests.console.kit import PASSWORD, SECRET, Client, Console


async def code(console: Console, steps: int = 0) -> str:
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


async def test_a_role_that_sees_cases_needs_the_code_too(console: Console) -> None:
    client = console.stranger()
    assert (await give_password(client)).startswith("/staff/login/code")
    assert (await client.get("/people")).location == "/staff/login/code"
    assert (await client.post("/login/code", {"code": await code(console)})).location == "/staff"
    assert (await client.get()).status == 200
