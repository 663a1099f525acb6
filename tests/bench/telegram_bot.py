"""A plain python-telegram-bot webhook bot, as its documentation has it, to compare with: nothing of it is tuned.

The library's Application with its own HTTP client, updates one after another, behind a webhook on aiohttp; the same
answers and the same Redis work as the bare server's.

    python -m tests.bench.telegram_bot --port 8080 --stub http://127.0.0.1:8081 --redis redis://127.0.0.1:6379
"""

import asyncio
import gc
import logging
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from tests.bench.limit import Limit, decide, options, read

TOKEN = "424242:" + "T" * 35


async def main() -> None:
    given = options()
    limit = Limit(given)
    await limit.start()

    async def answer(update: Update, context: Any) -> None:
        asked = read(update.to_dict())
        topic, text, choices = decide(asked)
        if await limit.remember(asked, topic):
            keyboard = [[InlineKeyboardButton(label, callback_data=id)] for id, label in choices]
            await context.bot.send_message(asked.person, text, reply_markup=InlineKeyboardMarkup(keyboard))

    bot: Any = Application.builder().token(TOKEN).updater(None).base_url(f"{given.stub}/bot").build()
    bot.add_handler(CallbackQueryHandler(answer))
    bot.add_handler(MessageHandler(filters.TEXT, answer))

    async def hook(request: web.Request) -> web.Response:
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post("/{path:.*}", hook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    async with bot:
        await bot.start()
        await web.TCPSite(runner, "127.0.0.1", given.port, backlog=1024).start()
        gc.freeze()
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main())
