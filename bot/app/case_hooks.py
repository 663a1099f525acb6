"""Which case-management systems are told of referrals: a file says which, the environment their secrets."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.app.telling import is_private
from bot.domain.casehook import CaseHook
from bot.domain.referral import LANES
from bot.domain.setting import Unfit, web_address

FIELDS = {"name", "office", "url", "lanes", "inside"}
SHORTEST_SECRET = 24
LONGEST_NAME = 40


def listed(path: str) -> tuple[CaseHook, ...]:
    """Reads the list; every mistake in it is named. Their secrets stand elsewhere."""
    try:
        rows = yaml.safe_load(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        raise Unfit(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unfit(f"{path} cannot be read as YAML ({type(error).__name__})") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unfit(f"{path} must be a list of name, office, url")
    found: list[CaseHook] = []
    for number, row in enumerate(rows, 1):
        hook = _one(row, f"{path}, entry {number}")
        if hook.name in {each.name for each in found}:
            raise Unfit(f"{path}, entry {number}: the name {hook.name} is used twice")
        found.append(hook)
    return tuple(found)


def _one(row: Mapping[str, Any], where: str) -> CaseHook:
    if "secret" in row:
        raise Unfit(f"{where}: the secret does not belong here; put name=secret into BOT_CASE_HOOK_SECRETS")
    if not {"name", "office", "url"} <= set(row) <= FIELDS:
        raise Unfit(f"{where}: name, office and url are needed, lanes and inside may be there, nothing else")
    name, lanes, inside = str(row["name"]), row.get("lanes") or [], row.get("inside", False)
    if not name.isascii() or not name.replace("-", "").isalnum() or len(name) > LONGEST_NAME:
        raise Unfit(f"{where}: the name must be letters, digits and -, at most {LONGEST_NAME}")
    if not isinstance(lanes, list) or not set(lanes) <= set(LANES):
        raise Unfit(f"{where}: lanes is a list of some of {', '.join(LANES)}")
    if not isinstance(inside, bool):
        raise Unfit(f"{where}: inside is true or false")
    return CaseHook(name, str(row["office"]), _address(str(row["url"]), inside, where), b"", tuple(lanes), inside)


def _address(text: str, inside: bool, where: str) -> str:
    address = web_address(text)
    parts = urlsplit(address)
    if parts.username or parts.password or parts.fragment:
        raise Unfit(f"{where}: the url must hold neither user nor password nor #; calls are signed")
    if not inside and (parts.scheme != "https" or is_private(parts.hostname or "")):
        raise Unfit(
            f"{where}: the url must begin with https:// and be public; of a system of your own say inside: true"
        )
    return address


def secrets(text: str) -> tuple[tuple[str, str], ...]:
    """As name=secret,other=secret."""
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    if not pairs or any(not name or len(secret) < SHORTEST_SECRET for name, _, secret in pairs):
        raise Unfit(
            f"it must be name=secret, several by comma, each secret of at least {SHORTEST_SECRET} characters; "
            "make one with: openssl rand -hex 32"
        )
    return tuple((name, secret) for name, _, secret in pairs)


def with_secrets(hooks: Iterable[CaseHook], given: Iterable[tuple[str, str]]) -> tuple[CaseHook, ...]:
    known = dict(given)
    return tuple(replace(hook, secret=known.get(hook.name, "").encode()) for hook in hooks)


def problems(hooks: Iterable[CaseHook], given: Iterable[tuple[str, str]]) -> list[str]:
    """What does not fit together."""
    names, known = [hook.name for hook in hooks], [name for name, _ in given]
    missing = [f"BOT_CASE_HOOK_SECRETS lacks {name}, which BOT_CASE_HOOKS names" for name in names if name not in known]
    return missing + [
        f"BOT_CASE_HOOK_SECRETS names {name}, which is not in BOT_CASE_HOOKS" for name in known if name not in names
    ]
