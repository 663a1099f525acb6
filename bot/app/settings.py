"""The settings of the service itself; each channel declares its own beside its code."""

import dataclasses
import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app.case_hooks import listed as listed_hooks
from bot.app.case_hooks import problems as hook_problems
from bot.app.case_hooks import secrets as hook_secrets
from bot.app.case_hooks import with_secrets
from bot.channels import found_channels
from bot.domain.casehook import CaseHook
from bot.domain.setting import (
    about,
    folder,
    keys,
    name_of,
    one_of,
    port,
    read_settings,
    redis_address,
    setting,
    truth,
    web_address,
    whole,
)


@dataclass(frozen=True)
class Settings:
    host: str = setting("127.0.0.1", "where HTTP listens", example="0.0.0.0")  # noqa: S104 - what is written is not what is bound
    port: int = setting(8080, "the port on which HTTP listens", port)
    public_url: str = setting(
        "",
        "public https address, for webhooks and links; empty: no webhook is registered",
        web_address,
        example="https://farol.example.org",
    )
    redis_url: str = setting(
        "",
        "redis://, rediss:// or unix://; several host:port behind redis+cluster:// for a Redis Cluster; "
        "empty: embedded Redis, data under BOT_DATA_DIR",
        redis_address,
        secret=True,
        example="redis://:password@redis:6379",
    )
    redis_unsafe: bool = setting(
        False, "start even where the Redis given may lose or expose messages (for experiments only)", truth
    )
    data_dir: str = setting("var", "embedded data and generated keys", folder)
    content_dir: str = setting("content", "the tree of topics, places and menus", folder)
    locales_dir: str = setting("locales", "the languages and the program's own sentences", folder)
    secret_keys: tuple[str, ...] = setting(
        (),
        "comma-separated keys, the first encrypts, all decrypt; generated under BOT_DATA_DIR in embedded mode, "
        "required otherwise",
        keys,
        secret=True,
        example="first-key-of-at-least-24-characters",
    )
    key_days: int = setting(
        0,
        "days after which generated keys are changed, and the older ones destroyed once nothing is under them; then "
        "every backup needs the keys of its time (docs/decisions/erasing-and-backups.md); 0: never, with a reminder "
        "after 30 days",
        whole(0, 365),
        example="30",
    )
    partitions: int = setting(
        16, "into how many parts people are divided; fixed once an installation has data", whole(1, 99)
    )
    metrics_token: str = setting(
        "", "bearer token for /metrics from beyond loopback; empty: loopback only", secret=True
    )
    public_stats: bool = setting(
        False, "publish figures at /stats.json: of whole months and years that are over, small counts hidden", truth
    )
    case_hooks: tuple[CaseHook, ...] = setting(
        (),
        "path of a YAML file: a list of {name, office, url}, the case-management systems that are told of referrals "
        "(docs/case-systems.md); empty: none",
        listed_hooks,
        secret=True,
        example="case-hooks.yaml",
    )
    case_hook_secrets: tuple[tuple[str, str], ...] = setting(
        (),
        "the secrets with which those calls are signed, as name=secret, several by comma",
        hook_secrets,
        secret=True,
        example="name=secret-of-at-least-24-characters",
    )
    log_format: str = setting("", "text or json; empty: text on a terminal, else json", one_of("text", "json"))
    log_level: str = setting(
        "info",
        "how much is logged: debug, info, warning or error",
        one_of("debug", "info", "warning", "error"),
    )

    @property
    def web_base(self) -> str:
        """Where people reach this service with a browser."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


class WrongSettings(Exception):
    """One line for each setting that is wrong, naming it and how to mend it."""


@dataclass(frozen=True)
class Configuration:
    """All settings that were read: the service's own, and each channel's by its name."""

    settings: Settings
    channels: Mapping[str, Any]

    @property
    def case_hooks(self) -> tuple[CaseHook, ...]:
        """The case-management systems that are told of referrals, with their secrets."""
        return with_secrets(self.settings.case_hooks, self.settings.case_hook_secrets)


def read_configuration(environment: Mapping[str, str]) -> Configuration:
    settings, problems = read_settings(Settings, environment)
    channels: dict[str, Any] = {}
    for name, module in found_channels().items():
        channels[name], wrong = read_settings(module.Settings, environment)
        problems += wrong or channels[name].problems()
    known = [name for _, name, _ in definitions()]
    problems += [
        f"{name} is not a setting of this service; {_hint(name, known)}"
        for name in sorted(environment)
        if name.startswith("BOT_") and name not in known
    ]
    if settings.redis_url and not settings.secret_keys:
        problems.append(
            "BOT_SECRET_KEYS is missing: with BOT_REDIS_URL it is required; make one with: openssl rand -base64 32"
        )
    if settings.key_days and settings.secret_keys:
        problems.append(
            "BOT_KEY_DAYS is for generated keys, and BOT_SECRET_KEYS are your own; leave it out, and change them with: "
            "bot keys rotate"
        )
    problems += hook_problems(settings.case_hooks, settings.case_hook_secrets)
    if problems:
        raise WrongSettings("\n".join(problems))
    return Configuration(settings, channels)


def _hint(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.75)
    return f"did you mean {near[0]}?" if near else "see: bot settings"


def definitions() -> Iterator[tuple[type, str, dataclasses.Field[Any]]]:
    """Every setting there is: its group, its name in the environment, its definition."""
    for group in (Settings, *(module.Settings for module in found_channels().values())):
        for field in dataclasses.fields(group):
            yield group, name_of(group, field), field


def shown(configuration: Configuration) -> Iterator[tuple[str, str, str]]:
    """Name, value (masked where it is secret) and meaning of every setting."""
    for group, name, field in definitions():
        owner = (
            configuration.settings
            if group is Settings
            else next(found for found in configuration.channels.values() if isinstance(found, group))
        )
        text = written(getattr(owner, field.name))
        if about(field).secret and text:
            text = "(set)"
        yield name, text, about(field).meaning


def environment_with_file(path: Path = Path(".env")) -> dict[str, str]:
    """The process's environment over what the .env file says."""
    merged = dict(_env_file(path)) if path.is_file() else {}
    merged.update(os.environ)
    return merged


def _env_file(path: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{path} cannot be read as text ({type(error).__name__}); mend it or remove it") from None
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise WrongSettings(f"{path}, line {number} is wrong: it must be NAME=value, or begin with #")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        yield name.strip(), value


def env_example() -> str:
    """The file deploy/.env.example, made from the definitions."""
    lines = [
        "# The settings of Farol. Copy to .env and take the # away before a name to set it;",
        "# what stays commented keeps its default. Made by: bot settings --example",
        "",
    ]
    for group, name, field in definitions():
        title = f"# --- {group.__module__.rpartition('.')[2].replace('settings', 'the service')} ---"
        if title not in lines:
            lines += [title, ""]
        lines += [f"# {about(field).meaning}", f"#{name}={about(field).example or written(field.default)}", ""]
    return "\n".join(lines)


def settings_table() -> str:
    """The table of all settings in README.md, made from the definitions."""
    rows = ["| name | meaning | default |", "| --- | --- | --- |"]
    for _, name, field in definitions():
        default = written(field.default)
        rows.append(f"| `{name}` | {about(field).meaning} | {f'`{default}`' if default else ''} |")
    return "\n".join(rows) + "\n"


def written(value: Any) -> str:
    """A setting's value as one writes it into the environment."""
    if value is None or value is False or value is True:
        return {None: "", False: "no", True: "yes"}[value]
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
