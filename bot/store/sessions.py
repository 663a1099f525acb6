"""Sessions of the staff: a random number that the browser holds, of which we keep only a digest."""

import hashlib
import re
import secrets
from dataclasses import dataclass, replace

from bot.domain.staff import Account
from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Link
from bot.store.seal import Seal, Unreadable

IDLE_SECONDS = 30 * 60
HALF_SECONDS = 10 * 60
"""How long somebody may take for the second factor, once the password was right."""
TOUCH_SECONDS = 20
"""Being seen is written down no more often than this."""
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Session:
    account: str
    generation: int
    """That of the account when the session began: it ends when the account's moves on."""
    born: int
    seen: int
    whole: bool = False
    """Both factors were given, or one is enough."""
    browser: str = ""
    """As `Firefox, Linux`, so that people know their own sessions."""
    key: str = ""

    def ends(self) -> int:
        """When it ends if nothing is done."""
        if not self.whole:
            return self.born + HALF_SECONDS
        return min(self.seen + IDLE_SECONDS, self.born + keys.SESSION_LIFE)


class Sessions:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal = link, seal
        self._digests = installation.key("staff-sessions")

    def digest(self, token: str) -> str:
        return hashlib.blake2b(token.encode(), key=self._digests, digest_size=16).hexdigest()

    async def start(self, account: Account, now: int, *, whole: bool, browser: str = "") -> str:
        """A session under a new number, never under one that the browser came with."""
        token = secrets.token_urlsafe(32)
        key = self.digest(token)
        await self._keep(Session(account.id, account.generation, now, now, whole, browser[:60], key), now)
        await self.link.many(
            [
                ("SADD", keys.staff_sessions(account.id), key),
                ("EXPIRE", keys.staff_sessions(account.id), keys.SESSION_LIFE),
            ]
        )
        return token

    async def of(self, token: str, now: int) -> Session | None:
        """The session, if it has not ended. Whether its account still stands is for the caller to see."""
        if not TOKEN.fullmatch(token):
            return None
        return await self.by_key(self.digest(token), now)

    async def by_key(self, key: str, now: int) -> Session | None:
        sealed = await self.link.one("GET", keys.staff_session(key))
        if not sealed:
            return None
        try:
            session = codec.decode(Session, self.seal.open(sealed, keys.staff_session(key)))
        except Unreadable:
            return None
        is_from_the_future = session.seen > now + TOUCH_SECONDS
        return None if is_from_the_future or now >= session.ends() else session

    async def touch(self, session: Session, now: int) -> None:
        """Somebody did something: idle time begins anew."""
        if session.whole and now - session.seen >= TOUCH_SECONDS:
            await self._keep(replace(session, seen=now), now, only_if_there=True)

    async def end(self, session: Session) -> None:
        await self.link.many(
            [("DEL", keys.staff_session(session.key)), ("SREM", keys.staff_sessions(session.account), session.key)]
        )

    async def of_account(self, account: Account, now: int) -> list[Session]:
        """The open sessions of an account, newest first."""
        found = await self.link.one("SMEMBERS", keys.staff_sessions(account.id))
        sessions = [await self.by_key(key.decode(), now) for key in found]
        open_ones = [one for one in sessions if one is not None and one.generation == account.generation]
        return sorted(open_ones, key=lambda one: (-one.seen, one.key))

    async def _keep(self, session: Session, now: int, only_if_there: bool = False) -> None:
        key = keys.staff_session(session.key)
        sealed = self.seal.close(codec.encode(session), key)
        words = ("XX",) if only_if_there else ()
        await self.link.one("SET", key, sealed, "EX", max(1, session.ends() - now), *words)
