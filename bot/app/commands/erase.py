"""Erases everything that is kept about a person, and says how much of what went. Works while the service runs.

examples:
  bot erase K7M-4TXP                     the person behind a private code, and all their requests
  bot erase whatsapp:5219991234567       a channel and the address it knows them by
  bot erase 5219991234567                the same address, looked for on every channel
  bot erase "bridge:partner|5219991234"  somebody behind a bridge: its name, a bar, their address there
"""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.app.commands import WrongUse
from bot.app.opening import open_store
from bot.app.settings import Settings, environment_with_file, read_configuration
from bot.channels import found_channels
from bot.store.cases import Cases
from bot.store.erasing import Eraser, Gone
from bot.store.line import Line


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("named", metavar="CODE_OR_ADDRESS", help="as K7M-4TXP, or as whatsapp:5219991234567")


def act(arguments: argparse.Namespace) -> int:
    named = arguments.named.strip()
    if not named:
        raise WrongUse("name a private code or an address, as in: bot erase K7M-4TXP")
    gone = asyncio.run(_erase(read_configuration(environment_with_file()).settings, named))
    if not gone.counts:
        sys.stderr.write("bot erase: nothing is kept about anybody by this name; check it, and try channel:address\n")
        return 1
    for kind, number in gone.counts.items():
        sys.stdout.write(f"{number:6}  {kind}{'' if number == 1 else ' (several)'}\n")
    sys.stdout.write(
        "Erased. Backups made before still hold it, sealed, until they expire or their key is dropped (bot keys).\n"
    )
    return 0


async def _erase(settings: Settings, named: str) -> Gone:
    store = await open_store(settings, joining=True)
    try:
        line = Line(store.link, store.seal, store.installation)
        cases = Cases(store.link, store.seal, store.installation)
        channels = (*found_channels(), "terminal")
        eraser = Eraser(line, cases, channels, Path(settings.data_dir) / "spool")
        return await eraser.erase(named, datetime.now(UTC))
    finally:
        await store.close()
