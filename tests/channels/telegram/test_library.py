"""Two libraries prove our shapes: python-telegram-bot and aiogram read every update as we do and take every request."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiogram.types
import pytest
import telegram
from telegram import constants
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels import botapi, botapi_buttons
from bot.channels import botapi_limits as limits
from bot.channels.contract import Answer, Call, ChannelDown, PersonLeft, Refused, TryLater
from bot.domain.messages import Pin
from tests.channels.conversation import conversation
from tests.channels.telegram import kit
from tests.stubs.telegram import BOT, TOKEN
from tests.stubs.telegram_models import wrong

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))
MEDIA = {
    "voice": "voice", "audio": "voice", "photo": "image", "video": "video", "video_note": "video",
    "animation": "video", "document": "document", "sticker": "sticker", "contact": "contact",
}  # fmt: skip


class Remembers(BaseRequest):
    """The library's network, which keeps what it would have sent and answers what it is told."""

    def __init__(self, answer: tuple[int, bytes] = (200, b'{"ok":true,"result":true}')) -> None:
        self.answer = answer
        self.made: list[tuple[str, dict[str, Any]]] = []

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any
    ) -> tuple[int, bytes]:
        parameters = request_data.json_parameters if request_data else {}
        self.made.append((url.rpartition("/")[2], {name: _value(text) for name, text in parameters.items()}))
        return self.answer


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_the_library_reads_every_update_as_we_do(file: Path) -> None:
    posted = json.loads(file.read_text("utf-8"))["post"]
    theirs = telegram.Update.de_json(posted, None)
    ours = kit.CHANNEL.read(kit.genuine(json.dumps(posted).encode()))
    if not ours:
        chat = theirs.effective_chat
        assert (
            chat is None
            or chat.type != "private"
            or theirs.my_chat_member
            or (theirs.effective_user and theirs.effective_user.is_bot)
            or (theirs.edited_message and not theirs.edited_message.text)
            or (theirs.callback_query and not theirs.callback_query.data)
            or not _says_something(theirs.message)
        )
        return
    one = ours[0]
    assert theirs.effective_chat and one.address == str(theirs.effective_chat.id)
    assert one.id.startswith(f"{theirs.update_id}:")
    assert theirs.effective_user and one.language_hint == (theirs.effective_user.language_code or "")
    if theirs.callback_query:
        assert (one.choice, one.text) == botapi_buttons.choice_in(theirs.callback_query.data or "")
        is_there = isinstance(theirs.callback_query.message, telegram.Message)
        assert one.tapped in ({"", str(theirs.effective_message.message_id)} if is_there else {""})  # type: ignore[union-attr]
        return
    message = theirs.effective_message
    assert message is not None
    stamp = message.edit_date or message.date
    assert datetime.fromtimestamp(one.sent_at, UTC) == stamp
    if message.text and not message.text.startswith("/"):
        assert one.text == message.text
    if message.location and not one.text:
        assert one.location and one.location.latitude == message.location.latitude
        assert one.location.longitude == message.location.longitude
    if one.media and one.media != "other":
        assert one.media in {MEDIA[name] for name in MEDIA if getattr(message, name)}


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda file: file.stem)
def test_aiogram_reads_every_update_as_we_do(file: Path) -> None:
    posted = json.loads(file.read_text("utf-8"))["post"]
    theirs = aiogram.types.Update.model_validate_json(json.dumps(posted))
    ours = kit.CHANNEL.read(kit.genuine(json.dumps(posted).encode()))
    tap, message = theirs.callback_query, theirs.message or theirs.edited_message
    about = (tap.message if tap else None) or message
    if tap is None and message is None:
        assert not ours
        return
    person = tap.from_user if tap else message.from_user if message else None
    if not ours:
        is_alone = about is None or about.chat.type == "private"
        is_bot = person is not None and person.is_bot
        says_nothing = not tap.data if tap else not (message and _is_content(message, bool(theirs.edited_message)))
        assert not is_alone or is_bot or says_nothing
        return
    (one,) = ours
    assert one.id.startswith(f"{theirs.update_id}:")
    assert one.address == str(about.chat.id if about else person.id if person else 0)
    assert one.language_hint == ((person.language_code if person else "") or "")
    if tap:
        assert (one.choice, one.text) == botapi_buttons.choice_in(tap.data or "")
        return
    assert message is not None
    assert one.sent_at == (message.edit_date or int(message.date.timestamp()))
    if not (message.text or "").startswith("/"):
        assert one.text == (message.text or message.caption or "")
    if message.location and not one.text:
        assert one.location == Pin(message.location.latitude, message.location.longitude)
    if one.media and one.media != "other":
        assert one.media in {MEDIA[name] for name in MEDIA if getattr(message, name)}
    if one.file:
        sizes = message.photo or [getattr(message, name) for name in botapi.FILES if getattr(message, name)]
        assert one.file in {size.file_id for size in sizes}


def _is_content(message: aiogram.types.Message, is_edited: bool) -> bool:
    """Whether a person said something: a change of what is not text (a live location that moves) is not that."""
    if is_edited:
        return bool(message.text or message.caption)
    return message.content_type in {*MEDIA, *botapi.SAYS_SOMETHING, "text", "location"}


def _says_something(message: telegram.Message | None) -> bool:
    return message is not None and bool(message.text or message.caption or message.effective_attachment)


REPLY_MARKUPS = {
    "inline_keyboard": telegram.InlineKeyboardMarkup.de_json,
    "keyboard": lambda markup, bot: telegram.ReplyKeyboardMarkup(
        [[telegram.KeyboardButton(**key) for key in row] for row in markup.pop("keyboard")], **markup
    ),
    "remove_keyboard": lambda markup, bot: telegram.ReplyKeyboardRemove(),
}


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    """Our parameters as the library's objects."""
    given = dict(body)
    if "reply_markup" in given:
        kind = next(kind for kind in REPLY_MARKUPS if kind in given["reply_markup"])
        given["reply_markup"] = REPLY_MARKUPS[kind](json.loads(json.dumps(given["reply_markup"])), None)
    if "link_preview_options" in given:
        given["link_preview_options"] = telegram.LinkPreviewOptions(**given["link_preview_options"])
    if "commands" in given:
        given["commands"] = [telegram.BotCommand(**command) for command in given["commands"]]
    return given


def test_aiogram_takes_every_request_we_make() -> None:
    made = [(call.url.rpartition("/")[2], json.loads(call.body)) for call in calls()]
    assert [found for method, body in made if (found := wrong(method, body))] == []
    assert any("url" in str(body) and "inline_keyboard" in str(body) for _, body in made)


def test_the_second_opinion_is_one() -> None:
    """Were it to agree with everything, it would be worth nothing."""
    good = {"chat_id": 5, "text": "Hola"}
    assert not wrong("sendMessage", good)
    for bad in ({"chat_id": 5}, good | {"text": 7}, good | {"shout": True}, good | {"reply_markup": {"keys": []}}):
        assert wrong("sendMessage", bad)
    button = {"text": "a", "callback_dat": "b"}
    assert wrong("sendMessage", good | {"reply_markup": {"inline_keyboard": [[button]]}})
    assert wrong("sendPigeon", good)


def calls() -> list[Call]:
    found: list[Call] = []
    for _, delivery, shown in conversation(kit.NAME, kit.ADDRESS, kit.SHOWN):
        for call in kit.CHANNEL.render(delivery, shown):
            found += [call, call.instead] if call.instead else [call]
    for name in ("group_added", "channel_added", "group_message"):
        posted = json.loads((Path(__file__).parent / "payloads" / f"{name}.json").read_text("utf-8"))["post"]
        found += kit.CHANNEL.at_once(kit.genuine(json.dumps(posted).encode()))
    make = kit.CHANNEL._call
    found += [
        make("answerCallbackQuery", {"callback_query_id": "q1"}),
        make("setWebhook", botapi.SetWebhook("https://farol.example.org/hooks/telegram", "s" * 9, botapi.UPDATES)),
        make("deleteWebhook", botapi.DeleteWebhook()),
        make("getUpdates", botapi.GetUpdates(botapi.UPDATES, 25, 100, 7)),
        make("sendLocation", botapi.SendLocation(5, 1.5, -2.5, True)),
        make("getMyCommands", botapi.InLanguage("ht")),
        make("setMyCommands", botapi.Commands([botapi.Command("menu", "Menú")], "es")),
        make("setMyDescription", botapi.Description("x", "en")),
        make("setMyShortDescription", botapi.ShortDescription("x", "en")),
    ]
    return found


async def test_the_library_makes_every_request_as_we_make_it() -> None:
    checked = set()
    for call in calls():
        network = Remembers()
        bot = telegram.Bot(TOKEN, request=network, get_updates_request=network)
        bot._bot_user = telegram.User.de_json(BOT, bot)
        method = call.url.rpartition("/")[2]
        body = json.loads(call.body)
        snake = re.sub("([A-Z])", lambda found: "_" + found[1].lower(), method)
        network.answer = (200, json.dumps({"ok": True, "result": _result(method)}).encode())
        await getattr(bot, snake)(**_arguments(body))
        made_method, made = network.made[-1]
        assert made_method == method
        assert _without_no(made) == _without_no(body)
        checked.add(method)
    assert {"sendMessage", "editMessageText", "sendVenue", "deleteMessages", "leaveChat", "setWebhook"} <= checked


def _without_no(parameters: dict[str, Any]) -> dict[str, Any]:
    """What is false anyway may be written or left out."""
    return {name: value for name, value in parameters.items() if value is not False}


def _result(method: str) -> Any:
    if method.startswith(("send", "edit")) and method != "sendChatAction":
        return {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
    return [] if method in {"getUpdates", "getMyCommands"} else True


ERRORS = [
    (kit.no(429, "Too Many Requests: retry after 35", retry_after=35), RetryAfter, TryLater),
    (kit.no(403, "Forbidden: bot was blocked by the user"), Forbidden, PersonLeft),
    (kit.no(400, "Bad Request: message text is empty"), BadRequest, Refused),
    (kit.no(401, "Unauthorized"), InvalidToken, ChannelDown),
    (kit.no(404, "Not Found"), InvalidToken, ChannelDown),
    (kit.no(409, "Conflict: terminated by other getUpdates request"), Conflict, TryLater),
    (kit.no(502, "Bad Gateway"), NetworkError, TryLater),
]


@pytest.mark.parametrize(("answer", "theirs", "ours"), ERRORS, ids=lambda value: getattr(value, "__name__", ""))
async def test_failures_are_sorted_as_the_library_sorts_them(
    answer: Answer, theirs: type[TelegramError], ours: type[Exception]
) -> None:
    network = Remembers((answer.status, answer.body))
    with pytest.raises(theirs) as raised:
        await telegram.Bot(TOKEN, request=network).send_message(5, "x")
    with pytest.raises(ours) as judged:
        kit.CHANNEL.judge(answer)
    if isinstance(raised.value, RetryAfter):
        after = raised.value.retry_after
        assert isinstance(judged.value, TryLater)
        assert judged.value.after == (after if isinstance(after, int) else after.total_seconds())


def test_limits_are_the_librarys() -> None:
    assert limits.TEXT == constants.MessageLimit.MAX_TEXT_LENGTH
    assert limits.BUTTONS == constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    assert limits.BUTTON_DATA == constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert {*botapi.UPDATES} <= {kind.value for kind in constants.UpdateType}
    assert {*botapi.MEDIA} <= {kind.value for kind in constants.MessageAttachmentType}
    assert limits.UPDATES_AT_ONCE == constants.PollingLimit.MAX_LIMIT
    assert limits.DELETED_AT_ONCE == constants.BulkRequestLimit.MAX_LIMIT
    assert limits.COMMAND_NAME == constants.BotCommandLimit.MAX_COMMAND
    assert limits.COMMAND_WORDS == constants.BotCommandLimit.MAX_DESCRIPTION
    assert limits.DESCRIPTION == constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert limits.SHORT_DESCRIPTION == constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    assert limits.TO_ONE_CHAT_PER_SECOND == constants.FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
    assert limits.PER_SECOND == constants.FloodLimit.MESSAGES_PER_SECOND
    webhook = botapi.SetWebhook("", "", [])
    assert webhook.max_connections == constants.WebhookLimit.MAX_CONNECTIONS_LIMIT
    assert len(kit.CHANNEL.secret) <= constants.WebhookLimit.MAX_SECRET_TOKEN_LENGTH
