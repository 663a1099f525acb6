"""YAML from editors to plain values: fast, without recursion, with a clear word on what could surprise."""

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.domain.problem import Step

LARGEST = 1_000_000
DEEPEST = 50
MOST_FAULTS = 50

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_FLAGS = {"true": True, "false": False}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,12}")
# What YAML 1.1, YAML 1.2 and people read differently: yes/no, 0155, 9:00, 1_000, 0x1F, 1e3, dates, .inf.
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off|true|false|null)"
    r"|[-+]?0[0-9_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[-+]?0[xob][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*|[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9]+[eE][-+]?[0-9]+|[-+]?\.(?i:inf)|\.(?i:nan)"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|=|<<"
)
_FIRST_OF_AMBIGUOUS = frozenset("0123456789+-.~yYnNoOtTfF=<")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong inside one file: by its path, or by line and column where there is no path."""

    path: tuple[Step, ...]
    what: str
    mend: str
    line: int = 0
    column: int = 0


class Broken(Exception):
    """The file cannot be read further."""

    def __init__(self, what: str, mend: str, line: int = 1, column: int = 1) -> None:
        super().__init__(what)
        self.fault = Fault((), what, mend, line, column)


def read(raw: bytes) -> tuple[object, list[Fault]]:
    """The value of a YAML file, and what is wrong with it; never an exception."""
    faults: list[Fault] = []
    try:
        text = decoded(raw)
        return _built(text, faults, None), faults
    except Broken as broken:
        faults.append(broken.fault)
    except yaml.YAMLError as error:
        faults.append(_explained(error, raw))
    return None, faults


def positions(raw: bytes) -> dict[tuple[Step, ...], tuple[int, int]]:
    """Line and column of each value (in a mapping: of its name) by its path, as far as it can be read."""
    found: dict[tuple[Step, ...], tuple[int, int]] = {}
    with suppress(Broken, yaml.YAMLError):
        _built(decoded(raw), [], found)
    return found


def decoded(raw: bytes) -> str:
    """The text of a file, if it is text in UTF-8 and not too large."""
    if len(raw) > LARGEST:
        raise Broken(f"the file has {len(raw):,} bytes", f"keep it under {LARGEST:,}; split it in several")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Broken("the file is in UTF-16", "save it again with the encoding UTF-8")
    if (nul := raw.find(b"\0")) >= 0:
        line, column = _line_and_column(raw, nul)
        raise Broken("there is a NUL byte in the file", "save it again as text in UTF-8", line, column)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _line_and_column(raw, error.start)
        raise Broken("the file is not in UTF-8", "save it again with the encoding UTF-8", line, column) from None
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (conflict := _CONFLICT.search(text)):
        line = text.count("\n", 0, conflict.start()) + 1
        raise Broken(
            "an unfinished merge is in the file",
            "keep one of the two versions and delete the lines with <<<<<<<, ======= and >>>>>>>",
            line,
        )
    return text


def _line_and_column(raw: bytes, at: int) -> tuple[int, int]:
    before = raw[:at]
    return before.count(b"\n") + 1, at - before.rfind(b"\n")


def _built(text: str, faults: list[Fault], found: dict[tuple[Step, ...], tuple[int, int]] | None) -> object:
    parser = yaml.CSafeLoader(text)
    next_event: Callable[[], Any] = parser.get_event
    intern = sys.intern
    maps: list[dict[str, object] | None] = []
    lists: list[list[object] | None] = []
    keys: list[str | None] = []
    mapping: dict[str, object] | None = None
    sequence: list[object] | None = None
    key: str | None = None
    root: object = None
    documents = 0
    try:
        while (event := next_event()) is not None:
            kind = event.__class__
            value: object
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    raise _not_here(event)
                if mapping is not None and key is None:
                    key = intern(event.value)
                    if key in mapping:
                        faults.append(_at(event, f"{key} is written twice here", "keep one of the two"))
                    if key == "<<" and not event.style:
                        raise Broken("<< is not used here", "write the values out", *_spot(event))
                    if found is not None:
                        found[_path(keys, lists, key, None)] = _spot(event)
                    continue
                value = event.value
                if not event.style:
                    value = _plain(event, faults)
                if mapping is not None:
                    assert key is not None
                    mapping[key] = value
                    key = None
                elif sequence is not None:
                    if found is not None:
                        found[_path(keys, lists, None, sequence)] = _spot(event)
                    sequence.append(value)
                else:
                    if found is not None:
                        found[()] = _spot(event)
                    root = value
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    raise _not_here(event)
                if len(maps) >= DEEPEST:
                    raise Broken(f"values are nested more than {DEEPEST} deep", "mend the indentation", *_spot(event))
                new: dict[str, object] | list[object] = {} if kind is MappingStartEvent else []
                if mapping is not None:
                    if key is None:
                        raise Broken(
                            "a list or a group stands where a name is expected",
                            'a text that begins with { or [ goes in quotes: "{...} ..."',
                            *_spot(event),
                        )
                    mapping[key] = new
                elif sequence is not None:
                    if found is not None:
                        found[_path(keys, lists, None, sequence)] = _spot(event)
                    sequence.append(new)
                else:
                    if found is not None:
                        found[()] = _spot(event)
                    root = new
                maps.append(mapping)
                lists.append(sequence)
                keys.append(key)
                mapping, sequence = (new, None) if isinstance(new, dict) else (None, new)
                key = None
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                mapping, sequence = maps.pop(), lists.pop()
                keys.pop()
                key = None
            elif kind is AliasEvent:
                raise _not_here(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise Broken(
                        "a second document begins here",
                        "delete the line with ---, or use two files",
                        *_spot(event),
                    )
            if len(faults) > MOST_FAULTS:
                raise Broken("there are more mistakes than can be listed", "mend the first ones", *_spot(event))
    finally:
        parser.dispose()
    if root is None and not faults:
        raise Broken("the file is empty", "write its content, or delete the file")
    return root


def _plain(event: ScalarEvent, faults: list[Fault]) -> object:
    text: str = event.value
    if text in _NULL:
        return None
    if text[0] not in _FIRST_OF_AMBIGUOUS or (len(text) > 40):
        return text
    if text in _FLAGS:
        return _FLAGS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _AMBIGUOUS.fullmatch(text):
        faults.append(_at(event, f"{text} could be read as a number, a date or yes/no", f'put it in quotes: "{text}"'))
    return text


def _path(
    keys: list[str | None], lists: list[list[object] | None], key: str | None, sequence: list[object] | None
) -> tuple[Step, ...]:
    # lists[i] and keys[i] are what stood open when level i began: a list's length then is one past its item.
    steps: list[Step] = []
    for outer_key, outer_list in zip(keys, lists, strict=True):
        if outer_key is not None:
            steps.append(outer_key)
        elif outer_list is not None:
            steps.append(len(outer_list) - 1)
    if key is not None:
        steps.append(key)
    elif sequence is not None:
        steps.append(len(sequence))
    return tuple(steps)


def _spot(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _at(event: Any, what: str, mend: str) -> Fault:
    return Fault((), what, mend, *_spot(event))


def _not_here(event: Any) -> Broken:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
        return Broken(
            "a text that begins with & or * is a YAML reference, and these are not used here",
            "put the text in quotes, or write the value out",
            *_spot(event),
        )
    return Broken(
        "a text that begins with ! is a YAML tag, and these are not used here",
        "put the text in quotes",
        *_spot(event),
    )


_INDENTATION = (
    "the indentation does not fit",
    "begin this line under the lines it belongs with; texts with a colon or a quote go in quotes or after |",
)
_KINDER = {
    "mapping values are not allowed in this context": (
        "there is a colon inside an unquoted text, or the line before is not finished",
        "put the text in quotes, or write it as a block after |",
    ),
    "could not find expected ':'": (
        "a name without its colon",
        "write name: value, and indent the lines of a text",
    ),
    "did not find expected key": _INDENTATION,
    "did not find expected '-' indicator": _INDENTATION,
    "did not find expected ',' or ']'": ("a list in [ ] is not closed", "close it with ]"),
    "did not find expected ',' or '}'": ("a group in { } is not closed", "close it with }"),
    "found unexpected end of stream": (
        "a quote is not closed, or half of the file is missing",
        "close the quote",
    ),
    "found unknown escape character": (
        "a backslash inside double quotes",
        "use single quotes, or write it twice",
    ),
    "control characters are not allowed": (
        "an invisible control character",
        "delete it and write the word again",
    ),
    "did not find expected node content": ("a value is missing or a bracket is open", "write the value"),
}


def _explained(error: yaml.YAMLError, raw: bytes) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "it cannot be read as YAML")
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if mark is None and isinstance(position := getattr(error, "position", None), int):
        line, column = _line_and_column(raw, position)
    lines = raw.decode("utf-8", "replace").splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: column + 1] or "\t" in here[: len(here) - len(here.lstrip())]:
        return Fault((), "there is a tab in the indentation", "use blanks instead", line, here.find("\t") + 1)
    if "cannot start any token" in said:
        sign = here[column - 1 : column]
        return Fault((), f"a text cannot begin with {sign}", "put the text in quotes", line, column)
    if said in _MISPLACED and (opened := _open_quote(lines[:line])):
        return Fault((), "a quote is opened here and not closed", f"close it with {opened[1]}", *opened[0])
    if said == _TOO_DEEP and (before := _begins_too_far_right(lines[:line])) is not None:
        mend = f"begin it with {before} blanks, like the line before" if before else "begin it at the very left"
        return Fault((), "this line begins further right than the line before it", mend, line, 1)
    what, mend = _KINDER.get(said, (said, "look at this line and the one before"))
    return Fault((), what, mend, line, column)


_TOO_DEEP = "mapping values are not allowed in this context"
_MISPLACED = {said for said, kinder in _KINDER.items() if kinder is _INDENTATION} | {
    "found unexpected end of stream",
    "could not find expected ':'",
}
_OPENS = re.compile(r"""^\s*(?:- +)?(?:[\w.-]+: +)?(?P<quote>["'])(?:(?!(?P=quote)).)*$""")
_COMPLETE = re.compile(r"^(?P<blanks> *)[\w.-]+: +[^\s|>&*#]")
_NAMED = re.compile(r"^(?P<blanks> *)[\w.-]+:(?: |$)")


def _open_quote(lines: list[str]) -> tuple[tuple[int, int], str] | None:
    """Where a quote was left open: what follows was swallowed until the next quote, often far below."""
    for at, line in reversed([*enumerate(lines, 1)][:-1]):
        if opens := _OPENS.match(line):
            return (at, opens.start("quote") + 1), opens["quote"]
    return None


def _begins_too_far_right(lines: list[str]) -> int | None:
    """How many blanks the line before has, when the last one is a name of its own and has more."""
    here = _NAMED.match(lines[-1])
    before = _COMPLETE.match(next((line for line in reversed(lines[:-1]) if line.strip()), ""))
    if here is None or before is None or len(here["blanks"]) <= len(before["blanks"]):
        return None
    return len(before["blanks"])
