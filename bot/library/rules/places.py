"""Records of the directory: no two the same, phones that ring, hours that can be read, points inside Mexico."""

import re
from collections.abc import Iterator

from bot.domain.limits import EVERYWHERE
from bot.domain.messages import Pin
from bot.domain.place import City, State
from bot.domain.problem import Problem
from bot.library import hours
from bot.library.folding import fold
from bot.library.near import kilometres
from bot.library.rules.registry import Checked, error, rule, rule_of_service, warning
from bot.library.rules.verification import numbered

_SOUTH, _NORTH, _WEST, _EAST = 14.3, 32.8, -118.5, -86.6
_FAR_FROM_CITY_KM = 60
_SHORT_CODE = re.compile(r"[*#]?[0-9]{2,5}")
_EXTENSION = re.compile(r"(?<!\s)\s*ext\.?\s*[0-9, y/-]+$")
_HOME = "MX"
_BY_OTHERS = ("through-others", "referral-only")
_SAY_WHOM = "write entry: through-others and a note that says whom to ask"


@rule_of_service
def places_have_their_own_ids(checked: Checked) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for at, place in numbered(checked):
        if place.id in seen:
            yield error(place.file, (at, "id"), f"the id {place.id} is also in {seen[place.id]}", "give it another id")
        seen[place.id] = place.file


@rule_of_service
def refuges_stay_hidden(checked: Checked) -> Iterator[Problem]:
    for at, place in numbered(checked):
        if place.confidential and (place.address or place.pin is not None):
            name = "address" if place.address else "lat"
            mend = "take address, lat and lon out at once: only its phone may be told"
            yield error(place.file, (at, name), f"{place.id} is confidential and its place is written here", mend)


@rule
def places_are_not_doubled(checked: Checked) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    for at, place in numbered(checked):
        keys = [("name", place.kind, fold(place.name), place.city)]
        if place.address and not place.address_incomplete:
            keys.append(("address", place.kind, fold(place.address), place.city))
        for key in keys:
            if key in seen:
                what = f"{place.id} has the same {key[0]} as {seen[key]}"
                yield warning(place.file, (at, key[0]), what, "keep one record, or make the difference plain")
                break
            seen[key] = place.id


@rule
def phones_can_be_dialled(checked: Checked) -> Iterator[Problem]:
    for at, place in numbered(checked):
        for number, phone in enumerate(place.phones):
            if what := wrong_phone(phone):
                yield error(
                    place.file, (at, "phones", number), what, "write it like +52 664 123 4567, or the short code"
                )
        if place.whatsapp and (what := wrong_phone(place.whatsapp)):
            yield error(place.file, (at, "whatsapp"), what, "write it like +52 664 123 4567")


def wrong_phone(text: str) -> str:
    """What is wrong with a phone number; empty when nothing is."""
    import phonenumbers  # slow to import, and only `bot check` needs it

    if _SHORT_CODE.fullmatch(text):
        return ""
    try:
        number = phonenumbers.parse(_EXTENSION.sub("", text), _HOME)
    except phonenumbers.NumberParseException:
        return f'"{text}" is not a phone number'
    if not text.startswith("+"):
        return f'"{text}" lacks the country code'
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        return f'"{text}" is not a number that exists in its country'
    return ""


@rule
def sites_can_be_opened(checked: Checked) -> Iterator[Problem]:
    for at, place in numbered(checked):
        if place.web and not place.web.startswith("https://"):
            what = f"the site of {place.id} gets no button: its address does not begin with https://"
            yield warning(place.file, (at, "web"), what, "open it in a browser and copy the whole address")
        elif len(place.web) > EVERYWHERE.link:
            what = f"the address has {len(place.web)} characters, more than {EVERYWHERE.link}"
            yield warning(place.file, (at, "web"), what, "link to the first page of the site")


@rule
def hours_can_be_read(checked: Checked) -> Iterator[Problem]:
    for at, place in numbered(checked):
        if place.hours:
            try:
                hours.parse(place.hours)
            except ValueError as wrong:
                mend = 'write it like "Mo-Fr 09:00-14:00; Sa 10:00-13:00" or "24/7"; a condition goes into hours_note'
                yield error(place.file, (at, "hours"), str(wrong), mend)


@rule
def points_are_where_they_should(checked: Checked) -> Iterator[Problem]:
    directory = checked.library.directory
    for at, place in numbered(checked):
        if place.pin is None:
            continue
        if not inside_mexico(place.pin):
            swapped = inside_mexico(Pin(place.pin.longitude, place.pin.latitude))
            mend = "lat and lon are swapped" if swapped else "look the place up on a map and copy lat and lon"
            yield error(place.file, (at, "lat"), f"{place.id} lies outside Mexico", mend)
        elif place.city in directory.cities:
            km = kilometres(place.pin, directory.cities[place.city].pin)
            if km > _FAR_FROM_CITY_KM:
                what = f"{place.id} is {km:.0f} km from the centre of {place.city}"
                yield warning(place.file, (at, "lat"), what, "check lat and lon, or the city")
    tables: list[tuple[str, list[City | State]]] = [
        ("cities", [*directory.cities.values()]),
        ("states", [*directory.states.values()]),
    ]
    for file, spots in tables:
        for at, spot in enumerate(spots):
            if not inside_mexico(spot.pin):
                path = f"{checked.content}/{file}.yaml"
                yield error(path, (at, "lat"), f"{spot.name} lies outside Mexico", "check lat and lon")


def inside_mexico(pin: Pin) -> bool:
    """Inside the box around the country."""
    return _SOUTH <= pin.latitude <= _NORTH and _WEST <= pin.longitude <= _EAST


@rule
def places_can_be_reached(checked: Checked) -> Iterator[Problem]:
    for at, place in numbered(checked):
        if place.entry in _BY_OTHERS and place.note:
            continue
        if not (place.phones or place.whatsapp or place.address or place.pin or place.email or place.web or place.city):
            mend = f"add a phone, an address or at least the city, or {_SAY_WHOM}, or take the record out"
            yield warning(place.file, (at,), f"nobody could find {place.id}", mend)
        elif place.confidential and not (place.phones or place.whatsapp):
            mend = f"add the phone that may be told, or {_SAY_WHOM}, or take the record out"
            yield warning(place.file, (at,), f"{place.id} is confidential and has no phone", mend)
