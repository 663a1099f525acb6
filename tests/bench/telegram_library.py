"""What python-telegram-bot's object layer costs beside ours: an update read, a request built, a message sent.

    python -m tests.bench.telegram_library --stub http://127.0.0.1:8081

`--stub` is a running stub of the Bot API (tests/bench/stub.py); without it nothing is sent.
"""

import argparse
import asyncio
import json
import resource
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any

import telegram
import uvloop
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.channels.contract import Call, Post
from bot.channels.http import Http
from bot.channels.telegram import Channel, Settings
from bot.domain.messages import Choice, Delivery, Reply

TOKEN = "424242:" + "T" * 35
HERE = Path(__file__).parents[1]
CHOICES = tuple(Choice(f"asylum.topic-{number}", f"Tema número {number}") for number in range(9))
REPLY = Reply("Tienes 30 días hábiles para pedir asilo. " * 8, CHOICES)


class OurNetwork(BaseRequest):
    """The library's Bot on our own HTTP client: what remains is its object layer."""

    def __init__(self, http: Http) -> None:
        self.http = http

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any
    ) -> tuple[int, bytes]:
        body = request_data.json_payload if request_data else b"{}"
        answer = await self.http.post(Call(url, body))
        return answer.status, answer.body


def micros(act: Callable[[], object], times: int) -> float:
    """Microseconds of CPU for one; the median of five runs."""
    runs = []
    for _ in range(5):
        before = time.process_time()
        for _ in range(times):
            act()
        runs.append((time.process_time() - before) / times * 1e6)
    return median(runs)


async def micros_sent(act: Callable[[], Awaitable[object]], times: int, side_by_side: int = 32) -> tuple[float, float]:
    """Microseconds of our CPU for one message, and messages a second."""
    runs = []
    for _ in range(3):
        left = iter(range(times))

        async def one(left: Any = left) -> None:
            for _ in left:
                await act()

        before, clock = time.process_time(), time.perf_counter()
        await asyncio.gather(*(one() for _ in range(side_by_side)))
        runs.append(((time.process_time() - before) / times * 1e6, times / (time.perf_counter() - clock)))
    return median(run[0] for run in runs), median(run[1] for run in runs)


def say(what: str, ours: float, theirs: float, unit: str = "µs") -> None:
    print(f"{what:<44} {ours:>9,.1f} {unit}   {theirs:>9,.1f} {unit}   {theirs / ours:>6.1f} x")


async def main(stub: str) -> None:
    channel = Channel(Settings(token=TOKEN, api=stub or "http://127.0.0.1:1", secret="s" * 9))
    print(f"{'':<44} {'ours':>12}   {'library':>12}")
    for name in ("text", "tap_on_menu"):
        file = HERE / "channels" / "telegram" / "payloads" / f"{name}.json"
        posted = json.loads(file.read_text("utf-8"))["post"]
        body = json.dumps(posted, ensure_ascii=False).encode()
        post = Post("POST", "/hooks/telegram", "", {}, {}, body)
        ours = micros(lambda post=post: channel.read(post), 20_000)
        theirs = micros(lambda body=body: telegram.Update.de_json(json.loads(body), None), 3_000)
        say(f"read an update ({name}), JSON included", ours, theirs)
    delivery = Delivery("telegram", "5123456789", "d", (REPLY,), "es")
    ours = micros(lambda: channel.render(delivery, ()), 10_000)
    bot = telegram.Bot(
        TOKEN, base_url=f"{stub}/bot", request=HTTPXRequest(connection_pool_size=64, pool_timeout=30.0)
    )  # fmt: skip

    def markup() -> telegram.InlineKeyboardMarkup:
        return telegram.InlineKeyboardMarkup(
            [[telegram.InlineKeyboardButton(choice.label, callback_data=choice.id)] for choice in CHOICES]
        )

    say("build a reply with 9 buttons (markup's JSON)", ours, micros(lambda: json.dumps(markup().to_dict()), 3_000))
    if not stub:
        return
    http = Http()

    async def we_send() -> None:
        channel.judge(await http.post(channel.render(delivery, ())[0]))

    async def they_send(bot: telegram.Bot = bot) -> None:
        await bot.send_message(5123456789, REPLY.text, reply_markup=markup())

    on_ours = telegram.Bot(TOKEN, base_url=f"{stub}/bot", request=OurNetwork(http))

    ours, rate = await micros_sent(we_send, 4_000)
    await bot._request[1].initialize()
    theirs, their_rate = await micros_sent(they_send, 1_000)
    say("send it, CPU a message; library on its httpx", ours, theirs)
    between, between_rate = await micros_sent(lambda: they_send(on_ours), 2_000)
    say("send it, CPU a message; library on our HTTP", ours, between)
    print(f"messages a second: ours {rate:,.0f}, library on our HTTP {between_rate:,.0f}, on httpx {their_rate:,.0f}")
    print(f"memory at the end: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    http.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stub", default="")
    uvloop.run(main(parser.parse_args().stub))
