"""A person on Telegram: what their taps carry, what they see, and what the platform's moods do to it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.channels import botapi, botapi_buttons, botapi_start
from bot.channels.botapi_start import Polling
from bot.channels.contract import Call, Forged, Post, Refused, TryLater
from bot.channels.http import Http
from bot.channels.telegram import SECRET_HEADER, Channel, Settings
from bot.domain.messages import Choice, Delivery, Incoming, Link, Pin, Reply
from bot.domain.setting import read_settings
from bot.library.naming import bare
from tests.channels.conversation import MENU, WELCOME, WHICH_CITY
from tests.channels.telegram import kit
from tests.channels.words import LOCALES
from tests.stubs.telegram import SECRET, TOKEN, Fault, Stub, utf16
from tests.waiting import PATIENCE, until

CHAT = 5_123_456_789
CODES = ("es", "en", "ht")
QUESTION = Reply("¿Qué necesitas?", (Choice("asylum", "Asilo"), MENU))


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with Stub() as stub:
        stub.phone(CHAT)
        yield stub
        assert stub.broken_rules == []
        assert stub.second_opinions() == []


def channel_for(stub: Stub, **more: str) -> Channel:
    return Channel(Settings(token=TOKEN, api=stub.url, **more), "", kit.phrase)


async def shown(
    stub: Stub, delivery: Delivery, before: list[str] | None = None, patience: float = PATIENCE
) -> list[str]:
    """Sends a delivery as the sender does; the ids of what the person sees."""
    channel, http, ids = channel_for(stub), Http(patience), []
    try:
        for call in channel.render(delivery, before or []):
            ids.append(await carried(channel, http, call))
    finally:
        http.close()
    return [id for id in ids if id]


async def carried(channel: Channel, http: Http, call: Call) -> str:
    try:
        return channel.judge(await http.post(call))
    except Refused:
        if call.instead is None:
            raise
        return await carried(channel, http, call.instead)


def delivery(*replies: Reply, **more: Any) -> Delivery:
    return Delivery("telegram", str(CHAT), "d1", replies, "es", **more)


def menu_tap(stub: Stub, label: str) -> Incoming:
    """What we read when the person taps a button on their phone."""
    for message in reversed(stub.phone(CHAT).messages.values()):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    update = {
                        "update_id": 1,
                        "callback_query": {
                            "id": "7",
                            "from": {"id": CHAT, "is_bot": False, "first_name": "A"},
                            "message": {key: value for key, value in message.items() if key[0] != "_"},
                            "data": button["callback_data"],
                        },
                    }
                    return kit.CHANNEL.read(kit.genuine(json.dumps(update).encode()))[0]
    raise AssertionError(label)


# what a button carries


@given(id=st.text(max_size=120), label=st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_every_choice_fits_a_button_and_comes_back(id: str, label: str) -> None:
    data = botapi_buttons.data_of(id, label)
    assert 1 <= len(data.encode()) <= 64
    if not data.startswith("="):
        assert botapi_buttons.choice_in(data) == (id, "")
    else:
        choice, text = botapi_buttons.choice_in(data)
        assert choice == "" and label.startswith(text)


def test_ids_of_today_go_as_they_are_and_long_ones_packed() -> None:
    assert botapi_buttons.data_of("asylum.apply", "Pedir asilo") == "asylum.apply"
    long = "places:children.protection:San Cristóbal de las Casas y Comitán de Domínguez:12"
    assert len(long.encode()) > 64
    assert botapi_buttons.data_of(long, "Más").startswith("~")
    assert botapi_buttons.data_of("x" * 300, "Más lugares") == "=Más lugares"


def test_what_buttons_carry_never_changes() -> None:
    """They are on people's screens: these words must be readable for ever."""
    assert botapi_buttons.data_of("~tilde", "") == "~%2ja2Rq2!"
    assert botapi_buttons.choice_in("~%2ja2Rq2!") == ("~tilde", "")


@given(st.text(max_size=70))
def test_what_we_never_wrote_is_harmless(data: str) -> None:
    choice, text = botapi_buttons.choice_in(data)
    assert isinstance(choice + text, str)
    (choice + text).encode("utf-8", "surrogatepass")


# who may post (S04)


@pytest.mark.parametrize(
    "headers",
    [
        CIMultiDict(),
        CIMultiDict({SECRET_HEADER: "wrong"}),
        CIMultiDict({SECRET_HEADER: f"{SECRET} "}),
        CIMultiDict([(SECRET_HEADER, SECRET), (SECRET_HEADER, SECRET)]),
        CIMultiDict([(SECRET_HEADER, SECRET), (SECRET_HEADER, "wrong")]),
    ],
    ids=["none", "wrong", "with a blank", "twice", "two"],
)
def test_S04_only_telegram_with_the_secret_may_post(headers: CIMultiDict[str]) -> None:
    with pytest.raises(Forged) as refusal:
        kit.CHANNEL.admit(Post("POST", "/hooks/telegram", "", {}, headers, b"{}"))
    assert refusal.value.status == 401
    assert SECRET not in repr(refusal.value)


def test_without_a_secret_of_their_own_one_is_derived_from_the_token() -> None:
    one, other = (Channel(Settings(token=f"1:{name * 9}"), "https://x.example") for name in "ab")
    assert one.secret != other.secret
    assert botapi.DONE_ALREADY and len(one.secret) == 64
    with pytest.raises(Forged):
        one.admit(Post("POST", "", "", {}, {}, b""))


def test_settings_name_what_is_wrong() -> None:
    _, problems = read_settings(Settings, {"BOT_TELEGRAM_TOKEN": "abc", "BOT_TELEGRAM_MODE": "push"})
    assert [problem.split()[0] for problem in problems] == ["BOT_TELEGRAM_TOKEN", "BOT_TELEGRAM_MODE"]
    assert not any("abc" in problem for problem in problems)
    settings, problems = read_settings(Settings, {"BOT_TELEGRAM_SECRET": "long-enough"})
    assert problems == [] and "BOT_TELEGRAM_TOKEN" in settings.problems()[0]
    assert not Settings().is_on() and Settings().problems() == []


@pytest.mark.parametrize(
    ("mode", "secret", "public_url", "polls"),
    [
        ("", "", "", True),
        ("", "s" * 8, "", False),
        ("", "", "https://x.example", False),
        ("polling", "s" * 8, "https://x", True),
    ],
)
def test_it_polls_where_nothing_can_be_posted(mode: str, secret: str, public_url: str, polls: bool) -> None:
    channel = Channel(Settings(token=TOKEN, mode=mode, secret=secret), public_url)
    assert channel.polls is polls
    assert channel.hook == ("" if polls else "/hooks/telegram")


@pytest.mark.parametrize(
    ("more", "all_together", "each"),
    [({}, 30, 1), ({"api": "http://10.0.0.7:8081"}, 0, 0), ({"api": "http://10.0.0.7:8081", "per_second": 30}, 30, 1)],
)
def test_it_keeps_telegrams_pace_with_telegram(more: dict[str, Any], all_together: int, each: int) -> None:
    limits = Channel(Settings(token=TOKEN, **more)).limits
    assert (limits.per_second, limits.person_per_second) == (all_together, each)


# what the person sees


async def test_choices_are_buttons_and_the_location_key_does_not_replace_them(stub: Stub) -> None:
    await shown(stub, delivery(WHICH_CITY))
    question, hint = stub.screen(CHAT)
    assert "Tijuana" in question.choices and "Menú" in question.choices
    assert hint.choices == ["Enviar mi ubicación"]
    assert stub.phone(CHAT).keys
    await shown(stub, delivery(Reply("Cerca de ti hay dos albergues.")))
    assert stub.phone(CHAT).keys == [], "the key is gone once it has served"


async def test_a_tapped_menu_becomes_the_next_one(stub: Stub) -> None:
    await shown(stub, delivery(QUESTION))
    tapped = menu_tap(stub, "Asilo").tapped
    assert tapped
    await shown(stub, delivery(Reply("¿Qué de asilo?", (Choice("asylum.apply", "Pedir"), MENU)), tapped=tapped))
    assert [one.text for one in stub.screen(CHAT)] == ["¿Qué de asilo?"]
    await shown(stub, delivery(Reply("¿Qué de asilo?", (Choice("asylum.apply", "Pedir"), MENU)), tapped=tapped))
    assert len(stub.screen(CHAT)) == 1, "what is so already is no failure"


async def test_what_is_worth_keeping_is_not_replaced(stub: Stub) -> None:
    await shown(stub, delivery(WELCOME))
    assert menu_tap(stub, "Asilo").tapped == "", "it holds a telephone number"
    await shown(stub, delivery(QUESTION))
    tapped = menu_tap(stub, "Asilo").tapped
    for reply in (
        (Reply("Ve a la COMAR."), QUESTION),
        (Reply("Texto largo. " * 80, (MENU,)),),
        (Reply("Sin botones."),),
        (Reply("No es tu culpa.", (MENU,), sealed=True),),
        (WHICH_CITY,),
    ):
        before = len(stub.screen(CHAT))
        await shown(stub, delivery(*reply, tapped=tapped))
        assert len(stub.screen(CHAT)) > before
    assert stub.made("editMessageText") == []


async def test_a_menu_that_is_gone_is_sent_anew(stub: Stub) -> None:
    await shown(stub, delivery(QUESTION))
    tapped = menu_tap(stub, "Asilo").tapped
    stub.phone(CHAT).messages.clear()
    await shown(stub, delivery(QUESTION, tapped=tapped))
    assert [one.text for one in stub.screen(CHAT)] == [QUESTION.text]


async def test_quick_exit_takes_all_away(stub: Stub) -> None:
    ids = []
    for _ in range(3):
        ids += await shown(stub, delivery(Reply("No es tu culpa.", (MENU,), sealed=True)))
    assert all(message.get("has_protected_content") for message in stub.phone(CHAT).messages.values())
    await stub.says(CHAT, "lo que escribí")
    mine = str(max(stub.phone(CHAT).messages))
    await shown(stub, delivery(Reply("Listo."), forget=True, mine=mine), [*ids, "999", "not a number"])
    assert [one.text for one in stub.screen(CHAT)] == ["Listo."]


async def test_exit_with_hundreds_of_messages_deletes_by_the_hundred(stub: Stub) -> None:
    calls = channel_for(stub).render(delivery(forget=True), [str(n) for n in range(250)])
    assert [len(json.loads(call.body)["message_ids"]) for call in calls] == [100, 100, 50]
    assert not any(call.optional for call in calls), "what stays can hurt: it is tried again"


def test_sealed_replies_show_no_typing_sign() -> None:
    calls = kit.CHANNEL.render(delivery(Reply("Uno.", sealed=True), Reply("Dos.", sealed=True)), [])
    assert [call.url.rpartition("/")[2] for call in calls] == ["sendMessage", "sendMessage"]


async def test_content_cannot_break_its_formatting(stub: Stub) -> None:
    text = '<b>5 < 6 & 7 > 2</b> *a* _b_ `c` [d](e) \u2028 \\ " 👩‍👩‍👧‍👦'
    await shown(stub, delivery(Reply(text, (Choice("a", '<i>"&'),))))
    assert stub.screen(CHAT)[0].text == text
    assert stub.screen(CHAT)[0].choices == ['<i>"&']


async def test_length_is_counted_as_telegram_counts(stub: Stub) -> None:
    await shown(stub, delivery(Reply("🇭🇹" * 2_000)))
    assert len(stub.screen(CHAT)) == 2
    assert all(utf16(one.text) <= 4096 for one in stub.screen(CHAT))


async def test_more_choices_than_a_keyboard_takes_are_all_reachable(stub: Stub) -> None:
    choices = tuple(Choice(f"t.{number}", f"Tema {number}") for number in range(230))
    await shown(stub, delivery(Reply("Elige:", choices)))
    labels = [label for one in stub.screen(CHAT) for label in one.choices]
    assert labels == [choice.label for choice in choices]


# groups


OPEN = Link("Sitio web", "https://casa.example.org/es")


async def test_an_address_is_a_button_above_the_choices_and_the_location_key_goes(stub: Stub) -> None:
    stub.phone(CHAT).keys = [[{"text": "Enviar mi ubicación", "request_location": True}]]
    await shown(stub, delivery(Reply("Casa Uno", location=Pin(19.4, -99.1), place="Casa Uno", links=(OPEN,))))
    assert [one.choices for one in stub.screen(CHAT)] == [["Sitio web"], []]
    assert stub.phone(CHAT).keys == []
    await shown(stub, delivery(Reply("¿Qué más?", (MENU,), links=(OPEN,))))
    assert stub.screen(CHAT)[-1].choices == ["Sitio web", MENU.label]
    await stub_taps_nothing_that_opens(stub)


async def stub_taps_nothing_that_opens(stub: Stub) -> None:
    with pytest.raises(AssertionError):
        await stub.taps(CHAT, "Sitio web")


async def test_an_address_telegram_does_not_like_costs_nobody_the_answer(stub: Stub) -> None:
    odd = Link("Sitio", "https://localhost/es")
    await shown(stub, delivery(Reply("Casa Uno", (MENU,), links=(odd,))))
    assert [(one.text, one.choices) for one in stub.screen(CHAT)] == [
        ("Casa Uno\n\nSitio: https://localhost/es", [MENU.label])
    ]
    assert stub.broken_rules.pop().startswith("sendMessage: Bad Request: inline keyboard button URL")


async def test_many_addresses_are_buttons_and_the_rest_is_written(stub: Stub) -> None:
    links = tuple(Link(f"Sitio {number}", f"https://casa{number}.example.org") for number in range(12))
    await shown(stub, delivery(Reply("Casas", links=links)))
    (one,) = stub.screen(CHAT)
    assert len(one.choices) == 8 and "https://casa11.example.org" in one.text


async def test_our_pages_are_linked_where_they_are_public(stub: Stub) -> None:
    page = Link("Ver como página", "/es/asylum/apply")
    for public_url, url in (
        ("", None),
        ("http://10.0.0.5", None),
        ("https://farol.example.org/", "https://farol.example.org/es/asylum/apply"),
    ):
        channel = Channel(Settings(token=TOKEN, api=stub.url, secret=SECRET), public_url, kit.phrase)
        (call,) = channel.render(delivery(Reply("Pide asilo.", (MENU,), links=(page,))), [])
        rows = json.loads(call.body)["reply_markup"]["inline_keyboard"]
        assert [button["url"] for row in rows for button in row if "url" in button] == ([url] if url else [])


@pytest.mark.parametrize(
    "body",
    [
        b'{"update_id":7,"message":{"message_id":"no number"}}',
        b'{"update_id":7,"message":{"message_id":1,"chat":{"id":5,"type":"private"},"text":{}}}',
        b'{"update_id":7,"callback_query":[]}',
    ],
)
def test_a_genuine_update_that_cannot_be_read_is_counted_and_not_posted_for_ever(body: bytes) -> None:
    post = kit.genuine(body)
    assert kit.CHANNEL.read(post) == []
    assert [report.state for report in kit.CHANNEL.reports(post)] == ["unreadable"]
    assert kit.CHANNEL.at_once(post) == [] and kit.CHANNEL.acknowledgement(post) == ("", "text/plain")


@pytest.mark.parametrize(
    "odd", ['"caption":7', '"location":{"latitude":"north"}', '"edit_date":"today"', '"from":{"id":"somebody"}']
)
def test_one_odd_part_does_not_cost_a_person_their_answer(odd: str) -> None:
    message = '"message_id":1,"date":9,"chat":{"id":5,"type":"private"},"text":"¿Dónde duermo?"'
    (one,) = kit.CHANNEL.read(kit.genuine(f'{{"update_id":7,"message":{{{message},{odd}}}}}'.encode()))
    assert (one.address, one.text, one.sent_at) == ("5", "¿Dónde duermo?", 9)


def test_a_place_that_is_not_on_earth_is_met_as_what_we_do_not_know() -> None:
    place = b'"location":{"latitude":91,"longitude":0}'
    body = b'{"update_id":7,"message":{"message_id":1,"chat":{"id":5,"type":"private"},%b}}' % place
    (one,) = kit.CHANNEL.read(kit.genuine(body))
    assert one.location is None and one.media == "other"


def test_a_group_is_told_why_and_left() -> None:
    group = {"id": -100123, "type": "supergroup"}
    person = {"id": 5, "is_bot": False, "first_name": "A", "language_code": "ht"}
    change = {"chat": group, "from": person, "date": 1, "new_chat_member": {"status": "member"}}
    post = kit.genuine(json.dumps({"update_id": 1, "my_chat_member": change}).encode())
    assert kit.CHANNEL.read(post) == []
    said, left = kit.CHANNEL.at_once(post)
    assert json.loads(said.body)["text"] == kit.phrase("channel.group", "ht")
    assert left.url.endswith("/leaveChat") and said.optional and left.optional


def test_a_tap_is_answered_in_the_answer_to_its_post() -> None:
    post = kit.genuine(b'{"update_id":1,"callback_query":{"id":"77","from":{"id":5},"data":"back"}}')
    body, kind = kit.CHANNEL.acknowledgement(post)
    assert (json.loads(body), kind) == (
        {"method": "answerCallbackQuery", "callback_query_id": "77"},
        "application/json",
    )
    assert kit.CHANNEL.acknowledgement(kit.genuine(b'{"update_id":1}')) == ("", "text/plain")


# the platform's moods (R11, R12)


@pytest.mark.parametrize("seconds", [1, 35, 600])
async def test_R11_telegram_is_obeyed_when_it_says_how_long_to_wait(stub: Stub, seconds: int) -> None:
    stub.fail(Fault(429, retry_after=seconds))
    with pytest.raises(TryLater) as later:
        await shown(stub, delivery(QUESTION))
    assert later.value.after == seconds


@pytest.mark.parametrize(
    "fault",
    [Fault(500), Fault(502), *(Fault(network=what) for what in ("reset", "torn", "not json", "hang"))],
    ids=["500", "502", "reset", "torn", "not json", "hang"],
)
async def test_R12_faults_of_the_network_are_tried_again(stub: Stub, fault: Fault) -> None:
    stub.fail(fault)
    with pytest.raises(TryLater) as later:
        await shown(stub, delivery(QUESTION), patience=1.0 if fault.network == "hang" else PATIENCE)
    assert later.value.after is None and TOKEN not in str(later.value)
    await shown(stub, delivery(QUESTION))


# polling


class Box:
    """Where accepted messages go; can be full for a while."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.full = 0

    async def accept(self, incoming: Incoming) -> None:
        await asyncio.sleep(0)
        if self.full:
            self.full -= 1
            raise OSError("full")
        self.texts.append(incoming.text or incoming.choice)


@pytest.fixture
async def polled(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Stub, Box]]:
    monkeypatch.setattr(botapi_start, "FIRST_PAUSE", 0.02)
    box, http, channel = Box(), Http(), channel_for(stub)
    await channel.open(http.post, box.accept)
    yield stub, box
    await channel.close()
    http.close()


async def test_polling_brings_messages_in_order_and_confirms_them(polled: tuple[Stub, Box]) -> None:
    stub, box = polled
    for number in range(250):
        await stub.says(CHAT + number % 3, f"m{number}")
    await until(lambda: len(box.texts) == 250)
    for person in range(3):
        mine = [int(text[1:]) for text in box.texts if int(text[1:]) % 3 == person]
        assert mine == sorted(mine)
    await until(lambda: not stub.waiting)


async def test_nothing_is_confirmed_before_it_is_queued(polled: tuple[Stub, Box]) -> None:
    stub, box = polled
    await until(lambda: stub.someone_polls)
    box.full = 4
    for number in range(3):
        await stub.says(CHAT, f"m{number}")
    await until(lambda: len(box.texts) == 3)
    assert box.texts == ["m0", "m1", "m2"], "the batch came again, and in order"
    await until(lambda: not stub.waiting)


async def test_a_tap_and_a_group_are_answered_while_polling(polled: tuple[Stub, Box]) -> None:
    stub, box = polled
    await shown(stub, delivery(QUESTION))
    await stub.taps(CHAT, "Asilo")
    await until(lambda: "asylum" in box.texts and all(stub.tap_ids.values()))
    change = {
        "chat": {"id": -9, "type": "group"},
        "from": {"id": 5},
        "date": 1,
        "new_chat_member": {"status": "member"},
    }
    await stub.deliver({"my_chat_member": change})
    await until(lambda: stub.left == [-9])
    methods = [call.method for call in stub.calls if call.parameters.get("chat_id") == -9]
    assert methods == ["sendMessage", "leaveChat"]


async def test_an_update_that_cannot_be_read_does_not_stop_the_rest(polled: tuple[Stub, Box]) -> None:
    stub, box = polled
    await stub.deliver({"message": {"message_id": "no number"}})
    await stub.says(CHAT, "hola")
    await until(lambda: box.texts == ["hola"] and not stub.waiting)


async def test_R15_after_silence_no_offset_is_given() -> None:
    asked: list[int] = []
    batches = [b'[{"update_id":900}]', b"[]", b'[{"update_id":3}]', b"[]"]

    async def ask(method: str, parameters: Any) -> bytes:
        if method == "getUpdates":
            asked.append(parameters.offset)
            return batches.pop(0)
        return b"true"

    async def take(updates: list[bytes]) -> None: ...

    polling = Polling(ask, take)
    for _ in range(4):
        await polling.step()
    assert asked == [0, 901, 0, 4]


async def test_two_that_poll_are_told_apart_clearly(polled: tuple[Stub, Box], caplog: pytest.LogCaptureFixture) -> None:
    stub, box = polled
    await until(lambda: stub.someone_polls)
    other, http = channel_for(stub), Http(PATIENCE)
    with caplog.at_level(logging.DEBUG):
        await other.open(http.post, box.accept)
        await until(lambda: "another process asks for this bot's messages" in caplog.text)
    await other.close()
    http.close()
    assert TOKEN not in caplog.text
    await stub.says(CHAT, "hola")
    await until(lambda: "hola" in box.texts)


@pytest.mark.parametrize(
    "fault",
    [Fault(500, times=3), Fault(network="reset"), Fault(network="not json"), Fault(429, retry_after=1), Fault(401)],
    ids=["500", "reset", "not json", "429", "401"],
)
async def test_polling_outlives_faults(stub: Stub, monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    monkeypatch.setattr(botapi_start, "FIRST_PAUSE", 0.02)
    fault.method = "getUpdates"
    stub.fail(fault)
    box, http, channel = Box(), Http(), channel_for(stub)
    await stub.says(CHAT, "hola")
    await channel.open(http.post, box.accept)
    await until(lambda: box.texts == ["hola"])
    await channel.close()
    http.close()


# at start


async def test_at_start_the_webhook_and_the_profile_are_set_once(stub: Stub) -> None:
    for _ in range(2):
        own = Settings(token=TOKEN, api=stub.url, secret=SECRET)
        channel = Channel(own, "https://farol.example.org", kit.phrase)
        channel.languages = CODES
        http = Http(PATIENCE)
        await channel.open(http.post, Box().accept)
        await until(lambda channel=channel: not channel.tasks)
        await channel.close()
        http.close()
    assert stub.webhook == {
        "url": "https://farol.example.org/hooks/telegram",
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "max_connections": 100,
        "drop_pending_updates": False,
    }
    assert {code for what, code in stub.profile if what == "commands"} == {"", "es", "en", "ht"}
    assert [one["command"] for one in stub.profile["commands", "ht"]][:2] == ["meni", "lang"]
    assert stub.profile["short", "en"] == kit.phrase("channel.description.short", "en")
    assert len(stub.made("setMyCommands")) == 4, "what is so already is not written again"


async def test_a_start_while_telegram_is_down_is_mended_later(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botapi_start, "FIRST_PAUSE", 0.02)
    stub.fail(Fault(502, times=2, method="setWebhook"))
    channel = Channel(Settings(token=TOKEN, api=stub.url, secret=SECRET), "https://farol.example.org", kit.phrase)
    http = Http(PATIENCE)
    await channel.open(http.post, Box().accept)
    await until(lambda: stub.webhook)
    await channel.close()
    http.close()


def test_every_command_that_is_listed_is_understood() -> None:
    languages = {code: yaml.safe_load((LOCALES / code / "language.yaml").read_text("utf-8")) for code in CODES}
    tables = [language["commands"].items() for language in languages.values()]
    known = {bare(word): id for table in tables for id, words in table for word in words}
    for language in CODES:
        for name in botapi_start.COMMANDS:
            listed = botapi_start.command(kit.phrase(f"channel.command.{name}", language))
            assert listed is not None
            assert known[bare(f"/{listed.command}")] == f"action.{name}"
