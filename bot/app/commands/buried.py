"""What was put aside after failing again and again: list it without its words, put it back into the line, or drop it.

examples:
  bot buried list                            reference, kind, channel, when; never whose it is or what it says
  bot buried replay 07:1764200000000-0       once more from the start of its way; what fails again is buried again
  bot buried replay all                      after a fault of ours was mended
  bot buried drop 07:1764200000000-0         the person gets nothing more of it

A message that is replayed two days late is counted and not answered. What nobody touches goes after 30 days.
"""

import argparse
import asyncio
from datetime import UTC, datetime

from bot.app.commands import WHO, WrongUse
from bot.app.opening import Store, open_store
from bot.app.settings import Settings, environment_with_file, read_configuration
from bot.store.audit import Audit
from bot.store.buried import Buried
from bot.store.line import Line

ALL = "all"


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", choices=("list", "replay", "drop"), metavar="list|replay|drop")
    parser.add_argument("reference", nargs="?", default="", metavar="REFERENCE", help="as `bot buried list` shows it")


def act(arguments: argparse.Namespace) -> int:
    if arguments.job == "list" and arguments.reference:
        raise WrongUse("list takes nothing more")
    if arguments.job != "list" and not arguments.reference:
        raise WrongUse(f"name what to {arguments.job}, as `bot buried list` shows it")
    asyncio.run(_act(read_configuration(environment_with_file()).settings, arguments.job, arguments.reference))
    return 0


async def _act(settings: Settings, job: str, reference: str) -> None:
    store = await open_store(settings, joining=True)
    try:
        desk = Desk(store)
        await (desk.list() if job == "list" else desk.settle(job, reference))
    finally:
        await store.close()


class Desk:
    def __init__(self, store: Store) -> None:
        self.buried = Buried(Line(store.link, store.seal, store.installation))
        self.audit = Audit(store.link, store.seal, store.installation)

    async def list(self) -> None:
        await self.audit.note(WHO, "buried.read")
        async for one in self.buried.all():
            when = datetime.fromtimestamp(one.at, UTC).isoformat(timespec="seconds")
            print(f"{one.reference}\t{one.kind}\t{one.channel or 'unreadable'}\t{when}")

    async def settle(self, job: str, reference: str) -> None:
        """All that are there now; what is buried meanwhile is not touched."""
        wanted = [one.reference async for one in self.buried.all()] if reference == ALL else [reference]
        done = 0
        for one in wanted:
            await self.audit.note(WHO, f"buried.{job}", one)
            try:
                done += await (self.buried.put_back(one) if job == "replay" else self.buried.drop(one))
            except ValueError:
                raise WrongUse(f"{one} is no reference; they look like 07:1764200000000-0") from None
        if reference != ALL and not done:
            raise WrongUse(f"{reference} is not there any more; `bot buried list` shows what is")
        print(f"{done} put back into the line" if job == "replay" else f"{done} dropped")
