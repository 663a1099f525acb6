"""Text as people type it, brought to plain lower-case tokens in bounded time."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from functools import lru_cache

HEAD, TAIL = 1400, 500
"""How many characters of a very long message are looked at, from its beginning and its end."""
MOST_TOKENS = 320
LAST_TOKENS = 100
MOST_TIMES = 12
"""A word said more often than this in one message says nothing new."""
LONGEST_TOKEN = 32
BREAK = "."
"""The token that stands for the end of a sentence or clause."""

_DROPPED = {
    code: None for code in range(0x20000) if unicodedata.category(chr(code)) in ("Mn", "Cf", "Me")
} | dict.fromkeys(range(917504, 918000))
_ALIKE = str.maketrans("авекмнорстухіјѕԁɡοανρτυκ", "abekmhopctyxijsdgoavptuk")
_QUOTES = "’‘`´ʼ′"
_FEW = 12
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_TOKEN = re.compile(r"\w+(?:'\w+)?|[.!?;:\n\u2026]|[\u2600-\u27bf\U0001f000-\U0001faff]")
_LATIN = re.compile(r"[a-z]")
_ALIKE_LETTER = re.compile(r"[\u0370-\u052f]")
_ENGLISH_ENDS = frozenset({"t", "s", "m", "re", "ve", "ll", "d"})
_ENGLISH_STARTS = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "that",
        "there",
        "what",
        "who",
        "where",
        "how",
        "when",
        "let",
        "dont",
        "is",
        "isn",
        "wasn",
        "aren",
        "weren",
        "don",
        "doesn",
        "didn",
        "can",
        "couldn",
        "won",
        "wouldn",
        "shouldn",
        "haven",
        "hasn",
        "hadn",
        "ain",
        "mustn",
    ]
)
_CLAUSE = frozenset(".!?;:\n…")


def plain(text: str) -> str:
    """Lower case, without accents, invisible marks or letters repeated for emphasis."""
    if len(text) > HEAD + TAIL:
        text = text[:HEAD] + " " + text[-TAIL:]
    if text.isascii():
        text = text.lower()
    else:
        text = _without(unicodedata.normalize("NFKD", _with_plain_quotes(text))).casefold()
        if len(text) > HEAD + TAIL:
            text = text[: HEAD + TAIL]
        if _ALIKE_LETTER.search(text) and _LATIN.search(text):
            text = text.translate(_ALIKE)
    for letter in set(text):
        if letter * 3 in text and letter.isalpha():
            return _REPEATED.sub(r"\1", text)
    return text


def _with_plain_quotes(text: str) -> str:
    for quote in _QUOTES:
        if quote in text:
            text = text.replace(quote, "'")
    return text


def _without(text: str) -> str:
    """The text without accents and invisible marks; few kinds of them stand in one message."""
    marks = [letter for letter in set(text) if letter > "\x7f" and ord(letter) in _DROPPED]
    if len(marks) > _FEW:
        return text.translate(_DROPPED)
    for mark in marks:
        text = text.replace(mark, "")
    return text


def tokens(text: str) -> list[str]:
    """The words, emoji and clause ends of a message, in order."""
    return split(plain(text))


def split(level: str) -> list[str]:
    """The tokens of text that is plain already."""
    read: list[str] = _TOKEN.findall(level.replace("_", " "))
    found: list[str] = []
    for token in read:
        if token.isalpha() and len(token) <= LONGEST_TOKEN:
            found.append(token)
        elif token in _CLAUSE:
            if found and found[-1] != BREAK:
                found.append(BREAK)
        elif "'" in token:
            start, end = token.split("'", 1)
            if end in _ENGLISH_ENDS and start in _ENGLISH_STARTS:
                found.append(sys.intern(start + end))
            else:
                found += [start[:LONGEST_TOKEN], end[:LONGEST_TOKEN]]
        else:
            found.append(token[:LONGEST_TOKEN])
    if len(found) > MOST_TIMES:
        found = _without_floods(found)
    if len(found) > MOST_TOKENS:
        found = found[: MOST_TOKENS - LAST_TOKENS] + found[-LAST_TOKENS:]
    if found and found[-1] == BREAK:
        found.pop()
    return found


def _without_floods(words: list[str]) -> list[str]:
    if len(words) - len(set(words)) < MOST_TIMES:
        return words
    times = Counter(words)
    if max(times.values()) <= MOST_TIMES:
        return words
    flooding = {word for word, count in times.items() if count > MOST_TIMES and word != BREAK}
    said: Counter[str] = Counter()
    kept: list[str] = []
    for word in words:
        if word in flooding:
            said[word] += 1
            if said[word] > MOST_TIMES:
                continue
        kept.append(word)
    return kept


def phrase(text: str) -> tuple[str, ...]:
    """The words of a phrase from our own data; `*` at a word's end is kept as its mark."""
    words: list[str] = []
    for part in plain(text).split():
        if part.endswith("*") and len(part) > 1:
            inner = [word for word in tokens(part[:-1]) if word != BREAK]
            if inner:
                inner[-1] += "*"
            words += inner
        else:
            words += [word for word in tokens(part) if word != BREAK]
    return tuple(words)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A key that is the same for the spellings of one sound in Spanish, French and Creole writing."""
    key = word
    for written, heard in _SOUNDS:
        if written in key:
            key = key.replace(written, heard)
    key = _DOUBLED.sub(r"\1", key)
    return key or word


_DOUBLED = re.compile(r"(.)\1+")
_SOUNDS = (
    ("tch", "ch"),
    ("tx", "ch"),
    ("sch", "ch"),
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("ce", "se"),
    ("ci", "si"),
    ("ch", "C"),
    ("sh", "C"),
    ("h", ""),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("x", "s"),
    ("v", "b"),
    ("ll", "i"),
    ("y", "i"),
    ("ou", "u"),
    ("w", "u"),
    ("oi", "ua"),
    ("mb", "nb"),
    ("mp", "np"),
    ("j", "g"),
)
