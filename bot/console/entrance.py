"""The last step of coming in, the same for all ways: noted, under a new number, and to where somebody wanted to go."""

import contextlib

from aiohttp import web

from bot.console.agent import browser_of
from bot.console.context import Context
from bot.domain.staff import Account
from bot.store.swap import Changed


async def come_in(context: Context, account: Account, path: str, done: str = "") -> web.Response:
    desk = context.desk
    context.somebody = account
    await context.note("sign-in")
    if context.session is not None:
        await desk.sessions.end(context.session)
    token = await desk.sessions.start(account, desk.seconds, whole=True, browser=browser_of(context.request))
    with contextlib.suppress(Changed):  # they come in twice at once, or may not any more: the session will tell
        await desk.accounts.note_sign_in(account, desk.seconds)
    response = context.go(path, done=done)
    context.cookies.give(response, token)
    context.cookies.give_device(response, context.request, desk.accounts.digest(account.name))
    return response
