"""What the contract test needs to know of WhatsApp."""

import json

from bot.channels.contract import Answer, Call, Post
from bot.channels.whatsapp import SIGNATURE, Channel, Settings, sign
from tests.channels.words import phrase

NAME = "whatsapp"
ADDRESS = "5215512345678"
SHOWN: list[str] = []
TOKEN, SECRET, WORD = "EAAG-token-of-the-tests", "1222e786b144d0e85b9f365372d93676", "a word of the tests"
SECRETS = [TOKEN, SECRET, WORD]

CHANNEL = Channel(
    Settings(token=TOKEN, phone_id="106540352242922", app_secret=SECRET, verify_token=WORD),
    "https://farol.example.org",
    phrase,
)


def genuine(body: bytes) -> Post:
    return _post(body, {SIGNATURE: sign(SECRET.encode(), body).decode()})


def forged(body: bytes) -> list[Post]:
    right = sign(SECRET.encode(), body).decode()
    wrong = ["", "sha256=", right[:-1], right.upper(), right.replace("sha256", "sha1"), f"{right} ", "é", "\udcff"]
    wrong.append(sign(b"another", body).decode())
    return [
        _post(body, {}),
        *(_post(body, {SIGNATURE: value}) for value in wrong),
        _post(body + b" ", {SIGNATURE: right}),
    ]


def _post(body: bytes, headers: dict[str, str]) -> Post:
    return Post("POST", "/hooks/whatsapp", "", {}, headers, body)


def no(status: int, code: int, **headers: str) -> Answer:
    error = {"message": f"(#{code}) about Ana María", "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    return Answer(status, json.dumps({"error": error}).encode(), headers)


TAKEN = [
    (Answer(200, b'{"messaging_product":"whatsapp","contacts":[{"wa_id":"5"}],"messages":[{"id":"v"}]}'), "v"),
    (Answer(200, b'{"messaging_product":"whatsapp","contacts":[{"user_id":"MX.1"}],"messages":[{"id":"w"}]}'), "w"),
    (Answer(200, b'{"success":true}'), ""),
]  # fmt: skip
LATER = [
    (no(429, 130429), None),
    (no(400, 131056), None),
    (no(400, 80007), None),
    (no(500, 131000), None),
    (no(401, 190), None),
    (no(400, 368), None),
    (Answer(429, b"", {"retry-after": "35"}), 35.0),
    (Answer(502, b"<html>bad gateway</html>"), None),
    (Answer(200, b'{"messages":['), None),
    (Answer(200, b"[" * 100_000), None),
]
LEFT = [no(400, 131026), no(400, 131050)]
REFUSED = [no(400, 131047), no(400, 131051), no(400, 131009), no(400, 132001), no(400, 100), Answer(302, b"")]


def said(call: Call) -> tuple[str, list[str]]:
    told = json.loads(call.body)
    part = told.get(told.get("type", ""), {})
    if told.get("type") != "interactive":
        return str(part.get("body", "")), []
    action = part["action"]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return part["body"]["text"], [one["reply"]["title"] for one in action.get("buttons", [])] + [
        row["title"] for row in rows
    ]
