"""The limit to compare with: the least that answers at all, and keeps nothing safe.

aiohttp on uvloop; for each message the signature, a JSON parse, one pipelined redis-py round trip (drop a repeated
message, read and write the session, five counters, one event) and one POST of the answer, all inside the hook.

    python -m tests.bench.limit --port 8080 --stub http://127.0.0.1:8081 --redis redis://127.0.0.1:6379 --secret S
"""

import argparse
import asyncio
import gc
import hashlib
import hmac
import random
import re
import time
from typing import Any, NamedTuple

import aiohttp
import msgspec
import redis.asyncio
from aiohttp import web

LANGUAGES = ("es", "en", "ht")
WORDS = {
    "es": "albergue dormir refugio comar medico papeles robaron trabajo escuela hijo ayuda curp cita frontera asilo",
    "en": "shelter sleep asylum apply doctor documents stolen work school child help curp appointment border bank",
    "ht": "abri domi azil mande doktè papye vole travay lekòl pitit èd curp randevou fwontyè labank",
}
TOPICS = 60
TOKEN = re.compile(r"\w+")
PATHS = {"telegram": "/bot424242:TTTT/sendMessage", "whatsapp": "/v23.0/106540352242922/messages"}
loads, dumps = msgspec.json.decode, msgspec.json.encode


class Asked(NamedTuple):
    platform: str
    id: str
    person: str
    kind: str
    text: str
    language: str


def made_up_answers() -> tuple[list[dict[str, str]], dict[str, tuple[int, str]]]:
    """Sixty answers of 400 characters in each language, and the word that finds each."""
    chance = random.Random(1)
    answers, index = [], {}
    for number in range(TOPICS):
        answers.append({code: " ".join(chance.choices(WORDS[code].split(), k=60))[:400] for code in LANGUAGES})
        for code in LANGUAGES:
            words = WORDS[code].split()
            index.setdefault(words[number % len(words)], (number, code))
    return answers, index


ANSWERS, INDEX = made_up_answers()
MENU = {code: [(f"t{number}", f"{number}. {ANSWERS[number][code][:16]}") for number in range(6)] for code in LANGUAGES}


def read(message: dict[str, Any]) -> Asked:
    if "from" in message:
        chosen = message.get("choice")
        kind, text = ("choice", chosen) if chosen else ("text", message["text"])
        return Asked("bridge", message["id"], message["from"], kind, text, message.get("lang", "es"))
    if "entry" in message:
        said = message["entry"][0]["changes"][0]["value"]["messages"][0]
        if said["type"] == "interactive":
            return Asked("whatsapp", said["id"], said["from"], "choice", said["interactive"]["list_reply"]["id"], "es")
        return Asked("whatsapp", said["id"], said["from"], "text", said["text"]["body"], "es")
    id = str(message["update_id"])
    if tap := message.get("callback_query"):
        person = str(tap["message"]["chat"]["id"])
        return Asked("telegram", id, person, "choice", tap["data"], tap["from"]["language_code"])
    said = message["message"]
    return Asked("telegram", id, str(said["chat"]["id"]), "text", said["text"], said["from"]["language_code"])


def decide(asked: Asked) -> tuple[str, str, list[tuple[str, str]]]:
    """Topic, text and buttons: a lookup of words, far less than understanding."""
    language = asked.language if asked.language in MENU else "es"
    if asked.kind == "choice":
        number = sum(asked.text.encode()) % TOPICS
    else:
        found = [INDEX[word] for word in TOKEN.findall(asked.text.lower()) if word in INDEX]
        if not found:
            return "none", "Bienvenida. " * 20, MENU[language]
        number, language = min(found)
    return f"t{number}", ANSWERS[number][language], MENU[language]


def count(pipe: Any, asked: Asked, topic: str) -> None:
    """Five counters and one event, in the round trip of all the rest."""
    for field in ("all", f"kind:{asked.kind}", f"topic:{topic}", f"lang:{asked.language}", f"day:{topic}"):
        pipe.hincrby("n:20260101", field, 1)
    pipe.xadd("events", {"c": asked.person, "k": asked.kind}, maxlen=100_000, approximate=True)


class Limit:
    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.secret = options, options.secret.encode()

    async def start(self) -> None:
        self.redis = redis.asyncio.from_url(self.options.redis, max_connections=1_000)
        await self.redis.ping()
        self.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60))

    async def remember(self, asked: Asked, topic: str) -> bool:
        pipe = self.redis.pipeline(transaction=False)
        pipe.set(f"d:{asked.id}", "1", nx=True, ex=86_400)
        pipe.hget(f"s:{asked.person}", "state")
        pipe.hset(f"s:{asked.person}", mapping={"state": topic, "seen": int(time.time())})
        count(pipe, asked, topic)
        return bool((await pipe.execute())[0])

    async def send(self, asked: Asked, text: str, choices: list[tuple[str, str]]) -> None:
        headers = {"Content-Type": "application/json"}
        if asked.platform == "bridge":
            path = "/callback/bench"
            shown = [{"id": id, "label": label} for id, label in choices]
            body = dumps({"id": f"{asked.id}-0", "to": asked.person, "text": text, "choices": shown})
            headers["X-Signature-256"] = "sha256=" + hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        elif asked.platform == "telegram":
            path = PATHS["telegram"]
            keyboard = [[{"text": label, "callback_data": id}] for id, label in choices]
            body = dumps({"chat_id": asked.person, "text": text, "reply_markup": {"inline_keyboard": keyboard}})
        else:
            path = PATHS["whatsapp"]
            rows = [{"id": id, "title": label} for id, label in choices]
            shown_list = {
                "type": "list", "body": {"text": text}, "action": {"button": "Menu", "sections": [{"rows": rows}]}
            }  # fmt: skip
            body = dumps(
                {"messaging_product": "whatsapp", "to": asked.person, "type": "interactive", "interactive": shown_list}
            )
        async with self.http.post(self.options.stub + path, data=body, headers=headers) as answer:
            if answer.status != 200 or loads(await answer.read()) is None:
                raise RuntimeError(answer.status)

    async def hook(self, request: web.Request) -> web.Response:
        body = await request.read()
        given = request.headers.get("X-Signature-256") or request.headers.get("X-Hub-Signature-256")
        if given is not None:
            digest = hmac.new(self.secret, body, hashlib.sha256).hexdigest()
            if not hmac.compare_digest("sha256=" + digest, given):
                return web.Response(status=403)
        asked = read(loads(body))
        topic, text, choices = decide(asked)
        if await self.remember(asked, topic):
            await self.send(asked, text, choices)
        return web.Response()


async def main(options: argparse.Namespace) -> None:
    limit = Limit(options)
    await limit.start()
    app = web.Application()
    app.router.add_post("/{path:.*}", limit.hook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", options.port, backlog=1024).start()
    gc.freeze()
    print("ready", flush=True)
    await asyncio.Event().wait()


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--stub", default="http://127.0.0.1:8081")
    parser.add_argument("--redis", default="redis://127.0.0.1:6379")
    parser.add_argument("--secret", default="")
    return parser.parse_args()


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(options()))
