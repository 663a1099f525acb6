"""All content, places and languages at one moment: an immutable snapshot that a turn reads from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from bot.domain.alert import Alert
from bot.domain.content import Action, Answer, Language, Section, Texts, Topic
from bot.library import caselabels, naming
from bot.library.casework import Casework
from bot.library.directory import Directory
from bot.library.folding import fold, words
from bot.library.learning import Understands
from bot.library.revision import Translations, fingerprint_of_topic
from bot.library.speech import SOURCE_LANGUAGE, Speech

if TYPE_CHECKING:  # it needs numpy, which a content check has no time to load
    from bot.library.understanding.redaction import Vocabulary

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\.([a-z_]+)\}")
_NOTHING: Texts = {}
_MOST_REMEMBERED = 20_000
_MOST_MENUS = 2000

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Library:
    """Nothing in it changes after it is built. What it remembers is only worked out once; a `replace` begins anew."""

    version: str
    topics: Mapping[str, Topic]
    sections: Mapping[str, Section]
    actions: Mapping[str, Action]
    languages: Mapping[str, Language]
    """Those that people may choose: the source language first, then by code."""
    loaded_languages: Mapping[str, Language]
    """Also those that are not complete yet."""
    menu: tuple[str, ...]
    menu_more: tuple[str, ...]
    directory: Directory
    understanding: Understands
    speech: Speech
    translations: Mapping[str, Translations]
    casework: Casework = field(default_factory=Casework)
    """Categories of referrals, offices, ready replies, reasons."""
    alerts: Mapping[str, Alert] = field(default_factory=lambda: MappingProxyType({}))
    """What is to be told, now or at its time; what is over stays until an editor deletes it."""
    extras: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """Other YAML under content/, as it stands: `foreign`."""
    vocabulary: Vocabulary | None = None
    """The words that are anybody's: what may be kept of a message. None where nothing was learned."""
    _memory: dict[object, object] = field(default_factory=dict, init=False)
    _menus: dict[tuple[tuple[str, ...], str], naming.Named] = field(default_factory=dict, init=False)

    def __repr__(self) -> str:
        return f"Library({self.version})"

    def chain(self, language: str) -> tuple[str, ...]:
        """The language and those to fall back on, nearest first."""
        return self.speech.chain(language)

    def texts_of(self, id: str, what: str) -> Texts:
        """The `button` or `title` of a topic, section or action, by language."""
        known = self.topics.get(id) or self.sections.get(id) or self.actions.get(id)
        if known is None:
            return _NOTHING
        return known.button if what == "button" else known.title

    def button(self, id: str, language: str) -> str:
        """The label of a topic, a section, an action, a language (`language.ht`) or a phrase."""
        return self._label(id, language, "button")

    def title(self, id: str, language: str) -> str:
        return self._label(id, language, "title")

    def _label(self, id: str, language: str, what: str) -> str:
        if text := self.speech.pick(self.texts_of(id, what), language):
            return text
        if ":" in id:
            return caselabels.label(self.casework, self.speech, id, language)
        kind, _, code = id.partition(".")
        if kind == "language" and code in self.loaded_languages:
            return self.loaded_languages[code].name
        return self.phrase(id, language)

    def has_phrase(self, id: str) -> bool:
        return self.speech.has_phrase(id)

    def phrase(self, id: str, language: str, **values: str | int) -> str:
        """A sentence of the program; `count` chooses the plural; an unknown id gives nothing."""
        return self.speech.phrase(id, language, **values)

    def answer(self, topic: str, language: str) -> Answer:
        """What is sent about a topic, in the nearest language that has it, with its phones and addresses."""
        return self.remember(("answer", topic, language), lambda: self._answer(topic, language))

    def _answer(self, topic: str, language: str) -> Answer:
        known = self.topics.get(topic)
        for code in self.chain(language) if known else ():
            assert known is not None
            if messages := known.answer.get(code):
                return Answer(
                    tuple(self.fill(message, code) for message in messages),
                    code,
                    fell_back=code != language,
                    stale=self.is_stale(known, code),
                )
        return Answer((), language)

    def is_stale(self, topic: Topic, language: str) -> bool:
        """The Spanish of a topic has changed since it was translated."""
        state = self.translations.get(language, {}).get(topic.id)
        return state is not None and state.of != fingerprint_of_topic(topic, SOURCE_LANGUAGE)

    def is_sealed(self, id: str) -> bool:
        """Whether traces of this topic or section can hurt: it says so itself, or its section does."""
        topic, section = self.topics.get(id), self.sections.get(id.partition(".")[0])
        return (topic is not None and topic.sealed) or (section is not None and section.sealed)

    def fill(self, text: str, language: str) -> str:
        """`text` with what stands about places in the directory: {hot-911.phone} becomes 911."""
        if "{" not in text:
            return text
        return PLACEHOLDER.sub(lambda found: self.directory.detail(found[1], found[2], language), text)

    def language_named(self, text: str) -> str | None:
        """The code of an offered language, by its code, its name, an alias or a misspelling of these."""
        names = self.remember(("languages",), lambda: naming.language_names(self.languages.values()))
        return naming.nearest(naming.bare(text), names, cutoff=84)

    def command_named(self, text: str) -> str | None:
        """The choice id that a command word means, in any language: "/menu", "salir rápido"."""
        commands = self.remember(("commands",), lambda: naming.command_words(self.loaded_languages.values()))
        return commands.get(naming.bare(text)) or naming.by_signs(text, commands)

    def choice_named(self, text: str, offered: Sequence[str], language: str, typos: bool = True) -> str | None:
        """Which of the offered choices `text` names, by label or title, in this language or another."""
        if len(offered) == 1 and fold(text[:40]) in self.yes(language):
            return offered[0]
        return naming.choice(text, self._choices(tuple(offered), language), typos)

    def _choices(self, offered: tuple[str, ...], language: str) -> naming.Named:
        known = self._menus.get((offered, language))
        if known is None:
            codes = [language, *(code for code in self.languages if code != language)]
            labels = [
                {id: self._label(id, code, what) for id in offered} for what in ("button", "title") for code in codes
            ]
            if len(self._menus) > _MOST_MENUS:
                self._menus.clear()
            known = self._menus[offered, language] = naming.named(offered, labels)
        return known

    def yes(self, language: str) -> frozenset[str]:
        """Folded words that mean yes, in any of our languages that the person may mix in."""
        return self.remember(("yes", language), lambda: naming.folded(each.yes for each in self._spoken(language)))

    def no(self, language: str) -> frozenset[str]:
        return self.remember(("no", language), lambda: naming.folded(each.no for each in self._spoken(language)))

    def _spoken(self, language: str) -> list[Language]:
        return [self.loaded_languages[code] for code in self.chain(language)]

    def yes_or_no(self, text: str) -> str:
        """ "yes" or "no" where the text is no more than that, in any language that is offered; else nothing."""
        said = fold(text)
        for answer, mean in (("yes", self.yes), ("no", self.no)):
            if any(said in mean(code) for code in self.languages):
                return answer
        return ""

    def helped(self, text: str) -> str:
        """What somebody answers who was asked whether they got help (yes, not-yet, no, unsafe), in any language."""
        known = self.remember(("helped",), lambda: naming.helped_words(self.loaded_languages.values()))
        return known.get(" ".join(words(text)), "")

    def date(self, iso: str, language: str) -> str:
        """`2026-11-20`, `2026-11` or `2026` in words."""
        return self.speech.date(iso, language)

    def hour(self, minutes: int, language: str) -> str:
        """Minutes since midnight as the hour people say."""
        return self.speech.hour(minutes, language)

    def weekday(self, number: int, language: str) -> str:
        return self.speech.weekday(number, language)

    def joined(self, items: Sequence[str], language: str) -> str:
        """`a, b y c`."""
        return self.speech.joined(items, language)

    def remember(self, what: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What `make` gives, worked out once for as long as this library serves. For what is the same for all."""
        found = self._memory.get(what)
        if found is None:
            if len(self._memory) > _MOST_REMEMBERED:
                self._memory.clear()
            found = self._memory[what] = make()
        return cast(Made, found)
