"""What all tests share: the real content, a real Redis, a person who talks to the service, a running service."""

import dataclasses
import hashlib
import os
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, settings

from bot.dialogue.background import wanted
from bot.dialogue.decision import Decision, decide
from bot.dialogue.turns import take_turn
from bot.domain.alert import Subscription
from bot.domain.code import codes
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming, Pin, Reply
from bot.domain.referral import Referral
from bot.domain.turn import Change, Fresh, Known, Tell, Turn
from bot.library.library import Library
from bot.library.loading import load
from bot.store.embedded import find_server
from tests.browser import browser  # noqa: F401 - a fixture for all
from tests.service import CACHE, leaks
from tests.waiting import PATIENCE, wait_until

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", PATIENT, derandomize=True)
settings.register_profile("fuzz", PATIENT)
# A red `make test` is about the change, never about the dice; `make fuzz` throws them.
settings.load_profile(os.environ.get("FAROL_HYPOTHESIS", "steady"))

ROOT = Path(__file__).parents[1]
LONGEST_FIRST = ("trials", "console", "e2e", "report", "web", "app")
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-stories", action="store_true", help="write what the service says into the stories")


def pytest_configure(config: pytest.Config) -> None:
    """Learns the content once, before workers start: no test waits for it, and no two learn at the same time."""
    if not hasattr(config, "workerinput"):
        CACHE.mkdir(parents=True, exist_ok=True)
        load(ROOT / "content", ROOT / "locales", CACHE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker is left alone with it at the end."""
    last = len(LONGEST_FIRST)
    places = {folder: at for at, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: min(places.get(part, last) for part in item.path.relative_to(ROOT).parts))


@pytest.fixture(scope="session", autouse=True)
def P06_no_log_of_any_service_holds_what_people_said() -> Iterator[None]:
    """Every service that the tests start runs at `debug`; when all is over its log is searched."""
    yield
    assert leaks() == []


@pytest.fixture(scope="session")
def library() -> Library:
    """The content people get, learned as the service learns it."""
    found, problems = load(ROOT / "content", ROOT / "locales", CACHE)
    assert found is not None, "\n".join(map(str, problems))
    return found


@dataclasses.dataclass
class Talk:
    """One person and the service, in memory."""

    library: Library
    channel: str = "web"
    conversation: Conversation | None = None
    now: datetime = NOON
    number: int = 0
    turn: Turn | None = None
    decision: Decision | None = None
    cases: dict[str, Referral] = dataclasses.field(default_factory=dict)
    """Everybody's referrals, as the store would keep them."""
    to_staff: list[Tell] = dataclasses.field(default_factory=list)
    """What went to staff."""
    address: str = "somebody"
    code_tries: int = 0
    usual_wait: dict[str, int] = dataclasses.field(default_factory=dict)
    subscription: Subscription | None = None

    def does(self, **what: object) -> None:
        self.number += 1
        self.now += timedelta(seconds=7)
        incoming = Incoming(self.channel, self.address, f"m{self.number}", **what)  # type: ignore[arg-type]
        known = self._known(incoming)
        self.turn = take_turn(known, incoming, self.library, self.now)
        self.decision = decide(known, incoming, self.library, self.now)
        self.conversation, self.subscription = self.decision.conversation, self.decision.subscription
        for act in self.decision.acts:
            after = act.after if isinstance(act, Change) else act.referral
            self.cases[after.id] = after
            self.to_staff += [act] if isinstance(act, Tell) else []
        for referral in self.decision.erased:
            del self.cases[referral.id]

    def _known(self, incoming: Incoming) -> Known:
        """As the worker reads it."""
        wish = wanted(self.conversation, incoming)
        seed = hashlib.blake2b(f"{self.address}:{incoming.id}".encode()).digest()
        return Known(
            self.conversation,
            tuple(self.cases[id] for id in wish.referrals if id in self.cases),
            next((one for one in self.cases.values() if one.code == wish.code), None) if wish.code else None,
            self.code_tries,
            Fresh(f"00{seed[:16].hex()}", next(codes(seed))) if wish.fresh else None,
            self.usual_wait,
            self.subscription,
        )

    @property
    def case(self) -> Referral:
        """The newest referral."""
        return [*self.cases.values()][-1]

    def is_ordered(self, kind: str, text: str = "") -> "Talk":
        """The house has something to tell about the newest referral."""
        self.does(order=f"{kind}:{self.case.id}", text=text)
        return self

    def becomes(self, **what: object) -> "Talk":
        """Staff or the clock change the newest referral."""
        self.cases[self.case.id] = dataclasses.replace(self.case, **what)  # type: ignore[arg-type]
        return self

    def says(self, text: str, hint: str = "") -> "Talk":
        self.does(text=text, language_hint=hint)
        return self

    def taps(self, choice: str) -> "Talk":
        """By id, or by the label that stands on the button."""
        by_label = {one.label: one.id for reply in self.replies for one in reply.choices}
        self.does(choice=by_label.get(choice, choice))
        return self

    def shares(self, latitude: float, longitude: float) -> "Talk":
        self.does(location=Pin(latitude, longitude))
        return self

    def sends(self, media: str, file: str = "") -> "Talk":
        self.does(media=media, file=file)
        return self

    @property
    def replies(self) -> tuple[Reply, ...]:
        if self.decision is None:
            return ()
        return tuple(reply for delivery in self.decision.deliveries for reply in delivery.replies)

    @property
    def told(self) -> list[str]:
        assert self.turn is not None
        return [say.what for say in self.turn.says]

    @property
    def offered(self) -> list[str]:
        return [choice.id for choice in self.replies[-1].choices] if self.replies else []

    def is_told(self, *what: str) -> "Talk":
        missing = [id for id in what if id not in self.told]
        assert not missing, f"expected {missing} among {self.told}"
        return self


@pytest.fixture
def talk(library: Library) -> Talk:
    return Talk(library)


class RedisServer:
    """A real redis-server as an operator would run it: append-only, always synced, with a password."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options = folder, options
        self.socket = folder / "r.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        settings = ["--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder), "--save", ""]
        settings += ["--appendonly", "yes", "--appendfsync", "always", *self.options]
        self.process = subprocess.Popen([find_server(), *settings], stdout=subprocess.DEVNULL)
        wait_until(self._is_there, "redis-server")

    def _is_there(self) -> bool:
        try:
            return self.cli("ping") == "PONG"
        except (OSError, EOFError, ValueError):  # not yet, or it still loads
            return False

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def pause(self, stopped: bool) -> None:
        assert self.process is not None
        self.process.send_signal(19 if stopped else 18)

    def cli(self, *words: str) -> str:
        """What redis-cli prints when nobody looks at it: a line for each value."""
        return self.says(*words).decode().strip()

    def says(self, *words: str) -> bytes:
        """The same, byte by byte: over the socket, as starting a program for each question costs more than the rest."""
        asked = [b"$%d\r\n%s\r\n" % (len(word), word) for word in (word.encode() for word in words)]
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(str(self.socket))
            line.sendall(b"*%d\r\n%s" % (len(asked), b"".join(asked)))
            with line.makefile("rb") as answer:
                return _read(answer)


def _read(answer: BinaryIO) -> bytes:
    """One value of Redis's protocol, in the words of redis-cli."""
    kind, rest = (line := answer.readline())[:1], line[1:].strip()
    if kind in (b"+", b":"):
        return rest
    if kind == b"$":
        return answer.read(int(rest) + 2)[:-2] if rest != b"-1" else b""
    if kind == b"*":
        return b"\n".join([_read(answer) for _ in range(int(rest))])
    if kind == b"-":
        raise ValueError(rest.decode())
    raise EOFError("Redis has closed the connection")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("r"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def fresh_redis(redis_server: RedisServer) -> RedisServer:
    redis_server.cli("flushall")
    return redis_server
