"""Whatever is sent in whatever order: it never raises, it answers, and nobody sees another's state."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.decision import decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming, Pin
from bot.domain.turn import Known
from bot.library.library import Library
from bot.store.codec import decode, encode
from tests.conftest import NOON

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
    city:shelter.find:Tijuana city:shelter.find: places:shelter.find:Tijuana:3 places:x:y:z more:asylum:8 more::
    about:shelter.find about: city:: action.nothing action.. .. menu action.thanks action.help
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
