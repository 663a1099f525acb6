"""Check content and locales; show exactly what is sent.

examples:
  bot check                                         everything; exit 1 on errors, 0 with warnings
  bot check content/asylum/apply.yaml               only what concerns this file or folder
  bot check --render asylum.apply --lang ht --channel whatsapp
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.app.run import open_shelf
from bot.app.settings import environment_with_file, read_configuration
from bot.dialogue.decision import decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.library.checking import check
from bot.library.library import Library


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", default="", metavar="PATH", help="a file or folder; default: all")
    parser.add_argument("--render", metavar="TOPIC", help="show what is sent for a topic")
    parser.add_argument("--lang", default="es")
    parser.add_argument("--channel", default="web")
    parser.add_argument("--errors-only", action="store_true", help="leave warnings out")


def act(arguments: argparse.Namespace) -> int:
    settings = read_configuration(environment_with_file()).settings
    if arguments.render:
        return _render(open_shelf(settings).current, arguments)
    content, locales = Path(settings.content_dir), Path(settings.locales_dir)
    problems = check(content, locales, today=datetime.now(UTC).date())
    if arguments.path:
        wanted = Path(arguments.path).resolve()
        problems = [one for one in problems if Path(one.file).resolve().is_relative_to(wanted)]
    errors = sum(problem.level == "error" for problem in problems)
    for problem in problems:
        if problem.level == "error" or not arguments.errors_only:
            print(problem)
    print(f"{errors} errors, {len(problems) - errors} warnings", file=sys.stderr)
    return 1 if errors else 0


def _render(library: Library, arguments: argparse.Namespace) -> int:
    if arguments.render not in library.topics:
        sys.stderr.write(f"bot check: there is no topic {arguments.render}\n")
        return 2
    if arguments.lang not in library.loaded_languages:
        sys.stderr.write(f"bot check: there is no language {arguments.lang}\n")
        return 2
    known = Conversation(language=arguments.lang, language_chosen=True)
    incoming = Incoming(arguments.channel, "check", "1", choice=arguments.render)
    for delivery in decide(known, incoming, library, datetime.now(UTC)).deliveries:
        for number, reply in enumerate(delivery.replies, 1):
            print(f"--- message {number} of {len(delivery.replies)}, {len(reply.text)} characters\n{reply.text}")
            for choice in reply.choices:
                print(f"[{choice.label}] {choice.id}")
    return 0
