"""Places as they stand on a page: the words of the library's card, with telephones and maps that can be tapped."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import address
from bot.domain.content import Topic
from bot.domain.place import Place
from bot.library import card, hours
from bot.library.library import Library
from bot.web.page_text import Piece, Short, tapped


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    """`caution`, `open`, `closed`, `always` (open), or none of these."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    path: str
    city: str
    lines: list[Line]
    phones: list[Piece]
    """Only where they are not from an old list: those stand in the lines, with a warning."""
    geo: str = ""
    map: str = ""

    @property
    def status(self) -> Line | None:
        """Whether it is open, or that nobody confirmed it."""
        return self.lines[0] if self.lines and self.lines[0].kind else None


def card_of(library: Library, place: Place, language: str, now: datetime, short: Short) -> Card:
    directory = library.directory
    name, *rest = directory.card(place.id, language, now).split("\n")
    ways = _other_ways(library, place, language)
    lines = [Line("", ways.get(line) or tapped(line, short)) for line in rest]
    if lines and (kind := _status(library, place, now)):
        lines[0] = Line(kind, lines[0].pieces)
    phones = [] if place.contact_confirmed else [piece for each in place.phones for piece in tapped(each, short)]
    geo, chart = _maps(place)
    return Card(name, address.place(place.id), place.city, lines, phones, geo, chart)


def _status(library: Library, place: Place, now: datetime) -> str:
    """What the first line of the card is about."""
    if (mark := place.marked(now)) is not None:
        return "open" if mark.what == "open" else "caution"
    if place.call_first or place.opening_unconfirmed:
        return "caution"
    opening = card.opening(place, library.directory.timezone(place), now)
    if opening is None:
        return ""
    if hours.parse(place.hours).always:
        return "always"
    return "open" if opening.is_open else "closed"


def _other_ways(library: Library, place: Place, language: str) -> dict[str, tuple[Piece, ...]]:
    """The lines of the card that lead elsewhere than to a telephone."""
    found: dict[str, tuple[Piece, ...]] = {}
    if place.whatsapp:
        line = library.phrase("place.whatsapp", language, number=place.whatsapp)
        found[line] = _with_address(line, place.whatsapp, f"https://wa.me/{_digits(place.whatsapp)}")
    if place.email:
        line = library.phrase("place.email", language, email=place.email)
        found[line] = _with_address(line, place.email, f"mailto:{place.email}")
    return found


def _with_address(line: str, words: str, address: str) -> tuple[Piece, ...]:
    before, _, after = line.partition(words)
    return (before, ""), (words, address), (after, "")


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _maps(place: Place) -> tuple[str, str]:
    """Links to its point in an app for maps and on OpenStreetMap; none where it is not known or must not be told."""
    if place.pin is None or place.confidential:
        return "", ""
    north, east = f"{place.pin.latitude:.6f}", f"{place.pin.longitude:.6f}"
    chart = f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"
    return f"geo:{north},{east}?q={north},{east}", chart


def for_topic(library: Library, topic: Topic, now: datetime) -> list[Place]:
    """The places that a topic looks up, of all cities, in the order of the directory."""
    if topic.places is None:
        return []
    wanted = topic.places
    every = len(library.directory.all)
    found = library.directory.find(wanted.kind, who=wanted.who, service=wanted.service, limit=every, now=now)
    return [place for place, _ in found.places]


def in_city(library: Library, kind: str, city: str, now: datetime) -> list[Place]:
    """The places of a kind in a city, best first."""
    found = library.directory.find(kind, city=city, limit=len(library.directory.all), now=now)
    return [place for place, _ in found.places] if found.how == "city" else []


def is_sealed(library: Library, place: Place) -> bool:
    return place.confidential or is_kind_sealed(library, place.kind)


def is_kind_sealed(library: Library, kind: str) -> bool:
    """Only topics where traces can hurt look up this kind."""
    looking = [topic for topic in library.topics.values() if topic.places is not None and topic.places.kind == kind]
    return bool(looking) and all(library.is_sealed(topic.id) for topic in looking)
