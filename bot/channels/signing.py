"""The signature that bridges and WhatsApp share: HMAC-SHA256 over the raw body, as `sha256=` and hex."""

import hmac
from functools import lru_cache


def sign(secret: bytes, body: bytes) -> bytes:
    keyed = _keyed(secret).copy()
    keyed.update(body)
    return b"sha256=" + keyed.hexdigest().encode()


@lru_cache(64)
def _keyed(secret: bytes) -> hmac.HMAC:
    """The key is worked in once, not for each message."""
    return hmac.new(secret, digestmod="sha256")
