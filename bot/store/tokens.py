"""Tokens with which other systems ask the API: only their digests are kept, and what each may do."""

import hashlib
import secrets
from dataclasses import dataclass, replace

from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Link, fields_in
from bot.store.seal import Seal

SCOPES = ("cases:read", "cases:write", "contacts:write")
PREFIX = "farol_"
MOST = 50


@dataclass(frozen=True, slots=True)
class Token:
    id: str
    name: str
    office: str
    """Only the referrals of this office; empty: of all."""
    scopes: tuple[str, ...]
    made_at: int
    made_by: str
    used_on: int = 0
    """The day, in days since 1970, on which it was last used; 0: never."""


class Tokens:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal, self.key = link, seal, installation.key("api-tokens")

    async def all(self) -> list[Token]:
        found = fields_in(await self.link.one("HGETALL", keys.API_TOKENS))
        return sorted((self._opened(id.decode(), value) for id, value in found.items()), key=lambda one: -one.made_at)

    async def make(self, name: str, office: str, scopes: tuple[str, ...], by: str, now: int) -> tuple[Token, str]:
        """The token, and the secret that is shown once. Raises ValueError when there are too many."""
        if len(await self.all()) >= MOST:
            raise ValueError("too many tokens")
        secret = PREFIX + secrets.token_urlsafe(32)
        token = Token(self._id(secret), name, office, scopes, now, by)
        await self._keep(token)
        return token, secret

    async def of(self, secret: str, now: int) -> Token | None:
        """Whose secret this is; that it was used on this day is kept."""
        if not secret.startswith(PREFIX) or len(secret) > 100:
            return None
        id = self._id(secret)
        value = await self.link.one("HGET", keys.API_TOKENS, id)
        if value is None:
            return None
        token = self._opened(id, value)
        if token.used_on != now // keys.DAY:
            await self._keep(replace(token, used_on=now // keys.DAY))
        return token

    async def revoke(self, id: str) -> bool:
        return bool(await self.link.one("HDEL", keys.API_TOKENS, id))

    async def _keep(self, token: Token) -> None:
        sealed = self.seal.close(codec.encode(token), f"{keys.API_TOKENS}:{token.id}")
        await self.link.one("HSET", keys.API_TOKENS, token.id, sealed)

    def _opened(self, id: str, value: bytes) -> Token:
        return codec.decode(Token, self.seal.open(value, f"{keys.API_TOKENS}:{id}"))

    def _id(self, secret: str) -> str:
        return hashlib.blake2b(secret.encode("utf-8", "replace"), key=self.key, digest_size=16).hexdigest()
