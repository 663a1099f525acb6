"""What the contract test needs to know of Twilio."""

import json
from urllib.parse import parse_qs

from bot.channels.contract import Answer, Call, Post
from bot.channels.twilio import SIGNATURE, Channel, Settings
from bot.channels.twilio_form import read_form, sign
from tests.stubs.twilio import Twilio

NAME = "twilio"
ADDRESS = "+5215512345678"
SHOWN = ["SM1", "SM2"]
SECRETS = [Twilio.token]
PUBLIC = "https://farol.example.org"
HOOK = f"{PUBLIC}/hooks/twilio"
CHANNEL = Channel(Settings(sid=Twilio.sid, token=Twilio.token, FROM=("+15005550006", "whatsapp:+15005550006")), PUBLIC)


def genuine(body: bytes) -> Post:
    return _post(body, {SIGNATURE: sign(Twilio.token.encode(), HOOK, read_form(body)).decode()})


def forged(body: bytes) -> list[Post]:
    form = read_form(body)
    right = sign(Twilio.token.encode(), HOOK, form).decode()
    wrong = ["", right[:-1], right.swapcase(), "é", "\udcff", sign(b"another", HOOK, form).decode()]
    elsewhere = sign(Twilio.token.encode(), "https://elsewhere.example/hooks/twilio", form).decode()
    more = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"}
    return [
        _post(body, {}),
        *(_post(body, {SIGNATURE: value}) for value in wrong),
        _post(body, {SIGNATURE: elsewhere} | more),
        _post(body + b"&Extra=1", {SIGNATURE: right}),
    ]


def _post(body: bytes, headers: dict[str, str]) -> Post:
    return Post("POST", "/hooks/twilio", "", {}, headers, body, "http://10.0.0.5:8080/hooks/twilio")


def no(status: int, code: int, **headers: str) -> Answer:
    return Answer(status, json.dumps({"code": code, "message": "about Ana María", "status": status}).encode(), headers)


TAKEN = [
    (Answer(201, b'{"sid":"SM7","status":"queued","error_code":null}'), "SM7"),
    (Answer(200, b'{"sid":"SM7"}'), "SM7"),
]
LATER = [
    (no(429, 20429), None),
    (Answer(429, b"", {"retry-after": "600"}), 600.0),
    (no(400, 21611), None),
    (no(401, 20003), None),
    (no(400, 21606), None),
    (Answer(502, b"<html>bad gateway</html>"), None),
    (Answer(201, b'{"sid":'), None),
    (Answer(200, b"[" * 100_000), None),
]
LEFT = [no(400, 21610), no(400, 21211), no(400, 21614), no(400, 63014)]
REFUSED = [no(400, 21617), no(400, 63016), no(404, 20404), Answer(302, b"")]


def said(call: Call) -> tuple[str, list[str]]:
    return parse_qs(call.body.decode()).get("Body", [""])[0], []
