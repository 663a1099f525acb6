"""What editors have laid over the content, for all processes: one sealed hash, with a count of its changes."""

import hashlib
from typing import Any

from bot.domain.overlay import Checked, Mark, Overlay, Phrase
from bot.store import codec, keys
from bot.store.installation import Installation
from bot.store.link import Link, fields_in
from bot.store.seal import Seal, Unreadable
from bot.store.swap import Swap

RECORD = "overlay"
VERSION = "version"
MOST_PHRASES = 500
_KINDS: dict[str, type[Any]] = {"mark": Mark, "checked": Checked, "phrase": Phrase}


class TooMany(Exception):
    """So many phrases belong into the files."""


class Overlays:
    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.link, self.seal, self.installation = link, seal, installation

    async def version(self) -> bytes | None:
        """Another one whenever anything has changed."""
        found: bytes | None = await self.link.one("HGET", keys.OVERLAY, VERSION)
        return found

    async def read(self) -> Overlay:
        marks: dict[str, Mark] = {}
        checked: dict[str, Checked] = {}
        phrases: list[Phrase] = []
        for field, sealed in fields_in(await self.link.one("HGETALL", keys.OVERLAY)).items():
            kind, _, name = field.decode().partition("|")
            if kind not in _KINDS:
                continue
            try:
                said = codec.decode(_KINDS[kind], self.seal.open(sealed, RECORD))
            except (Unreadable, ValueError, TypeError):
                continue
            match said:
                case Mark():
                    marks[name] = said
                case Checked():
                    checked[name] = said
                case Phrase():
                    phrases.append(said)
        return Overlay(marks, checked, tuple(sorted(phrases, key=lambda one: (one.topic, one.language, one.at))))

    async def mark(self, place: str, mark: Mark) -> None:
        """Those that hold no more go with it."""
        over = [id for id, one in (await self.read()).marks.items() if not one.holds(mark.at)]
        await self._write({f"mark|{place}": mark}, [f"mark|{id}" for id in over if id != place])

    async def unmark(self, place: str) -> None:
        await self._write({}, [f"mark|{place}"])

    async def check(self, id: str, checked: Checked) -> None:
        await self._write({f"checked|{id}": checked}, [])

    async def uncheck(self, id: str) -> None:
        await self._write({}, [f"checked|{id}"])

    async def teach(self, phrase: Phrase) -> None:
        known = (await self.read()).phrases
        if len(known) >= MOST_PHRASES:
            raise TooMany
        await self._write({_field(phrase): phrase}, [])

    async def forget(self, phrase: Phrase) -> None:
        await self._write({}, [_field(phrase)])

    async def _write(self, said: dict[str, Mark | Checked | Phrase], gone: list[str]) -> None:
        swap = Swap()
        for field, one in said.items():
            swap.then("HSET", keys.OVERLAY, field, self.seal.close(codec.encode(one), RECORD))
        for field in gone:
            swap.then("HDEL", keys.OVERLAY, field)
        swap.then("HINCRBY", keys.OVERLAY, VERSION, 1).then("EXPIRE", keys.OVERLAY, keys.OVERLAY_LIFE)
        await swap.carry_out(self.link)


def _field(phrase: Phrase) -> str:
    """The same words in one language lead to one topic."""
    digest = hashlib.blake2b(phrase.text.casefold().encode(), digest_size=9).hexdigest()
    return f"phrase|{phrase.language}:{digest}"
