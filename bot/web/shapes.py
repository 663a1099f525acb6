"""What the page sends and what a feed holds, as types."""

from typing import Annotated
from urllib.parse import parse_qsl
from uuid import UUID, uuid4, uuid5

import msgspec
from msgspec import Meta, Struct

MOST_FIELDS = 20


class NotAMessage(Exception):
    """Not what our page sends."""


class Point(Struct, forbid_unknown_fields=True):
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]


class Written(Struct):
    """One thing a person did: wrote, tapped or shared where they are."""

    id: UUID
    text: str | None = None
    choice: Annotated[str, Meta(min_length=1, max_length=300)] | None = None
    location: Point | None = None
    lang: Annotated[str, Meta(max_length=35)] = ""


class Option(Struct):
    id: str
    label: str


class Entry(Struct):
    """One reply, as the feed keeps it for the browser."""

    id: str
    text: str = ""
    choices: list[Option] = []
    location: tuple[float, float] | None = None
    place: str = ""
    sealed: bool = False
    wants_location: bool = False
    language: str = ""
    forget: bool = False
    links: list[tuple[str, str]] = []
    """Labels, and where they lead: an https address or a page of ours."""


read_written = msgspec.json.Decoder(Written)
read_entry = msgspec.json.Decoder(Entry)


def written_in_json(body: bytes) -> Written:
    try:
        written = read_written.decode(body)
    except (ValueError, RecursionError):
        raise NotAMessage from None
    if sum(part is not None for part in (written.text, written.choice, written.location)) != 1:
        raise NotAMessage
    return written


def written_in_form(body: bytes) -> Written | None:
    """The same fields from a form; nothing when it was sent empty.

    A form keeps its id when the person goes back in the browser and writes something else, so what was
    written is part of the id: sent twice is one message, changed is another.
    """
    try:
        fields = dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS, errors="strict"))
        text, choice = fields.get("text", ""), fields.get("choice", "")
        if not text.strip() and not choice:
            return None
        page = UUID(fields["id"]) if "id" in fields else uuid4()
        own = {"choice": choice} if choice else {"text": text}
        fitting = {"id": str(uuid5(page, str(own))), "lang": fields.get("lang", ""), **own}
        return msgspec.convert(fitting, Written)
    except ValueError:
        raise NotAMessage from None


def entries_in(found: list[tuple[str, bytes]]) -> list[Entry]:
    """The replies still to be shown: what stands before a wish to forget is not."""
    shown: list[Entry] = []
    for _, body in found:
        try:
            entry = read_entry.decode(body)
        except (ValueError, RecursionError):
            continue
        if entry.forget:
            shown = [one for one in shown if one.forget and same_delivery(one, entry)]
        shown.append(entry)
    return shown


def same_delivery(one: Entry, other: Entry) -> bool:
    return one.id.rpartition("-")[0] == other.id.rpartition("-")[0]
