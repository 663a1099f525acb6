"""The state of every translation: done, stale, missing, by whom, and read by a native speaker or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.content import Action, Section, Topic
from bot.library import caseunits
from bot.library.catalog import plural_of
from bot.library.library import Library
from bot.library.revision import Translation, fingerprint
from bot.library.speech import SOURCE_LANGUAGE

Slot = tuple[str | int, ...]
SEPARATOR = "\n\n---\n\n"
"""Between messages, where a translation has more or fewer of them than the Spanish."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to translate."""

    id: str
    """As translators see it: `asylum.apply answer 1`."""
    file: str
    before: Slot
    after: Slot
    """The way to it is before + language + after."""
    source: str
    text: str = ""
    """Its translation; empty when there is none."""
    longest: int = 0
    about: str = ""

    def path(self, language: str) -> Slot:
        return (*self.before, language, *self.after)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is translated, and goes stale, together: a topic, a section, the words for one id."""

    key: str
    section: str
    units: tuple[Unit, ...]
    vital: bool = False

    @property
    def fingerprint(self) -> str:
        return fingerprint([part for unit in self.units for part in unit.source.split(SEPARATOR)])

    @property
    def complete(self) -> bool:
        return all(unit.text for unit in self.units)


@dataclass(slots=True)
class Tally:
    done: int = 0
    stale: int = 0
    missing: int = 0
    reviewed: int = 0
    """Of those done, how many a native speaker has read."""

    @property
    def all(self) -> int:
        return self.done + self.stale + self.missing


@dataclass(slots=True)
class Status:
    """How far one language is."""

    language: str
    whole: Tally = field(default_factory=Tally)
    sections: dict[str, Tally] = field(default_factory=dict)
    share_asked: float = 0.0
    """Of what people ask about, the share that is answered in this language, 0 to 1."""
    stale: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    stale_vital: list[str] = field(default_factory=list)


def bundles(library: Library, language: str, content: Path, locales: Path) -> Iterator[Bundle]:
    """Everything there is to translate, with its translation into `language`."""
    shown: list[Section | Topic | Action] = [*library.sections.values()]
    shown += [*library.topics.values(), *library.actions.values()]
    for unit in shown:
        section = unit.section if isinstance(unit, Topic) else unit.id if isinstance(unit, Section) else "actions"
        texts = [
            _unit(unit.id, unit.file, "title", unit.title, language, 40 if isinstance(unit, Section) else 60),
            _unit(unit.id, unit.file, "button", unit.button, language, 20),
        ]
        vital = False
        if isinstance(unit, Topic):
            texts += _answer(unit, language)
            vital = unit.vital
        else:
            name, more = ("intro", unit.intro) if isinstance(unit, Section) else ("about", unit.about)
            if more.get(SOURCE_LANGUAGE):
                texts.append(_unit(unit.id, unit.file, name, more, language, 160 if name == "intro" else 600))
        yield Bundle(unit.id, section, tuple(texts), vital)
    yield from _of_places(library, language)
    yield from _of_vocabulary(library, language, f"{content}/vocabulary.yaml")
    for key, pieces in caseunits.pieces(library.casework):
        units = [
            Unit(id, f"{content}/{file}", way, (), known.get(SOURCE_LANGUAGE, ""), known.get(language, ""), longest)
            for id, file, way, known, longest in pieces
        ]
        yield Bundle(key, "referrals", tuple(units), vital=key.startswith("referral.consent"))
    yield from _of_phrases(library, language, locales / language)


def _unit(
    id: str, file: str, name: str, texts: Mapping[str, str], language: str, longest: int, before: Slot = ()
) -> Unit:
    source, text = texts.get(SOURCE_LANGUAGE, ""), texts.get(language, "")
    return Unit(f"{id} {name}", file, (*before, name), (), source, text, longest)


def _answer(topic: Topic, language: str) -> list[Unit]:
    source, text = topic.answer.get(SOURCE_LANGUAGE, ()), topic.answer.get(language, ())
    if text and len(text) != len(source):
        joined = SEPARATOR.join(source), SEPARATOR.join(text)
        return [Unit(f"{topic.id} answer", topic.file, ("answer",), (), *joined)]
    padded = [*text, *[""] * (len(source) - len(text))]
    return [
        Unit(f"{topic.id} answer {at + 1}", topic.file, ("answer",), (at,), each, padded[at], 600)
        for at, each in enumerate(source)
    ]


def _of_places(library: Library, language: str) -> Iterator[Bundle]:
    count: dict[str, int] = {}
    for place in library.directory.all:
        at = count.get(place.file, 0)
        count[place.file] = at + 1
        named = (("note", place.note), ("hours_note", place.hours_note), ("documents", place.documents))
        units = tuple(
            _unit(f"place.{place.id}", place.file, name, texts, language, 200, (at,))
            for name, texts in named
            if texts.get(SOURCE_LANGUAGE)
        )
        if units:
            yield Bundle(f"place.{place.id}", "places", units)


def _of_vocabulary(library: Library, language: str, file: str) -> Iterator[Bundle]:
    vocabulary = library.directory.vocabulary
    for kind, words in vocabulary.kinds.items():
        source, text = words.get(SOURCE_LANGUAGE, {}), words.get(language, {})
        key = f"vocabulary.kinds.{kind}"
        units = tuple(
            Unit(f"{key} {form}", file, ("kinds", kind), (form,), source[form], text.get(form, ""), 60)
            for form in source
        )
        yield Bundle(key, "vocabulary", units)
    for group, entries in vocabulary.groups.items():
        for id, labels in entries.items():
            key = f"vocabulary.{group}.{id}"
            unit = Unit(key, file, (group, id), (), labels.get(SOURCE_LANGUAGE, ""), labels.get(language, ""), 80)
            yield Bundle(key, "vocabulary", (unit,))


def _of_phrases(library: Library, language: str, folder: Path) -> Iterator[Bundle]:
    catalogs = library.speech.catalogs
    said = catalogs[language].forms if language in catalogs else {}
    for id, forms in catalogs[SOURCE_LANGUAGE].forms.items() if SOURCE_LANGUAGE in catalogs else ():
        key = f"phrase.{id}"
        file = f"{folder}/{Path(catalogs[SOURCE_LANGUAGE].spots[id][0]).name}"
        if len(forms) == 1:
            text = said.get(id, ("",))[0]
            yield Bundle(key, "phrases", (Unit(key, file, (id,), (), forms[0], text),))
        else:  # the plural rule says how many forms the language has
            texts = said.get(id, ("",) * plural_of(language)[0])
            units = tuple(
                Unit(f"{key} form {at + 1}", file, (id,), (at,), forms[min(at, len(forms) - 1)], text)
                for at, text in enumerate(texts)
            )
            yield Bundle(key, "phrases", units)


def is_stale(bundle: Bundle, state: Mapping[str, Translation]) -> bool:
    """The Spanish has changed since; what nothing is known of counts as current."""
    known = state.get(bundle.key)
    return known is not None and known.of != bundle.fingerprint


def status(
    library: Library, language: str, content: Path, locales: Path, asked: Mapping[str, float] | None = None
) -> Status:
    """How far `language` is; `asked` is how often people ask for each topic."""
    found = Status(language)
    state = library.translations.get(language, {})
    weight_all = weight_done = 0.0
    for bundle in bundles(library, language, content, locales):
        tally = found.sections.setdefault(bundle.section, Tally())
        weight = (asked or {}).get(bundle.key, 0.0 if asked else float(bundle.key in library.topics))
        weight_all += weight
        if not bundle.complete:
            found.missing.append(bundle.key)
            tally.missing += 1
            found.whole.missing += 1
            continue
        weight_done += weight
        if is_stale(bundle, state):
            found.stale.append(bundle.key)
            if bundle.vital:
                found.stale_vital.append(bundle.key)
            tally.stale += 1
            found.whole.stale += 1
            continue
        tally.done += 1
        found.whole.done += 1
        if bundle.key in state and state[bundle.key].reviewed:
            tally.reviewed += 1
            found.whole.reviewed += 1
    found.share_asked = weight_done / weight_all if weight_all else 0.0
    return found
