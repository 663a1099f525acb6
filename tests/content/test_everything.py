"""The whole content as people get it: every topic in every language on every channel, its sources, its ease."""

import dataclasses
import random
import re
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from bot.app.commands.check import rendered
from bot.channels import found_channels, preview
from bot.channels.rendering import utf16
from bot.domain.content import Topic
from bot.domain.messages import Delivery
from bot.domain.problem import Problem
from bot.library.checking import examined
from bot.library.library import PLACEHOLDER, Library
from bot.library.rules.reading import medians
from bot.library.rules.registry import Checked
from tests.content.trees import CONTENT, LOCALES, TODAY

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
FACTS_TRIED = 20
CHOSEN_BY = "facts picked at random, the same each time"
_TELEPHONE = re.compile(r"(?<![\w.,/])\+?\d(?:[\d -]{5,}\d)(?!\w)")
_YEAR_OR_DATE = re.compile(r"(?:19|20)\d\d(?:[ -]{1,3}(?:19|20)?\d\d)?(?:-\d\d)?|\d{1,2}-\d{1,2}-\d{4}")


@pytest.fixture(scope="module")
def everything() -> tuple[Library, list[Problem]]:
    return examined(CONTENT, LOCALES, TODAY)


@pytest.fixture(scope="module")
def real(everything: tuple[Library, list[Problem]]) -> Library:
    return everything[0]


def test_the_tree_has_no_errors(everything: tuple[Library, list[Problem]]) -> None:
    assert [str(each) for each in everything[1] if each.level == "error"] == []


def test_the_tree_is_whole(real: Library) -> None:
    assert len(real.topics) >= 70
    assert {"es", "en", "ht"} <= set(real.languages)
    assert len(real.directory.all) >= 200


# every topic on every channel in every language


def texts_of(delivery: Delivery) -> list[str]:
    return [reply.text for reply in delivery.replies]


def strings(name: str, body: str) -> list[tuple[str, str]]:
    """Key and text of every string in a request's body."""
    if body.startswith("{"):
        return re.findall(r'"([a-z_]+)": "((?:[^"\\]|\\.)*)"', body)
    return [("Body", body.partition("Body=")[2])]


@pytest.mark.parametrize("channel", sorted(found_channels()))
def test_every_topic_fits_every_channel_in_every_language(real: Library, channel: str) -> None:
    made = preview.channel_named(channel, phrase=real.phrase)
    assert made is not None, f"{channel} has no example settings, so it cannot be tried"
    limits = made.limits
    for topic in real.topics:
        for language in real.languages:
            for delivery in rendered(real, topic, language, channel, NOON):
                requests = preview.requests(channel, delivery, phrase=real.phrase)
                assert requests, (topic, language)
                for request in requests:
                    assert not PLACEHOLDER.search(request.body), (topic, language, request.body)
                    assert not re.search(r"\{[a-z]+\}", request.body), (topic, language, request.body)
                    for key, text in strings(request.name, request.body):
                        if key in ("text", "body", "Body"):
                            assert utf16(text) <= limits.text, (topic, language, key)
                        if key in ("title", "label") and limits.row_label:
                            assert utf16(text) <= limits.row_label, (topic, language, text)
                for reply in delivery.replies:
                    assert reply.text.strip()
                    assert all(choice.id and choice.label for choice in reply.choices), (topic, language)
                    labels = [choice.label for choice in reply.choices]
                    assert len(set(labels)) == len(labels), (topic, language, labels)


def test_every_topic_fits_a_text_message(real: Library) -> None:
    module = found_channels()["twilio"]
    settings = module.Settings(sid="AC" + "0" * 32, token="t" * 32, FROM=("+5215512345678",))
    made = module.Channel(settings)
    for topic in real.topics:
        for language in real.languages:
            for delivery in rendered(real, topic, language, "twilio", NOON):
                for call in made.render(dataclasses.replace(delivery, address="+5215512345678"), []):
                    (said,) = parse_qs(call.body.decode())["Body"]
                    assert utf16(said) <= made.limits.text, (topic, language)
                    assert not PLACEHOLDER.search(said)


def test_what_is_translated_has_no_note_of_falling_back(real: Library) -> None:
    for language in real.languages:
        name = real.title(f"language.{language}", language)
        note = real.phrase("note.not_translated", language, name=name)
        assert note
        for id, topic in real.topics.items():
            said = "\n".join(text for one in rendered(real, id, language, "web", NOON) for text in texts_of(one))
            assert (note in said) == (language not in topic.answer), (id, language)
            assert real.date(topic.verified, language) in said, (id, language)


def test_every_message_is_short_and_says_the_whole_answer(real: Library) -> None:
    for id, topic in real.topics.items():
        for language in topic.answer:
            answer = real.answer(id, language)
            assert 1 <= len(answer.messages) <= 4
            assert all(len(message) <= 700 for message in answer.messages), (id, language)
            said = "\n".join(text for one in rendered(real, id, language, "web", NOON) for text in texts_of(one))
            assert all(message.strip() in said for message in answer.messages), (id, language)


# where facts come from


def test_facts_picked_at_random_trace_to_a_source(real: Library) -> None:
    facts = [(topic, each) for topic in real.topics.values() for each in topic.sources]
    for topic, fact in random.Random(CHOSEN_BY).sample(facts, FACTS_TRIED):
        assert fact.says, f"{topic.file}: a source without the fact"
        assert fact.source, f"{topic.file}: {fact.says}"
        assert fact.as_of, f"{topic.file}: {fact.says}"
        assert fact.confidence in ("official", "reported"), f"{topic.file}: {fact.says}"


def test_every_topic_has_sources_with_a_date(real: Library) -> None:
    for topic in real.topics.values():
        assert topic.sources, topic.file
        assert all(each.source and each.as_of for each in topic.sources), topic.file
        assert topic.verified_by, topic.file
        assert date.fromisoformat(topic.verified) <= TODAY < date.fromisoformat(topic.review_by), topic.file


def test_every_place_has_a_source(real: Library) -> None:
    for place in real.directory.all:
        assert place.sources, place.id
        assert all(each.source for each in place.sources), place.id
        assert place.verified, place.id


def telephones(topic: Topic, real: Library) -> list[str]:
    """Numbers like telephones that people are shown by a topic, dates not among them."""
    shown = [text for language in topic.answer for text in real.answer(topic.id, language).messages]
    return [found for text in shown for found in _TELEPHONE.findall(text) if not _YEAR_OR_DATE.fullmatch(found)]


def test_every_phone_number_shown_is_that_of_a_place(real: Library) -> None:
    known = {re.sub(r"\D", "", phone) for place in real.directory.all for phone in (*place.phones, place.whatsapp)}
    seen = 0
    for topic in real.topics.values():
        for phone in telephones(topic, real):
            seen += 1
            assert any(re.sub(r"\D", "", phone) in number for number in known), f"{topic.file}: {phone}"
    assert seen > 20


def test_short_numbers_are_those_of_a_place(real: Library) -> None:
    short = re.compile(r"(?i)(?:llama al?|marca el?|call|dial|rele)(?: al?)? ([*#]?\d{3,5})(?!\d| ?(?:pesos|metros))")
    known = {phone for place in real.directory.all for phone in place.phones}
    seen = 0
    for topic in real.topics.values():
        for language in topic.answer:
            for message in real.answer(topic.id, language).messages:
                for number in short.findall(message):
                    seen += 1
                    assert number in known, f"{topic.file}: {number}"
    assert seen > 20


# how easy it is


def test_half_of_the_answers_are_easier_than_this(real: Library) -> None:
    found = medians(Checked(real, "content", "locales"))
    assert found["es"] >= 70
    assert found["en"] >= 65


def test_no_confidential_place_says_where_it_is(real: Library) -> None:
    for place in real.directory.all:
        if place.confidential:
            assert not place.address
            assert place.pin is None
            for language in real.languages:
                card = real.directory.card(place.id, language, NOON)
                assert (real.phrase("place.address-secret", language) in card) == bool(place.phones or place.whatsapp)


def test_nobody_is_told_to_call_where_there_is_no_phone(real: Library) -> None:
    for place in real.directory.all:
        if not (place.phones or place.whatsapp):
            card = real.directory.card(place.id, "es", NOON)
            assert "Se llega por teléfono" not in card, card


def test_every_emergency_line_of_the_main_answers_is_answered(real: Library) -> None:
    assert real.directory.detail("hot-911", "phone", "es") == "911"


def test_the_schemas_are_wired_for_editors() -> None:
    import json

    from bot.library import schemas

    root = Path(__file__).parents[2]
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == schemas.editor_settings(), "run: python -m bot.library.schemas"
    for name in settings["yaml.schemas"]:
        assert (root / name).is_file(), name
    assert settings["files.insertFinalNewline"] is True
    wanted = json.loads((root / ".vscode/extensions.json").read_text("utf-8"))
    assert "redhat.vscode-yaml" in wanted["recommendations"]
