"""What we say through Twilio: numbers instead of buttons, as few SMS segments as can be, and STOP is honoured."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels import sms
from bot.channels.contract import Answer, Call, ChannelDown, PersonLeft, Refused, TryLater, WindowClosed
from bot.channels.http import Http
from bot.channels.twilio import Channel, Settings
from bot.domain.messages import Choice, Delivery, Link, Pin, Reply
from bot.domain.setting import read_settings
from tests.channels.conversation import conversation
from tests.stubs.twilio import Twilio
from tests.waiting import PATIENCE

GOLDEN = Path(__file__).parent / "golden.json"
ANA, ANA_WHATSAPP = "+5215512345678", "whatsapp:+5215512345678"
PUBLIC = "https://farol.example.org"
NOON = 1_795_200_000.0


def channel(api: str = "https://api.twilio.com", public_url: str = PUBLIC, **more: Any) -> Channel:
    chosen: dict[str, Any] = {
        "sid": Twilio.sid,
        "token": Twilio.token,
        "FROM": ("+15005550006", "whatsapp:+15005550006"),
        "api": api,
    }
    return Channel(Settings(**chosen | more), public_url, now=lambda: NOON)


def reply(to: str, *args: Any, **more: Any) -> Delivery:
    return Delivery("twilio", to, "d1", (Reply(*args, **more),), "es")


def forms(calls: list[Call]) -> list[dict[str, str]]:
    return [dict(parse_qsl(call.body.decode())) for call in calls]


@pytest.fixture
async def twilio() -> AsyncIterator[Twilio]:
    stub = Twilio(per_second=0)
    await stub.start()
    stub.message(ANA, "hola")
    stub.message(ANA_WHATSAPP, "hola")
    yield stub
    await stub.stop()


def test_on_whatsapp_the_conversation_gives_these_requests_byte_for_byte(request: pytest.FixtureRequest) -> None:
    rows = [
        {"turn": delivery.id, "url": call.url, "optional": call.optional, "body": call.body.decode()}
        for _, delivery, shown in conversation("twilio", ANA_WHATSAPP, ["SM1", "SM2"])
        for call in channel().render(delivery, shown)
    ]
    if request.config.getoption("--update-stories"):
        GOLDEN.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    assert rows == json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize("address", [ANA, ANA_WHATSAPP])
async def test_the_conversation_is_taken_by_twilio(twilio: Twilio, http: Http, address: str) -> None:
    sender = channel(twilio.url)
    shown: list[str] = []
    for _, delivery, _ in conversation("twilio", address, []):
        for call in sender.render(delivery, shown):
            id = sender.judge(await http.post(call))
            if not call.optional:
                shown.append(id)
    assert {heard.answer for heard in twilio.heard} <= {200, 201}
    told = list(twilio.sent.values())
    assert {form["From"] for form in told} == {"whatsapp:" * address.startswith("w") + "+15005550006"}
    hidden = [form for form in told if not form["Body"]]
    assert any("Body" in form and form["Body"] for form in told[len(hidden) :])
    assert len(hidden) >= 10  # quick exit: Twilio keeps no words of what came before


def test_the_account_is_told_in_a_header_only() -> None:
    (call,) = channel().render(reply(ANA, "hola"), [])
    assert dict(call.headers)["Authorization"].startswith("Basic QUMw")
    assert b"twilio-auth-token" not in call.body
    assert call.url == f"https://api.twilio.com/2010-04-01/Accounts/{Twilio.sid}/Messages.json"
    assert forms([call])[0] == {
        "To": ANA,
        "From": "+15005550006",
        "Body": "hola",
        "StatusCallback": f"{PUBLIC}/hooks/twilio",
    }


def test_without_a_public_address_no_states_are_asked_for() -> None:
    assert "StatusCallback" not in forms(channel(public_url="").render(reply(ANA, "hola"), []))[0]


def test_a_messaging_service_can_be_the_sender() -> None:
    (form,) = forms(channel(FROM=("MG123",)).render(reply(ANA, "hola"), []))
    assert form["MessagingServiceSid"] == "MG123"
    assert "From" not in form


def test_without_a_sender_of_that_kind_nothing_goes_out() -> None:
    with pytest.raises(Refused):
        channel(FROM=("+15005550006",)).render(reply(ANA_WHATSAPP, "hola"), [])


def test_choices_are_numbered_lines() -> None:
    choices = (Choice("a", "Dónde dormir"), Choice("b", "Menú"))
    for address in (ANA, ANA_WHATSAPP):
        (form,) = forms(channel().render(reply(address, "¿Qué?", choices), []))
        assert form["Body"] == "¿Qué?\n\n1. Dónde dormir\n2. Menú"


def test_choices_that_are_for_taps_only_are_not_numbered() -> None:
    """Else the number would be taken for a choice of what was asked before."""
    said = Reply("Aviso. Escribe BAJA.", (Choice("alerts:stop", "Dejar los avisos"),), taps_only=True)
    for address in (ANA, ANA_WHATSAPP):
        (form,) = forms(channel().render(Delivery("twilio", address, "d", (said,), "es"), []))
        assert form["Body"] == "Aviso. Escribe BAJA."


def test_a_place_is_a_pin_on_whatsapp_and_its_address_by_sms() -> None:
    there = {"location": Pin(14.9, -92.2), "place": "Albergue | Uno"}
    pin, text = forms(channel().render(reply(ANA_WHATSAPP, "Calle 5", **there), []))
    assert pin["PersistentAction"] == "geo:14.9,-92.2|Albergue Uno"
    assert text["Body"] == "Calle 5"
    assert [form["Body"] for form in forms(channel().render(reply(ANA, "Calle 5", **there), []))] == ["Calle 5"]


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=4000),
    st.lists(st.builds(Choice, st.just("a"), st.text(max_size=60)), max_size=12).map(tuple),
    st.sampled_from([ANA, ANA_WHATSAPP]),
)
def test_no_message_is_longer_than_twilio_takes(text: str, choices: tuple[Choice, ...], to: str) -> None:
    for form in forms(channel().render(reply(to, text, choices), [])):
        assert len(form.get("Body", "")) <= 1600


# SMS


def test_segments_are_counted_as_networks_do() -> None:
    assert sms.segments("a" * 160) == 1
    assert sms.segments("a" * 161) == 2
    assert sms.segments("a" * 306) == 2
    assert sms.segments("a" * 307) == 3
    assert sms.segments("€" * 80) == 1
    assert sms.segments("€" * 81) == 2
    assert sms.segments("€" * 153) == 3  # 306 places, but no letter of two places is cut: 76, 76 and 1
    assert sms.segments("á" * 70) == 1
    assert sms.segments("á" * 71) == 2
    assert sms.segments("😀" * 35) == 1
    assert sms.segments("😀" * 36) == 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Está abierto", "Está abierto"),  # one segment either way: the accent stays
        ("Está abierto. " * 6, "Esta abierto. " * 6),
        ("El año que viene, ¿qué hay? ¡Nada! " * 5, "El año que viene, ¿qué hay? ¡Nada! " * 5),  # all in GSM-7
        ("“Casa” – Ángel… " * 6, '"Casa" - Angel... ' * 6),
        ("Ki kote pou dòmi? Pèsonn, Àn. " * 5, "Ki kote pou dòmi? Pèsonn, An. " * 5),
        ("中文" * 60, "中文" * 60),  # cannot be written plainly: left alone
        ("Está 中" * 30, "Está 中" * 30),
    ],
)
def test_the_cheaper_readable_form_is_chosen(text: str, wanted: str) -> None:
    assert sms.cheaper(text) == wanted
    assert sms.segments(sms.cheaper(text)) <= sms.segments(text)


@given(st.text(max_size=300))
def test_the_cheaper_form_is_never_dearer_and_loses_no_letter(text: str) -> None:
    cheap = sms.cheaper(text)
    assert sms.segments(cheap) <= sms.segments(text)
    assert sms.cheaper(cheap) == cheap


def test_accents_stay_on_whatsapp() -> None:
    text = "Está abierto. " * 20
    assert forms(channel().render(reply(ANA_WHATSAPP, text), []))[0]["Body"] == text
    assert "Esta abierto" in forms(channel().render(reply(ANA, text), []))[0]["Body"]


# windows, and people who want nothing more


def test_sms_has_no_window() -> None:
    late = replace(reply(ANA, "hola"), open_until=1)
    assert channel().is_open(late) and channel().window(ANA) == 0
    assert forms(channel().render(late, []))[0]["Body"] == "hola"


def test_after_the_window_only_the_neutral_invitation_goes_out() -> None:
    late = replace(reply(ANA_WHATSAPP, "secreto"), open_until=int(NOON))
    assert not channel().is_open(late) and channel().window(ANA_WHATSAPP) == 86_400
    with pytest.raises(WindowClosed):
        channel().render(late, [])
    (form,) = forms(channel(template="HX1").render(late, []))
    assert form["ContentSid"] == "HX1"
    assert "Body" not in form


async def test_stop_is_honoured_until_start(twilio: Twilio, http: Http) -> None:
    sender = channel(twilio.url)
    (call,) = sender.render(reply(ANA, "hola"), [])
    twilio.message(ANA, "STOP")
    with pytest.raises(PersonLeft):
        sender.judge(await http.post(call))
    twilio.message(ANA, "START")
    assert sender.judge(await http.post(call)).startswith("SM")


def test_erasing_empties_what_twilio_keeps_of_us() -> None:
    gone = Delivery("twilio", ANA, "d", (Reply("Listo."),), "es", forget=True)
    forget, say = channel().render(gone, ["SM7"])
    assert forget.url.endswith("/Messages/SM7.json") and forget.body == b"Body=" and forget.optional
    assert not say.optional
    assert len(channel().render(replace(gone, forget=False), ["SM7"])) == 1


# failures


def answer(status: int, code: int | None = None, **headers: str) -> Answer:
    return Answer(status, json.dumps({"code": code, "message": "m", "status": status}).encode(), headers)


@pytest.mark.parametrize(
    ("told", "failure"),
    [
        (answer(400, 21610), PersonLeft),
        (answer(400, 21211), PersonLeft),
        (answer(400, 21614), PersonLeft),
        (answer(400, 63014), PersonLeft),
        (answer(400, 63016), WindowClosed),
        (answer(400, 21617), Refused),
        (answer(400, 21408), Refused),
        (answer(404, 20404), Refused),
        (Answer(400, b""), Refused),
        (answer(429, 20429), TryLater),
        (answer(429, 63018), TryLater),
        (answer(400, 21611), TryLater),
        (Answer(500, b"<html>"), TryLater),
        (answer(503, 20503), TryLater),
        (Answer(200, b"<html>"), TryLater),
        (Answer(201, b'{"sid":null}'), TryLater),
        (answer(401, 20003), ChannelDown),
        (answer(400, 21606), ChannelDown),
        (Answer(403, b""), ChannelDown),
        (Answer(500, b"[" * 100_000), TryLater),
    ],
)
def test_each_failure_is_sorted(told: Answer, failure: type[Exception]) -> None:
    with pytest.raises(failure) as raised:
        channel().judge(told)
    assert type(raised.value) is failure


async def test_faults_of_the_line_are_tried_again(twilio: Twilio, http: Http) -> None:
    sender = channel(twilio.url)
    (call,) = sender.render(reply(ANA, "hola"), [])
    for kind in ("hang", "reset", "cut", "garbage"):
        twilio.fail(kind=kind)
        http.timeout = 1.0 if kind == "hang" else PATIENCE
        with pytest.raises(TryLater):
            sender.judge(await http.post(call))
    assert sender.judge(await http.post(call)).startswith("SM")


# settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SID", "SK123"),
        ("FROM", "5551234567890123"),
        ("FROM", "+5215512345678,+5215512345679"),
        ("API", "api.twilio.com"),
        ("TEMPLATE", "write_back"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    _, problems = read_settings(Settings, {f"BOT_TWILIO_{name}": value})
    assert len(problems) == 1
    assert problems[0].startswith(f"BOT_TWILIO_{name} is wrong: ")


def test_half_a_set_of_settings_is_told() -> None:
    found, _ = read_settings(Settings, {"BOT_TWILIO_FROM": "whatsapp:+15005550006"})
    assert found.FROM == ("whatsapp:+15005550006",)
    assert not found.is_on()
    assert [line.split()[0] for line in found.problems()] == ["BOT_TWILIO_SID", "BOT_TWILIO_TOKEN"]
    assert Settings().problems() == []
    assert channel().settings.is_on() and channel().settings.problems() == []


@pytest.mark.parametrize(("text", "is_told"), [("Casa Uno.", True), ("a" * 150, False), ("a" * 161, True)])
def test_a_link_goes_by_sms_only_where_it_costs_nothing(text: str, is_told: bool) -> None:
    site = Link("Sitio", "https://casa.example.org")
    (form,) = forms(channel().render(reply(ANA, text, links=(site,)), []))
    assert (site.url in form["Body"]) is is_told
    (form,) = forms(channel().render(reply(ANA_WHATSAPP, text, links=(site,)), []))
    assert site.url in form["Body"]
