"""Finds in a text what can be tapped: telephone numbers, short emergency numbers, https addresses.

A number that is dialled wrongly can cost a life, so what is not surely a number stays plain text.
`static/chat.js` does the same in the browser, and a test holds the two together.
"""

import re
from collections.abc import Collection, Iterator

RUN = re.compile(r"https://[^\s<>\"]+|[+*]?\(?[0-9]+(?:[ .\-()\u00a0]{1,2}[0-9]+)*")
DIGITS = re.compile(r"[0-9]+")
PIECE = re.compile(r"\*?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORD = re.compile(r"[A-Za-z0-9_$#@/=*+\u00c0-\u024f]")
INSIDE_A_NUMBER = ".,:/-"
LENGTHS = {
    "52": 12, "502": 11, "503": 11, "504": 11, "505": 11, "506": 11, "507": 11, "509": 11,
    "53": 10, "57": 12, "58": 12, "1": 11,
}  # fmt: skip
"""Country code to the number of all digits, so that "+52 664 123 4567 24 hours" ends where it must."""
NATIONAL = 10
MOST_GROUPS = 8


def links(text: str, short: Collection[str]) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the address it leads to, or none."""
    at = 0
    for found in RUN.finditer(text):
        for start, end, address in _within(text, found.start(), found.end(), short):
            if start > at:
                yield text[at:start], ""
            yield text[start:end], address
            at = end
    if at < len(text):
        yield text[at:], ""


def _within(text: str, start: int, end: int, short: Collection[str]) -> Iterator[tuple[int, int, str]]:
    run = text[start:end]
    if run.startswith("https://"):
        run = run.rstrip(".,;:!?)»”’'")
        if len(run) > len("https://x") and not _joined_before(text, start):
            yield start, start + len(run), run
        return
    groups = list(DIGITS.finditer(run))
    for count in range(min(len(groups), MOST_GROUPS), 0, -1):
        number = "".join(group[0] for group in groups[:count])
        stop = start + groups[count - 1].end()
        if _is_dialled(run, number, count == len(groups)) and _stands_alone(text, start, stop):
            yield start, stop, f"tel:{'+' if run.startswith('+') else ''}{number}"
            return
    for piece in PIECE.finditer(run):
        begin, stop = start + piece.start(), start + piece.end()
        if piece[0] in short and _stands_alone(text, begin, stop):
            yield begin, stop, f"tel:{piece[0]}"


def _is_dialled(run: str, number: str, whole: bool) -> bool:
    if run.startswith("*") or DATE.match(run):
        return False
    if not run.startswith("+"):
        return len(number) == NATIONAL
    for code, length in LENGTHS.items():
        if number.startswith(code):
            return len(number) == length
    return whole and 8 <= len(number) <= 15


def _stands_alone(text: str, start: int, end: int) -> bool:
    after, beyond = text[end : end + 1], text[end + 1 : end + 2]
    if after and (WORD.match(after) or after == "%"):
        return False
    return not _joined_before(text, start) and not (after in INSIDE_A_NUMBER and after and _is_digit(beyond))


def _joined_before(text: str, start: int) -> bool:
    before, beyond = text[max(0, start - 1) : start], text[max(0, start - 2) : max(0, start - 1)]
    if before and WORD.match(before):
        return True
    return bool(before) and before in INSIDE_A_NUMBER and _is_digit(beyond)


def _is_digit(text: str) -> bool:
    return bool(DIGITS.fullmatch(text))
