"""What a message on WhatsApp is made of: a text, a pin, a button that opens an address, a wish for a place; choices."""

from functools import lru_cache
from typing import Any, NamedTuple

from bot.channels.rendering import shortened, utf16, with_links
from bot.domain.messages import Link, Pin

ROW_LABEL = 24
PLACE_NAME = 1000


class Part(NamedTuple):
    """One message, before it is addressed."""

    kind: str
    body: dict[str, Any]
    plain: str = ""
    """What is said in words where WhatsApp refuses what can be tapped."""


class Fit(NamedTuple):
    """A choice as it can be shown: most are shown again and again, so each is made once."""

    label: str
    length: int
    button: dict[str, Any]
    row: dict[str, str]


@lru_cache(4_096)
def fit(id: str, label: str) -> Fit:
    label = " ".join(label.split())
    row = {"id": id, "title": shortened(label, ROW_LABEL, utf16)}
    if row["title"] != label:
        row["description"] = label
    return Fit(label, utf16(label), {"type": "reply", "reply": {"id": id, "title": label}}, row)


def text_part(text: str) -> Part:
    return Part("text", {"preview_url": False, "body": text})


def pin_part(pin: Pin, name: str) -> Part:
    spot: dict[str, Any] = {"latitude": pin.latitude, "longitude": pin.longitude}
    if name.strip():
        spot["name"] = shortened(name.strip(), PLACE_NAME, utf16)
    return Part("location", spot)


def link_part(text: str, link: Link) -> Part:
    """A text with the button that opens an address."""
    label = " ".join(link.label.split())
    action = {"name": "cta_url", "parameters": {"display_text": label, "url": link.url}}
    return Part("interactive", {"type": "cta_url", "body": {"text": text}, "action": action}, with_links(text, [link]))


def wish_part(text: str) -> Part:
    body = {"type": "location_request_message", "body": {"text": text}, "action": {"name": "send_location"}}
    return Part("interactive", body, text)
