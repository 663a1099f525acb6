"""What editors have laid over the content as a change of its files: a diff for `git apply`, comments left alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

from bot.domain.content import Topic
from bot.domain.overlay import Overlay
from bot.domain.place import Place
from bot.library.documents import read
from bot.library.library import Library
from bot.library.overlaying import checked_place, checked_topic, new_phrases
from bot.library.rewriting import CannotRewrite, add_to_list, set_text
from bot.library.rewriting import Path as Way

Name = Callable[[str], str]
"""From the id of an account to the words for `verified_by`."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one file."""

    file: str
    make: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Patch:
    diff: str
    files: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Files that are written in a way that only a person can change."""


def patch(content: Path, library: Library, overlay: Overlay, name: Name) -> Patch:
    """`library` is what the files alone say. Marks are no part of it: they are over before it is applied."""
    diffs: list[str] = []
    files: list[str] = []
    left: list[str] = []
    edits = sorted(_edits(library, overlay, name), key=lambda edit: edit.file)
    for file, group in groupby(edits, key=lambda edit: edit.file):
        shown = f"{content.resolve().name}/{Path(file).relative_to(content).as_posix()}"
        try:
            before = Path(file).read_bytes().decode("utf-8")
            after = before
            for edit in group:
                after = edit.make(after)
        except (CannotRewrite, OSError, UnicodeDecodeError):
            left.append(shown)
            continue
        if after != before:
            files.append(shown)
            diffs.append(_diff(shown, before, after))
    return Patch("".join(diffs), tuple(files), tuple(left))


def _edits(library: Library, overlay: Overlay, name: Name) -> Iterator[Edit]:
    for id, checked in overlay.checked.items():
        by = name(checked.by)
        topic = checked_topic(library, overlay, id)
        if topic is not None:
            yield Edit(topic.file, _dated(replace(topic, verified_by=by), ("verified", "verified_by", "review_by")))
        place = checked_place(library, overlay, id)
        if place is not None:
            names = ("confirmed", "verified", "verified_by", "review_by")
            yield Edit(place.file, _dated(replace(place, verified_by=by), names))
    for one in new_phrases(library, overlay):
        yield Edit(library.topics[one.topic].file, _asked(one.language, one.text))


def _dated(unit: Topic | Place, names: tuple[str, ...]) -> Callable[[str], str]:
    def make(text: str) -> str:
        way: Way = () if isinstance(unit, Topic) else (_number(text, unit.id),)
        for name in names:
            text = set_text(text, (*way, name), getattr(unit, name))
        return text

    return make


def _number(text: str, id: str) -> int:
    """Which record of its file a place is; the file may have changed since it was loaded."""
    records, _ = read(text.encode())
    for number, record in enumerate(records if isinstance(records, list) else ()):
        if isinstance(record, dict) and record.get("id") == id:
            return number
    raise CannotRewrite(f"{id} is not there")


def _asked(language: str, phrase: str) -> Callable[[str], str]:
    return lambda text: add_to_list(text, ("asks", language), phrase)


def _diff(shown: str, before: str, after: str) -> str:
    lines = unified_diff(_lines(before), _lines(after), f"a/{shown}", f"b/{shown}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """As git sees them: `splitlines` knows more ends of a line than one."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
