"""Labels that can be told apart, and messages of a length that is read."""

from collections.abc import Iterator

from bot.domain.limits import EVERYWHERE
from bot.domain.problem import Problem
from bot.library.folding import fold
from bot.library.rules.registry import Checked, rule, warning

_LONG_MESSAGE = 600
_LINKS = ("link.page", "link.site")


@rule
def messages_are_short(checked: Checked) -> Iterator[Problem]:
    for topic in checked.library.topics.values():
        for code, messages in topic.answer.items():
            for at, message in enumerate(messages):
                if len(message) > _LONG_MESSAGE:
                    what = f"the message has {len(message)} characters, more than {_LONG_MESSAGE}"
                    yield warning(topic.file, ("answer", code, at), what, "say it shorter or split it")


@rule
def labels_in_a_menu_differ(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    menus = [(f"{checked.content}/menu.yaml", "main", library.menu)]
    menus += [(section.file, "topics", section.topics) for section in library.sections.values()]
    menus += [(topic.file, "next", topic.next) for topic in library.topics.values()]
    for file, key, ids in menus:
        for code in library.loaded_languages:
            seen: dict[str, str] = {}
            for id in ids:
                label = fold(library.texts_of(id, "button").get(code, ""))
                if label and seen.setdefault(label, id) != id:
                    what = f"{id} and {seen[label]} have the same label in {code}"
                    yield warning(file, (key,), what, "word one of the two buttons differently")


@rule
def buttons_of_links_are_short(checked: Checked) -> Iterator[Problem]:
    for code in checked.library.loaded_languages:
        for id in _LINKS:
            length = len(checked.library.phrase(id, code))
            if length > EVERYWHERE.link_label:
                what = f"{id} has {length} characters, and a button on WhatsApp shows {EVERYWHERE.link_label}"
                yield warning(f"{checked.locales}/{code}/phrases.po", (), what, "say it shorter")
