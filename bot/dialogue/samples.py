"""Keeps what was not understood, for the people who teach the service: redacted, and never from a sealed lane."""

from collections.abc import Callable

from bot.dialogue.referral.form import opened
from bot.dialogue.step import Step
from bot.domain.turn import Sample
from bot.library.library import Library

redact: Callable[[str, Library], str] | None = None
"""Takes out whatever could tell of somebody. Without it nothing is kept."""


def keep(step: Step) -> None:
    if redact is None or step.sealed or step.conversation.with_case or _is_delicate(step):
        return
    text = redact(step.text, step.library)
    if text:
        step.effects.append(Sample(text, step.language))


def _is_delicate(step: Step) -> bool:
    """Whether the person comes from a topic, a section or a form whose traces can hurt."""
    library = step.library
    form = opened(step.conversation, library)
    if form is not None and library.casework.categories[form.category].lane:
        return True
    for id in (step.conversation.here, *step.conversation.trail):
        topic, section = library.topics.get(id), library.sections.get(id.partition(".")[0])
        if (topic is not None and topic.sealed) or (section is not None and section.sealed):
            return True
    return any(referral.lane for referral in step.known.referrals)
