"""What becomes of a delivery when its platform will not take it: patience has an end, a refusal has none."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.app.courier import TRIES, WAITS_FOR_PERSON_SECONDS, Courier, Parcel
from bot.app.health import Health
from bot.channels.contract import Answer, Call, TryLater
from bot.channels.telegram import Channel, Settings
from bot.channels.whatsapp import Channel as WhatsApp
from bot.channels.whatsapp import Settings as WhatsAppSettings
from bot.domain.messages import Choice, Delivery, Reply
from bot.store.line import Entry, Settled
from tests.channels.telegram import kit as telegram_kit
from tests.channels.whatsapp import kit as whatsapp_kit

HOUR = 3_600.0
TAKEN = Answer(200, b'{"ok":true,"result":{"message_id":77}}')
Says = Callable[[Call], Answer]


@dataclass
class Desk:
    """A courier whose platform answers as a test says, and what was noted of each delivery."""

    says: Says
    made: list[Call] = field(default_factory=list)
    noted: list[Settled] = field(default_factory=list)

    def __post_init__(self) -> None:
        token = WhatsAppSettings(token="T", phone_id="1", app_secret="S", verify_token="W", per_second=0)
        channels = {
            "telegram": Channel(Settings(token=telegram_kit.TOKEN, per_second=0), phrase=telegram_kit.phrase),
            "whatsapp": WhatsApp(token),
        }

        async def carry(call: Call) -> Answer:
            self.made.append(call)
            return self.says(call)

        async def shown(partition: int, person: str) -> list[str]:
            return []

        carriers = dict.fromkeys(channels, carry)
        self.courier = Courier(channels, carriers, Health(), shown, self.noted.append)


def parcel(channel: str = "telegram", *replies: Reply, **more: object) -> Parcel:
    said = replies or (Reply("Hola", (Choice("action.menu", "Menú"),)),)
    address = whatsapp_kit.ADDRESS if channel == "whatsapp" else telegram_kit.ADDRESS
    entry = Entry(f"{int(time.time() * 1000)}-0", 3, b"sealed")
    return Parcel(entry, Delivery(channel, address, "d1", said, "es", **more), "person")  # type: ignore[arg-type]


def unreachable(call: Call) -> Answer:
    raise TryLater(reason="cannot connect")


@pytest.mark.parametrize(
    "says",
    [lambda _: Answer(500, b""), lambda _: Answer(502, b"<html>"), lambda _: Answer(200, b'{"ok":tr'), unreachable],
    ids=["500", "502", "no JSON", "no connection"],
)
async def test_R12_eight_tries_over_more_than_an_hour_and_then_it_is_buried(says: Says) -> None:
    desk, one = Desk(says), parcel()
    pauses = []
    while not await desk.courier.deliver(one):
        pauses.append(one.not_before - time.time())
        assert not desk.noted[-1].bury
    assert len(desk.made) == TRIES == 8
    assert sum(pauses) > HOUR and pauses == sorted(pauses), "longer and longer"
    assert len({round(pause / 5, 3) for pause in pauses}) == len(pauses), "with a little chance in each"
    assert desk.noted[-1].bury == b"sealed" and desk.noted[-1].counts == ("unsent:telegram|unreachable",)


async def test_R12_a_refusal_is_final_and_one_who_left_is_left_in_peace() -> None:
    refused = Desk(lambda _: telegram_kit.no(400, "Bad Request: message text is empty"))
    assert await refused.courier.deliver(parcel())
    assert len(refused.made) == 1 and refused.noted[-1].bury
    left = Desk(lambda _: telegram_kit.no(403, "Forbidden: bot was blocked by the user"))
    assert await left.courier.deliver(parcel("telegram", Reply("Uno"), Reply("Dos")))
    assert len(left.made) == 1 and not left.noted[-1].bury
    assert left.noted[-1].counts == ("left:telegram",)


@pytest.mark.parametrize("seconds", [1, 35, 600])
async def test_R11_the_wait_that_is_asked_for_is_kept_and_nobody_else_waits(seconds: int) -> None:
    desk = Desk(lambda _: telegram_kit.no(429, "Too Many Requests", retry_after=seconds))
    one = parcel()
    assert not await desk.courier.deliver(one)
    assert one.not_before >= time.time() + seconds - 1
    desk.says = lambda _: TAKEN
    assert await desk.courier.deliver(parcel()), "another chat"


async def test_what_was_sent_of_a_delivery_is_not_sent_again() -> None:
    """The second of three parts fails once: the first is not repeated."""
    answers = [TAKEN, TAKEN, Answer(500, b"")]
    desk = Desk(lambda _: answers.pop(0) if answers else TAKEN)
    one = parcel("telegram", Reply("Uno"), Reply("Dos"), Reply("Tres"))
    assert not await desk.courier.deliver(one)
    assert await desk.courier.deliver(one)
    told = [call.body for call in desk.made if b'"text"' in call.body]
    assert [sum(word in body for body in told) for word in (b"Uno", b"Dos", b"Tres")] == [1, 2, 1]


@pytest.mark.parametrize("code", [190, 368, 131031])
async def test_a_channel_that_is_down_takes_no_tries_from_anybody(code: int) -> None:
    desk, one = Desk(lambda _: whatsapp_kit.no(401, code)), parcel("whatsapp")
    for _ in range(TRIES + 2):
        assert not await desk.courier.deliver(one)
        desk.courier.paces["whatsapp"].free_at = 0.0
    assert one.tries == 0 and not any(noted.bury for noted in desk.noted)
    assert desk.courier.health.troubles, "staff are told"


async def test_what_is_late_waits_for_the_person_and_goes_out_when_they_write() -> None:
    """131047: Meta's clock is stricter than ours."""
    desk, one = Desk(lambda _: whatsapp_kit.no(400, 131047)), parcel("whatsapp")
    assert not await desk.courier.deliver(one)
    assert one.not_before > time.time() + WAITS_FOR_PERSON_SECONDS - 60
    desk.says = lambda _: Answer(200, b'{"messages":[{"id":"wamid.1"}]}')
    one.person_wrote(int(time.time()) + 86_400)
    assert one.hurry.is_set() and await desk.courier.deliver(one)
    assert not desk.noted[-1].bury


async def test_an_alert_is_counted_when_the_platform_takes_it_and_known_again_when_it_is_read() -> None:
    desk = Desk(lambda _: Answer(200, b'{"messages":[{"id":"wamid.1"}]}'))
    assert await desk.courier.deliver(parcel("whatsapp", alert=True))
    assert desk.noted[-1].counts == ("alert_sent:whatsapp",) and desk.noted[-1].alerts == (("whatsapp", "wamid.1"),)
    assert await desk.courier.deliver(parcel("whatsapp"))
    assert not desk.noted[-1].counts and not desk.noted[-1].alerts, "a reply is no alert"


async def test_for_an_alert_nobody_is_invited_to_write() -> None:
    """Closed as we know it, or as only the platform does: it is over, and nothing of it is put aside."""
    known, theirs = Desk(lambda _: TAKEN), Desk(lambda _: whatsapp_kit.no(400, 131047))
    assert await known.courier.deliver(parcel("whatsapp", alert=True, open_until=1)) and not known.made
    assert await theirs.courier.deliver(parcel("whatsapp", alert=True))
    assert not any(b"template" in call.body for call in theirs.made)
    for desk in (known, theirs):
        assert desk.noted[-1].counts == ("unsent:whatsapp|never-wrote-again",) and not desk.noted[-1].bury


async def test_an_alert_that_is_too_late_is_not_sent() -> None:
    desk = Desk(lambda _: TAKEN)
    assert await desk.courier.deliver(parcel(alert=True, until=int(time.time()) - 1)) and not desk.made
    assert desk.noted[-1].counts == ("unsent:telegram|unreachable",)
    assert await desk.courier.deliver(parcel(alert=True, until=int(time.time()) + 3_600)) and desk.made


async def test_with_one_who_left_alerts_end() -> None:
    desk = Desk(lambda _: telegram_kit.no(403, "Forbidden: bot was blocked by the user"))
    assert await desk.courier.deliver(parcel()) and desk.noted[-1].has_left


async def test_replies_that_wait_for_their_turn_hold_alerts_back() -> None:
    desk = Desk(lambda _: TAKEN)
    assert desk.courier.is_free("telegram") and desk.courier.is_free("no such channel")
    desk.courier.paces["telegram"].stop_for(60)
    assert not desk.courier.is_free("telegram") and desk.courier.is_free("whatsapp")


async def test_a_platform_that_fails_is_given_no_further_alerts_for_a_while() -> None:
    desk = Desk(lambda _: Answer(500, b""))
    assert not await desk.courier.deliver(parcel()) and not desk.courier.is_free("telegram")
    assert desk.courier.is_free("whatsapp")


@pytest.mark.parametrize("answer", [Answer(500, b""), telegram_kit.no(429, "Too Many Requests", retry_after=30)])
async def test_an_alert_that_waits_is_tried_at_once_when_a_reply_waits_behind_it(answer: Answer) -> None:
    """Unless the platform itself has named the time."""
    desk, one = Desk(lambda _: answer), parcel(alert=True)
    assert not await desk.courier.deliver(one) and one.not_before > time.time()
    one.reply_waits()
    assert one.hurry.is_set() == (answer.status == 500) == (one.not_before == 0.0)
