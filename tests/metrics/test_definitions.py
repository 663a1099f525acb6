"""Every metric is declared once and explained in every language; nothing undeclared is ever counted."""

import ast
import random
from pathlib import Path

import pytest

from bot.dialogue.decision import apologise
from bot.domain.counting import bucket, case_label, joined, time_label
from bot.domain.messages import Incoming
from bot.domain.turn import Known
from bot.library.library import Library
from bot.metrics.definitions import ALL, METRICS, SEALED_CATEGORIES, problem_of
from tests.conftest import NOON, Talk

BOT = Path(__file__).parents[2] / "bot"


@pytest.mark.parametrize("code", ["es", "en", "ht"])
def test_every_metric_is_named_and_explained(library: Library, code: str) -> None:
    spoken = library.speech.catalogs[code].forms
    wanted = {f"metric.{metric.name}{end}" for metric in ALL for end in ("", ".means")}
    wanted |= {f"unit.{metric.unit.replace(' ', '_')}" for metric in ALL} | {f"group.{metric.group}" for metric in ALL}
    dimensions = [dimension for metric in ALL for dimension in metric.dimensions if dimension.name != "bucket"]
    wanted |= {f"dimension.{dimension.name}" for dimension in dimensions}
    wanted |= {f"label.{one.name}.{label}" for one in dimensions for label in one.labels if label != "-"}
    assert not wanted - set(spoken)
    for name in METRICS:
        assert spoken[f"metric.{name}.means"][0].count(".") == 1, f"{name} is explained in one sentence"


def test_no_name_is_taken_twice() -> None:
    assert len(METRICS) == len(ALL)


def counted_in(path: Path) -> list[tuple[str, int]]:
    """Names that are counted with a literal: count("x"), Count("x"), counts=("x:...",)."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        counts = name == "Count" or (name == "count" and "dialogue" in path.parts)
        if counts and node.args and path.name != "step.py":
            assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}: name the metric here, to be seen"
            found.append((str(node.args[0].value), node.lineno))
        for keyword in node.keywords:
            if keyword.arg == "counts" and isinstance(keyword.value, ast.Tuple):
                for one in keyword.value.elts:
                    first = one.values[0] if isinstance(one, ast.JoinedStr) else one
                    found.append((str(getattr(first, "value", "")).partition(":")[0], node.lineno))
    return found


def test_everything_that_is_counted_is_declared() -> None:
    names = 0
    for room in ("dialogue", "app", "console", "web", "store"):
        for path in sorted((BOT / room).rglob("*.py")):
            for name, line in counted_in(path):
                if name:
                    assert METRICS.get(name), f"{path}:{line} counts {name}; declare it in bot/metrics/definitions.py"
                    names += 1
    assert names > 15


def test_whatever_people_do_only_declared_labels_are_counted(library: Library) -> None:
    chance = random.Random(11)
    choices = [*library.topics, *library.sections, *library.actions, "back", "menu.more", "yes", "no"]
    choices += [f"city:shelter.find:{city}" for city in list(library.directory.cities)[:40]]
    choices += ["city:shelter.find:Somebody Whose Name This Is", "places:shelter.find:x:3:women", "language.ht"]
    texts = ["necesito donde dormir en tijuana", "me quieren matar", "qwrtz plk", "gracias", "mwen bezwen manje", "2"]
    counted: set[str] = set()
    for channel in ("web", "telegram", "whatsapp", "sms", "bridge"):
        talk = Talk(library, channel)
        for choice in choices:
            talk.taps(choice)
            counted.update(talk.decision.counts)  # type: ignore[union-attr]
            talk.says(chance.choice(texts))
            counted.update(talk.decision.counts)  # type: ignore[union-attr]
        for media in ("voice", "image", "Something else: a name", "contact"):
            talk.sends(media)
            counted.update(talk.decision.counts)  # type: ignore[union-attr]
        talk.shares(32.5, -117.0)
        counted.update(talk.decision.counts)  # type: ignore[union-attr]
    counted.update(apologise(Known(), Incoming("web", "a", "b"), library, NOON).counts)
    assert len(counted) > 120
    assert not [wrong for count in sorted(counted) if (wrong := problem_of(count))]
    assert not [count for count in counted if "Somebody" in count or "Something" in count]


def test_a_label_that_is_free_text_is_refused() -> None:
    case = case_label("legal", "tijuana", "soon")
    assert not problem_of(f"referral_opened:{case}") and not problem_of("referral_opened:" + case_label("", "", "", ""))
    assert not problem_of(f"time_to_answer:{time_label(case, 95)}") and not problem_of(
        joined("survey:satisfied", "yes")
    )
    for wrong in (
        "referral_opened", "referral_opened:legal", "message:hello there", "nothing", "people:x", "thanks:x",
        "language:es es", "survey:satisfied|perhaps", "topic:asylum.apply\n", "city:5215500000777", "interaction",
    ):  # fmt: skip
        assert problem_of(wrong), wrong


def test_times_fall_into_steps_that_grow() -> None:
    steps = [int(bucket(minutes)) for minutes in (0, 0.9, 1, 2, 60, 24 * 60, 14 * 24 * 60, 10**9)]
    assert steps == sorted(steps) and steps[0] == 0 and steps[-1] == 80


def test_what_is_sealed_for_staff_is_sealed_in_numbers(library: Library) -> None:
    sealed = {id for id, category in library.casework.categories.items() if category.lane}
    assert sealed == SEALED_CATEGORIES
