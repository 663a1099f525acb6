"""Which language a few words are in, learnt from our own phrases and short lists of common words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.library.understanding.features import Features, Seen, rows
from bot.library.understanding.knowledge import Knowledge
from bot.library.understanding.learning import Head, Pace
from bot.library.understanding.lexicon import Lexicon
from bot.library.understanding.model import Linear
from bot.library.understanding.normal import BREAK

HELD_BY_TALK, HELD_BY_CHOICE = 1.0, 2.0
"""How much the conversation's language counts against the words of one message, in units of the score."""
SURE = 0.85
_AGAINST_FOREIGN = 0.6
_HEARD = 24
"""So many words of a long message tell its language."""
_TOO_SHORT = 4
"""Fewer letters than this do not change the language of a conversation."""
MOST_PIECES = 16_000
_PHRASES_EACH = 24
_PASSES = 5
_NUMBER = re.compile(r"\d")
_OTHER_LETTER = re.compile(r"[\u0370-\uffff]")
"""All other alphabets that we tell apart, and signs that belong to none."""
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x04FF, "ru"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0750, 0x077F, "ar"),
    (0xFB50, 0xFEFC, "ar"),
    (0x0900, 0x097F, "hi"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x1200, 0x137F, "am"),
    (0x3040, 0x30FF, "ja"),
    (0x4E00, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
_MARKS = {"ru": (frozenset("іїєґ"), "uk"), "ar": (frozenset("پچژگکی"), "fa")}


@dataclass(frozen=True)
class Spoken:
    """The language of a message and whether its own words show it."""

    language: str
    sure: bool


class Tongue:
    """Tells languages apart."""

    def __init__(self, model: Linear, languages: Sequence[str]) -> None:
        self.model = model
        self.languages = list(languages)

    @classmethod
    def learn(cls, knowledge: Knowledge) -> Tongue:
        pieces: list[tuple[list[str], str]] = []
        for phrases in (*knowledge.asks.values(), knowledge.smalltalk):
            for language, written in phrases.items():
                for text in written[:_PHRASES_EACH]:
                    words = _words(knowledge.tokens(text))
                    pieces.append((words, language))
                    if len(words) > 5:
                        pieces += [(words[:3], language), (words[-4:], language)]
        for language, words_of in knowledge.languages.items():
            common = [words for words in map(_words, map(knowledge.tokens, words_of)) if words]
            pieces += [(words, language) for words in common]
            pieces += [(common[at] + common[at + 1], language) for at in range(len(common) - 1)]
        for concept in knowledge.lexicon.values():
            for language, written in concept.items():
                pieces += [(_words(knowledge.tokens(each)), language) for each in written if "*" not in each]
        pieces = [piece for piece in pieces if piece[0]][:MOST_PIECES]
        languages = sorted({language for _, language in pieces} | set(knowledge.offered))
        features = Features(Lexicon({}, {}, mends=False))
        features.learn((words, "") for words, _ in pieces)
        counts = Counter(language for _, language in pieces)
        most = max(counts.values(), default=1)
        labels = [languages.index(language) for _, language in pieces]
        shares = [min(6.0, (most / counts[language]) ** 0.5) for _, language in pieces]
        seen = [_seen(features, words) for words, _ in pieces]
        model = Linear.learn(features, rows(features, seen), [Head(labels, len(languages), shares)], Pace(_PASSES))
        return cls(model, languages)

    def heard(self, words: Sequence[str], text: str, held: str | None, chosen: bool, offered: Sequence[str]) -> Spoken:
        """The language of the tokens; what the conversation speaks so far settles what is doubtful."""
        script = _script(text)
        if script:
            return Spoken(script, True)
        said = [word for word in words[:_HEARD] if word != BREAK and word.isalpha()]
        fallback = held or (offered[0] if offered else "es")
        if not said or (held in offered and sum(map(len, said)) < _TOO_SHORT):
            return Spoken(fallback, False)
        scores = self.model.sum(self.model.features.alone(said))
        scores *= min(1.6, 0.7 + 0.3 * len(said) ** 0.5)
        told = scores.tolist()
        for at, language in enumerate(self.languages):
            if language not in offered:
                told[at] -= _AGAINST_FOREIGN
        highest = max(told)
        shares = [math.exp(each - highest) for each in told]
        total = sum(shares)
        if held in self.languages:
            told[self.languages.index(held)] += HELD_BY_CHOICE if chosen else HELD_BY_TALK
        at = told.index(max(told))
        best = self.languages[at]
        sure = shares[at] / total >= SURE and sum(map(len, said)) >= 4
        if best not in offered and not sure:
            best = max(offered, key=lambda each: told[self.languages.index(each)], default=fallback)
        return Spoken(best, sure)


def _words(tokens: Sequence[str]) -> list[str]:
    return [word for word in tokens if word != BREAK]


def _seen(features: Features, words: Sequence[str]) -> Seen:
    return features.alone([word for word in words if not _NUMBER.search(word)])


def _script(text: str) -> str:
    """The language of another alphabet, when most letters are of it."""
    if not _OTHER_LETTER.search(text):
        return ""
    found: Counter[str] = Counter()
    latin = 0
    for letter in text[:300]:
        code = ord(letter)
        if code < 0x370:
            latin += letter.isalpha()
            continue
        for low, high, language in _SCRIPTS:
            if low <= code <= high:
                found[language] += 1
                break
    if not found:
        return ""
    language, letters = found.most_common(1)[0]
    if letters * 2 < latin:
        return ""
    if found["ja"]:
        return "ja"
    marks, other = _MARKS.get(language, (frozenset(), language))
    return other if any(letter in marks for letter in text[:300]) else language
