"""Runs the service and tells where its time went: samples of the stack, as often as the kernel's clock allows.

    BOT_... python -m tests.bench.where OUT.json run --only worker      (what follows OUT.json goes to `bot`)

The samples are taken between bytecodes: time inside C stands at the Python line that called it. At the end OUT.json
holds [stack, count] pairs; `python -m tests.bench.where --show OUT.json [messages]` prints them, as microseconds a
message when told how many there were.
"""

import collections
import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

EVERY_SECONDS = 0.001
STARTING = ("open_shelf", "_find_and_load")
"""What goes on at the start is left out."""
samples: collections.Counter[tuple[str, ...]] = collections.Counter()
names: dict[object, str] = {}


def sample(_: int, frame: FrameType | None) -> None:
    stack = []
    while frame is not None:
        code = frame.f_code
        name = names.get(code)
        if name is None:
            place = "/".join(Path(code.co_filename).parts[-2:])
            name = names[code] = f"{place}:{code.co_qualname}"
        stack.append(f"{name}:{frame.f_lineno}")
        frame = frame.f_back
    samples[tuple(stack)] += 1


def run(out: str, arguments: list[str]) -> int:
    from bot.app.cli import main

    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)
    began = time.process_time()
    try:
        return main(arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        each = (time.process_time() - began) / max(1, samples.total())
        Path(out).write_text(json.dumps({"seconds_each": each, "samples": list(samples.items())}))


def show(path: str, messages: int = 0, rows: int = 45) -> None:
    """Own time and time with callees, by function."""
    read = json.loads(Path(path).read_text())
    found = [
        (stack, count)
        for stack, count in read["samples"]
        if not any(name in frame for name in STARTING for frame in stack)
    ]
    total = sum(count for _, count in found)
    own: collections.Counter[str] = collections.Counter()
    whole: collections.Counter[str] = collections.Counter()
    lines: collections.Counter[str] = collections.Counter()
    for stack, count in found:
        functions = [frame.rpartition(":")[0] for frame in stack]
        own[functions[0]] += count
        lines[stack[0]] += count
        for function in set(functions):
            whole[function] += count
    unit, scale = ("us/message", read["seconds_each"] * 1e6 / messages) if messages else ("%", 100 / total)
    print(f"{total} samples, {read['seconds_each'] * 1000:.2f} ms each")
    for title, counts in (("own", own), ("with callees", whole), ("lines", lines)):
        print(f"\n{title:>12} {unit}")
        for name, count in counts.most_common(rows):
            print(f"{count * scale:12.1f}  {name}")


if __name__ == "__main__":
    if sys.argv[1] == "--show":
        show(sys.argv[2], *map(int, sys.argv[3:4]))
    else:
        sys.exit(run(sys.argv[1], sys.argv[2:]))
