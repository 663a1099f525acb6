"""What every channel promises, tried on each that has a kit: tests/channels/<name>/kit.py."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels import found_channels
from bot.channels.contract import Answer, Call, Forged, NotAMessage, PersonLeft, Refused, TryLater
from bot.domain.limits import EVERYWHERE
from bot.domain.messages import Choice, Delivery, Incoming, Link, Pin, Reply
from tests.channels.conversation import conversation

HERE = Path(__file__).parent
KITS = [
    importlib.import_module(f"tests.channels.{name}.kit")
    for name in sorted(found_channels())
    if (HERE / name / "kit.py").exists()
]
HOSTILE = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b"1e999999",
    b"NaN",
    b'"\\ud800"',
    b"\xff\xfe{}",
    b"[" * 200_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    b'{"update_id":' + b"9" * 5_000 + b"}",
    b"a=b&" * 1_000,
    b"\x00" * 1_000,
]
FINE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

kits = pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.NAME)


def captured() -> Iterator[tuple[ModuleType, Path]]:
    for kit in KITS:
        for file in sorted((HERE / kit.NAME / "payloads").glob("*.json")):
            if "post" in json.loads(file.read_text("utf-8")):
                yield kit, file


def body_of(posted: object) -> bytes:
    return posted.encode() if isinstance(posted, str) else json.dumps(posted, ensure_ascii=False).encode()


def plain(incoming: Incoming) -> dict[str, object]:
    """An Incoming without what it leaves at its default."""
    found = msgspec.to_builtins(incoming)
    return {name: value for name, value in found.items() if value not in ("", 0, None)}


@kits
def test_a_channel_is_what_its_file_is_called(kit: ModuleType) -> None:
    assert kit.CHANNEL.name == kit.NAME
    assert kit.CHANNEL.limits.text > 0


@pytest.mark.parametrize(("kit", "file"), captured(), ids=lambda value: getattr(value, "stem", None))
def test_captured_payloads_are_read_as_before(kit: ModuleType, file: Path, request: pytest.FixtureRequest) -> None:
    known = json.loads(file.read_text("utf-8"))
    post = kit.genuine(body_of(known["post"]))
    kit.CHANNEL.admit(post)
    read = kit.CHANNEL.read(post)
    assert read == kit.CHANNEL.read(post), "reading twice gives the same"
    assert all(one.channel == kit.NAME and one.address and one.id for one in read)
    if request.config.getoption("--update-stories") and known["read"] != list(map(plain, read)):
        file.write_text(
            json.dumps({**known, "read": list(map(plain, read))}, ensure_ascii=False, indent=2) + "\n", "utf-8"
        )
        return
    assert list(map(plain, read)) == known["read"]
    kit.CHANNEL.reports(post), kit.CHANNEL.acknowledgement(post), kit.CHANNEL.at_once(post)


@kits
def test_forged_posts_are_refused(kit: ModuleType) -> None:
    for post in kit.forged(b'{"update_id":1}'):
        with pytest.raises(Forged) as refusal:
            kit.CHANNEL.admit(post)
        assert refusal.value.status in {401, 403}
        assert not any(secret in repr(refusal.value) for secret in kit.SECRETS)


@kits
@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_bodies_are_no_message_and_nothing_worse(kit: ModuleType, body: bytes) -> None:
    read_safely(kit, body)


def read_safely(kit: ModuleType, body: bytes) -> None:
    post = kit.genuine(body)
    try:
        for incoming in kit.CHANNEL.read(post):
            msgspec.msgpack.encode(incoming)
        kit.CHANNEL.reports(post), kit.CHANNEL.acknowledgement(post), kit.CHANNEL.at_once(post)
    except NotAMessage as refusal:
        assert not any(secret in str(refusal) for secret in kit.SECRETS)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(("kit", "file"), captured(), ids=lambda value: getattr(value, "stem", None))
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_damaged_payloads_never_break_anything(kit: ModuleType, file: Path, data: st.DataObject) -> None:
    posted = json.loads(file.read_text("utf-8"))["post"]
    if isinstance(posted, str):
        read_safely(kit, data.draw(st.binary(max_size=50)) + posted.encode()[data.draw(st.integers(0, 200)) :])
        return
    spot, value = posted, data.draw(json_values)
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            spot[key] = value
            break
        spot = spot[key]
    read_safely(kit, json.dumps(posted).encode())


def requests(kit: ModuleType) -> str:
    """The whole conversation as requests: what is done, then path and body of each."""
    lines = []
    for done, delivery, shown in conversation(kit.NAME, kit.ADDRESS, list(getattr(kit, "SHOWN", []))):
        lines.append(f"# {done}")
        for call in kit.CHANNEL.render(delivery, shown):
            while call is not None:
                path = urlsplit(call.url).path
                for secret in kit.SECRETS:
                    path = path.replace(secret, "<secret>")
                lines.append(f"{path}{' (courtesy)' if call.optional else ''} {call.body.decode()}")
                call = call.instead
                if call is not None:
                    lines.append("or, if that is refused:")
    return "\n".join(lines) + "\n"


@kits
def test_the_golden_conversation_makes_the_same_requests(kit: ModuleType, request: pytest.FixtureRequest) -> None:
    file = HERE / kit.NAME / "golden.txt"
    made = requests(kit)
    if request.config.getoption("--update-stories"):
        file.write_text(made, "utf-8")
    assert file.read_text("utf-8") == made


@kits
def test_answers_of_the_platform_are_sorted(kit: ModuleType) -> None:
    for answer, id in kit.TAKEN:
        assert kit.CHANNEL.judge(answer) == id
    for answer, after in kit.LATER:
        with pytest.raises(TryLater) as later:
            kit.CHANNEL.judge(answer)
        assert later.value.after == after, answer
    for kind, answers in ((PersonLeft, kit.LEFT), (Refused, kit.REFUSED)):
        for answer in answers:
            with pytest.raises(kind) as failure:
                kit.CHANNEL.judge(answer)
            assert "Ana" not in str(failure.value), "a reason tells nothing of a person"


@kits
@FINE
@given(status=st.integers(100, 599), body=st.binary(max_size=60) | json_values.map(lambda v: json.dumps(v).encode()))
def test_any_answer_is_one_of_three_failures_or_none(kit: ModuleType, status: int, body: bytes) -> None:
    try:
        kit.CHANNEL.judge(Answer(status, body))
    except (TryLater, PersonLeft, Refused) as failure:
        assert not any(secret in str(failure) for secret in kit.SECRETS)


words = st.text(max_size=80) | st.text("añ é.!?\n 0123456789👩‍👧🇭🇹", max_size=3_000)
choices = st.lists(
    st.builds(Choice, st.text("abz.:áñ XYZ0129-ü👧", min_size=1, max_size=90), st.text(min_size=1, max_size=40)),
    max_size=14,
)
links = st.lists(
    st.builds(
        Link,
        st.text(min_size=1, max_size=40),
        st.sampled_from(
            ["/es/asylum/apply", "https://sitio.example.org/a?b=c&d", "https://x.mx/" + "a" * 2100, "http://x.mx"]
        ),
    ),
    max_size=10,
)
replies = st.builds(
    Reply,
    words.filter(lambda text: bool(text.strip())),
    choices.map(tuple),
    st.none() | st.builds(Pin, st.floats(-90, 90), st.floats(-180, 180)),
    st.text(max_size=20),
    st.booleans(),
    st.booleans(),
    links.map(tuple),
)


@kits
@FINE
@given(said=st.lists(replies, max_size=3), forget=st.booleans(), tapped=st.booleans())
def test_any_reply_can_be_shown(kit: ModuleType, said: list[Reply], forget: bool, tapped: bool) -> None:
    shown = list(getattr(kit, "SHOWN", []))
    delivery = Delivery(
        kit.NAME, kit.ADDRESS, "d1", tuple(said), "es", forget, shown[0] if tapped and shown else ""
    )  # fmt: skip
    calls = kit.CHANNEL.render(delivery, shown if forget else [])
    assert calls == kit.CHANNEL.render(delivery, shown if forget else []), "rendering twice gives the same"
    if said and said[0].text.strip():
        assert any(not call.optional for call in calls)
    for call in calls:
        json.dumps(call.body.decode())
        assert not any(secret in call.body.decode() for secret in kit.SECRETS)
        text, _ = kit.said(call)
        assert len(text.encode("utf-16-le")) // 2 <= kit.CHANNEL.limits.text


@kits
def test_a_reply_to_nobody_is_refused(kit: ModuleType) -> None:
    try:
        calls = kit.CHANNEL.render(Delivery(kit.NAME, "nobody\r\nX: 1", "d1", (Reply("hola"),)), [])
    except Refused:
        return
    assert all("\r" not in call.url and "\n" not in call.url for call in calls)


@pytest.mark.parametrize(
    ("told", "seconds"), [("35", 35.0), ("0", 0.0), ("", None), ("soon", None), ("9" * 30, None), ("٣", None)]
)
@kits
def test_the_wait_that_a_platform_asks_for_is_passed_on(kit: ModuleType, told: str, seconds: float | None) -> None:
    """Telegram says it in the body: its kit tells."""
    with pytest.raises(TryLater) as raised:
        kit.CHANNEL.judge(Answer(429, b"", {"retry-after": told}))
    assert raised.value.after == (None if kit.NAME == "telegram" else seconds)


ADDRESSES = ("https://sitio.example.org", "/es/gbv/help")


@kits
def test_what_can_be_opened_is_shown_and_in_a_sealed_lane_never(kit: ModuleType) -> None:
    links = tuple(Link("Abrir", url) for url in ADDRESSES)
    for is_sealed in (False, True):
        reply = Reply("Mira esto.", links=links, sealed=is_sealed)
        told = " ".join(unquote(call.body.decode()) for call in every_call(kit, reply))
        for url in ADDRESSES:
            assert (url in told) is not is_sealed


def every_call(kit: ModuleType, reply: Reply) -> Iterator[Call]:
    """What is sent, and what would be sent where the platform refuses that."""
    for call in kit.CHANNEL.render(Delivery(kit.NAME, kit.ADDRESS, "d1", (reply,), "es"), []):
        yield call
        while call.instead is not None:
            call = call.instead
            yield call


def test_content_is_checked_against_what_every_channel_shows() -> None:
    for kit in KITS:
        for name in ("text", "rows", "button_label", "link_label", "link"):
            shown = getattr(kit.CHANNEL.limits, name)
            assert not shown or shown >= getattr(EVERYWHERE, name), f"{kit.NAME} shows less: {name}"
