"""The API as OpenAPI describes it: what stands here is what api.py answers."""

from typing import Any

from bot import __version__
from bot.console.casework import DOORS
from bot.domain.casehook import EVENTS
from bot.domain.referral import ITEMS, MOVES, URGENCIES
from bot.store.tokens import SCOPES

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def _answer(what: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": what} | ({"content": {"application/json": {"schema": schema}}} if schema else {})


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _record(needed: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": list(needed), "properties": needed | (more or {})}


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


REFUSALS = {
    "401": _answer("no token, or one that is not known", _ref("Refusal")),
    "403": _answer("the token may not do this", _ref("Refusal")),
}
ID = {"name": "id", "in": "path", "required": True, "schema": TEXT}
FILTERS = ("state", "urgency", "category", "office", "language", "city", "assigned", "page")
HEAD = _record(
    {
        "id": TEXT,
        "category": TEXT,
        "state": TEXT,
        "urgency": TEXT,
        "office": TEXT,
        "opened_at": NUMBER,
        "due_at": NUMBER,
    },
    {"language": TEXT, "city": TEXT, "door": TEXT, "claimed": {"type": "boolean"}, "unread": {"type": "boolean"}},
)

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Farol: referrals",
        "version": __version__,
        "description": (
            "For case-management systems. Times are Unix seconds. Only what a person agreed to share is given out; "
            "sealed lanes never are. Everything that is read or changed is noted in the audit log."
        ),
    },
    "servers": [{"url": "/staff/api/v1"}],
    "security": [{"token": []}],
    "paths": {
        "/cases": {
            "get": {
                "summary": "Open referrals, the most pressing first (scope cases:read)",
                "parameters": [{"name": name, "in": "query", "schema": TEXT} for name in FILTERS],
                "responses": {"200": _answer("a page of them", _ref("Page"))} | REFUSALS,
            },
            "post": {
                "summary": "Opens a referral for somebody who agreed to it (scope cases:write)",
                "requestBody": _body("Wish"),
                "responses": {
                    "201": _answer("opened", _ref("Opened")),
                    "200": _answer("the same reference was sent before: this is the one it opened", _ref("Opened")),
                    "422": _answer("what is wrong with it", _ref("Refusal")),
                }
                | REFUSALS,
            },
        },
        "/cases/{id}": {
            "parameters": [ID],
            "get": {
                "summary": "What the person agreed to share, and how it stands (scope cases:read)",
                "responses": {"200": _answer("the referral", _ref("Case")), "404": _answer("none that is yours")}
                | REFUSALS,
            },
        },
        "/cases/{id}/moves": {
            "parameters": [ID],
            "post": {
                "summary": "Moves a referral on (scope cases:write)",
                "requestBody": _body("Move"),
                "responses": {
                    "200": _answer("moved", _ref("Case")),
                    "404": _answer("none that is yours"),
                    "409": _answer("somebody changed it since that revision", _ref("Refusal")),
                    "422": _answer("it does not lead on from this state, or lacks what it needs", _ref("Refusal")),
                }
                | REFUSALS,
            },
        },
        "/contacts": {
            "post": {
                "summary": "Counts contacts that were answered elsewhere (scope contacts:write)",
                "requestBody": _body("Contacts"),
                "responses": {"204": _answer("counted"), "422": _answer("what is wrong with it", _ref("Refusal"))}
                | REFUSALS,
            },
        },
    },
    "webhooks": {
        "referral": {
            "post": {
                "summary": "Sent to the systems of an office when one of its referrals changes; never what it is about",
                "description": (
                    "Signed: X-Signature-256 is sha256= and the hex HMAC-SHA256 of the body. Sent at least once: the "
                    "same event has the same id. Set up as docs/case-systems.md says."
                ),
                "parameters": [{"name": "X-Signature-256", "in": "header", "required": True, "schema": TEXT}],
                "requestBody": _body("Told"),
                "responses": {
                    "2XX": _answer("heard"),
                    "429": _answer("tried again, as are 408, 409, 425, 5XX and silence"),
                    "4XX": _answer("refused: not tried again"),
                },
            },
        },
    },
    "components": {
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer", "description": f"Scopes: {', '.join(SCOPES)}"},
        },
        "schemas": {
            "Head": HEAD,
            "Page": _record({"cases": {"type": "array", "items": _ref("Head")}, "total": NUMBER, "pages": NUMBER}),
            "Case": _record(
                HEAD["properties"] | {"revision": NUMBER, "moves": {"type": "array", "items": TEXT}},
                {
                    "organisation": TEXT,
                    "reason": TEXT,
                    "helped": TEXT,
                    "words": TEXT,
                    "contact": TEXT,
                    "answers": {"type": "object", "additionalProperties": TEXT},
                    "consent": {"type": "object", "additionalProperties": True},
                },
            ),
            "Wish": _record(
                {
                    "category": TEXT,
                    "language": TEXT,
                    "door": {"type": "string", "enum": list(DOORS)},
                    "consent": {"type": "boolean"},
                    "scope": {"type": "array", "items": {"type": "string", "enum": list(ITEMS)}},
                    "reference": {"type": "string", "description": "Yours: the same one opens no second referral"},
                },
                {
                    "city": TEXT,
                    "urgency": {"type": "string", "enum": list(URGENCIES)},
                    "words": TEXT,
                    "contact": TEXT,
                    "answers": {"type": "object", "additionalProperties": TEXT},
                },
            ),
            "Opened": _record({"id": TEXT, "code": TEXT}),
            "Move": _record(
                {"move": {"type": "string", "enum": list(MOVES)}, "revision": NUMBER},
                {"organisation": TEXT, "reason": TEXT, "office": TEXT},
            ),
            "Contacts": _record(
                {"means": {"type": "string", "enum": list(DOORS)}, "category": TEXT}, {"count": NUMBER}
            ),
            "Told": _record(
                {"id": TEXT, "event": {"type": "string", "enum": [f"referral.{event}" for event in EVENTS]}}
                | {"referral": TEXT, "office": TEXT, "state": TEXT}
                | {"revision": NUMBER, "at": NUMBER, "sent_at": NUMBER},
            ),
            "Refusal": _record({"error": TEXT}, {"fields": {"type": "array", "items": TEXT}}),
        },
    },
}
