"""What all pages work with: the store, accounts, sessions, the log of who saw what, the content, the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from bot.browser.streams import Streams
from bot.console.passwords import Passwords
from bot.domain.casehook import CaseHook
from bot.domain.problem import Problem
from bot.domain.staff import Roles
from bot.library.library import Library
from bot.library.loading import Shelf
from bot.library.roles import roles_of
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from bot.store.installation import Installation
from bot.store.link import Link
from bot.store.seal import Seal
from bot.store.sessions import Sessions
from bot.store.tries import Tries

Made = TypeVar("Made", covariant=True)


class Store(Protocol[Made]):
    """A class of bot/store: made of the way to Redis, the seal and the installation."""

    def __call__(self, link: Link, seal: Seal, installation: Installation, /) -> Made: ...


@dataclass
class Desk:
    library: Callable[[], Library]
    now: Callable[[], datetime]
    link: Link
    seal: Seal
    installation: Installation
    public_url: str = ""
    """Empty while the service has no public address: then links begin with where the browser asked."""
    secure: bool = False
    """Cookies only over https."""
    shelf: Shelf | None = None
    """How the content was loaded here, and what is wrong with it."""
    streams: Streams = field(default_factory=Streams)
    """To be closed when the process stops."""
    passwords: Passwords = field(default_factory=Passwords)
    hooks: tuple[CaseHook, ...] = ()
    """Case-management systems that are told of referrals."""
    _made: dict[object, object] = field(default_factory=dict, init=False)

    @property
    def refused(self) -> list[Problem]:
        """The errors for which the newest content was refused: the version before is served."""
        return [one for one in self.shelf.problems if one.level == "error"] if self.shelf is not None else []

    def __post_init__(self) -> None:
        self.accounts = self.store(Accounts)
        self.sessions = self.store(Sessions)
        self.tries = self.store(Tries)
        self.audit = Audit(self.link, self.seal, self.installation, self.now)

    def store(self, kind: Store[Made]) -> Made:
        """A part of the store, made once: `desk.store(Referrals)`."""
        if kind not in self._made:
            self._made[kind] = kind(self.link, self.seal, self.installation)
        return self._made[kind]  # type: ignore[return-value]

    @property
    def roles(self) -> Roles:
        return roles_of(self.library())

    @property
    def seconds(self) -> int:
        return int(self.now().timestamp())
