"""Names that records share: cities, states, time zones, and the words of the vocabulary."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.content import Texts
from bot.domain.problem import Problem
from bot.library.folding import fold
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service, warning
from bot.library.rules.verification import numbered
from bot.library.speech import SOURCE_LANGUAGE

_NO_WORDS: Mapping[str, Texts] = {}


@rule_of_service
def places_are_in_known_cities(checked: Checked) -> Iterator[Problem]:
    directory = checked.library.directory
    for at, place in numbered(checked):
        city = directory.cities.get(place.city)
        if place.city and city is None and "cities" not in checked.broken:
            mend = nearest(place.city, directory.cities, f"add the city to {checked.content}/cities.yaml")
            yield error(place.file, (at, "city"), f"{place.id}: the city {place.city} is not known", mend)
        if place.state and place.state not in directory.states and "states" not in checked.broken:
            mend = nearest(place.state, directory.states, f"write it as in {checked.content}/states.yaml")
            yield error(place.file, (at, "state"), f"{place.id}: the state {place.state} is not known", mend)
        elif city is not None and place.state in directory.states and place.state != city.state:
            what = f"{place.id}: {place.city} is in {city.state}, not in {place.state}"
            yield error(place.file, (at, "state"), what, f"write {city.state}, or mend the city")


@rule
def places_speak_the_vocabulary(checked: Checked) -> Iterator[Problem]:
    if "vocabulary" in checked.broken:
        return
    vocabulary = checked.library.directory.vocabulary
    file = f"{checked.content}/vocabulary.yaml"
    for at, place in numbered(checked):
        used = [("who", number, id) for number, id in enumerate(place.who)]
        used += [("services", number, id) for number, id in enumerate(place.services)]
        used += [("languages", number, id) for number, id in enumerate(place.languages)]
        for group, number, id in used:
            known = vocabulary.groups.get(group, _NO_WORDS)
            if id not in known:
                mend = nearest(id, known, f"add it with its words to {file}")
                yield error(place.file, (at, group, number), f"{place.id}: {group} has no word {id}", mend)
        for group, id in (("cost", place.cost), ("entry", place.entry)):
            known = vocabulary.groups.get(group, _NO_WORDS)
            if id and id not in known:
                mend = nearest(id, known, f"add it with its words to {file}")
                yield error(place.file, (at, group), f"{place.id}: {group} has no word {id}", mend)
    for kind in sorted({place.kind for place in checked.library.directory.all}):
        if kind not in vocabulary.kinds:
            mend = nearest(kind, vocabulary.kinds, f"add it under kinds in {file}")
            yield error(f"{checked.content}/places/{kind}.yaml", (), f"the kind {kind} has no words", mend)


@rule
def lookups_speak_the_vocabulary(checked: Checked) -> Iterator[Problem]:
    if "vocabulary" in checked.broken:
        return
    vocabulary = checked.library.directory.vocabulary
    for topic in checked.library.topics.values():
        if topic.places is None:
            continue
        for key, group, id in (("who", "who", topic.places.who), ("service", "services", topic.places.service)):
            known = vocabulary.groups.get(group, _NO_WORDS)
            if id and id not in known:
                mend = nearest(id, known, f"one of those under {group} in {checked.content}/vocabulary.yaml")
                yield error(topic.file, ("places", key), f"{group} has no word {id}", mend)


@rule
def vocabulary_is_translated(checked: Checked) -> Iterator[Problem]:
    vocabulary = checked.library.directory.vocabulary
    file = f"{checked.content}/vocabulary.yaml"
    groups: dict[str, Mapping[str, Mapping[str, object]]] = {"kinds": vocabulary.kinds, **vocabulary.groups}
    for code, language in checked.library.loaded_languages.items():
        problem = error if language.required or code == SOURCE_LANGUAGE else warning
        for group, entries in groups.items():
            for id, texts in entries.items():
                if code not in texts:
                    yield problem(file, (group, id), f"{id} has no word in {code}", f"write {code}:")


@rule
def cities_are_told_apart(checked: Checked) -> Iterator[Problem]:
    directory = checked.library.directory
    file = f"{checked.content}/cities.yaml"
    seen: dict[str, str] = {}
    for at, city in enumerate(directory.cities.values()):
        if city.state not in directory.states and "states" not in checked.broken:
            mend = nearest(city.state, directory.states, "write it as in states.yaml")
            yield error(file, (at, "state"), f"{city.name}: the state {city.state} is not known", mend)
        try:
            ZoneInfo(city.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            yield error(file, (at, "timezone"), f"{city.timezone} is not a time zone", "write it like America/Tijuana")
        for number, alias in enumerate(city.aliases):
            other = seen.setdefault(fold(alias), city.name)
            if other != city.name:
                what = f"{alias} is also a name of {other}"
                yield warning(file, (at, "aliases", number), what, "leave it to the one most people mean")
