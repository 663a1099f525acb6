"""Brings a file that a person sent inside their referral: from hosts of the platform only, no larger than may be."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.channels.contract import Answer, Call, Channel, Refused, TryLater
from bot.domain.filetype import MOST_BYTES, type_of

MOST_CALLS = 4
SECONDS = 60.0
CHUNK = 64 << 10


@dataclass(frozen=True, slots=True)
class Fetched:
    content: bytes
    type: str
    """What it is by its own bytes."""


class Unwanted(Refused):
    """It will not be kept: too large, or not of a kind that staff can open safely."""


class PublicOnly(AbstractResolver):
    """Names that lead into a private network lead nowhere; who connects uses the very addresses checked here."""

    def __init__(self, own: str) -> None:
        self.own, self.real = own, ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self.real.resolve(host, port, family)
        if host != self.own and not all(ipaddress.ip_address(one["host"]).is_global for one in found):
            raise OSError("a private address")
        return found

    async def close(self) -> None:
        await self.real.close()


async def fetch(channel: Channel, file: str) -> Fetched:
    """Raises TryLater, Unwanted or another Refused."""
    call = channel.fetch(file)
    own = channel.own_host.rpartition("@")[2].partition(":")[0]
    connector = aiohttp.TCPConnector(resolver=PublicOnly(own), limit=1, force_close=True)
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=jar) as session:
        for _ in range(MOST_CALLS):
            check_address(channel, call)
            answer = await _asked(session, call)
            following = channel.fetched(answer)
            if following is None:
                kind = type_of(answer.body)
                if not kind:
                    raise Unwanted("type")
                return Fetched(answer.body, kind)
            call = following
    raise Refused("sent from one place to another without end")


def check_address(channel: Channel, call: Call) -> None:
    """Whether this is one of the platform's hosts; wherever a message or a platform's answer points."""
    parts = urlsplit(call.url)
    is_own = bool(channel.own_host) and parts.netloc == channel.own_host and parts.scheme in {"http", "https"}
    is_listed = parts.scheme == "https" and parts.netloc in channel.file_hosts
    if not (is_own or is_listed):
        raise Refused("that is no host of the platform")


async def _asked(session: aiohttp.ClientSession, call: Call) -> Answer:
    given: dict[str, Any] = {"data": call.body} if call.body else {}
    try:
        async with session.request(
            call.method, call.url, headers=dict(call.headers), allow_redirects=False, **given
        ) as response:
            if (response.content_length or 0) > MOST_BYTES:
                raise Unwanted("size")
            body = bytearray()
            async for part in response.content.iter_chunked(CHUNK):
                body += part
                if len(body) > MOST_BYTES:
                    raise Unwanted("size")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, bytes(body), headers)
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise TryLater(reason=type(error).__name__) from None
    except ValueError:  # an address that is none
        raise Refused("no address") from None
