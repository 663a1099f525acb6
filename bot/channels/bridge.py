"""The generic bridge: anything that can sign JSON over HTTP (an SMS gateway, a Matrix room, another messenger)."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from bot.channels import contract
from bot.channels.contract import (
    Answer,
    Call,
    Forged,
    NotAMessage,
    PersonLeft,
    Phrase,
    Post,
    Refused,
    TryLater,
    no_words,
    wait_asked,
)
from bot.channels.rendering import reachable, with_links
from bot.channels.signing import sign
from bot.domain.limits import Limits
from bot.domain.messages import Choice, Delivery, Incoming, Pin
from bot.domain.setting import Unfit, setting, web_address

SIGNATURE = "X-Signature-256"


@dataclass(frozen=True)
class Peer:
    name: str
    secret: bytes
    callback: str


def peers(path: str) -> tuple[Peer, ...]:
    """Reads the list of bridges; every mistake in it is named."""
    try:
        rows = yaml.safe_load(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        raise Unfit(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unfit(f"{path} cannot be read as YAML ({type(error).__name__})") from None
    if not isinstance(rows, list):
        raise Unfit(f"{path} must be a list of name, secret, callback")
    found: list[Peer] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"name", "secret", "callback"} <= set(row):
            raise Unfit(f"{path}, bridge {number}: name, secret and callback are needed")
        name, secret, callback = (str(row[key]) for key in ("name", "secret", "callback"))
        if not name.replace("-", "").isalnum() or name in {peer.name for peer in found}:
            raise Unfit(f"{path}, bridge {number}: the name must be letters, digits and -, and used once")
        if len(secret) < 16:
            raise Unfit(f"{path}, bridge {number}: the secret must have at least 16 characters")
        found.append(Peer(name, secret.encode(), web_address(callback)))
    return tuple(found)


@dataclass(frozen=True)
class Settings:
    bridges: tuple[Peer, ...] = setting(
        (),
        "path of a YAML file: a list of {name, secret, callback}; empty: off",
        peers,
        secret=True,
        example="bridges.yaml",
    )

    def problems(self) -> list[str]:
        return []

    def is_on(self) -> bool:
        return bool(self.bridges)


class Place(msgspec.Struct):
    lat: float
    lon: float


class Said(msgspec.Struct):
    """What a bridge posts: `id`, `from`, and one of text, choice, location, media."""

    id: str
    sender: str = msgspec.field(name="from")
    text: str | None = None
    choice: str | None = None
    location: Place | None = None
    media: str | None = None
    lang: str = ""
    at: int = 0


class Reply(msgspec.Struct, omit_defaults=True):
    id: str
    to: str
    text: str
    choices: tuple[Choice, ...]
    location: Place | None = None
    place: str = ""
    sealed: bool = False
    forget: bool = False
    """Delete from the person's screen what you can (quick exit, erase), then show this."""


read_said = msgspec.json.Decoder(Said)
write_json = msgspec.json.Encoder()


class Channel(contract.Channel):
    name = "bridge"
    limits = Limits(text=4000, buttons=10, button_label=60, rows=10, row_label=60)
    hook = "/hooks/bridge/{name}"

    def __init__(self, settings: Settings, public_url: str = "", phrase: Phrase = no_words) -> None:
        self.public_url = public_url
        self.peers = {peer.name: peer for peer in settings.bridges}

    def admit(self, post: Post) -> None:
        peer = self.peers.get(post.name)
        given = post.headers.get(SIGNATURE, "")
        if peer is None or not given:
            raise Forged(401)
        if not hmac.compare_digest(given.encode("latin-1", "replace"), sign(peer.secret, post.body)):
            raise Forged(403)

    def read(self, post: Post) -> list[Incoming]:
        try:
            said = read_said.decode(post.body)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise NotAMessage("not the JSON of a message") from error
        given = [part for part in (said.text, said.choice, said.location, said.media) if part is not None]
        if len(given) != 1 or not 0 < len(said.id) <= 200 or not 0 < len(said.sender) <= 200:
            raise NotAMessage("a message has an id, a from, and one of text, choice, location, media")
        if said.location and not (abs(said.location.lat) <= 90 and abs(said.location.lon) <= 180):
            raise NotAMessage("that is no place on earth")
        return [
            Incoming(
                "bridge",
                f"{post.name}|{said.sender}",
                f"{post.name}|{said.id}",
                text=said.text or "",
                choice=said.choice or "",
                location=Pin(said.location.lat, said.location.lon) if said.location else None,
                media=said.media or "",
                language_hint=said.lang,
                sent_at=said.at,
            )
        ]

    def render(self, delivery: Delivery, shown: Sequence[str]) -> list[Call]:
        name, _, to = delivery.address.partition("|")
        peer = self.peers.get(name)
        if peer is None:
            raise Refused("no such bridge any more")
        calls = []
        for number, reply in enumerate(delivery.replies):
            body = write_json.encode(
                Reply(
                    f"{delivery.id}-{number}",
                    to,
                    with_links(reply.text, reachable(reply, self.public_url)),
                    () if reply.taps_only else reply.choices,  # most bridges number them
                    Place(reply.location.latitude, reply.location.longitude) if reply.location else None,
                    reply.place,
                    reply.sealed,
                    delivery.forget and number == 0,
                )
            )
            headers = (("Content-Type", "application/json"), (SIGNATURE, sign(peer.secret, body).decode()))
            calls.append(Call(peer.callback, body, headers))
        return calls

    def judge(self, answer: Answer) -> str:
        if 200 <= answer.status < 300:
            return ""
        if answer.status == 410:
            raise PersonLeft
        if answer.status == 429 or answer.status >= 500:
            raise TryLater(wait_asked(answer), f"status {answer.status}")
        raise Refused(f"status {answer.status}")
