"""What lies over the files: who said it and when, a patch that puts it into them, and a way to take it back."""

from collections.abc import AsyncIterator

from aiohttp import web

from bot.console.context import Context
from bot.console.editing import MARK, back, names, of_files, overlays, page_of, today_of
from bot.console.page import Page
from bot.console.route import get, post
from bot.domain.overlay import Overlay
from bot.library.overlaying import checked_place, checked_topic, new_phrases
from bot.library.patching import Patch, patch

STAFF = "staff"


@get("/content/changes", MARK)
async def changes(request: web.Request, context: Context) -> Page:
    overlay = await overlays(context).read()
    library = of_files(context)
    fresh = {id for id in overlay.checked if checked_topic(library, overlay, id) or checked_place(library, overlay, id)}
    phrases = new_phrases(library, overlay)
    return page_of(
        context,
        "changes",
        checked=sorted(overlay.checked.items(), key=lambda each: -each[1].at),
        phrases=overlay.phrases,
        marks=[(id, one) for id, one in overlay.marks.items() if one.holds(context.desk.seconds)],
        is_new=lambda thing: thing in fresh or thing in phrases,
        names=await names(context),
        patch=await _patch(context, overlay),
    )


@get("/content/changes.patch", MARK)
async def download(request: web.Request, context: Context) -> web.StreamResponse:
    """What `git apply` takes."""
    made = await _patch(context, await overlays(context).read())
    await context.note("content.patch", "", files=len(made.files))

    async def pieces() -> AsyncIterator[str]:
        yield made.diff

    return await context.download(f"farol-{today_of(context)}.patch", "text/x-patch; charset=utf-8", pieces())


@post("/content/changes/forget", MARK)
async def forget(request: web.Request, context: Context) -> web.Response:
    """A phrase that was taught is taken back; where there is none any more, so much the better."""
    topic, language = context.form.text("topic", 80), context.form.text("language", 12)
    text = context.form.text("text", 300)
    store = overlays(context)
    found = [
        one for one in (await store.read()).phrases if (one.topic, one.language, one.text) == (topic, language, text)
    ]
    if not text:
        raise web.HTTPBadRequest
    for one in found:
        await context.note("content.forget", one.topic, language=one.language)
        await store.forget(one)
    return back(context, "forgotten")


async def _patch(context: Context, overlay: Overlay) -> Patch:
    shelf = context.desk.shelf
    if shelf is None:
        return Patch("")
    offices = {account.id: account.office for account in await context.desk.accounts.all()}

    def by(account: str) -> str:
        """The file is public: it says which office, and nobody's name."""
        office = offices.get(account, "")
        return f"{STAFF}, {context.offices.get(office, office)}" if office else STAFF

    return patch(shelf.content, shelf.of_files, overlay, by)
