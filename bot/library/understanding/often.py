"""What short messages were found to mean: many people write the same few words, so they are worked out once."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import Generic, TypeVar

LONGEST = 80
"""Characters; what is longer is hardly ever written twice."""
MOST = 4_096

Found = TypeVar("Found")


class Often(Generic[Found]):
    """Remembers by a digest under a key that is new in each process: the words themselves are kept nowhere."""

    def __init__(self, most: int = MOST) -> None:
        self._key = os.urandom(16)
        self._most = most
        self._found: dict[bytes, Found] = {}

    def __len__(self) -> int:
        return len(self._found)

    def name(self, text: str, *around: object) -> bytes | None:
        """The name under which a message is remembered; None for one that is too long to come again."""
        if len(text) > LONGEST:
            return None
        said = f"{around}{text}".encode("utf-8", "surrogatepass")
        return blake2b(said, key=self._key, digest_size=16).digest()

    def get(self, name: bytes | None) -> Found | None:
        return None if name is None else self._found.get(name)

    def keep(self, name: bytes | None, found: Found) -> None:
        """Remember it; the oldest gives way."""
        if name is None:
            return
        if len(self._found) >= self._most:
            del self._found[next(iter(self._found))]
        self._found[name] = found
