"""One message being answered: what is known, what came, and the turn as it grows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.domain.conversation import Conversation
from bot.domain.meaning import Meaning
from bot.domain.messages import Incoming, Pin
from bot.domain.turn import Count, Effect, Known, Say, Turn
from bot.library.library import Library

TRAIL = 5
MOST_CASES = 8
MOST_CHOICES = 10
WAYS_OUT = 2
LONGEST_TEXT = 2_000
"""What stands beyond in one message is not looked at: its beginning tells the need, or its end."""


@dataclass
class Step:
    before: Conversation
    incoming: Incoming
    library: Library
    now: datetime
    known: Known = field(default_factory=Known)
    effects: list[Effect] = field(default_factory=list)
    sealed: bool = False
    """What is said from now on belongs to a lane where traces can hurt."""
    picked: str = ""
    """The choice that was named in words or by its number, where an action asked for one."""

    def __post_init__(self) -> None:
        self.conversation = self.before.copy()

    @property
    def language(self) -> str:
        return self.conversation.language

    @cached_property
    def text(self) -> str:
        text = self.incoming.text.strip()
        return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT // 2]} {text[-LONGEST_TEXT // 2 :]}"

    @cached_property
    def command(self) -> str | None:
        """What the text commands by itself: "menu", "bye", a smile."""
        return self.library.command_named(self.text)

    @cached_property
    def yes_or_no(self) -> str:
        """ "yes" or "no" where the text is no more than that; else nothing."""
        return self.library.yes_or_no(self.text)

    @cached_property
    def meaning(self) -> Meaning:
        """What the text asks for; worked out only when something wants to know."""
        conversation = self.conversation
        return self.library.understanding.understand(
            self.text, conversation.language or None, chosen=conversation.language_chosen
        )

    def change(self, **parts: Any) -> None:
        for name, part in parts.items():
            setattr(self.conversation, name, part)

    def say(
        self,
        what: str,
        *,
        choices: Iterable[str] = (),
        places: Iterable[str] = (),
        near: Pin | None = None,
        wants_location: bool = False,
        **values: str,
    ) -> None:
        """Adds something to say. The last choices offered are those that a number means."""
        offered = tuple(dict.fromkeys(choices))
        if len(offered) > MOST_CHOICES:  # the ways out stand last, and stay
            offered = (*offered[: MOST_CHOICES - WAYS_OUT], *offered[-WAYS_OUT:])
        said = Say(what, tuple(values.items()), offered, tuple(places), near, wants_location, self.sealed)
        self.effects.append(said)
        if offered:
            self.change(offered=offered)

    def count(self, metric: str, label: str = "") -> None:
        self.effects.append(Count(metric, label))

    def go(self, id: str) -> None:
        """Notes that `id` is shown now, so that `back` leads to what was before."""
        here, trail = self.conversation.here, self.conversation.trail
        if here and here != id:
            trail = (*trail, here)[-TRAIL:]
        self.change(here=id, trail=trail, waiting_for="", lost=0)

    def turn(self) -> Turn:
        return Turn(self.conversation, tuple(self.effects))
