"""Places: found by every way people have of saying where they are, and told with what is known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.messages import Pin
from bot.library import hours
from bot.library.library import Library
from tests.library.conftest import Tree

MONDAY_NOON_UTC = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "city"),
    [("Tijuana", "Tijuana"), ("TJ", "Tijuana"), ("tijuna", "Tijuana"), ("estoy en tijuana con mis hijos", "Tijuana"),
     ("mwen nan Tiwana", "Tijuana"), ("cd. juárez", "Ciudad Juárez"), ("Ciudad Juares", "Ciudad Juárez"),
     ("cancun", "Cancún"), ("quiero paz", None), ("", None), ("mi amigo llora", None), ("a " * 5000, None)],
)  # fmt: skip
def test_cities_are_known_by_any_spelling(library: Library, said: str, city: str | None) -> None:
    found = library.directory.city_named(said)
    assert (found.name if found else None) == city


def test_states_are_known_too(library: Library) -> None:
    found = library.directory.state_named("en quintana ro")
    assert found is not None
    assert found.name == "Quintana Roo"


def test_a_city_with_places(library: Library) -> None:
    found = library.directory.find("shelter", city="tj")
    assert (found.how, found.city, [place.id for place, _ in found.places]) == (
        "city", "Tijuana", ["shelter-tij-one", "shelter-tij-lgbti"],
    )  # fmt: skip


def test_those_who_are_taken_in_come_first(library: Library) -> None:
    found = library.directory.find("shelter", city="Tijuana", who="lgbti")
    assert [place.id for place, _ in found.places] == ["shelter-tij-lgbti"]
    assert library.directory.find("shelter", city="Tijuana", who="women").places[0][0].id == "shelter-tij-one"


def test_a_city_without_any_leads_to_the_nearest(library: Library) -> None:
    found = library.directory.find("shelter", city="Mexicali")
    assert (found.how, found.city) == ("nearest-city", "Tijuana")
    assert found.km == pytest.approx(149, abs=3)
    assert library.directory.find("shelter", city="Tijuana", service="food").city == "Cancún"


def test_a_state_and_no_place_at_all(library: Library) -> None:
    assert library.directory.find("shelter", state="Baja California").how == "state"
    assert library.directory.find("shelter", state="Chihuahua").how == "nearest-city"
    assert library.directory.find("shelter").how == "country"
    assert library.directory.find("no-such").how == "none"
    assert library.directory.find("hotline", city="Tijuana").places[0][0].id == "hot-911"


def test_the_nearest_by_location(library: Library) -> None:
    found = library.directory.find("shelter", near=Pin(32.53, -117.02))
    assert [(place.id, round(km or 0)) for place, km in found.places] == [
        ("shelter-tij-one", 0), ("shelter-tij-lgbti", 3), ("shelter-can-three", 3234),
    ]  # fmt: skip


def test_the_clock_is_that_of_the_place(library: Library) -> None:
    one = library.directory.places["shelter-tij-one"]
    assert library.directory.timezone(one) == "America/Tijuana"
    card = library.directory.card("shelter-tij-one", "ht", datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    assert "opens: jodi a" not in card
    assert "opens:  9:00" in card  # 8:59 in Tijuana, though 10:59 in the capital
    assert "open-until: 14:00" in library.directory.card(
        "shelter-tij-one", "ht", datetime(2026, 11, 23, 21, 59, tzinfo=UTC)
    )
    assert "opens: tomorrow:  9:00" in library.directory.card(
        "shelter-tij-one", "ht", datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    )


def test_a_card_says_what_is_known(library: Library) -> None:
    card = library.directory.card("shelter-tij-one", "es", MONDAY_NOON_UTC, near=Pin(32.5, -117.0))
    assert card.splitlines()[0] == "Casa Uno"
    assert "address: Calle Primera 1, Tijuana" in card
    assert "phone: +52 664 123 4567" in card
    assert "far: 4" in card
    assert "Llega temprano." in card
    assert len(card) <= 500


def test_a_refuge_shows_neither_address_nor_point(tree: Tree) -> None:
    tree.change(
        "content/places/shelter.yaml", "  confidential: true\n", "  confidential: true\n  lat: 21.2\n  lon: -86.9\n"
    )
    assert "confidential" in tree.problems("error")[0].what
    library = Tree(tree.root).load()
    card = library.directory.card("shelter-can-three", "es", MONDAY_NOON_UTC, near=Pin(21.0, -87.0))
    assert "address-secret:" in card
    assert "far-from-centre: " in card
    assert "Cancún" not in card


def test_hours_in_words(library: Library) -> None:
    assert library.fill("{shelter-tij-one.hours}", "ht") == "days: lendi vandredi 9:00-14:00"
    assert library.fill("{shelter-can-three.hours}", "es") == "always: "


@pytest.mark.parametrize(
    ("text", "when", "opening"),
    [("Mo-Fr 09:00-14:00", "2026-11-23 09:00", (True, 0, 840)),
     ("Mo-Fr 09:00-14:00", "2026-11-23 14:00", (False, 1, 540)),
     ("Mo-Fr 09:00-14:00,16:00-18:00", "2026-11-23 15:00", (False, 0, 960)),
     ("Mo-Fr 09:00-14:00", "2026-11-27 20:00", (False, 3, 540)),
     ("Fr-Mo 20:00-06:00", "2026-11-24 05:00", (True, 0, 360)),
     ("Fr-Mo 20:00-06:00", "2026-11-24 07:00", (False, 3, 1200)),
     ("Mo-Su 22:00-24:00; Sa 00:00-10:00", "2026-11-27 23:00", (True, 1, 600)),
     ("Mo,We 10:00-12:00; We off", "2026-11-23 13:00", (False, 7, 600)),
     ("08:00-20:00", "2026-11-29 10:00", (True, 0, 1200))],
)  # fmt: skip
def test_open_or_not(text: str, when: str, opening: tuple[bool, int, int]) -> None:
    found = hours.opening(hours.parse(text), datetime.fromisoformat(when))
    assert found is not None
    assert (found.is_open, found.days_ahead, found.minutes) == opening


@pytest.mark.parametrize(
    "text", ["Mo-Fr", "9-14", "Lu 09:00-10:00", "Mo 25:00-26:00", "Mo 09:00-09:00", "", "Mo 9:00-10:00"]
)
def test_wrong_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        hours.parse(text)


def test_never_open_is_not_a_loop() -> None:
    assert hours.opening(hours.parse("Mo off"), datetime(2026, 11, 23)) is None
    always = hours.opening(hours.parse("24/7"), datetime(2026, 11, 23))
    assert always is not None
    assert always.is_open


@given(some.integers(0, 60 * 24 * 14))
def test_daylight_saving_never_confuses_it(minutes: int) -> None:
    local = (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo("America/Tijuana"))
    found = hours.opening(hours.parse("Mo-Su 09:00-17:00"), local)
    assert found is not None
    assert found.is_open == (9 <= local.hour < 17)


@given(some.text(max_size=60))
def test_any_words_are_borne(text: str) -> None:
    try:
        hours.parse(text)
    except ValueError as wrong:
        assert str(wrong)
