"""What people do by SMS or WhatsApp through Twilio, as its signed forms tell; what it sends, it sends once."""

import contextlib
import dataclasses
import json
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.contract import Forged, NotAMessage, Post, Refused, Report
from bot.channels.twilio import SIGNATURE, Channel, Settings
from bot.channels.twilio_form import sign
from bot.domain.messages import Incoming, Pin
from tests.stubs.twilio import Twilio

ANA, ANA_WHATSAPP = "+5215512345678", "whatsapp:+5215512345678"
PUBLIC = "https://farol.example.org"
HOOK = f"{PUBLIC}/hooks/twilio"
stub = Twilio()
channel = Channel(
    Settings(sid=stub.sid, token=stub.token, FROM=("+15005550006", "whatsapp:+15005550006")), public_url=PUBLIC
)


def post(form: list[tuple[str, str]] | bytes, url: str = HOOK, signature: str = "", **headers: str) -> Post:
    body = form if isinstance(form, bytes) else urlencode(form, errors="surrogatepass").encode()
    given = {SIGNATURE: signature} if signature else {}
    return Post("POST", "/hooks/twilio", "", {}, given | headers, body, url)


def read(sender: str, said: dict[str, str] | str) -> list[Incoming]:
    return channel.read(post(stub.message(sender, said, id="SM1")))


CAPTURED = [
    (ANA, "¿Dónde puedo dormir?", {"text": "¿Dónde puedo dormir?"}),
    (ANA, "2", {"text": "2"}),
    (ANA, "", {"text": ""}),
    (ANA, {"NumMedia": "1", "MediaContentType0": "image/jpeg", "MediaUrl0": "http://127.0.0.1/"}, {"media": "image"}),
    (ANA, {"NumMedia": "1", "MediaContentType0": "text/x-vcard"}, {"media": "contact"}),
    (ANA, {"NumMedia": "1", "MediaContentType0": "audio/amr"}, {"media": "voice"}),
    (ANA, {"NumMedia": "1", "MediaContentType0": "application/pdf"}, {"media": "document"}),
    (ANA, {"NumMedia": "3"}, {"media": "other"}),
    (ANA, {"NumMedia": "many"}, {"media": "other"}),
    (ANA_WHATSAPP, {"MessageType": "text", "WaId": "5215512345678", "Body": "hola"}, {"text": "hola"}),
    (ANA_WHATSAPP, {"MessageType": "audio", "NumMedia": "1", "MediaContentType0": "audio/ogg"}, {"media": "voice"}),
    (ANA_WHATSAPP, {"NumMedia": "1", "MediaContentType0": "image/webp"}, {"media": "sticker"}),
    (ANA_WHATSAPP, {"MessageType": "video", "NumMedia": "1", "MediaContentType0": "video/mp4"}, {"media": "video"}),
    (
        ANA_WHATSAPP,
        {"MessageType": "image", "NumMedia": "1", "MediaContentType0": "image/jpeg", "Body": "¿Qué dice?"},
        {"media": "image", "text": "¿Qué dice?"},
    ),
    (ANA_WHATSAPP, {"MessageType": "contacts", "NumMedia": "0"}, {"media": "contact"}),
    (
        ANA_WHATSAPP,
        {"MessageType": "location", "Latitude": "14.9053", "Longitude": "-92.2634", "Address": "Centro"},
        {"location": Pin(14.9053, -92.2634)},
    ),
    (ANA_WHATSAPP, {"Latitude": "nan", "Longitude": "1", "Body": "x"}, {"text": "x"}),
    (ANA_WHATSAPP, {"Latitude": "914", "Longitude": "1", "Body": "x"}, {"text": "x"}),
    (
        ANA_WHATSAPP,
        {"ButtonPayload": "action.menu", "ButtonText": "Menú", "OriginalRepliedMessageSid": "SM9"},
        {"choice": "action.menu", "tapped": "SM9"},
    ),
    (ANA_WHATSAPP, {"MessageType": "button", "ButtonPayload": "Sí", "ButtonText": "Sí"}, {"text": "Sí"}),
    (ANA_WHATSAPP, {"ListId": "shelter.find", "ListTitle": "Dormir"}, {"choice": "shelter.find"}),
    (ANA, "START", {"choice": "action.menu"}),
    (ANA, {"Body": "empezar", "OptOutType": "START"}, {"choice": "action.menu"}),
    (ANA, {"Body": "HELP", "OptOutType": "HELP"}, {"text": "HELP"}),
    (ANA_WHATSAPP, "end", {"text": "end"}),
    (ANA, "a\0b", {"text": "ab"}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "said", "wanted"), CAPTURED)
def test_what_people_send_is_read(sender: str, said: dict[str, str] | str, wanted: dict[str, object]) -> None:
    assert read(sender, said) == [Incoming("twilio", sender, "SM1", **wanted)]  # type: ignore[arg-type]


def test_who_has_no_number_is_known_by_their_id() -> None:
    for form in ({"ExternalUserId": "MX.134912"}, {"ExternalUserId": "whatsapp:MX.134912"}):
        assert read(ANA_WHATSAPP, form | {"Body": "x"})[0].address == "whatsapp:MX.134912"
    assert read("whatsapp:MX.134912", "x")[0].address == "whatsapp:MX.134912"


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (ANA, "STOP"),
        (ANA, " stop\n"),
        (ANA, "Unsubscribe"),
        (ANA, {"Body": "alto", "OptOutType": "STOP"}),
        (ANA_WHATSAPP, {"Body": "alto", "OptOutType": "STOP"}),
        (ANA_WHATSAPP, {"MessageType": "reaction", "Body": "👍"}),
        ("MYBANK", "Tu código es 1234"),
        ("32665", "promo"),
        ("messenger:1234", "hola"),
        ("+15005550006", "our own echo"),
    ],
)
def test_nothing_is_answered_to_stop_to_machines_and_to_ourselves(sender: str, said: dict[str, str] | str) -> None:
    assert read(sender, said) == []


def test_the_message_of_one_who_only_says_stop_in_a_sentence_is_read() -> None:
    assert read(ANA, "quiero que pare, stop please")[0].text == "quiero que pare, stop please"


def test_states_are_reports_and_no_messages() -> None:
    for state, code, told in [
        ("sent", "", "sent"),
        ("undelivered", "30003", "undelivered"),
        ("failed", "21610", "failed"),
        ("teleported", "x", "other"),
    ]:
        taken = post(stub.status("SM1", state, ANA, code))
        assert channel.read(taken) == []
        assert channel.reports(taken) == [Report("SM1", told, code if code.isdecimal() else "", ANA)]
    assert channel.reports(post(stub.message(ANA, "hola"))) == []


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parent / "payloads").glob("*.json")), ids=lambda file: file.stem
)
def test_each_captured_form_reports_what_it_should(file: Path) -> None:
    known = json.loads(file.read_text("utf-8"))
    assert channel.reports(post(known["post"].encode())) == [Report(*row) for row in known["reports"]]


def test_the_answer_is_an_empty_twiml_document() -> None:
    body, kind = channel.acknowledgement(post(b""))
    assert (body, kind) == ('<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml")
    assert not channel.delivers_again


# genuine or not

TWILIO_FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
]


def test_S03_twilios_own_examples_agree() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign(b"12345", url, TWILIO_FORM) == b"RSOYDt4T1cUTdK1PDd93/VVr8B8="
    assert sign(b"12345", url, TWILIO_FORM[::-1]) == b"RSOYDt4T1cUTdK1PDd93/VVr8B8="
    repeated = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
    assert sign(b"12345", url, repeated) == b"IK+Dwps556ElfBT0I3Rgjkr1wJU="


@pytest.mark.parametrize(
    ("public", "called", "signed"),
    [
        (PUBLIC, "http://10.0.0.5:8080/hooks/twilio", HOOK),
        (PUBLIC, "http://10.0.0.5:8080/hooks/twilio", f"{PUBLIC}:443/hooks/twilio"),
        (f"{PUBLIC}:443", "http://10.0.0.5:8080/hooks/twilio", HOOK),
        (f"{PUBLIC}:8443", "http://10.0.0.5:8080/hooks/twilio", f"{PUBLIC}:8443/hooks/twilio"),
        (PUBLIC, "http://10.0.0.5:8080/hooks/twilio?a=%C3%B1&b=1", f"{HOOK}?a=%C3%B1&b=1"),
        (f"{PUBLIC}/farol", "http://10.0.0.5:8080/hooks/twilio", f"{PUBLIC}/farol/hooks/twilio"),
        ("", "http://farol.local:8080/hooks/twilio", "http://farol.local:8080/hooks/twilio"),
        ("", "http://farol.local/hooks/twilio", "http://farol.local:80/hooks/twilio"),
        ("", "http://[::1]:8080/hooks/twilio", "http://[::1]:8080/hooks/twilio"),
    ],
)
def test_S03_the_signature_is_over_the_address_that_twilio_called(public: str, called: str, signed: str) -> None:
    here = Channel(channel.settings, public_url=public)
    form = stub.message(ANA, "¿hola & adiós?")
    here.admit(post(form, called, stub.sign(signed, form)))


@pytest.mark.parametrize(
    "change",
    [
        lambda form, right: (form, ""),
        lambda form, right: (form, right[:-2]),
        lambda form, right: (form, right.swapcase()),
        lambda form, right: (form, "ñ"),
        lambda form, right: ([*form, ("Extra", "1")], right),
        lambda form, right: (form[1:], right),
        lambda form, right: ([(k, v + "x" if k == "Body" else v) for k, v in form], right),
        lambda form, right: (form, Twilio(token="another").sign(HOOK, form)),
        lambda form, right: (form, stub.sign("https://evil.example/hooks/twilio", form)),
        lambda form, right: (b"\xff\xfe=%zz&" * 400, right),
    ],
    ids=range(10),
)
def test_a_forgery_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    form = stub.message(ANA, "hola")
    forged, signature = change(form, stub.sign(HOOK, form))
    with pytest.raises(Forged) as refusal:
        channel.admit(post(forged, signature=signature))
    assert refusal.value.status in {401, 403}


def test_S03_what_a_proxy_claims_does_not_change_the_address() -> None:
    form = stub.message(ANA, "hola")
    elsewhere = stub.sign("https://evil.example/hooks/twilio", form)
    claims = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    with pytest.raises(Forged):
        channel.admit(post(form, signature=elsewhere, **claims))
    channel.admit(post(form, signature=stub.sign(HOOK, form), **claims))


def test_bytes_that_are_no_text_are_signed_as_they_are() -> None:
    form = [("Body", "caf\udce9"), ("From", ANA), ("MessageSid", "SM1")]
    body = b"Body=caf%E9&From=%2B5215512345678&MessageSid=SM1"
    channel.admit(post(body, signature=sign(stub.token.encode(), HOOK, form).decode()))
    assert channel.read(post(body))[0].text == "caf?"


def test_S03_keys_said_twice_count_once() -> None:
    form = [*stub.message(ANA, "hola", id="SM1"), ("Body", "adiós"), ("From", "+5210000000000")]
    assert channel.read(post(form))[0].text == "hola"
    assert channel.read(post(form))[0].address == ANA


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"Body=hola", b"MessageSid=SM1", b"From=%2B5215512345678", b"&&&=", b"a" * 9999]
)
def test_what_is_no_message_is_told_so(body: bytes) -> None:  # fmt: skip
    with pytest.raises(NotAMessage):
        channel.read(post(body))


FIELDS = st.sampled_from(
    [
        "Body",
        "From",
        "MessageSid",
        "NumMedia",
        "MediaContentType0",
        "MessageType",
        "Latitude",
        "Longitude",
        "ButtonPayload",
        "OptOutType",
        "MessageStatus",
        "SmsStatus",
        "ExternalUserId",
        "ErrorCode",
        "To",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(FIELDS, st.text(max_size=12)), max_size=8), st.booleans())
def test_no_form_breaks_the_hook(more: list[tuple[str, str]], first: bool) -> None:
    form = stub.message(ANA, "hola")
    body = urlencode([*more, *form] if first else [*form, *more], errors="surrogatepass").encode()
    _try(body)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_break_the_hook(body: bytes) -> None:
    _try(body)
    _try(b"MessageSid=SM1&From=%2B5215512345678&Body=" + body)


def _try(body: bytes) -> None:
    with contextlib.suppress(Forged):
        channel.admit(post(body, signature="x"))
    channel.reports(post(body))
    with contextlib.suppress(NotAMessage):
        for incoming in channel.read(post(body)):
            msgspec.json.encode(dataclasses.asdict(incoming))


@pytest.mark.parametrize(
    "named",
    [
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://evil.example/Messages/../x",
        "https://x/Media/ME1",
    ],
)
def test_an_address_that_a_form_names_is_not_believed(named: str) -> None:
    """S06: of a picture's address only the two ids are taken, and asked for below our own account."""
    picture = {"Body": "", "NumMedia": "1", "MediaContentType0": "image/jpeg"}
    (incoming,) = read(ANA, picture | {"MediaUrl0": named})
    assert incoming.media == "image" and incoming.file == ""
    with pytest.raises(Refused):
        channel.fetch(named)
    foreign = "https://evil.example/2010-04-01/Accounts/AC9/Messages/MM1/Media/ME2"
    (incoming,) = read(ANA, picture | {"MediaUrl0": foreign})
    asked = channel.fetch(incoming.file).url
    assert asked.startswith(f"{channel.settings.api}/2010-04-01/Accounts/{channel.settings.sid}/")
    assert asked.endswith("/Messages/MM1/Media/ME2")
