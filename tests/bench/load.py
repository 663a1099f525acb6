"""A load generator: people write to a hook, the stub hears the replies, and every reply is matched to its message.

    python -m tests.bench.load --url http://127.0.0.1:8080/hooks/bridge/bench --secret S --stub http://127.0.0.1:8081

Without --rate it posts as fast as the hook takes them; with it, messages come at that mean rate whatever the server
does (Poisson arrivals), and a message's time counts from the moment it was due. Prints one JSON object.
"""

import argparse
import asyncio
import gc
import hashlib
import hmac
import json
import os
import random
import re
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

import psutil

from bot.dialogue.decision import delivery_id
from bot.domain.messages import Incoming

TEXTS = {
    "es": (
        "como pido refugio en la comar", "cuanto tarda el tramite de asilo", "que es la curp", "me robaron mis papeles",
        "mi hijo puede ir a la escuela", "quiero abrir una cuenta en el banco", "me negaron el refugio que hago",
        "puedo trabajar con mi tarjeta", "cuantos dias tengo para pedir asilo", "me pidieron dinero en el reten",
    ),
    "en": (
        "how do I apply for asylum", "how long does asylum take", "what is a curp", "my documents were stolen",
        "can my child go to school", "I want to open a bank account", "my asylum was refused", "my rights at work",
    ),
    "ht": (
        "kijan pou m mande azil", "konbyen tan azil la ap pran", "ki sa curp la ye", "yo vole papye mwen",
        "èske pitit mwen ka ale lekòl", "mwen vle louvri yon kont labank", "yo refize azil mwen", "dwa mwen nan travay",
    ),
}  # fmt: skip
"""Questions whose topics do not ask back for a city: the answer is always the same."""
CHOICES = (
    "asylum", "asylum.apply", "asylum.wait", "asylum.deadline", "papers", "papers.curp-rfc", "papers.stay", "health",
    "children.school", "safety", "safety.bribe", "work", "work.rights", "moving-on", "moving-on.integrate", "aid",
)  # fmt: skip
START = "/start"
SPEAKS = ("es", "es", "es", "en", "ht")
"""The language of the n-th person, over and over."""
FIRST_ADDRESS = 5_000_000_000
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.I)


class What(NamedTuple):
    """What a person does: writes a text or takes a choice."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    address: int
    language: str
    what: What


def bridge(message: Message) -> object:
    return {
        "id": message.id,
        "from": str(message.address),
        message.what.kind: message.what.value,
        "lang": message.language,
    }


def telegram(message: Message) -> object:
    number = int(message.id.rpartition("-")[2])
    person = {"id": message.address, "is_bot": False, "first_name": "Ana", "language_code": message.language}
    chat = {"id": message.address, "first_name": "Ana", "type": "private"}
    what, at = message.what, int(time.time())
    update = int(message.id.partition("-")[0]) * 1_000_000 + number
    if what.kind == "choice":
        ours = {"id": 424242, "is_bot": True, "first_name": "Stub", "username": "stub_bot"}
        shown = {"message_id": number + 1, "date": at, "chat": chat, "from": ours, "text": "Elige un tema."}
        tap = {"id": str(update), "from": person, "chat_instance": "1", "message": shown, "data": what.value}
        return {"update_id": update, "callback_query": tap}
    said: dict[str, Any] = {"message_id": number + 1, "from": person, "chat": chat, "date": at, "text": what.value}
    if what.value.startswith("/"):
        said["entities"] = [{"offset": 0, "length": len(what.value), "type": "bot_command"}]
    return {"update_id": update, "message": said}


def whatsapp(message: Message) -> object:
    what = message.what
    said: dict[str, Any] = {
        "from": str(message.address),
        "id": f"wamid.HBgM{message.address}{message.id}",
        "timestamp": str(int(time.time())),
    }
    if what.kind == "choice":
        chosen = {"type": "list_reply", "list_reply": {"id": what.value, "title": "Tema"}}
        said |= {"type": "interactive", "interactive": chosen}
    else:
        said |= {"type": "text", "text": {"body": what.value}}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550001111", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": str(message.address)}],
        "messages": [said],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


SHAPES: dict[str, Callable[[Message], object]] = {"bridge": bridge, "telegram": telegram, "whatsapp": whatsapp}


@dataclass
class Crowd:
    """The people, what they say, and the bytes that the platform posts for it."""

    options: argparse.Namespace
    texts: dict[str, tuple[str, ...]] = field(default_factory=lambda: TEXTS)
    choices: tuple[str, ...] = CHOICES
    said: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.options.seed)
        self.run = time.time_ns() // 1_000_000 % 1_000_000_000
        self.turn: dict[int, int] = {}
        self.url = urlsplit(self.options.url)
        # WhatsApp tells nobody's language: who is answered in it depends on all they wrote before
        self.speaks = SPEAKS[:1] if self.options.platform == "whatsapp" else SPEAKS
        if self.options.texts:
            self.texts = json.loads(self.options.texts)
        if self.options.choices:
            self.choices = tuple(self.options.choices.split(","))

    def says(self, person: int, what: What) -> Message:
        self.said += 1
        language = self.speaks[person % len(self.speaks)]
        return Message(f"{self.run}-{self.said}", FIRST_ADDRESS + self.run * 10_000 + person, language, what)

    def next(self, person: int) -> Message:
        """The person's next message: /start first, then texts and choices, never the same twice in a row."""
        turn = self.turn[person] = self.turn.get(person, -1) + 1
        if turn == 0:
            return self.says(person, What("text", START))
        texts = self.texts[self.speaks[person % len(self.speaks)]]
        if texts and (not self.choices or self.chance.random() < self.options.written):
            return self.says(person, What("text", texts[(person * 7 + turn) % len(texts)] + self.signs()))
        return self.says(person, What("choice", self.choices[(person * 5 + turn) % len(self.choices)]))

    def signs(self) -> str:
        """With --fresh: signs that make a text one that nobody has written before."""
        if not self.options.fresh:
            return ""
        number = self.said
        return f"{'!' * (number % 25)}{'?' * (number // 25 % 25)}{'.' * (number // 625 % 100)}"

    def talk(self, many: int, burst: int) -> list[list[Message]]:
        """So many messages by people in turn, each writing `burst` of them one after another."""
        people = list(range(self.options.people))
        self.chance.shuffle(people)
        return [
            [self.next(people[number % len(people)]) for _ in range(burst)] for number in range(max(1, many // burst))
        ]

    def post(self, message: Message) -> bytes:
        options = self.options
        body = json.dumps(SHAPES[options.platform](message), ensure_ascii=False).encode()
        head = f"POST {self.url.path} HTTP/1.1\r\nHost: {self.url.netloc}\r\nContent-Type: application/json\r\n"
        head += f"Content-Length: {len(body)}\r\n"
        if options.platform == "telegram":
            head += f"X-Telegram-Bot-Api-Secret-Token: {options.secret}\r\n" if options.secret else ""
        elif options.secret:
            name = "X-Signature-256" if options.platform == "bridge" else "X-Hub-Signature-256"
            head += f"{name}: sha256={hmac.new(options.secret.encode(), body, hashlib.sha256).hexdigest()}\r\n"
        return head.encode() + b"\r\n" + body


class Connection(asyncio.Protocol):
    """One kept-open connection; one person's messages go over it one after another."""

    transport: asyncio.Transport

    def __init__(self, load: "Load") -> None:
        self.load = load
        self.rest = b""
        self.under_way = -1
        self.after: range = range(0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def send(self, numbers: range) -> None:
        self.under_way, self.after = numbers[0], numbers[1:]
        self.load.sent[self.under_way] = time.monotonic_ns()
        self.transport.write(self.load.posts[self.under_way])

    def data_received(self, data: bytes) -> None:
        rest = self.rest = self.rest + data if self.rest else data
        at = rest.find(b"\r\n\r\n")
        if at < 0:
            return
        length = LENGTH.search(rest, 0, at + 2)
        if length and len(rest) < at + 4 + int(length[1]):
            return
        self.rest, number, self.under_way = b"", self.under_way, -1
        self.load.answered(number, int(rest[9:12]))
        if self.after:
            self.send(self.after)
        else:
            self.load.is_free(self, number)

    def connection_lost(self, error: Exception | None) -> None:
        if self.under_way >= 0:
            for number in (self.under_way, *self.after):
                self.load.answered(number, 0)
        self.load.lost(self, self.under_way)


class Load:
    """Posts talks (one person's messages each) over a number of connections."""

    def __init__(
        self, url: str, posts: list[bytes], talks: list[range], connections: int, people: Sequence[int] = ()
    ) -> None:
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.posts, self.talks, self.connections = posts, talks, connections
        self.people = people or range(len(posts))
        self.writing: dict[int, deque[range]] = {}
        """Who has a post under way, and what else they have to say: nobody's next post goes out before that."""
        self.due, self.sent, self.taken = ([0] * len(posts) for _ in range(3))
        self.late: list[int] = []
        self.refused, self.left = 0, len(posts)
        self.queue: deque[range] = deque()
        self.idle: list[Connection] = []
        self.all_posted = asyncio.Event()
        self.closing = False

    async def connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(lambda: Connection(self), self.host, self.port)
        return connection

    async def open(self) -> None:
        self.idle = [await self.connect() for _ in range(self.connections)]
        await asyncio.sleep(0.5)  # connected is not yet accepted

    def close(self) -> None:
        self.closing = True
        for connection in self.idle:
            connection.transport.close()

    def is_free(self, connection: Connection, last: int = -1) -> None:
        """What goes out over it next: more of whoever wrote `last`, else a talk of somebody who is not writing now."""
        if last >= 0:
            if waiting := self.writing[self.people[last]]:
                connection.send(waiting.popleft())
                return
            del self.writing[self.people[last]]
        while self.queue:
            talk = self.queue.popleft()
            if self.may_write(talk):
                connection.send(talk)
                return
        self.idle.append(connection)

    def may_write(self, talk: range) -> bool:
        person = self.people[talk[0]]
        if person in self.writing:
            self.writing[person].append(talk)
            return False
        self.writing[person] = deque()
        return True

    def answered(self, number: int, status: int) -> None:
        self.taken[number] = time.monotonic_ns()
        self.refused += not 200 <= status < 300
        self.left -= 1
        if self.left <= 0:
            self.all_posted.set()

    def lost(self, connection: Connection, last: int) -> None:
        if self.closing:
            return
        if connection in self.idle:
            self.idle.remove(connection)
        self.reopening = asyncio.ensure_future(self.reopen(last))

    async def reopen(self, last: int) -> None:
        for _ in range(100):
            if self.closing or self.all_posted.is_set():
                return
            try:
                connection = await self.connect()
            except OSError:
                await asyncio.sleep(0.05)
            else:
                self.is_free(connection, last)
                return
        self.refused, self.left = self.refused + self.left, 0
        self.all_posted.set()

    async def at_full_speed(self) -> int:
        start = time.monotonic_ns()
        self.queue.extend(self.talks)
        for connection in [self.idle.pop() for _ in range(min(len(self.idle), len(self.queue)))]:
            self.is_free(connection)
        await self.all_posted.wait()
        self.due = self.sent
        return start

    async def at_rate(self, rate: float, seed: int) -> int:
        chance = random.Random(seed)
        start = due = time.monotonic_ns() + 20_000_000
        for talk in self.talks:
            while (now := time.monotonic_ns()) < due:
                await asyncio.sleep((due - now) / 1e9)
            self.late.append(now - due)
            self.due[talk[0]] = due
            self.queue.append(talk)
            if self.idle:
                self.is_free(self.idle.pop())
            due += int(chance.expovariate(rate / len(talk)) * 1e9)
        await self.all_posted.wait()
        self.due = [due or sent for due, sent in zip(self.due, self.sent, strict=True)]
        return start


# what the machine did meanwhile


@dataclass
class Spent:
    at: int
    groups: dict[str, float]
    harness: float
    busy: float
    stolen: float


class Meter:
    """CPU seconds and memory of groups of processes, and what everything else on the machine took."""

    def __init__(self, groups: dict[str, list[int]], harness: list[int]) -> None:
        self.groups = {name: [psutil.Process(pid) for pid in pids] for name, pids in groups.items()}
        self.harness = [psutil.Process(pid) for pid in harness]
        self.first = self.read()

    @staticmethod
    def _spent(processes: Iterable[psutil.Process]) -> float:
        total = 0.0
        for process in processes:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system
        return total

    def read(self) -> Spent:
        times = psutil.cpu_times()
        busy = times.user + times.nice + times.system + times.irq + times.softirq
        groups = {name: self._spent(group) for name, group in self.groups.items()}
        return Spent(time.monotonic_ns(), groups, self._spent(self.harness), busy, times.steal)

    def figures(self, last: Spent, many: int) -> dict[str, object]:
        first = self.first
        seconds = (last.at - first.at) / 1e9
        used = {name: last.groups[name] - first.groups[name] for name in self.groups}
        harness = last.harness - first.harness
        memory = {
            name: sum(process.memory_info().rss for process in group if process.is_running())
            for name, group in self.groups.items()
        }
        return {
            "cpu_s_per_1k": {name: round(value * 1000 / many, 4) for name, value in used.items()},
            "cores": {name: round(value / seconds, 3) for name, value in used.items()},
            "rss_mb": {name: round(value / 2**20, 1) for name, value in memory.items()},
            "harness_cores": round(harness / seconds, 3),
            "foreign_cores": round((last.busy - first.busy - sum(used.values()) - harness) / seconds, 3),
            "stolen_cores": round((last.stolen - first.stolen) / seconds, 3),
        }


class Stub:
    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/") + "/-/"

    def ask(self, what: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.base + what, timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    async def quiet(self, meter: Meter | None, settle: float) -> list[Spent]:
        """Waits until no reply has come for `settle` seconds; what had been spent at each look on the way."""
        loop, spent, seen = asyncio.get_running_loop(), [], -1
        since = time.monotonic()
        while time.monotonic() - since < settle:
            count = (await loop.run_in_executor(None, self.ask, "count"))["replies"]
            if count != seen:
                seen, since = count, time.monotonic()
            if meter is not None:
                spent.append(meter.read())
            await asyncio.sleep(0.05)
        return spent


# whose answer is it


@dataclass
class Matched:
    first: list[int]
    """When each message had its first reply; 0: never."""
    last: list[int]
    missing: int = 0
    doubled: int = 0
    disorder: int = 0
    strangers: int = 0
    overtaken: list[tuple[int, int]] = field(default_factory=list)
    """Whose reply came too late, and after whose."""

    def note_order(self, place: tuple[int, int], before: tuple[int, int]) -> None:
        if place >= before:
            return
        self.disorder += 1
        self.overtaken.append((place[0], before[0]))


def match_by_id(messages: Sequence[Message], log: dict[str, Any], bridge_name: str) -> Matched:
    """A bridge's replies bear an id that comes from the message's: each is told from every other."""
    whose: dict[str, int] = {}
    for number, message in enumerate(messages):
        whose[message.id] = number
        incoming = Incoming("bridge", "", f"{bridge_name}|{message.id}")
        whose[delivery_id(incoming)] = number
    found = Matched([0] * len(messages), [0] * len(messages))
    seen: set[str] = set()
    reached: dict[int, tuple[int, int]] = {}
    for when, person, id in zip(log["when"], log["person"], log["id"], strict=True):
        base, _, part = id.rpartition("-")
        number = whose.get(base, -1)
        if number < 0 or str(messages[number].address) != person:
            found.strangers += 1
        elif id in seen:
            found.doubled += 1
        else:
            seen.add(id)
            place = (number, int(part))
            found.note_order(place, reached.get(messages[number].address, (-1, 0)))
            reached[messages[number].address] = place
            found.first[number] = found.first[number] or when
            found.last[number] = when
    found.missing = found.first.count(0)
    return found


Answers = dict[tuple[str, What], list[int]]


def match_by_words(messages: Sequence[Message], log: dict[str, Any], answers: Answers) -> Matched:
    """Where replies bear no id: everything asked has an answer that is known, so the order of answers is known too."""
    found = Matched([0] * len(messages), [0] * len(messages))
    open_parts: dict[str, list[tuple[int, int, int]]] = {}
    for number, message in enumerate(messages):
        for part, words in enumerate(answers.get((message.language, message.what), ())):
            open_parts.setdefault(str(message.address), []).append((number, part, words))
    reached: dict[str, tuple[int, int]] = {}
    for when, person, words in zip(log["when"], log["person"], log["words"], strict=True):
        waiting = open_parts.get(person)
        if waiting is None:
            found.strangers += 1
            continue
        at = next((at for at, (_, _, expected) in enumerate(waiting) if expected == words), None)
        if at is None:
            found.doubled += 1
            continue
        number, part, _ = waiting.pop(at)
        found.note_order((number, part), reached.get(person, (-1, 0)))
        reached[person] = (number, part)
        found.first[number] = found.first[number] or when
        found.last[number] = when
    found.missing = len({number for waiting in open_parts.values() for number, _, _ in waiting})
    return found


async def learn_answers(crowd: Crowd, stub: Stub, connections: int) -> Answers:
    """Asks everything once, each by a person of its own, to know the answers."""
    asked: list[tuple[Message, Message]] = []
    for place, language in enumerate(crowd.speaks):
        if language in crowd.speaks[:place]:
            continue
        whats = [What("text", START)]
        whats += [What("text", text) for text in crowd.texts[language]] + [What("choice", id) for id in crowd.choices]
        for number, what in enumerate(whats):
            person = crowd.options.people + number * len(crowd.speaks) + place
            asked.append((crowd.says(person, What("text", START)), crowd.says(person, what)))
    answers: Answers = {}
    for step in (0, 1):
        stub.ask("reset")
        messages = [pair[step] for pair in asked]
        load = Load(crowd.options.url, [crowd.post(message) for message in messages], [], connections)
        load.talks = [range(number, number + 1) for number in range(len(messages))]
        await load.open()
        await load.at_full_speed()
        await stub.quiet(None, 2.0)
        load.close()
        log = stub.ask("log")
        heard: dict[str, list[int]] = {}
        for person, words in zip(log["person"], log["words"], strict=True):
            heard.setdefault(person, []).append(words)
        if step == 0:
            for message in messages:
                answers[message.language, What("text", START)] = heard.get(str(message.address), [])
        else:
            for message in messages:
                if message.what.value != START:
                    answers[message.language, message.what] = heard.get(str(message.address), [])
    if not any(answers.values()):
        raise SystemExit("nothing that was asked was answered")
    return answers


# one run


def quantiles(values: Sequence[int]) -> dict[str, float]:
    ordered = sorted(values) or [0]
    return {
        name: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] / 1e6, 2)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    }


@dataclass
class Bench:
    options: argparse.Namespace
    crowd: Crowd
    stub: Stub
    answers: Answers | None = None

    async def run(self, many: int, rate: float, meter_groups: dict[str, list[int]], burst: int = 1) -> dict[str, Any]:
        options = self.options
        talks = self.crowd.talk(many, burst)
        messages = [message for talk in talks for message in talk]
        posts = [self.crowd.post(message) for message in messages]
        ranges = [range(at, at + burst) for at in range(0, len(messages), burst)]
        self.stub.ask(f"reset?delay_ms={options.delay_ms:g}&jitter_ms={options.jitter_ms:g}")
        people = [message.address for message in messages]
        load = Load(options.url, posts, ranges, options.connections, people)
        await load.open()
        gc.collect()
        gc.disable()
        meter = Meter(meter_groups, [os.getpid(), self.stub.ask("count")["pid"]])
        start = await (load.at_rate(rate, options.seed) if rate else load.at_full_speed())
        spent = await self.stub.quiet(meter, options.settle)
        gc.enable()
        load.close()
        log = self.stub.ask("log")
        if self.answers is None:
            found = match_by_id(messages, log, options.url.rpartition("/")[2])
        else:
            found = match_by_words(messages, log, self.answers)
        end = max([start + 1, *log["when"]])
        answered = len(messages) - found.first.count(0)
        last = next((one for one in spent if one.at >= end), spent[-1])
        return {
            "messages": len(messages),
            "offered_per_s": rate or None,
            "messages_per_s": round(answered / ((end - start) / 1e9), 1),
            "replies_per_message": round(len(log["when"]) / max(1, answered), 2),
            "seconds": round((end - start) / 1e9, 2),
            "refused": load.refused,
            "missing": found.missing,
            "doubled": found.doubled,
            "disorder": found.disorder,
            "strangers": found.strangers,
            "posted_together": sum(load.sent[later] < load.taken[late] for late, later in found.overtaken),
            "first_reply_ms": quantiles([t - due for t, due in zip(found.first, load.due, strict=True) if t]),
            "last_reply_ms": quantiles([t - due for t, due in zip(found.last, load.due, strict=True) if t]),
            "hook_ms": quantiles([t - due for t, due in zip(load.taken, load.due, strict=True) if t]),
            "late_ms": quantiles(load.late),
            **meter.figures(last, len(messages)),
        }


async def main(options: argparse.Namespace) -> int:
    crowd, stub = Crowd(options), Stub(options.stub)
    bench = Bench(options, crowd, stub)
    if options.platform != "bridge":
        bench.answers = await learn_answers(crowd, stub, options.connections)
    groups: dict[str, list[int]] = {}
    for item in options.pid:
        name, _, pids = item.rpartition("=")
        groups.setdefault(name or "server", []).extend(map(int, pids.split(",")))
    many, pace = options.many, options.rate or 500.0
    if not options.strangers:
        warm = await bench.run(options.people, 0, {})
        pace = options.rate or warm["messages_per_s"]
    many = many or max(200, int(pace * options.seconds))
    result = await bench.run(min(many, options.most), options.rate, groups, options.burst)
    print(json.dumps({"name": options.name, "platform": options.platform, **result}), flush=True)
    return 0


def parse(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--url", required=True, help="the hook")
    add("--stub", required=True, help="base address of the stub")
    add("--platform", choices=sorted(SHAPES), default="bridge")
    add("--secret", default="", help="signs what is posted (Telegram: is sent along)")
    add("--pid", action="append", default=[], metavar="[NAME=]PID[,PID]", help="processes to measure")
    add("--name", default="", help="copied to the result")
    add("--rate", type=float, default=0, help="messages a second; 0: as fast as it goes")
    add("--seconds", type=float, default=8, help="about how long to measure")
    add("--many", type=int, default=0, help="so many messages instead")
    add("--most", type=int, default=60_000, help="never more messages than this")
    add("--people", type=int, default=2_000)
    add("--burst", type=int, default=1, help="messages that a person writes one after another")
    add("--written", type=float, default=0.5, help="share of texts; the rest are choices")
    add("--fresh", action="store_true", help="no text comes twice: whatever is remembered of texts does not serve")
    add("--texts", help="JSON of texts by language, instead of the usual ones")
    add("--choices", help="ids of choices, by comma, instead of the usual ones")
    add("--connections", type=int, default=64)
    add("--strangers", action="store_true", help="people are new; else each has said /start before it is measured")
    add("--settle", type=float, default=1.0, help="no reply for so many seconds: none is coming")
    add("--delay-ms", type=float, default=0)
    add("--jitter-ms", type=float, default=0)
    add("--seed", type=int, default=7)
    return parser.parse_args(given)


if __name__ == "__main__":
    import uvloop

    sys.exit(uvloop.run(main(parse())))
