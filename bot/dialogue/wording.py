"""Turns what a turn says into messages: the person's language, honest notes, places, labels on choices."""

from dataclasses import replace
from datetime import datetime

from bot.dialogue import alerts
from bot.domain import address
from bot.domain.messages import Choice, Incoming, Link, Pin, Reply
from bot.domain.turn import Say, Turn
from bot.library.library import Library

NOTES = ("note.", "urgent.", "foreign:")
"""Short lines that stand above the next message instead of being one of their own."""
MOST_WITH_NOTES = 900
CARDS_APART = "\n\n"


def replies(turn: Turn, incoming: Incoming, library: Library, now: datetime) -> tuple[Reply, ...]:
    """The messages of a turn, in order; the choices stand under the last."""
    language = turn.conversation.language
    said: list[Reply] = []
    notes: list[str] = []
    for say in turn.says:
        worded = _said(say, language, incoming.channel, library, now)
        if say.what.startswith(NOTES) and not say.choices:
            notes += [reply.text for reply in worded if reply.text]
            continue
        if notes and worded:
            worded = _with_notes(notes, worded)
            notes = []
        said += worded
    if notes:
        said.append(Reply("\n\n".join(notes)))
    if _is_sealed(turn, library):
        said = [replace(reply, sealed=True, links=()) for reply in said]  # an address alone can tell
    return tuple([reply for reply in said if reply.text])


def _with_notes(notes: list[str], worded: tuple[Reply, ...]) -> tuple[Reply, ...]:
    above = "\n\n".join(notes)
    first = worded[0]
    if len(above) + len(first.text) <= MOST_WITH_NOTES:
        return (replace(first, text=f"{above}\n\n{first.text}"), *worded[1:])
    return (Reply(above), *worded)


def _said(say: Say, language: str, channel: str, library: Library, now: datetime) -> tuple[Reply, ...]:
    """What names no place, no distance and no value is the same for everybody on one day, so it is worded once."""
    if say.values or say.places or say.near is not None:
        return tuple(_worded(say, language, channel, library, now))
    return library.remember(
        ("said", say.what, say.choices, say.wants_location, language, channel, now.date()),
        lambda: tuple(_worded(say, language, channel, library, now)),
    )


def _worded(say: Say, language: str, channel: str, library: Library, now: datetime) -> list[Reply]:
    choices = tuple([choice for id in say.choices if (choice := _choice(id, language, library)).label])
    if say.what in library.topics:
        texts = _messages(say.what, language, library, now.date().isoformat())
    elif say.what.startswith("section:"):
        texts = [_section(say.what.removeprefix("section:"), language, library)]
    elif say.what.startswith("casework:"):
        texts = [_casework(say, language, library)]
    elif say.what.startswith("foreign:"):
        texts = [_foreign(say.what.removeprefix("foreign:"), library)]
    else:
        values = dict(say.values)
        if "language" in values:
            values["name"] = library.title(f"language.{values.pop('language')}", language)
        special = f"{say.what}@{channel}"  # where a platform needs other words
        phrase = special if library.has_phrase(special) else say.what
        texts = [library.fill(library.phrase(phrase, language, **values), language)]
    if say.places:
        cards = [library.directory.card(place, language, now, say.near) for place in say.places]
        texts = [CARDS_APART.join([*texts, *cards])]
    said = [Reply(text.strip()) for text in texts if text.strip()]
    if say.places and (pin := _pin(say.places[0], library)) is not None:
        place = library.directory.places[say.places[0]]
        said[-1] = replace(said[-1], location=pin, place=place.name, where=place.address)
    if said:
        links = _links(say, language, library)
        said[-1] = replace(said[-1], choices=choices, wants_location=say.wants_location, links=links)
    return said


def _links(say: Say, language: str, library: Library) -> tuple[Link, ...]:
    """What can be opened: an answer as a page that can be kept and shared, the sites of places."""
    if say.what in library.topics:
        page = address.in_language(language, address.topic(say.what))
        found = [Link(library.phrase("link.page", language), page)]
    else:
        places = [library.directory.places[id] for id in say.places]
        found = [Link(place.name, place.web) for place in places if place.web.startswith("https://")]
        if len(places) == 1 and found:
            found = [Link(library.phrase("link.site", language), found[0].url)]
    return tuple([link for link in found if link.label])


def _choice(id: str, language: str, library: Library) -> Choice:
    return library.remember(("choice", id, language), lambda: Choice(id, label(library, id, language)))


def _messages(id: str, language: str, library: Library, today: str) -> list[str]:
    answer = library.answer(id, language)
    topic = library.topics[id]
    texts = list(answer.messages)
    if not texts:
        return [library.phrase("unknown", language)]
    if answer.fell_back:
        name = library.title(f"language.{language}", language)
        texts[0] = f"{library.phrase('note.not_translated', language, name=name)}\n\n{texts[0]}"
    below: list[str] = []
    if answer.stale and topic.vital:
        below.append(library.phrase("note.stale", language))
    if topic.review_by and topic.review_by < today:
        below.append(library.phrase("note.expired", language, date=library.date(topic.verified, language)))
    elif topic.verified:
        below.append(library.phrase("note.checked", language, date=library.date(topic.verified, language)))
    texts[-1] = "\n\n".join([texts[-1].rstrip(), *(note for note in below if note)])
    return texts


def _section(id: str, language: str, library: Library) -> str:
    section = library.sections[id]
    intro = next((section.intro[code] for code in library.chain(language) if code in section.intro), "")
    return f"{library.title(id, language)}\n{intro}"


def _casework(say: Say, language: str, library: Library) -> str:
    """`casework:consent:<category>`, `casework:next:<category>`, `casework:question:<category>:<question>`."""
    _, what, id, asked = (*say.what.split(":"), "")[:4]
    category = library.casework.categories[id]
    if what == "question":
        question = next(each for each in category.questions if each.id == asked)
        text = library.speech.pick(question.text, language)
        return library.phrase("form.question", language, text=text, **dict(say.values))
    return library.speech.pick(category.consent if what == "consent" else category.next, language)


def _foreign(code: str, library: Library) -> str:
    """One line for a person whose language we do not have, in that language."""
    lines = library.extras.get("foreign")
    return str(lines[code]).strip() if isinstance(lines, dict) and code in lines else ""


def _pin(id: str, library: Library) -> Pin | None:
    place = library.directory.places.get(id)
    return None if place is None or place.confidential else place.pin


def label(library: Library, choice: str, language: str) -> str:
    """What stands on a button."""
    kind, _, rest = choice.partition(":")
    if kind == "city":
        return rest.partition(":")[2] or library.phrase("choice.other_city", language)
    if kind == "who":
        who = choice.split(":")[3:]
        return library.directory.whom(who[0], language) if who else library.phrase("choice.for_whom", language)
    if kind == "alerts":
        return alerts.label(library, rest, language)
    if kind in {"places", "more", "about"} and rest:
        return library.phrase("choice.about" if kind == "about" else "choice.more", language)
    if choice in {"back", "yes", "no", "menu.more"}:
        return library.phrase(f"choice.{choice}", language)
    return library.button(choice, language)


def _is_sealed(turn: Turn, library: Library) -> bool:
    """Whether any of it comes from a lane where traces can hurt."""
    return any(say.sealed or library.is_sealed(say.what.removeprefix("section:")) for say in turn.says)
