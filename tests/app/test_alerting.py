"""Alerts on a real Redis: who asked gets each once, by day, where the platform lets us write; who stopped gets none."""

import asyncio
import dataclasses
import itertools
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import alerting
from bot.app.alerting import FEWEST_WAITING, Alerter
from bot.app.health import Health
from bot.app.trickling import AT_ONCE, Trickle
from bot.app.worker import Worker
from bot.channels.contract import Channel
from bot.domain.alert import EVERYWHERE, LIFE_SECONDS, Alert
from bot.domain.messages import Delivery, Incoming
from bot.library.library import Library
from bot.store import keys
from bot.store.accounts import Accounts
from bot.store.cases import Cases
from bot.store.erasing import Eraser
from bot.store.installation import open_installation
from bot.store.leases import Leases
from bot.store.line import Line
from bot.store.link import Link
from bot.store.rotation import Rotation
from bot.store.seal import Seal
from bot.store.subscriptions import Subscriptions
from tests.conftest import RedisServer

PARTITIONS = 4
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
"""Noon in Mexico City, eleven in Hermosillo, ten in Tijuana, one in Cancún."""
HOUR = timedelta(hours=1)


def alert(id: str = "test", **what: Any) -> Alert:
    values: dict[str, Any] = {"everywhere": "states" not in what, "starts": NOON - HOUR, "ends": NOON + 48 * HOUR}
    return Alert(id, f"{id}.yaml", {"es": "Prueba", "en": "Test", "ht": "Tès"}, **(values | what))


@dataclass
class Stand:
    line: Line
    library: Library
    windows: Mapping[str, int] = field(default_factory=dict)
    now: datetime = NOON
    sent: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        cases = Cases(self.line.link, self.line.seal, self.line.installation)
        leases = Leases(self.line.link, "worker", "me", PARTITIONS)
        self.channels = cast(
            dict[str, Channel],
            {
                name: SimpleNamespace(window=lambda address, seconds=seconds: seconds)
                for name, seconds in {"web": 0, "whatsapp": 86_400}.items()
            },
        )
        self.worker = Worker(
            self.line, cases, leases, lambda: self.library, Health(), self.channels, now=lambda: self.now
        )
        self.subscriptions = Subscriptions(self.line)
        self.alerter = Alerter(self.subscriptions, self.channels, lambda: self.library, now=lambda: self.now)
        self.eraser = Eraser(self.line, cases, ("web", "whatsapp"))
        self.numbers = itertools.count()

    def publish(self, *alerts: Alert) -> None:
        self.library = dataclasses.replace(self.library, alerts={one.id: one for one in alerts})

    async def does(self, *who: str, channel: str = "web", **what: Any) -> None:
        """They tap or write, and are answered."""
        self.now += timedelta(seconds=1)
        await asyncio.gather(
            *(self.line.queue(Incoming(channel, one, f"m{next(self.numbers)}", **what)) for one in who)
        )
        entries = await self.line.read_inbound(dict.fromkeys(range(PARTITIONS), "0"), 100, 250)
        await self.worker._answer(entries)

    async def asks(self, *who: str, where: str = EVERYWHERE, channel: str = "web") -> None:
        await self.does(*who, channel=channel, choice=f"alerts:{where}")

    async def tend(self) -> int:
        """Until nothing more is queued; what waits is taken away as by a sender."""
        done = 0
        while some := sum([await self.alerter.tend(partition) for partition in range(PARTITIONS)]):
            done += some
            self.sent += await self.taken()
        return done

    async def taken(self) -> list[Delivery]:
        found = []
        for entry in await self.line.bulk(range(PARTITIONS), 1_000):
            found.append(self.line.open_delivery(entry.payload))
            await self.line.link.one("XDEL", keys.bulk(entry.partition), entry.id)
        return found

    @property
    def told(self) -> list[str]:
        return sorted(one.address for one in self.sent)

    async def keys_of(self, who: str, channel: str = "web") -> list[str]:
        """Where anything about a person stands."""
        name = self.line.installation.person(channel, who)
        partition = self.line.installation.partition(name)
        found = [key.decode() for key in await self.line.link.one("KEYS", f"*{name.replace('[', '?')}*")]
        place = await self.line.link.one("ZSCORE", keys.subscribers(partition), name)
        return found if place is None else [*found, keys.subscribers(partition)]

    async def count(self, what: str) -> int:
        names = list(await self.line.link.one("KEYS", "tally:*"))
        found = await self.line.link.many(("HGET", name, what) for name in names)
        return sum(int(one or 0) for one in found)


@pytest.fixture
async def stand(fresh_redis: RedisServer, library: Library) -> AsyncIterator[Stand]:
    link = Link(fresh_redis.url)
    seal = Seal(["a-key-for-tests-of-24-characters"])
    installation = await open_installation(link, seal, PARTITIONS)
    yield Stand(Line(link, seal, installation), library)
    await link.close()


async def test_who_asked_is_told_once_whatever_happens_in_between(stand: Stand) -> None:
    people = [f"p{number}" for number in range(60)]
    await stand.asks(*people)
    stand.publish(alert())
    assert await stand.tend() == 60 and stand.told == sorted(people)
    (reply,) = stand.sent[0].replies
    assert reply.text.startswith("Prueba") and "BAJA" in reply.text and reply.taps_only
    assert [choice.id for choice in reply.choices] == ["alerts:stop"]
    await stand.line.link.many(("DEL", keys.alert_cursors(partition)) for partition in range(PARTITIONS))
    await stand.does("p1", text="hola")
    await stand.asks("p2", where="Chiapas")
    assert await stand.tend() == 0, "how far it came is lost, people write and change, and nobody is told again"


async def test_little_waits_at_a_time_and_two_that_work_side_by_side_double_nothing(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "MOST_WAITING", 0)
    people = [f"p{number}" for number in range(PARTITIONS * 3 * FEWEST_WAITING)]
    await stand.asks(*people)
    stand.publish(alert())
    await asyncio.gather(*(stand.alerter.tend(partition) for partition in [*range(PARTITIONS)] * 3))
    waiting = [entry.partition for entry in await stand.line.bulk(range(PARTITIONS), 1_000)]
    assert max(map(waiting.count, range(PARTITIONS))) == FEWEST_WAITING
    stand.sent += await stand.taken()
    await stand.tend()
    assert stand.told == sorted(people)


async def test_only_those_whom_it_concerns_are_told_and_in_their_language(stand: Stand) -> None:
    await stand.does("ht", choice="language.ht")
    await stand.asks("ht", "here", where="Chiapas")
    await stand.asks("there", where="Sonora")
    await stand.asks("all")
    stand.publish(alert(states=("Chiapas",)))
    await stand.tend()
    assert stand.told == ["all", "here", "ht"]
    assert [one.replies[0].text[:3] for one in stand.sent if one.address == "ht"] == ["Tès"]
    stand.publish(alert(states=("Chiapas", "Sonora")))
    await stand.tend()
    assert stand.told == ["all", "here", "ht", "there"], "a state that is added is told, and nobody twice"


async def test_at_night_only_what_is_urgent_is_told(stand: Stand) -> None:
    await stand.asks("juarez", where="Chiapas")
    await stand.asks("tijuana", where="Baja California")
    await stand.asks("all")
    stand.publish(alert(ends=NOON + 96 * HOUR))
    stand.now = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
    await stand.tend()
    assert stand.told == ["juarez"], "half past eight in Chiapas, half past six in Tijuana"
    assert stand.sent[0].until == int(datetime(2026, 11, 22, 3, 0, tzinfo=UTC).timestamp()), "nine in the evening"
    stand.now = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    await stand.tend()
    assert stand.told == ["juarez", "tijuana"]
    stand.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    stand.publish(alert(ends=NOON + 96 * HOUR), alert("urgent", urgent=True))
    await stand.tend()
    assert stand.told == ["all", "juarez", "juarez", "tijuana", "tijuana"]


async def test_nobody_is_told_before_its_time_or_after(stand: Stand) -> None:
    await stand.asks("a")
    stand.publish(alert(starts=NOON + HOUR, ends=NOON + 2 * HOUR))
    assert await stand.tend() == 0
    stand.now = NOON + 2 * HOUR
    assert await stand.tend() == 0
    stand.now -= timedelta(minutes=1)
    assert await stand.tend() == 1


async def test_where_the_platform_takes_nothing_now_the_alert_comes_when_they_write_again(stand: Stand) -> None:
    await stand.asks("a", channel="whatsapp")
    stand.now += 24 * HOUR
    stand.publish(alert())
    assert await stand.tend() == 0
    await stand.does("a", channel="whatsapp", text="hola")
    await stand.tend()
    assert stand.told == ["a"] and stand.sent[0].open_until > stand.now.timestamp()


async def test_who_has_a_request_that_must_stay_unseen_is_told_nothing_meanwhile(stand: Stand) -> None:
    await stand.asks("a", "b")
    for choice in ("ask:gbv", "form:yes", *["form:skip"] * 6, "form:send", "action.menu"):
        await stand.does("a", choice=choice)
    stand.publish(alert(urgent=True))
    await stand.tend()
    assert stand.told == ["b"]
    await stand.does("a", choice="alerts:Chiapas")
    assert await stand.count("alert_opted_in:web") == 2


async def test_a_new_number_takes_the_alerts_along(stand: Stand) -> None:
    await stand.asks("old")
    stand.publish(alert())
    await stand.tend()
    await stand.does("new", formerly="old")
    assert await stand.keys_of("old") == []
    stand.publish(alert(), alert("second"))
    await stand.tend()
    assert stand.told == ["new", "old"]


async def test_a_subscription_ends_by_itself_and_is_forgotten(stand: Stand) -> None:
    await stand.asks("a")
    name = stand.line.installation.person("web", "a")
    key = keys.subscription(stand.line.installation.partition(name), name)
    stand.publish(alert())
    assert 0 < int(await stand.line.link.one("TTL", key)) <= LIFE_SECONDS
    await stand.line.link.one("DEL", key)
    assert await stand.tend() == 0
    assert [one for one in await stand.keys_of("a") if "subscri" in one] == []


async def test_an_operator_erases_a_subscription_and_what_waits(stand: Stand) -> None:
    await stand.asks("a")
    stand.publish(alert())
    for partition in range(PARTITIONS):
        await stand.alerter.tend(partition)
    gone = await stand.eraser.erase("web:a", stand.now)
    assert gone.counts["subscription to alerts"] == 1 and gone.counts["alert waiting"] == 1
    assert await stand.keys_of("a") == [] and await stand.taken() == []


async def test_subscriptions_can_be_read_under_a_new_key(stand: Stand) -> None:
    await stand.asks("a")
    fresh = Seal(["another-key-for-tests-of-24-letters", "a-key-for-tests-of-24-characters"])
    cases, link = Cases(stand.line.link, fresh, stand.line.installation), stand.line.link
    await Rotation(link, fresh, cases, Accounts(link, fresh, stand.line.installation)).run()
    stand.line.seal = Seal(["another-key-for-tests-of-24-letters"])
    stand.publish(alert())
    await stand.tend()
    assert stand.told == ["a"]


async def test_replies_go_first_and_few_alerts_are_underway_at_a_time(stand: Stand) -> None:
    await stand.asks("a", "b", "c", "d", "e", "f", "gone")
    stand.publish(alert())
    for partition in range(PARTITIONS):
        await stand.alerter.tend(partition)
    await stand.does("gone", text="BAJA")
    await stand.line.link.many(("DEL", keys.outbound(partition)) for partition in range(PARTITIONS))

    async def let_through(underway: int, is_free: bool) -> list[str]:
        everybody = [*range(PARTITIONS)]
        trickle = Trickle(stand.line, Health(), lambda: underway, lambda channel: is_free)
        for _ in range(3 * PARTITIONS):
            await trickle.let_some_through(everybody)
        found = await stand.line.read_outbound(dict.fromkeys(everybody, "0"), 100, 1)
        return sorted(stand.line.open_delivery(entry.payload).address for entry in found)

    assert await let_through(0, is_free=False) == []
    assert await let_through(AT_ONCE, is_free=True) == []
    await Trickle(stand.line, Health(), lambda: AT_ONCE - 1, lambda channel: True).let_some_through(
        [*range(PARTITIONS)]
    )
    assert len(await let_through(AT_ONCE, is_free=True)) <= 1
    assert await let_through(0, is_free=True) == ["a", "b", "c", "d", "e", "f"], "who stopped meanwhile gets none"


DONE = st.sampled_from(
    ["alerts:all", "alerts:Chiapas", "alerts:stop", "alerts:", "STOP", "baja", "avisos", "tapachula", "salir", "erase"]
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(done=st.lists(st.tuples(st.sampled_from("ab"), DONE), max_size=12))
async def test_whatever_is_started_and_stopped(stand: Stand, done: list[tuple[str, str]]) -> None:
    """At most one subscription each, in one place; who is told has one, once; who has erased all has left nothing."""
    await stand.line.link.one("FLUSHALL")
    stand.line.installation = await open_installation(stand.line.link, stand.line.seal, PARTITIONS)
    stand.__post_init__()
    stand.sent, stand.now = [], NOON
    stand.publish(alert())
    for who, what in done:
        stand.now += timedelta(seconds=60)
        if what == "erase":
            await stand.does(who, choice="action.erase")
            await stand.does(who, choice="yes")
            assert await stand.keys_of(who) == []
        else:
            await stand.does(who, **({"choice": what} if ":" in what else {"text": what}))
    wanted = 0
    for who in "ab":
        found = [key for key in await stand.keys_of(who) if key.startswith(("subscription:", "subscribers:"))]
        assert len(found) in {0, 2}, found
        wanted += bool(found)
    ins, outs = await stand.count("alert_opted_in:web"), await stand.count("alert_opted_out:web")
    assert ins - outs == wanted
    await stand.tend()
    assert len(stand.sent) == wanted and len(set(stand.told)) == wanted
