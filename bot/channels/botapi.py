"""Telegram's Bot API as values: what it posts, what it is asked, what its answers mean.

These structs stand in for the library's objects where every message passes (docs/decisions/telegram-library.md has
the figures); tests read and build everything with python-telegram-bot too and compare.
"""

from typing import Annotated

import msgspec

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
write = msgspec.json.Encoder().encode


# what Telegram is asked


class Button(msgspec.Struct):
    text: str
    callback_data: str


class LinkButton(msgspec.Struct):
    text: str
    url: str


class Buttons(msgspec.Struct):
    inline_keyboard: list[list[Button | LinkButton]]


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
    reply_markup: NoKeys | None = None


class SendLocation(msgspec.Struct, omit_defaults=True):
    chat_id: int
    latitude: float
    longitude: float
    protect_content: bool = False
    reply_markup: NoKeys | None = None


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
