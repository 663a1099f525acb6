"""Seals what is about a person: AES-256-GCM, bound to the record it belongs to."""

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
NAME = 2
UNIQUE = NAME + NONCE
"""The first bytes of a sealed value, which no other has."""


class Unreadable(Exception):
    """Sealed with a key we do not have, or for another record, or damaged."""


class Seal:
    """The first key seals, all of them open; a sealed value names its key."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._lanes: dict[str, Seal] = {}
        self.renew(secrets)

    def renew(self, secrets: Sequence[str]) -> None:
        """Other keys, from now on and for the lanes too: a running service follows a change of keys."""
        self._secrets = tuple(secrets)
        keys = [hashlib.blake2b(secret.encode(), digest_size=32, person=b"farol-seal").digest() for secret in secrets]
        self._ciphers = {hashlib.blake2b(key, digest_size=NAME).digest(): AESGCM(key) for key in keys}
        self._first = next(iter(self._ciphers))
        self._sealing = self._ciphers[self._first]
        for name, lane in self._lanes.items():
            lane.renew(_of_lane(self._secrets, name))

    @property
    def name(self) -> str:
        """That of the key that seals, as every sealed value says it."""
        return self._first.hex()

    def close(self, plain: bytes, record: str) -> bytes:
        nonce = os.urandom(NONCE)
        return self._first + nonce + self._sealing.encrypt(nonce, plain, record.encode())

    def open(self, sealed: bytes, record: str) -> bytes:
        cipher = self._ciphers.get(sealed[:NAME])
        if cipher is None:
            raise Unreadable("sealed with a key that BOT_SECRET_KEYS does not hold")
        try:
            return cipher.decrypt(sealed[NAME:UNIQUE], sealed[UNIQUE:], record.encode())
        except InvalidTag:
            raise Unreadable("damaged, or sealed for another record") from None

    def lane(self, name: str) -> "Seal":
        """The seal of a sealed lane: keys of its own, which open nothing else and which nothing else opens."""
        if not name:
            return self
        if name not in self._lanes:
            self._lanes[name] = Seal(_of_lane(self._secrets, name))
        return self._lanes[name]

    def is_current(self, sealed: bytes) -> bool:
        return sealed[:NAME] == self._first


def _of_lane(secrets: Sequence[str], name: str) -> list[str]:
    return [f"{secret}\0{name}" for secret in secrets]
