"""Stands in for the platforms: a bridge's callback, the Bot API, the Graph API; notes every reply to a person.

python -m tests.bench.stub --port 8081

POST /callback/<bridge>                    the generic bridge's callback
POST /bot<token>/<method>                  Telegram
POST /v<NN>.<N>/<number>/messages          WhatsApp
POST /-/reset?delay_ms=50&jitter_ms=30     forgets everything; from now on answers after 50 +- 30 ms
GET  /-/count                              how many replies there are, and the process's id
GET  /-/log                                the replies: when (monotonic ns), to whom, id, fingerprint of the text
"""

import argparse
import asyncio
import gc
import json
import os
import random
import re
import signal
import time
import zlib
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl

import msgspec

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.I)
CLOSE = re.compile(rb"\r\nconnection:[ \t]*close", re.I)
SILENT = {
    "answerCallbackQuery", "sendChatAction", "setWebhook", "deleteWebhook", "setMyCommands",
    "setMyDescription", "setMyShortDescription", "setMyName", "setChatMenuButton", "deleteMessage", "deleteMessages",
    "deleteMyCommands", "setMessageReaction", "editMessageReplyMarkup", "leaveChat",
}  # fmt: skip
"""Calls of the Bot API that show a person nothing new."""
BOT = '{"id":424242,"is_bot":true,"first_name":"Stub","username":"stub_bot"}'


class Told(msgspec.Struct):
    """What the three platforms are told, as far as it matters here."""

    to: str = ""
    id: str = ""
    text: str | dict[str, object] = ""
    chat_id: int | str = 0
    type: str = ""
    status: str = ""
    interactive: dict[str, object] = {}


read = msgspec.json.Decoder(Told, strict=False).decode


@dataclass
class Heard:
    """All replies since the last reset."""

    delay: float = 0.0
    jitter: float = 0.0
    when: list[int] = field(default_factory=list)
    person: list[str] = field(default_factory=list)
    id: list[str] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    calls: int = 0

    def reset(self, delay_ms: float = 0.0, jitter_ms: float = 0.0) -> None:
        self.delay, self.jitter = delay_ms / 1000, jitter_ms / 1000
        self.when, self.person, self.id, self.words, self.calls = [], [], [], [], 0

    def note(self, person: str, id: str, words: str) -> None:
        self.when.append(time.monotonic_ns())
        self.person.append(person)
        self.id.append(id)
        self.words.append(zlib.crc32(words.encode()))

    def pause(self) -> float:
        return self.delay + random.uniform(-self.jitter, self.jitter) if self.delay else 0.0


heard = Heard()


def answer(target: str, body: bytes) -> tuple[int, str]:
    """The platform's answer to one call."""
    path, _, query = target.partition("?")
    if path.startswith("/-/"):
        return 200, observe(path[3:], query)
    heard.calls += 1
    if path.startswith("/callback/"):
        told = read(body)
        heard.note(told.to, told.id, str(told.text))
        return 200, "{}"
    if path.startswith("/bot"):
        return 200, bot_api(path.rpartition("/")[2], body)
    if path.startswith("/v") and path.endswith("/messages"):
        return 200, graph_api(body)
    return 404, '{"ok":false,"error_code":404,"description":"Not Found"}'


def bot_api(method: str, body: bytes) -> str:
    if method == "getMe":
        return f'{{"ok":true,"result":{BOT}}}'
    if method.startswith("get"):
        return '{"ok":true,"result":[]}' if method == "getMyCommands" else '{"ok":true,"result":{}}'
    if method in SILENT:
        return '{"ok":true,"result":true}'
    told = read(body) if body.startswith(b"{") else msgspec.convert(dict(parse_qsl(body.decode())), Told, strict=False)
    heard.note(str(told.chat_id), "", str(told.text))
    return (
        f'{{"ok":true,"result":{{"message_id":{len(heard.when)},"from":{BOT},"date":1760000000,'
        f'"chat":{{"id":{told.chat_id},"first_name":"Ana","type":"private"}},"text":"Respuesta de prueba."}}}}'
    )


def graph_api(body: bytes) -> str:
    told = read(body)
    if not told.to or told.status:  # a read receipt or a typing sign
        return '{"success":true}'
    shown = told.text.get("body") if isinstance(told.text, dict) else told.interactive.get("body")
    heard.note(told.to, "", str(shown))
    return (
        f'{{"messaging_product":"whatsapp","contacts":[{{"input":"{told.to}","wa_id":"{told.to}"}}],'
        f'"messages":[{{"id":"wamid.STUB{len(heard.when)}"}}]}}'
    )


def observe(what: str, query: str) -> str:
    if what == "reset":
        heard.reset(**{name: float(value) for name, value in parse_qsl(query)})
    if what == "log":
        return json.dumps({"when": heard.when, "person": heard.person, "id": heard.id, "words": heard.words})
    return json.dumps({"pid": os.getpid(), "replies": len(heard.when), "calls": heard.calls})


class Door(asyncio.Protocol):
    """HTTP/1.1 with Content-Length and keep-alive, and no more."""

    transport: asyncio.Transport
    rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        rest = self.rest + data if self.rest else data
        while (at := rest.find(b"\r\n\r\n")) >= 0:
            head, at = rest[:at], at + 4
            length = LENGTH.search(head)
            end = at + int(length[1]) if length else at
            if len(rest) < end:
                break
            body, rest = rest[at:end], rest[end:]
            target = head.split(b" ", 2)[1].decode("latin-1")
            status, text = answer(target, body)
            out = text.encode()
            out = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
                status, len(out), out,
            )  # fmt: skip
            pause = 0.0 if target.startswith("/-/") else heard.pause()
            if pause:
                asyncio.get_running_loop().call_later(pause, self.send, out, CLOSE.search(head) is not None)
            else:
                self.send(out, CLOSE.search(head) is not None)
        self.rest = rest

    def send(self, out: bytes, close: bool) -> None:
        if not self.transport.is_closing():
            self.transport.write(out)
            if close:
                self.transport.close()


async def serve(port: int) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(Door, "127.0.0.1", port, backlog=4096)
    print(f"stub on http://127.0.0.1:{port}", flush=True)
    gc.freeze()
    await stop.wait()
    server.close()


if __name__ == "__main__":
    import uvloop

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8081)
    uvloop.run(serve(parser.parse_args().port))
