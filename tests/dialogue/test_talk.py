"""What a person experiences, by ids: editors may reword freely."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import Talk

OF_A_STATE = ("city:", "places:", "who:", "form:", "opt:", "item:")
"""Choices that mean something only where they are asked."""


def test_a_first_hello_is_welcomed_with_the_menu(talk: Talk) -> None:
    talk.says("/start").is_told("welcome")
    assert talk.offered[:3] == list(talk.library.menu[:3])


def test_the_question_of_the_readme_is_answered_with_places(talk: Talk) -> None:
    talk.says("necesito donde dormir en tijuana").is_told("place.in_city")
    assert talk.conversation is not None and talk.conversation.city == "Tijuana"
    assert talk.conversation.language == "es"
    assert any("Tijuana" in reply.text for reply in talk.replies)


def test_a_person_who_picks_another_language_is_answered_in_it(talk: Talk) -> None:
    talk.says("idioma").is_told("language.which")
    talk.taps("Kreyòl ayisyen").is_told("note.language_changed")
    assert talk.conversation is not None
    assert talk.conversation.language == "ht" and talk.conversation.language_chosen


@pytest.mark.parametrize("way", ["tap", "number", "label", "typo", "other language"])
def test_a_choice_is_accepted_in_every_way(talk: Talk, way: str) -> None:
    talk.says("menu")
    place = talk.offered.index("asylum")
    said = {
        "number": str(place + 1),
        "label": talk.library.button("asylum", "es"),
        "typo": "Refujio y asilo",
        "other language": talk.library.button("asylum", "en"),
    }
    if way == "tap":
        talk.taps("asylum")
    else:
        talk.says(said[way])
    talk.is_told("section:asylum")


def test_back_walks_the_way_that_was_come(talk: Talk) -> None:
    talk.says("menu").taps("asylum").taps("asylum.deadline")
    talk.says("atrás").is_told("section:asylum")
    talk.says("atrás").is_told("menu")


def test_the_rest_of_a_long_section_is_one_tap_away(talk: Talk) -> None:
    seen = set(talk.taps("asylum").offered)
    more = next(choice for choice in talk.offered if choice.startswith("more:"))
    seen |= set(talk.taps(more).offered)
    assert set(talk.library.sections["asylum"].topics) <= seen


def test_what_is_not_understood_is_met_kindly_with_a_person_and_the_menu(talk: Talk) -> None:
    talk.says("menu").says("qzx wvk trpl")
    assert talk.told[-1].startswith("unknown")
    assert {"action.person", "action.menu"} <= set(talk.offered)
    talk.says("zzkq pprt").is_told("unknown.again")


@pytest.mark.parametrize("media", ["voice", "image", "video", "document", "sticker", "contact", "hologram"])
def test_what_is_not_text_gets_a_sensible_answer(talk: Talk, media: str) -> None:
    talk.sends(media).is_told(f"media.{media if media != 'hologram' else 'other'}")
    assert talk.offered


def test_a_shared_location_finds_the_nearest_shelters(talk: Talk) -> None:
    talk.shares(32.52, -117.03).is_told("place.near")
    assert any("Tijuana" in reply.text for reply in talk.replies)


def test_a_city_that_is_asked_for_is_understood_in_any_spelling(talk: Talk) -> None:
    talk.taps("shelter.find").is_told("shelter.find", "place.which_city")
    talk.says("cd juares").is_told("place.in_city")
    assert talk.conversation is not None and talk.conversation.city == "Ciudad Juárez"


def test_an_answer_can_be_opened_as_a_page_and_a_place_by_its_site(talk: Talk) -> None:
    talk.taps("asylum.apply")
    (link,) = [link for reply in talk.replies for link in reply.links]
    assert link.label and link.url == "/es/asylum/apply"
    talk.taps("places:asylum.legal-aid:Ciudad de México:0:")
    shown = [place for say in talk.turn.says for place in say.places] if talk.turn else []
    sites = [talk.library.directory.places[id].web for id in shown if talk.library.directory.places[id].web]
    assert sites and [link.url for reply in talk.replies for link in reply.links] == sites


def test_nothing_of_a_sealed_lane_can_be_opened(talk: Talk) -> None:
    sealed = [id for id, topic in talk.library.topics.items() if talk.library.sections[topic.section].sealed]
    assert sealed
    for id in sealed:
        talk.taps(id)
        assert talk.replies and not any(reply.links for reply in talk.replies), id


def test_a_location_that_is_not_in_mexico_is_asked_about(talk: Talk) -> None:
    talk.shares(48.85, 2.35).is_told("place.too_far")
    talk.says("Tijuana").is_told("place.in_city")


def test_the_state_that_was_named_is_the_one_looked_in(talk: Talk) -> None:
    talk.says("albergue en tijuana").says("Chiapas").is_told("place.what")
    talk.taps("shelter.find").is_told("place.in_city")
    assert "Chiapas" in talk.replies[0].text and "Tijuana" not in talk.replies[0].text


def test_all_places_of_a_state_can_be_seen(talk: Talk) -> None:
    talk.says("albergues en chiapas").is_told("place.in_city")
    seen = [place for say in talk.turn.says for place in say.places] if talk.turn else []
    more = next(choice for choice in talk.offered if choice.startswith("places:"))
    talk.taps(more).is_told("place.in_city")
    also = [place for say in talk.turn.says for place in say.places] if talk.turn else []
    known = talk.library.directory.places
    assert also and not {*seen} & {*also} and {known[id].state for id in (*seen, *also)} == {"Chiapas"}
    talk.taps("who:shelter.find:@Chiapas:families").is_told("place.in_city")


@pytest.mark.parametrize(
    "choice", ["city:shelter.find:Atlantis", "places:shelter.find:Atlantis:3:", "who:shelter.find:@x"]
)
def test_a_button_with_a_place_that_is_no_more_asks_where(talk: Talk, choice: str) -> None:
    talk.taps(choice).is_told("place.unknown_city")
    assert talk.conversation is not None and talk.conversation.city == ""


def test_a_city_without_the_kind_of_place_leads_to_the_nearest_that_has_one(talk: Talk) -> None:
    talk.taps("aves.visit").says("Tecate").is_told("place.nearest")


def test_shelters_can_be_asked_for_by_whom_they_take(talk: Talk) -> None:
    talk.says("necesito donde dormir en tijuana").taps("who:shelter.find:Tijuana").is_told("place.for_whom")
    assert all(choice.label for choice in talk.replies[-1].choices)
    talk.taps("who:shelter.find:Tijuana:women").is_told("place.in_city")
    assert talk.turn is not None
    listed = [id for say in talk.turn.says for id in say.places]
    places = [talk.library.directory.places[id] for id in listed]
    assert places and all({"women", "everyone"} & set(place.who) or not place.who for place in places)


def test_an_empty_message_and_a_very_long_one_are_answered(talk: Talk) -> None:
    talk.says("   ").is_told("empty")
    talk.says("bla " * 2_500)
    assert talk.replies


def test_danger_is_answered_with_help_first_even_inside_a_question(talk: Talk) -> None:
    talk.taps("shelter.find").says("me quiere matar mi marido ayuda")
    assert talk.told[-1] in {"safety.danger", "gbv.help"}
    assert "911" in talk.replies[0].text
    assert talk.conversation is not None and talk.conversation.waiting_for == "city:shelter.find"


def test_a_doubtful_alarm_costs_a_line_and_a_tap_and_not_the_answer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.says("hola")
    meaning = replace(
        talk.library.understanding.understand("abrir una cuenta"),
        intent="work.bank", urgent="child", urgent_topic="children.protection", urgent_doubtful=True,
    )  # fmt: skip
    monkeypatch.setattr(type(talk.library.understanding), "understand", lambda *_, **__: meaning)
    talk.says("algo que casi alarma")
    assert talk.told[-1] == "work.bank"
    assert talk.replies[0].text.startswith(talk.library.phrase("urgent.doubtful", "es").partition("{")[0])
    assert "911" in talk.replies[0].text
    assert talk.replies[-1].choices[0].id == "children.protection"
    talk.taps("ask:legal").taps("form:yes").says("algo que casi alarma").is_told("children.protection")


@pytest.mark.parametrize(
    ("recent", "long_ago"),
    [
        ("me violaron anoche", "me violaron hace 3 semanas"),
        ("i was raped two days ago", "i was raped last year"),
        ("yo vyole m yè swa", "sa fè twa mwa depi yo vyole m"),
    ],
)
def test_whoever_can_still_come_within_72_hours_is_told_to_go_today(talk: Talk, recent: str, long_ago: str) -> None:
    def first() -> str:
        assert talk.conversation is not None
        return talk.library.phrase("urgent.rape.recent", talk.conversation.language)

    talk.says(recent)
    assert talk.told[-1] == "gbv.health" and talk.replies[0].text.startswith(first())
    assert "911" in talk.replies[0].text
    talk.says(long_ago)
    assert talk.told[-1] == "gbv.health" and first() not in talk.replies[0].text


def test_a_flood_is_slowed_with_one_notice(talk: Talk) -> None:
    for number in range(60):
        talk.does(text=f"{number}")
        talk.now = talk.now.replace(minute=0, second=0)
        if number == 20:
            assert talk.told == ["flood"]
        if number > 20:
            assert not talk.replies


def test_what_waited_while_nobody_could_answer_is_no_flood(talk: Talk) -> None:
    """Forty messages written in an hour, all answered in the minute in which the service is back."""
    back = talk.now + timedelta(hours=1)
    for number in range(40):
        talk.now = back
        talk.does(text=f"/{'menu' if number % 2 else 'idioma'}", sent_at=int(back.timestamp()) - 90 * (40 - number))
        assert talk.replies and "flood" not in talk.told


def test_two_machines_do_not_talk_for_ever(talk: Talk) -> None:
    answered = 0
    for _ in range(60):
        talk.says("I am out of office, your message is important")
        answered += bool(talk.replies)
    assert answered <= 7


def test_a_message_from_days_ago_gets_no_late_answer(talk: Talk) -> None:
    talk.does(text="hola", sent_at=int(talk.now.timestamp()) - 7 * 86_400)
    assert not talk.replies


def test_erase_asks_once_and_then_forgets(talk: Talk) -> None:
    talk.says("borrar").is_told("erase.sure")
    talk.says("sí").is_told("erase.done")
    assert talk.conversation is None
    assert talk.decision is not None and talk.decision.deliveries[0].forget


def test_anything_but_yes_keeps_what_there_is(talk: Talk) -> None:
    talk.says("borrar").says("mejor no").is_told("erase.kept")
    assert talk.conversation is not None


def test_quick_exit_leaves_no_trace_of_what_was_talked_about(talk: Talk) -> None:
    talk.taps("gbv.help").says("salir").is_told("exit.done")
    assert talk.conversation is not None and talk.decision is not None
    assert talk.conversation.here == "" and talk.conversation.trail == () and talk.conversation.offered == ()
    assert talk.decision.deliveries[0].forget


def test_a_person_who_switches_language_is_followed_once_told(talk: Talk) -> None:
    talk.says("quiero pedir asilo en mexico").says("I am pregnant and I need to see a doctor")
    assert talk.conversation is not None and talk.conversation.language == "en"
    talk.is_told("note.following")


def test_a_person_who_chose_a_language_is_not_switched(talk: Talk) -> None:
    talk.taps("language.es").says("I am pregnant and I need to see a doctor")
    assert talk.conversation is not None and talk.conversation.language == "es"
    talk.is_told("note.other_language")


def test_an_old_button_that_is_gone_leads_to_the_menu(talk: Talk) -> None:
    talk.taps("asylum.gone-topic").is_told("note.gone", "menu")


@pytest.mark.parametrize("command", ["/start", "/menu", "/idioma", "/ayuda", "/borrar", "/salir"])
def test_commands_work_in_any_state(talk: Talk, command: str) -> None:
    talk.taps("shelter.find").says(command)
    assert talk.told[0] in {"menu", "welcome", "language.which", "help", "erase.sure", "exit.done"}


def test_every_action_and_every_choice_offered_can_be_followed(talk: Talk) -> None:
    """Walks the whole of what can be tapped, from the menu on."""
    waiting, seen = ["action.menu"], set()
    while waiting:
        choice = waiting.pop()
        if choice in seen or choice in {"yes", "no"} or choice.startswith(OF_A_STATE):
            continue
        seen.add(choice)
        walker = Talk(talk.library)
        walker.taps(choice)
        assert walker.replies and "note.gone" not in walker.told, choice
        waiting += walker.offered
    assert set(talk.library.topics) <= seen


@pytest.mark.parametrize("said", ["Chiapas", "en tapachula", "vivo en tapachula", "TAPACHULA", "2"])
def test_alerts_begin_with_the_name_of_a_place(talk: Talk, said: str) -> None:
    talk.says("avisos").is_told("alerts.ask")
    assert talk.subscription is None, "asking is not agreeing"
    talk.says(said).is_told("alerts.on")
    assert talk.subscription is not None and talk.subscription.where in talk.library.directory.states


@pytest.mark.parametrize("said", ["donde dormir en tijuana", "busco albergue tijuana", "gracias", "menu", "no", "stop"])
def test_a_question_about_a_place_begins_no_alerts(talk: Talk, said: str) -> None:
    talk.says("avisos").says(said)
    assert talk.subscription is None and "alerts.on" not in talk.told


@pytest.mark.parametrize("word", ["stop", "BAJA", "Sispann", "unsubscribe", "/stop", "ya no quiero avisos"])
def test_one_word_stops_alerts_whatever_is_being_asked(talk: Talk, word: str) -> None:
    talk.taps("alerts:all").taps("shelter.find").says(word).is_told("alerts.off")
    assert talk.subscription is None
    talk.says("tijuana").is_told("place.in_city")


def test_stop_means_the_question_where_there_are_no_alerts(talk: Talk) -> None:
    talk.taps("language.en").taps("ask:legal").taps("form:yes")
    talk.says("stop").is_told("form.stopped")


def test_the_hiding_of_a_conversation_ends_its_alerts(talk: Talk) -> None:
    talk.taps("alerts:Chiapas").says("salir")
    assert talk.subscription is None
    assert talk.decision is not None and "alert_opted_out:web" in talk.decision.counts
