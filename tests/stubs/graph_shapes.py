"""One request of each kind in the shape of Meta's reference (July 2026), written down by hand: a second opinion."""

from typing import Any

HEAD = {
    "messaging_product": "whatsapp",
    "recipient_type": "individual",
    "to": "+16505551234",
    "recipient": "MX.13491208655302741918",
}
DOCUMENTED: dict[str, dict[str, Any]] = {
    "text": HEAD | {"type": "text", "text": {"preview_url": True, "body": "text"}},
    "location": HEAD
    | {"type": "location", "location": {"latitude": 1.5, "longitude": 1.5, "name": "name", "address": "address"}},
    "template": HEAD | {"type": "template", "template": {"name": "name", "language": {"code": "en_US"}}},
    "button": HEAD
    | {
        "type": "interactive",
        "interactive": {
            "type": "button",
            "body": {"text": "text"},
            "action": {"buttons": [{"type": "reply", "reply": {"id": "id", "title": "title"}}]},
        },
    },
    "list": HEAD
    | {
        "type": "interactive",
        "interactive": {
            "type": "list",
            "body": {"text": "text"},
            "action": {
                "button": "text",
                "sections": [{"title": "title", "rows": [{"id": "id", "title": "title", "description": "text"}]}],
            },
        },
    },
    "cta_url": HEAD
    | {
        "type": "interactive",
        "interactive": {
            "type": "cta_url",
            "header": {"type": "text", "text": "text"},
            "body": {"text": "text"},
            "footer": {"text": "text"},
            "action": {"name": "cta_url", "parameters": {"display_text": "text", "url": "https://example.org"}},
        },
    },
    "location_request_message": HEAD
    | {
        "type": "interactive",
        "interactive": {
            "type": "location_request_message",
            "body": {"text": "text"},
            "action": {"name": "send_location"},
        },
    },
    "read": {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid",
        "typing_indicator": {"type": "text"},
    },
}


def is_shaped(ours: object, theirs: object) -> bool:
    """Nothing is there that the reference does not have, and nothing of another type."""
    if isinstance(theirs, dict):
        return isinstance(ours, dict) and all(key in theirs and is_shaped(ours[key], theirs[key]) for key in ours)
    if isinstance(theirs, list):
        return isinstance(ours, list) and all(is_shaped(one, theirs[0]) for one in ours)
    return type(ours) is type(theirs)


def kind_of(told: dict[str, Any]) -> str:
    """Which of the reference's samples a request is to be compared with."""
    kind = "read" if "status" in told else str(told.get("type", "text"))
    return str((told.get("interactive") or {}).get("type")) if kind == "interactive" else kind


def strange(told: dict[str, Any]) -> str:
    """What the reference does not have; empty where a request has its shape."""
    kind = kind_of(told)
    if kind not in DOCUMENTED:
        return f"no sample of a request of the kind {kind}"
    return "" if is_shaped(told, DOCUMENTED[kind]) else f"not the shape of {kind}"
