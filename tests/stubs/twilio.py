"""Twilio as documented: its form for messages, opt-outs, windows, rates and its signed posts.

python -m tests.stubs.twilio --port 8083
"""

import argparse
import base64
import hashlib
import hmac
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web

from tests.stubs.faults import Stub, serve

WINDOW = 24 * 3600
ADDRESS = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}|whatsapp:[A-Z]{2}(\.ENT)?\.[A-Za-z0-9]{1,128}")
STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"}


class Refuse(Exception):
    def __init__(self, code: int, message: str, status: int = 400) -> None:
        self.code, self.message, self.status = code, message, status


def need(truth: object, code: int, message: str) -> None:
    if not truth:
        raise Refuse(code, message)


@dataclass
class Twilio(Stub):
    sid: str = "AC0123456789abcdef0123456789abcdef"
    token: str = "twilio-auth-token"
    senders: tuple[str, ...] = ("+15005550006", "whatsapp:+15005550006")
    templates: tuple[str, ...] = ("HX0123456789abcdef0123456789abcdef",)
    enforce_window: bool = True
    per_second: float = 80.0
    wrote: dict[str, float] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    """Every message by its id; its Body is empty once we had it forgotten."""
    lately: deque[float] = field(default_factory=deque)
    number: int = 0

    def routes(self) -> list[web.RouteDef]:
        base = f"/2010-04-01/Accounts/{self.sid}/Messages"
        return [web.post(f"{base}.json", self._create), web.post(base + r"/{id}.json", self._update)]

    async def _create(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._take(request, await request.read()), status=201)
        except Refuse as refuse:
            return _refusal(refuse)

    async def _update(self, request: web.Request) -> web.Response:
        try:
            self._know(request)
            message = self.sent.get(request.match_info["id"])
            if message is None:
                raise Refuse(20404, "no such message", 404)
            need(dict(parse_qsl((await request.read()).decode(), True)) == {"Body": ""}, 20400, "only Body= is known")
            message["Body"] = ""
            return web.json_response({"sid": request.match_info["id"], "body": ""})
        except Refuse as refuse:
            return _refusal(refuse)

    def _know(self, request: web.Request) -> None:
        known = base64.b64encode(f"{self.sid}:{self.token}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {known}":
            raise Refuse(20003, "Authenticate", 401)

    def _take(self, request: web.Request, body: bytes) -> dict[str, Any]:
        self._know(request)
        need(request.content_type == "application/x-www-form-urlencoded", 20400, "not a form")
        form = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict"))
        to, sender = form.get("To", ""), form.get("From", "")
        need(to, 21604, "To is missing")
        need(ADDRESS.fullmatch(to), 21211, "invalid To")
        need(sender or form.get("MessagingServiceSid"), 21603, "From is missing")
        need(not sender or sender in self.senders, 21606, "From is not ours")
        need(not sender or sender.startswith("whatsapp:") == to.startswith("whatsapp:"), 63007, "channels differ")
        text = form.get("Body", "")
        need(text or form.get("ContentSid"), 21602, "Body is missing")
        need(len(text) <= 1600, 21617, "Body is longer than 1600")
        need(to not in self.stopped, 21610, "unsubscribed recipient")
        if "ContentSid" in form:
            need(form["ContentSid"] in self.templates, 21655, "no such template")
        elif self.enforce_window and to.startswith("whatsapp:"):
            need(self.now() - self.wrote.get(to, 0.0) <= WINDOW, 63016, "outside the window")
        if "PersistentAction" in form:
            place = re.fullmatch(r"geo:(-?[\d.]+),(-?[\d.]+)(\|.{1,200})?", form["PersistentAction"])
            need(place and to.startswith("whatsapp:"), 63013, "PersistentAction")
        now = self.now()
        while self.lately and self.lately[0] <= now - 1:
            self.lately.popleft()
        if self.per_second and len(self.lately) >= self.per_second:
            raise Refuse(20429, "Too Many Requests", 429)
        self.lately.append(now)
        self.number += 1
        id = f"SM{self.number:032x}"
        self.sent[id] = form
        return {"sid": id, "status": "queued", "to": to, "from": sender, "body": text, "error_code": None}

    # what Twilio posts to us

    def message(self, sender: str, said: Mapping[str, str] | str, id: str = "") -> list[tuple[str, str]]:
        """The form of an incoming message. STOP and START are obeyed as Twilio does before it tells us."""
        self.number += 1
        told = {"Body": said} if isinstance(said, str) else dict(said)
        self.wrote[sender] = self.now()
        word = told.get("Body", "").strip().upper()
        if not sender.startswith("whatsapp:") and word in STOP:
            self.stopped.add(sender)
        elif word in {"START", "UNSTOP"}:
            self.stopped.discard(sender)
        id = id or f"SM{self.number:032x}"
        to = "whatsapp:+15005550006" if sender.startswith("whatsapp:") else "+15005550006"
        form = {
            "ToCountry": "MX",
            "SmsMessageSid": id,
            "NumMedia": "0",
            "SmsSid": id,
            "SmsStatus": "received",
            "Body": "",
            "To": to,
            "NumSegments": "1",
            "MessageSid": id,
            "AccountSid": self.sid,
            "From": sender,
            "ApiVersion": "2010-04-01",
        }
        return list((form | told).items())

    def status(self, id: str, state: str, to: str, code: str = "") -> list[tuple[str, str]]:
        form = {"MessageSid": id, "MessageStatus": state, "SmsSid": id, "SmsStatus": state, "To": to}
        form |= {"From": self.senders[0], "AccountSid": self.sid, "ApiVersion": "2010-04-01"}
        return list((form | ({"ErrorCode": code} if code else {})).items())

    async def post(self, hook: str, form: list[tuple[str, str]]) -> tuple[int, str, str]:
        """Posts a signed form as Twilio does; status, content type and body of the answer."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": self.sign(hook, form),
        }
        data = urlencode(form).encode()
        async with aiohttp.ClientSession() as session, session.post(hook, data=data, headers=headers) as answer:
            return answer.status, answer.content_type, await answer.text()

    def sign(self, url: str, form: list[tuple[str, str]]) -> str:
        signed = url + "".join(name + value for name, value in sorted(form))
        return base64.b64encode(hmac.new(self.token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _refusal(refuse: Refuse) -> web.Response:
    told = {"code": refuse.code, "message": refuse.message, "more_info": "", "status": refuse.status}
    return web.json_response(told, status=refuse.status)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A stand-in for Twilio.")
    parser.add_argument("--port", type=int, default=8083)
    parser.add_argument("--sid", default=Twilio.sid)
    parser.add_argument("--token", default=Twilio.token)
    parser.add_argument("--from", dest="senders", default=",".join(Twilio.senders))
    parser.add_argument("--open", action="store_true", help="do not enforce WhatsApp's 24-hour window")
    asked = parser.parse_args()
    senders = tuple(asked.senders.split(","))
    serve(Twilio(sid=asked.sid, token=asked.token, senders=senders, enforce_window=not asked.open), asked.port)
