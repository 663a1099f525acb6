"""Check content and locales; show exactly what is sent.

examples:
  bot check                                         everything; exit 1 on errors, 0 with warnings
  bot check content/asylum/apply.yaml               only what concerns this file or folder
  bot check /some/copy/content                      another tree, with its locales beside it or BOT_LOCALES_DIR
  bot check --all                                   also whether example phrases pull to another topic (seconds)
  bot check --render asylum.apply --lang ht --channel whatsapp
"""

import argparse
import dataclasses
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app.commands import WrongUse
from bot.app.settings import Configuration, environment_with_file, read_configuration
from bot.channels import found_channels, preview
from bot.dialogue.decision import decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Delivery, Incoming
from bot.domain.problem import Problem
from bot.domain.turn import Known
from bot.library.checking import Examination
from bot.library.library import Library
from bot.library.rules.registry import nearest


@dataclass(frozen=True)
class Trees:
    """What is to be checked, and of which part the problems are shown: None for all."""

    content: Path
    locales: Path
    part: Path | None = None
    own: bool = True
    """They are those of this service, so what was found about them may be kept."""


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", default="", metavar="PATH", help="a file or folder; default: all")
    parser.add_argument("--render", metavar="TOPIC", help="show what is sent for a topic")
    parser.add_argument("--lang", default="es")
    parser.add_argument("--channel", default="web", help=f"of {', '.join(found_channels())}")
    parser.add_argument("--errors-only", action="store_true", help="leave warnings out")
    parser.add_argument("--all", action="store_true", help="also compare all example phrases, which takes seconds")


def act(arguments: argparse.Namespace) -> int:
    environment = environment_with_file()
    configuration = read_configuration(environment)
    trees = find_trees(arguments.path, configuration, environment)
    examination = Examination(trees.content, trees.locales)
    if arguments.render:
        return _render(examination.library, configuration, arguments)
    problems = examination.problems(datetime.now(UTC).date())
    looked = True
    if not arguments.errors_only:
        cache = Path(configuration.settings.data_dir) / "cache" if trees.own else None
        examples = examination.examples(cache, arguments.all)
        looked = examples.looked
        problems += examples.problems
    return _tell(problems, trees, arguments.errors_only, looked)


def _tell(problems: list[Problem], trees: Trees, errors_only: bool, looked: bool) -> int:
    part = trees.part
    shown = [one for one in problems if part is None or Path(one.file).resolve().is_relative_to(part)]
    errors = sum(problem.level == "error" for problem in shown)
    for problem in shown:
        if problem.level == "error" or not errors_only:
            print(problem)
    sys.stdout.flush()
    elsewhere = len(problems) - len(shown)
    more = f"; {elsewhere} more in other files" if elsewhere else ""
    print(f"{errors} errors, {len(shown) - errors} warnings{more}", file=sys.stderr)
    if not looked and not errors_only:
        print("the example phrases were not compared with each other; that is: bot check --all", file=sys.stderr)
    return 1 if errors else 0


# which trees


def find_trees(path: str, configuration: Configuration, environment: Mapping[str, str]) -> Trees:
    """The service's own trees, or those that `path` is in."""
    settings = configuration.settings
    content, locales = Path(settings.content_dir), Path(settings.locales_dir)
    if not path:
        return Trees(content, locales)
    wanted = Path(path)
    if not wanted.exists():
        raise WrongUse(f"there is no file and no folder {path}")
    whole = wanted.resolve()
    for root in (content.resolve(), locales.resolve()):
        if whole.is_relative_to(root):
            return Trees(content, locales, None if whole == root else whole)
    if _is_content(wanted / "content"):
        return _of_copy(wanted / "content", None, locales, environment)
    for folder in (wanted, *whole.parents):
        if _is_content(folder):
            return _of_copy(folder, None if folder == wanted else whole, locales, environment)
        if _is_locales(folder):
            beside = folder.parent / "content"
            return Trees(
                beside if _is_content(beside) else content, folder, None if folder == wanted else whole, own=False
            )
    if wanted.is_dir() and _could_be_content(wanted):
        return _of_copy(wanted, None, locales, environment)
    raise WrongUse(f"{path} is in no tree of content or locales; give the folder of the tree")


def _of_copy(content: Path, part: Path | None, locales: Path, environment: Mapping[str, str]) -> Trees:
    beside = content.resolve().parent / "locales"
    if not environment.get("BOT_LOCALES_DIR") and _is_locales(beside):
        locales = content.parent / "locales"
    same = content.resolve() == Path("content").resolve()
    return Trees(content, locales, part, own=same)


def _is_content(folder: Path) -> bool:
    names = ("menu.yaml", "cities.yaml", "states.yaml", "vocabulary.yaml")
    return (
        any((folder / name).is_file() for name in names)
        or any(folder.glob("places/*.yaml"))
        or any(folder.glob("*/_section.yaml"))
    )


def _could_be_content(folder: Path) -> bool:
    """A tree that lacks nearly everything, and nothing else lies in it."""
    names = [each.suffix for each in folder.iterdir() if each.is_file() and not each.name.startswith(".")]
    return {*names} <= {".yaml", ".md"} and any(each for depth in ("*", "*/*") for each in folder.glob(f"{depth}.yaml"))


def _is_locales(folder: Path) -> bool:
    return any(folder.glob("*/language.yaml"))


# what is sent


def _render(library: Library, configuration: Configuration, arguments: argparse.Namespace) -> int:
    if arguments.render not in library.topics:
        mend = nearest(arguments.render, library.topics, "an id is a path under content/, as asylum.apply")
        raise WrongUse(f"there is no topic {arguments.render}; {mend}")
    if arguments.lang not in library.loaded_languages:
        raise WrongUse(f"there is no language {arguments.lang}; there are {', '.join(library.loaded_languages)}")
    if arguments.channel not in found_channels():
        raise WrongUse(f"there is no channel {arguments.channel}; there are {', '.join(found_channels())}")
    for delivery in rendered(library, arguments.render, arguments.lang, arguments.channel, datetime.now(UTC)):
        for line in _lines(library, delivery, configuration, arguments.channel):
            print(line)
    return 0


def rendered(library: Library, topic: str, language: str, channel: str, now: datetime) -> tuple[Delivery, ...]:
    """What a person is answered who picks a topic, also in a language that is not offered yet."""
    library = dataclasses.replace(library, languages=library.loaded_languages)
    known = Conversation(language=language, language_chosen=True)
    incoming = Incoming(channel, preview.SOMEBODY.get(channel, "1"), "1", choice=topic)
    return decide(Known(known), incoming, library, now).deliveries


def _lines(library: Library, delivery: Delivery, configuration: Configuration, channel: str) -> Iterator[str]:
    requests = preview.requests(channel, delivery, configuration.channels.get(channel), library.phrase)
    if requests is not None:
        for number, request in enumerate(requests, 1):
            yield f"--- request {number} of {len(requests)}: {request.name}"
            yield request.body
        return
    yield f"--- {channel} cannot be tried without its settings; this is what it is given"
    for number, reply in enumerate(delivery.replies, 1):
        yield f"--- message {number} of {len(delivery.replies)}, {len(reply.text)} characters"
        yield reply.text
        yield from (f"[{choice.label}] {choice.id}" for choice in reply.choices)
