"""A person asks for a person: consent first, one step at a time, and nothing said that could harm."""

from datetime import UTC, datetime

import pytest

from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.referral import Referral
from bot.library.library import Library
from tests.conftest import Talk

MORNING = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""Monday, 10:00 in Mexico City."""


@pytest.fixture
def talk(library: Library) -> Talk:
    return Talk(library, now=MORNING)


def asked(talk: Talk, category: str = "legal", *answers: str) -> Talk:
    """Through the form to the end: consent, the answers given, the rest skipped."""
    talk.taps(f"ask:{category}").taps("form:yes")
    for answer in answers:
        talk.taps(answer)
    while "form:skip" in talk.offered:
        talk.taps("form:skip")
    return talk.taps("form:send").is_told("form.registered")


def elsewhere(talk: Talk) -> Talk:
    """The same person, or another, on another phone."""
    return Talk(talk.library, "telegram", now=talk.now, cases=talk.cases, address="another")


def test_emergency_numbers_come_before_the_form(talk: Talk) -> None:
    talk.taps("action.person").is_told("person.ask")
    assert "911" in talk.replies[0].text and talk.offered[0] == "ask:"
    assert {"safety.danger", "gbv.help"} <= set(talk.offered)


def test_a_topic_leads_to_its_own_queue(talk: Talk) -> None:
    talk.taps("asylum.apply").taps("action.person")
    assert talk.offered[0] == "ask:legal"


def test_what_they_need_in_their_own_words_finds_the_category(talk: Talk) -> None:
    talk.taps("ask:").says("necesito donde dormir esta noche").is_told("casework:consent:shelter")


def test_nothing_is_asked_before_they_agree(talk: Talk) -> None:
    talk.taps("ask:legal").is_told("casework:consent:legal", "form.agree")
    talk.taps("opt:legal:need:asylum").is_told("form.agree")
    talk.says("no").is_told("form.refused")
    assert talk.conversation is not None and not talk.conversation.form and not talk.cases


def test_consent_is_kept_with_text_language_time_channel_and_scope(talk: Talk) -> None:
    asked(talk)
    consent = talk.case.consent
    assert consent is not None and consent.text == talk.library.casework.categories["legal"].consent_version
    assert (consent.language, consent.channel) == ("es", "web") and 0 < consent.at <= talk.now.timestamp()
    assert consent.scope == ("need", "city", "language", "contact", "company", "words")


def test_what_is_not_to_be_shared_is_not_asked_and_not_kept(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:choose")
    for item in ("city", "contact", "words", "language"):
        talk.taps(f"item:{item}:off")
    talk.taps("form:yes")
    seen = []
    while "form:skip" in talk.offered:
        seen += [what.rpartition(":")[2] for what in talk.told if what.startswith("casework:question")]
        talk.taps("form:skip")
    assert seen == ["need", "company"]
    talk.taps("form:send").is_told("note.we_do_not_write")
    case = talk.case
    assert case.consent is not None and case.consent.scope == ("need", "company")
    assert not (case.address or case.city or case.language or case.words)


def test_at_most_six_questions_each_can_be_skipped_and_gone_back_from(talk: Talk) -> None:
    for category in talk.library.casework.categories:
        walker = Talk(talk.library, now=MORNING)
        walker.taps(f"ask:{category}").taps("form:yes")
        steps = 0
        while "form:send" not in walker.offered:
            assert {"form:skip", "form:back", "form:stop"} <= set(walker.offered), category
            steps += 1
            walker.taps("form:skip")
        assert steps <= 6, category
        for _ in range(steps):
            walker.says("atrás")
        assert "form:skip" in walker.offered or steps == 0
        assert walker.says("atrás").told[-1] == "form.agree"


def test_words_numbers_labels_and_typos_answer_as_taps_do(talk: Talk) -> None:
    talk.taps("ask:legal").says("Sí").says("2").says("tapachla").says("Con mi famila").says("Only by day")
    talk.says("llave").says("Me dieron un papel con fecha")
    talk.is_told("form.review").says("enviar").is_told("form.registered")
    case = talk.case
    assert case.answers == {"need": "stay", "city": "Tapachula", "company": "family", "when": "day"}
    assert (case.code_word, case.words, case.city) == ("llave", "Me dieron un papel con fecha", "Tapachula")
    assert case.office == "tapachula"


def test_a_form_waits_for_days_and_goes_on_where_it_was(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:yes").taps("opt:legal:need:stay").says("menu")
    talk.now = talk.now.replace(day=29)
    talk.taps("action.person")
    assert talk.offered[0] == "form:resume"
    talk.taps("form:resume").is_told("casework:question:legal:city")


def test_an_alarm_goes_first_and_the_form_waits(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:yes").says("mi marido me pega y no me deja salir")
    assert "gbv.help" in talk.told and "form:resume" in talk.offered
    talk.taps("form:resume").is_told("casework:question:legal:need")


def test_what_was_told_as_an_alarm_is_not_asked_for_again(talk: Talk) -> None:
    talk.taps("ask:gbv").taps("form:yes")
    while "casework:question:gbv:words" not in talk.told:
        talk.taps("form:skip")
    talk.says("mi marido me pega y no me deja salir").is_told("gbv.help")
    talk.taps("form:resume").is_told("form.review").taps("form:send")
    assert talk.case.words == "mi marido me pega y no me deja salir"


def test_a_child_alone_is_asked_nothing_more(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:yes").taps("opt:legal:need:stay").says("Tijuana")
    talk.taps("opt:legal:company:minor-alone").is_told("casework:consent:child-protection")
    talk.taps("form:yes").is_told("form.review").taps("form:send")
    case = talk.case
    assert (case.category, case.lane, case.urgency, case.minor_alone) == ("child-protection", "child", "now", True)
    assert case.answers == {"city": "Tijuana"} and case.consent is not None and case.consent.text.startswith("child")


def test_the_code_is_shown_once_with_what_happens_next(talk: Talk) -> None:
    asked(talk)
    said = "\n".join(reply.text for reply in talk.replies)
    assert said.count(talk.case.code) == 1
    assert "911" in said and "note.wait_until" in talk.told and "note.closed_now" not in talk.told
    talk.says("mi solicitud")
    assert talk.case.code not in "".join(reply.text for reply in talk.replies)


def test_a_latest_time_at_which_the_office_is_closed_is_told_without_its_hours(talk: Talk) -> None:
    talk.now = datetime(2026, 11, 20, 18, tzinfo=UTC)  # a Friday; what is urgent goes by the clock
    asked(talk, "shelter").is_told("note.wait_closed")
    assert not any("9:00-17:00" in reply.text for reply in talk.replies)


@pytest.mark.parametrize(("language", "said"), [("es", "unas 5 horas"), ("en", "about 5 hours"), ("ht", "anviwon 5 è")])
def test_how_long_it_usually_takes_is_said_beside_the_latest_time(talk: Talk, language: str, said: str) -> None:
    talk.usual_wait = {"ciudad-de-mexico|-": 290, "ciudad-de-mexico|gbv": 30}
    talk.conversation = Conversation(language=language, language_chosen=True, seen=int(talk.now.timestamp()))
    asked(talk).is_told("note.usual_wait")
    assert talk.case.office == "ciudad-de-mexico"
    assert any(said in reply.text and "2026" in reply.text for reply in talk.replies)


def test_outside_hours_they_are_told(talk: Talk) -> None:
    talk.now = MORNING.replace(hour=4)
    asked(talk).is_told("note.closed_now")


def test_a_second_tap_on_send_opens_no_second_request(talk: Talk) -> None:
    asked(talk)
    talk.taps("form:send").is_told("status.case")
    assert len(talk.cases) == 1


def test_with_the_code_any_phone_learns_how_it_stands_and_nothing_else(talk: Talk) -> None:
    asked(talk, "gbv", "opt:gbv:need:safe")
    other = elsewhere(talk)
    other.says(f"mi clave es {talk.case.code.lower()}").is_told("status.case", "status.connect")
    said = " ".join(reply.text for reply in other.replies) + " ".join(other.offered)
    assert "gbv" not in said and "iolencia" not in said and "segur" not in said.lower()
    assert other.conversation is not None and not other.conversation.cases


def test_it_is_answered_elsewhere_only_after_they_say_so(talk: Talk) -> None:
    asked(talk)
    other = elsewhere(talk)
    other.says(talk.case.code).says("no").is_told("status.not_connected")
    assert talk.case.address == "somebody"
    other.says(talk.case.code).taps("yes").is_told("status.connected")
    assert (talk.case.channel, talk.case.address) == ("telegram", "another")
    assert other.conversation is not None and other.conversation.cases == (talk.case.id,)


def moved_elsewhere(talk: Talk, *answers: str) -> Talk:
    """The request is answered on another phone now; back to the old one."""
    asked(talk, *answers)
    elsewhere(talk).says(talk.case.code).taps("yes").is_told("status.connected")
    return talk


def test_the_old_chat_is_told_without_a_word_of_what_it_is_about_and_shows_nothing_more(talk: Talk) -> None:
    moved_elsewhere(talk, "gbv", "opt:gbv:need:safe").is_ordered("moved").is_told("case.moved")
    assert "gbv" not in str(talk.replies).lower() and all(reply.sealed for reply in talk.replies)
    talk.says("mi solicitud").is_told("status.none")
    assert talk.conversation is not None and talk.case.id not in talk.conversation.cases


@pytest.mark.parametrize("safe", ["opt:gbv:how:none", "opt:gbv:when:night"])
def test_the_old_chat_is_told_only_when_and_how_that_is_safe(talk: Talk, safe: str) -> None:
    skips = ["form:skip"] * (3 if "how" in safe else 2)
    moved_elsewhere(talk, "gbv", *skips, safe)
    assert safe.rpartition(":")[2] in talk.case.answers.values()
    talk.is_ordered("moved")
    assert not talk.replies
    talk.says("mi solicitud").is_told("case.moved", "status.none")
    talk.says("mi solicitud").is_told("status.none")
    assert "case.moved" not in talk.told


def test_what_staff_had_told_is_not_shown_in_the_chat_it_has_left(talk: Talk) -> None:
    asked(talk, "gbv", "form:skip", "form:skip", "form:skip", "opt:gbv:how:notice")
    talk.is_ordered("staff", "Hay lugar en la casa").is_told("talk.notice")
    elsewhere(talk).says(talk.case.code).taps("yes")
    talk.is_ordered("moved").says("mi solicitud")
    assert not any("casa" in reply.text for reply in talk.replies)


def test_without_the_code_nothing_is_told_elsewhere(talk: Talk) -> None:
    asked(talk)
    elsewhere(talk).says("mi solicitud").is_told("status.none")


def test_codes_cannot_be_guessed_one_after_the_other(talk: Talk) -> None:
    asked(talk)
    other = elsewhere(talk)
    for _ in range(5):
        other.says("K7M-4TXP").is_told("status.wrong_code")
    other.says(talk.case.code).is_told("status.too_many")
    other.now = other.now.replace(hour=other.now.hour + 1)
    other.says(talk.case.code).is_told("status.case")
    crowd = elsewhere(talk)
    crowd.code_tries = 101
    crowd.says(talk.case.code).is_told("status.too_many")


def test_talking_with_staff_the_service_keeps_quiet(talk: Talk) -> None:
    asked(talk).is_ordered("staff", "Hola, ¿qué fecha tiene tu papel?").is_told("staff.said")
    talk.says("el 3 de diciembre").is_told("talk.heard")
    talk.says("2")
    assert not talk.replies and [act.text for act in talk.to_staff] == ["el 3 de diciembre", "2"]
    talk.says("menú").is_told("menu")
    talk.says("quiero pedir asilo").is_told("asylum.apply")
    assert len(talk.to_staff) == 2
    talk.is_ordered("staff", "¿Sigues ahí?").says("sí, aquí estoy")
    assert talk.to_staff[-1].text == "sí, aquí estoy"


def test_an_alarm_in_the_talk_is_answered_and_heard_by_staff(talk: Talk) -> None:
    asked(talk).is_ordered("staff", "Hola")
    talk.says("mi marido me pega y no me deja salir").is_told("gbv.help")
    assert talk.to_staff[-1].text.startswith("mi marido")
    talk.says("ya estoy en la calle")
    assert talk.to_staff[-1].text == "ya estoy en la calle"


@pytest.mark.parametrize(
    ("media", "file", "told"),
    [
        ("image", "f1", True),
        ("document", "f1", True),
        ("voice", "f1", True),
        ("sticker", "f1", False),
        ("image", "", False),
    ],
)
def test_files_go_on_only_in_a_talk(talk: Talk, media: str, file: str, told: bool) -> None:
    asked(talk)
    talk.sends(media=media, file=file)
    assert not talk.to_staff
    talk.is_ordered("staff", "Mándame una foto")
    talk.sends(media=media, file=file)
    assert [act.file for act in talk.to_staff] == ([file] if told else [])
    assert told or talk.is_told("talk.no_such_file")


def test_who_did_not_share_words_passes_none_on(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:choose").taps("item:words:off").taps("form:yes")
    while "form:skip" in talk.offered:
        talk.taps("form:skip")
    talk.taps("form:send").is_ordered("staff", "Hola").says("esto no").is_told("talk.not_agreed")
    assert not talk.to_staff


def test_the_answer_to_a_form_never_goes_to_another_case(talk: Talk) -> None:
    asked(talk)
    talk.taps("ask:gbv").taps("form:yes").is_ordered("staff", "Hola").is_told("staff.said")
    talk.says("necesito un lugar seguro")
    assert not talk.to_staff


def test_a_neutral_notice_hides_the_answer_until_they_ask(talk: Talk) -> None:
    asked(talk, "gbv", "form:skip", "form:skip", "form:skip", "opt:gbv:how:notice")
    talk.is_ordered("staff", "Hay lugar en la casa").is_told("talk.notice")
    assert "casa" not in talk.replies[0].text
    talk.says("mi solicitud").is_told("staff.said")
    assert any("Hay lugar en la casa" in reply.text for reply in talk.replies)
    assert all(reply.sealed for reply in talk.replies)


def test_the_secret_word_opens_the_answer(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:yes")
    while "casework:question:legal:how" not in talk.told:
        talk.taps("form:skip")
    talk.says("Luciérnaga").is_told("note.word_kept").taps("form:skip").taps("form:send")
    talk.is_ordered("staff", "Ven mañana").is_told("talk.notice").says("mi solicitud").is_told("talk.word")
    talk.says("mariposa").is_told("talk.wrong_word")
    talk.says("mi solicitud").says("luciernaga").is_told("staff.said")


def test_who_said_never_is_never_written_to(talk: Talk) -> None:
    asked(talk, "gbv", "form:skip", "form:skip", "form:skip", "opt:gbv:how:none")
    for kind in ("staff", "overdue", "asked", "closed"):
        talk.is_ordered(kind, "Hola")
        assert not talk.replies
    talk.says("mi solicitud").is_told("staff.said")


def test_what_is_not_safe_now_is_told_when_it_is(talk: Talk) -> None:
    asked(talk, "legal", "form:skip", "form:skip", "form:skip", "opt:legal:when:night")
    talk.is_ordered("staff", "Hola")
    assert not talk.replies and talk.case.tell_at == MORNING.replace(day=24, hour=2).timestamp()
    talk.is_ordered("tell").is_told("staff.said")
    assert talk.case.tell_at == 0


def test_nobody_acted_and_they_are_told_with_the_next_best_place(talk: Talk) -> None:
    asked(talk).is_ordered("overdue").is_told("case.overdue")
    assert talk.offered[0] == "asylum.legal-aid"


@pytest.mark.parametrize("answer", ["yes", "not-yet", "no", "unsafe"])
def test_after_closing_they_are_asked_whether_it_helped(talk: Talk, answer: str) -> None:
    asked(talk, "gbv").becomes(state="closed", closed_at=5, reason="done", asked=1)
    talk.is_ordered("asked").is_told("case.asked")
    talk.taps(f"helped:{answer}")
    assert talk.case.helped == answer
    assert talk.decision is not None
    counted = {"yes": "survey:helped|yes", "not-yet": "survey:helped|unsure", "no": "survey:helped|no"}.get(answer)
    assert counted is None or counted in talk.decision.counts
    if answer in {"not-yet", "no"}:
        talk.is_told("helped.no").says("sí").is_told("case.reopened")
        assert talk.case.state == "queued" and talk.case.due_at > talk.now.timestamp()
    else:
        assert talk.case.state == "closed" and (answer != "unsafe" or talk.case.asked == 2)


def test_closing_is_told_with_its_reason(talk: Talk) -> None:
    asked(talk).becomes(state="closed", closed_at=5, reason="full").is_ordered("closed").is_told("case.closed")
    assert talk.library.casework.reasons["full"].told["es"] in talk.replies[0].text
    talk.taps("case:reopen").is_told("case.reopened")


def test_one_word_takes_it_all_back_and_says_who_had_it(talk: Talk) -> None:
    talk.taps("ask:legal").taps("form:yes").says("asilo").says("Tijuana").says("solo").taps("form:skip")
    talk.taps("opt:legal:how:text").says("mi historia").taps("form:send")
    place = next(iter(talk.library.directory.places.values()))
    talk.becomes(state="sent", organisation=place.id)
    talk.says("retirar").is_told("withdraw.done")
    said = talk.replies[0].text
    assert place.name in said and talk.library.casework.offices["tijuana"].name in said
    case = talk.case
    assert case.state == "withdrawn" and case.consent is not None
    assert not (case.answers or case.words or case.contact or case.address or case.city or case.code_word)
    talk.says("retirar").is_told("withdraw.nothing")


@pytest.mark.parametrize("word", ["withdraw", "retire", "/retirar"])
def test_the_word_works_in_every_language(talk: Talk, word: str) -> None:
    asked(talk).says(word).is_told("withdraw.done")


def test_my_data_tells_of_requests_and_never_what_they_are_about(talk: Talk) -> None:
    asked(talk, "gbv").taps("action.privacy").is_told("privacy", "note.case_kept")
    assert "iolencia" not in " ".join(reply.text for reply in talk.replies)


@pytest.mark.parametrize(("choice", "left"), [("erase:all", 0), ("erase:keep", 1), ("no", 1)])
def test_erasing_asks_once_about_an_open_request(talk: Talk, choice: str, left: int) -> None:
    asked(talk).says("borrar mis datos").is_told("erase.sure_open").taps(choice)
    assert len(talk.cases) == left
    assert (talk.conversation is None) == (choice != "no")
    if choice != "no":
        talk.is_told("erase.done")
    if choice == "erase:keep":
        talk.is_ordered("staff", "Hola").is_told("staff.said")


def test_the_receipt_names_nobody_and_is_the_same_when_decided_again(talk: Talk) -> None:
    talk.says("hola").says("borrar").taps("yes")
    number = next(value for say in talk.turn.says for name, value in say.values if name == "receipt")  # type: ignore[union-attr]
    assert number in talk.replies[-1].text and number.isdecimal() and len(number) == 8


def test_a_complaint_about_staff_bypasses_the_office_and_may_be_anonymous(talk: Talk) -> None:
    talk.taps("action.complaint")
    assert {"ask:complaint", "ask:staff-complaint"} <= set(talk.offered)
    talk.taps("ask:staff-complaint").taps("form:choose").taps("item:contact:off").taps("form:yes")
    talk.taps("opt:staff-complaint:need:me").says("Ciudad de México").says("me pidieron dinero").taps("form:send")
    case = talk.case
    assert (case.lane, case.office, case.address) == ("staff", "monterrey", "")
    assert case.concerns == "ciudad-de-mexico"


@pytest.mark.parametrize("where", ["Tijuana", "Ciudad de México", "Monterrey"])
def test_a_complaint_about_staff_goes_past_the_office_that_helps_the_person(talk: Talk, where: str) -> None:
    """Whom it is about is known from where it happened, and from who has their request in hand."""
    asked(talk)
    assert talk.case.office == "ciudad-de-mexico"
    talk.taps("ask:staff-complaint").taps("form:yes").taps("opt:staff-complaint:need:me").says(where)
    while "form:skip" in talk.offered:
        talk.taps("form:skip")
    case = talk.taps("form:send").case
    assert case.lane == "staff" and "ciudad-de-mexico" in case.concerns.split()
    served = {"Tijuana": "tijuana", "Ciudad de México": "ciudad-de-mexico", "Monterrey": "monterrey"}[where]
    assert served in case.concerns.split() and case.office not in case.concerns.split()
    assert "staff" in talk.library.casework.offices[case.office].lanes


def test_an_answer_is_judged_at_most_once_a_day_and_never_where_it_is_delicate(talk: Talk) -> None:
    talk.taps("gbv.help")
    assert not [choice for choice in talk.offered if choice.startswith("helpful")]
    talk.taps("asylum.apply")
    assert {"helpful:yes:asylum.apply", "helpful:no:asylum.apply"} <= set(talk.offered)
    talk.taps("asylum.deadline")
    assert not [choice for choice in talk.offered if choice.startswith("helpful")]
    talk.taps("helpful:no:asylum.apply").is_told("helpful.sorry")
    assert talk.offered[0] == "ask:legal"
    assert talk.decision is not None and "helpful:no|asylum.apply" in talk.decision.counts


def test_in_a_sealed_lane_every_message_is_protected(talk: Talk) -> None:
    talk.taps("gbv.help").taps("action.person").taps("ask:gbv")
    assert all(reply.sealed for reply in talk.replies) and "action.exit" in talk.offered
    talk.taps("form:yes")
    while "form:skip" in talk.offered:
        assert all(reply.sealed for reply in talk.replies)
        talk.taps("form:skip")
    talk.taps("form:send")
    assert all(reply.sealed for reply in talk.replies)


def test_who_changes_their_number_is_answered_at_the_new_one(talk: Talk) -> None:
    asked(talk)
    talk.address = "new-number"
    talk.does(formerly="somebody")
    assert talk.case.address == "new-number"


def test_an_order_for_what_is_gone_does_nothing(talk: Talk) -> None:
    asked(talk)
    ordered = Incoming("web", "somebody", "x", order=f"staff:{talk.case.id}", text="Hola")
    assert isinstance(talk.case, Referral)
    talk.cases.clear()
    talk.does(order=ordered.order, text=ordered.text)
    assert not talk.replies
    talk.says("borrar").says("sí").is_told("erase.done")
    talk.does(order=ordered.order, text=ordered.text)
    assert not talk.replies and talk.conversation is None, "nothing is remembered anew of who was erased"


def samples(talk: Talk) -> list[tuple[str, str, str]]:
    assert talk.decision is not None
    return [(one.text, one.language, one.topic) for one in talk.decision.samples]


LOST = "se me perdió el perro Firulais Ixtepec en la 5a calle 9621234567"


def test_what_is_not_understood_is_kept_without_what_tells_of_somebody(talk: Talk) -> None:
    talk.says("hola").says("qzx wvk trpl")
    assert samples(talk) == [], "nothing of it is a common word"
    ((text, language, topic),) = samples(talk.says(LOST))
    assert text.startswith("se me perdió") and (language, topic) == ("es", "")
    assert not {"firulais", "ixtepec", "9621234567"} & {*text.split()}


def test_nothing_is_kept_where_its_traces_can_hurt(talk: Talk) -> None:
    talk.says("hola").taps("gbv.help")
    assert samples(talk.says(LOST)) == [], "they come from a sealed topic"
    talk.taps("asylum.apply")
    assert samples(talk.says(LOST)) == [], "and have it on their trail"
    other = Talk(talk.library, address="another").says("hola").says("mi marido me quiere matar con un machete")
    assert samples(other) == []


def test_a_no_keeps_what_was_asked_and_a_yes_does_not(talk: Talk) -> None:
    talk.says("hola").says("me llamo Rosalba Ixchel, quiero pedir asilo en Tapachula")
    assert talk.conversation is not None and "quiero pedir asilo" in talk.conversation.asked
    judged = next(choice.removeprefix("helpful:yes:") for choice in talk.offered if choice.startswith("helpful:yes"))
    ((text, _, topic),) = samples(talk.taps(f"helpful:no:{judged}"))
    assert topic == judged and "asilo" in text and "rosalba" not in text
    assert talk.conversation.asked == "" and samples(talk.taps(f"helpful:no:{judged}")) == []
    other = Talk(talk.library, address="another").says("hola").says("quiero pedir asilo")
    assert samples(other.taps(f"helpful:yes:{judged}")) == []
    assert other.conversation is not None and other.conversation.asked == ""


@pytest.mark.parametrize("word", ["sí", "si", "no", "wi", "yes"])
def test_a_mere_yes_or_no_is_never_an_alarm(talk: Talk, word: str) -> None:
    talk.says("hola").says(word)
    assert talk.decision is not None and not [count for count in talk.decision.counts if count.startswith("urgent")]


def test_after_withdrawing_the_house_says_nothing_of_it_any_more(talk: Talk) -> None:
    asked(talk).says("retirar").is_told("withdraw.done")
    talk.is_ordered("staff", "Ven mañana")
    assert not talk.replies and talk.conversation is not None and not talk.conversation.withheld


@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("ht", "wi", "yes"),
        ("ht", "Wi!", "yes"),
        ("ht", "poko", "not-yet"),
        ("ht", "non", "no"),
        ("ht", "M pa ka pale", "unsafe"),
        ("es", "sí, gracias", "yes"),
        ("es", "todavía no", "not-yet"),
        ("es", "No", "no"),
        ("en", "yes, I did.", "yes"),
        ("en", "not yet", "not-yet"),
        ("en", "nope", "no"),
        ("es", "wi", "yes"),
        ("es", "2", "not-yet"),
    ],
)
def test_whether_they_got_help_may_be_written_instead_of_tapped(
    talk: Talk, language: str, said: str, answer: str
) -> None:
    asked(talk).becomes(state="closed", closed_at=5, reason="done", asked=1)
    assert talk.conversation is not None
    talk.conversation.language, talk.conversation.language_chosen = language, True
    talk.is_ordered("asked").is_told("case.asked").says(said)
    assert talk.case.helped == answer


@pytest.mark.parametrize("said", ["ok", "dale", "no entiendo", "sí pero tengo otra pregunta sobre asilo"])
def test_a_mere_ok_or_another_question_is_no_help_received(talk: Talk, said: str) -> None:
    """Counted as helped is only who says so."""
    asked(talk).becomes(state="closed", closed_at=5, reason="done", asked=1)
    talk.is_ordered("asked").says(said)
    assert not talk.case.helped
