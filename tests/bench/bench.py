"""The performance figures, as tables and as var/bench.json: `python -m tests.bench.bench [--only line,...]`.

Every run has a fresh Redis (append-only file, fsync always), a fresh stub platform and fresh servers. Contenders take
turns inside a round, so that a slow spell of the machine hits all of them; ratios are taken inside a round.
"""

import argparse
import json
import platform as machine
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import redis

from tests.bench import chat, content, guards
from tests.bench.lab import LIBRARIES, LIMIT, PARTS, ROOT, Broken, Lab, Running

Run = dict[str, Any]
PLATFORMS = {"at once": ("0", "0", "64"), "50 ± 30 ms": ("50", "30", "512")}
"""How the stub answers: delay, jitter (ms); and the connections that takes (the bare server answers after its POST)."""
CONTENDERS = (LIMIT, *PARTS)
ALONE = "1 process"
TOPICS = (60, 1_000, 10_000)


@dataclass
class Report:
    rounds: int
    seconds: float
    figures: dict[str, Any] = field(default_factory=dict)

    def table(self, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        print(f"\n{title}")
        lines = [head, *([_shown(cell) for cell in row] for row in rows)]
        widths = [max(len(str(line[at])) for line in lines) for at in range(len(head))]
        for line in lines:
            first, *rest = (
                str(cell).ljust(width) if at == 0 else str(cell).rjust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            print("  ".join((first, *rest)).rstrip())
        sys.stdout.flush()


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.2f}" if abs(cell) >= 1 else f"{cell:.3f}"
    return "" if cell is None else str(cell)


def reply_options(how: str) -> list[str]:
    delay, jitter, connections = PLATFORMS[how]
    return ["--delay-ms", delay, "--jitter-ms", jitter, "--connections", connections]


def rounds(
    lab: Lab, names: Sequence[str], many: int, options: Callable[[str], list[str]], platform: str = "bridge"
) -> dict[str, list[Run]]:
    """The runs of each contender, one a round; the order changes with the round."""
    found: dict[str, list[Run]] = {name: [] for name in names}
    for number in range(many):
        order = random.Random(number).sample(names, len(names))
        for name in order:
            found[name].append(lab.measure(name, options(name), platform))
            print(".", end="", flush=True)
    return found


def median(runs: Sequence[Run], *path: str) -> float:
    return statistics.median(_at(run, path) for run in runs)


def ratio(runs: Sequence[Run], base: Sequence[Run], *path: str) -> float:
    """The median of the ratios inside the rounds."""
    return statistics.median(_at(run, path) / (_at(other, path) or 1e-9) for run, other in zip(runs, base, strict=True))


def _at(run: Run, path: Sequence[str]) -> float:
    value: Any = run
    for name in path:
        value = value[name]
    return float(value)


def _wrong(runs: Sequence[Run]) -> str:
    return "/".join(str(sum(run[name] for run in runs)) for name in ("missing", "doubled", "disorder", "refused"))


def _noise(runs: Sequence[Run]) -> str:
    noisy = sum(run["noisy"] for run in runs)
    return f"{noisy} of {len(runs)}" if noisy else ""


WRONG = "missing/doubled/out of order/refused"
LINE_HEAD = (
    "", "messages/s", "of bare", "replies/s", "CPU s/1,000", "of bare", "Redis CPU", "hook p50 ms", "RSS MB", WRONG,
    "noisy",
)  # fmt: skip


def line_rows(found: dict[str, list[Run]]) -> list[list[object]]:
    base = found[LIMIT]
    rows: list[list[object]] = []
    for name, runs in found.items():
        replies = statistics.median(run["messages_per_s"] * run["replies_per_message"] for run in runs)
        rows.append(
            [
                name,
                median(runs, "messages_per_s"),
                ratio(runs, base, "messages_per_s"),
                replies,
                median(runs, "cpu_s_per_1k", "server"),
                ratio(runs, base, "cpu_s_per_1k", "server"),
                median(runs, "cpu_s_per_1k", "redis"),
                median(runs, "hook_ms", "p50"),
                median(runs, "rss_mb", "server"),
                _wrong(runs),
                _noise(runs),
            ]
        )
    return rows


def line(lab: Lab, report: Report) -> None:
    """Full speed."""
    report.figures["line"] = {}
    for how in PLATFORMS:
        options = [*reply_options(how), "--seconds", str(report.seconds)]
        found = rounds(lab, CONTENDERS, report.rounds, lambda _, options=options: options)  # type: ignore[misc]
        report.figures["line"][how] = found
        report.table(f"Full speed, bridge posts, platform answers {how}", LINE_HEAD, line_rows(found))


def short(lab: Lab, report: Report) -> None:
    """Full speed with messages whose answer is one reply, as the bare server's is."""
    options = [*reply_options("at once"), "--seconds", str(report.seconds)]
    options += ["--written", "0", "--choices", ",".join(one_reply(lab))]
    found = rounds(lab, (LIMIT, ALONE), report.rounds, lambda _: options)
    report.figures["short"] = found
    report.table("Full speed, taps that are answered with one reply each", LINE_HEAD, line_rows(found))


def fresh(lab: Lab, report: Report) -> None:
    """Full speed when every text is one that nobody has written before."""
    options = [*reply_options("at once"), "--seconds", str(report.seconds), "--fresh"]
    found = rounds(lab, (LIMIT, ALONE), report.rounds, lambda _: options)
    report.figures["fresh"] = found
    report.table("Full speed, no text comes twice", LINE_HEAD, line_rows(found))


def one_reply(lab: Lab) -> list[str]:
    return sorted(path.parent.name for path in lab.content.glob("*/_section.yaml"))


def platforms(lab: Lab, report: Report) -> None:
    """Full speed in the shapes of the platforms, beside a bot on each of the libraries that most use."""
    figures = report.figures["platforms"] = {}
    peers: dict[str, list[Run]] = {}
    beside: list[list[object]] = []
    # so many, however slow the machine is today: of a few hundred messages nothing can be told
    options = [*reply_options("at once"), "--many", str(round(report.seconds * 1_000)), "--people", "500"]
    taps = [*options, "--written", "0", "--choices", ",".join(one_reply(lab))]
    for platform, libraries in {"telegram": LIBRARIES, "whatsapp": ()}.items():
        for what, how, names in (("as people write", options, ()), ("taps, one reply each", taps, libraries)):
            found = rounds(lab, (LIMIT, ALONE, *names), report.rounds, lambda _, how=how: how, platform)  # type: ignore[misc]
            figures[f"{platform}, {what}"] = found
            report.table(f"Full speed, {platform}, {what}", LINE_HEAD, line_rows(found))
            peers |= {f"a bot on {name}": found[name] for name in names} | {LIMIT: found[LIMIT]}
            for peer in (LIMIT, *(f"a bot on {name}" for name in LIBRARIES if what.startswith("taps"))):
                beside.append([f"{platform}, {what}, beside {peer}", *times_as_fast(found[ALONE], peers[peer])])
    report.table("Ours in one process: so many times what the other does", BESIDE_HEAD, beside)


def times_as_fast(ours: Sequence[Run], theirs: Sequence[Run]) -> list[float]:
    """By the clock, by CPU, and in replies a CPU second, because ours may be more than one a message."""
    cpu = 1 / ratio(ours, theirs, "cpu_s_per_1k", "server")
    return [ratio(ours, theirs, "messages_per_s"), cpu, cpu * ratio(ours, theirs, "replies_per_message")]


BESIDE_HEAD = ("", "messages/s", "messages a CPU second", "replies a CPU second")


def shapes(lab: Lab, report: Report) -> None:
    """What is read of a post and what a reply is built into, beside the libraries: CPU alone, without the line."""
    command = [sys.executable, "-m", "tests.bench.shapes"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    report.figures["shapes"] = found
    report.table("Shapes of the platforms, CPU microseconds", ("", "us"), found.items())


LATENCY_HEAD = (
    "", "rate/s", "p50 ms", "p95 ms", "p99 ms", "p99 of bare", "last part p99", "late p99", "CPU s/1,000", WRONG,
    "noisy",
)  # fmt: skip


def latency(lab: Lab, report: Report) -> None:
    """The time of a reply at 300/s and at half of what the service can."""
    report.figures["latency"] = {}
    for how in PLATFORMS:
        rows: list[list[object]] = []
        full = report.figures.get("line", {}).get(how) or {
            name: [lab.measure(name, [*reply_options(how), "--seconds", "3"])] for name in PARTS
        }
        halves = {name: round(median(full[name], "messages_per_s") / 2) for name in PARTS}
        for rate, names in [(300, CONTENDERS), *((half, (LIMIT, name)) for name, half in halves.items())]:
            options = [*reply_options(how), "--seconds", str(report.seconds), "--rate", str(rate)]
            found = rounds(lab, names, max(1, report.rounds // 2), lambda _, options=options: options)  # type: ignore[misc]
            report.figures["latency"][f"{how}, {names[-1]}, {rate}"] = found
            rows += [[name, rate, *latency_row(runs, found[LIMIT])] for name, runs in found.items()]
        report.table(f"Time of a reply, platform answers {how}", LATENCY_HEAD, rows)


def latency_row(runs: Sequence[Run], base: Sequence[Run]) -> list[object]:
    return [
        *(median(runs, "first_reply_ms", share) for share in ("p50", "p95", "p99")),
        ratio(runs, base, "first_reply_ms", "p99"),
        median(runs, "last_reply_ms", "p99"),
        median(runs, "late_ms", "p99"),
        median(runs, "cpu_s_per_1k", "server"),
        _wrong(runs),
        _noise(runs),
    ]


def order(lab: Lab, report: Report) -> None:
    """People who write four messages in a row, each as soon as the last was taken."""
    options = [*reply_options("50 ± 30 ms"), "--seconds", str(report.seconds), "--burst", "4", "--people", "3000"]
    found = {name: [lab.measure(name, options)] for name in PARTS}
    report.figures["order"] = found
    head = ("", "messages", "replies a message", WRONG, "noisy")
    rows = [
        [name, runs[0]["messages"], median(runs, "replies_per_message"), _wrong(runs), _noise(runs)]
        for name, runs in found.items()
    ]
    report.table("Order: four messages in a row, platform answers 50 ± 30 ms", head, rows)


def many(lab: Lab, report: Report) -> None:
    """Content of many topics."""
    found = [content.measure(lab, topics) for topics in TOPICS]
    report.figures["content"] = found
    head = (
        "topics", "load s", "CPU s", "unchanged s", "CPU s", "reload s", "slowest reply ms", "reply p50 ms", "p99 ms",
        "p50 of 60 topics",
        "CPU s/1,000", "RSS MB", "noisy",
    )  # fmt: skip
    rows = [
        [
            one["topics"],
            one["load_cold_s"],
            one["load_cold_cpu_s"],
            one["load_unchanged_s"],
            one["load_unchanged_cpu_s"],
            one["reload_s"],
            one["slowest_reply_ms"],
            one["reply_ms"]["p50"],
            one["reply_ms"]["p99"],
            one["reply_ms"]["p50"] / found[0]["reply_ms"]["p50"],
            one["cpu_s_per_1k"],
            one["rss_mb"],
            "yes" if one["noisy"] else "",
        ]
        for one in found
    ]
    report.table("Content: loading, reloading under 100 messages/s, replies at 200/s", head, rows)


def start(lab: Lab, report: Report) -> None:
    """From nothing to the first answer, and what it weighs."""
    fresh = lab.folder / "data-start"
    rows: list[list[object]] = []
    for name in ("first start (learns)", "next start"):
        with lab.running(ALONE, data=fresh) as running:
            answered = chat.first_answer_seconds(running.url)
            memory = psutil.Process(running.servers[0].pid).memory_info().rss / 2**20
            rows.append([name, running.ready_seconds, answered, memory])
    report.figures["start"] = [dict(zip(("what", "ready_s", "chat_s", "rss_mb"), row, strict=True)) for row in rows]
    report.table("Start of `bot run`", ("", "ready s", "first chat answer s", "RSS MB"), rows)


def people(lab: Lab, report: Report) -> None:
    """What Redis keeps of a person."""
    found: dict[str, float] = {}

    def weigh(running: Running, _: Run) -> None:
        with redis.Redis.from_url(running.redis) as client:
            names = list(client.scan_iter("conversation:*", count=1_000))
            pipe = client.pipeline(transaction=False)
            for name in names:
                pipe.memory_usage(name)
            sizes = pipe.execute()
            found["people"], found["bytes"] = len(sizes), statistics.mean(sizes)
            found["largest"] = max(sizes)
            found["redis_mb"] = client.info("memory")["used_memory"] / 2**20
            found["server_rss_mb"] = psutil.Process(running.servers[0].pid).memory_info().rss / 2**20

    lab.measure(ALONE, ["--many", "20000", "--strangers", "--people", "5000"], after=weigh)
    report.figures["people"] = found
    head = ("people", "bytes a person", "largest", "Redis in all MB", "service RSS MB")
    report.table("State in Redis after four messages from each person", head, [list(found.values())])


def decisions(lab: Lab, report: Report) -> None:
    """What of a message's time is thinking: CPU alone, without the line."""
    command = [sys.executable, "-m", "tests.bench.decisions"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    report.figures["decisions"] = found
    report.table("A decision, CPU microseconds", ("", "us"), found.items())


def understanding(lab: Lab, report: Report) -> None:
    """The table of the understanding's own measure."""
    if not (ROOT / "tests" / "understanding" / "measure.py").exists():
        return
    command = [sys.executable, "-m", "tests.understanding.measure"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    report.figures["understanding"] = done.stdout.splitlines()
    print(f"\nUnderstanding\n{done.stdout or done.stderr[-400:]}")


GUARDS_HEAD = (
    "", "check CPU s", "slowest hostile file CPU s", "slowest hostile text CPU s", "slowest pattern CPU ms", "forged/s",
    "honest ack p99 ms",
)  # fmt: skip


def guarded(lab: Lab, report: Report) -> None:
    """Promised: 2 s, 1 s, 0.05 s, 50 ms; p99 of 500 ms under 1,000 forgeries a second."""
    found = guards.measure(lab)
    report.figures["guards"] = found
    report.table("What guards the service", GUARDS_HEAD, [["", *found.values()]])


SECTIONS: dict[str, Callable[[Lab, Report], None]] = {
    "start": start,
    "decisions": decisions,
    "line": line,
    "fresh": fresh,
    "short": short,
    "platforms": platforms,
    "shapes": shapes,
    "latency": latency,
    "order": order,
    "people": people,
    "content": many,
    "guards": guarded,
    "understanding": understanding,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=2, help="how often contenders take turns")
    parser.add_argument("--seconds", type=float, default=3, help="about how long each run measures")
    parser.add_argument("--only", default=",".join(SECTIONS), help=f"of {', '.join(SECTIONS)}")
    parser.add_argument("--tries", type=int, default=3, help="how often a run that others disturb is done")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "bench.json")
    given = parser.parse_args()
    names = given.only.split(",")
    if unknown := [name for name in names if name not in SECTIONS]:
        parser.error(f"{', '.join(unknown)}: sections are {', '.join(SECTIONS)}")
    report = Report(given.rounds, given.seconds)
    began, failed = time.monotonic(), 0
    with tempfile.TemporaryDirectory(prefix="farol-bench-") as folder:
        lab = Lab(Path(folder), tries=given.tries)
        server, rest = (",".join(map(str, sorted(cores))) for cores in (lab.cores.server, lab.cores.rest))
        print(f"server on core {server}, all else on core {rest}; Redis: appendfsync always")
        for name in SECTIONS:
            if name not in names:
                continue
            try:
                SECTIONS[name](lab, report)
            except (Broken, subprocess.SubprocessError, OSError) as error:
                failed += 1
                report.figures[name] = {"failed": str(error)}
                print(f"\n{name} failed: {error}", file=sys.stderr)
            _write(given.out, report, began)
    print(f"\n{given.out}")
    return 1 if failed else 0


def _write(out: Path, report: Report, began: float) -> None:
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rounds": report.rounds,
        "seconds": round(time.monotonic() - began),
        "python": machine.python_version(),
        "cpus": psutil.cpu_count(),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps({"about": about, "figures": report.figures}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
