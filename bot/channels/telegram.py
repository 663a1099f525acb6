"""Telegram: its updates to messages, our replies to its methods, its refusals to our failures.

How its posts are read is in botapi_reading.py, long polling and what is told at start in botapi_start.py. Text goes out
plain (no parse_mode), so content cannot break its formatting, and no address in it is ever previewed. A reply changes
the menu that was tapped instead of adding a message, where nothing worth keeping stood there.
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

from bot.channels import botapi, botapi_limits, contract
from bot.channels.botapi import Buttons, Keys, NoKeys, SendMessage
from bot.channels.botapi_buttons import LABEL, buttons, linked, unlinked
from bot.channels.botapi_reading import Unread, incoming_of, read_update
from bot.channels.botapi_start import Polling, Profile, asking, register, until_done
from bot.channels.contract import (
    UNREADABLE,
    Accept,
    Answer,
    Call,
    Carry,
    Forged,
    NotAMessage,
    Phrase,
    Post,
    Refused,
    Report,
    TryLater,
    judge_file,
    no_words,
)
from bot.channels.rendering import pages, pieces, reachable, sound, utf16, with_links
from bot.domain.limits import Limits
from bot.domain.messages import Delivery, Incoming, Pin, Reply
from bot.domain.setting import Unfit, one_of, setting, web_address, whole

log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
EDIT_LENGTH = 700
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
        text=botapi_limits.TEXT,
        buttons=botapi_limits.BUTTONS,
        button_label=LABEL,
        links=8,
        link_label=LABEL,
        link=2000,
        person_per_second=botapi_limits.TO_ONE_CHAT_PER_SECOND,
        per_second=botapi_limits.PER_SECOND,
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
        found = incoming_of(read_update(post), post.body)
        return [found] if found else []

    def reports(self, post: Post) -> list[Report]:
        if isinstance(read_update(post), Unread):
            return [Report("", UNREADABLE)]
        if b'"my_chat_member"' not in post.body:
            return []
        change = read_update(post).my_chat_member
        if change is None or change.chat.type != "private":
            return []
        state = "blocked" if change.new_chat_member.status in {"kicked", "left"} else "unblocked"
        return [Report("", state, address=str(change.chat.id))]

    def acknowledgement(self, post: Post) -> tuple[str, str]:
        """A tap is answered in the answer to its post: at once, and without a request of ours."""
        if b'"callback_query"' in post.body and (tap := read_update(post).callback_query):
            return botapi.write(botapi.AnswerHere(tap.id)).decode(), "application/json"
        return "", "text/plain"

    def at_once(self, post: Post) -> list[Call]:
        """A group that we were brought into is told that we talk alone with each person, and left."""
        if not any(kind in post.body for kind in (b'group"', b'"channel"')):
            return []
        update = read_update(post)
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
        most = botapi_limits.DELETED_AT_ONCE
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
        links = reachable(reply, self.public_url)
        shown, told = links[: self.limits.links], links[self.limits.links :]
        first, *further = pages([choice for choice in reply.choices if choice.id], self.limits.buttons - len(shown))
        text = with_links(sound(reply.text).strip(), told) or ("…" if first else "")
        location_words = self.phrase("channel.location.button", language) if reply.wants_location else ""
        keys = Keys([[botapi.LocationKey(location_words, True)]]) if location_words else None

        def say(text: str, markup: Buttons | Keys | NoKeys) -> SendMessage:
            return SendMessage(chat, text, sealed, NO_PREVIEW, markup)

        said: list[SendMessage] = []
        texts = pieces(text, self.limits.text, utf16) if text else []
        for number, piece in enumerate(texts, 1):
            if number < len(texts):
                said.append(say(piece, NoKeys()))
            elif first:
                said.append(say(piece, buttons(first)))
            else:
                said.append(say(piece, keys or NoKeys()))
        if shown and texts:
            said[-1] = linked(said[-1], shown)
        parts: list[Part] = [*said]
        if reply.location is not None:  # above the choices, which stay last
            keys_go = None if first or not shown else NoKeys()
            pin = self._pin(chat, reply, reply.location, language, keys_go)
            parts.insert(max(0, len(parts) - 1) if first else len(parts), pin)
        for number, page in enumerate(further, 2):
            parts.append(say(f"{number}/{len(further) + 1}", buttons(page)))
        if first and keys:  # one message cannot bear both kinds of buttons
            parts.append(say(self.phrase("channel.location.ask", language) or location_words, keys))
        return parts

    def _pin(self, chat: int, reply: Reply, pin: Pin, language: str, markup: NoKeys | None) -> "Part":
        name, below = sound(reply.place).strip(), self.phrase("channel.location.see", language)
        if not name or not below:
            return botapi.SendLocation(chat, pin.latitude, pin.longitude, reply.sealed, markup)
        return botapi.SendVenue(chat, pin.latitude, pin.longitude, name, below, reply.sealed, markup)

    def _send(self, message: "Part") -> Call:
        plain = unlinked(message)
        instead = self._call("sendMessage", plain) if plain is not None else None
        return self._call(METHODS[type(message)], message, instead=instead)

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
                if isinstance(read_update(post), Unread):
                    raise NotAMessage("unreadable")
                for incoming in self.read(post):
                    people.setdefault(incoming.address, []).append(incoming)
                courtesies += self.at_once(post)
                if tap := read_update(post).callback_query:
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


def _number(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Refused("no such address") from None
