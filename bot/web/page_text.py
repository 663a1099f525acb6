"""The plain text of an answer as paragraphs and lists, with what can be tapped."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from bot.library.library import Library
from bot.web.links import links
from bot.web.page import short_numbers

Piece = tuple[str, str]
"""Words, and the address they lead to, if any."""
Short = tuple[str, ...]
"""Short numbers that may be tapped, such as 911."""
_STEP = re.compile(r"([0-9]{1,2})[.)] +")
_DASH = re.compile(r"[-–•] +")


@dataclass(frozen=True, slots=True)
class Item:
    pieces: tuple[Piece, ...]
    number: int = 0
    """Of a step in a numbered list."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, a list, or numbered steps."""

    kind: Literal["p", "ul", "ol"]
    items: list[Item] = field(default_factory=list)


def short_of(library: Library) -> Short:
    return library.remember(("pages", "short"), lambda: tuple(short_numbers(library)))


@lru_cache(maxsize=8192)
def tapped(line: str, short: Short) -> tuple[Piece, ...]:
    """A line in pieces. The same lines stand on many pages."""
    return tuple(links(line, short))


def blocks(text: str, short: Short) -> list[Block]:
    """What belongs together: an empty line ends a paragraph, a dash or a number begins an item."""
    found: list[Block] = []
    ended = True
    for line in text.strip().split("\n"):
        if not line.strip():
            ended = True
            continue
        kind, item = _item(line.strip(), short)
        last = found[-1] if found else None
        if last is None or last.kind != kind or (kind == "p" and ended):
            last = Block(kind)
            found.append(last)
        last.items.append(item)
        ended = False
    return found


def _item(line: str, short: Short) -> tuple[Literal["p", "ul", "ol"], Item]:
    if step := _STEP.match(line):
        return "ol", Item(tapped(line[step.end() :], short), int(step[1]))
    if dash := _DASH.match(line):
        return "ul", Item(tapped(line[dash.end() :], short))
    return "p", Item(tapped(line, short))
