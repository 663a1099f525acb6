"""Keeps what was not understood, for the people who teach the service: redacted, and never from a sealed lane."""

from bot.dialogue.referral.form import opened
from bot.dialogue.step import Step
from bot.domain.turn import Sample

LONGEST = 200
FEWEST_WORDS = 2
"""Of less nobody learns anything."""


def keep(step: Step) -> None:
    """The message was not understood."""
    if text := redacted(step):
        step.effects.append(Sample(text, step.language))


def keep_missed(step: Step, topic: str) -> None:
    """The message was answered with this topic, and that was not what the person needed."""
    if text := step.conversation.asked:
        step.effects.append(Sample(text, step.language, topic))


def redacted(step: Step) -> str:
    """What may be kept of the message; nothing where its traces can hurt, or where hardly a word would be left."""
    if not step.incoming.text or step.sealed or step.conversation.with_case or _is_delicate(step):
        return ""
    from bot.library.understanding.redaction import GONE, redact  # needs numpy, which a content check need not load

    words = redact(step.text, step.library).split()
    while words and len(" ".join(words)) > LONGEST:
        words.pop()
    return " ".join(words) if sum(word != GONE for word in words) >= FEWEST_WORDS else ""


def _is_delicate(step: Step) -> bool:
    """Whether the message may tell of danger, or the person comes from where traces can hurt."""
    library, meaning = step.library, step.meaning
    if meaning.urgent:
        return True
    form = opened(step.conversation, library)
    if form is not None and library.casework.categories[form.category].lane:
        return True
    near = [meaning.intent, *meaning.needs, *(id for id, _ in meaning.alternatives)]
    if any(library.is_sealed(id) for id in (step.conversation.here, *step.conversation.trail, *near)):
        return True
    return any(referral.lane for referral in step.known.referrals)
