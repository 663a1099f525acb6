"""Leftovers in texts: blanks, marks and quotes that slipped in, words not to be used, numbers typed by hand."""

import re
from collections.abc import Iterator

from bot.domain.content import Topic
from bot.domain.problem import Problem, Step
from bot.library.folding import words
from bot.library.rules.languages import parts
from bot.library.rules.registry import Checked, error, rule, warning

Spot = tuple[str, tuple[Step, ...], str, str]
"""File, path, language, text."""

_LEFTOVERS = (
    (re.compile(r"\S  +\S"), "two blanks in a row", "leave one"),
    (re.compile(r"(?<![ \t])[ \t]+$", re.MULTILINE), "a blank at the end of a line", "delete it"),
    (re.compile(r"\t"), "a tab in the text", "write a blank"),
    (re.compile(r"(?<!\.)\.\.(?!\.)"), "two points in a row", "write one, or three"),
    (re.compile(r"\S [,;!?](?:\s|$)| \.(?:\s|$)"), "a blank before a sign", "delete the blank"),
    (re.compile(r"[,;][^\W\d_]"), "no blank after a comma", "add it"),
    (re.compile(r"\w[´`]\w"), "an accent used as an apostrophe", "write '"),
    (
        re.compile(r"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\ufeff\u00ad]"),
        "an invisible mark",
        "write the word anew",
    ),
    (re.compile(r"\*\*|__|\]\("), "a mark of Markdown", "write plain text"),
    (re.compile(r"https?://|www\."), "a link typed into the text", "use a placeholder such as {place-id.web}"),
    (
        re.compile(r"(?<![\w.])\+?[0-9](?:[ -]?[0-9]){7,}(?!\w)"),
        "a phone number typed into the text",
        "use {place-id.phone}",
    ),
    (re.compile(r"(?i)\b(?:todo|fixme|xxx|lorem ipsum)\b:"), "an unfinished note", "finish it or delete it"),
)


def texts(checked: Checked) -> Iterator[Spot]:
    """Every text of topics, sections, actions and alerts."""
    for unit in checked.units:
        for name, each in parts(unit):
            for code, text in each.items():
                if isinstance(text, str):
                    yield unit.file, (name, code), code, text
        if isinstance(unit, Topic):
            for code, messages in unit.answer.items():
                for at, message in enumerate(messages):
                    yield unit.file, ("answer", code, at), code, message
    for alert in checked.library.alerts.values():
        for code, text in alert.text.items():
            yield alert.file, ("text", code), code, text


@rule
def no_leftovers(checked: Checked) -> Iterator[Problem]:
    for file, path, _, text in texts(checked):
        for pattern, what, mend in _LEFTOVERS:
            if found := pattern.search(text):
                near = text[max(0, found.start() - 12) : found.end() + 12].replace("\n", " ")
                yield warning(file, path, f'{what} ("{near.strip()}")', mend)


@rule
def quotes_are_of_one_kind(checked: Checked) -> Iterator[Problem]:
    for file, path, _, text in texts(checked):
        if '"' in text and ("“" in text or "”" in text):
            yield warning(file, path, "straight and curly quotes in one text", "use one kind")
        elif text.count("“") != text.count("”") or text.count('"') % 2:
            yield warning(file, path, "a quote is opened or closed without the other", "add its partner")
        if "'" in text and "’" in text:
            yield warning(file, path, "straight and curly apostrophes in one text", "use one kind")


@rule
def marks_come_in_pairs(checked: Checked) -> Iterator[Problem]:
    for file, path, code, text in texts(checked):
        language = checked.library.loaded_languages.get(code)
        for pair in (*(language.pairs if language else ()), "()"):
            if text.count(pair[0]) != text.count(pair[1]) and not (pair == "()" and re.search(r"^\w\)", text, re.M)):
                what = f"{text.count(pair[0])} times {pair[0]} and {text.count(pair[1])} times {pair[1]}"
                yield warning(file, path, what, f"write {pair[0]} and {pair[1]} in pairs")


@rule
def no_words_that_hurt(checked: Checked) -> Iterator[Problem]:
    avoided = {
        code: {f" {' '.join(words(phrase))} ": better for phrase, better in language.avoid.items()}
        for code, language in checked.library.loaded_languages.items()
        if language.avoid
    }
    for file, path, code, text in texts(checked):
        if code in avoided:
            said = f" {' '.join(words(text))} "
            for wrong, better in avoided[code].items():
                if wrong in said:
                    yield error(file, path, f'"{wrong.strip()}" is not a word we use', f"write: {better}")
