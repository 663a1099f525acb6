"""The command `bot`: one subcommand a file-sized job, each with an example; errors are one line, wrong use is 2."""

import argparse
import asyncio
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn

from bot import __version__
from bot.app import memory
from bot.app.commands import WrongUse
from bot.app.settings import WrongSettings
from bot.library.loading import BrokenContent
from bot.store.embedded import CannotStart
from bot.store.installation import WrongInstallation

COMMANDS = (
    "run",
    "check",
    "ask",
    "chat",
    "staff",
    "erase",
    "buried",
    "keys",
    "i18n",
    "report",
    "settings",
)
"""Each is a module bot/app/commands/<name>.py with `describe(parser)` and `act(arguments) -> int`."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See: {self.prog} --help\n")


def parser(wanted: Sequence[str] = COMMANDS) -> Parser:
    """Of the commands that are wanted: each loads what it needs, and that takes a while."""
    top = Parser(prog="bot", description="Farol: answers for people on the move in Mexico.")
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(dest="command", metavar="command", required=True, parser_class=Parser)
    for name in wanted:
        module = importlib.import_module(f"bot.app.commands.{name}")
        said = (module.__doc__ or "").strip()
        first, _, rest = said.partition("\n")
        described = commands.add_parser(
            name,
            help=first,
            description=first,
            epilog=rest.strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.describe(described)
        described.set_defaults(act=module.act)
    return top


def main(words: Sequence[str] | None = None) -> int:
    if words is None:  # a process of our own
        memory.stays_private()
        words = sys.argv[1:]
    named = [words[0]] if words and words[0] in COMMANDS else COMMANDS
    arguments = parser(named).parse_args(words)
    try:
        code: int = arguments.act(arguments)
    except WrongUse as wrong:
        sys.stderr.write(f"bot {arguments.command}: {wrong}\n")
        return 2
    except WrongSettings as wrong:
        return _refuse(str(wrong))
    except (CannotStart, WrongInstallation, BrokenContent) as reason:
        return _refuse(str(reason), 1)
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return 0
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    return code


def _refuse(reason: str, code: int = 2) -> int:
    sys.stderr.write("".join(f"bot: {line}\n" for line in reason.splitlines()))
    return code


if __name__ == "__main__":
    sys.exit(main())
