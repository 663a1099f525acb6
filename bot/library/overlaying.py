"""Lays what editors have said over the content: from a library and an overlay to the library people are told from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.content import Topic
from bot.domain.overlay import Overlay, Phrase
from bot.domain.place import Place
from bot.library.library import Library
from bot.library.taught import Taught

USUAL_DAYS = 90
"""Until the next check, where the file does not say how long the last one was to hold."""


def overlaid(library: Library, overlay: Overlay) -> Library:
    """The same library where nothing is laid over it. What is in the files by now is passed over."""
    topics = {id: topic for id in overlay.checked if (topic := checked_topic(library, overlay, id)) is not None}
    places = {id: place for id in (*overlay.checked, *overlay.marks) if (place := _place(library, overlay, id))}
    phrases = new_phrases(library, overlay)
    if not (topics or places or phrases):
        return library
    return replace(
        library,
        topics={**library.topics, **topics} if topics else library.topics,
        directory=library.directory.with_places(places) if places else library.directory,
        understanding=Taught(library.understanding, phrases) if phrases else library.understanding,
    )


def checked_topic(library: Library, overlay: Overlay, id: str) -> Topic | None:
    """A topic as somebody has checked it after its file says; None where there is nothing new."""
    topic, checked = library.topics.get(id), overlay.checked.get(id)
    if topic is None or checked is None or checked.day <= topic.verified:
        return None
    return replace(topic, verified=checked.day, review_by=next_review(topic, checked.day))


def checked_place(library: Library, overlay: Overlay, id: str) -> Place | None:
    place, checked = library.directory.places.get(id), overlay.checked.get(id)
    if place is None or checked is None or checked.day <= place.verified:
        return None
    return replace(place, verified=checked.day, confirmed=checked.day, review_by=next_review(place, checked.day))


def next_review(unit: Topic | Place, day: str) -> str:
    """As many days after `day` as the last check was to hold."""
    try:
        held = (date.fromisoformat(unit.review_by) - date.fromisoformat(unit.verified)).days
    except ValueError:
        held = USUAL_DAYS
    return (date.fromisoformat(day) + timedelta(days=held if held > 0 else USUAL_DAYS)).isoformat()


def new_phrases(library: Library, overlay: Overlay) -> tuple[Phrase, ...]:
    """Those whose topic is there and does not have them yet."""
    asks: Mapping[str, Topic] = library.topics
    return tuple(
        one
        for one in overlay.phrases
        if one.topic in asks and one.text not in asks[one.topic].asks.get(one.language, ())
    )


def _place(library: Library, overlay: Overlay, id: str) -> Place | None:
    place = checked_place(library, overlay, id)
    mark, known = overlay.marks.get(id), library.directory.places.get(id)
    if mark is None or known is None:
        return place
    return replace(place or known, mark=mark)
