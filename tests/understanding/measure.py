"""Prints the figures of understanding on the labelled questions: `python -m tests.understanding.measure`."""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.library.loading import settle
from bot.library.understanding import Meaning, Understanding
from bot.library.understanding.apart import learn_apart
from tests.understanding.loading import knowledge

HERE = Path(__file__).parent
SETS = {"first": HERE, **{name: HERE / name for name in ("second", "third", "fourth", "fifth", "sixth")}}
FILES = tuple(f"{name}.jsonl" for name in ("questions", "urgent", "calm", "outside", "languages", "cities"))
ASKED = {
    "first es": (75, 90),
    "first en": (75, 90),
    "first ht": (70, 90),
    "among four es": (90, 97),
    "among four en": (90, 97),
    "among four ht": (87, 97),
    "urgent es": (95, 99),
    "urgent en": (95, 99),
    "urgent ht": (95, 99),
    "calm raised": (12, 5),
    "outside refused": (90, 97),
    "language es": (96, 99),
    "language en": (96, 99),
    "language ht": (96, 99),
    "city": (92, 98),
}


def read(name: str, folder: Path = HERE) -> list[dict[str, Any]]:
    """One file of a labelled set; none of it where the set has no such file."""
    file = folder / name
    if folder != HERE and not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def share(told: Iterable[bool]) -> float | None:
    """How many of them hold, in per cent."""
    held = list(told)
    return round(100 * sum(held) / len(held), 1) if held else None


def right(case: dict[str, Any]) -> set[str]:
    """The ids that count as right."""
    return {case["intent"], *case.get("also", ())}


def figures(understanding: Understanding, folder: Path = HERE) -> dict[str, float | None]:
    """All figures of the issue's table."""
    table: dict[str, float | None] = {}
    asked = [(case, understanding.understand(case["text"])) for case in read("questions.jsonl", folder)]
    for language in ("es", "en", "ht"):
        own = [(case, meaning) for case, meaning in asked if case["lang"] == language]
        table[f"first {language}"] = share(meaning.intent in right(case) for case, meaning in own)
    for language in ("es", "en", "ht"):
        own = [(case, meaning) for case, meaning in asked if case["lang"] == language]
        table[f"among four {language}"] = share(bool(right(case) & _four(meaning)) for case, meaning in own)
    urgent = [(case, understanding.understand(case["text"])) for case in read("urgent.jsonl", folder)]
    for language in ("es", "en", "ht"):
        table[f"urgent {language}"] = share(bool(m.urgent) for case, m in urgent if case["lang"] == language)
    table["urgent kind right"] = share(m.urgent == case.get("urgent", case.get("kind")) for case, m in urgent)
    table["calm raised"] = share(
        bool(understanding.understand(case["text"]).urgent) for case in read("calm.jsonl", folder)
    )
    outside = [understanding.understand(case["text"]) for case in read("outside.jsonl", folder)]
    table["outside refused"] = share(meaning.intent == "none" for meaning in outside)
    table["questions refused"] = share(m.intent == "none" for _, m in asked)
    spoken = [(case, understanding.understand(case["text"])) for case in read("languages.jsonl", folder)]
    for language in ("es", "en", "ht"):
        table[f"language {language}"] = share(m.language == language for case, m in spoken if case["lang"] == language)
    others = [(c, m) for c, m in spoken if c["lang"] not in ("es", "en", "ht")]
    table["language others"] = share(m.language == case["lang"] for case, m in others)
    table["said to be foreign"] = share(m.foreign for _, m in others)
    table["city"] = share(
        understanding.understand(case["text"]).city in {case["city"], *case.get("also", ())}
        for case in read("cities.jsonl", folder)
    )
    return table


def _four(meaning: Meaning) -> set[str]:
    return {meaning.intent, *(name for name, _ in meaning.alternatives)}


def speed(understanding: Understanding, texts: Sequence[str]) -> dict[str, float]:
    """Milliseconds of CPU for a question that was never asked before, and for hostile floods."""
    taken = []
    for text in texts:
        start = time.process_time()
        understanding.understand(text)
        taken.append(time.process_time() - start)
    taken.sort()
    floods = [
        "a" * 10_000,
        "x y " * 2500,
        "(" * 10_000,
        "me pega " * 1250,
        "ﷺ" * 10_000,
        "é\u0301" * 5000,
        "".join(chr(97 + at * at % 26) + (" " if at % 7 == 0 else "") for at in range(10_000)),
        "tapachula juarez mi marido me pega " * 300,
        "\u200b\u202e" * 5000,
        "%s{}" * 2500,
        "m'ap " * 2000,
    ]
    worst = 0.0
    for text in floods:
        start = time.process_time()
        understanding.understand(text)
        worst = max(worst, time.process_time() - start)
    return {
        "one question, middle (ms)": round(1000 * taken[len(taken) // 2], 3),
        "one question, p99 (ms)": round(1000 * taken[int(len(taken) * 0.99)], 3),
        "worst of hostile floods (ms)": round(1000 * worst, 2),
    }


def confusions(understanding: Understanding, count: int = 25) -> list[str]:
    """Which ids are taken for which most often."""
    wrong: Counter[tuple[str, str]] = Counter()
    for case in read("questions.jsonl"):
        meaning = understanding.understand(case["text"])
        if meaning.intent not in right(case):
            wrong[case["intent"], meaning.intent] += 1
    return [f"  {times:3d}  {was} taken for {told}" for (was, told), times in wrong.most_common(count)]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staged", type=Path, help="a folder of asks that are not yet in the topic files")
    parser.add_argument("--sets", nargs="*", choices=SETS, default=SETS, help="which labelled sets")
    parser.add_argument(
        "--methods", action="store_true", help="also the other methods, on the questions of the first set"
    )
    parser.add_argument("--confusions", action="store_true", help="also what is taken for what, in the first set")
    given = parser.parse_args()
    known = knowledge(staged=given.staged)
    with tempfile.TemporaryDirectory() as kept:
        learn_apart(known, Path(kept))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        before = _memory()
        understanding = Understanding.learn(known, Path(kept))
        added = _memory() - before
    settle()
    texts = [case["text"] for folder in SETS.values() for file in FILES for case in read(file, folder)]
    taken = speed(understanding, texts)
    tables = [figures(understanding, SETS[name]) for name in given.sets]
    print(f"{'figure':<32}" + "".join(f"{name:>8}" for name in given.sets) + f"{'at least':>10}{'aim':>6}")
    for name in tables[0]:
        least, aim = ASKED.get(name, ("", ""))
        values = "".join(f"{'-' if table[name] is None else table[name]:>8}" for table in tables)
        print(f"{name:<32}{values}{least:>10}{aim:>6}")
    for name, value in taken.items():
        print(f"{name:<32}{value:>8}")
    print(f"{'learning (s of CPU)':<32}{used.ru_utime + used.ru_stime:>8.2f}")
    print(f"{'memory it adds (MB)':<32}{added:>8.1f}")
    if given.confusions:
        print("\n".join(confusions(understanding)))
    if given.methods:
        from tests.understanding.methods import compare

        print()
        print(compare(known, read("questions.jsonl")))


def _memory() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
