"""WhatsApp's Graph API as documented: its rules for messages, its limits, its windows, its signed posts.

python -m tests.stubs.graph --port 8082
"""

import argparse
import asyncio
import hashlib
import hmac
import json
import re
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.stubs.faults import Stub, serve
from tests.stubs.graph_shapes import strange

WINDOW = 24 * 3600
BURST, PAIR_SECONDS = 45, 6.0
"""To one person a message every six seconds, with up to 45 borrowed."""
PHONE = re.compile(r"\+?[1-9]\d{5,15}")
BUSINESS_SCOPED = re.compile(r"[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")


class Refuse(Exception):
    def __init__(self, code: int, details: str, status: int = 400) -> None:
        self.code, self.details, self.status = code, details, status


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def need(truth: object, details: str, code: int = 131009) -> None:
    if not truth:
        raise Refuse(code, details)


def text_of(holder: Mapping[str, Any], name: str, most: int, least: int = 1) -> str:
    text = holder.get(name)
    need(text is not None, f"{name} is missing", 131008)
    need(isinstance(text, str), f"{name} must be text")
    need(least <= units(text) and (not least or text.strip()), f"{name} is empty")
    need(units(text) <= most, f"{name} is longer than {most}")
    return str(text)


@dataclass
class Graph(Stub):
    token: str = "GRAPH-TOKEN"
    phone_id: str = "106540352242922"
    app_secret: str = "graph-app-secret"
    templates: tuple[tuple[str, str], ...] = (("write_back", "es_MX"), ("write_back", "en_US"))
    per_second: float = 80.0
    enforce_window: bool = True
    wrote: dict[str, float] = field(default_factory=dict)
    """When each person last wrote to us."""
    received: set[str] = field(default_factory=set)
    """Ids of the messages that people wrote: only these can be marked as read."""
    sent: list[dict[str, Any]] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    """What of our requests has not the shape of Meta's samples."""
    signs: list[dict[str, Any]] = field(default_factory=list)
    borrowed: dict[str, tuple[float, float]] = field(default_factory=dict)
    lately: deque[float] = field(default_factory=deque)
    number: int = 0
    opted_out: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        return [web.post(r"/{version:v\d+\.\d+}/{phone}/messages", self._messages)]

    async def _messages(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._take(request, await request.read()))
        except Refuse as refuse:
            error = {
                "message": f"(#{refuse.code}) {refuse.details}",
                "type": "OAuthException",
                "code": refuse.code,
                "error_data": {"messaging_product": "whatsapp", "details": refuse.details},
                "fbtrace_id": "AAAAAAAAAAAAAAAAAAAAAAA",
            }
            return web.json_response({"error": error}, status=refuse.status)

    def _take(self, request: web.Request, body: bytes) -> dict[str, Any]:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refuse(190, "Error validating access token", 401)
        if request.match_info["phone"] != self.phone_id:
            raise Refuse(100, "Object with this ID does not exist")
        need(request.content_type == "application/json", "not JSON", 100)
        try:
            told = json.loads(body)
        except ValueError:
            raise Refuse(100, "not JSON") from None
        need(isinstance(told, dict) and told.get("messaging_product") == "whatsapp", "messaging_product", 100)
        if found := strange(told):
            self.strange.append(found)
        if "status" in told:
            return self._read_sign(told)
        person = self._person(told)
        self.check(told, person)
        self._limit(person)
        self.number += 1
        self.sent.append(told)
        id = f"wamid.STUB{self.number}"
        contact = (
            {"input": person, "wa_id": person} if PHONE.fullmatch(person) else {"input": person, "user_id": person}
        )
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": id}]}

    def _read_sign(self, told: dict[str, Any]) -> dict[str, Any]:
        need(told["status"] == "read", "status must be read")
        need(isinstance(told.get("message_id"), str), "message_id is missing", 131008)
        need(told["message_id"] in self.received, "no such message", 100)
        need(told.get("typing_indicator") in (None, {"type": "text"}), "typing_indicator")
        self.signs.append(told)
        return {"success": True}

    def _person(self, told: dict[str, Any]) -> str:
        need(told.get("recipient_type", "individual") == "individual", "recipient_type")
        if "to" in told:
            to = told["to"]
            # Meta takes the rest of a business-scoped id for a number and the message is never seen again
            need(isinstance(to, str) and PHONE.fullmatch(to), "to must be a phone number")
            return to.removeprefix("+")
        recipient = told.get("recipient")
        need(isinstance(recipient, str), "to or recipient is missing", 131008)
        need(BUSINESS_SCOPED.fullmatch(recipient), "recipient must be a business-scoped user id")
        return str(recipient)

    def check(self, told: dict[str, Any], person: str) -> None:
        kind = told.get("type", "text")
        need(kind in {"text", "location", "interactive", "template"}, f"type {kind}", 131051)
        part = told.get(kind)
        need(isinstance(part, dict), f"{kind} is missing", 131008)
        if person in self.left:
            raise Refuse(131026, "Message undeliverable")
        if kind == "template":
            if person in self.opted_out:
                raise Refuse(131050, "User has stopped receiving marketing messages")
            known = (part.get("name"), (part.get("language") or {}).get("code"))
            need(known in self.templates, "template does not exist in the translation", 132001)
            return
        if self.enforce_window and self.now() - self.wrote.get(person, 0.0) > WINDOW:
            raise Refuse(131047, "More than 24 hours have passed since the customer last replied")
        {"text": check_text, "location": check_location, "interactive": check_interactive}[kind](part)

    def _limit(self, person: str) -> None:
        now = self.now()
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if self.per_second and len(self.lately) >= self.per_second:
            raise Refuse(130429, "Cloud API message throughput has been reached", 429)
        debt, since = self.borrowed.get(person, (0.0, now))
        debt = max(0.0, debt - (now - since) / PAIR_SECONDS)
        if debt + 1 > BURST:
            raise Refuse(131056, "Too many messages to the same phone number")
        self.borrowed[person] = (debt + 1, now)
        self.lately.append(now)

    # what WhatsApp posts to us

    def message(self, sender: str, said: Mapping[str, Any], *, id: str = "", user_id: str = "") -> dict[str, Any]:
        """The value of a change in which a person does something; from then on we may write to them for a day."""
        self.number += 1
        id = id or f"wamid.IN{self.number}"
        self.received.add(id)
        self.wrote[user_id or sender] = self.wrote[sender] = self.now()
        person: dict[str, Any] = {"profile": {"name": "Ana"}}
        message: dict[str, Any] = {"id": id, "timestamp": str(int(self.now())), **said}
        if sender:
            person["wa_id"] = message["from"] = sender
        if user_id:
            person["user_id"] = message["from_user_id"] = user_id
        return self.value(contacts=[person], messages=[message])

    def said_to(self, person: str) -> list[str]:
        """The words of all that a person was sent, in order."""
        told = [body[body["type"]] for body in self.sent if person in {body.get("to"), body.get("recipient")}]
        words = [part["body"]["text"] if isinstance(part.get("body"), dict) else part.get("body", "") for part in told]
        return [text for text in words if text]

    def status(self, id: str, state: str, to: str, code: int = 0) -> dict[str, Any]:
        row: dict[str, Any] = {"id": id, "status": state, "timestamp": str(int(self.now())), "recipient_id": to}
        if code:
            row["errors"] = [{"code": code, "title": "title", "error_data": {"details": "details"}}]
        return self.value(statuses=[row])

    def value(self, **rows: Any) -> dict[str, Any]:
        metadata = {"display_phone_number": "15550783881", "phone_number_id": self.phone_id}
        return {"messaging_product": "whatsapp", "metadata": metadata, **rows}

    async def post(self, hook: str, *values: dict[str, Any], tries: int = 5) -> int:
        """Posts signed changes as Meta does, again where it is asked to; what the hook answered last."""
        body = json.dumps(envelope(*values)).encode()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": self.sign(body)}
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.post(hook, data=body, headers=headers) as answer:
                    tries -= 1
                    if answer.status != 503 or tries <= 0:
                        return answer.status
                await asyncio.sleep(0.5)

    def sign(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()


def envelope(*values: dict[str, Any]) -> dict[str, Any]:
    changes = [{"value": value, "field": "messages"} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": changes}]}


def check_text(part: dict[str, Any]) -> None:
    text_of(part, "body", 4096)
    need(isinstance(part.get("preview_url", False), bool), "preview_url")


def check_location(part: dict[str, Any]) -> None:
    for name, most in (("latitude", 90), ("longitude", 180)):
        need(isinstance(part.get(name), int | float | str), f"{name} is missing", 131008)
        need(abs(float(part[name])) <= most, name)
    for name in ("name", "address"):
        if name in part:
            text_of(part, name, 1000)


def check_interactive(part: dict[str, Any]) -> None:
    kind, action = part.get("type"), part.get("action")
    need(kind in {"button", "list", "location_request_message", "cta_url"}, f"interactive type {kind}")
    need(isinstance(part.get("body"), dict), "body is missing", 131008)
    text_of(part["body"], "text", 4096 if kind == "list" else 1024)
    need(isinstance(action, dict), "action is missing", 131008)
    assert isinstance(action, dict)
    if kind == "button":
        buttons = action.get("buttons")
        need(isinstance(buttons, list) and 1 <= len(buttons) <= 3, "1 to 3 buttons")
        replies = [button["reply"] for button in buttons if button.get("type") == "reply"]
        need(len(replies) == len(buttons), "buttons must be of type reply")
        unique([text_of(reply, "id", 256) for reply in replies], "id")
        unique([text_of(reply, "title", 20) for reply in replies], "title")
    elif kind == "list":
        text_of(action, "button", 20)
        sections = action.get("sections")
        need(isinstance(sections, list) and 1 <= len(sections) <= 10, "1 to 10 sections")
        need(len(sections) == 1 or all(section.get("title") for section in sections), "sections need titles", 131008)
        rows = [row for section in sections for row in section.get("rows", [])]
        need(1 <= len(rows) <= 10, "1 to 10 rows")
        unique([text_of(row, "id", 200) for row in rows], "id")
        for row in rows:
            text_of(row, "title", 24)
            if "description" in row:
                text_of(row, "description", 72)
    elif kind == "location_request_message":
        need(action == {"name": "send_location"}, "action must be send_location")
    else:
        need(action.get("name") == "cta_url", "action must be cta_url")
        text_of(action["parameters"], "display_text", 20)
        need(re.fullmatch(r"https?://\S{3,1990}", str(action["parameters"].get("url", ""))), "url must be an address")


def unique(values: list[str], name: str) -> None:
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    need(all(count == 1 for count in counts.values()), f"duplicate {name}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A stand-in for WhatsApp's Graph API.")
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--token", default=Graph.token)
    parser.add_argument("--phone-id", default=Graph.phone_id)
    parser.add_argument("--open", action="store_true", help="do not enforce the 24-hour window, nor who wrote what")
    asked = parser.parse_args()
    serve(Graph(token=asked.token, phone_id=asked.phone_id, enforce_window=not asked.open), asked.port)
