"""What we say, as WhatsApp takes it: within its limits, its window and its speed; each of its failures told apart."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.contract import Answer, Call, ChannelDown, PersonLeft, Refused, TryLater, WindowClosed
from bot.channels.http import Http
from bot.channels.whatsapp import Channel, Settings, template
from bot.domain.messages import Choice, Delivery, Link, Pin, Reply
from bot.domain.setting import Unfit, read_settings
from tests.channels.conversation import SEALED, conversation
from tests.stubs import graph
from tests.stubs.graph import Graph
from tests.stubs.graph_shapes import DOCUMENTED, kind_of, strange
from tests.waiting import PATIENCE

WORDS = {
    "channel.list": {"es": "Ver opciones", "ht": "Gade chwa yo"},
    "channel.share_location": {"es": "O toca aquí para mandar tu ubicación."},
}
ANA, NOON = "5215512345678", 1_795_200_000.0


def phrase(id: str, language: str) -> str:
    return WORDS[id].get(language, WORDS[id]["es"])


def channel(api: str = "https://graph.facebook.com", **more: Any) -> Channel:
    chosen = Settings(
        token="GRAPH-TOKEN",
        phone_id="106540352242922",
        app_secret="graph-app-secret",
        verify_token="a word",
        api=api,
        **more,
    )
    return Channel(chosen, phrase=phrase, now=lambda: NOON)


def reply(*args: Any, **more: Any) -> Delivery:
    return Delivery("whatsapp", ANA, "d1", (Reply(*args, **more),), "es")


def bodies(calls: list[Call]) -> list[dict[str, Any]]:
    return [json.loads(call.body) for call in calls]


@pytest.fixture
async def meta() -> AsyncIterator[Graph]:
    stub = Graph(per_second=0)
    await stub.start()
    stub.message(ANA, {})
    stub.received.update(f"tap{number}" for number in range(100))
    yield stub
    assert not stub.strange
    await stub.stop()


def talk() -> list[Delivery]:
    """The conversation that all channels are tried with, each turn the answer to a message we can mark as read."""
    told = conversation("whatsapp", ANA, [])
    return [replace(delivery, tap=f"tap{number}") for number, (_, delivery, _) in enumerate(told)]


async def test_the_conversation_is_taken_by_the_graph_api(meta: Graph, http: Http) -> None:
    sender = channel(meta.url)
    for delivery in talk():
        for call in sender.render(delivery, []):
            assert bool(sender.judge(await http.post(call))) == (not call.optional)
    assert len(meta.sent) > 15
    assert {heard.answer for heard in meta.heard} == {200}
    quiet = {one.tap for one in talk() if one.forget or one.replies == SEALED}
    assert len(quiet) == 2
    assert not quiet & {sign["message_id"] for sign in meta.signs}


def test_requests_have_the_shape_of_the_reference() -> None:
    seen = set()
    sender = channel(template=template("write_back"))
    late = replace(reply("hola"), open_until=int(NOON))
    for delivery in [*talk(), late, reply("¿Dónde estás?", wants_location=True)]:
        for body in bodies(sender.render(delivery, [])):
            assert not strange(body), body
            seen.add(kind_of(body))
    assert seen == set(DOCUMENTED)


def test_the_token_goes_into_a_header_and_nowhere_else() -> None:
    (call,) = channel().render(reply("hola"), [])
    assert ("Authorization", "Bearer GRAPH-TOKEN") in call.headers
    assert "GRAPH-TOKEN" not in call.url and b"GRAPH-TOKEN" not in call.body
    assert call.url == "https://graph.facebook.com/v26.0/106540352242922/messages"


def test_who_has_no_number_is_written_to_by_their_id() -> None:
    (body,) = bodies(channel().render(replace(reply("hola"), address="MX.13491208655302741918"), []))
    assert body["recipient"] == "MX.13491208655302741918"
    assert "to" not in body


SITE = Link("Sitio web", "https://casa.example.org/es")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Reply("Casa Uno", links=(SITE,)), "cta_url"),
        (Reply("Casa Uno", links=(SITE, Link("Otra", "https://otra.example.org"))), "cta_url"),
        (Reply("Casa Uno", links=(replace(SITE, label="Una etiqueta que no cabe"),)), "text"),
        (Reply("Casa Uno", links=(replace(SITE, url="https://x.mx/" + "a" * 2000),)), "text"),
        (Reply("a" * 1025, links=(SITE,)), "text"),
        (Reply("Casa Uno", (Choice("action.menu", "Menú"),), links=(SITE,)), "button"),
    ],
    ids=["one", "two", "long label", "long address", "long text", "with choices"],
)
async def test_one_address_is_a_button_and_what_has_no_room_is_written(
    meta: Graph, http: Http, said: Reply, kind: str
) -> None:
    sender = channel(meta.url)
    (call,) = sender.render(Delivery("whatsapp", ANA, "d1", (said,), "es"), [])
    assert sender.judge(await http.post(call))
    (body,) = bodies([call])
    assert kind_of(body) == kind
    told = json.dumps(body)
    assert all(link.url in told for link in said.links)
    if kind == "cta_url":
        assert call.instead is not None and SITE.url in json.loads(call.instead.body)["text"]["body"]


def test_links_are_not_fetched_for_a_preview() -> None:
    assert bodies(channel().render(reply("https://example.org"), []))[0]["text"]["preview_url"] is False


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["Sí", "No", "Menú"], "button"),
        (["Sí", "No", "Menú", "Atrás"], "list"),
        (["Esta etiqueta no cabe"], "list"),
        (["12345678901234567890", "No"], "button"),
        (["\N{RAINBOW}" * 11], "list"),
        (["uno"] * 2, None),
        (["x" * 73], None),
        ([f"opción {n}" for n in range(11)], None),
        ([""], None),
    ],
)
def test_choices_are_buttons_else_a_list_else_numbers(labels: list[str], kind: str | None) -> None:
    choices = tuple(Choice(f"c{number}", label) for number, label in enumerate(labels))
    body = bodies(channel().render(reply("¿Qué?", choices), []))[-1]
    if kind is None:
        assert body["text"]["body"].startswith(f"¿Qué?\n\n1. {labels[0]}".rstrip())
    else:
        assert body["interactive"]["type"] == kind


def test_a_label_too_long_for_a_row_is_told_whole_below_it() -> None:
    body = bodies(channel().render(reply("¿Qué?", (Choice("a", "Trabajar con permiso en México"),)), []))[0]
    (row,) = body["interactive"]["action"]["sections"][0]["rows"]
    assert row == {"id": "a", "title": "Trabajar con permiso en…", "description": "Trabajar con permiso en México"}


ANY_TEXT = st.text(max_size=80) | st.text(min_size=900, max_size=5000)
ANY_REPLY = st.builds(
    Reply,
    ANY_TEXT.filter(str.strip),
    st.lists(st.builds(Choice, st.text("abc.:", max_size=30), st.text(max_size=80)), max_size=14).map(tuple),
    st.none() | st.builds(Pin, st.floats(-90, 90), st.floats(-180, 180)),
    st.text(max_size=20),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY_REPLY, max_size=3))
def test_whatever_is_said_keeps_within_the_rules(replies: list[Reply]) -> None:
    stub = Graph(enforce_window=False, per_second=0)
    for body in bodies(channel().render(Delivery("whatsapp", ANA, "d", tuple(replies), "es", tap="wamid.1"), [])):
        if "status" not in body:
            stub.check(body, ANA)


def test_what_can_be_tapped_is_said_in_words_where_it_is_refused() -> None:
    (call,) = channel().render(reply("¿Qué?", (Choice("a", "Sí"), Choice("b", "No"))), [])
    assert call.instead is not None
    assert bodies([call.instead])[0]["text"]["body"] == "¿Qué?\n\n1. Sí\n2. No"
    assert channel().render(reply("hola"), [])[0].instead is None


# signs


def test_the_answer_never_waits_for_a_sign() -> None:
    one = channel().render(replace(reply("hola"), tap="wamid.1"), [])
    assert [call.optional for call in one] == [False, True]
    assert bodies(one)[1] == {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    two = Delivery("whatsapp", ANA, "d", (Reply("uno"), Reply("dos")), "es", tap="wamid.1")
    assert bodies(channel().render(two, []))[1]["typing_indicator"] == {"type": "text"}


def test_no_sign_is_shown_where_it_could_hurt_or_is_not_wanted() -> None:
    sealed = Delivery("whatsapp", ANA, "d", (Reply("uno"), Reply("dos", sealed=True)), "es", tap="wamid.1")
    assert not any(call.optional for call in channel().render(sealed, []))
    assert len(channel(signs=False).render(replace(reply("hola"), tap="wamid.1"), [])) == 1


# the window of 24 hours


def test_within_the_window_words_are_free() -> None:
    assert bodies(channel().render(replace(reply("hola"), open_until=int(NOON) + 3600), []))[0]["type"] == "text"
    assert channel().is_open(reply("hola"))
    assert channel().window(ANA) == 86_400


@pytest.mark.parametrize(("language", "code"), [("es", "es_MX"), ("en", "en_US"), ("ht", "es_MX")])
def test_after_the_window_only_the_neutral_invitation_goes_out(language: str, code: str) -> None:
    late = replace(reply("secreto"), open_until=int(NOON) + 30, language=language, tap="wamid.1")
    sender = channel(template=template("write_back:es=es_MX,en=en_US"))
    assert not sender.is_open(late)
    (body,) = bodies(sender.render(late, []))
    assert body["template"] == {"name": "write_back", "language": {"code": code}}


def test_without_an_invitation_what_is_late_waits() -> None:
    with pytest.raises(WindowClosed):
        channel().render(replace(reply("hola"), open_until=int(NOON) - 1), [])


async def test_the_day_after_meta_takes_the_invitation_only(meta: Graph, http: Http) -> None:
    meta.shift = 25 * 3600
    sender = channel(meta.url, template=template("write_back:es=es_MX"))
    with pytest.raises(WindowClosed):
        sender.judge(await http.post(sender.render(reply("hola"), [])[0]))
    late = replace(reply("hola"), open_until=int(NOON) - 1)
    assert sender.judge(await http.post(sender.render(late, [])[0]))


# failures


def answer(status: int, code: int | None = None, **headers: str) -> Answer:
    error = {"error": {"message": "m", "type": "OAuthException", "code": code, "fbtrace_id": "f"}}
    return Answer(status, json.dumps(error).encode() if code is not None else b"", headers)


@pytest.mark.parametrize(
    ("told", "failure"),
    [
        (answer(400, 131047), WindowClosed),
        (answer(400, 131026), PersonLeft),
        (answer(400, 131050), PersonLeft),
        (answer(400, 131051), Refused),
        (answer(400, 131009), Refused),
        (answer(400, 132001), Refused),
        (answer(400, 100), Refused),
        (answer(400), Refused),
        (answer(404), Refused),
        (answer(302), Refused),
        (answer(400, 131056), TryLater),
        (answer(429, 130429), TryLater),
        (answer(400, 80007), TryLater),
        (answer(400, 4), TryLater),
        (answer(500, 131000), TryLater),
        (answer(500, 2), TryLater),
        (answer(500), TryLater),
        (answer(503, 999), TryLater),
        (answer(429), TryLater),
        (answer(400, 368), ChannelDown),
        (answer(401, 190), ChannelDown),
        (answer(403, 10), ChannelDown),
        (answer(403, 200), ChannelDown),
        (answer(401), ChannelDown),
        (answer(400, 131031), ChannelDown),
        (answer(400, 131042), ChannelDown),
        (answer(400, 131048), ChannelDown),
        (Answer(200, b"<html>"), TryLater),
        (Answer(200, b"{}"), TryLater),
        (Answer(200, b'{"messages":[]}'), TryLater),
        (Answer(200, b'{"error":{"code":131000}}'), TryLater),
        (Answer(400, b'{"error":{"code":7,"is_transient":true}}'), TryLater),
        (Answer(500, b"[" * 100_000), TryLater),
    ],
)
def test_each_failure_is_sorted(told: Answer, failure: type[Exception]) -> None:
    with pytest.raises(failure) as raised:
        channel().judge(told)
    assert type(raised.value) is failure


async def test_faults_of_the_line_are_tried_again(meta: Graph, http: Http) -> None:
    sender = channel(meta.url)
    (call,) = sender.render(reply("hola"), [])
    for kind in ("hang", "reset", "cut", "garbage"):
        meta.fail(kind=kind)
        http.timeout = 1.0 if kind == "hang" else PATIENCE
        with pytest.raises(TryLater):
            sender.judge(await http.post(call))
    meta.fail(status=429, retry_after="7")
    with pytest.raises(TryLater) as raised:
        sender.judge(await http.post(call))
    assert raised.value.after == 7
    assert sender.judge(await http.post(call)).startswith("wamid.")


async def test_a_wrong_token_stops_the_channel_not_the_message(meta: Graph, http: Http) -> None:
    meta.token = "another"
    sender = channel(meta.url)
    with pytest.raises(ChannelDown):
        sender.judge(await http.post(sender.render(reply("hola"), [])[0]))


async def test_the_forty_sixth_message_in_a_row_to_one_person_waits(
    meta: Graph, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = meta.now()
    monkeypatch.setattr(meta, "now", lambda: began + meta.shift)  # however slow we are
    sender = channel(meta.url)
    (call,) = sender.render(reply("hola"), [])
    for _ in range(45):
        sender.judge(await http.post(call))
    with pytest.raises(TryLater):
        sender.judge(await http.post(call))
    meta.shift += 7
    sender.judge(await http.post(call))


# settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VERSION", "26"),
        ("VERSION", "latest"),
        ("PHONE_ID", "+52 55 1234"),
        ("TEMPLATE", "Write Back"),
        ("TEMPLATE", "write_back:es"),
        ("TEMPLATE", "write_back:es=Spanish"),
        ("API", "graph.facebook.com"),
        ("PER_SECOND", "fast"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    _, problems = read_settings(Settings, {f"BOT_WHATSAPP_{name}": value})
    assert len(problems) == 1
    assert problems[0].startswith(f"BOT_WHATSAPP_{name} is wrong: ")


def test_half_a_set_of_settings_is_told() -> None:
    found, problems = read_settings(Settings, {"BOT_WHATSAPP_TOKEN": "T", "BOT_WHATSAPP_PHONE_ID": "1"})
    assert not problems and not found.is_on()
    assert [line.split()[0] for line in found.problems()] == ["BOT_WHATSAPP_APP_SECRET", "BOT_WHATSAPP_VERIFY_TOKEN"]
    assert Settings().problems() == []
    assert channel().settings.is_on() and channel().settings.problems() == []


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [("hola", "en", "es"), ("hola:en=en_US", "ht", "en_US"), ("h:es=es,ht=fr", "ht", "fr")],
)
def test_a_template_has_a_code_for_each_language(text: str, language: str, code: str) -> None:
    assert template(text).code(language) == code


def test_a_template_needs_a_name() -> None:
    with pytest.raises(Unfit):
        template(":es=es")


def test_the_pace_is_metas_only_towards_meta() -> None:
    assert channel().limits.per_second == 80
    assert channel("http://127.0.0.1:1").limits.per_second == 0
    assert channel(per_second=1000).limits.per_second == 1000


def test_the_stub_refuses_what_meta_refuses() -> None:
    check: Callable[[dict[str, Any]], None] = graph.check_interactive
    buttons = {"type": "button", "body": {"text": "x"}, "action": {"buttons": []}}
    for bad in (
        buttons,
        buttons | {"action": {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "x" * 21}}]}},
        buttons | {"action": {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "x"}}] * 2}},
        {"type": "button", "body": {"text": "x" * 1025}, "action": {}},
    ):
        with pytest.raises(graph.Refuse):
            check(bad)
    with pytest.raises(graph.Refuse):
        graph.check_text({"body": "x" * 4097})
