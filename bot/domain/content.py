"""What editors write, once read: topics, sections, actions, languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]
"""Language code to text."""


@dataclass(frozen=True, slots=True)
class Source:
    says: str
    source: str
    url: str
    as_of: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which places a topic lists."""

    kind: str
    who: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    file: str
    title: Texts
    button: Texts
    answer: Mapping[str, tuple[str, ...]]
    next: tuple[str, ...] = ()
    places: Lookup | None = None
    refer: str = ""
    vital: bool = False
    sealed: bool = False
    sources: tuple[Source, ...] = ()
    verified: str = ""
    verified_by: str = ""
    review_by: str = ""
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def section(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    file: str
    title: Texts
    button: Texts
    intro: Texts
    order: int
    topics: tuple[str, ...]
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    id: str
    file: str
    title: Texts
    button: Texts
    about: Texts
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is named, commanded and written; what Babel gets wrong is said here."""

    code: str
    name: str
    """In the language itself."""
    fallback: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other words by which a person may ask for it, in any language."""
    commands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Choice id to the words that mean it, as `menu: [menu, inicio]`."""
    right_to_left: bool = False
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    date: str = ""
    """A pattern such as `{day} {month} {year}` where Babel's is not right for this language."""
    hour: str = ""
    list_and: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    helped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people write when asked whether they got help: yes, not-yet, no, unsafe. An "ok" is none of them."""
    english: str = ""
    """Its name in English, for editors and staff."""
    required: bool = False
    """Every text must be there in this language: a missing one is an error, elsewhere a warning."""
    reading: str = ""
    """The formula that tells how easy a text is: fernandez-huerta or flesch."""
    pairs: tuple[str, ...] = ()
    """Signs that come in twos, as `¿?`."""
    avoid: Mapping[str, str] = field(default_factory=dict)
    """Words that hurt, and what to write instead."""
    offered: bool = True
    """People may choose it: all phrases and all vital topics are there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's messages as they are sent, with phone numbers and addresses filled in."""

    messages: tuple[str, ...]
    language: str
    fell_back: bool = False
    """It is not in the language asked for."""
    stale: bool = False
    """The Spanish has changed since it was translated."""
