"""Every regular expression of the program, and texts that make careless ones slow."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bot

LONG = 10_000
HOSTILE = [
    *(sign * LONG for sign in "a 1-./{\né<"), *(pair * (LONG // 2) for pair in ("a ", "+5", "1 ", "a.", "a@")),
    *(four * (LONG // 4) for four in ("a=b,", "*a* ", "[a](")), "http://" + "a" * LONG,
    " " * (LONG - 1) + "x", "a" * (LONG - 1) + "!", "1 " * (LONG // 2 - 1) + "x",
]  # fmt: skip


def all_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Those that a module holds by name, alone or in a list, a tuple or a table."""
    for info in pkgutil.walk_packages(bot.__path__, "bot."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            held = [value]
            if isinstance(value, list | tuple | set | frozenset):
                held = list(value)
            elif isinstance(value, dict):
                held = [*value, *value.values()]
            parts = [part for one in held for part in (one if isinstance(one, tuple) else (one,))]
            for part in parts:
                if isinstance(part, re.Pattern) and isinstance(part.pattern, str):
                    yield f"{info.name}.{name}", part


@cache
def uses(name: str) -> set[str]:
    """How the program applies a pattern: all that is not fitted from its start looks through the whole text."""
    found = set(re.findall(rf"\b{re.escape(name.rpartition('.')[2])}\.([a-z]+)\(", SOURCES))
    return {use if use in {"fullmatch", "match"} else "findall" for use in found} or {"findall"}


SOURCES = "\n".join(path.read_text("utf-8") for path in Path(bot.__path__[0]).rglob("*.py"))


def slowest_ms(name: str, pattern: re.Pattern[str]) -> float:
    """What the processor works for the slowest text, in milliseconds."""
    worst = 0.0
    for text in HOSTILE:
        for use in uses(name):
            began = time.process_time()
            getattr(pattern, use)(text)
            worst = max(worst, time.process_time() - began)
    return 1000 * worst
