"""A store with a year of tallies, as they stand there when months and days have been added up."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.domain.counting import case_label, joined, local, time_label
from bot.library.library import Library
from bot.metrics.definitions import problem_of
from bot.store import keys
from bot.store.installation import Installation
from bot.store.link import Link
from bot.store.tallies import KEPT_BY_DAY, Sums, packed

DAY = timedelta(days=1)
CHANNELS = {"whatsapp": 0.61, "telegram": 0.24, "web": 0.13, "bridge": 0.02}
LANGUAGES = {"es": 0.76, "ht": 0.17, "en": 0.07}
OFFICES = ("tapachula", "tijuana")
CATEGORIES = ("legal", "health", "shelter", "education", "employment", "prenatal", "crime", "gbv")


def counts_of_day(library: Library, messages: int, chance: random.Random) -> Counter[str]:
    """What a day of so many messages counts."""
    counts: Counter[str] = Counter()

    def share(metric: str, weights: Mapping[str, float], total: float) -> None:
        whole = sum(weights.values())
        for label, weight in weights.items():
            if number := round(total * weight / whole * chance.uniform(0.85, 1.15)):
                counts[f"{metric}:{label}"] += number

    share("message", {"text": 6, "tap": 3, "location": 0.3, "voice": 0.2, "image": 0.1}, messages)
    whole = sum(counts.values())
    for metric, weights in (("channel", CHANNELS), ("language", LANGUAGES)):  # the same messages, told apart anew
        first, *others = weights
        share(metric, {label: weights[label] for label in others}, whole * (1 - weights[first]))
        rest = sum(counts[f"{metric}:{label}"] for label in others)
        counts[f"{metric}:{first}"] = whole - rest
    counts["reply"] = round(messages * 1.6)
    counts["person"], counts["thanks"] = messages // 90 + 1, messages // 40 + 1
    topics = {topic: 1 / (place + 2) for place, topic in enumerate(library.topics)}
    share("topic", topics, messages * 0.7)
    share("city", {city: 1 / (place + 3) for place, city in enumerate(library.directory.cities)}, messages * 0.2)
    share("places", dict.fromkeys(library.directory.vocabulary.kinds, 1.0), messages * 0.1)
    share("unanswered", LANGUAGES, messages * 0.05)
    share("urgent", {"violence": 2, "medical": 1, "danger": 3}, messages * 0.004)
    share("conversation", CHANNELS, messages * 0.2)
    share("unsent", {joined("telegram", "refused"): 1, joined("whatsapp", "unreachable"): 2}, messages * 0.002)
    share("helpful", {joined(answer, "asylum.apply"): weight for answer, weight in (("yes", 8), ("no", 1))}, 12)
    share("survey", {joined("satisfied", "yes"): 8, joined("satisfied", "no"): 1, joined("knows-help", "yes"): 4}, 14)
    for _ in range(max(1, messages // 1500)):
        case = case_label(
            chance.choice(CATEGORIES), chance.choice(OFFICES), chance.choice(("now", "soon", "later")), "chat"
        )
        counts[f"referral_opened:{case}"] += 1
        counts[f"time_to_answer:{time_label(case, chance.lognormvariate(5, 1))}"] += 1
        counts[f"referral_in_time:{case}" if chance.random() < 0.9 else f"referral_late:{case}"] += 1
        if chance.random() < 0.4:
            counts[f"referral_sent:{case}"] += 1
        if chance.random() < 0.3:
            counts[f"referral_attended:{case}"] += 1
    return counts


async def seed(
    link: Link, installation: Installation, library: Library, now: datetime, first: date, messages: int,
    people: int = 400, gaps: frozenset[date] = frozenset(), seed: int = 7,
) -> Counter[str]:  # fmt: skip
    """From `first` to today, about so many messages in all; gives everything that was counted."""
    chance, today = random.Random(seed), local(now).date()
    days = (today - first).days + 1
    written: Counter[str] = Counter()
    months: dict[date, Counter[str]] = {}
    seen: dict[date, list[int]] = {}
    for number in range(days):
        day = first + number * DAY
        if day in gaps:
            continue
        counts = counts_of_day(library, messages // days, chance)
        assert not [count for count in counts if problem_of(count)]
        written.update(counts)
        if day < today - KEPT_BY_DAY * DAY and day.replace(day=1) != (today - KEPT_BY_DAY * DAY).replace(day=1):
            months.setdefault(day.replace(day=1), Counter()).update(counts)
            seen.setdefault(day.replace(day=1), []).append(day.day)
        elif day < today - DAY:
            await link.one("SET", keys.numbers(f"{day:%Y-%m-%d}"), packed(Sums(dict(counts), people, people // 4)))
        else:
            hour = local(now) if day == today else local(now) - DAY
            await link.one("HSET", keys.tally(0, hour), *(part for item in counts.items() for part in item))
        for span in keys.spans(day):
            for partition in range(installation.partitions):
                names = [
                    f"{partition}-{chance.randrange(people * 40)}" for _ in range(people // installation.partitions)
                ]
                await link.many((("PFADD", keys.people(partition, span), *names),
                                 ("PFADD", keys.returning(partition, span), *names[: len(names) // 4])))  # fmt: skip
    for month, counts in months.items():
        await link.one(
            "SET",
            keys.numbers(f"{month:%Y-%m}"),
            packed(Sums(dict(counts), people * 9, people * 2, tuple(seen[month]))),
        )
    await link.one("SET", keys.CLOSED, (today - 2 * DAY).isoformat())
    return written
