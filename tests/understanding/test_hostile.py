"""No text stops or slows the understanding, and the same text always means the same."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as texts

from bot.library.understanding import Knowledge, Understanding
from bot.library.understanding.normal import HEAD, LONGEST_TOKEN, MOST_TOKENS, TAIL, plain, tokens
from tests.trials.sizes import size

SLOWLY = settings(max_examples=size(25, 500), deadline=None, suppress_health_check=list(HealthCheck))
ANY = texts.text(texts.characters(), max_size=300)


@SLOWLY
@given(text=ANY)
def test_any_text_has_a_meaning(understanding: Understanding, text: str) -> None:
    meaning = understanding.understand(text)
    assert 0.0 <= meaning.score <= 1.0
    assert meaning == understanding.understand(text)


@SLOWLY
@given(piece=texts.text(texts.characters(), min_size=1, max_size=12), times=texts.integers(1, 3000))
def test_work_is_bounded_by_what_is_looked_at(piece: str, times: int) -> None:
    found = tokens(piece * times)
    assert len(found) <= MOST_TOKENS + 1
    assert all(len(token) <= LONGEST_TOKEN for token in found)
    assert len(plain(piece * times)) <= 2 * (HEAD + TAIL) + 1


def test_floods_are_refused_calmly(understanding: Understanding) -> None:
    for flood in (
        "a" * 10_000,
        "(" * 10_000,
        "\ufdfa" * 10_000,
        "\u200b\u202e" * 5_000,
        "%s{}" * 2_500,
        "\ud800" * 500,
    ):
        assert understanding.understand(flood).intent == "none"


def test_invisible_marks_and_accents_change_nothing(understanding: Understanding) -> None:
    bare = understanding.understand("donde puedo dormir esta noche")
    for text in (
        "d\u200bonde pue\u00addo dormir esta noche",
        "DÓNDE PUEDO DORMIR ESTA NOCHE",
        "dónde puedo dormiiiir esta noche",
    ):
        assert understanding.understand(text).intent == bare.intent


def test_both_ends_of_a_very_long_message_are_read(understanding: Understanding) -> None:
    assert understanding.understand("bla " * 2_000 + " mi esposo me pega y me quiere matar").urgent
    assert understanding.understand("mi esposo me pega y me quiere matar " + "bla " * 2_000).urgent


def test_very_many_topics_can_be_learnt() -> None:
    words = [f"{start}{middle}{end}" for start in "bcdfgm" for middle in ("ala", "ero", "ino") for end in "bcdfglmnrst"]
    asks = {
        f"section.topic-{at}": {
            "es": [f"{words[at % 198]} {words[at * 7 % 197]} palabra{at} {extra}" for extra in ("uno", "dos")]
        }
        for at in range(3_000)
    }
    understanding = Understanding.learn(Knowledge(asks=asks))
    assert understanding.understand("palabra1234").intent == "section.topic-1234"


def test_with_nothing_to_learn_from_it_understands_nothing_and_does_not_fail() -> None:
    from bot.library.understanding import Knowledge, Understanding

    meaning = Understanding.learn(Knowledge(asks={})).understand("necesito ayuda")
    assert meaning.intent == "none"
