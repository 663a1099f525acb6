"""The files of a content tree: found without leaving it, each with a stamp that changes when it does."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.library.documents import LARGEST, Fault

Stamp = tuple[int, int, int, int]
"""Size, time of change, inode and the inode's time of change: no editor keeps all four."""

_NAME = re.compile(r"[a-z0-9_][A-Za-z0-9_-]*(?:\.yaml|\.po)")
_FOLDER = re.compile(r"[a-z0-9][A-Za-z0-9_-]*")
_LEFT_ALONE = re.compile(r"\..*|#.*|.*~|.*\.(?:md|txt|mo|pot|swp|tmp|bak|orig)|README.*|LICENSE.*|__pycache__")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class File:
    name: str
    """Its path under the root, with slashes."""
    stamp: Stamp
    fault: Fault | None = None


def files(root: Path) -> Iterator[File]:
    """All files of the tree, sorted; what is not a file of ours comes with a fault."""
    if not root.is_dir():
        yield File("", (0, 0, 0, 0), Fault((), "there is no such folder", "set the path of the tree, or create it"))
        return
    yield from _within(os.fspath(root), "", os.path.realpath(root))


@lru_cache(maxsize=50_000)
def _fits(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _within(folder: str, prefix: str, root: str) -> Iterator[File]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield File(prefix.rstrip("/"), (0, 0, 0, 0), _unreadable(error))
        return
    for entry in entries:
        fits = _fits(entry.name)
        if not fits and _LEFT_ALONE.fullmatch(entry.name):
            continue
        name = prefix + entry.name
        try:
            if entry.is_symlink() and not _stays_inside(entry.path, root):
                fault = Fault((), "this is a link that leads out of the tree", "put the file itself here")
                yield File(name, (0, 0, 0, 0), fault)
            elif entry.is_dir():
                if not _FOLDER.fullmatch(entry.name):
                    yield File(name, (0, 0, 0, 0), _misnamed(entry.name))
                elif prefix.count("/") < _DEEPEST:
                    yield from _within(entry.path, name + "/", root)
            else:
                known = entry.stat()
                stamp = (known.st_size, known.st_mtime_ns, known.st_ino, known.st_ctime_ns)
                good = fits and entry.is_file()
                yield File(name, stamp, None if good else _misnamed(entry.name))
        except OSError as error:
            yield File(name, (0, 0, 0, 0), _unreadable(error))


def _stays_inside(path: str, root: str) -> bool:
    return os.path.realpath(path, strict=True).startswith(root + os.sep)


def _misnamed(name: str) -> Fault:
    if name.endswith((".yml", ".YAML", ".YML")):
        return Fault((), "the file's name ends differently from the others", f"name it {name.rpartition('.')[0]}.yaml")
    return Fault((), f"{name} is not a name for content", "small letters, digits and dashes, ending in .yaml")


def _unreadable(error: OSError) -> Fault:
    return Fault((), f"cannot be read ({error.strerror or error})", "check that it exists and who may read it")


def content_of(root: str, name: str) -> bytes | Fault:
    """The bytes of a file that `files` found, a few more than are allowed where it is too large."""
    try:
        with open(f"{root}/{name}", "rb", buffering=0) as opened:  # noqa: PTH123 - ten thousand times at a start
            return opened.read(LARGEST + 1)
    except OSError as error:
        return _unreadable(error)
