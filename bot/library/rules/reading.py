"""How easy a text is to read: Fernández-Huerta and Flesch, from 0 (a law) to 100 (a child's book)."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from bot.domain.problem import Problem
from bot.library.library import PLACEHOLDER
from bot.library.rules.registry import Checked, rule, warning

EASY_ENOUGH = 60
_FEWEST_WORDS = 25
_SENTENCE_END = re.compile(r"[.!?…:;]+(?:\s|$)|\n+")
_LIST_MARK = re.compile(r"^[ \t]*(?:[0-9]+[.)]|-)\s+", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STRONG, _WEAK = "aeoáéó", "iuü"


@lru_cache(maxsize=50_000)
def spanish_syllables(word: str) -> int:
    """Two strong vowels, or an accented weak one beside another vowel, are two syllables."""
    count, before = 0, ""
    letters = word.lower()
    if letters.endswith("y") and len(letters) > 1:
        letters = letters[:-1] + "i"
    letters = re.sub(r"([gq])u([eiéí])", r"\1\2", letters)
    for sign in letters:
        if sign in _STRONG or sign in "íú":
            count += 0 if before and before in _WEAK and sign in _STRONG else 1
            before = sign
        elif sign in _WEAK:
            count += 0 if before and before in _STRONG + _WEAK else 1
            before = sign if not (before and before in _STRONG) else ""
        else:
            before = ""
    return max(1, count)


@lru_cache(maxsize=50_000)
def english_syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) <= 3:
        return 1
    letters = re.sub(r"(?:[^laeiouy]es|[^aeiouydt]ed|[^laeiouy]e)$", "", letters)
    return max(1, len(re.findall(r"[aeiouy]+", letters)))


def _fernandez_huerta(words: int, sentences: int, syllables: int) -> float:
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


def _flesch(words: int, sentences: int, syllables: int) -> float:
    return 206.835 - 84.6 * syllables / words - 1.015 * words / sentences


FORMULAS: dict[str, tuple[Callable[[str], int], Callable[[int, int, int], float]]] = {
    "fernandez-huerta": (spanish_syllables, _fernandez_huerta),
    "flesch": (english_syllables, _flesch),
}


def ease(messages: Sequence[str], formula: str) -> float | None:
    """How easy the messages are together; None when they are too short to tell."""
    count, score = FORMULAS[formula]
    text = _LIST_MARK.sub("", PLACEHOLDER.sub("", "\n".join(messages)))
    found = _WORD.findall(text)
    sentences = sum(1 for each in _SENTENCE_END.split(text) if _WORD.search(each))
    if len(found) < _FEWEST_WORDS:
        return None
    return score(len(found), max(1, sentences), sum(count(word) for word in found))


@rule
def answers_are_easy_to_read(checked: Checked) -> Iterator[Problem]:
    for code, language in checked.library.loaded_languages.items():
        if language.reading not in FORMULAS:
            continue
        for topic in checked.library.topics.values():
            score = ease(topic.answer.get(code, ()), language.reading)
            if score is not None and score < EASY_ENOUGH:
                what = f"hard to read: {score:.0f}, and {EASY_ENOUGH} is the least ({language.reading})"
                yield warning(topic.file, ("answer", code), what, "shorter sentences, shorter words")


def medians(checked: Checked) -> dict[str, float]:
    """For each language with a formula, the median ease of its answers."""
    found = {}
    for code, language in checked.library.loaded_languages.items():
        if language.reading in FORMULAS:
            scores = [ease(topic.answer.get(code, ()), language.reading) for topic in checked.library.topics.values()]
            known = sorted(score for score in scores if score is not None)
            if known:
                found[code] = known[len(known) // 2]
    return found
