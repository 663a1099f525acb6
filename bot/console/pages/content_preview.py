"""A draft of a topic, and a conversation as it would be with it: checked, answered on any channel, kept nowhere."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from aiohttp import web

from bot.channels import found_channels, preview
from bot.console.context import Context
from bot.console.editing import MARK, of_files, page_of, today_of
from bot.console.page import Page
from bot.console.route import get, post
from bot.dialogue.rehearsing import Exchange, Rehearsal, Said
from bot.dialogue.wording import label
from bot.domain.conversation import Conversation
from bot.library.drafting import Draft, drafted
from bot.library.library import Library

LONGEST_DRAFT = 200_000
LONGEST_SAID = 1000
MOST_SAID = 30
USUAL_CHANNEL = "whatsapp"
NOWHERE = Path("content")


@dataclass(frozen=True, slots=True)
class Trial:
    """What an editor is trying."""

    topic: str
    text: str
    channel: str
    language: str
    said: tuple[Said, ...] = ()


@get("/content/preview", MARK)
async def try_topic(request: web.Request, context: Context) -> Page:
    """The text of a topic as it stands in its file, to be changed; without a topic, an empty sheet."""
    topic = of_files(context).topics.get(request.query.get("topic", ""))
    text = await asyncio.to_thread(_text_of, topic.file) if topic is not None else ""
    return await _page(context, Trial(topic.id if topic else "", text, USUAL_CHANNEL, context.language))


@post("/content/preview", MARK, largest=1 << 20)
async def try_draft(request: web.Request, context: Context) -> Page:
    form = context.form
    channel, language = form.text("channel", 40), form.text("lang", 12)
    if channel not in found_channels() or language not in context.library.loaded_languages:
        raise web.HTTPBadRequest
    said = _said(form.secret("said"))
    now = Said(form.text("text", LONGEST_SAID), form.text("choice", 200))
    if now.text or now.choice:  # Enter presses the first button of the form, which begins anew
        said = (*said, now)[-MOST_SAID:]
    elif "again" in form.fields:
        said = ()
    draft = form.secret("draft")[:LONGEST_DRAFT].replace("\r\n", "\n")
    return await _page(context, Trial(form.text("topic", 90), draft, channel, language, said))


async def _page(context: Context, trial: Trial) -> Page:
    shelf = context.desk.shelf
    content = shelf.content if shelf is not None else NOWHERE
    draft, played = Draft(None, ()), list[Exchange]()
    if trial.text.strip():
        draft = await asyncio.to_thread(drafted, context.library, trial.topic, trial.text, content, today_of(context))
    if draft.library is not None:
        played = await asyncio.to_thread(_played, context, draft.library, trial)
    library = of_files(context)
    return page_of(
        context,
        "preview",
        trial=trial,
        draft=draft,
        played=played,
        label=lambda said: said.text or label(draft.library or library, said.choice, trial.language) or said.choice,
        sent=lambda delivery: preview.requests(trial.channel, delivery, None, library.phrase) or [],
        said=msgspec.json.encode([(one.text, one.choice) for one in trial.said]).decode(),
        topics=sorted((library.title(id, context.language), id) for id in library.topics),
        channels=sorted(found_channels()),
        spoken=library.loaded_languages,
        longest=LONGEST_DRAFT,
    )


def _played(context: Context, library: Library, trial: Trial) -> list[Exchange]:
    """From the moment the topic is picked. Nobody is there: no case is opened, nothing is counted."""
    known = Conversation(language=trial.language, language_chosen=True)
    address = preview.SOMEBODY.get(trial.channel, "1")
    library = replace(library, languages=library.loaded_languages)  # also what is not offered yet
    rehearsal = Rehearsal(library, trial.channel, address, context.now, known)
    return rehearsal.play([Said(choice=trial.topic), *trial.said])


def _said(text: str) -> tuple[Said, ...]:
    """What was said so far, as our own page sent it back."""
    try:
        pairs = msgspec.json.decode(text or "[]", type=list[tuple[str, str]])
    except (msgspec.MsgspecError, ValueError):
        raise web.HTTPBadRequest from None
    return tuple(Said(words[:LONGEST_SAID], choice[:200]) for words, choice in pairs[-MOST_SAID:])


def _text_of(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
