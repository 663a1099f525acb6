"""Translations: how far each language is; out to a PO file for translators, and back.

examples:
  bot i18n status                               every language; bot i18n status ht --missing lists what is missing
  bot i18n export ht --out ht.po                a file for Poedit or Weblate; what is out of date is marked fuzzy
  bot i18n import ht.po --by "volunteers in Tijuana" --reviewed
  bot i18n done ht asylum.apply                   its translation is up to date with the Spanish of now
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.app.commands import WrongUse
from bot.app.settings import environment_with_file, read_configuration
from bot.library import exchange
from bot.library.checking import examined
from bot.library.library import Library
from bot.library.rules.registry import nearest
from bot.library.speech import SOURCE_LANGUAGE
from bot.library.translation import Status, Tally, bundles, is_stale, status

_HEADER_LANGUAGE = re.compile(rb'^"Language: *([A-Za-z_-]+) *\\n"', re.MULTILINE)
_MOST_LISTED = 12
_MAIN_MENU, _FURTHER_MENU = 2.0, 1.0


def describe(parser: argparse.ArgumentParser) -> None:
    jobs = parser.add_subparsers(dest="job", metavar="status|export|import|done", required=True)
    job = jobs.add_parser("status", help="what is done, out of date and missing")
    job.add_argument("language", nargs="?", default="", metavar="LANG")
    job.add_argument("--missing", action="store_true", help="list all that is missing or out of date")
    job = jobs.add_parser("export", help="write a PO file")
    job.add_argument("language", metavar="LANG")
    job.add_argument("--out", default="", metavar="FILE", help="default: standard output")
    job = jobs.add_parser("import", help="take translations from a PO file")
    job.add_argument("file", metavar="FILE")
    job.add_argument("--lang", default="", metavar="LANG", help="where the file does not say it")
    job.add_argument("--by", default="translation", metavar="NAME", help="who translated")
    job.add_argument("--reviewed", action="store_true", help="a native speaker has read all of it")
    job = jobs.add_parser("done", help="say that translations are up to date with the Spanish of now")
    job.add_argument("language", metavar="LANG")
    job.add_argument("topics", nargs="*", metavar="TOPIC", help="ids, as asylum.apply; default: all not known yet")
    job.add_argument("--all", action="store_true", help="also all that are out of date, when each was looked at")
    job.add_argument("--by", default="", metavar="NAME", help="who translated; default: as noted before")
    job.add_argument("--reviewed", action="store_true", help="a native speaker has read it")


def act(arguments: argparse.Namespace) -> int:
    settings = read_configuration(environment_with_file()).settings
    content, locales = Path(settings.content_dir), Path(settings.locales_dir)
    library, problems = examined(content, locales, datetime.now(UTC).date())
    if arguments.job != "status" and (broken := [one for one in problems if _is_fatal(one.file, one.level)]):
        raise WrongUse(f"mend the content first, it has {len(broken)} errors: bot check --errors-only")
    job = {"status": _status, "export": _export, "import": _import, "done": _done}[arguments.job]
    return job(library, content, locales, arguments)


def _is_fatal(file: str, level: str) -> bool:
    """What is missing in a language is no reason not to translate it."""
    return level == "error" and file.endswith(".yaml")


def _known(library: Library, language: str) -> str:
    others = [code for code in library.loaded_languages if code != SOURCE_LANGUAGE]
    if language == SOURCE_LANGUAGE:
        raise WrongUse(f"{SOURCE_LANGUAGE} is the language everything is written in first; translate into another")
    if language not in others:
        mend = nearest(language, others, f"there are {', '.join(others)}; a new one begins with its language.yaml")
        raise WrongUse(f"there is no language {language}; {mend}")
    return language


# status


def _status(library: Library, content: Path, locales: Path, arguments: argparse.Namespace) -> int:
    codes = [code for code in library.loaded_languages if code != SOURCE_LANGUAGE]
    if arguments.language:
        codes = [_known(library, arguments.language)]
    asked = weights(library)
    for code in codes:
        found = status(library, code, content, locales, asked)
        for line in _told(library, code, found, asked, arguments.missing):
            print(line)
    print("Weighed by example phrases and place in the menu: how often people really ask is not known here.")
    return 0


def weights(library: Library) -> dict[str, float]:
    """How much each topic is asked about, as far as content alone tells: example phrases, and the place in the menu."""
    main = {*library.menu}
    for id in library.menu:
        if id in library.sections:
            main.update(library.sections[id].topics)
    return {
        topic.id: (1 + sum(map(len, topic.asks.values()))) * (_MAIN_MENU if topic.id in main else _FURTHER_MENU)
        for topic in library.topics.values()
    }


def _told(library: Library, code: str, found: Status, asked: dict[str, float], whole: bool) -> Iterator[str]:
    language = library.loaded_languages[code]
    offered = "offered to people" if code in library.languages else "not offered to people yet"
    yield f"{language.english or language.name} ({code}), {offered}"
    yield f"  {'':<12} {'done':>6} {'stale':>6} {'missing':>8} {'reviewed':>9}"
    rows: list[tuple[str, Tally]] = [*found.sections.items(), ("all", found.whole)]
    for name, tally in rows:
        yield f"  {name:<12} {tally.done:>6} {tally.stale:>6} {tally.missing:>8} {tally.reviewed:>9}"
    yield f"  answered in it, of what people ask: {100 * found.share_asked:.0f} %"
    authors = sorted({state.by for state in library.translations.get(code, {}).values()})
    yield f"  translated by: {', '.join(authors) or 'not noted'}; read by a native speaker: {_reviewed(found.whole)}"
    for what, keys in (("out of date", found.stale), ("missing", found.missing)):
        if keys:
            ordered = sorted(keys, key=lambda key: (-asked.get(key, 0), key))
            shown = ordered if whole else ordered[:_MOST_LISTED]
            more = f" and {len(keys) - len(shown)} more (--missing lists them)" if len(shown) < len(keys) else ""
            yield f"  {what}, most asked first: {', '.join(shown)}{more}"
    if found.stale_vital:
        yield f"  people are told that these may be out of date: {', '.join(found.stale_vital)}"
    yield ""


def _reviewed(tally: Tally) -> str:
    return "nothing" if not tally.reviewed else "all" if tally.reviewed == tally.all else f"{tally.reviewed} texts"


# out and in


def _export(library: Library, content: Path, locales: Path, arguments: argparse.Namespace) -> int:
    po = exchange.exported(library, _known(library, arguments.language), content, locales)
    if not arguments.out:
        sys.stdout.buffer.write(po)
        return 0
    try:
        Path(arguments.out).write_bytes(po)
    except OSError as error:
        raise WrongUse(f"{arguments.out} cannot be written: {error.strerror}") from error
    print(f"{arguments.out}: {po.count(b'msgctxt')} texts", file=sys.stderr)
    return 0


def _import(library: Library, content: Path, locales: Path, arguments: argparse.Namespace) -> int:
    try:
        po = Path(arguments.file).read_bytes()
    except OSError as error:
        raise WrongUse(f"{arguments.file} cannot be read: {error.strerror}") from error
    said = _HEADER_LANGUAGE.search(po)
    language = arguments.lang or (said[1].decode().replace("_", "-") if said else "")
    if not language:
        raise WrongUse(f"{arguments.file} does not say its language; add --lang, as in: --lang ht")
    if language not in library.loaded_languages:  # Poedit likes to write ht_HT
        language = language.partition("-")[0]
    by = arguments.by.strip() or "translation"
    result = exchange.imported(library, _known(library, language), content, locales, po, by, arguments.reviewed)
    for problem in result.problems:
        where = f"{problem.file}: " if problem.file else ""
        print(f"{where}{problem.level}: {problem.what}; {problem.mend}")
    sys.stdout.flush()
    print(f"{result.texts} texts changed in {len(result.files)} files", file=sys.stderr)
    return 1 if any(problem.level == "error" for problem in result.problems) else 0


def _done(library: Library, content: Path, locales: Path, arguments: argparse.Namespace) -> int:
    language = _known(library, arguments.language)
    known = {bundle.key: bundle for bundle in bundles(library, language, content, locales)}
    for key in arguments.topics:
        if key not in known:
            raise WrongUse(f"there is no text {key}; {nearest(key, known, 'an id is a path, as asylum.apply')}")
        if not known[key].complete:
            raise WrongUse(f"{key} is not complete in {language} yet")
    if arguments.all and not arguments.topics:
        state = library.translations.get(language, {})
        arguments.topics = [
            key for key, one in known.items() if one.complete and (key not in state or is_stale(one, state))
        ]
        if not arguments.topics:
            print("nothing is out of date")
            return 0
    before = library.translations.get(language, {})
    count = 0
    for by, keys in _by_author(arguments.by, arguments.topics, {key: state.by for key, state in before.items()}):
        count += exchange.settled(library, language, content, locales, by, keys, arguments.reviewed)
        library = examined(content, locales, datetime.now(UTC).date())[0]
    stale = status(library, language, content, locales).stale
    print(f"{count} texts noted as up to date in {locales}/{language}/state.yaml")
    if stale:
        print(f"{len(stale)} are out of date; name those that you have looked at: {', '.join(stale[:_MOST_LISTED])}")
    return 0


def _by_author(by: str, topics: Sequence[str], authors: dict[str, str]) -> Iterator[tuple[str, Sequence[str] | None]]:
    if not topics or by:
        yield by or "unknown", topics or None
        return
    for author in sorted({authors.get(topic, "unknown") for topic in topics}):
        yield author, [topic for topic in topics if authors.get(topic, "unknown") == author]
