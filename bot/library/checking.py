"""Everything that can be said about the content and the locales, for `bot check`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from bot.domain.content import Action, Topic
from bot.domain.problem import Problem
from bot.library import forms, rules
from bot.library.learning import knowledge
from bot.library.library import Library
from bot.library.reader import Reader
from bot.library.reading import placed

REMEMBERED = "examples.msgpack"


def check(content: Path, locales: Path, today: date) -> list[Problem]:
    """All problems with their lines, errors first."""
    return examined(content, locales, today)[1]


def examined(content: Path, locales: Path, today: date) -> tuple[Library, list[Problem]]:
    """What could be loaded (without understanding) and all problems."""
    examination = Examination(content, locales)
    return examination.library, examination.problems(today)


@dataclass(frozen=True, slots=True)
class Examples:
    """What was found about the example phrases; `looked` is false where that was left for another time."""

    problems: list[Problem]
    looked: bool


class _Remembered(msgspec.Struct, array_like=True):
    digest: str
    found: list[tuple[str, str, str, str, str]]


class Examination:
    """The trees as they are now."""

    def __init__(self, content: Path, locales: Path) -> None:
        self._reader = Reader(content, locales, learning=False)
        self._faults = self._reader.read()
        self.library = self._reader.assemble()

    def problems(self, today: date) -> list[Problem]:
        """Everything that is wrong, with lines, errors first."""
        reader = self._reader
        trees = str(reader.content), str(reader.locales)
        found = rules.of_check(self.library, reader.taught, *trees, reader.broken, today.isoformat())
        return placed([*self._faults, *found])

    def examples(self, cache: Path | None, thoroughly: bool = False) -> Examples:
        """Whether asks of one topic pull to another. It takes seconds, so what was found is kept in `cache`.

        Where nothing is kept yet, only `thoroughly` looks; where the phrases have changed since, they are looked at.
        """
        library, taught = self.library, self._reader.taught
        if self._reader.broken & {*forms.TAUGHT, "cities", "states"}:
            return Examples([], False)
        remembered = _recall(cache)
        if not thoroughly and remembered is None:
            return Examples([], False)
        known = knowledge(library.topics, library.actions, tuple(library.languages), taught)
        digest = known.digest()
        if remembered is None or remembered.digest != digest:
            from bot.library.understanding.problems import problems

            remembered = _Remembered(digest, [(*each,) for each in problems(known)])
            _keep(cache, remembered)
        return Examples(placed([*_shown(library, remembered)]), True)


def _shown(library: Library, remembered: _Remembered) -> Iterator[Problem]:
    for intent, language, phrase, what, mend in remembered.found:
        unit: Topic | Action | None = library.topics.get(intent) or library.actions.get(intent)
        if unit is None:
            continue
        phrases = unit.asks.get(language, ())
        spot = (language, phrases.index(phrase)) if phrase in phrases else (language,) if phrases else ()
        said = f'"{phrase}": {what}' if phrase else what
        yield Problem(unit.file, ("asks", *spot), said, mend, "warning")


def _recall(cache: Path | None) -> _Remembered | None:
    try:
        return msgspec.msgpack.decode((cache / REMEMBERED).read_bytes(), type=_Remembered) if cache else None
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(cache: Path | None, remembered: _Remembered) -> None:
    if cache is None:
        return
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        (cache / REMEMBERED).write_bytes(msgspec.msgpack.encode(remembered))
    except OSError:  # it is looked at again next time
        return
