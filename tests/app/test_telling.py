"""Case-management systems hear of the referrals of their office, by id and state: once, in order, and nothing more."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import web

from bot.app import case_hooks
from bot.app.health import Health
from bot.app.settings import WrongSettings, read_configuration
from bot.app.telling import MOST_TRIES, Heard, Teller, Told, post
from bot.channels.signing import sign
from bot.console.api_description import DESCRIPTION
from bot.domain.casehook import EVENTS, CaseHook
from bot.domain.referral import Consent, Referral, moved
from bot.store import keys
from bot.store.cases import Cases, Stored
from bot.store.desk import Desk
from bot.store.installation import open_installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.outbox import Outbox
from bot.store.seal import Seal
from tests.conftest import RedisServer

PARTITIONS = 4
SECRET = b"a-secret-for-the-tests-of-hooks"
HERE = CaseHook("here", "tapachula", "https://cases.example.org/farol", SECRET)
AWAY = CaseHook("away", "tijuana", "https://away.example.org/farol", SECRET)
TAKEN = Heard(True)
CANARY = "Josefina vive detras del molino"


@dataclass
class Stand:
    desk: Desk
    teller: Teller
    now: datetime = datetime(2026, 11, 20, 18, tzinfo=UTC)
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """The system, and what it took."""
    answer: Heard = TAKEN
    calls: int = 0
    opened: int = 0

    async def post(self, hook: CaseHook, body: bytes, headers: dict[str, str]) -> Heard:
        assert headers["X-Signature-256"] == sign(SECRET, body).decode() and CANARY.encode() not in body
        self.calls += 1
        await asyncio.sleep(0)
        if self.answer.taken:
            self.heard.append((hook.name, json.loads(body)))
        return self.answer

    async def open(self, **what: Any) -> Stored:
        self.opened += 1
        fresh = self.desk.cases.fresh(f"person-{self.opened}", "web", f"m{self.opened}")
        consent = Consent("1", "es", 100, "web", ("need",))
        values: dict[str, Any] = {"category": "legal", "office": "tapachula", "words": CANARY, "address": CANARY}
        values |= {"consent": consent, "code": fresh.code, "opened_at": 100, "due_at": 900}
        return await self.save(None, Referral(fresh.id, **(values | what)))

    async def save(self, before: Stored | None, after: Referral) -> Stored:
        writes, stored = self.desk.cases.saved(before, after)
        await self.desk.make_true(after.partition, writes, self.now)
        return stored

    async def move(self, stored: Stored, move: str, by: str = "staff", **said: str) -> Stored:
        return await self.save(stored, moved(stored.referral, move, by, 200, **said))

    async def tend(self, times: int = 2, **later: int) -> list[str]:
        """What was taken since, as `here queued`."""
        self.now += timedelta(**later)
        before = len(self.heard)
        for _ in range(times):
            for partition in range(PARTITIONS):
                await self.teller.tend(partition)
            await asyncio.gather(*self.teller.calls.values())
        return [f"{name} {told['event'].removeprefix('referral.')}" for name, told in self.heard[before:]]


@pytest.fixture
async def stand(fresh_redis: RedisServer) -> AsyncIterator[Stand]:
    link, seal = Link(fresh_redis.url), Seal(["a-key-for-tests-of-24-characters"])
    installation = await open_installation(link, seal, PARTITIONS)
    cases = Cases(link, seal, installation)
    teller = Teller(Outbox(cases), (HERE, AWAY), Health())
    found = Stand(Desk(Line(link, seal, installation), cases), teller)
    teller.now, teller.post = lambda: found.now, found.post
    yield found
    await link.close()


async def test_its_office_and_no_other_hears_of_every_state_once(stand: Stand) -> None:
    stored = await stand.open()
    assert await stand.tend() == ["here queued"]
    assert await stand.tend() == []
    stored = await stand.move(stored, "claim", claimed_by="ana")
    assert await stand.tend() == ["here moved"]
    told = stand.heard[-1][1]
    assert told.keys() == {"id", "event", "referral", "office", "state", "revision", "at", "sent_at"}
    assert (told["referral"], told["state"], told["office"]) == (stored.referral.id, "claimed", "tapachula")
    stored = await stand.save(stored, replace(stored.referral, unread=True))
    assert await stand.tend() == [], "its state is the same"
    await stand.move(stored, "withdraw", "person")
    assert await stand.tend() == ["here withdrawn"]


async def test_what_changes_while_it_waits_is_told_as_it_is_then(stand: Stand) -> None:
    stored = await stand.open()
    stand.answer = Heard(False, "status 503")
    await stand.tend()
    stored = await stand.move(stored, "claim", claimed_by="ana")
    stored = await stand.move(stored, "attend")
    stand.answer = Heard(True)
    assert await stand.tend(minutes=10) == ["here moved"]
    assert stand.heard[-1][1]["state"] == "attended"


async def test_who_hands_over_is_told_that_it_is_gone(stand: Stand) -> None:
    stored = await stand.open()
    await stand.tend()
    await stand.move(stored, "hand-over", office="tijuana")
    assert sorted(await stand.tend()) == ["away queued", "here gone"]
    assert stand.heard[-1][1]["state"] in {"gone", "queued"}


async def test_who_is_erased_is_gone_for_the_system_too(stand: Stand, fresh_redis: RedisServer) -> None:
    stored = await stand.open()
    await stand.tend()
    await stand.desk.make_true(stored.referral.partition, await stand.desk.cases.erased(stored.referral), stand.now)
    assert await stand.tend() == ["here gone"]
    left = [key for key in fresh_redis.cli("keys", "hook*").split() if "cursor" not in key]
    assert left == [], "not even its number is kept"


async def test_of_a_sealed_lane_it_hears_nothing_unless_its_entry_says_so(stand: Stand) -> None:
    await stand.open(category="gbv", lane="gbv")
    assert await stand.tend() == [] and stand.calls == 0
    stand.teller.hooks = (replace(HERE, name="focal", lanes=("gbv",)), HERE)
    assert await stand.tend() == ["focal queued"]
    await stand.open(category="staff-complaint", lane="staff")
    assert await stand.tend() == []


async def test_a_system_that_is_added_hears_of_what_is_open(stand: Stand) -> None:
    stand.teller.hooks = ()
    await stand.open()
    closed = await stand.move(await stand.open(), "claim", claimed_by="ana")
    await stand.move(closed, "close", reason="done")
    assert await stand.tend() == []
    stand.teller.hooks = (HERE,)
    assert await stand.tend() == ["here queued"]


async def test_who_fell_far_behind_learns_all_the_same(stand: Stand, fresh_redis: RedisServer) -> None:
    stored = await stand.open()
    await stand.tend()
    await stand.move(stored, "withdraw", "person")
    other = await stand.open()
    for partition in range(PARTITIONS):
        fresh_redis.cli("xtrim", keys.changes(partition), "maxlen", "0")
    await stand.move(other, "claim", claimed_by="ana")
    await stand.save(None, Referral(f"{stored.referral.partition:02d}" + "a" * 32, "legal", office="tapachula"))
    assert "here withdrawn" in await stand.tend(), "from what it knows, not from the stream"


async def test_it_is_tried_with_growing_pauses_and_then_given_up_in_sight(stand: Stand) -> None:
    await stand.open()
    stand.answer = Heard(False, "status 500")
    pauses, last = [], stand.now
    while stand.calls < MOST_TRIES:
        before = stand.calls
        await stand.tend(1, seconds=1 if stand.calls < 6 else 600)
        if stand.calls > before:
            pauses.append((stand.now - last).total_seconds())
            last = stand.now
    assert pauses[1] < 20 and pauses[-1] > 3_600 and sum(pauses) > 8 * 3_600
    condition = await stand.teller.outbox.condition("here")
    assert (condition.waiting, condition.dead) == (0, 1) and condition.examples[0][1] == "status 500"
    assert await stand.tend(days=3) == [] and stand.calls == MOST_TRIES
    stand.answer = Heard(True)
    assert await stand.teller.outbox.again("here", int(stand.now.timestamp())) == 1
    assert await stand.tend() == ["here queued"]
    assert (await stand.teller.outbox.condition("here")).dead == 0


async def test_what_a_system_refuses_is_not_sent_again(stand: Stand) -> None:
    stored = await stand.open()
    stand.answer = Heard(False, "status 400", is_final=True)
    await stand.tend(hours=1)
    await stand.tend(hours=1)
    assert stand.calls == 1 and (await stand.teller.outbox.condition("here")).dead == 1
    stand.answer = Heard(True)
    await stand.move(stored, "claim", claimed_by="ana")
    assert await stand.tend() == ["here moved"], "what is new is told; it heals what was given up"


async def test_one_that_asks_for_time_gets_it(stand: Stand) -> None:
    await stand.open()
    stand.answer = Heard(False, "status 429", after=3_000)
    await stand.tend()
    await stand.tend(minutes=49)
    assert stand.calls == 1
    await stand.tend(minutes=2)
    assert stand.calls == 2


async def test_who_dies_before_it_is_written_down_tells_it_again_under_the_same_number(stand: Stand) -> None:
    async def dies(hook: CaseHook, body: bytes, headers: dict[str, str]) -> Heard:
        await stand.post(hook, body, headers)
        raise ConnectionError

    await stand.open()
    stand.teller.post = dies
    for partition in range(PARTITIONS):
        await stand.teller.tend(partition)
    await asyncio.gather(*stand.teller.calls.values(), return_exceptions=True)
    stand.teller.post, already = stand.post, len(stand.heard)
    assert already and await stand.tend() == ["here queued"]
    assert len({told["id"] for _, told in stand.heard}) == 1


async def test_thousands_are_told_a_few_at_a_time(stand: Stand) -> None:
    for _ in range(30):
        await stand.open()
    for partition in range(PARTITIONS):
        await stand.teller.tend(partition)
    assert len(stand.teller.calls) <= 4
    await asyncio.gather(*stand.teller.calls.values())
    assert (
        len(await stand.tend(20)) + len(stand.heard) >= 30 and len({told["referral"] for _, told in stand.heard}) == 30
    )


def test_what_is_documented_is_what_is_sent() -> None:
    page = (Path(__file__).parents[2] / "docs/case-systems.md").read_text("utf-8")
    (written,) = re.findall(r"<!-- case -->\n```json\n(.*)\n```", page)
    told = msgspec.json.decode(written, type=Told)
    assert (
        set(json.loads(written))
        == set(Told.__struct_fields__)
        == set(DESCRIPTION["components"]["schemas"]["Told"]["required"])
    )
    events = {f"referral.{event}" for event in EVENTS}
    assert told.event in events and all(f"`{event}`" in page for event in events)


# over real HTTP


@pytest.fixture
async def door() -> AsyncIterator[tuple[int, list[str]]]:
    """A server on this machine, and the paths that were asked for."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        if request.path == "/elsewhere":
            raise web.HTTPTemporaryRedirect("/taken")
        return web.Response(status=int(request.path.strip("/")) if request.path.strip("/").isdecimal() else 204)

    app = web.Application()
    app.router.add_post("/{any}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield runner.addresses[0][1], asked
    await runner.cleanup()


async def test_what_a_system_answers_says_what_comes_next(door: tuple[int, list[str]]) -> None:
    port, asked = door
    ours = replace(HERE, inside=True)
    found = {}
    for path in ("taken", "200", "400", "404", "410", "429", "500", "503", "elsewhere"):
        found[path] = await post(replace(ours, url=f"http://127.0.0.1:{port}/{path}"), b"{}", {})
    assert [path for path, heard in found.items() if heard.taken] == ["taken", "200"]
    assert [path for path, heard in found.items() if heard.is_final] == ["400", "404", "410", "elsewhere"]
    assert len(asked) == len(found), "a redirect is not followed"
    assert not (await post(replace(ours, url="http://127.0.0.1:9/"), b"{}", {})).taken


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"])
async def test_s06_a_private_address_is_never_asked(door: tuple[int, list[str]], host: str) -> None:
    port, asked = door
    heard = await post(replace(HERE, url=f"http://{host}:{port}/taken"), b"{}", {})
    assert not heard.taken and not asked


# how it is set


def settings(tmp_path: Path, rows: object, secrets: str = f"cpims={'s' * 24}") -> dict[str, str]:
    path = tmp_path / "hooks.yaml"
    path.write_text(json.dumps(rows))
    return {"BOT_CASE_HOOKS": str(path), "BOT_CASE_HOOK_SECRETS": secrets}


GOOD = {"name": "cpims", "office": "tapachula", "url": "https://cases.example.org/farol"}


def test_a_file_says_which_and_the_environment_their_secrets(tmp_path: Path) -> None:
    (hook,) = read_configuration(settings(tmp_path, [GOOD | {"lanes": ["child"]}])).case_hooks
    assert hook == CaseHook("cpims", "tapachula", GOOD["url"], b"s" * 24, ("child",))
    inside = GOOD | {"url": "http://127.0.0.1:8000/farol", "inside": True}
    assert read_configuration(settings(tmp_path, [inside])).case_hooks[0].inside


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "http://cases.example.org/"}, "https"),
        ({"url": "https://127.0.0.1/"}, "public"),
        ({"url": "https://10.1.2.3/"}, "public"),
        ({"url": "https://[fd00::1]/"}, "public"),
        ({"url": "https://somebody:word@cases.example.org/"}, "user"),
        ({"url": "ftp://cases.example.org/"}, "https"),
        ({"secret": "x" * 30}, "does not belong here"),
        ({"lanes": ["legal"]}, "lanes"),
        ({"lanes": "gbv"}, "lanes"),
        ({"inside": "yes"}, "true or false"),
        ({"name": "a b"}, "letters"),
        ({"colour": "red"}, "nothing else"),
        ({"name": "other"}, "lacks other"),
    ],
)
def test_what_is_wrong_stops_the_start_and_says_how_to_mend_it(
    tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    with pytest.raises(WrongSettings, match=said):
        read_configuration(settings(tmp_path, [GOOD | wrong]))


def test_a_secret_that_is_short_or_of_nobody_is_refused(tmp_path: Path) -> None:
    for secrets in ("cpims=short", "cpims", f"cpims={'s' * 24},other={'s' * 24}"):
        with pytest.raises(WrongSettings, match="BOT_CASE_HOOK_SECRETS"):
            read_configuration(settings(tmp_path, [GOOD], secrets))
    assert case_hooks.with_secrets((), ()) == ()
