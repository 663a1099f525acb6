"""What WhatsApp's Graph API posts to us, read part by part: one odd part never costs a person their message."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.channels.contract import UNREADABLE, Report
from bot.channels.graph_shapes import (
    Contact,
    Message,
    System,
    Trouble,
    Value,
    read_contact,
    read_envelope,
    read_message,
    read_status,
    read_trouble,
)
from bot.domain.messages import Incoming, Pin

BUSINESS_SCOPED = re.compile(r"[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")
"""A person's id towards our business, as MX.13491208655302741918: given even where the phone number is not."""
STATES = {"sent", "delivered", "read", "played", "failed", "deleted"}
SILENT = {"reaction", "revoke", "system"}
"""Nothing is answered to these: a heart under our message, a message taken back, a notice of the platform."""
KINDS = {
    "audio": "voice",
    "voice": "voice",
    "image": "image",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
    "contacts": "contact",
}
MOVED = {"user_changed_number", "customer_changed_number", "user_changed_user_id"}
CHOICE_ID = re.compile(r"back|[a-z][a-z0-9_-]*[.:][\w.:-]+")
FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
LONGEST_ID, LONGEST_TEXT = 512, 8192


CORE = ("id", "from", "from_user_id", "timestamp", "type")
CONTENT = (
    "text",
    "button",
    "interactive",
    "location",
    "image",
    "video",
    "document",
    "audio",
    "voice",
    "system",
    "edit",
)


@dataclass(slots=True)
class Events:
    """What one post tells."""

    values: list[Value] = field(default_factory=list)
    unread: int = 0
    """Parts that could not be read; 1 when nothing of the post could."""


def read_events(body: bytes) -> Events:
    try:
        envelope = read_envelope.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _read_loosely(body)
    if envelope.object != "whatsapp_business_account":
        return Events(unread=1)
    return Events([one.value for entry in envelope.entry for one in entry.changes if one.field == "messages"])


def messages(events: Events) -> Iterator[Incoming]:
    for value in events.values:
        people = {contact.wa_id: contact for contact in value.contacts or ()}
        if len(value.contacts or ()) > 1:
            people.pop(None, None)  # whose number is not told cannot be told apart
        for message in value.messages or ():
            incoming = _incoming(message, people)
            if incoming is not None:
                yield incoming


def reports(events: Events) -> Iterator[Report]:
    for value in events.values:
        for status in value.statuses or ():
            state = status.status or ""
            yield Report(
                (status.id or "")[:LONGEST_ID],
                state if state in STATES else "other",
                _codes(status.errors),
                status.recipient_user_id or status.recipient_id or "",
                _moment(status.timestamp),
            )
        if value.errors:
            yield Report("", "error", _codes(value.errors))
    for _ in range(events.unread):
        yield Report("", UNREADABLE)


def _codes(errors: list[Trouble] | None) -> str:
    return " ".join(str(error.code) for error in errors or () if error.code is not None)


def _incoming(message: Message, people: dict[str | None, Contact]) -> Incoming | None:
    kind = message.type or ""
    if not message.id or len(message.id) > LONGEST_ID or message.group_id:
        return None
    contact = people.get(message.sender)
    address = message.from_user_id or (contact.user_id if contact else None) or message.sender or ""
    if kind == "system":
        return _moved(message, message.system or System(), address)
    if not address or len(address) > LONGEST_ID or kind in SILENT:
        return None
    interactive = message.interactive
    if interactive is not None and interactive.type == "call_permission_reply":
        return None
    said = message.edit.message if kind == "edit" and message.edit else message
    told = _told(said or message, (said or message).type or "")
    return Incoming(
        "whatsapp",
        address,
        message.id,
        language_hint="ht" if (message.sender or "").startswith("509") or address.startswith("HT.") else "",
        sent_at=_moment(message.timestamp),
        tapped=_short(message.context.id) if message.context and "choice" in told else "",
        tap=message.id,
        **told,
    )


def _told(message: Message, kind: str) -> dict[str, Any]:
    """The fields of Incoming that say what the person did."""
    if kind == "text" and message.text is not None:
        return {"text": _text(message.text.body)}
    if kind == "interactive" and message.interactive is not None:
        tapped = message.interactive.button_reply or message.interactive.list_reply
        if tapped is not None and tapped.id:
            return {"choice": _short(tapped.id)}
    if kind == "button" and message.button is not None:
        payload = message.button.payload or ""
        if CHOICE_ID.fullmatch(payload):
            return {"choice": _short(payload)}
        return {"text": _text(message.button.text or payload)}
    if kind == "location" and message.location is not None:
        spot = message.location
        if abs(spot.latitude) <= 90 and abs(spot.longitude) <= 180:
            return {"location": Pin(spot.latitude, spot.longitude)}
    if kind == "request_welcome":
        return {"choice": "action.menu"}
    media = message.image or message.video or message.document or message.audio or message.voice
    told: dict[str, Any] = {"media": KINDS.get(kind, "other")}
    if media is not None and media.caption:
        told["text"] = _text(media.caption)
    if media is not None and media.id and FILE_ID.fullmatch(media.id):
        told["file"] = media.id
    return told


def _moved(message: Message, system: System, address: str) -> Incoming | None:
    """A person with a new number: what we know of them is to follow."""
    now = system.user_id or system.wa_id or system.new_wa_id or ""
    before = system.previous_user_id or system.customer or address
    if system.type not in MOVED or not now or not before or now == before or len(now) + len(before) > LONGEST_ID:
        return None
    return Incoming("whatsapp", now, message.id or "", sent_at=_moment(message.timestamp), formerly=before)


def _moment(stamp: str | int | None) -> int:
    digits = str(stamp or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 11 else 0


def _text(text: str | None) -> str:
    return (text or "")[:LONGEST_TEXT]


def _short(id: str | None) -> str:
    return id if id and len(id) <= LONGEST_ID else ""


# when the post as a whole does not have the documented shape


def _read_loosely(body: bytes) -> Events:
    try:
        told = json.loads(body, parse_int=_whole)
    except (ValueError, RecursionError):
        return Events(unread=1)
    if not isinstance(told, dict) or told.get("object") != "whatsapp_business_account":
        return Events(unread=1)
    events = Events()
    for entry in _list(told, "entry", events):
        for change in _list(entry, "changes", events):
            if change.get("field", "messages") != "messages":
                continue
            value = change.get("value")
            if not isinstance(value, dict):
                events.unread += 1
                continue
            events.values.append(
                Value(
                    [one for row in _list(value, "contacts", events) if (one := _as(read_contact, row, events))],
                    [one for row in _list(value, "messages", events) if (one := _message(row, events))],
                    [one for row in _list(value, "statuses", events) if (one := _as(read_status, row, events))],
                    [one for row in _list(value, "errors", events) if (one := _as(read_trouble, row, events))],
                )
            )
    return events


def _message(row: dict[str, Any], events: Events) -> Message | None:
    """As much of a message as can be read: without its ornaments, or at least that there was one."""
    core = {key: told for key in CORE if isinstance(told := row.get(key), str)}
    for less in (row, core | {key: row[key] for key in CONTENT if key in row and key == row.get("type")}, core):
        found: Message | None = _as(read_message, less, None)
        if found is not None:
            return found
    events.unread += 1
    return None


def _as(decoder: msgspec.json.Decoder[Any], row: dict[str, Any], events: Events | None) -> Any:
    try:
        return decoder.decode(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        if events is not None:
            events.unread += 1
        return None


def _list(holder: dict[str, Any], key: str, events: Events) -> list[dict[str, Any]]:
    rows = holder.get(key)
    if rows is None:
        return []
    if not isinstance(rows, list):
        events.unread += 1
        return []
    found = [row for row in rows if isinstance(row, dict)]
    events.unread += len(rows) - len(found)
    return found


def _whole(digits: str) -> int:
    return int(digits) if len(digits) < 20 else 0
