"""Who saw and did what: lines chained by a keyed hash, on disk before anything is shown."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from redis.exceptions import RedisError

from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Link, entries_in
from bot.store.seal import Seal
from bot.store.swap import Changed, Swap

TRIES = 50
CHUNK = 500
MOST_AT_ONCE = 100


def real_now() -> datetime:
    return datetime.now(UTC)


class NotNoted(Exception):
    """The line could not be written, so nothing may be shown or done."""


@dataclass(frozen=True, slots=True)
class Line:
    """Ids only: who did it, what was done, with what, and what else there is to say in ids and numbers."""

    number: int
    at: int
    """Milliseconds since 1970."""
    who: str
    what: str
    on: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    lines: int
    """How many were read and hold."""
    broken: int = 0
    """The number of the first line that was changed or taken out; 0: none."""

    @property
    def holds(self) -> bool:
        return not self.broken


Wish = tuple[tuple[str, str, str, dict[str, str | int]], "asyncio.Future[int]"]


class Audit:
    def __init__(
        self,
        link: Link,
        seal: Seal,
        installation: Installation,
        now: Callable[[], datetime] = real_now,
    ) -> None:
        self.link, self.now = link, now
        self._key = installation.key("audit")
        self._lock = asyncio.Lock()
        self._waiting: list[Wish] = []

    async def note(self, who: str, what: str, on: str = "", **details: str | int) -> int:
        """The number of the line, once it is on disk. Raises NotNoted. Those who wait share one write."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append(((who, what, on, details), done))
        async with self._lock:
            if not done.done():
                now, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                try:
                    numbers = await self._append([wish for wish, _ in now])
                except BaseException as error:
                    for _, waiting in now:
                        if not waiting.done():
                            waiting.set_exception(NotNoted(type(error).__name__))
                            waiting.exception()  # who waited may have gone: nobody need look at it
                    if not isinstance(error, (RedisError, OSError, TimeoutError, NotNoted)):
                        raise
                else:
                    for (_, waiting), number in zip(now, numbers, strict=True):
                        if not waiting.done():
                            waiting.set_result(number)
        return await done

    async def _append(self, wishes: list[tuple[str, str, str, dict[str, str | int]]]) -> list[int]:
        for _ in range(TRIES):
            raw = await self.link.one("GET", keys.AUDIT_HEAD)
            number, chained = codec.unpack(raw) if raw else (0, self._beginning)
            at = int(self.now().timestamp() * 1000)
            swap = Swap().expect(keys.AUDIT_HEAD, raw)
            numbers = []
            for who, what, on, details in wishes:
                number += 1
                body = codec.pack([number, at, who, what, on, details])
                chained = self._chained(chained, body)
                swap.then("XADD", keys.AUDIT, f"{number}-0", "b", body, "h", chained)
                if on:
                    swap.then("RPUSH", keys.audit_of(on), number).then("EXPIRE", keys.audit_of(on), keys.AUDIT_LIFE)
                numbers.append(number)
            swap.then("SET", keys.AUDIT_HEAD, codec.pack([number, chained]))
            try:
                await swap.carry_out(self.link)
            except Changed:
                continue
            return numbers
        raise NotNoted("others write without end")

    async def of(self, thing: str) -> list[Line]:
        """Who saw or changed this thing, oldest first."""
        numbers = [int(number) for number in await self.link.one("LRANGE", keys.audit_of(thing), 0, -1)]
        found = await self.link.many(("XRANGE", keys.AUDIT, f"{number}-0", f"{number}-0") for number in numbers)
        return [_line(fields[b"b"]) for raw in found for _, fields in entries_in(raw)]

    async def newest(self, count: int, before: int = 0) -> list[Line]:
        """The last lines, newest first; of those before a number."""
        end = f"({before}-0" if before else "+"
        found = await self.link.one("XREVRANGE", keys.AUDIT, end, "-", "COUNT", count)
        return [_line(fields[b"b"]) for _, fields in entries_in(found)]

    async def lines(self) -> AsyncIterator[Line]:
        """All of them, oldest first."""
        async for _, body, _ in self._kept():
            yield _line(body)

    async def verify(self) -> Verdict:
        """Reads the whole chain; finds a line that was changed or taken out, also at either end."""
        anchor = await self.link.one("GET", keys.AUDIT_ANCHOR)
        number, chained = 0, self._beginning
        if anchor:
            number, chained, seal = codec.unpack(anchor)
            if not hmac.compare_digest(seal, self._anchored(number, chained)):
                return Verdict(0, broken=number + 1)
        # The head is read first: lines that are added meanwhile are read too, and must not count as too many.
        head = await self.link.one("GET", keys.AUDIT_HEAD)
        last, last_chained = codec.unpack(head) if head else (0, self._beginning)
        count = 0
        met = number == last and chained == last_chained
        async for found, body, kept in self._kept():
            number += 1
            chained = self._chained(chained, body)
            if found != number or _line(body).number != number or not hmac.compare_digest(chained, kept):
                return Verdict(count, broken=number)
            met = met or (number == last and chained == last_chained)
            count += 1
        return Verdict(count, broken=0 if met else number + 1)

    async def trim(self, before: datetime) -> int:
        """Lets go of lines older than that, and keeps what the next one was chained to; returns how many went."""
        limit = int(before.timestamp() * 1000)
        raw = await self.link.one("GET", keys.AUDIT_ANCHOR)
        count = number = 0
        chained = b""
        async for found, body, kept in self._kept():
            if _line(body).at >= limit:
                break
            count, number, chained = count + 1, found, kept
        if not count:
            return 0
        anchor = codec.pack([number, chained, self._anchored(number, chained)])
        swap = Swap().expect(keys.AUDIT_ANCHOR, raw).then("SET", keys.AUDIT_ANCHOR, anchor)
        try:
            await swap.then("XTRIM", keys.AUDIT, "MINID", f"{number + 1}-0").carry_out(self.link)
        except Changed:  # another process did the same
            return 0
        return count

    async def _kept(self) -> AsyncIterator[tuple[int, bytes, bytes]]:
        start = "-"
        while True:
            found = entries_in(await self.link.one("XRANGE", keys.AUDIT, start, "+", "COUNT", CHUNK))
            for id, fields in found:
                yield int(id.partition("-")[0]), fields[b"b"], fields[b"h"]
            if len(found) < CHUNK:
                return
            start = f"({found[-1][0]}"

    @property
    def _beginning(self) -> bytes:
        return self._chained(b"", b"the beginning")

    def _chained(self, before: bytes, body: bytes) -> bytes:
        return hmac.new(self._key, before + body, hashlib.sha256).digest()

    def _anchored(self, number: int, chained: bytes) -> bytes:
        return hmac.new(self._key, b"anchor" + str(number).encode() + chained, hashlib.sha256).digest()


def _line(body: bytes) -> Line:
    number, at, who, what, on, details = codec.unpack(body)
    return Line(number, at, who, what, on, details)


def plain_fields(line: Line) -> list[Any]:
    """A line as a row of a table."""
    at = datetime.fromtimestamp(line.at / 1000, UTC).isoformat(timespec="seconds")
    return [line.number, at, line.who, line.what, line.on, " ".join(f"{k}={v}" for k, v in line.details.items())]
