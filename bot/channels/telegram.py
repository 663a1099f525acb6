"""Telegram: its updates to messages, our replies to its methods, its refusals to our failures.

Long polling and what is told to Telegram at start are in botapi_start.py, its shapes in botapi.py. Text goes out plain
(no parse_mode), so content cannot break its formatting. A reply changes the menu that was tapped instead of adding a
message, where nothing worth keeping stood there.
"""

import asyncio
import contextlib
import hashlib
import hmac
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import msgspec
from telegram.constants import BulkRequestLimit, FloodLimit, InlineKeyboardMarkupLimit, MessageLimit

from bot.channels import botapi, contract
from bot.channels.botapi import Buttons, Keys, Message, NoKeys, SendMessage, Update
from bot.channels.botapi_start import Polling, Profile, asking, register, until_done
from bot.channels.contract import (
    Accept,
    Answer,
    Call,
    Carry,
    Forged,
    Limits,
    NotAMessage,
    Phrase,
    Post,
    Refused,
    Report,
    TryLater,
    judge_file,
    no_words,
)
from bot.channels.rendering import pages, pieces, utf16
from bot.domain.filetype import MOST_BYTES
from bot.domain.messages import Choice, Delivery, Incoming, Pin, Reply
from bot.domain.setting import Unfit, one_of, setting, web_address, whole

log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MENU_LENGTH = 400
"""A message with buttons that is no longer and holds no digit only asks: it may give way to what was chosen."""
EDIT_LENGTH = 700
HALF_ROW = 14
"""Two labels that are no longer share a row of buttons; a longer one would be cut on a small phone."""
LONGEST_TEXT = 8_192
LONGEST_FILE_ID = 512
FILE_PATH = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,500}")
NO_PREVIEW = botapi.Preview()


def bot_token(text: str) -> str:
    if not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{3,200}", text):
        raise Unfit("it must be the token that @BotFather gave, as 123456789:AAE...")
    return text


def webhook_secret(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", text):
        raise Unfit("it must be 8 to 256 letters, digits, _ or -; make one with: openssl rand -hex 32")
    return text


@dataclass(frozen=True)
class Settings:
    PREFIX = "TELEGRAM_"

    token: str = setting(
        "", "the bot's token, from @BotFather; empty: off", bot_token, secret=True, example="123456789:AAE-token"
    )
    secret: str = setting(
        "",
        "what Telegram puts into each post to our webhook; empty: derived from the token",
        webhook_secret,
        secret=True,
        example="letters-digits-at-least-8",
    )
    mode: str = setting(
        "",
        "webhook or polling; empty: webhook where BOT_PUBLIC_URL or BOT_TELEGRAM_SECRET is set, else polling",
        one_of("webhook", "polling"),
    )
    api: str = setting(TELEGRAM, "address of the Bot API, or of a local Bot API server", web_address)
    per_second: int | None = setting(
        None,
        "messages a second that Telegram takes from the bot, and one a second for each person; 0: no pace of ours; "
        "empty: 30, none where BOT_TELEGRAM_API is not Telegram's",
        whole(0, 10_000),
        example="30",
    )

    def problems(self) -> list[str]:
        if self.token:
            return []
        return [
            f"BOT_TELEGRAM_{name} is set but BOT_TELEGRAM_TOKEN is not; set the token, or remove it"
            for name, value in (("SECRET", self.secret), ("MODE", self.mode))
            if value
        ]

    def is_on(self) -> bool:
        return bool(self.token)


class Channel(contract.Channel):
    name = "telegram"
    limits = Limits(
        text=int(MessageLimit.MAX_TEXT_LENGTH),
        buttons=int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER),
        button_label=60,
        person_per_second=float(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT),
        per_second=float(FloodLimit.MESSAGES_PER_SECOND),
    )
    hook = "/hooks/telegram"
    keeps_ids = True

    def __init__(
        self,
        settings: Settings,
        public_url: str = "",
        phrase: Phrase = no_words,
    ) -> None:
        self.phrase, self.public_url = phrase, public_url
        self.base = f"{settings.api}/bot{settings.token}/"
        self.files = f"{settings.api}/file/bot{settings.token}/"
        self.secret = settings.secret or hashlib.sha256(f"farol webhook {settings.token}".encode()).hexdigest()
        self.polls = settings.mode == "polling" or not (settings.mode or public_url or settings.secret)
        if self.polls:
            self.hook = ""
        rate = settings.per_second
        if rate is None and settings.api != TELEGRAM:
            rate = 0
        if rate is not None:
            one = self.limits.person_per_second if rate else 0.0
            self.limits = replace(self.limits, per_second=float(rate), person_per_second=one)
        self.tasks: set[asyncio.Task[None]] = set()

    # in

    def admit(self, post: Post) -> None:
        given = post.headers.get(SECRET_HEADER, "")
        every = getattr(post.headers, "getall", None)
        is_twofold = every is not None and len(every(SECRET_HEADER, ())) > 1
        if not hmac.compare_digest(given.encode("latin-1", "replace"), self.secret.encode()) or is_twofold:
            raise Forged(401)

    def read(self, post: Post) -> list[Incoming]:
        found = _incoming(_update(post.body), post.body)
        return [found] if found else []

    def reports(self, post: Post) -> list[Report]:
        if b'"my_chat_member"' not in post.body:
            return []
        change = _update(post.body).my_chat_member
        if change is None or change.chat.type != "private":
            return []
        state = "blocked" if change.new_chat_member.status in {"kicked", "left"} else "unblocked"
        return [Report("", state, address=str(change.chat.id))]

    def acknowledgement(self, post: Post) -> tuple[str, str]:
        """A tap is answered in the answer to its post: at once, and without a request of ours."""
        if b'"callback_query"' in post.body and (tap := _update(post.body).callback_query):
            return botapi.write(botapi.AnswerHere(tap.id)).decode(), "application/json"
        return "", "text/plain"

    def at_once(self, post: Post) -> list[Call]:
        """A group that we were brought into is told that we talk alone with each person, and left."""
        if not any(kind in post.body for kind in (b'group"', b'"channel"')):
            return []
        update = _update(post.body)
        change = update.my_chat_member
        if change is not None:
            if change.chat.type == "private" or change.new_chat_member.status in {"kicked", "left"}:
                return []
            language = (change.sender.language_code or "").partition("-")[0]
            return [*self._parting(change.chat, language), self._leave(change.chat.id)]
        tap = update.callback_query
        message = update.message or update.edited_message or (tap.message if tap else None)
        return [self._leave(message.chat.id)] if message is not None and message.chat.type != "private" else []

    def _parting(self, chat: botapi.Chat, language: str) -> list[Call]:
        words = self.phrase("channel.group", language)
        if not words or chat.type == "channel":
            return []
        return [self._call("sendMessage", SendMessage(chat.id, words, link_preview_options=NO_PREVIEW), optional=True)]

    def _leave(self, chat: int) -> Call:
        return self._call("leaveChat", botapi.LeaveChat(chat), optional=True)

    # out

    def render(self, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        chat = _number(delivery.address)
        calls = self._deletions(chat, delivery, shown) if delivery.forget else []
        is_sealed = any(reply.sealed for reply in delivery.replies)
        messages = [part for reply in delivery.replies for part in self._messages(chat, reply, delivery.language)]
        if delivery.tapped and not delivery.forget and not is_sealed and len(messages) == 1:
            return [self._changed(_number(delivery.tapped), messages[0])]
        for place, message in enumerate(messages):
            if place == 1 and not is_sealed:
                calls.append(self._call("sendChatAction", botapi.SendChatAction(chat, "typing"), optional=True))
            calls.append(self._send(message))
        return calls

    def _deletions(self, chat: int, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        """Not optional: what stays on the screen can hurt, so it is tried again."""
        ids = sorted({int(id) for id in (*shown, delivery.tapped, delivery.mine) if id.isdecimal()})
        most = int(BulkRequestLimit.MAX_LIMIT)
        batches = [ids[at : at + most] for at in range(0, len(ids), most)]
        return [self._call("deleteMessages", botapi.DeleteMessages(chat, batch)) for batch in batches]

    def _changed(self, tapped: int, message: "Part") -> Call:
        """The menu that was tapped becomes the reply; a new message where that makes no sense or is refused."""
        new = self._send(message)
        if not isinstance(message, SendMessage) or not isinstance(message.reply_markup, Buttons):
            return new
        if utf16(message.text) > EDIT_LENGTH:
            return new
        edit = botapi.EditMessageText(message.chat_id, tapped, message.text, NO_PREVIEW, message.reply_markup)
        return self._call("editMessageText", edit, instead=new)

    def _messages(self, chat: int, reply: Reply, language: str) -> list["Part"]:
        sealed = reply.sealed
        first, *further = pages([choice for choice in reply.choices if choice.id], self.limits.buttons)
        text = _sound(reply.text).strip() or ("…" if first else "")
        location_words = self.phrase("channel.location.button", language) if reply.wants_location else ""
        keys = Keys([[botapi.LocationKey(location_words, True)]]) if location_words else None

        def say(text: str, markup: Buttons | Keys | NoKeys) -> SendMessage:
            return SendMessage(chat, text, sealed, NO_PREVIEW, markup)

        said: list[Part] = []
        texts = pieces(text, self.limits.text, utf16) if text else []
        for number, piece in enumerate(texts, 1):
            if number < len(texts):
                said.append(say(piece, NoKeys()))
            elif first:
                said.append(say(piece, _buttons(first)))
            else:
                said.append(say(piece, keys or NoKeys()))
        if reply.location is not None:  # above the choices, which stay last
            said.insert(max(0, len(said) - 1) if first else len(said), self._pin(chat, reply, reply.location, language))
        for number, page in enumerate(further, 2):
            said.append(say(f"{number}/{len(further) + 1}", _buttons(page)))
        if first and keys:  # one message cannot bear both kinds of buttons
            said.append(say(self.phrase("channel.location.ask", language) or location_words, keys))
        return said

    def _pin(self, chat: int, reply: Reply, pin: Pin, language: str) -> "Part":
        name, below = _sound(reply.place).strip(), self.phrase("channel.location.see", language)
        if not name or not below:
            return botapi.SendLocation(chat, pin.latitude, pin.longitude, reply.sealed)
        return botapi.SendVenue(chat, pin.latitude, pin.longitude, name, below, reply.sealed)

    def _send(self, message: "Part") -> Call:
        return self._call(METHODS[type(message)], message)

    def _call(self, method: str, body: Any, optional: bool = False, instead: Call | None = None) -> Call:
        return Call(self.base + method, botapi.write(body), optional=optional, instead=instead)

    def judge(self, answer: Answer) -> str:
        result = botapi.judged(answer).result
        return str(result.message_id) if isinstance(result, botapi.Sent) and result.message_id else ""

    # files that people sent

    def fetch(self, file: str) -> Call:
        return self._call("getFile", botapi.GetFile(file))

    def fetched(self, answer: Answer) -> Call | None:
        judge_file(answer)
        if "json" not in answer.headers.get("content-type", ""):
            return None
        try:
            got = botapi.read_got_file(answer.body)
        except botapi.UNREADABLE:
            raise Refused("no such file any more") from None
        if not got.ok or got.result is None or not FILE_PATH.fullmatch(got.result.file_path):
            raise Refused("no such file any more")
        return Call(self.files + got.result.file_path, b"", (), method="GET")

    @property
    def own_host(self) -> str:
        return urlsplit(self.base).netloc

    # at start and stop

    async def open(self, carry: Carry, accept: Accept) -> None:
        ask = asking(carry, self._call)
        self._begin(until_done("the profile", Profile(ask, self.phrase, self.languages).show))
        if self.polls:
            self._begin(Polling(ask, lambda updates: self._take(updates, carry, accept)).run())
        elif self.public_url:
            address = self.public_url + self.hook
            self._begin(until_done("the webhook", lambda: register(ask, address, self.secret)))
        else:
            log.warning("telegram: BOT_PUBLIC_URL is empty, so no webhook is registered; register it by hand")

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _take(self, updates: list[bytes], carry: Carry, accept: Accept) -> None:
        """Queues what came by polling: each person's messages in order, people side by side."""
        posts = [Post("POST", self.hook, "", {}, {}, update) for update in updates]
        people: dict[str, list[Incoming]] = {}
        courtesies: list[Call] = []
        for post in posts:
            try:
                for incoming in self.read(post):
                    people.setdefault(incoming.address, []).append(incoming)
                courtesies += self.at_once(post)
                if tap := _update(post.body).callback_query:
                    answered = botapi.AnswerCallbackQuery(tap.id)
                    courtesies.append(self._call("answerCallbackQuery", answered, optional=True))
            except NotAMessage:
                log.warning("telegram: an update cannot be read and is passed over")

        async def queue(person: list[Incoming]) -> None:
            for incoming in person:
                await accept(incoming)

        results = await asyncio.gather(*map(queue, people.values()), return_exceptions=True)
        self._begin(_carry_all(carry, courtesies))
        for failed in results:
            if isinstance(failed, BaseException):
                raise failed


Part = SendMessage | botapi.SendVenue | botapi.SendLocation
METHODS: dict[type, str] = {
    SendMessage: "sendMessage",
    botapi.SendVenue: "sendVenue",
    botapi.SendLocation: "sendLocation",
}


async def _carry_all(carry: Carry, courtesies: list[Call]) -> None:
    for call in courtesies:
        with contextlib.suppress(TryLater):
            await carry(call)


def _update(body: bytes) -> Update:
    try:
        return botapi.read_update(body)
    except botapi.UNREADABLE as error:
        raise NotAMessage(f"not an update ({type(error).__name__})") from None


def _incoming(update: Update, body: bytes) -> Incoming | None:
    """What a person did; nothing for notices, bots, groups, and a live location that moves."""
    if update.callback_query is not None:
        return _tap(update, update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.chat.type != "private" or (message.sender and message.sender.is_bot):
        return None
    text = _command(message.text) or message.caption
    pin = None if text else message.location
    media = "" if message.text or pin else _media(message, body)
    if not (text or pin or media) or (update.edited_message and not text):
        return None
    if pin and not (abs(pin.latitude) <= 90 and abs(pin.longitude) <= 180):
        raise NotAMessage("that is no place on earth")
    return Incoming(
        "telegram",
        str(message.chat.id),
        f"{update.update_id}:{message.chat.id}",
        text=text[:LONGEST_TEXT],
        location=Pin(pin.latitude, pin.longitude) if pin else None,
        media=media,
        language_hint=(message.sender.language_code or "") if message.sender else "",
        sent_at=message.edit_date or message.date,
        mine=str(message.message_id),
        file=_file(message) if media else "",
    )


def _tap(update: Update, tap: botapi.Tap) -> Incoming | None:
    message = tap.message
    chat = message.chat.id if message else tap.sender.id
    if tap.sender.is_bot or (message and message.chat.type != "private"):
        return None
    choice, text = botapi.choice_in(tap.data)
    if not choice and not text:
        return None
    return Incoming(
        "telegram",
        str(chat),
        f"{update.update_id}:{chat}",
        text=text,
        choice=choice,
        language_hint=tap.sender.language_code or "",
        tapped=str(message.message_id) if message and _only_asks(message) else "",
    )


def _only_asks(message: Message) -> bool:
    """A menu: nothing is lost when it gives way. What holds a number (a telephone, a date, a step) stays."""
    text = message.text
    return bool(message.date and text) and len(text) <= MENU_LENGTH and not any(map(str.isdigit, text))


def _command(text: str) -> str:
    """`/menu@FarolBot` is /menu, and what a link adds to /start is not for us."""
    if not text.startswith("/"):
        return text
    head, blank, rest = text.partition(" ")
    name = head.partition("@")[0]
    return name if name == "/start" else name + blank + rest


def _media(message: Message, body: bytes) -> str:
    for part, media in botapi.MEDIA.items():
        if getattr(message, part):
            return media
    with contextlib.suppress(*botapi.UNREADABLE):
        update = msgspec.json.decode(body, type=dict[str, Any])
        if botapi.SAYS_SOMETHING & set(update.get("message") or ()):
            return "other"
    return ""


def _file(message: Message) -> str:
    """The id by which what was sent can be asked for: of a picture, the largest size that is not too large."""
    with contextlib.suppress(*botapi.UNREADABLE):
        if message.photo:
            sizes = [size for size in botapi.read_sizes(message.photo) if size.file_size <= MOST_BYTES]
            return sizes[-1].file_id[:LONGEST_FILE_ID] if sizes else ""
        for part in botapi.FILES:
            if raw := getattr(message, part):
                return botapi.read_file(raw).file_id[:LONGEST_FILE_ID]
    return ""


def _buttons(choices: Sequence[Choice]) -> Buttons:
    rows: list[list[botapi.Button]] = []
    for choice in choices:
        label = _sound(choice.label).strip() or "…"
        button = botapi.Button(label, botapi.data_of(choice.id, label))
        if rows and len(rows[-1]) == 1 and max(map(utf16, (rows[-1][0].text, label))) <= HALF_ROW:
            rows[-1].append(button)
        else:
            rows.append([button])
    return Buttons(rows)


def _sound(text: str) -> str:
    """The text without halves of characters, which JSON cannot carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _number(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Refused("no such address") from None
