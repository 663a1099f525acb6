"""Cities and states are found however they are written, and plain words are not taken for them."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.library.understanding import Knowledge, Understanding
from bot.library.understanding.normal import phrase, tokens
from bot.library.understanding.placenames import Names
from bot.library.understanding.places import Place, Places
from tests.understanding.asked_places import finder, found

CASES = Path(__file__).with_name("places.yaml")
SAID = ("{}", "estoy en {} y no tengo donde dormir", "m nan {} m bezwen èd", "i am in {} with my kids")
STATES = ("estado de {}", "vivo en el estado de {}, no en la ciudad", "{} state", "the state of {}", "nan eta {}")


@cache
def cases() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CASES.read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def places(known: Knowledge) -> Places:
    return finder(known)


def place(places: Places, text: str) -> Place:
    return places.find(tokens(text))


def base(city: str) -> str:
    return city.split(" (")[0]


def share(right: list[bool]) -> float:
    assert len(right) > 20
    return sum(right) / len(right)


def test_a_city_is_found_as_people_write_it(understanding: Understanding, known: Knowledge) -> None:
    written = cases()["cities"]
    assert set(written) == {record["city"] for record in known.cities}
    told = [(city, text, understanding.understand(text).city) for city in written for text in written[city]]
    missed = [each for each in told if each[0] != each[2]]
    assert len(missed) <= len(told) // 100, missed


def test_a_state_meant_as_the_state_is_no_city(understanding: Understanding) -> None:
    for state, texts in cases()["states"].items():
        for text in texts:
            meaning = understanding.understand(text)
            assert (meaning.city, meaning.state) == (None, state), text


def test_plain_words_are_no_place(understanding: Understanding) -> None:
    for text in cases()["nowhere"]:
        meaning = understanding.understand(text)
        assert (meaning.city, meaning.state) == (None, None), text


def test_any_state_can_be_meant_as_the_state(places: Places, known: Knowledge) -> None:
    names = [record["state"] for record in known.states if "México" not in record["state"]]
    for frame in STATES:
        for name in names:
            told = place(places, frame.format(name))
            assert (told.city, told.state) == (None, name), frame.format(name)


def test_he_estado_en_is_no_state(places: Places) -> None:
    assert place(places, "he estado en Puebla tres días").city == "Puebla"
    assert place(places, "hemos estado en Veracruz").city == "Veracruz"


def test_any_city_may_be_written_in_two_or_in_one(places: Places, known: Knowledge) -> None:
    doubtful = {phrase(name) for name in known.place_words["doubtful"]}
    names = [base(record["city"]) for record in known.cities if len(record["city"]) >= 7]
    long = [name for name in names if phrase(name) not in doubtful]
    apart, together = [], []
    for name in long:
        *before, last = name.split()
        middle = len(last) // 2
        for frame in SAID:
            right = place(places, frame.format(name)).city
            if right is None:
                continue
            if " " not in name:
                apart.append(place(places, frame.format(f"{last[:middle]} {last[middle:]}")).city == right)
            elif len(before) < 3:
                together.append(place(places, frame.format(name.replace(" ", ""))).city == right)
    assert share(apart) >= 0.9
    assert share(together) >= 0.9


def test_an_article_before_a_city_does_not_hide_it(places: Places, known: Knowledge) -> None:
    doubtful = {phrase(name) for name in known.place_words["doubtful"]}
    names = [base(record["city"]) for record in known.cities]
    sure = [name for name in names if phrase(name) not in doubtful and not name.startswith(("El ", "La ", "Los "))]
    right = [place(places, f"{article} {name}").city is not None for article in ("el", "la") for name in sure]
    assert share(right) >= 0.97


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("b", "v"),
        ("ce", "se"),
        ("ci", "si"),
        ("ll", "y"),
        ("z", "s"),
        ("x", "j"),
        ("ch", "tch"),
        ("qu", "k"),
        ("co", "ko"),
    ],
)
def test_a_city_is_found_by_its_sound(places: Places, known: Knowledge, written: str, heard: str) -> None:
    for name in (base(record["city"]).casefold() for record in known.cities):
        right = place(places, f"estoy en {name}").city
        if written in name and right is not None:
            assert place(places, f"estoy en {name.replace(written, heard)}").city == right, name


def test_a_namesake_is_the_one_of_the_state_that_is_named(places: Places) -> None:
    assert place(places, "matamoros").city == "Matamoros"
    for text in ("matamoros coahuila", "Matamoros, Coahuila", "en matamoros, en coahuila", "matamoros de coahuila"):
        assert place(places, text).city == "Matamoros (Coahuila)", text
    assert place(places, "san luis potosí").city == "San Luis Potosí"
    assert place(places, "san luis sonora").city == "San Luis Río Colorado"
    assert place(places, "morelos, chihuahua").city == "Morelos"
    for text, state in (("guadalupe zacatecas", "Zacatecas"), ("cd hidalgo, michoacán", "Michoacán")):
        told = place(places, text)
        assert (told.city, told.state) == (None, state)
    for text in ("laredo texas", "nogales arizona", "córdoba argentina", "la paz bolivia"):
        assert place(places, text).city is None, text


def test_a_nickname_that_is_a_plain_word_needs_a_word_of_place(known: Knowledge, places: Places) -> None:
    for name in known.place_words["short"]:
        if not name.startswith("La"):
            assert place(places, f"estoy en {name}").city is not None, name
            assert place(places, f"ella vio {name} ayer").city is None, name


def test_an_editor_adds_a_nickname_or_takes_a_word_away(known: Knowledge) -> None:
    cities = [{**each, "aliases": ["la Bonita"]} if each["city"] == "Tepic" else each for each in known.cities]
    words = {**known.place_words, "not_places": ["la bonita bolsa"], "written": {"bonita": ["bnta"]}}
    changed = Places(Names(cities, known.states, words, ()), words)
    assert place(changed, "vivo en la bonita").city == place(changed, "la bnta").city == "Tepic"
    assert place(changed, "perdí la bonita bolsa").city is None


def test_places_in_our_own_examples_are_named_by_a_name_that_is_written_down(known: Knowledge) -> None:
    names = {phrase(area) for area in known.place_words["areas"]}
    for kind, records in (("city", known.cities), ("state", known.states)):
        for record in records:
            names |= {phrase(name) for name in (record[kind], *record.get("aliases", ()))}

    def written_down(said: tuple[str, ...]) -> bool:
        return not said or any(said[:end] in names and written_down(said[end:]) for end in range(1, len(said) + 1))

    told = list(found(known))
    assert len(told) > 200
    assert [each for each in told if not written_down(tuple(each[1].split()))] == []
