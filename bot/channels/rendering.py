"""Fits text to what a platform takes: long texts in pieces, choices as numbers, never half a letter."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.domain.messages import Choice, Link, Reply

Size = Callable[[str], int]

SENTENCE_ENDS = ".!?…"
CLOSING = "”\"'’)»"
ABBREVIATIONS = {
    *("av", "blvd", "c", "calz", "col", "dr", "dra", "edif", "esq", "ext", "int", "lic", "lt", "mza", "n", "no"),
    *("núm", "num", "s", "sr", "sra", "sta", "sto", "tel"),
}
EARLIEST = 3
"""A piece is at least a third full before we look for a worse place to cut."""


def utf16(text: str) -> int:
    """How long a text is for Telegram, which counts UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int, size: Size = len) -> list[str]:
    """The text in as few messages as it needs; more than one are labelled "1/2" and so on, on a line of its own."""
    if size(text) <= limit:
        return [text]
    for digits in range(1, 6):
        label = f"{'9' * digits}/{'9' * digits}\n"
        found = _split(text, max(1, limit - size(label)), size)
        if len(found) < 10**digits:
            break
    return [f"{number}/{len(found)}\n{piece}" for number, piece in enumerate(found, 1)]


def numbered(text: str, choices: Sequence[Choice]) -> str:
    """The choices as numbered lines under the text, where there is no room for buttons."""
    lines = "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(choices, 1))
    return "\n\n".join(part for part in (text, lines) if part)


def with_choices(text: str, reply: Reply) -> str:
    """The text of a reply with its choices as numbered lines, unless these are for taps only."""
    return text if reply.taps_only else numbered(text, reply.choices)


def sound(text: str) -> str:
    """The text without halves of characters, which JSON cannot carry."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def reachable(reply: Reply, public_url: str) -> list[Link]:
    """What a reply links to, as whole addresses; of a sealed reply nothing, and of our pages only public ones."""
    if reply.sealed or not reply.links:
        return []
    home = public_url.rstrip("/") if public_url.startswith("https://") else ""
    whole = [replace(link, url=home + link.url) if home and link.url[:1] == "/" else link for link in reply.links]
    return [link for link in whole if link.url.startswith("https://")]


def with_links(text: str, links: Sequence[Link]) -> str:
    """Each address on a line of its own under the text, where there is no button for it; none is told twice."""
    lines = "\n".join(f"{link.label}: {link.url}" for link in links if link.url not in text)
    return "\n\n".join(part for part in (text, lines) if part)


def shortened(text: str, limit: int, size: Size = len) -> str:
    """The beginning of a text with an ellipsis, where the whole does not fit."""
    if size(text) <= limit:
        return text
    room = max(0, limit - size("…"))
    end = _longest(text, room, size)
    while end > 0 and _is_inside_letter(text, end):
        end -= 1
    return text[:end].rstrip() + "…"


def pages(choices: Sequence[Choice], most: int) -> list[Sequence[Choice]]:
    """The choices in groups of at most so many; one empty group when there are none."""
    return [choices[at : at + most] for at in range(0, len(choices), most)] or [()]


def _split(text: str, room: int, size: Size) -> list[str]:
    found: list[str] = []
    rest = text.strip()
    while rest and size(rest) > room:
        end = _cut(rest, _longest(rest, room, size))
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest] if rest else found


def _longest(text: str, room: int, size: Size) -> int:
    """How many characters of the beginning fit."""
    least, most = 0, min(len(text), room)
    if size(text[:most]) <= room:
        return most
    while least < most:
        middle = (least + most + 1) // 2
        if size(text[:middle]) <= room:
            least = middle
        else:
            most = middle - 1
    return least


def _cut(text: str, fits: int) -> int:
    """Where to cut so that the beginning fits: after a paragraph, a line, a sentence, else a word, else a letter."""
    last: dict[int, int] = {}
    furthest = min(fits, len(text) - 1)
    while furthest < len(text) - 1 and text[furthest].isspace():
        furthest += 1  # blanks at the end of a piece are dropped
    for end in range(1, furthest + 1):
        rank = _rank(text, end)
        if rank:
            last[rank] = end
    for rank in (PARAGRAPH, LINE, SENTENCE):
        if last.get(rank, 0) * EARLIEST >= fits:
            return last[rank]
    found = max(last.get(rank, 0) for rank in (PARAGRAPH, LINE, SENTENCE))
    return found or last.get(WORD, 0) or _forced(text, fits)


WORD, SENTENCE, LINE, PARAGRAPH = 1, 2, 3, 4


def _rank(text: str, end: int) -> int:
    """How good a place this is for a cut: 0 is none."""
    before, after = text[end - 1], text[end]
    if not before.isspace() or after.isspace() or _is_inside_letter(text, end):
        return 0
    said = text[:end].rstrip() if end < 80 else text[end - 80 : end].rstrip()
    gap = text[end - 80 if end >= 80 else 0 : end][len(said) :]
    if "\n" in gap:
        return PARAGRAPH if gap.count("\n") > 1 else LINE
    if not said or (said[-1] in "0123456789)+" and after in "0123456789(+"):
        return 0  # inside a telephone number
    return _rank_after(said, after)


def _rank_after(said: str, after: str) -> int:
    bare = said.rstrip(CLOSING)
    if not bare or bare[-1] not in SENTENCE_ENDS or after.islower():
        return WORD
    word = bare[:-1].split()[-1:] if bare[-1] == "." else []
    if word and (word[0].isdigit() or word[0].lower().lstrip("(¿¡") in ABBREVIATIONS):
        return 0  # the number of a step, or "Av. Juárez"
    return SENTENCE


def _forced(text: str, fits: int) -> int:
    """Somewhere between two letters, outside a number if that can be; at least one letter."""
    end = max(1, fits)
    for place in range(end, max(0, end - 40), -1):
        if not _is_inside_letter(text, place) and not (text[place - 1].isdigit() and text[place].isdigit()):
            return place
    for place in range(end, 0, -1):
        if not _is_inside_letter(text, place):
            return place
    return _next_letter(text) if fits < 1 else end


def _next_letter(text: str) -> int:
    end = 1
    while end < len(text) and _is_inside_letter(text, end):
        end += 1
    return end


def _is_inside_letter(text: str, at: int) -> bool:
    """Whether what stands before and after belongs to one letter as people see it: accents, flags, joined emoji."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return before == "\r" and after == "\n"
    if before == "\u200d" or after in "\u200c\u200d\u0e33\u0eb3" or _extends(after):
        return True
    if _is_flag_half(before) and _is_flag_half(after):
        start = at
        while start > 0 and _is_flag_half(text[start - 1]):
            start -= 1
        return (at - start) % 2 == 1
    if "\u1100" <= before <= "\u115f":  # Korean letters that make one block
        return "\u1100" <= after <= "\u11ff" or "\uac00" <= after <= "\ud7a3"
    return "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb"


def _extends(letter: str) -> bool:
    return (
        unicodedata.category(letter) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"
    )


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
