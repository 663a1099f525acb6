"""W01, W02, W06, W08: every route of the router, whoever asks, whatever it is about. A route without a row fails."""

import importlib
import re
from collections.abc import Mapping
from types import ModuleType

import pytest

from bot.console.route import Route, found_routes
from tests.conftest import RedisServer
from tests.console.kit import Client, Console
from tests.console.matrix import HALF, NOT_OWN, OPEN, SIGNED_IN

ROUTES = found_routes()
ROLES = ("viewer", "caseworker", "focal-point", "supervisor", "editor", "administrator")
POSTS = [route for route in ROUTES if route.method == "POST"]
FILE = "f1"
"""The file that things with files have."""
Allowed = str | tuple[str, ...] | Mapping[str, str]


def name(route: Route) -> str:
    return f"{route.method} {route.path}"


def page_of(route: Route) -> ModuleType:
    return importlib.import_module(f"tests.console.matrix.{route.name}")


def row(route: Route) -> Allowed:
    found: Allowed = page_of(route).ROWS[name(route)]
    return found


async def address(console: Console, route: Route, who: str, whose: str = "own") -> str:
    if "{id}" in route.path:
        id = await page_of(route).thing(console, who, whose)
        return route.path.replace("{id}", id).replace("{file}", FILE)
    return re.sub(r"\{\w+\}", "x" * 43, route.path)


async def status(console: Console, client: Client, route: Route, path: str) -> int | str:
    """What somebody gets who asks for it properly; `login` when they are sent there first."""
    answer = await (client.get(path) if route.method == "GET" else client.post(path))
    to_login = answer.status == 303 and answer.location.startswith("/staff/login") and not route.path.startswith("/log")
    return "login" if to_login and route.needs is not OPEN else answer.status


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    rows: set[tuple[str, str]] = set()
    for module in {route.name for route in ROUTES}:
        rows |= {(module, each) for each in importlib.import_module(f"tests.console.matrix.{module}").ROWS}
    assert rows == {(route.name, name(route)) for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=name)
async def test_a_stranger_gets_no_further_than_the_door(console: Console, route: Route) -> None:
    client = console.stranger()
    await client.get("/login")
    path = await address(console, route, "administrator")
    got = await status(console, client, route, path)
    if row(route) == OPEN:
        assert got not in {403, "login", 500, 503}
    else:
        assert got == ("login" if route.method == "GET" and not route.live else 403) or (
            route.method == "GET" and route.path.startswith("/login") and got == 303
        )


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("route", [route for route in ROUTES if row(route) not in (OPEN, HALF)], ids=name)
async def test_w01_every_role_at_every_route(console: Console, route: Route, who: str) -> None:
    allowed = row(route)
    cells = ("own", "office", "other") if isinstance(allowed, Mapping) else ("own",)
    for whose in cells:
        if isinstance(allowed, Mapping):
            reach = allowed.get(who, "")
            expected = {
                "": {403},
                "all": {"yes"},
                "office": {404} if whose == "other" else {"yes"},
                "own": {"yes"} if whose == "own" else {404},
                NOT_OWN: {403} if whose == "own" else {"yes"},
            }[reach]
        else:
            expected = {"yes"} if allowed == SIGNED_IN or who in allowed else {403}
        client = await console.signed_in(who)
        got = await status(console, client, route, await address(console, route, who, whose))
        kind = got if got in {403, 404, 500, 503, "login"} else "yes"
        assert kind in expected, f"{name(route)} as {who}, {whose}: {got}"


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if "{id}" in route.path and not isinstance(row(route), str)], ids=name
)
async def test_w02_ids_of_others_are_not_found_and_the_attempt_is_noted(console: Console, route: Route) -> None:
    allowed = row(route)
    assert isinstance(allowed, Mapping)
    limited = [role for role, reach in allowed.items() if reach in {"office", "own"}] or ["administrator"]
    client = await console.signed_in(limited[0])
    is_limited = allowed[limited[0]] in {"office", "own"}
    id = await page_of(route).thing(console, limited[0], "other") if is_limited else "n" * 22
    path = route.path.replace("{id}", id).replace("{file}", FILE)
    answer = await (client.get(path) if route.method == "GET" else client.post(path))
    nothing = await (client.get if route.method == "GET" else client.post)(
        route.path.replace("{id}", "q" * 22).replace("{file}", FILE)
    )
    assert answer.status == nothing.status == 404
    assert answer.words() == nothing.words(), "nobody learns which ids there are"
    lines = await console.desk.audit.of(id)
    assert [line.what for line in lines if line.who == client.account.id][-1:] == ["denied"]  # type: ignore[union-attr]


def everything(redis: RedisServer) -> dict[str, bytes]:
    return {each: redis.says("dump", each) for each in redis.cli("keys", "*").split("\n")}


@pytest.mark.parametrize("route", POSTS, ids=name)
async def test_w06_a_form_that_is_not_ours_changes_nothing(console: Console, route: Route) -> None:
    client = await console.signed_in("administrator")
    other = await console.signed_in("administrator")
    path = await address(console, route, "administrator", "office")
    before = everything(console.redis)
    for proof, headers in (
        ("", {}),
        ("x" * 43, {}),
        (other.proof(), {}),
        (None, {"Origin": "https://elsewhere.example"}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
        (None, {"Sec-Fetch-Site": "same-site"}),
    ):
        answer = await client.post(path, {"name": "Somebody"}, proof, headers=headers)
        assert answer.status == 403, (proof, headers)
    assert everything(console.redis) == before


@pytest.mark.parametrize("route", ROUTES, ids=name)
async def test_w08_every_answer_carries_the_headers(console: Console, route: Route) -> None:
    for client in (console.stranger(), await console.signed_in("administrator")):
        path = await address(console, route, "administrator", "office")
        for method in {route.method, "GET", "DELETE"}:
            answer = await client.ask(method, path)
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy and "http" not in policy
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "geolocation=()" in answer.headers["Permissions-Policy"]


async def test_ids_cannot_be_guessed(console: Console) -> None:
    for account in console.accounts.values():
        assert re.fullmatch(r"[A-Za-z0-9_-]{22}", account.id), "128 bits"
