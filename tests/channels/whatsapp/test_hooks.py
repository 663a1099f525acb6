"""Both hooks behind the real ingress: whatever comes, no 500, no lost message, and forgeries cost nothing."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app.health import Health
from bot.app.ingress import Ingress
from bot.channels import telegram, twilio, twilio_form, whatsapp
from bot.channels.contract import Answer, Call
from bot.domain.messages import Incoming
from bot.store.installation import open_installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.seal import Seal
from bot.store.spool import Spool
from tests.conftest import RedisServer
from tests.stubs.graph import Graph, envelope
from tests.stubs.telegram import SECRET, TOKEN
from tests.stubs.twilio import Twilio
from tests.trials.sizes import size
from tests.waiting import PATIENCE

HOW_MANY = size(500, 10_000)
"""Of each kind; the same code took 10,000 of each."""
graph, other = Graph(), Twilio()
HERE = Path(__file__).parents[1]
KNOWN, UPDATES = (
    [json.loads(file.read_text("utf-8"))["post"] for file in sorted((HERE / name / "payloads").glob("*.json"))]
    for name in ("whatsapp", "telegram")
)
ODD = [
    None,
    True,
    0,
    -1,
    10**40,
    1e308,
    "",
    "x" * 3000,
    "\ud83d",
    "\0",
    [],
    {},
    [[[[]]]],
    {"a": {"b": []}},
    "NaN",
    [None],
]


class Queue(Line):
    """The line, which remembers what it was given."""

    kept: list[Incoming]

    def queue(self, incoming: Incoming) -> asyncio.Future[None]:
        self.kept.append(incoming)
        return super().queue(incoming)


class Hooks:
    def __init__(self, client: TestClient[Any, Any], queue: Queue) -> None:
        self.client, self.queue = client, queue

    async def whatsapp(self, body: bytes, signature: str | None = None) -> int:
        headers = {whatsapp.SIGNATURE: graph.sign(body) if signature is None else signature}
        async with self.client.post("/hooks/whatsapp", data=body, headers=headers) as answer:
            return answer.status

    async def telegram(self, body: bytes) -> int:
        headers = {telegram.SECRET_HEADER: SECRET}
        async with self.client.post("/hooks/telegram", data=body, headers=headers) as answer:
            return answer.status

    async def twilio(self, body: bytes) -> int:
        url = str(self.client.make_url("/hooks/twilio"))
        headers = {
            twilio.SIGNATURE: twilio_form.sign(other.token.encode(), url, twilio_form.read_form(body)).decode(),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        async with self.client.post("/hooks/twilio", data=body, headers=headers) as answer:
            return answer.status


@pytest.fixture
async def hooks(fresh_redis: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hooks]:
    for module in ("bot.store.line", "bot.app.ingress"):
        monkeypatch.setattr(f"{module}.QUEUE_SECONDS", PATIENCE)  # a busy machine is no fault of a payload
    link, seal = Link(fresh_redis.url), Seal(["a-key-for-tests-of-24-characters"])
    queue = Queue(link, seal, await open_installation(link, seal, 4))
    queue.kept = []

    async def carry(call: Call) -> Answer:
        assert call.url.endswith(("/leaveChat", "/sendMessage")), "a hook calls nobody but a group that it leaves"
        return Answer(200, b'{"ok":true,"result":true}')

    channels = {
        "whatsapp": whatsapp.Channel(
            whatsapp.Settings(token="T", phone_id="1", app_secret=graph.app_secret, verify_token="a word")
        ),
        "telegram": telegram.Channel(telegram.Settings(token=TOKEN, secret=SECRET)),
        "twilio": twilio.Channel(twilio.Settings(sid=other.sid, token=other.token, FROM=other.senders)),
    }
    app = web.Application()
    app.add_routes(Ingress(queue, Spool(tmp_path / "spool", seal), channels, Health(), carry).routes())
    async with TestClient(TestServer(app)) as client:
        yield Hooks(client, queue)
    await link.close()


def bent(payload: Any, chance: random.Random) -> Any:
    """The payload with something odd in one place, or a part missing."""
    payload = json.loads(json.dumps(payload))
    here = payload
    while True:
        key = chance.choice(list(here) if isinstance(here, dict) else list(range(len(here))) or [None])
        if key is None:
            return payload
        if not isinstance(here[key], dict | list) or chance.random() < 0.2:
            break
        here = here[key]
    if chance.random() < 0.3:
        del here[key]
    else:
        here[key] = chance.choice(ODD)
    return payload


async def test_no_odd_payload_on_whatsapp_is_a_fault_or_costs_another_message(hooks: Hooks) -> None:
    chance = random.Random(7)
    for number in range(HOW_MANY):
        payload = bent(chance.choice(KNOWN), chance)
        good = graph.message("5215512345678", {"type": "text", "text": {"body": "x"}}, id=f"wamid.good.{number}")
        if isinstance(payload.get("entry"), list) and payload.get("object") == "whatsapp_business_account":
            payload["entry"] += envelope(good)["entry"]
        else:
            payload = envelope(good)
        assert await hooks.whatsapp(json.dumps(payload).encode()) == 200
    kept = {incoming.id for incoming in hooks.queue.kept}
    assert {f"wamid.good.{number}" for number in range(HOW_MANY)} <= kept


async def test_no_bytes_on_whatsapp_are_a_fault(hooks: Hooks) -> None:
    chance = random.Random(8)
    for _ in range(HOW_MANY):
        body = bytearray(json.dumps(chance.choice(KNOWN)).encode())
        for _ in range(chance.randrange(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        assert (
            await hooks.whatsapp(bytes(body[: chance.randrange(len(body))] if chance.random() < 0.3 else body)) == 200
        )
    assert await hooks.whatsapp(b"[" * 900_000) == 200
    assert await hooks.whatsapp(b'{"object":' * 90_000) == 200


async def test_forgeries_on_whatsapp_are_refused_and_nothing_is_kept(hooks: Hooks) -> None:
    body = json.dumps(KNOWN[0]).encode()
    for signature in ("", "sha256=", "sha1=" + "0" * 40, "sha256=" + "0" * 64, graph.sign(body).upper(), "\xff"):
        assert await hooks.whatsapp(body, signature) == 401
    assert not hooks.queue.kept


async def test_no_odd_form_on_twilio_is_a_fault(hooks: Hooks) -> None:
    chance = random.Random(9)
    for number in range(HOW_MANY):
        form = other.message("+5215512345678", "hola", id=f"SM{number}")
        for _ in range(chance.randrange(3)):
            at = chance.randrange(len(form))
            odd = chance.choice(["", "\ud83d", "\0", "x" * 5000, "NaN", "-1", "whatsapp:", "ñ", "failed"])
            form[at] = (form[at][0], odd) if chance.random() < 0.7 else (odd, form[at][1])
        body = urlencode(form, errors="surrogatepass").encode()
        if chance.random() < 0.2:
            body = body.replace(b"%", b"%%", 1)
        assert await hooks.twilio(body) in {200, 400}, (number, len(body), body[:300])
    assert len(hooks.queue.kept) > HOW_MANY / 2


async def test_no_odd_update_on_telegram_is_a_fault_or_costs_another_message(hooks: Hooks) -> None:
    """Telegram posts again what is not taken: 400 is for what is no update at all, and never for a good one."""
    chance = random.Random(10)
    for number in range(HOW_MANY):
        assert await hooks.telegram(json.dumps(bent(chance.choice(UPDATES), chance)).encode()) in {200, 400}
        good = {"update_id": 9_000_000 + number, "message": {"message_id": 1, "date": 1, "text": "hola",
                "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "is_bot": False}}}  # fmt: skip
        assert await hooks.telegram(json.dumps(good).encode()) == 200
    kept = {incoming.id for incoming in hooks.queue.kept}
    assert {f"{9_000_000 + number}:5" for number in range(HOW_MANY)} <= kept


async def test_no_bytes_on_telegram_are_a_fault(hooks: Hooks) -> None:
    chance = random.Random(11)
    for _ in range(HOW_MANY):
        body = bytearray(json.dumps(chance.choice(UPDATES), ensure_ascii=False).encode())
        for _ in range(chance.randrange(1, 6)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        assert await hooks.telegram(bytes(body)) in {200, 400}
    for body in (b"[" * 900_000, b'{"update_id":' * 60_000):
        assert await hooks.telegram(body) == 400
