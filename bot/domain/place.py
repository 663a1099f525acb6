"""Places people can go to or call, and the cities and states they are in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.content import Source, Texts
from bot.domain.messages import Pin
from bot.domain.overlay import Mark


@dataclass(frozen=True, slots=True)
class City:
    name: str
    state: str
    pin: Pin
    timezone: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    name: str
    pin: Pin
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    id: str
    file: str
    kind: str
    name: str
    city: str = ""
    """Empty for what serves the whole country."""
    state: str = ""
    address: str = ""
    address_incomplete: bool = False
    pin: Pin | None = None
    phones: tuple[str, ...] = ()
    whatsapp: str = ""
    email: str = ""
    web: str = ""
    hours: str = ""
    """As OpenStreetMap writes them: `Mo-Fr 09:00-14:00; Sa 10:00-13:00` or `24/7`."""
    hours_note: Texts = field(default_factory=dict)
    who: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cost: str = ""
    documents: Texts = field(default_factory=dict)
    capacity: int = 0
    overnight: bool = True
    """False for a day centre."""
    entry: str = ""
    confidential: bool = False
    """Only its phone may be told; it has no address and no coordinates here."""
    opening_unconfirmed: bool = False
    note: Texts = field(default_factory=dict)
    confirmed: str = ""
    call_first: bool = False
    contact_confirmed: str = ""
    confidence: str = ""
    sources: tuple[Source, ...] = ()
    verified: str = ""
    verified_by: str = ""
    review_by: str = ""
    mark: Mark | None = None
    """What somebody there has said lately; not from the file."""

    def marked(self, now: datetime) -> Mark | None:
        """The mark, while it holds."""
        return self.mark if self.mark is not None and self.mark.holds(now.timestamp()) else None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words for the ids that places use: group, id, language, and the label (`kinds` have one and many)."""

    kinds: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)
    """who, services, cost, entry, languages, fields."""
