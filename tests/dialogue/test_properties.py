"""Whatever is sent in whatever order: it never raises, it answers, and nobody sees another's state."""

import re
from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.dialogue.decision import decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming, Pin
from bot.domain.turn import Known
from bot.library.library import Library
from bot.store.codec import decode, encode
from tests.conftest import NOON, Talk

WORDS = st.sampled_from(
    [
        "menu",
        "atrás",
        "1",
        "2",
        "9",
        "99",
        "sí",
        "no",
        "tijuana",
        "idioma",
        "borrar",
        "salir",
        "hola",
        "kreyòl",
        "asilo",
    ]
)
TEXT = st.one_of(WORDS, st.text(max_size=80), st.text(alphabet="‮​ا🙂é\u0301-/{}%", max_size=40))
CHOICES = st.sampled_from(
    """
    action.menu back menu.more yes no asylum asylum.apply shelter.find language.ht language.xx action.erase action.exit
    alerts: alerts:all alerts:stop alerts:Chiapas alerts:x
    city:shelter.find:Tijuana city:shelter.find: places:shelter.find:Tijuana:3 places:x:y:z more:asylum:8 more::
    about:shelter.find about: city:: action.nothing action.. .. menu action.thanks action.help
    action.fine action.bye action.unsure action.comfort action.about action.listen
    """.split()  # noqa: SIM905 - a list this long reads better as words
)
SENT = st.one_of(
    st.builds(lambda text: {"text": text}, TEXT),
    st.builds(lambda choice: {"choice": choice}, st.one_of(CHOICES, st.text(max_size=70))),
    st.builds(lambda x, y: {"location": Pin(x, y)}, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(lambda kind: {"media": kind}, st.sampled_from(["voice", "sticker", "other", "", "x"])),
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=st.lists(SENT, max_size=12), hint=st.sampled_from(["", "ht", "en-US", "zz", "ES"]))
def test_any_sequence_is_answered(library: Library, sent: list[dict[str, object]], hint: str) -> None:
    conversation: Conversation | None = None
    now = NOON
    for number, what in enumerate(sent):
        now += timedelta(seconds=9)
        incoming = Incoming("web", "a", str(number), language_hint=hint, **what)  # type: ignore[arg-type]
        decision = decide(Known(conversation), incoming, library, now)
        again = decide(Known(conversation), incoming, library, now)
        assert decision == again, "deciding again must change nothing"
        repeated = any(count.startswith(("echo", "flood")) for count in decision.counts)
        assert repeated or any(delivery.replies for delivery in decision.deliveries)
        for delivery in decision.deliveries:
            assert (delivery.channel, delivery.address) == ("web", "a")
            for reply in delivery.replies:
                assert reply.text.strip() and len(reply.choices) <= 10
                assert all(choice.label and choice.id for choice in reply.choices)
        conversation = decision.conversation
        if conversation is not None:
            assert decode(Conversation, encode(conversation)) == conversation


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(mine=st.lists(SENT, max_size=6), theirs=st.lists(SENT, max_size=6))
def test_what_one_person_does_never_shows_with_another(
    library: Library, mine: list[dict[str, object]], theirs: list[dict[str, object]]
) -> None:
    def alone(sent: list[dict[str, object]], address: str) -> list[object]:
        conversation, said = None, []
        for number, what in enumerate(sent):
            incoming = Incoming("web", address, str(number), **what)  # type: ignore[arg-type]
            decision = decide(Known(conversation), incoming, library, NOON + timedelta(seconds=number))
            conversation = decision.conversation
            said.append([delivery.replies for delivery in decision.deliveries])
        return said

    before = alone(mine, "a")
    alone(theirs, "b")
    assert alone(mine, "a") == before


ASKING = st.sampled_from(
    """
    ask: ask::7 ask:legal ask:gbv ask:child-protection ask:staff-complaint ask:nothing form:yes form:yes form:skip
    form:send form:send form:back form:stop form:choose form:resume form:no form:x item:city:off item:words:off
    item:contact:off item:x:on opt:gbv:need:safe opt:legal:company:minor-alone opt:gbv:how:notice opt:gbv:how:none
    opt:gbv:when:night opt:legal:need:asylum opt::: helped:yes helped:no helped:x talk:on case:reopen yes no erase:all
    erase:keep action.status action.withdraw action.privacy action.erase action.person action.complaint action.menu
    helpful:no:asylum.apply helpful:yes:x gbv.help
    """.split()  # noqa: SIM905
)
WORDS_IN_A_FORM = st.sampled_from(
    [
        "sí",
        "no",
        "retirar",
        "mi solicitud",
        "atrás",
        "K7M-4TXP",
        "Tijuana",
        "llave",
        "mi marido me pega",
        "menu",
        "salir",
    ]
)
ORDERS = st.sampled_from(["staff", "overdue", "asked", "closed", "expired", "tell", "nothing"])
STATES = st.sampled_from(["claimed", "sent", "closed", "withdrawn", "expired", "not-reached"])
DONE = st.one_of(
    st.builds(lambda choice: {"choice": choice}, ASKING),
    st.builds(lambda choice: {"choice": choice}, ASKING),
    st.builds(lambda text: {"text": text}, st.one_of(WORDS_IN_A_FORM, TEXT)),
    st.builds(lambda kind: {"order": kind, "text": "Hola"}, ORDERS),
    st.builds(lambda state: {"state": state}, STATES),
    st.just({"code": "right"}),
    st.builds(
        lambda kind, file: {"media": kind, "file": file}, st.sampled_from(["image", "voice", "x"]), st.text(max_size=3)
    ),
    SENT,
)
WHOLE = st.builds(
    lambda category, end: [{"choice": f"ask:{category}"}, {"choice": "form:yes"}, *[{"choice": "form:skip"}] * end],
    st.sampled_from(["legal", "gbv", "trafficking", "staff-complaint"]),
    st.integers(4, 7),
).map(lambda steps: [*steps, {"choice": "form:send"}])
"""A form from its beginning to its end, or nearly."""
ANSWERED = WHOLE.map(lambda steps: [*steps, {"order": "staff", "text": "Hola"}])
TELLING = re.compile(r"violencia|violence|vyolans|\btrata\b|traffick|trafik|psea|peas|abus|abuz|gbv", re.IGNORECASE)
"""Words that must not stand on a screen because the service says them by itself; "mi tratamiento" tells nothing."""
OWN = (
    "form.",
    "casework:",
    "status.",
    "case.",
    "talk.",
    "staff.",
    "helped.",
    "withdraw.",
    "erase.",
    "privacy",
    "note.case",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.one_of(WHOLE, ANSWERED, *[DONE.map(lambda one: [one])] * 3), min_size=1, max_size=14),
    language=st.sampled_from(["es", "en", "ht"]),
)
@example(  # the notice that a text came too often belongs to the talk that it stands in
    parts=[
        [{"choice": "ask:staff-complaint"}, {"choice": "form:yes"}, *[{"choice": "form:skip"}] * 4],
        [{"choice": "form:send"}, *[{"code": "right"}] * 5, {"order": "staff", "text": "Hola"}, {"code": "right"}],
    ],
    language="es",
)
def test_whatever_is_done_about_referrals(library: Library, parts: list[list[dict[str, str]]], language: str) -> None:
    """It never raises, it answers, consent comes before all else, and no lane is named."""
    talk = Talk(library, conversation=Conversation(language=language, language_chosen=True))
    for what in [one for part in parts for one in part]:
        before = set(talk.cases)
        known = bool(talk.cases)
        if "state" in what or what.get("order") or what.get("code"):
            if not known:
                continue
            if "state" in what:
                talk.becomes(state=what["state"], closed_at=5)
                continue
            if what.get("code"):
                talk.says(f"mi clave: {talk.case.code}")
            else:
                talk.is_ordered(what["order"], what["text"])
        else:
            talk.does(**what)
        assert talk.decision is not None and talk.turn is not None
        quiet = talk.decision.acts or any(
            each.startswith(("echo", "flood", "withheld")) for each in talk.decision.counts
        )
        assert quiet or what.get("order") or talk.replies
        for id in set(talk.cases) - before:
            consent = talk.cases[id].consent
            assert consent and consent.text and consent.language and consent.at and consent.channel
            assert talk.cases[id].code and talk.cases[id].due_at > talk.cases[id].opened_at
        if talk.conversation is not None:
            assert decode(Conversation, encode(talk.conversation)) == talk.conversation
            assert len(encode(talk.conversation)) < 12_000
        if all(say.what.startswith(OWN) for say in talk.turn.says):
            for reply in talk.replies:
                assert not TELLING.search(reply.text), reply.text
                labels = " ".join(one.label for one in reply.choices if one.id.startswith(("ask:", "opt:", "form:")))
                assert not TELLING.search(labels), labels
        lanes = {case.lane for case in talk.cases.values() if case.id in getattr(talk.conversation, "with_case", "")}
        if lanes - {""}:
            assert all(reply.sealed for reply in talk.replies if not what.get("choice") and not what.get("text"))
