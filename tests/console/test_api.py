"""The API: nothing without a token, no more than its scopes and its office, never a sealed lane, all of it noted."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.console import api
from bot.console.api_description import DESCRIPTION
from bot.console.casework import Work
from bot.domain.casehook import CaseHook
from bot.store.outbox import Condition, Letter
from bot.store.tokens import SCOPES, Tokens
from tests.console.casekit import WORDS, counted, now_of, open_case
from tests.console.kit import AWAY, HOME, Console
from tests.waiting import PATIENCE

WISH: dict[str, Any] = {
    "category": "legal", "language": "es", "door": "in-person", "consent": True, "scope": ["need", "words"],
    "reference": "CP-1", "words": "papeles", "city": "Tijuana",
}  # fmt: skip


async def token(console: Console, office: str = HOME, scopes: tuple[str, ...] = SCOPES) -> str:
    _, secret = await console.desk.store(Tokens).make("CPIMS", office, scopes, "somebody", console.desk.seconds)
    return secret


async def ask(console: Console, secret: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
    async with (
        ClientSession() as session,
        session.request(method, f"{console.url}/staff/api{path}", headers=headers, data=data) as got,
    ):
        assert got.headers["X-Content-Type-Options"] == "nosniff" and got.headers["Cache-Control"] == "no-store"
        text = await got.text()
        return got.status, json.loads(text) if text else None


CALLS = [
    ("GET", "/v1/cases", "cases:read"),
    ("POST", "/v1/cases", "cases:write"),
    ("GET", "/v1/cases/{id}", "cases:read"),
    ("POST", "/v1/cases/{id}/moves", "cases:write"),
    ("POST", "/v1/contacts", "contacts:write"),
]


def test_every_address_is_described() -> None:
    assert {(method.upper(), f"/v1{path}") for path, ways in DESCRIPTION["paths"].items() for method in ways} - {
        ("PARAMETERS", f"/v1{path}") for path in DESCRIPTION["paths"]
    } == {(method, path) for method, path, _ in CALLS}
    said = json.dumps(DESCRIPTION)
    for name in DESCRIPTION["components"]["schemas"]:
        assert f'"#/components/schemas/{name}"' in said


async def test_W10_a_body_that_comes_too_slowly_is_not_waited_for(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "READ_SECONDS", 0.2)
    host, _, port = console.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /staff/api/v1/contacts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {await token(console)}\r\n"
    writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert b" 408 " in await asyncio.wait_for(reader.readline(), PATIENCE)
    writer.close()


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
async def test_nothing_is_told_without_a_token_with_the_scope(
    console: Console, method: str, path: str, scope: str
) -> None:
    stored = await open_case(console)
    address = path.replace("{id}", stored.referral.id)
    assert (await ask(console, "", method, address, {}))[0] == 401
    assert (await ask(console, "farol_wrong", method, address, {}))[0] == 401
    other = tuple(one for one in SCOPES if one != scope)
    assert (await ask(console, await token(console, scopes=other), method, address, {}))[0] == 403
    assert await now_of(console, stored) == stored.referral


async def test_a_system_sees_its_office_and_what_was_agreed_to(console: Console) -> None:
    ours = await open_case(console, 1, scope=("need", "words"))
    theirs = await open_case(console, 2, office=AWAY)
    sealed = await open_case(console, 3, lane="gbv", category="gbv")
    secret = await token(console)
    status, page = await ask(console, secret, "GET", "/v1/cases")
    assert status == 200 and [one["id"] for one in page["cases"]] == [ours.referral.id] and page["total"] == 1
    _, case = await ask(console, secret, "GET", f"/v1/cases/{ours.referral.id}")
    assert case["words"] == WORDS and case["contact"] == "" and case["city"] == "" and "girasol" not in json.dumps(case)
    for hidden in (theirs, sealed):
        assert (await ask(console, secret, "GET", f"/v1/cases/{hidden.referral.id}"))[0] == 404
    everywhere = await token(console, office="")
    _, page = await ask(console, everywhere, "GET", "/v1/cases")
    assert {one["id"] for one in page["cases"]} == {ours.referral.id, theirs.referral.id}
    assert (await ask(console, everywhere, "GET", f"/v1/cases/{sealed.referral.id}"))[0] == 404
    noted = [line for line in await console.desk.audit.of(ours.referral.id) if line.what == "referral.read"]
    assert noted and noted[0].who.startswith("token-")


async def test_a_system_opens_a_referral_once_and_only_with_consent(console: Console) -> None:
    secret = await token(console, office="")
    status, opened = await ask(console, secret, "POST", "/v1/cases", WISH)
    assert status == 201 and opened["code"]
    assert await ask(console, secret, "POST", "/v1/cases", WISH) == (200, opened)
    referral = (await console.desk.store(Work).cases.read([opened["id"]]))[opened["id"]].referral
    assert referral.words == "papeles" and referral.city == "", "the city was not agreed to"
    assert await counted(console, f"referral_opened:legal|{referral.office}|soon|in-person") == 1
    for without, field in (
        ({"consent": False}, "agreed"),
        ({"category": "x"}, "category"),
        ({"reference": ""}, "reference"),
    ):
        status, said = await ask(console, secret, "POST", "/v1/cases", WISH | without)
        assert status == 422 and field in said["fields"]


async def test_a_system_moves_what_it_has_read_and_is_told_when_it_is_late(console: Console) -> None:
    stored = await open_case(console)
    secret, path = await token(console), f"/v1/cases/{stored.referral.id}/moves"
    status, case = await ask(console, secret, "POST", path, {"move": "claim", "revision": 1})
    assert status == 200 and case["state"] == "claimed" and case["revision"] == 2
    assert (await ask(console, secret, "POST", path, {"move": "attend", "revision": 1}))[0] == 409
    assert (await ask(console, secret, "POST", path, {"move": "accept", "revision": 2}))[0] == 422
    assert (await ask(console, secret, "POST", path, {"move": "send", "organisation": "x", "revision": 2}))[0] == 422
    assert (await now_of(console, stored)).state == "claimed"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 50_000, b'"x"', b'{"count": true}'])
async def test_bad_json_is_refused_and_never_a_failure(console: Console, body: bytes) -> None:
    """R25."""
    secret = await token(console)
    for path in ("/v1/contacts", "/v1/cases"):
        assert (await ask(console, secret, "POST", path, body))[0] == 422


async def test_contacts_are_counted_for_other_systems_too(console: Console) -> None:
    secret = await token(console)
    body = {"means": "telephone", "category": "health", "count": 2}
    assert (await ask(console, secret, "POST", "/v1/contacts", body))[0] == 204
    assert await counted(console, "contact:telephone|health") == 2


async def test_a_token_is_shown_once_and_ends_when_it_is_revoked(console: Console) -> None:
    admin = await console.signed_in("administrator")
    page = await admin.post("/tokens", {"name": "CPIMS", "office": HOME, "scopes": ["cases:read"]})
    secret = page.text.partition('value="farol_')[2].partition('"')[0]
    assert secret and "farol_" not in (await admin.get("/tokens")).text
    assert (await ask(console, f"farol_{secret}", "GET", "/v1/cases"))[0] == 200
    (kept,) = await console.desk.store(Tokens).all()
    assert secret not in console.redis.says("hgetall", "api-tokens:{staff}").decode("latin-1")
    await admin.post(f"/tokens/{kept.id}/revoke")
    assert (await ask(console, f"farol_{secret}", "GET", "/v1/cases"))[0] == 401
    assert (await admin.post("/tokens", {"name": "x", "office": "nowhere", "scopes": ["cases:read"]})).status == 422


async def test_what_a_system_could_not_be_told_is_seen_and_tried_again(console: Console) -> None:
    console.desk.hooks = (CaseHook("cpims", HOME, "https://cases.example.org/farol", b"a-secret-for-these-tests"),)
    stored = await open_case(console)
    outbox, id = console.desk.store(Work).outbox, stored.referral.id
    letter = Letter(event="queued", state="queued", tries=15, why="status 500", dead=True)
    await outbox.write(stored.referral.partition, "cpims", {id: (None, letter)}, console.desk.seconds)
    admin = await console.signed_in("administrator")
    page = await admin.get("/tokens")
    assert "cpims" in page.words() and f"…{id[-6:]}: status 500" in page.words() and "1 aviso no llegó" in page.words()
    assert "a-secret" not in page.text
    assert "done=nothing" in (await admin.post("/tokens/systems/again", {"system": "other"})).location
    assert "done=told-again" in (await admin.post("/tokens/systems/again", {"system": "cpims"})).location
    assert await outbox.condition("cpims") == Condition(1, 0)
    assert "1 aviso espera" in (await admin.get("/tokens")).words()
