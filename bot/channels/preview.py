"""What a channel would send, made by the channel itself: for editors and tests, nothing leaves the machine."""

import dataclasses
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from bot.channels import found_channels
from bot.channels.contract import Call, Channel, Phrase, Refused, no_words
from bot.domain.messages import Delivery
from bot.domain.setting import about, name_of, read_settings

SOMEBODY = {
    "telegram": "1",
    "whatsapp": "5215512345678",
    "twilio": "whatsapp:+5215512345678",
    "bridge": "example|1",
}
"""An address as each platform writes them; other channels take "1"."""
_BRIDGES = "- {name: example, secret: a-secret-of-some-length-for-a-preview, callback: https://example.org/replies}\n"
_FILES = {"BOT_BRIDGES": _BRIDGES}
"""Settings that are the path of a file: what stands in it for a preview."""


@dataclasses.dataclass(frozen=True)
class Request:
    """One call to a platform as people can read it: the last part of its address, its body."""

    name: str
    body: str
    optional: bool
    call: Call


def channel_named(name: str, settings: Any = None, phrase: Phrase = no_words) -> Channel | None:
    """A channel with the settings given when it is on with them, else with the example values of its settings."""
    module = found_channels()[name]
    if settings is None or not settings.is_on():
        settings = _examples(module.Settings)
    if settings is None:
        return None
    channel: Channel = module.Channel(settings, "", phrase)
    return channel


def requests(name: str, delivery: Delivery, settings: Any = None, phrase: Phrase = no_words) -> list[Request] | None:
    """What would be posted; None where the channel cannot be made without its settings."""
    channel = channel_named(name, settings, phrase)
    if channel is None:
        return None
    try:
        calls = channel.render(delivery, [])
    except Refused:
        return None
    return [_readable(call) for call in calls]


def _examples(group: type) -> Any:
    settings: Any
    with tempfile.TemporaryDirectory() as folder:
        environment = {}
        for field in dataclasses.fields(group):
            name = name_of(group, field)
            if name in _FILES:
                path = Path(folder) / name
                path.write_text(_FILES[name], encoding="utf-8")
                environment[name] = str(path)
            elif about(field).example:
                environment[name] = about(field).example
        settings, wrong = read_settings(group, environment)
    return None if wrong else settings


def _readable(call: Call) -> Request:
    kind = dict(call.headers).get("Content-Type", "application/json")
    address = urlsplit(call.url)
    name = address.path.rpartition("/")[2] if address.scheme else "to the browser"  # the rest may hold a token
    if "form" in kind:
        body = "\n".join(f"{key}={value}" for key, value in parse_qsl(call.body.decode()))
    else:
        body = msgspec.json.format(call.body, indent=2).decode()
    return Request(name + (" (courtesy)" if call.optional else ""), body, call.optional, call)
