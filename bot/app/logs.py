"""One line a happening, with ids and timings. Nothing that a person wrote or is called ever gets into it."""

import json
import logging
import sys
import time
from typing import TextIO

PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
QUIET = ("aiohttp", "asyncio", "httpx", "httpcore", "telegram", "redis")
"""Libraries that say tokens, addresses or bodies when they say much."""


def words(record: logging.LogRecord) -> str:
    """The line's text. Libraries may quote requests or values in theirs, so of those only their name is told."""
    return record.getMessage() if record.name.partition(".")[0] == "bot" else f"{record.name} complains"


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, object] = {
            "at": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "what": words(record),
            "part": record.name.rpartition(".")[2],
        }
        row |= extras(record)
        return json.dumps(row, default=str)


class Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        more = " ".join(f"{name}={value}" for name, value in extras(record).items())
        line = (
            f"{time.strftime('%H:%M:%S', time.localtime(record.created))} {record.levelname.lower():7} {words(record)}"
        )
        return "".join(sign if sign.isprintable() else " " for sign in f"{line} {more}".rstrip())


def extras(record: logging.LogRecord) -> dict[str, object]:
    """What the call added, and of an exception its kind and place but never its words."""
    found = {name: value for name, value in vars(record).items() if name not in PLAIN}
    if record.exc_info and record.exc_info[0] is not None:
        trace = record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        found["error"] = record.exc_info[0].__name__
        if trace is not None:
            found["where"] = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
    return found


def set_up(style: str, level: str, stream: TextIO | None = None) -> None:
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    plain = style == "text" or (not style and stream.isatty())
    handler.setFormatter(Text() if plain else Json())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").disabled = True
