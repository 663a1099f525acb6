"""The same conversation as on a phone, in the terminal. Nothing of it is kept.

examples:
  bot chat
  bot chat --lang ht

Write as a person would; a number or a label picks a choice. An empty line or Ctrl-D ends it.
"""

import argparse
from datetime import UTC, datetime

from bot.app.commands import WrongUse
from bot.app.opening import open_shelf
from bot.app.settings import environment_with_file, read_configuration
from bot.channels.rendering import reachable, with_links
from bot.dialogue.rehearsing import Rehearsal, Said
from bot.domain.conversation import Conversation
from bot.domain.messages import Delivery


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", default="", help="the language to begin in, as ht")


def act(arguments: argparse.Namespace) -> int:
    configuration = read_configuration(environment_with_file())
    shelf = open_shelf(configuration.settings)
    if arguments.lang and arguments.lang not in shelf.current.languages:
        raise WrongUse(f"{arguments.lang} is no language here; there are {', '.join(shelf.current.languages)}")
    rehearsal = Rehearsal(shelf.current, "terminal", "chat", datetime.now(UTC))
    if arguments.lang:
        rehearsal.conversation = Conversation(language=arguments.lang)
    said = "/start"
    while True:
        rehearsal.now = datetime.now(UTC)
        for delivery in rehearsal.answer(Said(said)):
            _show(delivery, configuration.settings.public_url)
        try:
            said = input("> ")
        except EOFError:
            return 0
        if not said.strip():
            return 0


def _show(delivery: Delivery, public_url: str) -> None:
    for reply in delivery.replies:
        print(f"\n{with_links(reply.text, reachable(reply, public_url))}")
        for number, choice in enumerate(reply.choices, 1):
            print(f"  {number}. {choice.label}")
    print()
