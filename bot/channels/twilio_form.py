"""What Twilio posts to us: forms, how they are signed, and what a person did by one."""

import base64
import hashlib
import hmac
import re
from typing import Any
from urllib.parse import parse_qsl

from bot.channels import graph
from bot.channels.contract import Post
from bot.domain.messages import Pin

MOST_FIELDS = 300
LONGEST_ID, LONGEST_TEXT = 64, 8192
MEDIA_PATH = re.compile(r"Messages/(MM|SM)[0-9a-zA-Z]{1,64}/Media/ME[0-9a-zA-Z]{1,64}$")
"""All that is believed of the address of a file: it is asked for below our own account, wherever it points."""
STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
"""After these Twilio lets no SMS of ours through; it has said so to the person itself."""
START = {"START", "UNSTOP"}


def form_of(post: Post) -> list[tuple[str, str]]:
    if not isinstance(post.told, list):
        post.told = read_form(post.body)
    return post.told


def read_form(body: bytes) -> list[tuple[str, str]]:
    """Names and values in order. Bytes that are no UTF-8 are kept as they are, for the signature."""
    try:
        return parse_qsl(
            body.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return []


def sign(token: bytes, url: str, form: list[tuple[str, str]]) -> bytes:
    """The address, then every name and value in order of name, each different value of a repeated name once."""
    signed = url + "".join(name + value for name, value in sorted(set(form)))
    return base64.b64encode(hmac.digest(token, signed.encode("utf-8", "surrogateescape"), hashlib.sha1))


def is_report(form: dict[str, str]) -> bool:
    return state_of(form) not in {"received", "receiving", ""}


def state_of(form: dict[str, str]) -> str:
    return form.get("MessageStatus") or form.get("SmsStatus") or ""


def told(form: dict[str, str], is_sms: bool) -> dict[str, Any] | None:
    """The fields of Incoming that say what the person did; None where nothing is to be answered."""
    text = clean(form.get("Body", ""))
    word = text.strip().upper()
    opted = form.get("OptOutType", "").upper()
    if opted == "STOP" or (is_sms and word in STOP):
        return None
    if opted == "START" or (is_sms and word in START):
        return {"choice": "action.menu"}
    kind = form.get("MessageType", "").lower()
    if kind == "reaction":
        return None
    payload = form.get("ButtonPayload") or form.get("ListId") or ""
    if graph.CHOICE_ID.fullmatch(payload) and len(payload) <= 200:
        return {"choice": payload, "tapped": form.get("OriginalRepliedMessageSid", "")[:LONGEST_ID]}
    pin = _pin(form)
    if pin is not None:
        return {"location": pin}
    if form.get("NumMedia", "0") not in {"", "0"} or kind in {"audio", "image", "video", "document", "sticker"}:
        file = MEDIA_PATH.search(form.get("MediaUrl0", "")[:400])
        sent = {"media": _media(form.get("MediaContentType0", ""), kind), "text": text}
        return sent | ({"file": file[0]} if file else {})
    if kind in {"contacts", "contact"}:
        return {"media": "contact"}
    return {"text": text or clean(form.get("ButtonText", ""))}


def _media(mime: str, kind: str) -> str:
    """What was sent, by its type alone."""
    main, _, rest = mime.lower().partition("/")
    if "vcard" in rest or kind.startswith("contact"):
        return "contact"
    if kind == "sticker" or rest.startswith("webp"):
        return "sticker"
    if kind == "audio" or main == "audio":
        return "voice"
    known = {"image": "image", "video": "video", "document": "document", "application": "document", "text": "document"}
    return known.get(kind) or known.get(main, "other")


def _pin(form: dict[str, str]) -> Pin | None:
    try:
        pin = Pin(float(form["Latitude"]), float(form["Longitude"]))
    except (KeyError, ValueError):
        return None
    return pin if abs(pin.latitude) <= 90 and abs(pin.longitude) <= 180 else None


def clean(text: str) -> str:
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode().replace("\0", "")
