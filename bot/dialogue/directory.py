"""Finds places for a topic: asks for the city, takes a shared location, lists what there is."""

from dataclasses import replace

from bot.dialogue.step import MOST_CHOICES, Step
from bot.dialogue.ways import MENU, PERSON
from bot.domain.content import Lookup
from bot.domain.messages import Pin
from bot.library.near import kilometres

PAGE = 3
MOST_CITIES = 4
FOR_SOME = {"shelter"}
"""Kinds of which many take only some people: it can be asked for whom."""
WHOM = ("families", "women", "men", "minors-alone", "lgbti")
NATIONAL = {"hotline"}
"""Kinds that are the same everywhere: no city is asked."""
LONGEST_PLACE_NAME = 60
"""A longer reply to "in which city?" is a new question, or both."""
STATE = "@"
"""Stands before the name of a state where that of a city could stand: some are called alike."""
FARTHEST_KM = 400
"""A shared location farther than this from every city we know is not in Mexico, or a mistake of the phone."""
DEFAULT = "shelter.find"
"""What a shared location is taken for when nothing was asked."""


def knows_where(step: Step, lookup: Lookup) -> bool:
    """Whether it needs not be asked where the person looks for a place."""
    incoming = step.incoming
    return (
        incoming.location is not None
        or lookup.kind in NATIONAL
        or bool(incoming.text and (step.meaning.city or step.meaning.state))
        or bool(step.conversation.city)
    )


def look_up(step: Step, topic: str, choices: list[str]) -> None:
    """Lists the places of a topic where the message says, or where the person asked about last."""
    lookup = step.library.topics[topic].places
    assert lookup is not None
    if step.incoming.location is not None:
        near(step, topic, step.incoming.location, choices)
    elif lookup.kind in NATIONAL:
        _list(step, topic, lookup, choices)
    elif step.incoming.text and step.meaning.city:
        _list(step, topic, lookup, choices, step.meaning.city)
    elif step.incoming.text and step.meaning.state:
        _list(step, topic, lookup, choices, STATE + step.meaning.state)
    else:
        _list(step, topic, lookup, choices, step.conversation.city)


def ask(step: Step, topic: str, choices: list[str], phrase: str = "place.which_city") -> None:
    lookup = step.library.topics[topic].places
    assert lookup is not None
    room = max(0, min(MOST_CITIES, MOST_CHOICES - len(choices)))
    cities = [f"city:{topic}:{city}" for city in step.library.directory.cities_with(lookup.kind, limit=room)]
    step.change(waiting_for=f"city:{topic}")
    step.say(phrase, choices=[*cities, *choices], wants_location=True)


def answered(step: Step, topic: str) -> bool:
    """The reply to "in which city?"; false when it does not look like one."""
    known = step.library.topics.get(topic)
    if known is None or known.places is None:
        return False
    if len(step.text) > LONGEST_PLACE_NAME:
        return False
    city = step.library.directory.city_named(step.text)
    if city is not None:
        _list(step, topic, known.places, _onward(step, topic), city.name)
        return True
    state = step.library.directory.state_named(step.text)
    if state is not None:
        _list(step, topic, known.places, _onward(step, topic), STATE + state.name)
        return True
    return False


def follow(step: Step, choice: str) -> bool:
    """`city:<topic>:<city>`, `places:<topic>:<city>:<from>:<whom>` and `who:<topic>:<city>:<whom>`."""
    kind, topic, where, *rest = (*choice.split(":"), "", "")
    known = step.library.topics.get(topic)
    if known is None or known.places is None:
        return False
    if step.conversation.here != topic:
        step.go(topic)
    if not where:
        step.change(city="")
        ask(step, topic, _onward(step, topic))
    elif not is_place(step, where):  # an old button may name what is there no more, and a forged one anything
        step.change(city="")
        ask(step, topic, _onward(step, topic), "place.unknown_city")
    elif kind == "who" and not rest[0]:
        step.say("place.for_whom", choices=[*(f"who:{topic}:{where}:{who}" for who in WHOM), MENU])
    else:
        first = rest[0] if kind == "places" else ""
        who = rest[1 if kind == "places" else 0]
        start = int(first) if first.isdecimal() and len(first) < 4 else 0
        lookup = replace(known.places, who=who) if who in WHOM else known.places
        _list(step, topic, lookup, _onward(step, topic), where, first=start)
    return True


def is_place(step: Step, where: str) -> bool:
    """A city that we know, or `@` and a state."""
    known = step.library.directory
    return where.removeprefix(STATE) in (known.states if where.startswith(STATE) else known.cities)


def near(step: Step, topic: str, pin: Pin, choices: list[str]) -> None:
    lookup = step.library.topics[topic].places
    assert lookup is not None
    cities = step.library.directory.cities.values()
    if cities and min(kilometres(pin, city.pin) for city in cities) > FARTHEST_KM:
        step.change(here=topic)
        ask(step, topic, choices, "place.too_far")
        return
    found = step.library.directory.find(
        lookup.kind, near=pin, who=lookup.who, service=lookup.service, limit=PAGE, now=step.now
    )
    step.change(waiting_for="", here=topic)
    if not found.places:
        step.say("place.none", choices=choices)
        return
    step.count("places", lookup.kind)
    step.say("place.near", places=[place.id for place, _ in found.places], near=pin)
    step.say("place.after", choices=choices)


def _onward(step: Step, topic: str) -> list[str]:
    return [f"about:{topic}", *step.library.topics[topic].next[:4], PERSON, MENU]


def _list(step: Step, topic: str, lookup: Lookup, choices: list[str], where: str = "", *, first: int = 0) -> None:
    """`where` is a city, `@` and a state, or empty: then of all of Mexico."""
    name = where.removeprefix(STATE)
    city, state = ("", name) if where.startswith(STATE) else (name, "")
    found = step.library.directory.find(
        lookup.kind,
        city=city,
        state=state,
        who=lookup.who,
        service=lookup.service,
        limit=first + PAGE + 1,
        now=step.now,
    )
    places = [place.id for place, _ in found.places[first : first + PAGE]]
    step.change(waiting_for="", city=where or step.conversation.city)
    if city in step.library.directory.cities:  # a choice can be typed by hand: nothing else may become a label
        step.count("city", city)
    if not places:
        step.say("place.none", choices=choices)
        return
    step.count("places", lookup.kind)
    said = "place.national" if lookup.kind in NATIONAL or found.how == "country" else "place.in_city"
    if found.how == "nearest-city":
        step.say("place.nearest", city=name, other=found.city, km=str(round(found.km or 0)), places=places)
    else:
        step.say(said, city=name or found.city, places=places)
    further = [f"places:{topic}:{where}:{first + PAGE}:{lookup.who}"] if len(found.places) > first + PAGE else []
    whom = [f"who:{topic}:{where}"] if lookup.kind in FOR_SOME else []
    other = [f"city:{topic}:"] if lookup.kind not in NATIONAL else []
    step.say("place.after", choices=[*(further if where else []), *(whom if where else []), *other, *choices])
