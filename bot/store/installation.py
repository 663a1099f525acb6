"""What is fixed for the life of an installation: how many partitions, and the key that hides who is who."""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain.counting import local
from bot.store import keys
from bot.store.link import Link
from bot.store.seal import Seal, Unreadable

OLDEST = (6, 2)
RECORD = "installation"
KEY_DAYS = 30
"""A key that seals for longer ought to be changed: until then, old backups hold what was erased and can be read."""


class WrongInstallation(Exception):
    """The store belongs to another set of keys or partitions, or cannot keep what we are told."""


@dataclass(frozen=True)
class Installation:
    partitions: int
    pepper: bytes
    since: date | None = None
    """The day it was set up; nothing was counted before. None when it was not written down."""

    def key(self, purpose: str) -> bytes:
        """A key for one purpose, that tells nothing of the pepper and nothing of the other keys."""
        return hashlib.blake2b(purpose.encode(), key=self.pepper, digest_size=32, person=b"farol-key").digest()

    def person(self, channel: str, address: str) -> str:
        """The name under which a person is known to the store; nobody gets from it to the address."""
        digest = hashlib.blake2b(f"{channel}:{address}".encode(), key=self.pepper, digest_size=16).digest()
        return base64.urlsafe_b64encode(digest)[:22].decode()

    def partition(self, person: str) -> int:
        return int.from_bytes(hashlib.blake2b(person.encode(), digest_size=4).digest()) % self.partitions

    def counted_name(self, person: str, year: int) -> str:
        """The name under which a person is counted in one year; those of two years cannot be brought together."""
        salt = year.to_bytes(2)
        return hashlib.blake2b(
            person.encode(), key=self.pepper, salt=salt, person=b"counted", digest_size=8
        ).hexdigest()

    def fingerprint(self, channel: str, message: str) -> bytes:
        """What is remembered of a message's id, to know it when it is delivered again."""
        return hashlib.blake2b(f"{channel}:{message}".encode(), key=self.pepper, digest_size=12).digest()


async def open_installation(link: Link, seal: Seal, partitions: int) -> Installation:
    """Reads what this store was set up with, or sets it up; stops where the settings do not fit it."""
    fresh = {"partitions": partitions, "pepper": seal.close(os.urandom(32), RECORD)}
    _, is_new = await link.many(("HSETNX", keys.INSTALLATION, field, value) for field, value in fresh.items())
    if is_new:
        await link.one("HSET", keys.INSTALLATION, "since", local(datetime.now(UTC)).date().isoformat())
    kept, pepper, since = await link.one("HMGET", keys.INSTALLATION, "partitions", "pepper", "since")
    if int(kept) != partitions:
        raise WrongInstallation(
            f"BOT_PARTITIONS is {partitions}, but this Redis was set up with {int(kept)}; set it to {int(kept)}"
        )
    try:
        opened = seal.open(pepper, RECORD)
    except Unreadable:
        raise WrongInstallation(
            "BOT_SECRET_KEYS cannot open what this Redis holds; give the keys it was set up with"
        ) from None
    return Installation(partitions, opened, date.fromisoformat(since.decode()) if since else None)


async def sealing_since(link: Link, seal: Seal, today: date) -> date:
    """The day on which the key that seals was first seen to."""
    field = f"sealing:{seal.name}"
    since = await link.one("HGET", keys.INSTALLATION, field)
    if since is None:
        await link.one("HSETNX", keys.INSTALLATION, field, today.isoformat())
        since = await link.one("HGET", keys.INSTALLATION, field)
    return date.fromisoformat(since.decode())


async def check_safety(link: Link) -> list[str]:
    """Reasons not to trust this Redis with people's messages; empty when there are none."""
    nodes = list(link.client.get_nodes()) if link.is_cluster else [None]
    reasons: list[str] = []
    for node in nodes:

        async def ask(*command: str, node: object = node) -> object:
            if node is not None:
                return await link.client.execute_command(*command, target_nodes=node)
            return await link.client.execute_command(*command)

        info = await ask("INFO", "everything")
        if isinstance(info, dict) and node is not None and len(info) == 1:
            info = next(iter(info.values()))
        assert isinstance(info, dict)
        version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
        if version < OLDEST:
            reasons.append(f"it is version {info['redis_version']}; 6.2 or later is needed")
        if str(info.get("maxmemory_policy", "noeviction")) != "noeviction":
            reasons.append(f"maxmemory-policy is {info['maxmemory_policy']}; set noeviction, others drop messages")
        if not int(info.get("aof_enabled", 0)):
            reasons.append("its append-only file is off; set appendonly yes")
        config = await _config(ask)
        if config.get("appendfsync", "always") != "always":
            reasons.append(f"appendfsync is {config['appendfsync']}; set always, others lose messages in a power cut")
        if _is_open(config):
            reasons.append("it listens beyond this machine without a password; set requirepass or an ACL, or bind")
    return list(dict.fromkeys(reasons))


async def _config(ask: object) -> dict[str, str]:
    """The settings we may see; a managed Redis shows none, and then we cannot tell."""
    found: dict[str, str] = {}
    for name in ("appendfsync", "bind", "port", "requirepass", "protected-mode"):
        try:
            reply = await ask("CONFIG", "GET", name)  # type: ignore[operator]
        except Exception:
            return found
        if isinstance(reply, dict) and reply and isinstance(next(iter(reply.values())), dict):
            reply = next(iter(reply.values()))
        if isinstance(reply, list):
            reply = dict(zip(reply[::2], reply[1::2], strict=True))
        for key, value in dict(reply).items():
            text = value.decode() if isinstance(value, bytes) else str(value)
            found[key.decode() if isinstance(key, bytes) else str(key)] = text
    return found


def _is_open(config: dict[str, str]) -> bool:
    if config.get("requirepass") or "bind" not in config or config.get("port") == "0":
        return False
    if config.get("protected-mode") == "yes" and config["bind"].strip() in {"", "* -::*"}:
        return False
    bound = [place.lstrip("-") for place in config["bind"].split()]
    return any(not (place.startswith("127.") or place == "::1") for place in bound) or not bound
