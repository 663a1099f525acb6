"""Translations out to a PO file that translators' programs open, and back into the YAML and .po files."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.domain.problem import Problem
from bot.library.catalog import plural_of
from bot.library.documents import positions
from bot.library.library import Library
from bot.library.revision import Translation, fingerprint
from bot.library.rewriting import CannotRewrite, add_group, set_list, set_text
from bot.library.speech import SOURCE_LANGUAGE
from bot.library.translation import SEPARATOR, Bundle, Unit, bundles, is_stale


def exported(library: Library, language: str, content: Path, locales: Path) -> bytes:
    """All texts and their translations into `language` as one PO file; stale ones are fuzzy."""
    catalog = Catalog(project="Farol", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Translations of Farol. The comment of each text says where it is shown."
    state = library.translations.get(language, {})
    lines = _Lines()
    for bundle in bundles(library, language, content, locales):
        stale = is_stale(bundle, state)
        known = state.get(bundle.key)
        for unit in bundle.units:
            if not unit.source:
                continue
            notes = [f"at most {unit.longest} characters"] if unit.longest else []
            notes += ["vital: a mistake here could harm"] if bundle.vital else []
            notes += ["read by a native speaker"] if known and known.reviewed else []
            message = catalog.add(
                unit.source,
                unit.text,
                locations=[(unit.file, lines.of(unit))] if unit.file.endswith(".yaml") else [(unit.file, 1)],
                flags=["fuzzy"] if stale and unit.text else [],
                auto_comments=notes,
                context=unit.id,
            )
            message.flags.discard("python-format")
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=False)
    header = f'"Language: {language}\\n"\n"Content-Type:'
    return _without_clock(out.getvalue()).replace(b'"Content-Type:', header.encode(), 1)


def _without_clock(text: bytes) -> bytes:
    """The same tree gives the same file."""
    return re.sub(
        rb'"(?:POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To)'
        rb": .*\n",
        b"",
        text,
    )


class _Lines:
    def __init__(self) -> None:
        self._known: dict[str, dict[tuple[str | int, ...], tuple[int, int]]] = {}

    def of(self, unit: Unit) -> int:
        if unit.file not in self._known:
            self._known[unit.file] = positions(Path(unit.file).read_bytes())
        return self._known[unit.file].get(unit.path(SOURCE_LANGUAGE), (1, 1))[0]


@dataclass(slots=True)
class Imported:
    """What an import changed, and what it could not."""

    files: list[str] = field(default_factory=list)
    texts: int = 0
    problems: list[Problem] = field(default_factory=list)


def imported(
    library: Library,
    language: str,
    content: Path,
    locales: Path,
    po: bytes,
    by: str = "translation",
    reviewed: bool = False,
) -> Imported:
    """Write the translations of a PO file into the trees: only texts that differ, and nothing around them."""
    result = Imported()
    try:
        catalog = read_po(BytesIO(po), charset="utf-8", abort_invalid=True)
    except (PoFileError, ValueError, IndexError, TypeError) as error:
        result.problems.append(Problem("", (), f"this is not a PO file: {error}", "save it again from Poedit"))
        return result
    given = {
        message.context: (str(message.id), str(message.string or ""), message.fuzzy)
        for message in catalog
        if message.context and isinstance(message.id, str) and isinstance(message.string, str)
    }
    state = dict(library.translations.get(language, {}))
    texts: dict[str, str] = {}
    known: set[str] = set()
    for bundle in bundles(library, language, content, locales):
        known.update(unit.id for unit in bundle.units)
        said = [_fit(unit, given.get(unit.id, ("", "", True)), result) for unit in bundle.units]
        if not any(text for _, text, _ in said):
            continue
        if not _written(bundle, said, language, texts, result):
            continue
        if all(text and not fuzzy for _, text, fuzzy in said):
            of = fingerprint([part for source, _, _ in said for part in source.split(SEPARATOR)])
            before = state.get(bundle.key)
            changed = any(text != unit.text for unit, (_, text, _) in zip(bundle.units, said, strict=True))
            known_well = before is not None and before.of == of and (before.reviewed or not reviewed)
            if changed or (reviewed and not known_well) or (before is not None and not known_well):
                kept = reviewed or (before is not None and before.reviewed and not changed)
                author = by if changed or before is None else before.by
                state[bundle.key] = Translation(of, author, kept)
    for id in sorted(given.keys() - known):
        result.problems.append(Problem("", (), f"{id} is not a text of ours (any more)", "nothing to do", "warning"))
    for file, text in texts.items():
        Path(file).write_text(text, encoding="utf-8")
        result.files.append(file)
    if state != dict(library.translations.get(language, {})):
        write_state(locales, language, state)
        result.files.append(f"{locales}/{language}/state.yaml")
    return result


_IN_BRACES = re.compile(r"\{[^{}]*\}")
Word = tuple[str, str, bool]
"""The Spanish it was made from, the translation, and whether the translator was unsure."""
Said = list[Word]
_HARDEST_LIMIT = 1000


def _fit(unit: Unit, said: Word, result: Imported) -> Word:
    """The translation as it was given, or the present one when the given one would break the content."""
    source, text, unsure = said
    if not unit.file.endswith(".po"):
        text = text.strip()
    if not text or text == unit.text:
        return source, text, unsure
    limit = _HARDEST_LIMIT if unit.before == ("answer",) else unit.longest
    wrong = ""
    if limit and any(len(message) > limit for message in text.split(SEPARATOR)):
        wrong = f"{len(text)} characters, and there is room for {limit}"
    elif sorted(_IN_BRACES.findall(text)) != sorted(_IN_BRACES.findall(unit.source)):
        wrong = "it has other names in { } than the Spanish"
    if not wrong:
        return source, text, unsure
    what = f"{unit.id} was not taken over: {wrong}"
    result.problems.append(Problem(unit.file, unit.path(SOURCE_LANGUAGE), what, "mend it in the PO file", "warning"))
    return source, unit.text, True


def _written(bundle: Bundle, said: Said, language: str, texts: dict[str, str], result: Imported) -> bool:
    """Put a bundle's changed texts into `texts`; False when something could not be."""
    answers = [(unit, each[1]) for unit, each in zip(bundle.units, said, strict=True) if unit.before == ("answer",)]
    others = [(unit, each[1]) for unit, each in zip(bundle.units, said, strict=True) if unit.before != ("answer",)]
    try:
        if _is_new_group(others):
            if not all(text for _, text in others):
                what = f"{bundle.key}: only a part of it is translated"
                mend = "translate all its words: a part of them is not shown"
                result.problems.append(Problem(bundle.units[0].file, (), what, mend, "warning"))
                return False
            file, path = others[0][0].file, (*others[0][0].before, language)
            group = {str(unit.after[0]): text for unit, text in others}
            texts[file] = add_group(texts.get(file) or _text_of(file), path, group)
            result.texts += len(others)
            return True
        for unit, text in others:
            if text and text != unit.text:
                before = texts.get(unit.file) or _text_of(unit.file, language)
                if unit.file.endswith(".po"):
                    texts[unit.file] = set_phrase(before, str(unit.before[0]), text, unit.after)
                else:
                    texts[unit.file] = set_text(before, unit.path(language), text)
                result.texts += 1
        if any(text != unit.text for unit, text in answers if text):
            file = answers[0][0].file
            messages = [message for _, text in answers for message in text.split(SEPARATOR.strip("\n"))]
            if not all(message.strip() for message in messages):
                what = f"{bundle.key}: only a part of the answer is translated"
                mend = "translate all its messages: half an answer is not shown"
                result.problems.append(Problem(file, ("answer",), what, mend, "warning"))
                return False
            before = texts.get(file) or _text_of(file)
            texts[file] = set_list(before, ("answer", language), [message.strip() for message in messages])
            result.texts += sum(text != unit.text for unit, text in answers)
    except CannotRewrite as reason:
        file = bundle.units[0].file
        result.problems.append(Problem(file, (), f"{bundle.key} could not be written: {reason}", "write it by hand"))
        return False
    return True


def _is_new_group(units: list[tuple[Unit, str]]) -> bool:
    """Words that stand together under the code of the language, and it has none of them yet."""
    return bool(units) and all(unit.after and unit.file.endswith(".yaml") and not unit.text for unit, _ in units)


def _text_of(file: str, language: str = "") -> str:
    if file.endswith(".po") and not Path(file).exists():
        head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        return f'{head}"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural_of(language)[1]}\\n"\n'
    with Path(file).open(encoding="utf-8", newline="") as opened:
        return opened.read()


def set_phrase(text: str, id: str, value: str, form: tuple[str | int, ...] = ()) -> str:
    """A .po file with another msgstr for one msgid; everything else stays as it was."""
    name = f"msgstr[{form[0]}]" if form else "msgstr"
    blocks = re.split(r"(\n[ \t]*\n)", text)
    for at, block in enumerate(blocks):
        if re.search(rf"^msgid {re.escape(_quoted(id))}$", block, re.M):
            pattern = re.compile(rf'^{re.escape(name)} "(?:.*)"(?:\n".*")*', re.M)
            if not pattern.search(block):
                if not form or "msgid_plural" not in block:
                    raise CannotRewrite(f"{id} has no {name}")
                blocks[at] = f"{block.rstrip()}\n{name} {_quoted(value)}" + ("\n" if block.endswith("\n") else "")
                return "".join(blocks)
            blocks[at] = pattern.sub(lambda _: f"{name} {_quoted(value)}", block, count=1)
            return "".join(blocks)
    plural = f"\nmsgid_plural {_quoted(id)}" if form else ""
    return f"{text.rstrip()}\n\nmsgid {_quoted(id)}{plural}\n{name} {_quoted(value)}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def write_state(locales: Path, language: str, state: Mapping[str, Translation]) -> None:
    """The state file of a language, in the order of its keys."""
    lines = ["# Kept by the program: from which Spanish text each translation was made, and by whom. See `bot i18n`."]
    for key in sorted(state):
        known = state[key]
        flag = "true" if known.reviewed else "false"
        lines.append(f'{key}: {{of: "{known.of}", by: {_quoted(known.by)}, reviewed: {flag}}}')
    (locales / language).mkdir(parents=True, exist_ok=True)
    (locales / language / "state.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def settled(
    library: Library,
    language: str,
    content: Path,
    locales: Path,
    by: str,
    keys: Iterable[str] | None = None,
    reviewed: bool = False,
) -> int:
    """Take what is translated now as made from the Spanish of now; `keys`: only these, else all not known yet.

    What was translated anew since a native speaker read it counts as not read, unless `reviewed` says so.
    """
    before = dict(library.translations.get(language, {}))
    state: dict[str, Translation] = {}
    wanted = None if keys is None else set(keys)
    count = 0
    for bundle in bundles(library, language, content, locales):
        known = before.get(bundle.key)
        if known is not None:
            state[bundle.key] = known
        chosen = known is None if wanted is None else bundle.key in wanted
        if bundle.complete and chosen:
            unchanged = known is not None and known.of == bundle.fingerprint
            read = reviewed or (known is not None and known.reviewed and unchanged)
            state[bundle.key] = Translation(bundle.fingerprint, by, read)
            count += 1
    if state != before:
        write_state(locales, language, state)
    return count
