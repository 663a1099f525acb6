"""How a setting is defined, once: its name is its field, and it knows its meaning, its default and what is allowed."""

import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

Group = TypeVar("Group")


class Unfit(ValueError):
    """A value that a setting cannot take; says how to mend it."""


@dataclass(frozen=True)
class About:
    meaning: str
    read: Callable[[str], Any]
    secret: bool
    example: str


def setting(
    default: Any,
    meaning: str,
    read: Callable[[str], Any] = str.strip,
    *,
    secret: bool = False,
    example: str = "",
) -> Any:
    return dataclasses.field(default=default, metadata={"about": About(meaning, read, secret, example)})


def name_of(group: type, field: dataclasses.Field[Any]) -> str:
    """`port` of the core is BOT_PORT; `token` of a channel called telegram is BOT_TELEGRAM_TOKEN."""
    prefix = getattr(group, "PREFIX", "")
    return f"BOT_{prefix}{field.name}".upper()


def about(field: dataclasses.Field[Any]) -> About:
    found: About = field.metadata["about"]
    return found


def half_given(group: Any, platform: str, *needed: str) -> list[str]:
    """What is missing where some settings of a platform are given and others not: it needs all of them or none."""
    missing = [name for name in needed if not getattr(group, name)]
    if len(missing) == len(needed):
        return []
    all_of = f"BOT_{group.PREFIX}*"
    return [
        f"{name_of(type(group), each)} is missing: {platform} needs it; set it, or leave all of {all_of} empty"
        for each in dataclasses.fields(group)
        if each.name in missing
    ]


def read_settings(group: type[Group], environment: Mapping[str, str]) -> tuple[Group, list[str]]:
    """The settings of one group, and a line for each that is wrong."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for field in dataclasses.fields(group):  # type: ignore[arg-type]
        name = name_of(group, field)
        text = environment.get(name, "").strip()
        if not text:
            continue
        try:
            values[field.name] = about(field).read(text)
        except Unfit as unfit:
            problems.append(f"{name} is wrong: {unfit}")
    return group(**values), problems


# what settings may be


def port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise Unfit("it must be a port number, as 8080")
    return int(text)


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise Unfit(f"it must be a whole number from {least} to {most}")
        return int(text)

    return read


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise Unfit(f"it must be one of: {', '.join(allowed)}")
        return text

    return read


def web_address(text: str) -> str:
    unfit = Unfit("it must be an address that begins with https:// (or http://)")
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise unfit from None
    if not good or any(sign.isspace() for sign in text):
        raise unfit
    return text.rstrip("/")


def redis_address(text: str) -> str:
    scheme, _, rest = text.partition("://")
    if scheme == "unix" and rest.startswith("/"):
        return text
    if scheme in {"redis", "rediss"} and _has_host(text):
        return text
    if scheme == "redis+cluster" and all(_has_host(f"redis://{node}") for node in _without_user(rest).split(",")):
        return text
    raise Unfit(
        "it must be redis://host:port, rediss://host:port, unix:///path/of/socket or redis+cluster://host:port,host:port"
    )


def _without_user(text: str) -> str:
    return text.partition("/")[0].rpartition("@")[2]


def _has_host(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def folder(text: str) -> str:
    if "\0" in text:
        raise Unfit("it must be a folder's path")
    return os.path.expanduser(text)  # noqa: PTH111 - a path that begins with ~nobody stays as it is


def truth(text: str) -> bool:
    if text.lower() in {"1", "yes", "true", "on"}:
        return True
    if text.lower() in {"0", "no", "false", "off"}:
        return False
    raise Unfit("it must be yes or no")


def keys(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found or any(len(key) < 24 for key in found):
        raise Unfit("each key must have at least 24 characters; make one with: openssl rand -base64 32")
    return found
