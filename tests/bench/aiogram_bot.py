"""A plain bot on aiogram 3, as its documentation has it: Dispatcher, webhook on aiohttp, sessions in RedisStorage.

Its own HTTP client, a task for each update; the same answers as the bare server's, and the same Redis work, of which
the session goes through the storage.

    python -m tests.bench.aiogram_bot --port 8080 --stub http://127.0.0.1:8081 --redis redis://127.0.0.1:6379
"""

import asyncio
import gc
import logging
import time
from typing import Any

import redis.asyncio
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.bench.limit import Asked, count, decide, options

TOKEN = "424242:" + "T" * 35


async def main() -> None:
    given = options()
    # aiogram starts a task for every update; a pool that refuses instead of making them wait would lose some
    pool = redis.asyncio.BlockingConnectionPool.from_url(given.redis, max_connections=100, timeout=None)
    kept: Any = redis.asyncio.Redis(connection_pool=pool)
    router = Router()

    async def answer(asked: Asked, message: Message, state: FSMContext) -> None:
        topic, text, choices = decide(asked)
        await state.get_data()
        await state.update_data(state=topic, seen=int(time.time()))
        pipe = kept.pipeline(transaction=False)
        pipe.set(f"d:{asked.id}", "1", nx=True, ex=86_400)
        count(pipe, asked, topic)
        if (await pipe.execute())[0]:
            rows = [[InlineKeyboardButton(text=label, callback_data=id)] for id, label in choices]
            await message.answer(text, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))

    @router.callback_query()
    async def on_tap(query: CallbackQuery, event_update: Update, state: FSMContext) -> None:
        if isinstance(query.message, Message):
            language = query.from_user.language_code or "es"
            person = str(query.message.chat.id)
            asked = Asked("telegram", str(event_update.update_id), person, "choice", query.data or "", language)
            await answer(asked, query.message, state)

    @router.message(F.text)
    async def on_text(message: Message, event_update: Update, state: FSMContext) -> None:
        language = (message.from_user.language_code if message.from_user else None) or "es"
        person = str(message.chat.id)
        asked = Asked("telegram", str(event_update.update_id), person, "text", message.text or "", language)
        await answer(asked, message, state)

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(given.stub)))
    dispatcher = Dispatcher(storage=RedisStorage(kept))
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/hooks/telegram")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", given.port, backlog=1024).start()
    gc.freeze()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main())
