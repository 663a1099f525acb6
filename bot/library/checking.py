"""Everything that can be said about the content and the locales, for `bot check`."""

from datetime import date
from pathlib import Path

from bot.domain.problem import Problem
from bot.library import rules
from bot.library.library import Library
from bot.library.reader import Reader
from bot.library.reading import placed


def check(content: Path, locales: Path, today: date) -> list[Problem]:
    """All problems with their lines, errors first."""
    return examined(content, locales, today)[1]


def examined(content: Path, locales: Path, today: date) -> tuple[Library, list[Problem]]:
    """What could be loaded (without understanding) and all problems."""
    reader = Reader(content, locales, learning=False)
    problems = reader.read()
    library = reader.assemble()
    problems += rules.of_check(library, str(content), str(locales), reader.broken, today.isoformat())
    return library, placed(problems)
