"""The sentences that channels say, as they stand in the locales."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parents[2] / "locales"


@cache
def catalog(language: str) -> Catalog:
    with (LOCALES / language / "channel.po").open("rb") as file:
        return read_po(file)


def phrase(id: str, language: str) -> str:
    found = catalog(language or "es").get(id)
    return str(found.string) if found else ""
