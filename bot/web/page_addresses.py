"""Which pages there are and where each stands: `/es/asylum/apply`, `/es/city/tijuana`, `/es/place/hot-911`."""

import re
from collections.abc import Iterator, Mapping

from bot.domain import address
from bot.domain.place import City
from bot.library.folding import fold
from bot.library.library import Library

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def kind(id: str) -> str:
    return f"/places/{id}"


def city(library: Library, name: str) -> str:
    return f"/city/{_slugs(library)[name]}"


def every_page(library: Library) -> Iterator[str]:
    """All pages of one language, without the language before them."""
    yield ""
    yield from map(address.section, library.sections)
    yield from map(address.topic, library.topics)
    yield "/places"
    yield from map(kind, kinds(library))
    yield from (city(library, name) for name in library.directory.cities)
    yield from map(address.place, library.directory.places)


def kinds(library: Library) -> tuple[str, ...]:
    """The kinds that have places, in the order of the vocabulary."""
    directory = library.directory
    there = {each.kind for each in directory.all}
    return tuple(id for id in directory.vocabulary.kinds if id in there)


def city_at(library: Library, piece: str) -> City | None:
    """The city that a piece of an address names: its own, or one of its other names (`/es/city/tj`)."""
    return library.remember(("pages", "cities"), lambda: _cities(library)).get(slug(piece))


def slug(name: str) -> str:
    """`Ciudad Juárez` as it stands in an address: `ciudad-juarez`."""
    return _NOT_A_LETTER.sub("-", fold(name)).strip("-")


def _slugs(library: Library) -> Mapping[str, str]:
    """City to its piece of an address; of two that would share one, the later has its state in it too."""

    def make() -> dict[str, str]:
        found: dict[str, str] = {}
        for each in library.directory.cities.values():
            own = slug(each.name)
            found[each.name] = own if own not in found.values() else f"{own}-{slug(each.state)}"
        return found

    return library.remember(("pages", "slugs"), make)


def _cities(library: Library) -> dict[str, City]:
    cities = library.directory.cities
    found = {own: cities[name] for name, own in _slugs(library).items()}
    for each in cities.values():
        for alias in each.aliases:
            found.setdefault(slug(alias), each)
    found.pop("", None)
    return found
