"""{place.phone} in a text names a place and something that is known of it, the same in every language."""

from collections import Counter
from collections.abc import Iterator

from bot.domain.problem import Problem
from bot.library.directory import DETAILS
from bot.library.library import PLACEHOLDER
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service
from bot.library.speech import SOURCE_LANGUAGE


@rule_of_service
def placeholders_are_filled(checked: Checked) -> Iterator[Problem]:
    all_read = "places" not in checked.broken
    directory = checked.library.directory
    for topic in checked.library.topics.values():
        for code, messages in topic.answer.items():
            for at, message in enumerate(messages):
                if "{" not in message and "}" not in message:
                    continue
                path = ("answer", code, at)
                for found in PLACEHOLDER.finditer(message):
                    place, what = found[1], found[2]
                    if place not in directory.places:
                        if not all_read:
                            continue
                        mend = nearest(place, directory.places, "a place is a record in content/places/")
                        yield error(topic.file, path, f"{found[0]}: there is no place {place}", mend)
                    elif what not in DETAILS:
                        mend = nearest(what, DETAILS, f"one of: {', '.join(DETAILS)}")
                        yield error(topic.file, path, f"{found[0]}: a place has no {what}", mend)
                    elif not directory.detail(place, what, code):
                        mend = f"add {what} in {directory.places[place].file}, or take it out of the text"
                        yield error(topic.file, path, f"{found[0]}: its {what} is not known", mend)
                rest = PLACEHOLDER.sub("", message)
                if "{" in rest or "}" in rest:
                    mend = "write {place-id.phone}; { and } are used for nothing else"
                    yield error(topic.file, path, "a { or } is not part of a placeholder", mend)


@rule
def placeholders_are_the_same(checked: Checked) -> Iterator[Problem]:
    for topic in checked.library.topics.values():
        counted = {code: Counter(PLACEHOLDER.findall("\n".join(each))) for code, each in topic.answer.items()}
        source = counted.get(SOURCE_LANGUAGE, Counter())
        for code, each in counted.items():
            if each != source:
                differ = [f"{{{'.'.join(key)}}}" for key in (each - source) | (source - each)]
                yield error(
                    topic.file,
                    ("answer", code),
                    f"{' and '.join(sorted(differ))} not as often as in {SOURCE_LANGUAGE}",
                    "use each placeholder the same number of times in every language",
                )
