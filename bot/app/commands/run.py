"""Run the service: all parts in one process, or some of them.

examples:
  bot run                        everything, on an embedded Redis unless BOT_REDIS_URL is set
  bot run --only worker,sender   two parts; start as many processes as you like
"""

import argparse
import asyncio
import os

from bot.app import logs
from bot.app.run import PARTS, run
from bot.app.settings import environment_with_file, read_configuration


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", type=_parts, default=PARTS, metavar="PART[,PART]", help=f"of {', '.join(PARTS)}")


def act(arguments: argparse.Namespace) -> int:
    configuration = read_configuration(environment_with_file())
    logs.set_up(configuration.settings.log_format, configuration.settings.log_level)
    os.umask(0o077)
    try:
        import uvloop
    except ImportError:
        asyncio.run(run(configuration, arguments.only, _say))
    else:
        uvloop.run(run(configuration, arguments.only, _say))
    return 0


def _parts(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'nothing'} is no part; parts are {', '.join(PARTS)}")
    return parts


def _say(line: str) -> None:
    print(line, flush=True)
