"""What Telegram posts, as what a person did: each update is read once, whoever asks."""

import contextlib
from typing import Any

import msgspec

from bot.channels import botapi
from bot.channels.botapi import Message, Update
from bot.channels.botapi_buttons import choice_in
from bot.channels.contract import NotAMessage, Post
from bot.domain.filetype import MOST_BYTES
from bot.domain.messages import Incoming, Pin

LONGEST_TEXT = 8_192
LONGEST_FILE_ID = 512
MENU_LENGTH = 400
"""A message with buttons that is no longer and holds no digit only asks: it may give way to what was chosen."""


class Unread(Update):
    """A genuine update that we cannot read: were it refused, Telegram would post it again and again."""


read = msgspec.json.Decoder(Update).decode
read_any = msgspec.json.Decoder(dict[str, Any]).decode
CORE = ("message_id", "chat", "date", "text")
"""What is read of a message in which something else has an odd shape."""


def read_update(post: Post) -> Update:
    """The update in a post; raises NotAMessage where there is none."""
    if not isinstance(post.told, Update):
        post.told = _update(post.body)
    return post.told


def _update(body: bytes) -> Update:
    try:
        return read(body)
    except botapi.UNREADABLE:
        pass
    try:
        told = read_any(body)
        number = msgspec.convert(told.get("update_id"), botapi.Id)
    except botapi.UNREADABLE as error:
        raise NotAMessage(f"not an update ({type(error).__name__})") from None
    return _core(number, told.get("message")) or Unread(number)


def _core(number: int, message: object) -> Update | None:
    """A message without its ornaments: one odd part never costs a person their answer."""
    if isinstance(message, dict) and isinstance(message.get("text"), str):
        for names in ((*CORE, "from"), CORE):
            part = {name: message[name] for name in names if name in message}
            with contextlib.suppress(*botapi.UNREADABLE):
                return msgspec.convert({"update_id": number, "message": part}, Update)
    return None


def incoming_of(update: Update, body: bytes) -> Incoming | None:
    """What a person did; nothing for notices, bots, groups, and a live location that moves."""
    if update.callback_query is not None:
        return _tap(update, update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.chat.type != "private" or (message.sender and message.sender.is_bot):
        return None
    text = _command(message.text) or message.caption
    pin = None if text else message.location
    media = "" if message.text or pin else _media(message, body)
    if pin and not (abs(pin.latitude) <= 90 and abs(pin.longitude) <= 180):
        pin, media = None, "other"  # no place on earth
    if not (text or pin or media) or (update.edited_message and not text):
        return None
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
    choice, text = choice_in(tap.data)
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
