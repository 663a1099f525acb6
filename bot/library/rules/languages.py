"""Which languages a text has, and whether the program's own sentences are complete."""

from collections.abc import Iterator, Mapping

from bot.domain.content import Section, Topic
from bot.domain.problem import Problem
from bot.library.catalog import names_in
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service, warning
from bot.library.speech import SOURCE_LANGUAGE


def parts(unit: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The texts of a topic, section or action, by the name of their key."""
    yield "title", unit.title  # type: ignore[attr-defined]
    yield "button", unit.button  # type: ignore[attr-defined]
    if isinstance(unit, Topic):
        yield "answer", unit.answer
    elif isinstance(unit, Section):
        yield "intro", unit.intro


@rule_of_service
def the_source_language_is_there(checked: Checked) -> Iterator[Problem]:
    for unit in checked.units:
        for name, texts in parts(unit):
            if SOURCE_LANGUAGE not in texts:
                yield error(
                    unit.file,
                    (name,),
                    f"{name} is missing in {SOURCE_LANGUAGE}",
                    "write it: the others fall back on it",
                )
    catalog = checked.library.speech.catalogs.get(SOURCE_LANGUAGE)
    if catalog is None or not catalog.forms:
        file = f"{checked.locales}/{SOURCE_LANGUAGE}/phrases.po"
        yield error(file, (), "the program's own sentences are missing", "write this file")


@rule_of_service
def folders_are_codes(checked: Checked) -> Iterator[Problem]:
    for code, language in checked.library.loaded_languages.items():
        if code != language.code:
            file = f"{checked.locales}/{code}/language.yaml"
            yield error(file, ("code",), f"the folder is {code} and the code {language.code}", "make them the same")


@rule
def translations_are_there(checked: Checked) -> Iterator[Problem]:
    for code, language in checked.library.loaded_languages.items():
        if code == SOURCE_LANGUAGE:
            continue
        problem = error if language.required else warning
        for unit in checked.units:
            missing = [name for name, texts in parts(unit) if code not in texts]
            if missing:
                yield problem(unit.file, (missing[0],), f"{' and '.join(missing)} missing in {code}", f"write {code}:")


@rule
def translations_are_current(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    for code, state in library.translations.items():
        for id in state:
            topic = library.topics.get(id)
            if topic is not None and code in topic.answer and library.is_stale(topic, code):
                told = ", and people are told so" if topic.vital else ""
                what = f"{SOURCE_LANGUAGE} has changed since it was translated into {code}{told}"
                mend = "bring the translation up to date, then tell it with bot i18n"
                yield warning(topic.file, ("answer", code), what, mend)


@rule
def languages_are_known(checked: Checked) -> Iterator[Problem]:
    known = checked.library.loaded_languages
    for unit in checked.units:
        for name, texts in parts(unit):
            for code in texts:
                if code not in known:
                    mend = nearest(code, known, f"add the folder {checked.locales}/{code}, or take the text out")
                    yield warning(unit.file, (name, code), f"{code} is not a language of the service", mend)


@rule
def phrases_are_translated(checked: Checked) -> Iterator[Problem]:
    catalogs = checked.library.speech.catalogs
    if SOURCE_LANGUAGE not in catalogs:
        return
    source = catalogs[SOURCE_LANGUAGE].forms
    for code, language in checked.library.loaded_languages.items():
        said = catalogs[code].forms if code in catalogs else {}
        spots = catalogs[code].spots if code in catalogs else {}
        nowhere = (f"{checked.locales}/{code}/phrases.po", 1)
        for id, forms in source.items():
            file, line = spots.get(id, nowhere)
            if id not in said:
                what, mend = f"the sentence {id} is missing in {code}", "write its msgstr"
                yield Problem(file, (), what, mend, "error" if language.required else "warning", line, 1)
            elif names_in(said[id][-1]) != names_in(forms[-1]):
                wanted = ", ".join(names_in(forms[-1])) or "none"
                what = f"{id} has other names in {{ }} than in {SOURCE_LANGUAGE}"
                yield Problem(file, (), what, f"use exactly: {wanted}", "error", line, 1)
        for id in sorted(said.keys() - source.keys()) if not language.required else ():
            file, line = spots.get(id, nowhere)
            mend = nearest(id, source, f"write it in {SOURCE_LANGUAGE} too, or take it out")
            yield Problem(file, (), f"no sentence is called {id}", mend, "error", line, 1)


@rule
def sentences_are_told_once(checked: Checked) -> Iterator[Problem]:
    for catalog in checked.library.speech.catalogs.values():
        for id, (file, line) in sorted(catalog.twice.items()):
            other, number = catalog.spots[id]
            mend = "keep it in one file, as the other languages have it"
            yield Problem(file, (), f"{id} is also in {other}, line {number}, which counts", mend, "error", line, 1)


@rule_of_service
def no_sentence_was_lost(checked: Checked) -> Iterator[Problem]:
    """A file cut off between two sentences is good PO; what the other complete languages have tells."""
    catalogs = checked.library.speech.catalogs
    if SOURCE_LANGUAGE not in catalogs:
        return
    source = catalogs[SOURCE_LANGUAGE].forms
    for code, language in checked.library.loaded_languages.items():
        if language.required and code in catalogs:
            for id in [id for id in catalogs[code].forms if id not in source]:
                spot = catalogs[SOURCE_LANGUAGE].spots.get(id)
                file, line = spot or (f"{checked.locales}/{SOURCE_LANGUAGE}/phrases.po", 1)
                mend = f"write it in {SOURCE_LANGUAGE} (was its file cut off?), or take it out of {code}"
                yield Problem(
                    file, (), f"the sentence {id} is in {code} and not in {SOURCE_LANGUAGE}", mend, "error", line, 1
                )


@rule
def fallbacks_exist(checked: Checked) -> Iterator[Problem]:
    for code, language in checked.library.loaded_languages.items():
        if language.offered or code == SOURCE_LANGUAGE:
            continue
        file = f"{checked.locales}/{code}/language.yaml"
        yield warning(
            file,
            (),
            f"{code} is not offered yet",
            "translate all sentences and the topics marked vital, or see offered:",
        )
