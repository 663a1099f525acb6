"""What many topics cost: loading, reloading under load, and the time of a reply.

`python -m tests.bench.content CONTENT LOCALES CACHE` loads once and prints the seconds and the megabytes.
"""

import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.bench import many_topics
from tests.bench.lab import ROOT, Lab, Running

ASK = re.compile(r"^    - (.*\d)$", re.M)
RELOAD_RATE, REPLY_RATE = "100", "200"


def load_once(content: str, locales: str, cache: str) -> None:
    import psutil

    from bot.library.loading import Shelf

    began, spent = time.perf_counter(), time.process_time()
    Shelf(Path(content), Path(locales), Path(cache))
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    memory = psutil.Process().memory_info().rss / 2**20
    print(json.dumps({"seconds": round(seconds, 2), "cpu_s": round(cpu, 2), "rss_mb": round(memory, 1)}))


def loaded(lab: Lab, content: Path, cache: Path) -> dict[str, float]:
    cache.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.bench.content", str(content), str(lab.locales), str(cache)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, check=True, cwd=lab.folder, env=environment)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def asked_of(content: Path, chosen: range) -> list[str]:
    """The load generator's options for this tree: texts and choices of some of its topics."""
    ids = [f"s{number // 100:03}.t{number:05}" for number in chosen]
    asks: dict[str, list[str]] = {"es": [], "en": [], "ht": []}
    for id in ids:
        found = ASK.findall((content / (id.replace(".", "/") + ".yaml")).read_text("utf-8"))
        for texts, text in zip(asks.values(), found, strict=True):
            texts.append(text)
    return ["--choices", ",".join(ids), "--texts", json.dumps(asks), "--people", "800"]


def _state(running: Running) -> dict[str, Any]:
    with urllib.request.urlopen(f"{running.url}/readyz", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)["content"]
    return found


def reloaded(lab: Lab, content: Path, data: Path, options: list[str]) -> dict[str, Any]:
    """A topic is edited while people write: how long until it is served, and the slowest reply meanwhile."""
    topic = content / "s000" / "t00007.yaml"
    seen: dict[str, float] = {}
    with lab.running("1 process", content=content, data=data) as running:
        before = _state(running)["version"]

        def edit() -> None:
            time.sleep(5)
            topic.write_text(topic.read_text("utf-8").replace("Tema 7 ", "Otro tema 7 ", 1), "utf-8")
            began = time.monotonic()
            while time.monotonic() - began < 30:
                if _state(running)["version"] != before:
                    seen["seconds"] = time.monotonic() - began
                    return
                time.sleep(0.1)

        editor = threading.Thread(target=edit)
        editor.start()
        result = lab.load(running, "bridge", [*options, "--rate", RELOAD_RATE, "--seconds", "12"])
        editor.join()
    return {
        "reload_s": round(seen.get("seconds", -1), 2),
        "slowest_reply_ms": result["first_reply_ms"]["max"],
        "p99_ms": result["first_reply_ms"]["p99"],
        "missing": result["missing"],
    }


def measure(lab: Lab, topics: int) -> dict[str, Any]:
    content, data = lab.folder / f"content-{topics}", lab.folder / f"data-{topics}"
    many_topics.write(content, topics)
    cold = loaded(lab, content, data / "cache")
    again = loaded(lab, content, data / "cache")
    options = asked_of(content, range(0, topics, max(1, topics // 60)))
    reply = lab.measure(
        "1 process",
        [*options, "--rate", REPLY_RATE, "--seconds", "8"],
        content=content,
        data=data,
    )
    return {
        "topics": topics,
        "load_cold_s": cold["seconds"],
        "load_cold_cpu_s": cold["cpu_s"],
        "load_unchanged_s": again["seconds"],
        "load_unchanged_cpu_s": again["cpu_s"],
        "rss_mb": reply["rss_mb"]["server"],
        "reply_ms": reply["first_reply_ms"],
        "cpu_s_per_1k": reply["cpu_s_per_1k"]["server"],
        "noisy": reply["noisy"],
        **reloaded(lab, content, data, options),
    }


if __name__ == "__main__":
    load_once(*sys.argv[1:4])
