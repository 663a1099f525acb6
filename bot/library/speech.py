"""The program's own words in each language: phrases, dates, hours and lists, with what to fall back on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.content import Language, Texts
from bot.library import wording
from bot.library.catalog import Catalog, filled

SOURCE_LANGUAGE = "es"
"""What everything is translated from, and the last to fall back on."""


def chain(language: str, languages: Mapping[str, Language]) -> tuple[str, ...]:
    """A language and in turn those its fallbacks lead to, absent ones skipped; the source language last."""
    found: list[str] = []
    ahead = [language]
    while ahead:
        code = ahead.pop(0)
        if code in languages and code not in found and code != SOURCE_LANGUAGE:
            found.append(code)
            ahead = [*languages[code].fallback, *ahead]
    return (*found, SOURCE_LANGUAGE)


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """All languages that have been loaded, also those not offered yet."""

    languages: Mapping[str, Language]
    catalogs: Mapping[str, Catalog]
    chains: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, languages: Mapping[str, Language], catalogs: Mapping[str, Catalog]) -> "Speech":
        return cls(languages, catalogs, {code: chain(code, languages) for code in languages})

    def chain(self, language: str) -> tuple[str, ...]:
        """The language and those to fall back on, nearest first."""
        return self.chains.get(language) or (SOURCE_LANGUAGE,)

    def phrase(self, id: str, language: str, **values: str | int) -> str:
        """A sentence of the program; `count` chooses the plural; an unknown id gives nothing."""
        for code in self.chain(language):
            catalog = self.catalogs.get(code)
            if catalog and (text := catalog.form(id, values.get("count"))):
                return filled(text, values)
        return ""

    def has_phrase(self, id: str) -> bool:
        return any(id in catalog.forms for catalog in self.catalogs.values())

    def pick(self, texts: Texts, language: str) -> str:
        """The text in the nearest language that has one."""
        for code in self.chain(language):
            if code in texts:
                return texts[code]
        return ""

    def date(self, iso: str, language: str) -> str:
        """`2026-11-20`, `2026-11` or `2026` in words."""
        return wording.day(self._language(language), self.chain(language)[1:], iso)

    def hour(self, minutes: int, language: str) -> str:
        return wording.hour(self._language(language), self.chain(language)[1:], minutes)

    def weekday(self, number: int, language: str) -> str:
        return wording.weekday(self._language(language), self.chain(language)[1:], number)

    def joined(self, items: Sequence[str], language: str) -> str:
        """`a, b y c`."""
        return wording.joined(self._language(language), self.chain(language)[1:], items)

    def _language(self, code: str) -> Language:
        return self.languages[code if code in self.languages else SOURCE_LANGUAGE]
