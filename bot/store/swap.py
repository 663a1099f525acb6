"""Compare and set over several keys of one slot: all of it, or nothing when something has changed since it was read."""

from typing import Any

from bot.store.codec import pack
from bot.store.link import Command, Link, script


class Changed(Exception):
    """Somebody else was faster; read again and decide again."""


class Swap:
    def __init__(self) -> None:
        self._keys: list[str] = []
        self._values: list[Any] = []
        self._checks: list[tuple[int, int, int]] = []
        self._changes: list[tuple[Any, ...]] = []

    def expect(self, key: str, value: bytes | None, field: str = "") -> "Swap":
        """What was read: the value of a key or of a field of a hash; None where there was nothing."""
        place = self._value(field) if field else 0
        self._checks.append((self._key(key), place, 0 if value is None else self._value(value)))
        return self

    def then(self, command: str, key: str, *arguments: Any) -> "Swap":
        """What is done when all is as expected."""
        self._changes.append((command, self._key(key), *(self._value(each) for each in arguments)))
        return self

    @property
    def command(self) -> Command:
        return script("swap", self._keys, pack([self._checks, self._changes]), *self._values)

    async def carry_out(self, link: Link) -> None:
        """Raises Changed, with nothing done, when something is not as expected."""
        if not await link.one(*self.command):
            raise Changed

    def _key(self, key: str) -> int:
        if key not in self._keys:
            self._keys.append(key)
        return self._keys.index(key) + 1

    def _value(self, value: Any) -> int:
        self._values.append(value)
        return len(self._values) + 1
