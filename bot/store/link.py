"""The way to Redis: one server or a cluster, the same few calls for the rest of the program."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.exceptions import ConnectionError as Lost
from redis.exceptions import NoScriptError, RedisClusterException

from bot.store.wire import Wire

log = logging.getLogger(__name__)

Command = tuple[Any, ...]
Entry = tuple[str, dict[bytes, bytes]]
ANSWER_SECONDS = 20.0
"""A batch that takes longer has no server behind it any more."""
READ_SECONDS = 5.0
"""How much longer than asked for a waiting read may take before its connection counts as dead."""
SCRIPTS = {path.stem: path.read_bytes() for path in Path(__file__).parent.glob("*.lua")}
DIGESTS = {name: hashlib.sha1(source, usedforsecurity=False).hexdigest() for name, source in SCRIPTS.items()}


def script(name: str, keys: Sequence[str], *arguments: Any) -> Command:
    """The command that runs one of our Lua files."""
    return ("EVALSHA", DIGESTS[name], len(keys), *keys, *arguments)


class Link:
    """Commands go out in batches; every batch is one round trip (on a cluster, one for each node it touches)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_cluster = url.startswith("redis+cluster://")
        self.client: Any = _cluster(url) if self.is_cluster else _single(url)
        self._wire: Wire | None = None
        self._connecting = asyncio.Lock()
        self._idle_readers: list[Wire] = []

    async def connect(self) -> None:
        """Raises at once when nobody answers, and brings our scripts along."""
        await self.ping()
        await self.load_scripts()

    async def ping(self) -> None:
        await self.client.ping()

    async def many(self, commands: Iterable[Command]) -> list[Any]:
        """The replies of independent commands, in order; the first error is raised, after all have run."""
        commands = list(commands)
        replies = await self._send(commands)
        missing = [at for at, reply in enumerate(replies) if isinstance(reply, NoScriptError)]
        if missing:
            await self.load_scripts()
            for at, reply in zip(missing, await self._send([commands[at] for at in missing]), strict=True):
                replies[at] = reply
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return replies

    async def one(self, *command: Any) -> Any:
        return (await self.many([command]))[0]

    async def _send(self, commands: list[Command]) -> list[Any]:
        if not commands:
            return []
        if not self.is_cluster:
            wire = await self._open_wire()
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    return await wire.ask(commands)
            except TimeoutError:
                wire.close()
                raise
            except asyncio.CancelledError:  # one waits no longer; the others still do, unless all of them hang
                if wire.is_stuck():
                    wire.close()
                raise
        pipe = self.client.pipeline(transaction=False)
        for command in commands:
            pipe.execute_command(*command)
        with _counted_among_errors():
            replies: list[Any] = await pipe.execute(raise_on_error=False)
        return replies

    async def _open_wire(self) -> Wire:
        if self._wire is None or not self._wire.is_open:
            async with self._connecting:
                if self._wire is None or not self._wire.is_open:
                    self._wire = await Wire.connect(self.url)
        return self._wire

    async def load_scripts(self) -> None:
        """Redis forgets scripts when it restarts; every node of a cluster has its own."""
        for source in SCRIPTS.values():
            if self.is_cluster:
                await self.client.script_load(source.decode())
            else:
                await self.client.script_load(source)

    def groups(self, partitions: Iterable[int]) -> list[list[int]]:
        """The partitions that one blocking read can cover: all of them, or on a cluster each by itself."""
        ordered = sorted(partitions)
        if self.is_cluster:
            return [[partition] for partition in ordered]
        return [ordered] if ordered else []

    async def read(self, streams: dict[str, str], count: int, block_ms: int) -> list[tuple[str, list[Entry]]]:
        """New entries of streams, as (stream, entries); waits for some."""
        command = ("XREAD", "COUNT", count, "BLOCK", block_ms, "STREAMS", *streams.keys(), *streams.values())
        if self.is_cluster:
            with _counted_among_errors():
                found = await self.client.execute_command(*command)
        else:
            found = await self._read_alone(command, block_ms / 1000 + READ_SECONDS)
        return [(name.decode(), entries_in(entries)) for name, entries in found or ()]

    async def _read_alone(self, command: Command, seconds: float) -> Any:
        """On a connection of its own, because a command that waits keeps those behind it waiting."""
        wire = self._idle_readers.pop() if self._idle_readers else await Wire.connect(self.url)
        try:
            async with asyncio.timeout(seconds):
                (reply,) = await wire.ask([command])
        except BaseException:
            wire.close()
            raise
        self._idle_readers.append(wire)
        if isinstance(reply, Exception):
            raise reply
        return reply

    @asynccontextmanager
    async def subscriber(self) -> AsyncIterator[Any]:
        """What is published under `feeds`; on a cluster any node hears what is published at any other."""
        node: Any = self.client
        if self.is_cluster:
            place = self.client.get_random_node()
            parts = urlsplit(self.url)
            node = Redis(host=place.host, port=place.port, username=parts.username, password=parts.password, protocol=2)
        heard = node.pubsub()
        try:
            await heard.subscribe("feeds")
            yield heard
        finally:
            await heard.aclose()
            if self.is_cluster:
                await node.aclose()

    async def close(self) -> None:
        for wire in (self._wire, *self._idle_readers):
            if wire is not None:
                wire.close()
        await self.client.aclose()


@contextmanager
def _counted_among_errors() -> Iterator[None]:
    """A cluster that is away is an error like others: redis-py's own exception for it is no RedisError."""
    try:
        yield
    except RedisClusterException as error:
        raise Lost(type(error).__name__) from error


def entries_in(raw: Any) -> list[Entry]:
    """Stream entries as (id, fields), whichever client brought them."""
    return [(id.decode(), fields_in(fields)) for id, fields in raw]


def fields_in(raw: Any) -> dict[bytes, bytes]:
    return raw if isinstance(raw, dict) else dict(zip(raw[::2], raw[1::2], strict=True))


def _single(url: str) -> Any:
    return Redis.from_url(url, protocol=2, socket_connect_timeout=5, health_check_interval=30)


def _cluster(url: str) -> Any:
    parts = urlsplit(url)
    places = [place.rpartition(":") for place in parts.netloc.rpartition("@")[2].split(",")]
    nodes = [ClusterNode(host or port, int(port) if host else 6379) for host, _, port in places]
    return RedisCluster(
        startup_nodes=nodes,
        username=parts.username,
        password=parts.password,
        protocol=2,
        require_full_coverage=True,
    )
