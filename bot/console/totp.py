"""One-time codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds)."""

import base64
import hashlib
import hmac
from urllib.parse import quote

STEP_SECONDS = 30
DRIFT = 1
"""How many steps the clock of a telephone may be off."""


def code_at(secret: bytes, step: int) -> str:
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def step_of(secret: bytes, code: str, now: int) -> int:
    """The time step that a code belongs to, of those that count now; 0: none."""
    present = now // STEP_SECONDS
    found = 0
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode("utf-8", "replace")):
            found = step
    return found


def in_letters(secret: bytes) -> str:
    """The secret as people type it into an app that cannot see the picture."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, name: str, service: str) -> str:
    """What the picture holds."""
    label = quote(f"{service}:{name}")
    return f"otpauth://totp/{label}?secret={in_letters(secret)}&issuer={quote(service)}"
