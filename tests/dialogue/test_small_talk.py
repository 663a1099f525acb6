"""What people say beside what they need is met kindly: no alarm, no guess, and nothing that was open is lost."""

import pytest

from tests.conftest import Talk


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ok", "fine"), ("vale", "fine"), ("sí", "fine"), ("no", "fine"), ("dakò", "fine"), ("I see", "fine"),
        ("👍🏽", "fine"), ("🙏🙏", "fine"), ("❤️", "fine"), ("seguir", "fine"), ("continue", "fine"),
        ("adiós", "bye"), ("hasta luego", "bye"), ("orevwa", "bye"), ("good night", "bye"), ("eso es todo", "bye"),
        ("no sé", "unsure"), ("I don't know", "unsure"), ("m pa konnen", "unsure"), ("😢", "comfort"),
        ("¿Eres un robot?", "about"), ("kiyès ou ye", "about"), ("tengo una pregunta", "menu"), ("un favor", "menu"),
        ("ayúdame", "person.ask"), ("ede m", "person.ask"), ("🆘", "safety.danger"), ("tengo miedo", "safety.danger"),
    ],
)  # fmt: skip
def test_small_talk_is_no_alarm_and_no_guess(talk: Talk, said: str, told: str) -> None:
    talk.taps("asylum.deadline").says(said)
    assert talk.told == [told]
    assert talk.conversation is not None and talk.conversation.lost == 0


def test_who_only_says_ok_keeps_the_choices_that_were_open(talk: Talk) -> None:
    talk.taps("asylum.deadline")
    open_ones = talk.offered[:3]
    assert talk.says("ok").offered[:3] == open_ones
    talk.says("1").is_told(open_ones[0])


def test_the_first_words_are_answered_in_their_language(talk: Talk) -> None:
    talk.says("mwen pa konnen").is_told("unsure")
    assert talk.conversation is not None and talk.conversation.language == "ht"


def test_signs_alone_are_near_to_no_topic(talk: Talk) -> None:
    talk.says("menu").says("...")
    assert talk.told == ["unknown"] and talk.offered[0] == talk.library.menu[0]


def test_a_bare_name_of_a_section_shows_all_of_it(talk: Talk) -> None:
    talk.says("papeles").is_told("section:papers")
    talk.says("papye").is_told("section:papers")


def test_what_is_told_of_a_hard_hour_is_still_met_as_such(talk: Talk) -> None:
    for said in ("adiós a todos, ya no quiero vivir", "no sé para qué seguir viviendo"):
        talk.says(said).is_told("health.crisis")


def asked_by(talk: Talk) -> Talk:
    talk.taps("ask:legal").says("sí")
    for _ in range(4):
        talk.taps("form:skip")
    return talk


@pytest.mark.parametrize("said", ["no", "ok", "no sé", "👍", "gracias"])
def test_nobody_gets_a_secret_word_by_saying_nothing(talk: Talk, said: str) -> None:
    asked_by(talk).says(said).is_told("casework:question:legal:words")
    talk.says(said).is_told("form.review")
    talk.taps("form:send")
    assert talk.case.code_word == "" and talk.case.words == ""


def test_a_word_that_stands_on_a_button_is_that_answer(talk: Talk) -> None:
    asked_by(talk).says("escrito")
    talk.taps("form:skip").taps("form:send")
    assert talk.case.code_word == "" and talk.case.answers["how"] == "text"


def test_a_word_of_ones_own_is_the_secret_word(talk: Talk) -> None:
    asked_by(talk).says("luna").is_told("note.word_kept")
    talk.taps("form:skip").taps("form:send")
    assert talk.case.code_word == "luna"


@pytest.mark.parametrize("said", ["gracias", "ok", "tengo una pregunta", "ayúdame", "👍", "no sé", "adiós"])
def test_small_talk_goes_to_staff_who_talk_with_them(talk: Talk, said: str) -> None:
    asked_by(talk).taps("form:skip").taps("form:skip").taps("form:send")
    talk.is_ordered("staff", "Hola").is_told("staff.said")
    talk.says(said)
    assert [told.text for told in talk.to_staff] == [said]


def test_another_language_does_not_end_the_talk_with_staff(talk: Talk) -> None:
    asked_by(talk).taps("form:skip").taps("form:skip").taps("form:send")
    talk.is_ordered("staff", "Hola").says("idioma").says("2").is_told("note.language_changed")
    talk.says("I am here")
    assert [told.text for told in talk.to_staff] == ["I am here"]


def test_a_form_that_was_left_is_one_tap_away_wherever_they_are(talk: Talk) -> None:
    talk.taps("ask:legal").says("sí")
    assert "form:resume" in talk.says("menu").offered
    assert "form:resume" in talk.says("qzx wvk trpl").offered
    talk.says("seguir").is_told("casework:question:legal:need")


def test_a_question_of_their_own_while_consent_is_asked_does_not_lose_the_form(talk: Talk) -> None:
    talk.taps("ask:legal").says("qzx wvk trpl")
    assert "form:resume" in talk.offered
    talk.taps("form:resume").is_told("casework:consent:legal")
