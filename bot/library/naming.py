"""Which choice, command or language a person may have meant, by a name in any language or its typo."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.domain.content import Language
from bot.library.folding import fold, words

Table = Mapping[str, str]
TYPO = 80
_LONG_ENOUGH = 4
_LONGEST = 60


def nearest(said: str, names: Mapping[str, str], cutoff: float = TYPO) -> str | None:
    """The value whose (folded) name is `said`, or is the only one it could be a misspelling of."""
    if said in names:
        return names[said]
    if not _LONG_ENOUGH <= len(said) <= _LONGEST:
        return None
    found = process.extract(said, names.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=4)
    meant = {names[name] for name, score, _ in found if score > found[0][1] - 5}
    return meant.pop() if len(meant) == 1 else None


def command_words(languages: Iterable[Language]) -> dict[str, str]:
    """Folded command word to choice id, over all languages; the first language wins."""
    known: dict[str, str] = {}
    for language in languages:
        for choice, said in language.commands.items():
            for word in said:
                known.setdefault(bare(word) or fold(word), choice)
    known.pop("", None)
    return known


def language_names(languages: Iterable[Language]) -> dict[str, str]:
    """Folded name, alias or code of a language to its code."""
    known: dict[str, str] = {}
    for language in languages:
        for name in (language.name, language.english, *language.aliases, language.code):
            if name:
                known.setdefault(bare(name), language.code)
    return known


def helped_words(languages: Iterable[Language]) -> dict[str, str]:
    """What people answer who were asked whether they got help, to what it means."""
    return {
        " ".join(words(said)): answer
        for language in languages
        for answer, listed in language.helped.items()
        for said in listed
    }


def folded(listed: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(fold(word) for each in listed for word in each)


def bare(text: str) -> str:
    """A command as it is compared: without the slash, the name of a bot, and signs around it."""
    folded = fold(text[:200])
    if folded.startswith("/"):
        folded = folded[1:].partition("@")[0].replace("_", " ")
    return " ".join(words(folded))


def by_signs(text: str, known: Table) -> str | None:
    """What a message of nothing but signs means, as the faces and hands of phones: its last known one tells."""
    signs = fold(text[:_LONGEST])
    if not signs or any(map(str.isalnum, signs)):
        return None
    return next((known[sign] for sign in reversed(signs) if sign in known), None)


@dataclass(frozen=True)
class Named:
    """Compared labels to ids: one table for each language and kind of label, and all labels together."""

    tables: tuple[Table, ...]
    labels: tuple[str, ...]


def named(offered: Sequence[str], labels: Iterable[Mapping[str, str]]) -> Named:
    """What the choices are called, one table for each mapping of ids to labels."""
    made = []
    for known in labels:
        table: dict[str, str] = {}
        for id in offered:
            if label := known.get(id):
                table.setdefault(bare(label), id)
        made.append(table)
    return Named(tuple(made), tuple(dict.fromkeys(label for table in made for label in table)))


def choice(said: str, known: Named, typos: bool = True) -> str | None:
    """Which id `said` names: exactly by any table, or else by a typo; the person's own language comes first."""
    folded = bare(said)
    if not folded or len(folded) > _LONGEST:
        return None
    for table in known.tables:
        if folded in table:
            return table[folded]
    if not typos or process.extractOne(folded, known.labels, scorer=fuzz.ratio, score_cutoff=TYPO) is None:
        return None  # by far the most: one look at all labels tells that none is near
    for table in known.tables:
        if meant := nearest(folded, table):
            return meant
    return None
