"""Draws the pages: everything a person reads on them comes from the library."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from bot.library.library import Library
from bot.web.files import web_templates
from bot.web.links import links
from bot.web.shapes import Entry, Option, same_delivery

EXIT_URL = "https://www.wikipedia.org/"
"""Where the quick exit leads: a page that anybody may have open."""
MOST_TOPICS = 10
SHORT = re.compile(r"\*?[0-9]{3,5}")
STEP = re.compile(r"[0-9]{1,2}[.)] ")
NO_OF_ALARMS = "911"
SPOKEN = (
    "sending", "sent", "waiting", "failed", "too_long", "again", "typing", "cookies", "share", "shared", "looking",
    "not_found", "map_app", "map_page", "choices", "farol", "you",
)  # fmt: skip
"""The phrases that the page's own program says."""


@dataclass(frozen=True)
class Line:
    kind: str
    """`dash` or `step` when it belongs to a list."""
    pieces: list[tuple[str, str]]
    """Text, and the address it leads to, if any."""


def lines(text: str, short: Sequence[str]) -> list[Line]:
    """A text line by line, with what can be tapped; the words themselves stay as they are."""
    return [
        Line(
            "dash" if line.startswith("- ") else "step" if STEP.match(line) else "",
            list(links(line, short)),
        )
        for line in text.split("\n")
    ]


class Pages:
    def __init__(self) -> None:
        self.templates = web_templates()

    def chat(
        self,
        library: Library,
        language: str,
        exit_url: str,
        entries: Sequence[Entry] = (),
        last: str = "",
        draft: str = "",
        notice: str = "",
    ) -> str:
        short = short_numbers(library)
        return self._draw(
            "chat.html",
            library,
            language,
            entries=entries,
            newest=next((one.id for one in entries if same_delivery(one, entries[-1])), ""),
            last=last,
            draft=draft,
            notice=notice,
            exit_url=exit_url,
            welcome=library.fill(library.phrase("welcome", language), language),
            topics=first_choices(library, language),
            short=short,
            message=str(uuid4()),
            lines=lambda text: lines(text, short),
            label=lambda id: library.button(id, language),
            spoken={id: library.phrase(f"web.{id}", language) for id in SPOKEN},
        )

    def missing(self, library: Library, language: str) -> str:
        return self._draw("missing.html", library, language)

    def _draw(self, template: str, library: Library, language: str, **values: object) -> str:
        return self.templates.get_template(template).render(
            language=language,
            languages=library.languages,
            direction="rtl" if library.languages[language].right_to_left else "ltr",
            word=lambda id: library.fill(library.phrase(f"web.{id}", language), language),
            **values,
        )


def first_choices(library: Library, language: str) -> list[Option]:
    """What can be tapped before anything was said: the main menu."""
    more = ["menu.more"] if library.menu_more else []
    ids = [*library.menu[: MOST_TOPICS - len(more)], *more]
    options = [Option(id, library.button(id, language)) for id in ids if id != "menu.more"]
    options += [Option(id, library.phrase(f"choice.{id}", language)) for id in more]
    return [option for option in options if option.label]


def short_numbers(library: Library) -> list[str]:
    """The short numbers of the directory's hotlines, such as 911: only these are made tappable."""
    found = {NO_OF_ALARMS}
    for place in library.directory.all:
        if place.kind == "hotline":
            found.update(number for number in (*place.phones,) if SHORT.fullmatch(number))
    return sorted(found)
