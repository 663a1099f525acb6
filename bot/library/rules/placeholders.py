"""{place.phone} in a text names a place and something that is known of it, the same in every language."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.problem import Problem, Step
from bot.library.directory import DETAILS
from bot.library.library import PLACEHOLDER
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service
from bot.library.speech import SOURCE_LANGUAGE

Filled = tuple[str, tuple[Step, ...], str, str]
"""File, path, language, text."""


def _texts(checked: Checked) -> Iterator[Filled]:
    for topic in checked.library.topics.values():
        for code, messages in topic.answer.items():
            for at, message in enumerate(messages):
                yield topic.file, ("answer", code, at), code, message
    for alert in checked.library.alerts.values():
        for code, text in alert.text.items():
            yield alert.file, ("text", code), code, text


@rule_of_service
def placeholders_are_filled(checked: Checked) -> Iterator[Problem]:
    all_read = "places" not in checked.broken
    directory = checked.library.directory
    for file, path, code, message in _texts(checked):
        if "{" not in message and "}" not in message:
            continue
        for found in PLACEHOLDER.finditer(message):
            place, what = found[1], found[2]
            if place not in directory.places:
                if not all_read:
                    continue
                mend = nearest(place, directory.places, "a place is a record in content/places/")
                yield error(file, path, f"{found[0]}: there is no place {place}", mend)
            elif what not in DETAILS:
                mend = nearest(what, DETAILS, f"one of: {', '.join(DETAILS)}")
                yield error(file, path, f"{found[0]}: a place has no {what}", mend)
            elif not directory.detail(place, what, code):
                mend = f"add {what} in {directory.places[place].file}, or take it out of the text"
                yield error(file, path, f"{found[0]}: its {what} is not known", mend)
        rest = PLACEHOLDER.sub("", message)
        if "{" in rest or "}" in rest:
            mend = "write {place-id.phone}; { and } are used for nothing else"
            yield error(file, path, "a { or } is not part of a placeholder", mend)


@rule
def placeholders_are_the_same(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    units = [(topic.file, "answer", topic.answer) for topic in library.topics.values()]
    units += [
        (alert.file, "text", {code: (text,) for code, text in alert.text.items()}) for alert in library.alerts.values()
    ]
    for file, name, texts in units:
        counted = {code: Counter(PLACEHOLDER.findall("\n".join(each))) for code, each in texts.items()}
        source = counted.get(SOURCE_LANGUAGE, Counter())
        for code, each in counted.items():
            if each != source:
                differ = [f"{{{'.'.join(key)}}}" for key in (each - source) | (source - each)]
                yield error(
                    file,
                    (name, code),
                    f"{' and '.join(sorted(differ))} not as often as in {SOURCE_LANGUAGE}",
                    "use each placeholder the same number of times in every language",
                )
