"""From the files of content and locales to a Library: what has not changed is taken over as it is."""

import gc
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.domain.alert import Alert
from bot.domain.content import Action, Language, Section, Topic
from bot.domain.place import Place, Vocabulary
from bot.domain.problem import Problem
from bot.library import cache as caching
from bot.library import casebuilding, forms, rules
from bot.library.casework import Casework
from bot.library.catalog import Catalog
from bot.library.directory import Directory
from bot.library.learning import Learned, NothingLearned, learn
from bot.library.library import Library
from bot.library.reading import Part, identity, part, placed, problems_of
from bot.library.speech import SOURCE_LANGUAGE, Speech
from bot.library.tree import File, files

Seen = tuple[bool, File]
"""A file, and whether it is one of the locales."""
OF_STAFF = "console."
"""Begins the names of what only staff read: a language is offered to people without it."""
_VALUES_NEEDED = forms.TAUGHT | casebuilding.KINDS | {"other", "cities", "states"}
_LEARNED_FROM = forms.TAUGHT | {"cities", "states"}


class Reader:
    """Reads the trees as often as asked; only the first time it writes the cache."""

    def __init__(self, content: Path, locales: Path, cache: Path | None = None, learning: bool = True) -> None:
        self.content, self.locales, self.cache = content, locales, cache
        self.learning = learning
        self.parts: dict[tuple[bool, str], Part] = {}
        self.library: Library | None = None
        self._seen: list[Seen] = []
        self._learned: tuple[bytes, Learned] | None = None

    def load(self, lenient: bool = False) -> tuple[Library | None, list[Problem]]:
        collecting = gc.isenabled()
        gc.disable()  # a hundred thousand new objects, none of them garbage
        try:
            problems = self.read()
            library = self.assemble()
            problems += rules.of_service(library, self.taught, str(self.content), str(self.locales), self.broken)
            if not lenient and any(each.level == "error" for each in problems):
                return None, placed(problems)
            self.library = self.with_understanding(library)
            return self.library, placed(problems)
        finally:
            if collecting:
                gc.enable()

    def examined(self, today: str) -> list[Problem]:
        """Everything that is wrong with what was read last, warnings too; `today` as 2026-11-20."""
        trees = str(self.content), str(self.locales)
        return placed([*self._faults(), *rules.of_check(self.assemble(), self.taught, *trees, self.broken, today)])

    def changed(self) -> bool:
        """Whether any file is other than at the last reading; only looks at names and stamps."""
        return self.look() != self._seen

    def look(self) -> list[Seen]:
        """Names and stamps of all files now."""
        return [
            (locale, file) for locale, root in ((False, self.content), (True, self.locales)) for file in files(root)
        ]

    def read(self) -> list[Problem]:
        """Bring `parts` up to date with the files; the problems of single files."""
        found: dict[tuple[bool, str], Part] = {}
        first = not self.parts
        kept = caching.recall(self.cache) if first else {}
        stale = False
        self._seen = self.look()
        for locale, file in self._seen:
            key = (locale, file.name)
            known = self.parts.get(key)
            if known is None or known.stamp != file.stamp or file.fault is not None or known.faults:
                before = kept.get(_cached(key))
                known = part(self.locales if locale else self.content, file, locale, before)
                stale = stale or before is None or before.stamp != file.stamp
            found[key] = known
        self.parts = found
        if first and (stale or len(kept) != len(found)):
            good = {_cached(key): one for key, one in found.items() if not one.faults}
            caching.keep(
                self.cache, {name: caching.Kept(one.stamp, one.digest, one.value) for name, one in good.items()}
            )
        for key, one in found.items():
            if first and one.kind not in _VALUES_NEEDED:
                found[key] = replace(one, value=None)  # what was made of it is enough: half the memory
        return self._faults()

    def _faults(self) -> list[Problem]:
        return [
            problem
            for (locale, _), one in self.parts.items()
            for problem in problems_of(self.locales if locale else self.content, one)
        ]

    @property
    def broken(self) -> frozenset[str]:
        """Ids and kinds of the content files that have faults."""
        bad = [one for (locale, _), one in self.parts.items() if one.faults and not locale]
        return frozenset([one.kind for one in bad] + [identity(one.name) for one in bad])

    @property
    def taught(self) -> dict[str, Any]:
        """The values of the files that teach to understand, by name."""
        return {
            name: one.value
            for (locale, name), one in self.parts.items()
            if not locale and one.kind in _LEARNED_FROM and one.made is not None
        }

    def assemble(self) -> Library:
        """A library of all good parts, that has not learned to understand yet."""
        topics: dict[str, Topic] = {}
        sections: dict[str, Section] = {}
        actions: dict[str, Action] = {}
        alerts: dict[str, Alert] = {}
        places: list[Place] = []
        fixed: dict[str, Any] = {"cities": (), "states": (), "vocabulary": Vocabulary(), "menu": {}}
        extras: dict[str, object] = {}
        version = blake2b(digest_size=8)
        for (locale, name), one in self.parts.items():
            version.update(name.encode() + one.digest)
            if locale or one.made is None:
                continue
            match one.kind:
                case "topic":
                    topics[one.made.id] = one.made
                case "section":
                    sections[one.made.id] = one.made
                case "action":
                    actions[one.made.id] = one.made
                case "alert":
                    alerts[one.made.id] = one.made
                case "places":
                    places += one.made
                case "cities" | "states" | "vocabulary" | "menu":
                    fixed[one.kind] = one.made
                case "other" | "foreign" | "roles":
                    extras[name.removesuffix(".yaml")] = one.made
        ordered = sorted(sections.values(), key=lambda each: (each.order, each.id))
        languages, catalogs, states = self._languages(topics.values())
        speech = Speech.of(MappingProxyType(languages), MappingProxyType(catalogs))
        offered = sorted((each for each in languages.values() if each.offered), key=_source_first)
        directory = Directory(places, fixed["cities"], fixed["states"], fixed["vocabulary"], speech)
        menu = fixed["menu"] or {"main": [each.id for each in ordered][:10]}
        return Library(
            version=version.hexdigest(),
            topics=MappingProxyType(topics),
            sections=MappingProxyType({each.id: each for each in ordered}),
            actions=MappingProxyType(actions),
            languages=MappingProxyType({each.code: each for each in offered}),
            loaded_languages=MappingProxyType(languages),
            menu=tuple(menu["main"]),
            menu_more=tuple(menu.get("more", ())),
            directory=directory,
            understanding=NothingLearned(),
            speech=speech,
            translations=MappingProxyType(states),
            casework=self._casework(directory),
            alerts=MappingProxyType(alerts),
            extras=MappingProxyType(extras),
        )

    def _casework(self, directory: Directory) -> Casework:
        files = [
            (one.kind, name, f"{self.content}/{name}", one.made)
            for (locale, name), one in self.parts.items()
            if not locale and one.kind in casebuilding.KINDS and one.made is not None
        ]
        return casebuilding.casework(files, directory.zone)

    def _languages(
        self, topics: Iterable[Topic]
    ) -> tuple[dict[str, Language], dict[str, Catalog], dict[str, Mapping[str, Any]]]:
        languages: dict[str, Language] = {}
        catalogs: dict[str, Catalog] = {}
        states: dict[str, Mapping[str, Any]] = {}
        for (locale, name), one in self.parts.items():
            code = name.partition("/")[0]
            if not locale or one.made is None:
                continue
            if one.kind == "language":
                languages[code] = one.made
            elif one.kind == "phrases":
                catalogs[code] = one.made.joined_with(catalogs.get(code))
            elif one.kind == "translations":
                states[code] = one.made
        spoken = set(catalogs[SOURCE_LANGUAGE].forms) if SOURCE_LANGUAGE in catalogs else set()
        spoken = {id for id in spoken if not id.startswith(OF_STAFF)}
        vital = [topic for topic in topics if topic.vital]
        for code, language in languages.items():
            said = catalogs[code].forms.keys() if code in catalogs else set()
            complete = spoken <= said and all(
                code in topic.title and code in topic.button and code in topic.answer for topic in vital
            )
            if language.offered and not complete and code != SOURCE_LANGUAGE:
                languages[code] = not_offered(language)
        if SOURCE_LANGUAGE not in languages:
            languages[SOURCE_LANGUAGE] = Language(SOURCE_LANGUAGE, SOURCE_LANGUAGE)
        return languages, catalogs, states

    def with_understanding(self, library: Library) -> Library:
        """The same library with its understanding; learned anew only when what it learns from has changed."""
        if not self.learning:
            return library
        raw = self.taught
        seen = blake2b(",".join(library.languages).encode(), digest_size=12)
        for name in raw:
            seen.update(self.parts[False, name].digest)
        known: list[Topic | Action] = [*library.topics.values(), *library.actions.values()]
        for each in known:
            if each.asks:
                seen.update(f"{each.id}{each.asks}".encode())
        digest = seen.digest()
        if self._learned is None or self._learned[0] != digest:
            self._learned = digest, learn(library.topics, library.actions, tuple(library.languages), raw, self.cache)
        learned = self._learned[1]
        return replace(library, understanding=learned.understanding, vocabulary=learned.vocabulary)


def not_offered(language: Language) -> Language:
    return replace(language, offered=False)


def _cached(key: tuple[bool, str]) -> str:
    return ("locales:" if key[0] else "content:") + key[1]


def _source_first(language: Language) -> tuple[bool, str]:
    return language.code != SOURCE_LANGUAGE, language.code
