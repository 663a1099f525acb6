"""A conversation that never happened: what the service would answer, from the first message on. Nothing is kept."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.background import wanted
from bot.dialogue.decision import decide
from bot.domain.alert import Subscription
from bot.domain.code import codes
from bot.domain.conversation import Conversation
from bot.domain.messages import Delivery, Incoming
from bot.domain.referral import Referral
from bot.domain.turn import Change, Fresh, Known
from bot.library.library import Library


@dataclass(frozen=True, slots=True)
class Said:
    """Words, or the id of a choice that was picked."""

    text: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    said: Said
    deliveries: tuple[Delivery, ...]


@dataclass
class Rehearsal:
    """One person and the service, in memory; what they ask for is remembered here and nowhere else."""

    library: Library
    channel: str
    address: str
    now: datetime
    conversation: Conversation | None = None
    subscription: Subscription | None = None
    _number: int = 0
    _cases: dict[str, Referral] = field(default_factory=dict)

    def play(self, said: Iterable[Said]) -> list[Exchange]:
        return [Exchange(one, self.answer(one)) for one in said]

    def answer(self, said: Said) -> tuple[Delivery, ...]:
        self._number += 1
        hint = self.conversation.language if self.conversation is not None else ""
        incoming = Incoming(
            self.channel, self.address, f"r{self._number}", text=said.text, choice=said.choice, language_hint=hint
        )
        decision = decide(self._known(incoming), incoming, self.library, self.now)
        self.conversation, self.subscription = decision.conversation, decision.subscription
        for act in decision.acts:
            after = act.after if isinstance(act, Change) else act.referral
            self._cases[after.id] = after
        for referral in decision.erased:
            self._cases.pop(referral.id, None)
        return decision.deliveries

    def _known(self, incoming: Incoming) -> Known:
        """As a worker would read it."""
        wish = wanted(self.conversation, incoming)
        seed = hashlib.blake2b(f"rehearsal:{incoming.id}".encode()).digest()
        return Known(
            self.conversation,
            tuple(self._cases[id] for id in wish.referrals if id in self._cases),
            next((one for one in self._cases.values() if one.code == wish.code), None) if wish.code else None,
            fresh=Fresh(f"00{seed[:16].hex()}", next(codes(seed))) if wish.fresh else None,
            subscription=self.subscription,
        )
