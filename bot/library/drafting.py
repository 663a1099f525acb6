"""A topic that is not in the files yet: checked as they are, and a library in which it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.content import Topic
from bot.domain.overlay import Phrase
from bot.domain.problem import Problem
from bot.library import rules
from bot.library.library import Library
from bot.library.reading import draft, placed, problems_of
from bot.library.taught import Taught

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\.[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Draft:
    library: Library | None
    """None where the draft cannot be read."""
    problems: tuple[Problem, ...]
    """What `bot check` would say of this file, errors first."""


def drafted(library: Library, id: str, text: str, content: Path, today: str) -> Draft:
    """The library as it would be with this text as the file of the topic `id`."""
    section, _, name = id.partition(".")
    if not ID.fullmatch(id) or section not in library.sections:
        return Draft(None, (_misnamed(id, library),))
    file = f"{section}/{name}.yaml"
    raw = (text.rstrip("\n") + "\n").encode()
    part = draft(content, file, raw)
    shown = f"{content}/{file}"
    if part.made is None:
        return Draft(None, tuple(placed([*problems_of(content, part)], {shown: raw})))
    tried = _with(library, part.made)
    found = [*rules.of_check(tried, {}, str(content), "", frozenset(), today), *_pulled(library, part.made)]
    return Draft(tried, tuple(placed([one for one in found if one.file == shown], {shown: raw})))


def _with(library: Library, topic: Topic) -> Library:
    """Its new phrases are understood at once; those it no longer has are still known."""
    before = library.topics.get(topic.id)
    phrases = tuple(
        Phrase(topic.id, language, text)
        for language, texts in topic.asks.items()
        for text in texts
        if before is None or text not in before.asks.get(language, ())
    )
    section = library.sections[topic.section]
    if topic.id not in section.topics:
        section = replace(section, topics=(*section.topics, topic.id))
    return replace(
        library,
        topics={**library.topics, topic.id: topic},
        sections={**library.sections, section.id: section},
        understanding=Taught(library.understanding, phrases) if phrases else library.understanding,
    )


def _pulled(library: Library, topic: Topic) -> Iterator[Problem]:
    """New phrases that lead elsewhere until now."""
    before = library.topics.get(topic.id)
    for language, texts in topic.asks.items():
        for at, text in enumerate(texts):
            if before is not None and text in before.asks.get(language, ()):
                continue
            meaning = library.understanding.understand(text, language)
            if meaning.intent not in {"none", topic.id}:
                mend = f"keep it in one of the two, or word it differently from the asks of {meaning.intent}"
                yield Problem(
                    topic.file, ("asks", language, at), f'"{text}" leads to {meaning.intent} now', mend, "warning"
                )


def _misnamed(id: str, library: Library) -> Problem:
    what = f"{id or 'nothing'} is no id for a topic"
    mend = f"a section and a name, as asylum.apply; sections are {', '.join(library.sections)}"
    return Problem("", (), what, mend, "error", 1, 1)
