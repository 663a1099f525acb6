"""The first page: what somebody may open here."""

from aiohttp import web

from bot.console.context import Context
from bot.console.page import SIGNED_IN, Page
from bot.console.route import get


@get("", SIGNED_IN)
async def home(request: web.Request, context: Context) -> Page:
    return context.page("home.html")
