"""The program's own sentences: gettext catalogues read into memory, with plurals and a chain of fallbacks."""

import gettext
import re
from collections.abc import Callable, Mapping
from io import BytesIO

from babel import UnknownLocaleError
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from bot.library.documents import Broken, Fault, decoded

Forms = tuple[str, ...]
_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PLURAL_RULE = re.compile(r"[n0-9\s!=<>&|()%?:+*/-]+")
_LINE = re.compile(r'(?:(msgid|msgid_plural|msgctxt|msgstr(?:\[[0-9]\])?)[ \t]+)?"((?:[^"\\]|\\.)*)"[ \t]*')


def read_phrases(raw: bytes) -> tuple[dict[str, object] | None, list[Fault]]:
    """A .po file as plain values: the plural rule, and for each phrase its forms and its line."""
    try:
        text = decoded(raw)
        if faults := _torn(text):
            return None, faults
        catalog = read_po(BytesIO(text.encode()), charset="utf-8", abort_invalid=True)
    except Broken as broken:
        return None, [broken.fault]
    except (PoFileError, ValueError, IndexError, LookupError, TypeError) as error:
        line = int(getattr(error, "lineno", 0) or 0) + 1
        return None, [Fault((), f"this is not a PO file ({error})", "open it with Poedit, or mend the line", line, 1)]
    phrases: dict[str, object] = {}
    lines: dict[str, int] = {}
    for message in catalog:
        if not message.id:
            continue
        identity = message.id if isinstance(message.id, str) else message.id[0]
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        phrases[identity] = [str(form or "") for form in forms]
        lines[identity] = int(message.lineno or 1)
    rule = str(catalog.plural_expr)
    if not _is_plural_rule(rule):
        return None, [
            Fault((), "the plural rule is not one", "copy Plural-Forms from another file of the language", 1, 1)
        ]
    return {"plural": rule, "phrases": phrases, "lines": lines}, []


def _torn(text: str) -> list[Fault]:
    """What Babel would pass over in silence: half a line, a name told twice, the end cut off."""
    faults: list[Fault] = []
    told: dict[str, int] = {}
    context = ""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            what = "a line of a PO file is a word such as msgstr and a text in quotes"
            faults.append(Fault((), what, 'write it like msgstr "..."; a quote inside the text is \\"', number, 1))
        elif found[1] == "msgctxt":
            context = found[2]
        elif found[1] == "msgid":
            name = f"{context}\x04{found[2]}"
            if name in told and found[2]:
                what = f"{found[2]} is here twice, first in line {told[name]}"
                faults.append(Fault((), what, "keep one of the two", number, 1))
            told.setdefault(name, number)
            context = ""
    if lines[-1].strip() and not faults:
        what = "the file ends in the middle of a line: half of it may be lost"
        mend = "bring the rest back, or end the last line with Enter"
        faults.append(Fault((), what, mend, len(lines), len(lines[-1]) + 1))
    return faults


def _is_plural_rule(rule: str) -> bool:
    try:
        chosen = gettext.c2py(rule)
        return bool(_PLURAL_RULE.fullmatch(rule)) and all(chosen(count) >= 0 for count in range(201))
    except (ValueError, ArithmeticError, RecursionError, SyntaxError, MemoryError):
        return False


def plural_of(language: str) -> tuple[int, str]:
    """How many plural forms a language has, and its rule as a PO file's header has it; what Babel lacks has two."""
    try:
        known = get_plural(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return 2, "nplurals=2; plural=(n != 1);"
    return known.num_plurals, known.plural_forms


class Catalog:
    """All phrases of one language."""

    __slots__ = ("forms", "plural", "spots", "twice")

    def __init__(self, value: Mapping[str, object] | None = None, file: str = "") -> None:
        known = value or {}
        phrases = known.get("phrases")
        lines = known.get("lines")
        self.forms: dict[str, Forms] = {}
        if isinstance(phrases, dict):
            self.forms = {id: tuple(forms) for id, forms in phrases.items() if any(forms)}
        self.spots: dict[str, tuple[str, int]] = {}
        """File and line of each, also of those without a text."""
        if isinstance(lines, dict):
            self.spots = {id: (file, line) for id, line in lines.items()}
        self.twice: dict[str, tuple[str, int]] = {}
        """File and line of those that another file of the language has too: `spots` has the one that counts."""
        self.plural: Callable[[int], int] = gettext.c2py(str(known.get("plural", "(n != 1)")))

    def joined_with(self, other: "Catalog | None") -> "Catalog":
        """One catalogue of the several files of a language; the plural rule is the first file's."""
        if other is None:
            return self
        joined = Catalog()
        joined.forms, joined.spots = {**self.forms, **other.forms}, {**self.spots, **other.spots}
        joined.twice = {**other.twice, **{id: self.spots[id] for id in self.spots.keys() & other.spots.keys()}}
        joined.plural = other.plural
        return joined

    def form(self, phrase: str, count: object) -> str | None:
        """The text of a phrase, in the plural form that `count` asks for."""
        forms = self.forms.get(phrase)
        if forms is None:
            return None
        if len(forms) == 1 or not isinstance(count, int):
            return forms[0]
        chosen = min(self.plural(abs(count)), len(forms) - 1)
        return forms[chosen] or forms[0]


def filled(text: str, values: Mapping[str, object]) -> str:
    """`text` with its {named} places filled; a name without a value leaves nothing behind."""
    if "{" not in text:
        return text
    return _NAMED.sub(lambda found: str(values.get(found[1], "")), text)


def names_in(text: str) -> list[str]:
    """The {named} places of a text, in alphabetical order."""
    return sorted(_NAMED.findall(text))
