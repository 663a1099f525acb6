"""Clocks that are wrong, and messages that come again hours and days later or in no order."""

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import RedisServer
from tests.service import Receiver, Service, sign
from tests.trials.clocks import clock
from tests.trials.conftest import Start
from tests.trials.sizes import size
from tests.trials.test_delivery import answers_in_order, numbered, sum_tally, wait_until_all_is_done
from tests.trials.test_hooks import ALL, HOOKS, post
from tests.waiting import wait_until

WHATSAPP = {"object": "whatsapp_business_account"}


def whatsapp_body(**value: object) -> bytes:
    told = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": ALL["BOT_WHATSAPP_PHONE_ID"]}, **value}
    return json.dumps(WHATSAPP | {"entry": [{"id": "1", "changes": [{"field": "messages", "value": told}]}]}).encode()


def said_on_whatsapp(id: str, at: float, person: str = "5215512345678") -> bytes:
    message = {"from": person, "id": id, "timestamp": str(int(at)), "type": "text", "text": {"body": "/menu"}}
    return whatsapp_body(messages=[message])


def posts(service: Service, hook: str, body: bytes) -> None:
    path, signed = HOOKS[hook]
    status, _ = post(service, path, body, signed(body))
    assert status == 200


def test_R14_the_same_messages_an_hour_and_a_day_later_are_not_answered_again(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    many = size(40, 10_000)
    bodies = [json.dumps({"id": f"m{n}", "from": f"p{n}", "text": "/menu"}).encode() for n in range(many)]
    for name, ahead in (("now", {}), ("hour", clock("+1h")), ("day", clock("+24h"))):
        service = start(fresh_redis.url, name=name, **ahead)
        with ThreadPoolExecutor(20) as pool:
            said = list(pool.map(lambda body: service.post_raw(body, sign(body)), bodies * 5))  # noqa: B023
        assert set(said) == {200}
        receiver.wait_for(many)
        wait_until_all_is_done(fresh_redis)
        service.stop()
    assert len(receiver.replies) == many


OFFSETS = {"two hours ahead": "+2h", "two hours behind": "-2h", "a year ahead": "+400d"}


@pytest.mark.parametrize("name", OFFSETS)
def test_R21_with_a_wrong_clock_order_holds_and_nothing_is_answered_twice(
    start: Start, fresh_redis: RedisServer, receiver: Receiver, name: str
) -> None:
    right = start(fresh_redis.url, name="right")
    for number in range(3):
        right.keeps(numbered("p", number))
    receiver.wait_for(3)
    right.stop()
    wrong = start(fresh_redis.url, name="wrong", **clock(OFFSETS[name]))
    for number in range(6):  # the first three again, then three more
        wrong.keeps(numbered("p", number))
    receiver.wait_for(6)
    wrong.stop()
    back = start(fresh_redis.url, name="back")
    for number in range(8):
        back.keeps(numbered("p", number))
    receiver.wait_for(8)
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == 8 and answers_in_order(receiver, "p", 8)
    for key in fresh_redis.cli("keys", "conversation:*").splitlines():
        assert 0 < int(fresh_redis.cli("ttl", key)) <= 30 * 86_400, "nothing lives longer for a wrong clock"


def test_R21_over_the_hour_that_comes_twice_order_and_dedupe_hold(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    """Two processes either side of a change of summer time, in a zone that has one."""
    for name, ahead in (("before", "@2026-11-01 01:59:50"), ("after", "@2026-11-01 01:00:10")):
        service = start(fresh_redis.url, name=name, TZ="America/Tijuana", **clock(ahead))
        for number in range(4 if name == "after" else 2):
            service.keeps(numbered("p", number))
        receiver.wait_for(4 if name == "after" else 2)
        service.stop()
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == 4 and answers_in_order(receiver, "p", 4)


def test_S02_a_genuine_post_sent_again_and_again_is_answered_once(start: Start, fresh_redis: RedisServer) -> None:
    now = time.time()
    body = said_on_whatsapp("wamid.replayed", now)
    service = start(fresh_redis.url, name="now", **ALL)
    for _ in range(size(60, 1_000)):
        posts(service, "whatsapp", body)
    wait_until_turned(fresh_redis, 1)
    service.stop()
    later = start(fresh_redis.url, name="later", **ALL, **clock("+49h"))
    posts(later, "whatsapp", body)
    later.stop()
    for key in fresh_redis.cli("keys", "seen:*").splitlines():  # as after three days
        fresh_redis.cli("del", key)
    latest = start(fresh_redis.url, name="latest", **ALL, **clock("+4d"))
    posts(latest, "whatsapp", body)
    posts(latest, "whatsapp", said_on_whatsapp("wamid.new", now + 4 * 86_400))
    wait_until_turned(fresh_redis, 3)
    latest.stop()
    assert sum_tally(fresh_redis, "message:text") == 3
    assert sum_tally(fresh_redis, "late") == 1, "too old to be known again: kept, and not answered"


def wait_until_turned(redis: RedisServer, turns: int) -> None:
    def is_over() -> bool:
        return sum_tally(redis, "message:text") >= turns and not int(
            redis.cli("eval", "local n=0 for _,k in ipairs(redis.call('KEYS','inbound:*')) do "
                      "n=n+redis.call('XLEN',k) end return tostring(n)", "0"))  # fmt: skip

    wait_until(is_over, f"{turns} turns")


def status(message: str, state: str) -> Mapping[str, object]:
    row = {"id": message, "status": state, "timestamp": str(int(time.time())), "recipient_id": "5215512345678"}
    return {"statuses": [row]}


def test_R15_reports_and_updates_in_no_order_only_move_forward(start: Start, fresh_redis: RedisServer) -> None:
    service = start(fresh_redis.url, **ALL)
    posts(service, "whatsapp", whatsapp_body(**status("wamid.ours", "read")))
    posts(service, "whatsapp", whatsapp_body(**status("wamid.ours", "delivered")))
    posts(service, "whatsapp", said_on_whatsapp("wamid.theirs", time.time()))
    posts(service, "whatsapp", whatsapp_body(**status("wamid.ours", "sent")))
    assert sum_tally(fresh_redis, "fate:whatsapp|read") == 1
    assert sum_tally(fresh_redis, "fate:whatsapp|delivered") == sum_tally(fresh_redis, "fate:whatsapp|sent") == 0
    for number in (900, 899, 3, 901):  # update_id falls back
        message = {"message_id": number, "date": int(time.time()), "text": "/menu"}
        message |= {"chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": False, "first_name": "A"}}
        posts(service, "telegram", json.dumps({"update_id": number, "message": message}).encode())
    wait_until_turned(fresh_redis, 5)
    assert sum_tally(fresh_redis, "message:text") == 5
    assert service.metric("farol_messages_reported_total") == 1
    assert "Traceback" not in service.log.read_text()


def test_R15_a_week_of_delayed_messages_makes_no_storm(
    start: Start, fresh_redis: RedisServer, receiver: Receiver
) -> None:
    service = start(fresh_redis.url)
    week = int(time.time()) - 7 * 86_400
    for number in range(size(50, 5_000)):
        service.keeps({"id": f"old{number}", "from": f"p{number % 10}", "text": "hola", "at": week + number})
    service.keeps({"id": "new", "from": "p0", "text": "/menu", "at": int(time.time())})
    receiver.wait_for(1)
    wait_until_all_is_done(fresh_redis)
    assert len(receiver.replies) == 1
    assert sum_tally(fresh_redis, "late") == size(50, 5_000)
