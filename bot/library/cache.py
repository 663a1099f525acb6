"""Checked values of files as they were at the last start, so that an unchanged tree is not parsed again."""

import os
import tempfile
from hashlib import blake2b
from pathlib import Path

import msgspec

from bot.library.tree import Stamp

FILE = "library.msgpack"


class Kept(msgspec.Struct, array_like=True, gc=False):
    """One file: its stamp, the digest of its bytes, its value."""

    stamp: Stamp
    digest: bytes
    value: object


class Shelved(msgspec.Struct, array_like=True, gc=False):
    """The whole cache; `edition` is that of the code which checked the values."""

    edition: bytes
    files: dict[str, Kept]


def edition() -> bytes:
    """Changes when the code that reads and checks files does: its cache then counts for nothing."""
    here = Path(__file__).parent
    seen = blake2b(digest_size=8)
    for name in ("documents.py", "shapes.py", "forms.py", "caseforms.py", "catalog.py", "cache.py"):
        seen.update((here / name).read_bytes())
    return seen.digest()


def recall(folder: Path | None) -> dict[str, Kept]:
    """What was kept; nothing when there is none, or it is damaged, or of another edition."""
    if folder is None:
        return {}
    try:
        shelved = msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Shelved)
        return shelved.files if shelved.edition == edition() else {}
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return {}


def keep(folder: Path | None, files: dict[str, Kept]) -> None:
    """Write the cache in one step; that it cannot be written is no reason to fail."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=FILE)
        with os.fdopen(handle, "wb") as opened:
            opened.write(msgspec.msgpack.encode(Shelved(edition(), files)))
        Path(name).replace(folder / FILE)
    except OSError:
        return
