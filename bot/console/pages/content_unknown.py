"""What was not understood, put in groups of like samples: one step teaches a topic the words, another lays it aside."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from aiohttp import web

from bot.console.context import Context
from bot.console.editing import MARK, back, overlays, page_of
from bot.console.page import Page
from bot.console.route import get, post
from bot.domain.counting import local
from bot.domain.overlay import Phrase
from bot.library.folding import fold
from bot.library.learning import Understands
from bot.store.overlays import TooMany
from bot.store.samples import Kept, Samples

MOST_GROUPS = 60
SHOWN = 8
"""Samples of a group that are read out; the rest is a number."""
LONGEST = 200
GONE = "…"


@dataclass(frozen=True, slots=True)
class Heap:
    """A group of samples about the same."""

    samples: tuple[tuple[str, int], ...]
    """With how often each came, the most typical first."""
    count: int
    marks: tuple[str, ...]
    """By which the samples are found again."""
    topic: str
    """The nearest, or nothing."""
    missed: tuple[tuple[str, int], ...]
    """Topics these were answered with, which was not what people needed."""
    wording: str
    """A phrase to begin with: the most typical sample without its gaps."""


@get("/content/unknown", MARK)
async def unknown(request: web.Request, context: Context) -> Page:
    return await _page(context, request.query.get("lang", ""))


@post("/content/teach", MARK)
async def teach(request: web.Request, context: Context) -> Page | web.Response:
    """People ask for this topic in these words; the samples that showed it are dealt with."""
    form, library = context.form, context.library
    topic, language, text = form.text("topic", 80), form.text("language", 12), form.text("text", LONGEST)
    if topic not in library.topics or language not in library.loaded_languages:
        raise web.HTTPBadRequest
    wrong = await _wrong(context, topic, language, text)
    if not wrong:
        await context.note("content.teach", topic, language=language)
        try:
            phrase = Phrase(topic, language, text, context.desk.seconds, context.account.id)
            await overlays(context).teach(phrase)
        except TooMany:
            wrong = context.say("unknown.too-many")
    if wrong:
        return await _page(context, language, wrong)
    await _lay_aside(context)
    return back(context, "taught")


@post("/content/dismiss", MARK)
async def dismiss(request: web.Request, context: Context) -> web.Response:
    if not context.form.many("sample"):
        raise web.HTTPBadRequest
    await context.note("content.dismiss", "", samples=len(context.form.many("sample")))
    await _lay_aside(context)
    return back(context, "dismissed")


async def _page(context: Context, language: str, wrong: str = "") -> Page:
    library = context.library
    kept = await _kept(context)
    counts = Counter(one.sample.language for one in kept)
    if language not in library.loaded_languages:
        language = max(library.languages, key=lambda code: counts[code])
    own = [one for one in kept if one.sample.language == language]
    texts = tuple(sorted({one.sample.text for one in own}))
    groups = await asyncio.to_thread(_grouped, texts, library.understanding, language)
    heaps = sorted((_heap(group, topic, own) for group, topic in groups), key=lambda heap: -heap.count)
    return page_of(
        context,
        "unknown",
        422 if wrong else 200,
        chosen=language,
        counts={code: counts[code] for code in library.loaded_languages},
        names={code: each.name for code, each in library.loaded_languages.items()},
        heaps=heaps[:MOST_GROUPS],
        left=max(0, len(heaps) - MOST_GROUPS),
        topics=sorted((library.title(id, context.language), id) for id in library.topics),
        shown=SHOWN,
        wrong=wrong,
        wrong_text=context.form.text("text", LONGEST) if wrong else "",
        wrong_samples=set(context.form.many("sample")) if wrong else set(),
    )


@lru_cache(maxsize=8)
def _grouped(
    texts: tuple[str, ...], understanding: Understands, language: str
) -> tuple[tuple[tuple[str, ...], str], ...]:
    from bot.library.understanding.likeness import groups  # needs numpy, which a content check need not load

    return tuple((group.samples, group.topic) for group in groups(texts, understanding, language))


def _heap(group: Sequence[str], topic: str, kept: Sequence[Kept]) -> Heap:
    members = set(group)
    often = Counter(one.sample.text for one in kept if one.sample.text in members)
    missed = Counter(one.sample.topic for one in kept if one.sample.text in members and one.sample.topic)
    wording = " ".join(word for word in group[0].split() if word != GONE)
    samples = tuple((text, often[text]) for text in group)
    return Heap(samples, often.total(), tuple(map(_mark, group)), topic, tuple(missed.most_common()), wording[:LONGEST])


async def _wrong(context: Context, topic: str, language: str, text: str) -> str:
    """Why this cannot be taught, in words; nothing when it can."""
    if sum(letter.isalpha() for letter in text) < 2 or GONE in text or not text.isprintable():
        return context.say("unknown.no-phrase")
    folded, laid = fold(text), (await overlays(context).read()).phrases
    known = [(each.id, each.asks.get(language, ())) for each in context.library.topics.values()]
    known += [(one.topic, (one.text,)) for one in laid if one.language == language]
    for id, asks in known:
        if any(fold(each) == folded for each in asks):
            return context.say("unknown.known", topic=context.library.title(id, context.language))
    return ""


async def _lay_aside(context: Context) -> None:
    """The samples that the form names go, in whatever list they stand."""
    chosen = set(context.form.many("sample"))
    if chosen:
        kept = await _kept(context)
        await context.desk.store(Samples).drop(one for one in kept if _mark(one.sample.text) in chosen)


async def _kept(context: Context) -> list[Kept]:
    today = local(context.now).date()
    return await context.desk.store(Samples).read(context.library.loaded_languages, today)


def _mark(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
