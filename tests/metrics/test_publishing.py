"""P08: nothing that is published shows a count of 1 to 9, or lets one be worked out, not even day after day."""

import os
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bot.domain.counting import Counted, case_label, joined
from bot.metrics.computing import compute
from bot.metrics.figures import HIDDEN, Cell, Figures
from bot.metrics.period import Period
from bot.metrics.publishing import NotPublishable, may_publish, publish
from bot.metrics.suppression import Arc, Network, NotSafe
from tests.metrics.attacker import Attacker

FULL = os.environ.get("FAROL_TRIALS") == "full"
TABLES = 10_000 if FULL else 400
NOW = datetime(2027, 1, 10, 18, tzinfo=UTC)
GROUPS = [["message", "channel", "language"], ["referral_opened"], ["thanks"], ["topic"], ["survey"], ["unsent"]]
Place = tuple[int, int]
CATEGORIES = ("legal", "health", "education", "gbv", "trafficking", "cash")


def a_year(chance: random.Random, year: int = 2026) -> dict[date, Counter[str]]:
    """Few people and many small numbers: what is hardest to hide."""
    months: dict[date, Counter[str]] = {}
    size = chance.choice((0.4, 1, 3, 12))
    for month in range(1, 13):
        if chance.random() < 0.2:
            continue
        counts: Counter[str] = Counter()
        for _ in range(int(size * chance.randrange(12))):
            counts[f"message:{chance.choice(('text', 'tap', 'voice'))}"] += 1
            counts[f"channel:{chance.choices(('web', 'telegram', 'sms'), (9, 3, 1))[0]}"] += 1
            counts[f"language:{chance.choices(('es', 'en', 'ht'), (9, 1, 2))[0]}"] += 1
        for _ in range(int(size * chance.randrange(8))):
            case = case_label(chance.choice(CATEGORIES), chance.choice("abc"), chance.choice(("now", "soon")))
            counts[f"referral_opened:{case}"] += chance.choice((1, 1, 2, 5))
        counts["thanks"] += int(size * chance.randrange(5))
        for topic in ("asylum.apply", "gbv.help", "aid.food", "shelter.find"):
            counts[f"topic:{topic}"] += int(size * chance.randrange(4))
        counts[f"survey:satisfied|{chance.choice(('yes', 'no'))}"] += int(size * chance.randrange(9))
        counts[f"unsent:{joined(chance.choice(('sms', 'web')), 'refused')}"] += chance.randrange(4)
        months[date(year, month, 1)] = Counter({name: number for name, number in counts.items() if number})
    return months


def figures_of(months: dict[date, Counter[str]], period: Period, now: datetime = NOW) -> Figures:
    days = frozenset(day for month in months for day in Period.month(month.year, month.month).days)
    return compute(Counted(months=months, seen=days), period, now)


def small_cells(figures: Figures, metric: str) -> list[tuple[object, ...]]:
    measure = figures[metric]
    found = [(metric, dimension, label) for dimension, labels in measure.tables.items() for label, c in labels.items()
             if 0 < (c.value or 0) < 10]  # fmt: skip
    return found + [(metric, pair, labels) for pair, cells in measure.crossed.items() for labels, c in cells.items()
                    if 0 < (c.value or 0) < 10]  # fmt: skip


def test_P08_no_small_count_of_random_tables_can_be_worked_out() -> None:
    chance = random.Random(8)
    hidden = shown = 0
    for _ in range(TABLES // 4):
        months = a_year(chance)
        raw = figures_of(months, Period.year(2026))
        public = publish(raw)
        for group in GROUPS:
            attacker = Attacker()
            attacker.reads(public, group)
            solved = attacker.solves()
            attacker.narrows()
            for metric in group:
                for name in small_cells(raw, metric):
                    low, high = attacker.low[name], attacker.high[name]
                    assert name not in solved and high - low >= 3, f"{name} lies between {low} and {high}"
                    if group != GROUPS[0]:  # of these, months are told too, and bound what is possible
                        assert high >= 10, f"{name} is less than {high + 1}"
                    hidden += 1
                shown += sum(not cell.hidden for labels in public[metric].tables.values() for cell in labels.values())
    assert hidden > TABLES and shown > TABLES


YEARS = (2024, 2025, 2026)
RANGES = (Period(date(2024, 1, 1), date(2025, 12, 31)), Period(date(2025, 1, 1), date(2026, 12, 31)),
          Period(date(2024, 1, 1), date(2026, 12, 31)))  # fmt: skip


def test_P08_no_small_count_can_be_worked_out_from_years_side_by_side_in_every_combination() -> None:
    """Whoever has each year, each two and all three subtracts one from another."""
    chance = random.Random(11)
    hidden = shown = summed = 0
    for _ in range(TABLES // 50):
        months = {month: counts for year in YEARS for month, counts in a_year(chance, year).items()}
        raw = {year: figures_of(months, Period.year(year)) for year in YEARS}
        public = {year: publish(figures) for year, figures in raw.items()}
        side_by_side = [publish(figures_of(months, period)) for period in RANGES]
        for group in (["message", "channel", "language"], ["referral_opened"], ["topic"]):
            everything = Attacker()
            alone = {year: Attacker(of=(year,)) for year in YEARS if group[0] in public[year].measures}
            for year, attacker in alone.items():
                attacker.reads(public[year], group)
            for period, told in zip(RANGES, side_by_side, strict=True):
                own = {year: one for year, one in alone.items() if period.first.year <= year <= period.last.year}
                if own:
                    everything.reads_sum(told, group, own, ("of", period.first.year, period.last.year))
                summed += sum(not cell.hidden for cell in told[group[-1]].tables.get("language", {}).values())
            solved = everything.solves()
            everything.narrows()
            for year in alone:
                for metric in group:
                    for name in small_cells(raw[year], metric):
                        low, high = everything.low[year, *name], everything.high[year, *name]
                        assert (year, *name) not in solved and high - low >= 3, f"{year} {name}: {low} to {high}"
                        hidden += 1
                    tables = public[year][metric].tables.values()
                    shown += sum(not cell.hidden for labels in tables for cell in labels.values())
    assert hidden > TABLES / 4 and shown > TABLES / 4 and summed > TABLES / 40


def test_a_year_is_told_in_the_same_way_alone_and_beside_others() -> None:
    chance = random.Random(3)
    for _ in range(3):
        months = {month: counts for year in YEARS for month, counts in a_year(chance, year).items()}
        alone = {year: publish(figures_of(months, Period.year(year))).measures for year in YEARS}
        for period in RANGES:
            public = publish(figures_of(months, period))
            assert [year.measures for year in public.years] == [alone[year.period.first.year] for year in public.years]
            assert len(public.years) == len(period.years) and public.previous is None
            for measure in public.measures.values():
                assert not measure.series or len(measure.series) == len(public.starts)


def test_people_of_several_years_are_told_apart_and_never_added() -> None:
    months = {date(year, 5, 1): Counter({"message:text": 40}) for year in (2025, 2026)}
    people = {"whole": 150, "whole:2025": 80, "whole:2026": 70, "2025-05": 80, "2026-05": 70, "2025": 80, "2026": 70}
    counted = Counted(months=months, people=people, seen=frozenset(months))
    for period in (RANGES[1], Period(date(2025, 2, 1), date(2026, 7, 31))):
        found = compute(counted, period, NOW)
        assert found["people"].total.is_gap and [year["people"].total for year in found.years] == [Cell(80), Cell(70)]
        assert found["people"].tables == {"year": {"2025": Cell(80), "2026": Cell(70)}}
        assert "note.years_apart" in {note.id for note in found.notes}
    public = publish(compute(counted, RANGES[1], NOW))
    assert public["people"].total.is_gap and public["people"].tables["year"]["2026"] == Cell(70)
    few = compute(Counted(months=months, people={**people, "whole:2025": 7}, seen=frozenset(months)), RANGES[1], NOW)
    assert publish(few)["people"].tables["year"] == {"2025": HIDDEN, "2026": Cell(70)}
    with pytest.raises(NotPublishable):
        publish(compute(counted, Period(date(2025, 2, 1), date(2026, 7, 31)), NOW))


def test_months_on_both_sides_of_a_new_year_keep_nothing_of_the_years_apart() -> None:
    months = {date(2025, 12, 1): Counter({"message:text": 4}), date(2026, 1, 1): Counter({"message:text": 34})}
    public = publish(figures_of(months, Period(date(2025, 12, 1), date(2026, 1, 31))))
    assert public.years == () and public["message"].total == Cell(30, rounded=True)


def test_P08_every_other_table_that_looks_the_same_is_tried() -> None:
    """Small enough to try them: there is one in which a hidden small count is 10, and some with other values."""
    chance = random.Random(5)
    tried = 0
    for _ in range(TABLES // 4):
        network = Network()
        size = chance.choice(((2, 2), (2, 3), (3, 2)))
        table = {at: chance.choice((1, 2, 3, 9, 10, 11, 14)) for at in product(range(size[0]), range(size[1]))}
        arcs = {at: network.add(("r", at[0]), ("c", at[1]), number) for at, number in table.items()}
        sums: list[tuple[Arc, list[Place]]] = []
        for way, count in enumerate(size):
            for number in range(count):
                places = [at for at in table if at[way] == number]
                ends = ("all", ("r", number)) if way == 0 else (("c", number), "sum")
                sums.append((network.add(*ends, sum(table[at] for at in places)), places))
        sums.append((network.add("sum", "all", sum(table.values())), list(table)))
        network.protect()
        known = [(arc.value, places) for arc, places in sums if arc.shown]
        unknown = [at for at, arc in arcs.items() if not arc.shown]
        for at in unknown:
            if table[at] < 10:
                possible = {value for value in range(1, 14) if looks_the_same(table, unknown, known, at, value)}
                assert 10 in possible and len(possible) >= 4, f"{table}: {at} can only be one of {possible}"
                tried += 1
    assert tried > TABLES / 2


def looks_the_same(
    table: dict[Place, int], unknown: list[Place], known: list[tuple[int, list[Place]]], at: Place, value: int
) -> bool:
    """Whether there is a table with that value in which all that is shown is as it is."""
    free = [place for place in unknown if place != at]
    left = {number: sum_ for number, (sum_, _) in enumerate(known)}
    of = {place: [number for number, (_, places) in enumerate(known) if place in places] for place in table}
    last = {
        number: max((free.index(p) for p in places if p in free), default=-1)
        for number, (_, places) in enumerate(known)
    }
    for place in table:
        if place not in free:
            for number in of[place]:
                left[number] -= value if place == at else table[place]
    if any(left[number] < 0 or (left[number] and last[number] < 0) for number in left):
        return False

    def fill(position: int) -> bool:
        if position == len(free):
            return True
        place = free[position]
        closing = [left[number] for number in of[place] if last[number] == position]
        most = min([left[number] for number in of[place]], default=20)
        for number in set(closing) if closing else range(1, most + 1):
            if not 1 <= number <= most or len(set(closing)) > 1:
                continue
            for each in of[place]:
                left[each] -= number
            found = fill(position + 1)
            for each in of[place]:
                left[each] += number
            if found:
                return True
        return False

    return fill(0)


def test_P08_what_is_published_day_after_day_tells_nothing_of_a_day() -> None:
    """Whoever reads on every day of a year sees a change once a month, and then only tens."""
    chance = random.Random(2)
    for _ in range(TABLES // 200):
        months = a_year(chance)
        days = {d: c for m, counts in months.items() for d, c in spread(chance, m, counts).items()}
        seen: list[tuple[Period, dict[str, object]]] = []
        for ahead in range(0, 370, 9):
            now = datetime(2026, 1, 1, 18, tzinfo=UTC) + timedelta(days=ahead)
            today = now.date()
            here = {day: counts for day, counts in days.items() if day <= today}
            for period in periods_ending(today):
                figures = compute(Counted(days=here, seen=frozenset(here)), period, now, by_month=True)
                if not may_publish(figures):
                    with pytest.raises(NotPublishable):
                        publish(figures)
                    continue
                public = publish(figures)
                told = {
                    name: (one.total, one.series, one.tables)
                    for name, one in public.measures.items()
                    if not name.startswith("content")
                }
                for name, (total, series, tables) in told.items():
                    if not period.is_year:
                        assert not tables and (total.value or 0) % 10 == 0, name
                    assert all((cell.value or 0) % 10 == 0 for cell in series)
                seen.append((period, told))
        for period, told in seen:
            for other, also in seen:
                if other == period:
                    assert told == also, "the same period is told in the same way for ever"


def spread(chance: random.Random, month: date, counts: Counter[str]) -> dict[date, Counter[str]]:
    days: dict[date, Counter[str]] = {month: Counter()}
    for name, number in counts.items():
        for _ in range(number):
            day = month + timedelta(
                days=0 if name.startswith(("message", "channel", "language")) else chance.randrange(28)
            )
            days.setdefault(day, Counter())[name] += 1
    return days


def periods_ending(today: date) -> list[Period]:
    first = today.replace(day=1)
    last_month = Period.month((first - timedelta(days=1)).year, (first - timedelta(days=1)).month)
    return [
        Period(today, today), Period(today - timedelta(days=6), today), last_month, Period.year(2026),
        Period(date(2026, 1, 1), max(date(2026, 1, 1), last_month.last)),
    ]  # fmt: skip


def test_what_is_large_enough_is_published_as_it_is() -> None:
    counts = Counter({f"referral_opened:{case_label('legal', 'a', 'soon')}": 420, "thanks": 57, "message:text": 900,
                      "channel:web": 900, "language:es": 900, "reply": 2000})  # fmt: skip
    raw = figures_of({date(2026, 5, 1): counts}, Period.year(2026))
    public = publish(raw)
    assert public.is_public and public["referral_opened"].total == Cell(420) and public["thanks"].total == Cell(57)
    assert public["interaction"].total == Cell(2900) and public["message"].series[4] == Cell(900, rounded=True)
    assert public["message"].series[3].is_gap
    assert {note.id for note in public.notes} >= {"note.hidden", "note.rounded"}


def test_a_share_is_not_told_when_few_said_otherwise() -> None:
    def satisfied(yes: int, no: int) -> Cell:
        counts = Counter({"survey:satisfied|yes": yes, "survey:satisfied|no": no})
        return publish(figures_of({date(2026, 5, 1): counts}, Period.year(2026)))["satisfied"].total

    assert satisfied(60, 40) == Cell(100)
    assert satisfied(60, 4) == satisfied(4, 60) == satisfied(3, 4) == HIDDEN


def test_what_cannot_be_hidden_is_not_published_at_all() -> None:
    network = Network()
    network.add_rounded("a", "b", 19)
    small = network.add_rounded("a", "b", 9)
    total = network.add("b", "a", 28)
    total.low = total.high = 28
    with pytest.raises(NotSafe):
        network.protect()
    assert not small.shown


def test_hidden_labels_stand_in_an_order_that_tells_nothing() -> None:
    counts = Counter(
        {f"topic:t.{letter}": number for letter, number in zip("abcdef", (3, 9, 40, 5, 90, 7), strict=True)}
    )
    table = publish(figures_of({date(2026, 5, 1): counts}, Period.year(2026)))["topic"].tables["topic"]
    shown = [label for label, cell in table.items() if not cell.hidden]
    hidden = [label for label, cell in table.items() if cell.hidden]
    assert list(table) == shown + hidden and hidden == sorted(hidden) and shown == ["t.e", "t.c"]
