"""The state of the content that is served, as numbers: what is out of date, what is missing in a language."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.library.library import Library
from bot.library.speech import SOURCE_LANGUAGE
from bot.metrics.figures import Cell, Measure

SOON = timedelta(days=30)


def content_state(library: Library, today: date) -> Mapping[str, Measure]:
    due = [topic.review_by for topic in library.topics.values() if topic.review_by]
    due += [place.review_by for place in library.directory.all if place.review_by]
    others = [code for code in library.loaded_languages if code != SOURCE_LANGUAGE]
    topics = library.topics.values()
    missing = {code: sum(not topic.answer.get(code) for topic in topics) for code in others}
    stale = {code: sum(library.is_stale(topic, code) for topic in topics) for code in others}
    soon = (today + SOON).isoformat()
    return {
        "content_topics": Measure("content_topics", Cell(len(library.topics))),
        "content_expired": Measure("content_expired", Cell(sum(day < today.isoformat() for day in due))),
        "content_expiring": Measure("content_expiring", Cell(sum(today.isoformat() <= day <= soon for day in due))),
        "content_untranslated": _by_language("content_untranslated", missing),
        "content_stale": _by_language("content_stale", stale),
    }


def _by_language(name: str, counts: Mapping[str, int]) -> Measure:
    return Measure(name, Cell(sum(counts.values())), {"language": {code: Cell(n) for code, n in counts.items()}})
