"""Editors are told which example phrases to mend."""

from __future__ import annotations

from bot.library.understanding import Knowledge, problems

BREAD = [
    "quiero pan",
    "necesito pan fresco",
    "dame un pan",
    "donde hay pan",
    "pan barato",
    "vendes pan",
    "pan de hoy",
    "un pan",
]
WATER = [
    "una botella de agua",
    "donde hay agua fresca",
    "hay botella de agua fria",
    "quiero agua",
    "tengo sed",
    "dame un vaso de agua",
    "agua fresca",
    "donde hay agua",
    "botella de agua",
    "agua fria",
    "sed",
]


def told(bread: list[str], water: list[str]) -> list[tuple[str, str, str]]:
    known = Knowledge(asks={"food.bread": {"es": bread}, "food.water": {"es": water}}, offered=("es",))
    return [(each.intent, each.phrase, each.what) for each in problems(known)]


def test_good_phrases_have_no_problems() -> None:
    assert told(BREAD, WATER) == []


def test_twins_in_two_topics_are_told() -> None:
    assert any(
        "almost the same" in what
        for _, _, what in told([*BREAD, "tengo mucha sed hoy"], [*WATER, "tengo mucha sed hoy"])
    )


def test_too_few_phrases_are_told() -> None:
    assert ("food.water", "", "only 1 example phrases in es") in told(BREAD, ["agua"])


def test_a_phrase_that_pulls_elsewhere_is_told() -> None:
    found = told([*BREAD, "donde hay botella de agua fresca"], WATER)
    assert any(phrase == "donde hay botella de agua fresca" for _, phrase, _ in found)
