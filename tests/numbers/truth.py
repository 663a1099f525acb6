"""A year whose truth is known: who writes what when, and which cases are opened, made from a seed to add up to what the
programme published.

2022: 252,000 interactions, 420 people referred and 180 attended through the chat, 5,772 protection cases of which 65 %
were referred to legal, migration, health, education and employment services, 4 % child protection, 3 % prenatal, 5 %
gender-based violence, 1 % trafficking, 22 % victims of other crimes. 2023: 3,474 cases.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from bot.domain.counting import ZONE, case_label, joined, time_label

SERVICES = {"legal": 28, "migration": 16, "health": 12, "education": 5, "employment": 4}
PUBLISHED: Mapping[int, "Published"] = {}


@dataclass(frozen=True)
class Published:
    interactions: int
    referred: int
    attended: int
    cases: int
    shares: Mapping[str, int]
    """Category to per cent."""

    def scaled(self, part: float) -> "Published":
        numbers = (max(1, round(n * part)) for n in (self.interactions, self.referred, self.attended, self.cases))
        return Published(*numbers, self.shares)


PUBLISHED = {
    2022: Published(252_000, 420, 180, 5_772, SERVICES | {
        "child-protection": 4, "prenatal": 3, "gbv": 5, "trafficking": 1, "crime": 22}),
    2023: Published(160_000, 300, 150, 3_474, {
        "services": 26, "legal": 24, "child-protection": 16, "prenatal": 18, "detention": 11, "crime": 3, "gbv": 2}),
}  # fmt: skip

OFFICES = {"tijuana": 5, "tapachula": 4, "cdmx": 3, "monterrey": 2}
CHANNELS = {"whatsapp": 11, "telegram": 5, "web": 3, "sms": 1}
LANGUAGES = {"es": 14, "ht": 3, "en": 1}
TOPICS = ("asylum.apply", "asylum.what", "health.disability", "papers.stay", "work.rights", "aid.cash", "gbv.help")
CITIES = ("Tijuana", "Tapachula", "Monterrey")
TEXTS = {"es": ("gracias", "menú"), "en": ("thanks", "menu"), "ht": ("mèsi", "meni")}
THANKS = {"gracias", "thanks", "mèsi"}


class Person(NamedTuple):
    number: int
    channel: str
    language: str


def person_of(number: int) -> Person:
    """Somebody writes on one channel, in one language."""
    mine = random.Random(number)
    channel = mine.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    return Person(number, channel, mine.choices(list(LANGUAGES), list(LANGUAGES.values()))[0])


@dataclass(frozen=True, slots=True)
class Message:
    person: int
    channel: str
    language: str
    choice: str = ""
    text: str = ""
    media: str = ""


DUE_SECONDS = 3 * 86_400


@dataclass(frozen=True, slots=True)
class Case:
    category: str
    office: str
    urgency: str
    means: str
    seconds: int
    """Until somebody of the staff answered."""
    move: str
    """send, attend, or nothing more."""
    satisfied: str
    """What the person said of it afterwards: yes, no or nothing."""

    @property
    def counts(self) -> tuple[str, ...]:
        """What is to be counted of it, worked out apart from the code that counts."""
        case = case_label(self.category, self.office, self.urgency, self.means)
        counts = [f"referral_{what}:{case}" for what in ("opened", "consented", "claimed")]
        counts.append(f"time_to_answer:{time_label(case, self.seconds / 60)}")
        counts.append(f"{'referral_in_time' if self.seconds <= DUE_SECONDS else 'referral_late'}:{case}")
        if self.move:
            counts.append(f"{'referral_sent' if self.move == 'send' else 'referral_attended'}:{case}")
        if self.means != "chat":
            counts.append(f"contact:{joined(self.means, self.category)}")
        if self.satisfied:
            counts.append(f"survey:satisfied|{self.satisfied}")
        return tuple(counts)


@dataclass
class Truth:
    """What happened, noted by whoever made it happen."""

    counts: Counter[str] = field(default_factory=Counter)
    people: dict[str, set[int]] = field(default_factory=dict)
    returned: dict[str, set[int]] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)
    last: dict[int, datetime] = field(default_factory=dict)

    def note(self, message: Message, now: datetime) -> None:
        kind = "tap" if message.choice else message.media or "text"
        counts = self.counts
        counts[f"message:{kind}"] += 1
        counts[f"channel:{message.channel}"] += 1
        counts[f"language:{message.language}"] += 1
        if message.choice in TOPICS:
            counts[f"topic:{message.choice}"] += 1
        if message.choice.startswith("city:"):
            counts[f"city:{message.choice.rpartition(':')[2]}"] += 1
        if message.text in THANKS:
            counts["thanks"] += 1
        before = self.last.get(message.person)
        if before is None or now - before >= timedelta(days=1):
            counts[f"conversation:{message.channel}"] += 1
        year = str(now.year)
        self.people.setdefault(year, set()).add(message.person)
        if before is not None and before.date() < now.date():
            counts["return"] += 1
            self.returned.setdefault(year, set()).add(message.person)
        self.last[message.person] = now

    def add(self, other: "Truth") -> None:
        """What others made happen, to other people."""
        self.counts.update(other.counts)
        for mine, theirs in ((self.people, other.people), (self.returned, other.returned)):
            for span, people in theirs.items():
                mine.setdefault(span, set()).update(people)
        for span, times in other.times.items():
            self.times.setdefault(span, []).extend(times)

    def note_case(self, case: "Case", year: int) -> None:
        self.counts.update(case.counts)
        self.times.setdefault(str(year), []).append(case.seconds / 60)


@dataclass
class Story:
    """One year, day by day, from a seed."""

    year: int
    published: Published
    seed: int = 1
    every: int = 1
    """Only every so many days something happens."""
    is_mine: Callable[["Person"], bool] = lambda person: True
    """Several tell the story together, each of their own people."""

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed}-{self.year}")
        population = (person_of(number) for number in range(max(30, self.published.interactions // 18)))
        self.people = [person for person in population if self.is_mine(person)]

    @cached_property
    def days(self) -> list[date]:
        first = date(self.year, 1, 1)
        length = (date(self.year + 1, 1, 1) - first).days
        return [first + timedelta(days=n) for n in range(length) if n % self.every == 0 or n == length - 1]

    def messages(self, count: int) -> list[Message]:
        """What people write within an hour; nobody more than a few times."""
        found: list[Message] = []
        while len(found) < count:
            found += self._visit(self.chance.choice(self.people))
        return found[:count]

    def _visit(self, who: "Person") -> Iterator[Message]:
        person, channel, language = who
        for _ in range(self.chance.randrange(1, 5)):
            what = self.chance.random()
            if what < 0.55:
                yield Message(person, channel, language, choice=self.chance.choice(TOPICS))
            elif what < 0.65:
                yield Message(person, channel, language, choice=f"city:shelter.find:{self.chance.choice(CITIES)}")
            elif what < 0.95:
                yield Message(person, channel, language, text=self.chance.choice(TEXTS[language]))
            else:
                yield Message(person, channel, language, media="voice")

    def cases(self) -> dict[date, list["Case"]]:
        """Day to what becomes of each case that is worked on it."""
        wanted = self.published
        labels = [self._label(category) for category in shared(wanted.cases, wanted.shares)]
        self.chance.shuffle(labels)
        found: dict[date, list[Case]] = {}
        for number, (category, office, urgency) in enumerate(labels):
            chat = number < wanted.referred + wanted.attended
            means = "chat" if chat else self.chance.choice(("telephone", "whatsapp", "email", "in-person"))
            seconds = int(60 * self.chance.lognormvariate(6, 1.3))
            move = "" if not chat else "send" if number < wanted.referred else "attend"
            satisfied = "" if number % 3 else "yes" if number % 4 else "no"
            case = Case(category, office, urgency, means, seconds, move, satisfied)
            found.setdefault(self.chance.choice(self.days), []).append(case)
        return found

    def _label(self, category: str) -> tuple[str, str, str]:
        office = self.chance.choices(list(OFFICES), list(OFFICES.values()))[0]
        return category, office, self.chance.choice(("now", "soon", "later"))


def shared(number: int, shares: Mapping[str, int]) -> list[str]:
    """So many, by per cent, rounded so that they add up: the largest remainders go up."""
    whole = sum(shares.values())
    exact = {name: number * share / whole for name, share in shares.items()}
    counts = {name: int(each) for name, each in exact.items()}
    for name in sorted(exact, key=lambda name: counts[name] - exact[name])[: number - sum(counts.values())]:
        counts[name] += 1
    return [name for name, count in counts.items() for _ in range(count)]


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 20, tzinfo=ZONE)
