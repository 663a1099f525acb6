"""What a decision costs, apart from all that brings messages and takes replies away: CPU microseconds.

`python -m tests.bench.decisions` prints one JSON object.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.dialogue.decision import decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.library.library import Library
from bot.library.loading import Shelf
from tests.bench.lab import ROOT
from tests.bench.load import CHOICES, SPEAKS, TEXTS

PEOPLE, MESSAGES, RUNS = 50, 400, 7


def messages(written: float) -> list[Incoming]:
    chance = random.Random(1)
    found = []
    for number in range(MESSAGES):
        person = number % PEOPLE
        language, turn = SPEAKS[person % len(SPEAKS)], number // PEOPLE
        texts = TEXTS[language]
        text = texts[(person * 7 + turn) % len(texts)] if chance.random() < written else ""
        choice = "" if text else CHOICES[(person * 5 + turn) % len(CHOICES)]
        id = f"bench|{number}"
        found.append(Incoming("bridge", f"bench|{person}", id, text=text, choice=choice, language_hint=language))
    return found


def micros(act: Callable[[], object]) -> float:
    """CPU microseconds a message, in the best of some runs: the others were disturbed."""
    runs = []
    for _ in range(RUNS):
        began = time.process_time()
        act()
        runs.append(time.process_time() - began)
    return round(min(runs) / MESSAGES * 1e6, 1)


def decided(library: Library, said: list[Incoming]) -> None:
    now = datetime.now(UTC)
    known: dict[str, Conversation | None] = {}
    for one in said:
        before = known.get(one.address) or Conversation(language=one.language_hint)
        known[one.address] = decide(before, one, library, now).conversation


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        library = Shelf(ROOT / "content", ROOT / "locales", Path(cache)).current
    taps, texts = messages(0.0), messages(1.0)
    understand = library.understanding.understand
    found = {
        "a tap": micros(lambda: decided(library, taps)),
        "a text": micros(lambda: decided(library, texts)),
        "of that, understanding": micros(lambda: [understand(one.text, one.language_hint) for one in texts]),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
