"""`bot run`: puts the parts of the service together in one process, and takes them apart in order."""

import asyncio
import errno
import gc
import logging
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.app import overlaying
from bot.app.alerting import Alerter
from bot.app.doors import Observed, observation_routes
from bot.app.health import Health
from bot.app.ingress import Busy, Ingress
from bot.app.keyfile import follow_keys
from bot.app.listening import listen
from bot.app.opening import Store, open_shelf, open_store
from bot.app.renewing import Renewing
from bot.app.sender import Sender
from bot.app.settings import Configuration, Settings
from bot.app.steward import Steward
from bot.app.telling import Teller
from bot.app.waits import Waits
from bot.app.worker import Worker
from bot.channels import found_channels
from bot.channels.contract import Answer, Call, Carry, Channel
from bot.channels.http import Http
from bot.console import room as console
from bot.console.desk import Desk
from bot.domain.counting import local
from bot.domain.messages import Incoming
from bot.library.library import Library
from bot.library.loading import Shelf, settle
from bot.store.accounts import Accounts
from bot.store.audit import Audit
from bot.store.cases import Cases
from bot.store.desk import Desk as Casedesk
from bot.store.embedded import CannotStart
from bot.store.feed import Feeds
from bot.store.leases import Leases
from bot.store.line import Line
from bot.store.outbox import Outbox
from bot.store.overlays import Overlays
from bot.store.rotation import Rotation
from bot.store.spool import Spool
from bot.store.subscriptions import Subscriptions
from bot.store.tallies import Tallies
from bot.web import chat, pages, stats

log = logging.getLogger(__name__)

PARTS = ("ingress", "worker", "sender", "web")
STOP_SECONDS = 5.0


def open_channels(configuration: Configuration, shelf: Shelf) -> dict[str, Channel]:
    public_url = configuration.settings.public_url

    def phrase(id: str, language: str) -> str:
        return shelf.current.phrase(id, language)

    channels: dict[str, Channel] = {}
    for name, module in found_channels().items():
        if configuration.channels[name].is_on():
            channels[name] = module.Channel(configuration.channels[name], public_url, phrase)
            channels[name].languages = tuple(shelf.current.languages)
    return channels


@dataclass
class Service:
    """One process of the service, with the parts it was asked to run."""

    configuration: Configuration
    parts: tuple[str, ...]
    store: Store
    shelf: Shelf
    channels: Mapping[str, Channel]
    health: Health

    def __post_init__(self) -> None:
        store = self.store
        self.member = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.line = Line(store.link, store.seal, store.installation, {"worker", "sender"} <= set(self.parts))
        self.cases = Cases(store.link, store.seal, store.installation)
        self.feeds = Feeds(store.link, store.seal, store.installation)
        self.http = Http()
        self.spool = Spool(Path(self.configuration.settings.data_dir) / "spool", store.seal)
        self.ingress = Ingress(self.line, self.spool, self.channels, self.health, self.http.post)

    async def run(self, stopping: asyncio.Event, ready: Callable[[str], None]) -> None:
        settings = self.configuration.settings
        overlays = Overlays(self.store.link, self.store.seal, self.store.installation)
        jobs: list[Awaitable[None]] = [self.shelf.watch(), overlaying.follow(overlays, self.shelf)]
        desk = self._desk(settings)
        partitions = settings.partitions
        finishing: list[asyncio.Task[None]] = []
        if "worker" in self.parts:
            leases = Leases(self.store.link, "worker", self.member, partitions)
            waits = Waits(Tallies(self.store.link, self.store.installation), lambda: self.shelf.current)
            jobs.append(waits.watch())
            worker = Worker(self.line, self.cases, leases, waits.library, self.health, self.channels)
            worker.usual_wait = lambda: waits.usual
            finishing.append(asyncio.create_task(worker.run(stopping)))
            finishing.append(asyncio.create_task(self._steward().run(stopping)))
        if "sender" in self.parts:
            leases = Leases(self.store.link, "sender", self.member, partitions)
            sender = Sender(self.line, leases, self.channels, self._carriers(), self.health)
            finishing.append(asyncio.create_task(sender.run(stopping)))
        if "ingress" in self.parts or "web" in self.parts:
            jobs.append(self.ingress.drain_spool(stopping))
        if "web" in self.parts:
            jobs.append(console.tidy(desk))
        if not settings.redis_url and not settings.secret_keys:
            jobs.append(follow_keys(Path(settings.data_dir), self.store.seal))
            if settings.key_days:
                jobs.append(self._renewing(settings).run())
        background = [asyncio.ensure_future(job) for job in jobs]
        try:
            async with self._listening(settings, desk), self._open_channels():
                gc.collect()
                settle()
                ready(f"http://{settings.host}:{settings.port}" if self._has_doors() else "")
                await _first_of(stopping, *finishing, *background)
                stopping.set()
        finally:
            stopping.set()
            await _finish(finishing)
            for task in background:
                task.cancel()
            results = await asyncio.gather(*background, return_exceptions=True)
            await self.feeds.close()
            self.http.close()
            for failed in results:
                if isinstance(failed, Exception):
                    raise failed

    def _steward(self) -> Steward:
        store = self.store
        leases = Leases(store.link, "steward", self.member, self.configuration.settings.partitions)
        audit = Audit(store.link, store.seal, store.installation)
        return Steward(
            Casedesk(self.line, self.cases),
            leases,
            audit,
            self.health,
            self.channels,
            library=lambda: self.shelf.current,
            accounts=Accounts(store.link, store.seal, store.installation),
            teller=Teller(Outbox(self.cases), self.configuration.case_hooks, self.health),
            alerter=Alerter(Subscriptions(self.line), self.channels, lambda: self.shelf.current),
        )

    def _renewing(self, settings: Settings) -> Renewing:
        store = self.store
        accounts = Accounts(store.link, store.seal, store.installation)
        return Renewing(
            Path(settings.data_dir),
            settings.key_days,
            Rotation(store.link, store.seal, self.cases, accounts),
            self.spool,
            Audit(store.link, store.seal, store.installation),
            lambda: local(datetime.now(UTC)).date(),
        )

    @asynccontextmanager
    async def _open_channels(self) -> AsyncIterator[None]:
        """Webhooks are registered, or polling begins, where messages come in."""
        here = list(self.channels.values()) if "ingress" in self.parts else []

        async def accept(incoming: Incoming) -> None:
            await self.ingress.accept(incoming, delivers_again=True)

        try:
            for channel in here:
                await channel.open(self.http.post, accept)
            yield
        finally:
            for channel in here:
                await channel.close()

    def _has_doors(self) -> bool:
        return "ingress" in self.parts or "web" in self.parts

    @asynccontextmanager
    async def _listening(self, settings: Settings, desk: Desk) -> AsyncIterator[None]:
        if not self._has_doors():
            yield
            return
        doors = self._doors(settings)
        app = web.Application(client_max_size=1 << 20)
        told = Observed(self.parts, self.health, self.shelf, self.line, self.spool, settings.metrics_token)
        app.add_routes(observation_routes(told))
        if "ingress" in self.parts:
            app.add_routes(self.ingress.routes())
        if "web" in self.parts:
            friendly = chat.friendly(doors)
            app.add_routes(chat.routes(doors))
            app.add_routes(console.routes(desk))
            app.add_routes(pages.routes(pages.PageDoors(doors.library, doors.now, settings.public_url)))
            if settings.public_stats:
                tallies = Tallies(self.store.link, self.store.installation)
                app.add_routes(stats.routes(stats.StatsDoors(tallies, doors.library, doors.now)))
            app.router.add_get("/{nothing:.*}", lambda request: friendly(request, nothing_here))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0, keepalive_timeout=75.0, lingering_time=2.0)
        await runner.setup()
        try:
            server = await listen(runner, settings.host, settings.port)
        except OSError as error:
            await runner.cleanup()
            if error.errno == errno.EADDRINUSE:
                raise CannotStart(
                    f"BOT_PORT: {settings.host}:{settings.port} is in use; stop what uses it or choose another port"
                ) from None
            raise CannotStart(
                f"BOT_HOST, BOT_PORT: cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
                "give an address of this machine (127.0.0.1, or 0.0.0.0 for all), and a port above 1023 unless root"
            ) from None
        try:
            yield
        finally:
            server.close()
            doors.streams.close()
            desk.streams.close()
            await runner.cleanup()

    def _doors(self, settings: Settings) -> chat.Doors:
        async def accept(incoming: Incoming) -> None:
            try:
                await self.ingress.accept(incoming, delivers_again=False)
            except Busy:
                raise chat.Busy from None

        return chat.Doors(
            library=lambda: self.shelf.current,
            feeds=self.feeds,
            accept=accept,
            secure=settings.public_url.startswith("https://"),
            now=lambda: datetime.now(UTC),
            public_url=settings.public_url,
        )

    def _desk(self, settings: Settings) -> Desk:
        """What the staff console works with."""
        return Desk(
            library=lambda: self.shelf.current,
            now=lambda: datetime.now(UTC),
            link=self.store.link,
            seal=self.store.seal,
            installation=self.store.installation,
            public_url=settings.public_url,
            secure=settings.public_url.startswith("https://"),
            shelf=self.shelf,
            hooks=self.configuration.case_hooks,
        )

    def _carriers(self) -> dict[str, Carry]:
        async def to_feed(call: Call) -> Answer:
            await self.feeds.append(call.url, call.body)
            return Answer(200, b"")

        return {name: to_feed if channel.road == "feed" else self.http.post for name, channel in self.channels.items()}


async def nothing_here(request: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


async def _first_of(stopping: asyncio.Event, *tasks: asyncio.Future[None]) -> None:
    """Until we are told to stop, or a part fails."""

    async def told() -> None:
        await stopping.wait()

    waiting = asyncio.ensure_future(told())
    done, _ = await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    for task in done:
        task.result()


async def _finish(tasks: list["asyncio.Task[None]"]) -> None:
    """What is in hand is finished, but nobody waits for ever."""
    if not tasks:
        return
    done, pending = await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        task.result()


async def run(configuration: Configuration, parts: tuple[str, ...], say: Callable[[str], None]) -> None:
    """The whole life of one process."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    shelf = open_shelf(configuration.settings)
    check_case_hooks(configuration, shelf.current)
    channels = open_channels(configuration, shelf)
    store = await open_store(configuration.settings)
    try:
        service = Service(configuration, parts, store, shelf, channels, Health())
        first = await first_link(store, configuration.settings) if "web" in parts else ""
        await service.run(stopping, lambda address: _announce(address, channels, store, say, first))
    finally:
        await store.close()
    say("Farol has stopped; nothing is lost.")


def check_case_hooks(configuration: Configuration, library: Library) -> None:
    """A system of an office that is not there would never hear of anything."""
    for hook in configuration.case_hooks:
        if hook.office not in library.casework.offices:
            raise CannotStart(
                f"BOT_CASE_HOOKS: {hook.name} names the office {hook.office}, which is not in offices.yaml"
            )


async def first_link(store: Store, settings: Settings) -> str:
    """Where the very first account of the staff is made; empty once there is one."""
    accounts = Accounts(store.link, store.seal, store.installation)
    if await accounts.are_there_any():
        return ""
    return f"{settings.web_base}/staff/invitation/{accounts.first_token}"


def _announce(
    address: str, channels: Mapping[str, Channel], store: Store, say: Callable[[str], None], first: str
) -> None:
    say("Farol is ready.")
    if address:
        say(f"  web chat   {address}/")
        say(f"  staff      {address}/staff")
        for channel in channels.values():
            if channel.hook:
                say(f"  {channel.name:<10} {address}{channel.hook}")
    if store.embedded is not None:
        say(f"  data       {store.embedded.folder.parent} (embedded Redis)")
    if first:
        say(f"  first account of the staff, works once:  {first}")
    say("  stop with  Ctrl-C")
