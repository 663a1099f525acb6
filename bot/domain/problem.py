"""A mistake in content, locales or settings: where it is, what is wrong, how to mend it."""

from dataclasses import dataclass
from typing import Literal

Step = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    path: tuple[Step, ...]
    """The way to the value inside the file, as ("answer", "es", 0): the line is looked up when shown."""
    what: str
    mend: str
    level: Literal["error", "warning"] = "error"
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.level}: {self.what}; {self.mend}"
