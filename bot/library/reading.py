"""One content or locale file read, checked against its shape, and made into what the library holds."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from bot.domain.problem import Problem
from bot.library import building, forms
from bot.library.cache import Kept
from bot.library.catalog import Catalog, read_phrases
from bot.library.documents import MOST_FAULTS, Fault, positions, read
from bot.library.revision import translations
from bot.library.roles import read_roles
from bot.library.tree import File, Stamp, content_of


@dataclass(frozen=True, slots=True)
class Part:
    """One file as it was read; `made` is nothing when it has faults."""

    name: str
    kind: str
    stamp: Stamp
    digest: bytes
    value: object
    made: Any
    faults: tuple[Fault, ...] = ()


def identity(name: str) -> str:
    """The id of what a file holds: `asylum.apply`, `asylum`, `action.erase`."""
    path = PurePosixPath(name)
    folder, stem = path.parts[0] if len(path.parts) > 1 else "", path.stem
    if folder in forms.ACTION_FOLDERS:
        return f"action.{stem}"
    return folder if stem == "_section" else f"{folder}.{stem}" if folder else stem


def part(root: Path, file: File, locale: bool, kept: Kept | None) -> Part:
    """The part that stands in `file`, from the cache when it has not changed."""
    kind = forms.locale_kind_of(file.name) if locale else forms.kind_of(file.name)
    if file.fault is not None:
        return Part(file.name, kind, file.stamp, b"", None, None, (file.fault,))
    if kept is not None and kept.stamp == file.stamp:
        return Part(file.name, kind, file.stamp, kept.digest, kept.value, _made(root, file.name, kind, kept.value))
    raw = content_of(str(root), file.name)
    if isinstance(raw, Fault):
        return Part(file.name, kind, file.stamp, b"", None, None, (raw,))
    return _read(root, file.name, kind, file.stamp, raw)


def draft(root: Path, name: str, raw: bytes) -> Part:
    """A content file as it would be read if this stood in it."""
    return _read(root, name, forms.kind_of(name), (len(raw), 0, 0, 0), raw)


def _read(root: Path, name: str, kind: str, stamp: Stamp, raw: bytes) -> Part:
    digest = blake2b(raw, digest_size=12).digest()
    value, faults = read_phrases(raw) if kind == "phrases" else read(raw)
    if not faults and kind != "phrases":
        faults = [*forms.SHAPES[kind].check(value), *_torn(raw, kind, value)]
    if faults:
        return Part(name, kind, stamp, digest, None, None, tuple(faults[:MOST_FAULTS]))
    return Part(name, kind, stamp, digest, value, _made(root, name, kind, value))


def _torn(raw: bytes, kind: str, value: Any) -> list[Fault]:
    """A file cut off in the middle can still be good YAML, with half a message or half a list as its last."""
    last = value[-1] if kind == "places" and isinstance(value, list) and value else value
    if raw.endswith((b"\n", b"\r")) or (isinstance(last, dict) and "verified" in last):
        return []
    lines = raw.decode("utf-8", "replace").split("\n")
    what = "the file ends in the middle of a line: half of it may be lost"
    return [Fault((), what, "bring the rest back, or end the last line with Enter", len(lines), len(lines[-1]) + 1)]


def _made(root: Path, name: str, kind: str, value: Any) -> Any:
    shown = f"{root}/{name}"
    match kind:
        case "topic":
            return building.topic(identity(name), shown, value)
        case "section":
            return building.section(sys.intern(identity(name)), shown, value)
        case "action":
            return building.action(identity(name), shown, value)
        case "alert":
            return building.alert(PurePosixPath(name).stem, shown, value)
        case "places":
            return tuple(building.places(PurePosixPath(name).stem, shown, value))
        case "cities":
            return building.cities(value)
        case "states":
            return building.states(value)
        case "vocabulary":
            return building.vocabulary(value)
        case "language":
            return building.language(value)
        case "roles":
            return read_roles(value)
        case "phrases":
            return Catalog(value, shown)
        case "translations":
            return translations(value)
    return value


def problems_of(root: Path, part: Part) -> Iterator[Problem]:
    """The faults of one file with their lines."""
    for fault in part.faults:
        yield Problem(
            f"{root}/{part.name}".rstrip("/"),
            fault.path,
            fault.what,
            fault.mend,
            "error",
            fault.line,
            fault.column,
        )


def placed(problems: list[Problem], drafts: Mapping[str, bytes] = MappingProxyType({})) -> list[Problem]:
    """The same problems, each with line and column: every file that has one is read again, once.

    `drafts` are files as they would be.
    """
    known: dict[str, dict[tuple[str | int, ...], tuple[int, int]]] = {
        file: positions(raw) for file, raw in drafts.items()
    }
    found = []
    for each in problems:
        if not each.line:
            if each.file not in known:
                known[each.file] = _positions(each.file)
            line, column = _nearest(known[each.file], each.path)
            each = Problem(each.file, each.path, each.what, each.mend, each.level, line, column)
        found.append(each)
    return sorted(found, key=lambda one: (one.level, one.file, one.line, one.column))


def _positions(file: str) -> dict[tuple[str | int, ...], tuple[int, int]]:
    try:
        return positions(Path(file).read_bytes()[:1_000_001]) if file.endswith(".yaml") else {}
    except OSError:
        return {}


def _nearest(known: dict[tuple[str | int, ...], tuple[int, int]], path: tuple[str | int, ...]) -> tuple[int, int]:
    while path and path not in known:
        path = path[:-1]
    return known.get(path, (1, 1))
