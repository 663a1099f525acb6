"""The plain text of an answer as paragraphs and lists, with what can be tapped."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from bot.web.links import links

Piece = tuple[str, str]
"""Words, and the address they lead to, if any."""
_STEP = re.compile(r"([0-9]{1,2})[.)] +")
_DASH = re.compile(r"[-–•] +")


@dataclass(frozen=True, slots=True)
class Item:
    pieces: list[Piece]
    number: int = 0
    """Of a step in a numbered list."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, a list, or numbered steps."""

    kind: Literal["p", "ul", "ol"]
    items: list[Item] = field(default_factory=list)


def blocks(text: str, short: Collection[str]) -> list[Block]:
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


def _item(line: str, short: Collection[str]) -> tuple[Literal["p", "ul", "ol"], Item]:
    if step := _STEP.match(line):
        return "ol", Item(list(links(line[step.end() :], short)), int(step[1]))
    if dash := _DASH.match(line):
        return "ul", Item(list(links(line[dash.end() :], short)))
    return "p", Item(list(links(line, short)))
