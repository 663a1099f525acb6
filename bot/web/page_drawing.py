"""Draws the pages: what each shows is taken from the library at that moment, never kept here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain import address
from bot.domain.content import Section, Source, Topic
from bot.domain.place import City, Place
from bot.library.library import Library
from bot.web import page_addresses, page_cards, page_screen
from bot.web.files import web_templates
from bot.web.page import NO_OF_ALARMS
from bot.web.page_cards import Card
from bot.web.page_screen import BEDS, LINES, Spot
from bot.web.page_text import blocks, short_of, tapped

MOST_PLACES_OF_A_TOPIC = 15
"""A topic with more of them shows the cities instead."""
MOST_CITIES = 12
Way = tuple[str, str]
"""A label and the address it leads to."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is the same for all pages of one answer."""

    library: Library
    language: str
    now: datetime
    public_url: str
    exit_url: str

    def say(self, phrase: str, **values: str | int) -> str:
        return self.library.fill(self.library.phrase(phrase, self.language, **values), self.language)

    def path(self, rest: str) -> str:
        return address.in_language(self.language, rest)

    @property
    def chat(self) -> str:
        return f"/?lang={self.language}"

    def kind(self, id: str, count: Literal["one", "many"] = "many") -> str:
        """What a kind of place is called, as the beginning of a line."""
        label = self.library.directory.kind(id, self.language, count)
        return label[:1].upper() + label[1:]

    def label(self, group: str, id: str) -> str:
        return self.library.directory.label(group, id, self.language)


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one heading."""

    id: str
    title: str
    cards: list[Card]
    path: str = ""


class Drawing:
    def __init__(self) -> None:
        self.templates = web_templates()

    def home(self, site: Site) -> str:
        library = site.library
        sections = [
            (library.title(section.id, site.language), address.section(section.id), _topics(site, section))
            for section in sorted(library.sections.values(), key=lambda each: each.order)
        ]
        cities = [(name, _city_path(site, name)) for name in sorted(_fullest(library), key=page_addresses.slug)]
        return self._draw("home.html", site, "", sections=sections, cities=cities)

    def section(self, site: Site, section: Section) -> str:
        library = site.library
        looked_up = {topic.places.kind for id in section.topics if (topic := library.topics.get(id)) and topic.places}
        return self._draw(
            "section.html",
            site,
            address.section(section.id),
            title=library.title(section.id, site.language),
            intro=library.speech.pick(section.intro, site.language),
            topics=_topics(site, section),
            kinds=[_kind(site, id) for id in page_addresses.kinds(library) if id in looked_up],
            sealed=section.sealed,
        )

    def topic(self, site: Site, topic: Topic) -> str:
        library, language = site.library, site.language
        answer = library.answer(topic.id, language)
        short = short_of(library)
        places = page_cards.for_topic(library, topic, site.now)
        few = len(places) <= MOST_PLACES_OF_A_TOPIC
        return self._draw(
            "topic.html",
            site,
            address.topic(topic.id),
            title=library.title(topic.id, language),
            section=(library.title(topic.section, language), address.section(topic.section)),
            messages=[blocks(message, short) for message in answer.messages],
            answer=answer,
            notes=_notes(site, topic),
            checked=_checked(site, topic.verified, topic.review_by),
            kind=_kind(site, topic.places.kind) if topic.places else None,
            cards=_cards(site, places) if few else [],
            cities=[] if few else _cities_of(site, places),
            ways=[way for id in topic.next if (way := _way(site, id))],
            sources=_sources(topic.sources),
            sealed=library.is_sealed(topic.id),
        )

    def places(self, site: Site) -> str:
        directory = site.library.directory
        count = Counter(place.city for place in directory.all)
        states: dict[str, list[tuple[str, str, int]]] = {}
        for city in sorted(directory.cities.values(), key=lambda each: page_addresses.slug(each.name)):
            row = (city.name, _city_path(site, city.name), count[city.name])
            states.setdefault(city.state, []).append(row)
        return self._draw(
            "places.html",
            site,
            "/places",
            kinds=[_kind(site, id) for id in page_addresses.kinds(site.library)],
            states=sorted(states.items(), key=lambda pair: page_addresses.slug(pair[0])),
        )

    def kind(self, site: Site, kind: str) -> str:
        directory = site.library.directory
        found = directory.find(kind, limit=len(directory.all), now=site.now)
        groups: dict[str, list[Place]] = {}
        for place, _ in found.places:
            groups.setdefault(place.state, []).append(place)
        return self._draw(
            "kind.html",
            site,
            page_addresses.kind(kind),
            title=site.kind(kind),
            groups=[
                Group(
                    page_addresses.slug(state) or "mexico",
                    state or site.label("fields", "everywhere"),
                    _cards(site, sorted(groups[state], key=lambda place: page_addresses.slug(place.city))),
                )
                for state in sorted(groups, key=page_addresses.slug)
            ],
            sealed=page_cards.is_kind_sealed(site.library, kind),
        )

    def city(self, site: Site, city: City) -> str:
        library = site.library
        groups = [
            Group(kind, site.kind(kind), _cards(site, found), page_addresses.kind(kind))
            for kind in page_addresses.kinds(library)
            if (found := page_cards.in_city(library, kind, city.name, site.now))
        ]
        wider = [
            place
            for place in library.directory.all
            if not place.city and (place.state == city.state or (not place.state and place.kind == LINES))
        ]
        wider.sort(key=lambda place: (NO_OF_ALARMS not in place.phones, place.hours != "24/7", place.state == ""))
        return self._draw(
            "city.html",
            site,
            page_addresses.city(library, city.name),
            city=city,
            groups=groups,
            nearest=_nearest_shelter(site, city),
            wider=_cards(site, wider),
        )

    def place(self, site: Site, place: Place) -> str:
        city = site.library.directory.cities.get(place.city)
        return self._draw(
            "place.html",
            site,
            address.place(place.id),
            place=place,
            card=_cards(site, [place])[0],
            kind=_kind(site, place.kind),
            kind_name=site.kind(place.kind, "one"),
            city=(city.name, _city_path(site, city.name)) if city else None,
            where=", ".join(dict.fromkeys(filter(None, (place.city, place.state))))
            or site.label("fields", "everywhere"),
            checked=_checked(site, place.verified, place.review_by),
            sources=_sources(place.sources),
            sealed=page_cards.is_sealed(site.library, place),
        )

    def screen(self, site: Site, spot: Spot) -> str:
        """One slide of the screen on a wall."""
        return self._draw(
            "screen.html",
            site,
            "",
            spot=spot,
            city=spot.city,
            slide=spot.slide,
            entries=page_screen.entries(site.library, spot.slide, site.language, site.now),
            address=spot.address.partition("://")[2],
            city_path=_city_path(site, spot.city.name),
        )

    def sitemap(self, library: Library, base: str) -> str:
        """All pages in all languages, each with the others of its kind."""
        return self.templates.get_template("pages/sitemap.xml").render(
            base=base, languages=list(library.languages), pages=list(page_addresses.every_page(library))
        )

    def _draw(self, template: str, site: Site, rest: str, **values: object) -> str:
        library = site.library
        return self.templates.get_template(f"pages/{template}").render(
            {
                "site": site,
                "say": site.say,
                "path": site.path,
                "rest": rest,
                "language": site.language,
                "languages": library.languages,
                "direction": "rtl" if library.languages[site.language].right_to_left else "ltr",
                "alarm": tapped(site.say("web.danger"), short_of(library)),
                "sealed": False,
                **values,
            }
        )


def _topics(site: Site, section: Section) -> list[Way]:
    library = site.library
    return [
        (library.title(id, site.language), site.path(address.topic(id)))
        for id in section.topics
        if id in library.topics
    ]


def _fullest(library: Library) -> list[str]:
    """The cities with most places."""
    count = Counter(place.city for place in library.directory.all if place.city in library.directory.cities)
    return sorted(count, key=lambda name: (-count[name], name))[:MOST_CITIES]


def _city_path(site: Site, name: str) -> str:
    return site.path(page_addresses.city(site.library, name))


def _cities_of(site: Site, places: Sequence[Place]) -> list[tuple[str, str, int]]:
    """The cities of some places, with how many each has, leading to their part of the city's page."""
    count = Counter(place.city for place in places if place.city in site.library.directory.cities)
    kind = places[0].kind if places else ""
    names = sorted(count, key=page_addresses.slug)
    return [(name, f"{_city_path(site, name)}#{kind}", count[name]) for name in names]


def _kind(site: Site, id: str) -> Way:
    return site.kind(id), site.path(page_addresses.kind(id))


def _cards(site: Site, places: Sequence[Place]) -> list[Card]:
    short = short_of(site.library)
    return [page_cards.card_of(site.library, place, site.language, site.now, short) for place in places]


def _nearest_shelter(site: Site, city: City) -> tuple[str, str, str] | None:
    """Where one can sleep when the city has no shelter: a sentence, the other city, its address."""
    found = site.library.directory.find(BEDS, city=city.name, limit=1)
    if found.how != "nearest-city":
        return None
    kilometres = max(1, round(found.km or 0))
    said = site.say("pages.nearest_shelter", city=city.name, other=found.city, km=kilometres)
    return said, found.city, f"{_city_path(site, found.city)}#{BEDS}"


def _notes(site: Site, topic: Topic) -> list[str]:
    """What must be said openly above an answer."""
    answer = site.library.answer(topic.id, site.language)
    if not answer.messages:
        return []
    notes = []
    if answer.fell_back:
        name = site.library.languages[site.language].name
        notes.append(site.say("note.not_translated", name=name))
    if answer.stale and topic.vital:
        notes.append(site.say("note.stale"))
    return notes


def _checked(site: Site, verified: str, review_by: str) -> tuple[str, bool]:
    """When it was checked, and whether that is too long ago."""
    date = site.library.date(verified, site.language) if verified else ""
    if review_by and review_by < site.now.date().isoformat():
        return site.say("note.expired", date=date), True
    return (site.say("note.checked", date=date) if date else ""), False


def _way(site: Site, id: str) -> Way | None:
    """A next step as a link: to its page, or to the chat for what only the chat can do."""
    library = site.library
    label = library.title(id, site.language)
    if id in library.topics:
        return label, site.path(address.topic(id))
    if id in library.sections:
        return label, site.path(address.section(id))
    if id == "action.exit":
        return label, site.exit_url
    return (label, site.chat) if id in library.actions else None


def _sources(sources: Sequence[Source]) -> list[Mapping[str, str]]:
    return [
        {
            "says": each.says,
            "source": each.source,
            "url": each.url if each.url.startswith(("https://", "http://")) else "",
            "as_of": each.as_of if each.as_of[:4].isdigit() else "",
            "confidence": each.confidence,
        }
        for each in sources
    ]
