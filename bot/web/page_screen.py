"""What the screen on a shelter's wall shows, one slide after another: beds, emergencies, how to write to us, help."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.place import City, Place
from bot.library.library import Library
from bot.web import page_cards
from bot.web.page import NO_OF_ALARMS
from bot.web.page_cards import Card
from bot.web.page_text import short_of

MOST_CARDS = 4
MOST_BED_SLIDES = 2
MOST_HELP_SLIDES = 2
MOST_LINES = 5
MOST_SERVICES = 3
BEDS = "shelter"
HELP = ("aves-centre", "legal-aid", "health-service")
LINES = "hotline"
DAY_AND_NIGHT = "24/7"
What = Literal["beds", "lines", "write", "help"]


@dataclass(frozen=True, slots=True)
class Slide:
    what: What
    places: tuple[Place, ...] = ()
    other: str = ""
    """The nearest city with what is shown, where this one has none."""
    km: int = 0
    left: int = 0
    """How many more places there are than the slides show."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a screen has got to: each slide is shown in every language before the next comes."""

    city: City
    slides: Sequence[Slide]
    number: int
    languages: Sequence[str]
    is_fixed: bool
    """The language was chosen and stays."""
    address: str
    """Of the chat, for people to type."""

    @property
    def at(self) -> int:
        return self.number // len(self.languages)

    @property
    def slide(self) -> Slide:
        return self.slides[self.at]

    @property
    def language(self) -> str:
        return self.languages[self.number % len(self.languages)]

    @property
    def following(self) -> str:
        """What the browser asks for next."""
        number = (self.number + 1) % (len(self.slides) * len(self.languages))
        return f"?lang={self.language}&page={number}" if self.is_fixed else f"?page={number}"


@dataclass(frozen=True, slots=True)
class Entry:
    card: Card
    kind: str
    where: str
    who: str
    entry: str
    services: str
    """What it does, in the person's language: the name of a place is in Spanish."""


def slides(library: Library, city: City, now: datetime) -> list[Slide]:
    """All slides of a city, in the order they are shown; a wall is read by all, so no place that hides is on it."""
    found = library.directory.find(BEDS, city=city.name, limit=len(library.directory.all), now=now)
    beds = [place for place, _ in found.places if _can_be_shown(place) and place.overnight]
    other = found.city if found.how == "nearest-city" else ""
    help_here = [
        place for kind in HELP for place in page_cards.in_city(library, kind, city.name, now) if _can_be_shown(place)
    ]
    shown = list(_in_parts(beds, MOST_BED_SLIDES, "beds", other, round(found.km or 0)))
    return [
        *shown,
        Slide("lines", tuple(_lines(library, city))),
        Slide("write"),
        *_in_parts(help_here, MOST_HELP_SLIDES, "help"),
    ]


def _can_be_shown(place: Place) -> bool:
    """There is a way to reach it, and its address is no secret."""
    return not place.confidential and bool(place.phones or place.address)


def _in_parts(places: list[Place], most: int, what: What, other: str = "", km: int = 0) -> Iterator[Slide]:
    for start in range(0, min(len(places), most * MOST_CARDS), MOST_CARDS):
        part = places[start : start + MOST_CARDS]
        yield Slide(what, tuple(part), other, km, max(0, len(places) - most * MOST_CARDS))


def _lines(library: Library, city: City) -> list[Place]:
    """Help lines that answer here by day and night, the emergency number first."""
    fit = [
        place
        for place in library.directory.all
        if place.kind == LINES
        and place.phones
        and place.hours == DAY_AND_NIGHT
        and not place.confidential
        and not place.call_first
        and not place.contact_confirmed
        and place.state in ("", city.state)
        and place.city in ("", city.name)
    ]
    fit.sort(key=lambda place: (NO_OF_ALARMS not in place.phones, place.state == "", len(place.phones[0]), place.id))
    return fit[:MOST_LINES]


def entries(library: Library, slide: Slide, language: str, now: datetime) -> list[Entry]:
    """The places of a slide as they are read from afar."""
    short = short_of(library)
    return [
        Entry(
            page_cards.card_of(library, place, language, now, short),
            library.directory.kind(place.kind, language, "one"),
            _where(library, place, language),
            _who(library, place, language),
            _labels(library, "entry", (place.entry,), language).capitalize(),
            _labels(library, "services", place.services[:MOST_SERVICES], language),
        )
        for place in slide.places
    ]


def _where(library: Library, place: Place, language: str) -> str:
    if place.confidential or not place.address:
        return ""
    if place.address_incomplete:
        return library.phrase("place.address-part", language, address=place.address)
    return place.address


def _who(library: Library, place: Place, language: str) -> str:
    who = _labels(library, "who", place.who, language)
    return library.phrase("place.who", language, who=who) if who else ""


def _labels(library: Library, group: str, ids: Sequence[str], language: str) -> str:
    labels = (library.directory.label(group, id, language) for id in ids)
    return library.joined([label for label in labels if label], language)
