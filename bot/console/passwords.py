"""Passwords: which may be chosen, how they are kept (argon2id), and that checking one never stops the rest."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
COMMON = Path(__file__).parent / "common_passwords.txt"
AT_ONCE = 2
MOST_WAITING = 32


Made = TypeVar("Made")


class TooManyAtOnce(Exception):
    """More passwords are being checked than this machine can; later there is room again."""


class Passwords:
    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher(time_cost=3, memory_cost=32 << 10, parallelism=1)
        self.common = frozenset(COMMON.read_text("utf-8").split())
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords")
        self._waiting = 0
        self._nobodys = self.hasher.hash("nobody has this password")

    def problem(self, password: str, name: str = "") -> str:
        """What is wrong with a password somebody wants to have: the end of a phrase's name, or nothing."""
        if len(password) < SHORTEST:
            return "short"
        if len(password) > LONGEST:
            return "long"
        plain = "".join(each for each in password.casefold() if each.isalnum())
        bare = plain.rstrip("0123456789").lstrip("0123456789")
        if len(set(password)) < 5 or {plain, bare, password.casefold()} & self.common:
            return "common"
        own = "".join(each for each in name.casefold() if each.isalnum())
        return "name" if own and (bare == own or (own in plain and len(plain) < len(own) + 6)) else ""

    async def hash(self, password: str) -> str:
        return await self._apart(self._hashed, password)

    async def fits(self, password: str, kept: str) -> bool:
        """Whether it is the one that `kept` was made of; takes as long when there is none to compare with."""
        if len(password) > LONGEST:
            return False
        right = await self._apart(self._verify, kept or self._nobodys, password)
        return right and bool(kept)

    def is_outdated(self, kept: str) -> bool:
        return self.hasher.check_needs_rehash(kept)

    def _hashed(self, password: str) -> str:
        return str(self.hasher.hash(password))

    def _verify(self, kept: str, password: str) -> bool:
        with contextlib.suppress(VerificationError, InvalidHashError):
            return bool(self.hasher.verify(kept, password))
        return False

    async def _apart(self, work: Callable[..., Made], *arguments: str) -> Made:
        if self._waiting >= MOST_WAITING:
            raise TooManyAtOnce
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)
        finally:
            self._waiting -= 1
