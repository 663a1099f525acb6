"""The places people can go to, found by city, by state or by where they stand."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from bot.domain.counting import HOME_ZONE
from bot.domain.messages import Pin
from bot.domain.place import City, Place, State, Vocabulary
from bot.library import card
from bot.library.gazetteer import Gazetteer
from bot.library.near import kilometres
from bot.library.speech import Speech

DETAILS = ("phone", "address", "hours", "name", "web", "whatsapp", "email")
ANYONE = "everyone"
How = Literal["city", "state", "near", "nearest-city", "country", "none"]


@dataclass(frozen=True, slots=True)
class Found:
    """Places with their distance where it is known, and how they were found."""

    places: tuple[tuple[Place, float | None], ...] = ()
    how: How = "none"
    city: str = ""
    """The city they are in: the one asked for, or the nearest that has one."""
    km: float | None = None
    """How far that city is from the one asked for."""


class Directory:
    """All places, cities and states."""

    def __init__(
        self,
        places: Iterable[Place],
        cities: Sequence[City],
        states: Sequence[State],
        vocabulary: Vocabulary,
        speech: Speech,
    ) -> None:
        self._hold(places)
        self.cities: Mapping[str, City] = MappingProxyType({city.name: city for city in cities})
        self.states: Mapping[str, State] = MappingProxyType({state.name: state for state in states})
        self.vocabulary = vocabulary
        self._speech = speech
        self._named_cities = Gazetteer(cities)
        self._named_states = Gazetteer(states)

    def _hold(self, places: Iterable[Place]) -> None:
        self.all = tuple(places)
        self.places: Mapping[str, Place] = MappingProxyType({place.id: place for place in self.all})
        kinds: dict[str, list[Place]] = {}
        for place in self.all:
            kinds.setdefault(place.kind, []).append(place)
        self._kinds = {kind: tuple(each) for kind, each in kinds.items()}

    def with_places(self, changed: Mapping[str, Place]) -> "Directory":
        """The same directory, with some places as they are now."""
        other = copy(self)
        other._hold(changed.get(place.id, place) for place in self.all)
        return other

    def whom(self, id: str, language: str) -> str:
        """The word for people whom places take, as a label."""
        word = self.label("who", id, language)
        return word[:1].upper() + word[1:]

    def label(self, group: str, id: str, language: str) -> str:
        """The word for an id that places use, of one of the groups of the vocabulary."""
        return self._speech.pick(self.vocabulary.groups.get(group, {}).get(id, {}), language)

    def kind(self, id: str, language: str, count: Literal["one", "many"] = "many") -> str:
        """What a kind of place is called."""
        known = self.vocabulary.kinds.get(id, {})
        return self._speech.pick({code: words[count] for code, words in known.items()}, language)

    def city_named(self, text: str) -> City | None:
        """The city that a text names or mentions, in any spelling."""
        return self._named_cities.find(text)

    def state_named(self, text: str) -> State | None:
        return self._named_states.find(text)

    def in_city(self, city: str) -> tuple[Place, ...]:
        """All places of a city, of whatever kind."""
        return tuple(place for place in self.all if place.city == city)

    def cities_with(self, kind: str, limit: int) -> tuple[str, ...]:
        """The cities that have most places of a kind, to offer where people are asked for theirs."""
        count = Counter(place.city for place in self._kinds.get(kind, ()) if place.city in self.cities)
        return tuple(sorted(count, key=lambda name: (-count[name], name))[:limit])

    def find(
        self,
        kind: str,
        *,
        city: str = "",
        state: str = "",
        near: Pin | None = None,
        who: str = "",
        service: str = "",
        limit: int = 5,
        now: datetime | None = None,
    ) -> Found:
        """Places of a kind that take `who` and offer `service`: near a point, in a city, or in a state.

        With `now`, those that are full come last.
        """
        fit = [each for each in self._kinds.get(kind, ()) if takes(each, who) and offers(each, service)]
        order = _order(who, now)
        if near is not None:
            return self._nearest(fit, near, limit, order)
        known = self.cities.get(city) or self._named_cities.find(city) if city else None
        if known is not None:
            there = [each for each in fit if each.city == known.name]
            if there:
                return Found(_first(there, limit, order), "city", known.name)
            return self._nearest_city(fit, known.pin, limit, order)
        region = self.states.get(state) or self._named_states.find(state) if state else None
        if region is not None:
            there = [each for each in fit if each.state == region.name]
            if there:
                return Found(_first(there, limit, order), "state")
            return self._nearest_city(fit, region.pin, limit, order)
        return Found(_first(fit, limit, order), "country") if fit else Found()

    def _nearest(self, fit: list[Place], near: Pin, limit: int, order: "Order") -> Found:
        spots = ((each, self.spot(each)) for each in fit)
        far = [(each, kilometres(near, spot)) for each, spot in spots if spot is not None]
        if not far:
            return Found(_first(fit, limit, order), "country") if fit else Found()
        far.sort(key=lambda pair: (pair[1], order(pair[0])))
        return Found(tuple(far[:limit]), "near", far[0][0].city)

    def _nearest_city(self, fit: list[Place], here: Pin, limit: int, order: "Order") -> Found:
        cities = {each.city for each in fit if each.city in self.cities}
        if not cities:
            return Found(_first(fit, limit, order), "country") if fit else Found()
        km, name = min((kilometres(here, self.cities[each].pin), each) for each in cities)
        there = [each for each in fit if each.city == name]
        return Found(_first(there, limit, order), "nearest-city", name, km)

    def spot(self, place: Place) -> Pin | None:
        """Where a place is, or the centre of its city where that is unknown or must not be told."""
        if place.pin is not None and not place.confidential:
            return place.pin
        city = self.cities.get(place.city)
        return city.pin if city else None

    def timezone(self, place: Place) -> str:
        """The zone by whose clock a place opens: its city's, or that of a city in its state."""
        return self.zone(place.city, place.state)

    def zone(self, city: str, state: str) -> str:
        if known := self.cities.get(city):
            return known.timezone
        return next((each.timezone for each in self.cities.values() if each.state == state), HOME_ZONE)

    def zones(self, state: str) -> frozenset[str]:
        """All time zones of a state; of what is no state, those of all."""
        all_zones = {each.timezone for each in self.cities.values() if each.state == state or state not in self.states}
        return frozenset(all_zones or {HOME_ZONE})

    def card(self, place: str, language: str, now: datetime, near: Pin | None = None) -> str:
        """One place as a short text; `now` knows its time zone."""
        known = self.places.get(place)
        if known is None:
            return ""
        spot = self.spot(known)
        km = kilometres(near, spot) if near is not None and spot is not None else None
        exact = spot is not None and spot is known.pin
        seen = card.Seen(known, language, now, self.timezone(known), km, exact)
        return card.text(seen, self._speech, self.vocabulary)

    def detail(self, place: str, what: str, language: str) -> str:
        """One thing about a place, as {place.what} in a text asks for it."""
        known = self.places.get(place)
        if known is None or what not in DETAILS or (known.confidential and what == "address"):
            return ""
        if what == "phone":
            return known.phones[0] if known.phones else ""
        if what == "hours":
            return card.week(known.hours, language, self._speech)
        return str(getattr(known, what))


Order = Callable[[Place], tuple[object, ...]]


def takes(place: Place, who: str) -> bool:
    """Whether a place takes these people; one that does not say whom, may."""
    return not who or not place.who or who in place.who or ANYONE in place.who


def offers(place: Place, service: str) -> bool:
    return not service or service in place.services


def _order(who: str, now: datetime | None) -> Order:
    def order(place: Place) -> tuple[object, ...]:
        if who:
            fits = 0 if who in place.who else 1 if ANYONE in place.who else 2
        else:  # what only takes a few comes after what takes many
            fits = 0 if ANYONE in place.who or len(place.who) != 1 else 1
        newest = [-int(piece) for piece in place.confirmed.split("-") if piece.isdigit()]
        mark = place.marked(now) if now is not None else None
        turned_away = mark is not None and (mark.what == "full" or (mark.what == "women" and who == "men"))
        return (
            turned_away,
            fits,
            not place.overnight,
            place.call_first,
            not (place.phones or place.address),
            newest,
            place.id,
        )

    return order


def _first(places: Iterable[Place], limit: int, order: Order) -> tuple[tuple[Place, float | None], ...]:
    return tuple((place, None) for place in sorted(places, key=order)[:limit])
