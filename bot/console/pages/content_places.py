"""How shelters and other places stand today: marks that end by themselves, and what was checked."""

from aiohttp import web

from bot.console.context import Context
from bot.console.editing import MARK, as_told, back, of_files, overlays, page_of, today_of
from bot.console.page import Page
from bot.console.route import get, post
from bot.domain.overlay import MARKS, Checked, Mark

USUAL = "shelter"
NONE = "none"


@get("/content/places", MARK)
async def places(request: web.Request, context: Context) -> Page:
    """The places of a kind in a city, with what is said of them today."""
    overlay = await overlays(context).read()
    library = as_told(context, overlay)
    directory = library.directory
    kinds = sorted({place.kind for place in directory.all})
    kind = request.query.get("kind", USUAL)
    kind = kind if kind in kinds else USUAL
    found = [place for place in directory.all if place.kind == kind]
    cities = sorted({place.city for place in found})
    city = request.query.get("city", "")
    if city not in cities:
        city = next(iter(directory.cities_with(kind, 1)), "")
    seconds = context.desk.seconds
    marked = [id for id, mark in overlay.marks.items() if mark.holds(seconds) and id in directory.places]
    return page_of(
        context,
        "places",
        kinds=[(id, context.library.directory.kind(id, context.language) or id) for id in kinds],
        kind=kind,
        cities=cities,
        city=city,
        places=[place for place in found if place.city == city],
        marked=sorted((directory.places[id] for id in marked), key=lambda place: (place.city, place.name)),
        marks=MARKS,
        laid=overlay.checked,
        is_marked=lambda place: place.marked(context.now),
        card=lambda place: directory.card(place.id, context.language, context.now),
        today=today_of(context),
        day=lambda iso: library.date(iso, context.language),
    )


@post("/content/mark", MARK)
async def mark(request: web.Request, context: Context) -> web.Response:
    id, what = context.form.text("place", 80), context.form.text("what", 20)
    place = of_files(context).directory.places.get(id)
    if place is None or what not in (*MARKS, NONE):
        raise web.HTTPBadRequest
    await context.note("content.mark", id, mark=what)
    if what == NONE:
        await overlays(context).unmark(id)
    else:
        await overlays(context).mark(id, Mark(what, context.desk.seconds, context.account.id))
    return back(context, "marked")


@post("/content/check", MARK)
async def check(request: web.Request, context: Context) -> web.Response:
    """A topic or a place was compared with its sources today; or it was not, after all."""
    id, what = context.form.text("id", 80), context.form.text("what", 20)
    library = of_files(context)
    if (id not in library.topics and id not in library.directory.places) or what not in {"today", NONE}:
        raise web.HTTPBadRequest
    await context.note("content.check", id, day=what)
    if what == NONE:
        await overlays(context).uncheck(id)
    else:
        await overlays(context).check(id, Checked(today_of(context), context.desk.seconds, context.account.id))
    return back(context, "checked")
