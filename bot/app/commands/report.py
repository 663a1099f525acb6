"""Tell what was achieved in a period: two pages "at a glance", a workbook, a table, or a record for programs.

examples:
  bot report --from 2022-01-01 --to 2022-12-31 --out report.pdf        the form follows the name of the file
  bot report --from 2022 --to 2022 --lang en --format html > report.html
  bot report --from 2022 --to 2024 --out years.pdf                     years side by side
  bot report --from 2026-06 --to 2026-08 --format csv                  with HXL tags
  bot report --from 2026-11-01 --to 2026-11-26 --internal --out now.xlsx

What leaves the house tells of whole years that are over, or of less than a year of whole months, and no number in which
somebody could be found. With --internal it tells of any days, also small numbers: for supervisors, not to be passed on.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app.commands import WrongUse
from bot.app.opening import open_content, open_store
from bot.app.settings import Settings, environment_with_file, read_configuration
from bot.domain.counting import Counted, local
from bot.library.library import Library
from bot.library.rules.registry import nearest
from bot.metrics import report
from bot.metrics.figures import Figures
from bot.metrics.period import Period, next_month
from bot.metrics.publishing import NotPublishable, publish
from bot.metrics.source import figures
from bot.metrics.words import Words
from bot.store.tallies import Tallies

BINARY = frozenset({"pdf", "xlsx"})
LONG_DAYS = 93
FIRST_YEAR = 2000


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="first", required=True, type=_first, metavar="DAY", help="as 2022-01-01, or 2022"
    )
    parser.add_argument("--to", dest="last", required=True, type=_last, metavar="DAY", help="the last day, with it")
    parser.add_argument("--lang", default="es", metavar="LANG")
    parser.add_argument("--format", default="", metavar="FORM", help=f"of {', '.join(report.FORMS)}; default: html")
    parser.add_argument("--out", default="", metavar="FILE", help="default: standard output")
    parser.add_argument("--internal", action="store_true", help="any days and small numbers too; not to be passed on")


def act(arguments: argparse.Namespace) -> int:
    settings = read_configuration(environment_with_file()).settings
    try:
        wish = _wish(arguments, settings)
        made = asyncio.run(_made(settings, wish))
        _write(made, wish.out)
    except OSError as error:
        sys.stderr.write(f"bot report: {arguments.out} cannot be written ({error.strerror}); choose another --out\n")
        return 1
    return 0


# what is wanted


@dataclass(frozen=True)
class Wish:
    period: Period
    form: str
    out: str
    is_internal: bool
    library: Library
    language: str


def _wish(arguments: argparse.Namespace, settings: Settings) -> Wish:
    if arguments.last < arguments.first:
        raise WrongUse(f"--to {arguments.last} is before --from {arguments.first}; give the earlier day to --from")
    if arguments.first > local(datetime.now(UTC)).date():
        raise WrongUse(f"--from {arguments.first} is still to come; there is nothing to tell")
    form = arguments.format or Path(arguments.out).suffix.removeprefix(".").lower() or "html"
    if form not in report.FORMS:
        raise WrongUse(f"there is no format {form}; formats are {', '.join(report.FORMS)}")
    if form in BINARY and not arguments.out and sys.stdout.isatty():
        raise WrongUse(f"{form} is not for the screen; name a file, as in: --out report.{form}")
    library = open_content(settings)
    if arguments.lang not in library.loaded_languages:
        known = ", ".join(library.loaded_languages)
        raise WrongUse(
            f"there is no language {arguments.lang}; {nearest(arguments.lang, library.loaded_languages, known)}"
        )
    period = Period(arguments.first, arguments.last)
    return Wish(period, form, arguments.out, arguments.internal, library, arguments.lang)


def _first(text: str) -> date:
    return _day(text, last=False)


def _last(text: str) -> date:
    return _day(text, last=True)


def _day(text: str, last: bool) -> date:
    """A day; of a month or a year, its first or its last."""
    parts = text.split("-")
    try:
        if len(parts) > 3 or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
            raise ValueError
        year, month, day = (*(int(part) for part in parts), 1, 1)[:3]
        found = date(year, month, day)
        if last and len(parts) == 1:
            found = date(year, 12, 31)
        elif last and len(parts) == 2:
            found = next_month(found) - timedelta(days=1)
        if found.year < FIRST_YEAR:
            raise ValueError
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2022-01-31") from None
    return found


# how it is made


@dataclass
class Watched:
    """Reads the tallies, and says what it is reading: a long period takes a while."""

    tallies: Tallies

    async def read(self, first: date, last: date, now: datetime) -> Counted:
        started, days = time.monotonic(), (last - first).days + 1
        if days < LONG_DAYS:
            return await self.tallies.read(first, last, now)
        _say(f"reading {first} to {last}, {days} days …")
        counted = await self.tallies.read(first, last, now)
        _say(f"read in {time.monotonic() - started:.1f} s: {len(counted.seen)} days with data")
        return counted


async def _made(settings: Settings, wish: Wish) -> bytes:
    store = await open_store(settings, joining=True)
    try:
        tallies = Watched(Tallies(store.link, store.installation))
        found = await figures(tallies, wish.period, datetime.now(UTC), wish.library, by_month=not wish.is_internal)
    finally:
        await store.close()
    told = found if wish.is_internal else _published(found)
    if wish.period.length >= LONG_DAYS:
        _say(f"writing {wish.form} …")
    return report.make(wish.form, told, Words(wish.library, wish.language))


def _published(found: Figures) -> Figures:
    try:
        return publish(found)
    except NotPublishable as reason:
        raise WrongUse(f"{reason}; or add --internal, for supervisors only") from None


def _write(made: bytes, out: str) -> None:
    """The whole file or none of it."""
    if not out:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}", delete=False) as file:
        file.write(made)
    try:
        Path(file.name).chmod(0o666 & ~_umask())
        Path(file.name).replace(path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise
    _say(f"wrote {out}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
