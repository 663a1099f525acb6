"""Copies of the real content and locales that a test may spoil."""

import shutil
from datetime import date
from pathlib import Path

from bot.domain.problem import Problem
from bot.library.checking import check
from bot.library.library import Library
from bot.library.reader import Reader

ROOT = Path(__file__).parents[2]
CONTENT, LOCALES = ROOT / "content", ROOT / "locales"
TODAY = date(2026, 11, 20)


class Copy:
    """The real trees in a folder of their own."""

    def __init__(self, root: Path) -> None:
        self.root, self.content, self.locales = root, root / "content", root / "locales"
        shutil.copytree(CONTENT, self.content)
        shutil.copytree(LOCALES, self.locales)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, name: str, before: str, after: str) -> None:
        text = self.read(name)
        assert before in text, f"{name} has no {before!r}"
        self.write(name, text.replace(before, after, 1))

    def load(self) -> Library:
        """As the service does; only the learning, which takes seconds, is left out."""
        library, problems = Reader(self.content, self.locales, learning=False).load()
        assert library is not None, "\n".join(map(str, problems))
        return library

    def problems(self, level: str = "") -> list[Problem]:
        return [each for each in check(self.content, self.locales, TODAY) if level in ("", each.level)]
