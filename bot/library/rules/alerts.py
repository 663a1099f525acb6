"""Alerts go out once and cannot be taken back: what is wrong with one keeps it, and the reload, from being served."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.alert import Alert
from bot.domain.problem import Problem
from bot.library.rules.registry import Checked, error, nearest, rule, rule_of_service, warning

LONGEST = 600
"""Of an alert as it is sent: its phones filled in, and how to stop them."""
STOP_LINE = "alerts.line"
LONGEST_DAYS = 14


@rule_of_service
def alerts_reach_somebody(checked: Checked) -> Iterator[Problem]:
    directory = checked.library.directory
    for alert in checked.library.alerts.values():
        if alert.everywhere == bool(alert.states):
            mend = "write states: with a list as in states.yaml, or everywhere: true"
            yield error(alert.file, ("states",), "it must be for some states or for everywhere", mend)
        for at, state in enumerate(alert.states):
            if state not in directory.states and "states" not in checked.broken:
                mend = nearest(state, directory.states, f"write it as in {checked.content}/states.yaml")
                yield error(alert.file, ("states", at), f"{state} is not known", mend)


@rule_of_service
def alerts_have_their_time(checked: Checked) -> Iterator[Problem]:
    for alert in checked.library.alerts.values():
        if alert.ends <= alert.starts:
            yield error(alert.file, ("until",), "it ends before it begins", "until is later than from")
        elif alert.ends - alert.starts > timedelta(days=LONGEST_DAYS):
            what = f"it lasts more than {LONGEST_DAYS} days"
            yield error(alert.file, ("until",), what, "what lasts belongs into a topic")


@rule_of_service
def alerts_are_in_every_language(checked: Checked) -> Iterator[Problem]:
    """Of those that people can choose: there is no time to explain why one is missing."""
    for alert in checked.library.alerts.values():
        for code, language in checked.library.loaded_languages.items():
            if code in alert.text:
                yield from _length(checked, alert, code)
            elif language.offered or language.required:
                yield error(alert.file, ("text",), f"the text is missing in {code}", f"write {code}:")


def _length(checked: Checked, alert: Alert, code: str) -> Iterator[Problem]:
    line = checked.library.phrase(STOP_LINE, code)
    length = len(checked.library.fill(alert.text[code], code)) + 2 + len(line)
    if length > LONGEST:
        what = f"it is sent with {length} characters, more than {LONGEST}"
        yield error(alert.file, ("text", code), what, "say it shorter; the button can lead to the rest")


@rule_of_service
def alerts_lead_somewhere(checked: Checked) -> Iterator[Problem]:
    library = checked.library
    for alert in library.alerts.values():
        if not alert.topic or alert.topic in checked.broken:
            continue
        topic = library.topics.get(alert.topic)
        if topic is None:
            mend = nearest(alert.topic, library.topics, "an id is a path under content/, as aid.disaster")
            yield error(alert.file, ("topic",), f"there is no topic {alert.topic}", mend)
        elif library.is_sealed(topic.id):
            mend = "lead to another topic, or to none"
            yield error(alert.file, ("topic",), "a message that nobody expects must not lead into a sealed topic", mend)


@rule
def alerts_are_current(checked: Checked) -> Iterator[Problem]:
    for alert in checked.library.alerts.values():
        if checked.today and alert.ends.date().isoformat() < checked.today:
            yield warning(alert.file, ("until",), "the alert is over", "delete the file")
        if checked.today and alert.verified > checked.today:
            yield warning(alert.file, ("verified",), "it is verified in the future", "write the day it was done")
        for at, source in enumerate(alert.sources):
            if source.confidence == "uncertain":
                mend = "wait until somebody confirms it"
                yield error(alert.file, ("sources", at, "confidence"), "an uncertain fact is behind this alert", mend)
