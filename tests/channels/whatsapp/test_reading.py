"""What people do on WhatsApp, as Meta posts it, becomes what we understand; nothing odd costs a message."""

import contextlib
import dataclasses
import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.contract import Forged, NotAMessage, Post, Report
from bot.channels.whatsapp import SIGNATURE, Channel, Settings, sign
from bot.domain.messages import Incoming, Pin
from tests.stubs.graph import Graph, envelope

SECRET = "1222e786b144d0e85b9f365372d93676"
PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))
channel = Channel(Settings(token="T", phone_id="106540352242922", app_secret=SECRET, verify_token="a word"))


def post(body: bytes | object, signature: str | None = None) -> Post:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {} if signature == "" else {SIGNATURE: signature or sign(SECRET.encode(), data).decode()}
    return Post("POST", "/hooks/whatsapp", "", {}, headers, data)


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_each_documented_payload_is_read(file: Path) -> None:
    known = json.loads(file.read_text("utf-8"))
    read = [
        Incoming(**row | ({"location": Pin(**row["location"])} if "location" in row else {})) for row in known["read"]
    ]
    assert channel.read(post(known["post"])) == read
    told = [replace(report, at=0) for report in channel.reports(post(known["post"]))]
    assert told == [Report(*row) for row in known["reports"]]


# genuine or not


VECTOR = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"264937493375603","changes":[{"value":{"messaging_product":'
    b'"whatsapp","metadata":{"display_phone_number":"15550953877","phone_number_id":"277321005464405"},"contacts":'
    b'[{"profile":{"name":"PyWa Tests"},"wa_id":"972544401243"}],"messages":[{"from":"972544401243","id":'
    b'"wamid.HBgMOTcyNTQ0NDAxMjQzFQIAEhggM0RFQTNCMEEwRTY3QzUwODYzMDc4NjQ4QzM4ODAxM0YA","timestamp":"1730231903",'
    b'"text":{"body":"Hey there! I am using PyWa."},"type":"text"}]},"field":"messages"}]}]}'
)
RIGHT = "sha256=54edfa1d7259e0eb13c677cc7d73d1b5c86cfa12433d19156e058ab9251bc441"
"""A post that Meta really signed (from the tests of the pywa library; the secret is long void)."""


def test_what_meta_signed_is_taken() -> None:
    channel.admit(post(VECTOR, RIGHT))
    assert channel.read(post(VECTOR, RIGHT))[0].text == "Hey there! I am using PyWa."


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        RIGHT.replace("sha256=", "sha1="),
        RIGHT.removeprefix("sha256="),
        RIGHT[:-1],
        RIGHT[:-8],
        RIGHT.upper(),
        "sha256=" + RIGHT.removeprefix("sha256=").upper(),
        RIGHT.replace("54", "55", 1),
        RIGHT + "0",
        f" {RIGHT}",
        "sha256=ñandú",
        sign(b"another secret", VECTOR).decode(),
    ],
)
def test_a_forgery_is_refused_and_nothing_is_told(signature: str) -> None:
    with pytest.raises(Forged) as refusal:
        channel.admit(post(VECTOR, signature))
    assert refusal.value.status == 401
    assert "sha" not in str(refusal.value)


@pytest.mark.parametrize("body", [VECTOR.replace(b"Hey", b"hey"), json.dumps(json.loads(VECTOR)).encode(), b""])
def test_a_changed_body_is_refused(body: bytes) -> None:
    with pytest.raises(Forged):
        channel.admit(post(body, RIGHT))


def test_without_a_secret_nothing_is_genuine() -> None:
    with pytest.raises(Forged):
        Channel(Settings()).admit(post(VECTOR, sign(b"", VECTOR).decode()))


@pytest.mark.parametrize(
    ("mode", "word", "answer"),
    [
        ("subscribe", "a word", "<b>1158201444</b>"),
        ("subscribe", "another", None),
        ("subscribe", "", None),
        ("unsubscribe", "a word", None),
        ("subscribe", "ñ", None),
    ],
)
def test_the_hook_is_verified_with_the_right_word_only(mode: str, word: str, answer: str | None) -> None:
    query = {"hub.mode": mode, "hub.verify_token": word, "hub.challenge": "<b>1158201444</b>"}
    assert channel.greet(Post("GET", "/hooks/whatsapp", "", query, {}, b"")) == answer


def test_without_a_verify_token_nothing_is_verified() -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}
    assert Channel(Settings()).greet(Post("GET", "/", "", query, {}, b"")) is None


# batches and odd things


def text(number: int) -> dict[str, object]:
    return {"type": "text", "text": {"body": f"hola {number}"}}


def test_a_batch_of_three_entries_ten_changes_ten_messages_is_read_whole() -> None:
    stub = Graph()
    entries = []
    for entry in range(3):
        values = []
        for change in range(10):
            rows = [
                stub.message(f"52155000000{n}", text(n), id=f"wamid.{entry}.{change}.{n % 9}")["messages"][0]
                for n in range(10)
            ]
            values.append(stub.value(contacts=[{"wa_id": "521550000000", "profile": {}}], messages=rows))
        entries.append(envelope(*values)["entry"][0])
    read = channel.read(post({"object": "whatsapp_business_account", "entry": entries}))
    assert len(read) == 300
    assert len({one.id for one in read}) == 270  # the same message told again has its id again


ODD = [
    None,
    7,
    "text",
    [],
    {},
    {"id": 7, "from": "52155"},
    {"id": "wamid.x", "from": ["52155"], "type": "text"},
    {"id": "wamid.x", "type": "text", "text": {"body": "nobody said this"}},
    {"id": "", "from": "52155", "type": "text", "text": {"body": "x"}},
    {"id": "w" * 600, "from": "52155", "type": "text", "text": {"body": "x"}},
]


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_message_does_not_cost_the_others(odd: object) -> None:
    good = Graph().message("5215512345678", text(1))["messages"][0]
    value = Graph().value(contacts="none", messages=[odd, good], statuses={"not": "a list"})
    assert [one.text for one in channel.read(post(envelope(value)))] == ["hola 1"]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"type": "text", "text": {"body": "hola"}, "context": "odd"}, {"text": "hola"}),
        ({"type": "text", "text": {"body": None}}, {"text": ""}),
        ({"type": "text", "text": "hola"}, {"media": "other"}),
        ({"type": "text"}, {"media": "other"}),
        ({"type": None}, {"media": "other"}),
        ({}, {"media": "other"}),
        ({"type": "location", "location": {"latitude": "19.4", "longitude": "-99.1"}}, {"location": Pin(19.4, -99.1)}),
        ({"type": "location", "location": {"latitude": "north"}}, {"media": "other"}),
        ({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {}}}, {"media": "other"}),
        ({"type": "image", "image": "x"}, {"media": "image"}),
        ({"type": "text", "text": {"body": "hola"}, "timestamp": "9" * 400}, {"text": "hola", "sent_at": 0}),
        ({"type": "text", "text": {"body": "hola"}, "timestamp": 1795200000}, {"text": "hola", "sent_at": 1795200000}),
        ({"type": "text", "text": {"body": "hola"}, "timestamp": {"a": 1}}, {"text": "hola", "sent_at": 0}),
    ],
)
def test_as_much_of_an_odd_message_as_can_be_is_read(said: dict[str, object], wanted: dict[str, object]) -> None:
    value = Graph().message("5215512345678", said)
    (read,) = channel.read(post(envelope(value)))
    assert {key: getattr(read, key) for key in wanted} == wanted


def test_half_a_letter_is_replaced_and_the_rest_is_read() -> None:
    body = json.dumps(envelope(Graph().message("52155123456", text(1)))).replace("hola", "h\\ud83dla").encode()
    assert channel.read(post(body))[0].text == "h?la 1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"object":"page","entry":[]}',
        b'{"object":"whatsapp_business_account","entry":' + b'{"a":' * 50_000,
        b'{"object":"whatsapp_business_account","entry":' + b"9" * 10_000 + b"}",
        b'{"object":1,"entry":[]}',
        b'{"object":"whatsapp_business_account","entry":NaN}',
    ],
    ids=range(11),
)
def test_a_signed_post_that_cannot_be_read_is_counted_not_refused(body: bytes) -> None:
    assert channel.read(post(body)) == []
    assert {report.state for report in channel.reports(post(body))} == {"unreadable"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KNOWN = [json.loads(file.read_text("utf-8"))["post"] for file in PAYLOADS]


@st.composite
def bent(draw: st.DrawFn) -> object:
    """A documented payload with something else in one of its places."""
    payload = json.loads(json.dumps(draw(st.sampled_from(KNOWN))))
    here = payload
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = draw(st.sampled_from(keys)) if keys else None
        if key is None or not isinstance(here[key], dict | list) or draw(st.integers(0, 4)) == 0:
            break
        here = here[key]
    if isinstance(here, dict):
        here[key if key is not None else "x"] = draw(JSON)
    elif key is not None:
        here[key] = draw(JSON)
    return payload


@settings(max_examples=300, deadline=None)
@given(bent())
def test_no_bent_payload_breaks_the_hook(payload: object) -> None:
    taken = post(json.dumps(payload).encode("utf-8", "replace"))
    for incoming in channel.read(taken):
        assert incoming.id and incoming.address
        msgspec.json.encode(dataclasses.asdict(incoming))  # every text is sound
    channel.reports(taken)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_break_the_hook(body: bytes) -> None:
    with contextlib.suppress(NotAMessage):
        channel.read(post(body))
        channel.reports(post(body))
