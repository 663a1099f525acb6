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
        keys = [hashlib.blake2b(secret.encode(), digest_size=32, person=b"farol-seal").digest() for secret in secrets]
        self._ciphers = {hashlib.blake2b(key, digest_size=NAME).digest(): AESGCM(key) for key in keys}
        self._first = next(iter(self._ciphers))
        self._sealing = self._ciphers[self._first]

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

    def is_current(self, sealed: bytes) -> bool:
        return sealed[:NAME] == self._first
