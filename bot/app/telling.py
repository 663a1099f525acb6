"""Tells case-management systems that a referral of their office has changed: its id and its state, nothing else.

What the person agreed to share they fetch from the API, with their own token, and that is noted there. A call is signed
like those of a bridge, tried for most of a day with growing pauses, and given up in sight of staff.
"""

import asyncio
import hashlib
import ipaddress
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver
from msgspec.structs import replace

from bot.app.fetching import PublicOnly
from bot.app.health import Health
from bot.channels.signing import sign
from bot.domain.casehook import GONE, CaseHook, News, news_of
from bot.domain.referral import Referral
from bot.store.outbox import Letter, Outbox, read
from bot.store.seal import Unreadable
from bot.store.swap import Changed

log = logging.getLogger(__name__)

SIGNATURE = "X-Signature-256"
SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 5, 6 * 3_600
MOST_TRIES = 15
"""With pauses that double, most of a day."""
AT_ONCE = 4
"""Calls to one system."""
CHUNK = 200
TRY_AGAIN = frozenset({408, 409, 425, 429})


@dataclass(frozen=True, slots=True)
class Heard:
    """How a call ended: nothing to be tried again when it was taken or will never be."""

    taken: bool
    why: str = ""
    is_final: bool = False
    after: int = 0
    """Seconds that the system asked us to wait."""


Post = Callable[[CaseHook, bytes, dict[str, str]], Awaitable[Heard]]


async def post(hook: CaseHook, body: bytes, headers: dict[str, str]) -> Heard:
    """One call. Redirects are not followed, and names that lead into a private network lead nowhere."""
    host = urlsplit(hook.url).hostname or ""
    if not hook.inside and is_private(host):
        return Heard(False, "private address", is_final=True)
    resolver: AbstractResolver = PublicOnly(host if hook.inside else "")
    connector = aiohttp.TCPConnector(resolver=resolver, limit=1, force_close=True)
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.post(hook.url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            if 200 <= answer.status < 300:
                return Heard(True)
            later = answer.headers.get("Retry-After", "")
            after = min(int(later), LONGEST_PAUSE) if later.isascii() and later.isdecimal() else 0
            is_final = answer.status < 500 and answer.status not in TRY_AGAIN
            return Heard(False, f"status {answer.status}", is_final, after)
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        return Heard(False, type(error).__name__)


def is_private(host: str) -> bool:
    """Whether this is written as an address that is not for everybody; names are looked at when they are resolved."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@dataclass
class Teller:
    outbox: Outbox
    hooks: Sequence[CaseHook]
    health: Health
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    post: Post = post
    calls: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict)
    """By system and referral: each is told one thing after the other."""

    @property
    def seconds(self) -> int:
        return int(self.now().timestamp())

    async def tend(self, partition: int) -> None:
        """Notes what is to be told of a partition, and begins to tell what is due."""
        if not self.hooks:
            return
        by_name = {hook.name: hook for hook in self.hooks}
        for name, (ids, cursor) in (await self.outbox.changed(partition, [*by_name])).items():
            await self._note(by_name[name], partition, ids, cursor)
        due = await self.outbox.due(partition, [*by_name], self.seconds, CHUNK)
        for name, ids in due.items():
            for id in ids:
                if sum(one == name for one, _ in self.calls) < AT_ONCE and (name, id) not in self.calls:
                    self._begin(by_name[name], partition, id)

    async def close(self) -> None:
        for call in list(self.calls.values()):
            call.cancel()
        await asyncio.gather(*self.calls.values(), return_exceptions=True)

    async def _note(self, hook: CaseHook, partition: int, ids: Sequence[str], cursor: str) -> None:
        """Somebody who was faster has noted the same, or it is noted anew in a moment."""
        for at in range(0, max(1, len(ids)), CHUNK):
            some = ids[at : at + CHUNK]
            stored = await self.outbox.letters(partition, hook.name, some)
            referrals = await self._referrals(some)
            changes: dict[str, tuple[bytes | None, Letter | None]] = {}
            for id, referral in referrals.items():
                letter = read(before := stored[id])
                news = news_of(hook, referral, letter.told)
                if _is_news(letter, news):
                    changes[id] = before, _written(letter, news, self.seconds)
            is_last = at + CHUNK >= len(ids)
            try:
                await self.outbox.write(partition, hook.name, changes, self.seconds, cursor if is_last else "")
            except Changed:
                return

    async def _referrals(self, ids: Sequence[str]) -> dict[str, Referral | None]:
        """None for those that are gone. What cannot be opened is not gone: nothing is told of it."""
        try:
            stored = await self.outbox.cases.read(ids)
        except Unreadable:
            found: dict[str, Referral | None] = {}
            for id in ids if len(ids) > 1 else ():
                found |= await self._referrals([id])
            return found
        return {id: stored[id].referral if id in stored else None for id in ids}

    def _begin(self, hook: CaseHook, partition: int, id: str) -> None:
        call = self.calls[hook.name, id] = asyncio.create_task(self._tell(hook, partition, id))

        def over(done: asyncio.Task[None]) -> None:
            del self.calls[hook.name, id]
            if not done.cancelled() and (error := done.exception()) is not None:
                log.warning("telling failed", extra={"system": hook.name, "reason": type(error).__name__})

        call.add_done_callback(over)

    async def _tell(self, hook: CaseHook, partition: int, id: str) -> None:
        before = (await self.outbox.letters(partition, hook.name, [id]))[id]
        letter = read(before)
        if not letter.event:
            await self.outbox.write(partition, hook.name, {id: (before, letter if before else None)}, self.seconds)
            return
        body = body_of(hook, id, letter, self.seconds)
        headers = {"Content-Type": "application/json", SIGNATURE: sign(hook.secret, body).decode()}
        heard = await self.post(hook, body, headers)
        at, after = self._after(letter, heard)
        outcome = "taken" if heard.taken else "given_up" if after is not None and after.dead else "again"
        self.health.case_hook_calls.labels(outcome).inc()
        if outcome == "given_up":
            log.error("a case-management system was not told", extra={"system": hook.name, "reason": heard.why})
        try:
            await self.outbox.write(partition, hook.name, {id: (before, after)}, at)
        except Changed:  # there is news since: that is told next, and what was taken just now is known
            before = (await self.outbox.letters(partition, hook.name, [id]))[id]
            newer = read(before)
            if heard.taken:
                newer = replace(newer, told=letter.state)
            if before is not None:
                await self.outbox.write(partition, hook.name, {id: (before, newer)}, self.seconds)

    def _after(self, letter: Letter, heard: Heard) -> tuple[int, Letter | None]:
        """When the next try is, and how the letter is until then."""
        now = self.seconds
        if heard.taken:
            return now, None if letter.state == GONE else Letter(told=letter.state, revision=letter.revision)
        tries = letter.tries + 1
        if heard.is_final or tries >= MOST_TRIES:
            return now, replace(letter, tries=tries, why=heard.why, dead=True)
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**letter.tries)
        jittered = pause * random.uniform(0.5, 1.5)  # noqa: S311 - only so that not all come at once
        return now + max(heard.after, 1, round(jittered)), replace(letter, tries=tries, why=heard.why)


def _is_news(letter: Letter, news: News | None) -> bool:
    if news is None:
        return bool(letter.event)  # it became again what the system knows: nothing is to be told
    return (letter.event, letter.state) != (news.event, news.state)


def _written(letter: Letter, news: News | None, now: int) -> Letter | None:
    if news is None:
        return Letter(told=letter.told, revision=letter.revision) if letter.told else None
    return Letter(letter.told, news.event, news.state, news.revision, now)


class Told(msgspec.Struct):
    """What a system is sent."""

    id: str
    event: str
    referral: str
    office: str
    state: str
    revision: int
    at: int
    sent_at: int


def body_of(hook: CaseHook, id: str, letter: Letter, now: int) -> bytes:
    """The same event has the same id however often it is sent."""
    seed = f"{hook.name}:{id}:{letter.event}:{letter.state}:{letter.revision}"
    event_id = hashlib.blake2b(seed.encode(), digest_size=12).hexdigest()
    told = Told(event_id, f"referral.{letter.event}", id, hook.office, letter.state, letter.revision, letter.since, now)
    return msgspec.json.encode(told)
