"""What the service understood of one message: plain values, no text of the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a message asks for, how sure that is, and in which language and place."""

    language: str
    """The code of a language: the one to answer in, or the detected foreign one."""
    language_sure: bool = False
    """Whether the words themselves show the language, so that a person who switches can be followed."""
    foreign: bool = False
    """Whether the message is in a language that the service does not speak."""
    intent: str = "none"
    """A topic or action id, or `none` when nothing fits well enough."""
    score: float = 0.0
    """How likely the intent is right, 0 to 1, calibrated."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """Up to three further ids with their scores, the likeliest first."""
    needs: tuple[str, ...] = ()
    """The ids of all needs in the message, the most urgent first."""
    urgent: str = ""
    """The kind of emergency, such as `violence` or `medical`; empty when calm."""
    urgent_topic: str = ""
    """The topic that helps first in this emergency."""
    within_72h: bool | None = None
    """Whether the emergency was within three days; None when the message does not say, or is calm."""
    city: str | None = None
    state: str | None = None
    ready: bool = True
    """False while the service is still learning its content and only this emptiness can be said."""
    urgent_doubtful: bool = False
    """Whether the message hardly alarms, and clearly asks for something ordinary: both are answered then."""
