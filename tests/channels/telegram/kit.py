"""What the contract test needs to know of Telegram."""

import json

from bot.channels.contract import Answer, Call, Post
from bot.channels.telegram import SECRET_HEADER, Channel, Settings
from tests.channels.words import phrase
from tests.stubs.telegram import SECRET, TOKEN

NAME = "telegram"
ADDRESS = "5123456789"
SHOWN = ["41", "42"]
SECRETS = [TOKEN, SECRET]

CHANNEL = Channel(Settings(token=TOKEN, secret=SECRET), "https://farol.example.org", phrase)
CHANNEL.languages = ("es", "en", "ht")


def genuine(body: bytes) -> Post:
    return Post("POST", "/hooks/telegram", "telegram", {}, {SECRET_HEADER: SECRET}, body)


def forged(body: bytes) -> list[Post]:
    values: list[dict[str, str]] = [
        {},
        *({SECRET_HEADER: value} for value in ("", "x" * 300, SECRET[:-1], f"{SECRET} ")),
    ]
    values += [{SECRET_HEADER: value} for value in (SECRET.upper(), "\udcff", "é")]
    return [Post("POST", "/hooks/telegram", "telegram", {}, headers, body) for headers in values]


def no(status: int, description: str, **parameters: int) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    return Answer(status, json.dumps(body | ({"parameters": parameters} if parameters else {})).encode())


TAKEN = [
    (Answer(200, b'{"ok":true,"result":{"message_id":77,"chat":{"id":5,"type":"private"},"date":1,"text":"x"}}'), "77"),
    (Answer(200, b'{"ok":true,"result":true}'), ""),
    (no(400, "Bad Request: message is not modified: specified new message content"), ""),
    (no(400, "Bad Request: message to delete not found"), ""),
    (no(400, "Bad Request: message can't be deleted for everyone"), ""),
]
LATER = [
    (no(429, "Too Many Requests: retry after 35", retry_after=35), 35.0),
    (no(429, "Too Many Requests"), None),
    (no(500, "Internal Server Error"), None),
    (Answer(502, b"<html>bad gateway</html>"), None),
    (Answer(200, b'{"ok":tr'), None),
    (Answer(200, b"[" * 100_000), None),
    (Answer(200, b'{"ok":false}'), None),
    (no(401, "Unauthorized"), None),
    (no(404, "Not Found"), None),
    (Answer(302, b""), None),
]
LEFT = [
    no(403, "Forbidden: bot was blocked by the user"),
    no(403, "Forbidden: user is deactivated"),
    no(403, "Forbidden: bot can't initiate conversation with a user"),
    no(400, "Bad Request: chat not found"),
    no(400, "Bad Request: PEER_ID_INVALID"),
]
REFUSED = [
    no(400, "Bad Request: message text is empty"),
    no(400, "Bad Request: message is too long"),
    no(400, "Bad Request: message to edit not found"),
    no(400, "Bad Request: message can't be edited"),
    no(400, 'Bad Request: can\'t parse entities: Unsupported start tag "Ana María" at byte offset 7'),
    no(413, "Request Entity Too Large"),
]


def said(call: Call) -> tuple[str, list[str]]:
    body = json.loads(call.body)
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return body.get("text", ""), [button["text"] for row in rows for button in row]
