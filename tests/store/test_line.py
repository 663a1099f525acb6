"""Deliveries between a worker and a sender: sealed by one, opened by the other, or handed on within one process."""

from typing import Any

import pytest

from bot.domain.messages import Choice, Delivery, Reply
from bot.store.installation import Installation
from bot.store.line import MOST_FRESH, Line
from bot.store.seal import Seal, Unreadable

SECRET = "a-secret-of-these-tests-with-letters"


def line(sends_its_own: bool, secret: str = SECRET) -> Line:
    unlinked: Any = None
    return Line(unlinked, Seal([secret]), Installation(16, b"pepper"), sends_its_own)


def delivery(number: int) -> Delivery:
    reply = Reply(f"reply {number}", (Choice("asylum.apply", "Asylum"),))
    return Delivery("bridge", "bench|1", f"id{number}", (reply,), "en", open_until=7)


@pytest.mark.parametrize("sends_its_own", [True, False])
def test_a_delivery_reads_the_same_however_often_it_is_read(sends_its_own: bool) -> None:
    mine = line(sends_its_own)
    payload = mine.seal_delivery(delivery(1))
    assert [mine.open_delivery(payload) for _ in range(3)] == [delivery(1)] * 3
    assert line(False).open_delivery(payload) == delivery(1)


def test_a_sender_that_falls_behind_opens_what_it_did_not_keep() -> None:
    mine = line(True)
    payloads = [mine.seal_delivery(delivery(number)) for number in range(MOST_FRESH + 5)]
    assert len(mine._fresh) == MOST_FRESH
    assert [mine.open_delivery(payload).id for payload in payloads] == [f"id{at}" for at in range(MOST_FRESH + 5)]
    assert not mine._fresh


def test_who_sends_elsewhere_keeps_nothing_of_a_person_in_memory() -> None:
    mine = line(False)
    mine.seal_delivery(delivery(1))
    assert not mine._fresh


def test_what_another_installation_sealed_is_not_opened() -> None:
    payload = line(True, "another-secret-of-these-tests-with-letters").seal_delivery(delivery(1))
    with pytest.raises(Unreadable):
        line(True).open_delivery(payload)
