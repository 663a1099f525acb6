"""What a decision costs, apart from all that brings messages and takes replies away: CPU microseconds.

`python -m tests.bench.decisions` prints one JSON object.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.dialogue.decision import decide
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming
from bot.domain.turn import Known
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


def micros(act: Callable[[Sequence[Incoming]], object], runs: Iterable[Sequence[Incoming]]) -> float:
    """CPU microseconds a message, in the best of some runs: the others were disturbed."""
    took = []
    for said in runs:
        began = time.process_time()
        act(said)
        took.append(time.process_time() - began)
    return round(min(took) / MESSAGES * 1e6, 1)


def never_written_before(said: Sequence[Incoming], already: int = 0) -> Iterator[list[Incoming]]:
    """The same questions, each time in signs that nobody has used."""
    for number in range(RUNS):
        yield [
            replace(one, text=f"{one.text}{'!' * (at % 9)}{'?' * (1 + already + number)}")
            for at, one in enumerate(said)
        ]


def decided(library: Library, said: Sequence[Incoming]) -> None:
    now = datetime.now(UTC)
    known: dict[str, Conversation | None] = {}
    for one in said:
        before = known.get(one.address) or Conversation(language=one.language_hint)
        known[one.address] = decide(Known(before), one, library, now).conversation


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        library = Shelf(ROOT / "content", ROOT / "locales", Path(cache)).current
    taps, texts = messages(0.0), messages(1.0)
    understand = library.understanding.understand

    def decide_all(said: Sequence[Incoming]) -> None:
        decided(library, said)

    def understand_all(said: Sequence[Incoming]) -> None:
        for one in said:
            understand(one.text, one.language_hint)

    found = {
        "a tap": micros(decide_all, [taps] * RUNS),
        "a text that was written before": micros(decide_all, [texts] * RUNS),
        "a text never written before": micros(decide_all, never_written_before(texts)),
        "of that, understanding": micros(understand_all, never_written_before(texts, RUNS)),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
