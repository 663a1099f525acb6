"""The running service and the stub platforms, over real HTTP: WhatsApp and Twilio as their people would see them."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl

import aiohttp
import pytest

from tests.service import Receiver, Service
from tests.stubs.graph import Graph, envelope
from tests.stubs.twilio import Twilio
from tests.waiting import until

ANA = "+5215512345678"


class Whole:
    def __init__(self, service: Service, graph: Graph, twilio: Twilio) -> None:
        self.service, self.graph, self.twilio = service, graph, twilio
        base = f"http://127.0.0.1:{service.port}/hooks"
        self.whatsapp_hook, self.twilio_hook = f"{base}/whatsapp", f"{base}/twilio"


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Whole]:
    graph, twilio, receiver = Graph(per_second=0), Twilio(per_second=0), Receiver()
    await graph.start()
    await twilio.start()
    settings = {
        "BOT_WHATSAPP_TOKEN": graph.token,
        "BOT_WHATSAPP_PHONE_ID": graph.phone_id,
        "BOT_WHATSAPP_APP_SECRET": graph.app_secret,
        "BOT_WHATSAPP_VERIFY_TOKEN": "a word",
        "BOT_WHATSAPP_API": graph.url,
        "BOT_TWILIO_SID": twilio.sid,
        "BOT_TWILIO_TOKEN": twilio.token,
        "BOT_TWILIO_FROM": ",".join(twilio.senders),
        "BOT_TWILIO_API": twilio.url,
    }
    service = Service(tmp_path / "service", receiver, settings)
    try:
        service.start(wait=False)
        await asyncio.to_thread(service.wait_ready)
        yield Whole(service, graph, twilio)
    finally:
        await asyncio.to_thread(service.stop)
        receiver.close()
        assert not graph.strange
        await graph.stop()
        await twilio.stop()


async def test_R16_a_batch_of_three_entries_ten_changes_ten_messages_is_answered_once_each(whole: Whole) -> None:
    """Some are told twice, half are of a kind that nobody knows yet, and the whole post comes again."""
    graph = whole.graph
    entries = []
    for entry in range(3):
        values = []
        for change in range(10):
            rows = []
            for number in range(10):
                who = f"52155{entry}{change:02}{min(number, 8):03}"
                said = {"type": "text", "text": {"body": "hola"}} if number % 2 else {"type": "hologram"}
                rows += graph.message(who, said, id=f"wamid.{who}")["messages"]
            values.append(graph.value(messages=rows))
        entries += envelope(*values)["entry"]
    batch = json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            headers = {"X-Hub-Signature-256": graph.sign(batch)}
            async with session.post(whole.whatsapp_hook, data=batch, headers=headers) as answer:
                assert answer.status == 200
    await until(lambda: len({body["to"] for body in graph.sent if body["type"] == "interactive"}) >= 270)
    last = Counter(body["to"] for body in graph.sent if body["type"] == "interactive")
    assert len(last) == 270
    assert set(last.values()) == {1}
    await until(lambda: len(graph.signs) == 270)
    assert {heard.answer for heard in graph.heard} == {200}


async def test_people_on_whatsapp_and_twilio_are_answered(whole: Whole) -> None:
    graph, twilio = whole.graph, whole.twilio

    # the hook is verified, and only by the right word
    async with aiohttp.ClientSession() as session:
        for word, status in (("a word", 200), ("another", 403)):
            query = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": "<b>1</b>"}
            async with session.get(whole.whatsapp_hook, params=query) as answer:
                assert answer.status == status
                if status == 200:
                    assert answer.content_type == "text/plain"
                    assert await answer.text() == "<b>1</b>"
        body = json.dumps(envelope(graph.message("5215500000000", {"type": "text", "text": {"body": "x"}}))).encode()
        for signature in ("sha256=" + "0" * 64, graph.sign(body + b" ")):
            async with session.post(
                whole.whatsapp_hook, data=body, headers={"X-Hub-Signature-256": signature}
            ) as answer:
                assert answer.status == 401
                assert signature.encode() not in await answer.read()

    # who has no number is answered at their id; what cannot be read is taken and counted
    nobody = graph.message("", {"type": "text", "text": {"body": "hola"}}, user_id="MX.1349120")
    assert await graph.post(whole.whatsapp_hook, nobody) == 200
    await until(lambda: any(body.get("recipient") == "MX.1349120" for body in graph.sent))
    async with aiohttp.ClientSession() as session:
        headers = {"X-Hub-Signature-256": graph.sign(b"{nonsense")}
        async with session.post(whole.whatsapp_hook, data=b"{nonsense", headers=headers) as answer:
            assert answer.status == 200

    # who has a new number goes on where they were: in Creole, while a stranger with a Mexican number is told in Spanish
    old, new, stranger = "5215511110001", "5215511110002", "5215511110003"
    for sender, text in ((old, "kreyòl"), (stranger, "hola")):
        await graph.post(whole.whatsapp_hook, graph.message(sender, {"type": "text", "text": {"body": text}}))
        await until(lambda sender=sender: graph.said_to(sender))  # type: ignore[misc]
    notice = {"type": "user_changed_number", "wa_id": new, "body": "User A changed"}
    await graph.post(whole.whatsapp_hook, graph.message(old, {"type": "system", "system": notice}))
    await graph.post(whole.whatsapp_hook, graph.message(new, {"type": "text", "text": {"body": "/menu"}}))
    await graph.post(whole.whatsapp_hook, graph.message(stranger, {"type": "text", "text": {"body": "/menu"}}))
    before = len(graph.said_to(stranger))
    await until(lambda: graph.said_to(new) and len(graph.said_to(stranger)) > before)
    assert "Ki" in graph.said_to(new)[-1] and "Ki" not in graph.said_to(stranger)[-1]

    # by SMS: numbered choices, and a number chooses
    assert await twilio.post(whole.twilio_hook, twilio.message(ANA, "menu")) == (
        200,
        "text/xml",
        '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    )
    await until(lambda: twilio.sent)
    first = len(twilio.sent)
    assert "\n1. " in list(twilio.sent.values())[-1]["Body"]
    await twilio.post(whole.twilio_hook, twilio.message(ANA, "1"))
    await until(lambda: len(twilio.sent) > first)

    # after STOP nothing goes out
    await asyncio.sleep(0.3)
    before = len(twilio.heard)
    assert (await twilio.post(whole.twilio_hook, twilio.message(ANA, "STOP")))[0] == 200
    await asyncio.sleep(0.5)
    assert len(twilio.heard) == before
    assert {dict(parse_qsl(heard.body.decode())).get("To") for heard in twilio.heard} == {ANA}

    # every request we made was within the platforms' rules
    assert {heard.answer for heard in graph.heard} == {200}
    assert {heard.answer for heard in twilio.heard} <= {200, 201}
    log = whole.service.log.read_text()
    for secret in (graph.token, graph.app_secret, twilio.token, ANA, "5215500000000", "wamid."):
        assert secret not in log
