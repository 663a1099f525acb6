"""The language that a browser asks for, among those we speak."""

from collections.abc import Mapping

from aiohttp import web

from bot.domain.content import Language


def language_of(request: web.Request, languages: Mapping[str, Language], *known: str) -> str:
    """The first of what is known that we speak, else what the browser asks for, else the source language."""
    for code in (*known, *_accepted(request.headers.get("Accept-Language", ""))):
        for each in (code, code.partition("-")[0].lower()):
            if each in languages:
                return each
    return next(iter(languages))


def _accepted(header: str) -> list[str]:
    """The language tags of an Accept-Language header, best first."""
    wished: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1) if parameter else 1.0
        except ValueError:
            continue
        if weight > 0:
            wished.append((weight, tag.strip()))
    return [tag for _, tag in sorted(wished, key=lambda each: -each[0])]
