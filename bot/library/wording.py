"""Dates, hours and lists in a language: Babel's way, or the language's own where language.yaml gives it."""

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list

from bot.domain.content import Language
from bot.library.catalog import filled


def day(language: Language, fallbacks: Sequence[str], iso: str) -> str:
    """`2026-11-20`, `2026-11` or `2026` in words; what is no date comes back as it is."""
    pieces = iso.split("-")
    try:
        numbers = [int(piece) for piece in pieces]
        when = date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return iso
    if len(numbers) == 1:
        return str(when.year)
    if len(language.months) == 12:
        pattern = language.date or "{day} {month} {year}"
        if len(numbers) == 2:
            pattern = pattern[pattern.find("{month}") :]
        return filled(pattern, {"day": when.day, "month": language.months[when.month - 1], "year": when.year})
    return _said_day(_locale(language, fallbacks), when, len(numbers) == 3)


@lru_cache(maxsize=4_000)
def _said_day(locale: Locale, when: date, whole: bool) -> str:
    """Answers name the same few days over and over, and Babel takes its time."""
    return format_date(when, "long", locale=locale) if whole else format_skeleton("yMMMM", when, locale=locale)


def weekday(language: Language, fallbacks: Sequence[str], number: int) -> str:
    """The name of a day of the week, Monday being 0."""
    if len(language.weekdays) == 7:
        return language.weekdays[number]
    return str(get_day_names("wide", locale=_locale(language, fallbacks))[number])


def hour(language: Language, fallbacks: Sequence[str], minutes: int) -> str:
    """Minutes since midnight as the hour people say."""
    hours, rest = divmod(minutes % 1440, 60)
    if language.hour:
        half = "AM" if hours < 12 else "PM"
        return filled(
            language.hour, {"hour": hours, "hour12": (hours + 11) % 12 + 1, "minute": f"{rest:02}", "half": half}
        )
    return _said_hour(_locale(language, fallbacks), hours, rest)


@lru_cache(maxsize=4_000)
def _said_hour(locale: Locale, hours: int, rest: int) -> str:
    said = format_time(time(hours, rest), "short", locale=locale)
    return said.replace("\u202f", " ").replace("\xa0", " ")


def joined(language: Language, fallbacks: Sequence[str], items: Sequence[str]) -> str:
    """`a, b y c`."""
    if len(items) < 2:
        return "".join(items)
    if language.list_and:
        return f"{', '.join(items[:-1])} {language.list_and} {items[-1]}"
    return format_list(list(items), locale=_locale(language, fallbacks))


def _locale(language: Language, fallbacks: Sequence[str]) -> Locale:
    return _locale_of((language.code, *fallbacks))


@lru_cache(maxsize=100)
def _locale_of(codes: tuple[str, ...]) -> Locale:
    for code in codes:
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
