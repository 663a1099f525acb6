"""What guards the service must not cost much: the check of content, hostile files and texts, a flood of forgeries."""

import http.client
import json
import os
import resource
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

from bot.channels.rendering import pieces
from bot.library.documents import read
from tests.bench.lab import HOOKS, ROOT, SECRET, Lab
from tests.service import sign
from tests.trials.patterns import all_patterns, slowest_ms

BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
)
FILES = (
    BOMB,
    b"".join(b" " * n + b"a:\n" for n in range(3000)),
    b"{" * 100_000,
    b"- " * 100_000,
    b"a: " + b"x" * 10_000_000,
    b"'" * 999_999,
)
TEXTS = ("\u0301" * 10_000, "🇭" * 10_000, "1" * 10_000, " " * 10_000 + "x", "a." * 5_000, "👩\u200d" * 5_000)


def check_seconds(lab: Lab) -> float:
    """What the processor works for `bot check` on the real tree: at most 2 s are promised."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "BOT_DATA_DIR": str(lab.folder / "data-check")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "bot", "check"], check=True, capture_output=True, cwd=ROOT, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def slowest_file_seconds() -> float:
    return max(_seconds(lambda raw=raw: read(raw)) for raw in FILES)  # type: ignore[misc]


def slowest_text_seconds() -> float:
    return max(_seconds(lambda text=text: pieces(text, 4096, len)) for text in TEXTS)  # type: ignore[misc]


def _seconds(work: object) -> float:
    began = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - began


def flooded(lab: Lab) -> dict[str, float]:
    """Honest posts while others post forgeries as fast as they can: how many of those, and how long ours take."""
    took: list[float] = []
    stop, forged = threading.Event(), [0]
    with lab.running("1 process") as running:
        host = urlsplit(running.url).netloc

        def flood() -> None:
            connection = http.client.HTTPConnection(host, timeout=30)
            while not stop.is_set():
                connection.request("POST", HOOKS["bridge"], b"{}", {"X-Signature-256": "sha256=" + "0" * 64})
                connection.getresponse().read()
                forged[0] += 1

        floods = [threading.Thread(target=flood) for _ in range(4)]
        for each in floods:
            each.start()
        connection, began = http.client.HTTPConnection(host, timeout=30), time.monotonic()
        for number in range(300):
            body = json.dumps({"id": f"m{number}", "from": f"p{number}", "text": "/menu"}).encode()
            sent = time.monotonic()
            connection.request("POST", HOOKS["bridge"], body, {"X-Signature-256": sign(body, SECRET)})
            assert connection.getresponse().read() is not None
            took.append(time.monotonic() - sent)
            time.sleep(0.01)
        stop.set()
        for each in floods:
            each.join()
        seconds = time.monotonic() - began
    took.sort()
    return {"forged_per_s": forged[0] / seconds, "ack_p99_ms": 1000 * took[int(len(took) * 0.99)]}


def measure(lab: Lab) -> dict[str, float]:
    return {
        "check_cpu_s": check_seconds(lab),
        "slowest_file_cpu_s": slowest_file_seconds(),
        "slowest_text_cpu_s": slowest_text_seconds(),
        "slowest_pattern_cpu_ms": max(slowest_ms(name, pattern) for name, pattern in set(all_patterns())),
        **flooded(lab),
    }
