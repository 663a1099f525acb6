"""What the shapes of each platform cost: a post taken and read, a reply built; CPU microseconds as JSON.

    python -m tests.bench.shapes

A post is read as the hook does it: signature, messages, reports, courtesies, answer. The libraries read the same
Telegram update and build the same message with its buttons, and nothing more.
"""

import json
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import aiogram
import aiogram.methods
import aiogram.types
import telegram
from aiogram.client.session.aiohttp import AiohttpSession

from bot.channels.contract import Channel, Post
from bot.domain.messages import Choice, Delivery, Reply

HERE = Path(__file__).parents[1] / "channels"
CHOICES = tuple(Choice(f"asylum.topic-{number}", f"Tema número {number}") for number in range(9))
ANSWER = Reply("Tienes 30 días hábiles para pedir asilo. " * 8, CHOICES)
POSTS = {
    "telegram": ("text", "tap_on_menu"),
    "whatsapp": ("text", "list_reply", "status_sent"),
    "twilio": ("sms_text", "whatsapp_text", "status_delivered"),
}


def micros(act: Callable[[], object], times: int) -> float:
    """Microseconds of CPU for one; the best of seven runs, because what others do only ever adds."""
    runs = []
    for _ in range(7):
        before = time.process_time()
        for _ in range(times):
            act()
        runs.append((time.process_time() - before) / times * 1e6)
    return round(min(runs), 2)


def body_of(name: str, payload: str) -> bytes:
    posted = json.loads((HERE / name / "payloads" / f"{payload}.json").read_text("utf-8"))["post"]
    return posted.encode() if isinstance(posted, str) else json.dumps(posted, ensure_ascii=False).encode()


def take(channel: Channel, genuine: Post) -> None:
    """All that a hook does with a post before and after it is queued."""
    post = Post(genuine.method, genuine.path, genuine.name, genuine.query, genuine.headers, genuine.body, genuine.url)
    channel.admit(post)
    channel.read(post)
    channel.reports(post)
    channel.at_once(post)
    channel.acknowledgement(post)


def ours(times: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, payloads in POSTS.items():
        kit = import_module(f"tests.channels.{name}.kit")
        for payload in payloads:
            post = kit.genuine(body_of(name, payload))
            found[f"{name}: take {payload}"] = micros(lambda kit=kit, post=post: take(kit.CHANNEL, post), times)
        delivery = Delivery(name, kit.ADDRESS, "d", (ANSWER,), "es")
        found[f"{name}: build a reply with 9 choices"] = micros(
            lambda kit=kit, delivery=delivery: kit.CHANNEL.render(delivery, ()), times
        )
        short = Delivery(name, kit.ADDRESS, "d", (Reply(ANSWER.text),), "es")
        found[f"{name}: build a plain reply"] = micros(
            lambda kit=kit, delivery=short: kit.CHANNEL.render(delivery, ()), times
        )
    return found


def libraries(times: int) -> dict[str, float]:
    body, session = body_of("telegram", "text"), AiohttpSession()
    bot = aiogram.Bot("424242:" + "T" * 35, session)

    def of_telegram() -> str:
        rows = [[telegram.InlineKeyboardButton(one.label, callback_data=one.id)] for one in CHOICES]
        return telegram.InlineKeyboardMarkup(rows).to_json()

    def of_aiogram() -> object:
        kind = aiogram.types.InlineKeyboardButton
        rows = [[kind(text=one.label, callback_data=one.id)] for one in CHOICES]
        markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=rows)
        method = aiogram.methods.SendMessage(chat_id=5, text=ANSWER.text, reply_markup=markup)
        return session.build_form_data(bot, method)

    acts: dict[str, Callable[[], Any]] = {
        "python-telegram-bot: read text": lambda: telegram.Update.de_json(json.loads(body), None),
        "aiogram: read text": lambda: aiogram.types.Update.model_validate_json(body),
        "python-telegram-bot: build 9 buttons": of_telegram,
        "aiogram: build a reply with 9 choices": of_aiogram,
    }
    return {what: micros(act, times) for what, act in acts.items()}


if __name__ == "__main__":
    print(json.dumps(ours(3_000) | libraries(1_000), indent=1))
