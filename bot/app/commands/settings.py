"""List every setting, its value (secrets masked) and what it means.

examples:
  bot settings              what this environment sets
  bot settings --example    the text of deploy/.env.example
"""

import argparse

from bot.app.settings import env_example, environment_with_file, read_configuration, shown


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--example", action="store_true", help="print an example .env file instead")


def act(arguments: argparse.Namespace) -> int:
    if arguments.example:
        print(env_example(), end="")
        return 0
    rows = list(shown(read_configuration(environment_with_file())))
    width = max(len(name) for name, _, _ in rows)
    for name, value, meaning in rows:
        print(f"{name:<{width}}  {value or '-'}\n{'':<{width}}  {meaning}")
    return 0
