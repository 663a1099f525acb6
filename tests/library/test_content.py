"""The real content: no errors, easy to read, every place told in every language."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.library.checking import examined
from bot.library.library import Library
from bot.library.rules.reading import medians
from bot.library.rules.registry import Checked
from tests.library.conftest import TODAY

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def real() -> Library:
    library, problems = examined(ROOT / "content", ROOT / "locales", TODAY)
    errors = [str(each) for each in problems if each.level == "error"]
    assert not errors, "\n".join(errors)
    return library


def test_answers_are_easy_to_read(real: Library) -> None:
    found = medians(Checked(real, "content", "locales"))
    assert found["es"] >= 70
    assert found["en"] >= 65


def test_every_answer_is_whole_in_every_language(real: Library) -> None:
    for topic in real.topics:
        for language in real.languages:
            answer = real.answer(topic, language)
            assert answer.messages
            assert not any("{" in message or "}" in message for message in answer.messages)
            assert answer.fell_back == (language not in real.topics[topic].answer)


def test_every_place_has_a_card_in_every_language(real: Library) -> None:
    now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    for place in real.directory.all:
        for language in real.languages:
            card = real.directory.card(place.id, language, now)
            assert card.startswith(place.name)
            assert len(card) <= 500, card
            assert "{" not in card
            if place.confidential:
                assert not place.address
                assert place.pin is None


def test_every_lookup_finds_places_in_every_city(real: Library) -> None:
    for topic in real.topics.values():
        if topic.places is None:
            continue
        for city in real.directory.cities:
            found = real.directory.find(
                topic.places.kind, city=city, who=topic.places.who, service=topic.places.service
            )
            assert found.places, (topic.id, city)
            assert found.how in ("city", "nearest-city")
