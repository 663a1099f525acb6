"""Rows of a table to requests: each with its consent, each once, whatever is imported again."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from bot.console.context import Context
from bot.console.opening import Wish, open_referral, referral_of, wrong_with

YES = frozenset({"yes", "si", "sí", "wi", "1", "true", "x"})
COLUMNS = ("category", "language", "door", "consent", "scope", "city", "urgency", "words", "contact")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row."""

    line: int
    category: str = ""
    code: str = ""
    id: str = ""
    wrong: tuple[str, ...] = ()
    is_new: bool = True


async def import_rows(context: Context, rows: list[dict[str, str]]) -> AsyncIterator[Outcome]:
    for number, row in enumerate(rows, 2):
        wish = wish_of(row)
        wrong = wrong_with(context, wish)
        if wrong:
            yield Outcome(number, wish.category, wrong=tuple(wrong))
            continue
        category = context.library.casework.categories[wish.category]
        referral = referral_of(context, wish, category, _once(row))
        stored, is_new = await open_referral(context, referral)
        yield Outcome(number, category.id, stored.referral.code, referral.id, is_new=is_new)


def wish_of(row: Mapping[str, str]) -> Wish:
    scope = row.get("scope", "").replace(",", " ").replace(";", " ").lower().split()
    return Wish(
        category=row.get("category", "").lower(),
        language=row.get("language", "").lower(),
        door=row.get("door", "in-person").lower() or "in-person",
        agreed=row.get("consent", "").lower() in YES,
        scope=tuple(dict.fromkeys(scope)),
        city=row.get("city", ""),
        urgency=row.get("urgency", "").lower(),
        words=row.get("words", ""),
        contact=row.get("contact", ""),
    )


def _once(row: Mapping[str, str]) -> str:
    """The same row is the same request: a table that is imported twice opens nothing twice."""
    said = "\0".join(f"{name}={row.get(name, '')}" for name in (*COLUMNS, "reference"))
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=18).hexdigest()
