"""People write in their own words, and are understood."""

from __future__ import annotations

import pytest

from bot.library.understanding import Knowledge, Understanding


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("mi marido no me deja salir y me quito el celular", "es", "gbv.help"),
        ("kote m ka dòmi aswè a", "ht", "shelter.find"),
        ("KOTE MOIN KA DOMI ASWE A", "ht", "shelter.find"),
        ("xq me cerraron el caso si yo si fui a firmar", "es", "asylum.decision"),
        ("hlp no tengo a donde ir toy en tapa", "es", "shelter.find"),
        ("mi patron no me quiere pagar", "es", "work.rights"),
        ("how can i get a free lawyer", "en", "asylum.legal-aid"),
        ("hola buenas tardes disculpe como pido asilo gracias", "es", "asylum.apply"),
        ("hola", "es", "action.menu"),
        ("bonjou", "ht", "action.menu"),
        ("donde esta la oficina de comar", "es", "asylum.offices"),
    ],
)
def test_a_question_in_own_words_is_understood(
    understanding: Understanding, text: str, language: str, intent: str
) -> None:
    meaning = understanding.understand(text)
    assert (meaning.intent, meaning.language) == (intent, language)
    assert not meaning.foreign
    assert 0.0 <= meaning.score <= 1.0


def test_at_most_three_alternatives_follow_the_likeliest_first(understanding: Understanding) -> None:
    meaning = understanding.understand("necesito ayuda con mis papeles")
    chances = [chance for _, chance in meaning.alternatives]
    assert len(chances) <= 3
    assert chances == sorted(chances, reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "quien gano el partido de anoche",
        "tell me a joke about cats",
        "asdfghjkl",
        "vann bitcoin",
        "",
        "   ",
        "\U0001f600",
    ],
)
def test_what_we_do_not_answer_is_refused_honestly(understanding: Understanding, text: str) -> None:
    assert understanding.understand(text).intent == "none"


@pytest.mark.parametrize(
    ("text", "city", "state"),
    [
        ("toy en tapa", "Tapachula", "Chiapas"),
        ("busco albergue en TJ", "Tijuana", "Baja California"),
        ("m nan Tapachoula", "Tapachula", "Chiapas"),
        ("vengo de tapachula y ya estoy en monterrey", "Monterrey", "Nuevo León"),
        ("cerca de la frontera con guatemala", None, "Chiapas"),
        ("mi amigo leon me dijo", None, None),
        ("quiero paz", None, None),
    ],
)
def test_a_place_is_known_in_any_spelling(
    understanding: Understanding, text: str, city: str | None, state: str | None
) -> None:
    meaning = understanding.understand(text)
    assert (meaning.city, meaning.state) == (city, state)


def test_a_language_we_do_not_speak_is_named(understanding: Understanding) -> None:
    for text, language in [
        ("أحتاج مكان للنوم", "ar"),
        ("мне нужна помощь", "ru"),
        ("我需要帮助", "zh"),
        ("preciso de ajuda com meus documentos", "pt"),
    ]:
        meaning = understanding.understand(text)
        assert (meaning.language, meaning.foreign) == (language, True)


def test_doubtful_words_stay_in_the_language_of_the_conversation(understanding: Understanding) -> None:
    assert understanding.understand("ok", language="ht").language == "ht"
    assert understanding.understand("TJ", language="en").language == "en"


def test_a_person_who_switches_is_followed(understanding: Understanding) -> None:
    meaning = understanding.understand("mwen pa konprann sa, mwen bezwen yon kote pou m dòmi", language="es")
    assert meaning.language == "ht"
    assert meaning.language_sure


def test_the_most_urgent_of_several_needs_comes_first(understanding: Understanding) -> None:
    meaning = understanding.understand(
        "quiero inscribir a mi hijo en la escuela. ademas mi marido me pega y me amenaza"
    )
    assert meaning.needs[0] == "gbv.help"
    assert "children.school" in meaning.needs


def test_an_editor_reads_which_words_led_where(understanding: Understanding) -> None:
    told = understanding.explain("mi patron no me paga")
    assert "boss" in told
    assert "work.rights" in told


def test_what_was_learnt_is_read_again(known: Knowledge, understanding: Understanding, learnt_in: object) -> None:
    from pathlib import Path

    again = Understanding.learn(known, Path(str(learnt_in)))
    for text in ("kote m ka dòmi", "me pega mi esposo", "zzz", "asylum in tijuana"):
        assert again.understand(text) == understanding.understand(text)


def test_a_part_that_is_missing_does_not_stop_the_rest() -> None:
    small = Knowledge(asks={"a.b": {"es": ["quiero pan", "dame pan"]}, "c.d": {"es": ["quiero agua", "tengo sed"]}})
    assert Understanding.learn(small).understand("pan").intent == "a.b"
