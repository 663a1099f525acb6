"""Telegram's Bot API as values: what it posts, what it is asked, what a button carries, what its answers mean.

These structs stand in for the library's objects where every message passes (docs/decisions/telegram-library.md has
the figures); tests read and build everything with python-telegram-bot too and compare.
"""

from typing import Annotated

import msgspec
from telegram.constants import InlineKeyboardButtonLimit

from bot.channels.contract import Answer, ChannelDown, PersonLeft, Refused, TryLater

Id = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
Some = msgspec.Raw
"""A part whose presence is all we want to know."""


# what Telegram posts


class User(msgspec.Struct):
    id: Id
    is_bot: bool = False
    language_code: str | None = None


class Chat(msgspec.Struct):
    id: Id
    type: str


class Location(msgspec.Struct):
    latitude: float
    longitude: float


class File(msgspec.Struct):
    """What was sent, as far as it takes to ask for it."""

    file_id: str = ""
    file_size: Id = 0


class Message(msgspec.Struct):
    message_id: Id
    chat: Chat
    sender: User | None = msgspec.field(name="from", default=None)
    date: Id = 0
    """0 when the message is one that bots cannot see any more."""
    edit_date: Id = 0
    text: str = ""
    caption: str = ""
    location: Location | None = None
    voice: Some = Some()
    audio: Some = Some()
    photo: Some = Some()
    video: Some = Some()
    video_note: Some = Some()
    animation: Some = Some()
    document: Some = Some()
    sticker: Some = Some()
    contact: Some = Some()


class Tap(msgspec.Struct):
    id: str
    sender: User = msgspec.field(name="from")
    message: Message | None = None
    data: str = ""


class Member(msgspec.Struct):
    status: str


class Membership(msgspec.Struct):
    chat: Chat
    sender: User = msgspec.field(name="from")
    new_chat_member: Member


class Update(msgspec.Struct):
    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Tap | None = None
    my_chat_member: Membership | None = None


UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds we ask for; of others Telegram sends none."""
MEDIA = {
    "voice": "voice",
    "audio": "voice",
    "photo": "image",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "sticker": "sticker",
    "contact": "contact",
    "document": "document",  # the last: an animation is sent as a document too
}
SAYS_SOMETHING = {"dice", "game", "poll", "story", "invoice", "paid_media", "giveaway", "checklist", "venue"}
"""What people send that has no word in ours: met as "other". All else without text is Telegram's own notice."""

FILES = ("voice", "audio", "video", "video_note", "document")
"""Parts that are one file each; a photo comes in several sizes."""
read_file = msgspec.json.Decoder(File).decode
read_sizes = msgspec.json.Decoder(list[File]).decode
read_update = msgspec.json.Decoder(Update).decode
write = msgspec.json.Encoder().encode


# what Telegram is asked


class Button(msgspec.Struct):
    text: str
    callback_data: str


class Buttons(msgspec.Struct):
    inline_keyboard: list[list[Button]]


class LocationKey(msgspec.Struct):
    text: str
    request_location: bool


class Keys(msgspec.Struct):
    keyboard: list[list[LocationKey]]
    resize_keyboard: bool = True
    one_time_keyboard: bool = True


class NoKeys(msgspec.Struct):
    remove_keyboard: bool = True


class Preview(msgspec.Struct):
    is_disabled: bool = True


class SendMessage(msgspec.Struct, omit_defaults=True):
    """No parse_mode: our text is plain, so nothing in it can be taken for markup, and nothing needs escaping."""

    chat_id: int
    text: str
    protect_content: bool = False
    link_preview_options: Preview | None = None
    reply_markup: Buttons | Keys | NoKeys | None = None


class SendVenue(msgspec.Struct, omit_defaults=True):
    chat_id: int
    latitude: float
    longitude: float
    title: str
    address: str
    protect_content: bool = False


class SendLocation(msgspec.Struct, omit_defaults=True):
    chat_id: int
    latitude: float
    longitude: float
    protect_content: bool = False


class EditMessageText(msgspec.Struct, omit_defaults=True):
    chat_id: int
    message_id: int
    text: str
    link_preview_options: Preview | None = None
    reply_markup: Buttons | Keys | NoKeys | None = None


class DeleteMessages(msgspec.Struct):
    chat_id: int
    message_ids: list[int]


class SendChatAction(msgspec.Struct):
    chat_id: int
    action: str


class LeaveChat(msgspec.Struct):
    chat_id: int


class AnswerCallbackQuery(msgspec.Struct):
    callback_query_id: str


class AnswerHere(msgspec.Struct, tag_field="method", tag="answerCallbackQuery"):
    """Given as the answer to the post itself, where `method` names it: that costs no request of ours."""

    callback_query_id: str


class GetFile(msgspec.Struct):
    file_id: str


class FilePath(msgspec.Struct):
    file_path: str = ""
    file_size: Id = 0


class GotFile(msgspec.Struct):
    ok: bool = False
    result: FilePath | None = None


read_got_file = msgspec.json.Decoder(GotFile).decode


class SetWebhook(msgspec.Struct):
    url: str
    secret_token: str
    allowed_updates: list[str]
    max_connections: int = 100
    drop_pending_updates: bool = False


class DeleteWebhook(msgspec.Struct):
    drop_pending_updates: bool = False


class GetUpdates(msgspec.Struct, omit_defaults=True):
    allowed_updates: list[str]
    timeout: int
    limit: int
    offset: int = 0


class Command(msgspec.Struct):
    command: str
    description: str


class Commands(msgspec.Struct, omit_defaults=True):
    commands: list[Command]
    language_code: str = ""


class Description(msgspec.Struct, omit_defaults=True):
    description: str
    language_code: str = ""


class ShortDescription(msgspec.Struct, omit_defaults=True):
    short_description: str
    language_code: str = ""


class InLanguage(msgspec.Struct, omit_defaults=True):
    language_code: str = ""


# what its answers mean


class Sent(msgspec.Struct):
    message_id: int = 0


class Parameters(msgspec.Struct):
    retry_after: float | None = None


class Outcome(msgspec.Struct):
    ok: bool = False
    result: Sent | bool | None = None
    description: str = ""
    parameters: Parameters | None = None


read_outcome = msgspec.json.Decoder(Outcome).decode
UNREADABLE = (msgspec.MsgspecError, UnicodeError, RecursionError)
DONE_ALREADY = (
    "message is not modified",
    "message to delete not found",
    "message can't be deleted",
    "message identifiers are not specified",
    "query is too old",
)
"""Refusals after which all is as it should be: it is so already, or cannot be any more."""
GONE = ("chat not found", "user not found", "peer_id_invalid", "input_user_deactivated", "user is deactivated")


def judged(answer: Answer) -> Outcome:
    """What Telegram took. Its refusals are sorted as its documentation has them."""
    try:
        said = read_outcome(answer.body)
    except UNREADABLE:
        said = Outcome()
    if answer.status == 200 and said.ok:
        return said
    reason = f"status {answer.status}: {plain(said.description)}"
    if answer.status == 429:
        raise TryLater(said.parameters.retry_after if said.parameters else None, reason)
    if answer.status in {401, 404}:  # the token is wrong: whoever waits is answered once that is mended
        raise ChannelDown(None, reason)
    if answer.status < 400 or answer.status >= 500 or answer.status == 409:
        raise TryLater(None, reason)
    description = said.description.lower()
    if any(words in description for words in DONE_ALREADY):
        return Outcome(ok=True)
    if answer.status == 403 or any(words in description for words in GONE):
        raise PersonLeft
    raise Refused(reason)


def plain(description: str) -> str:
    """Telegram's reason without what it may quote of a message, a name or a number."""
    told = " ".join(description.split('"')[::2])
    kept = "".join(letter for letter in told if letter.isascii() and (letter.isalpha() or letter in " _-:'"))
    return " ".join(kept.split())[:80]


# what a button carries

MOST_DATA = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
PACKED, SPOKEN = "~", "="
DIGITS = "".join(map(chr, range(0x21, 0x7F)))
BASE = 200
ESCAPE = BASE - 1
PARTS = (
    *" abcdefghijklmnopqrstuvwxyzáéíóúñüABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_'",
    *("places:", "city:", "more:", "language.", "action.", "asylum.", "shelter.", "health.", "papers.", "safety."),
    *("children.", "aid.", "work.", "aves.", "moving-on.", "gbv.", " de ", " del ", " la ", " las ", " los ", " el "),
    *("San ", "Santa ", "Ciudad ", "Villa ", "Puerto ", "de", "la", "el", "en", "es", "er", "ar", "or", "an", "on"),
    *("in", "al", "as", "os", "ra", "re", "ro", "ta", "te", "to", "ca", "co", "na", "no", "ti", "ci", "st", "tr"),
    *("ch", "qu", "ua", "ue", "ia", "io", "ie", "ll", "ma", "me", "mi", "mo", "pa", "pe", "po", "da", "do", "di"),
    *("li", "lo", "le", "sa", "se", "so", "si", "ba", "be", "bi", "ga", "go", "gu", "ha", "he", "hi", "ho", "ne"),
    *("ni", "un", "ul", "tla", "pan", "tepec", "ción", "illa", "ito", "ment", "offi", "ing", "ight"),
)
"""Never changed, only added to (up to 199): the buttons on people's screens are read with it."""
VALUES = {part: value for value, part in reversed(list(enumerate(PARTS)))}
LONGEST_PART = max(map(len, PARTS))


def data_of(id: str, label: str) -> str:
    """What the button of a choice carries, in 64 bytes: its id, the id packed, or else its label as if written."""
    if id and id[0] not in PACKED + SPOKEN and len(id.encode("utf-8", "replace")) <= MOST_DATA:
        return id
    packed = PACKED + _pack(id)
    if len(packed) <= MOST_DATA:
        return packed
    return SPOKEN + label.encode("utf-8", "replace")[: MOST_DATA - 1].decode("utf-8", "ignore")


def choice_in(data: str) -> tuple[str, str]:
    """The id and the text that a button stands for; one of them is empty."""
    if data.startswith(SPOKEN):
        return "", data[1:]
    if data.startswith(PACKED):
        return _unpack(data[1:]), ""
    return data, ""


def _pack(id: str) -> str:
    number, at = 1, 0
    while at < len(id):
        for length in range(LONGEST_PART, 0, -1):
            value = VALUES.get(id[at : at + length])
            if value is not None and at + length <= len(id):
                number, at = number * BASE + value, at + length
                break
        else:
            number = number * BASE + ESCAPE
            for value in (ord(id[at]) // BASE**2, ord(id[at]) // BASE % BASE, ord(id[at]) % BASE):
                number = number * BASE + value
            at += 1
    digits = []
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def _unpack(packed: str) -> str:
    """The id again; nothing for what we did not pack."""
    number = 0
    for digit in packed[:MOST_DATA]:
        place = DIGITS.find(digit)
        if place < 0:
            return ""
        number = number * len(DIGITS) + place
    values = []
    while number > 1:
        number, value = divmod(number, BASE)
        values.append(value)
    values.reverse()
    found, at = [], 0
    while at < len(values):
        if values[at] < len(PARTS):
            found.append(PARTS[values[at]])
            at += 1
        elif values[at] == ESCAPE and at + 3 < len(values):
            code = (values[at + 1] * BASE + values[at + 2]) * BASE + values[at + 3]
            if code > 0x10FFFF or 0xD800 <= code < 0xE000:
                return ""
            found.append(chr(code))
            at += 4
        else:
            return ""
    return "".join(found)
