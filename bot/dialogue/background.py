"""What must be read about a person before a message can be answered: asked for here, read at the edge."""

from dataclasses import dataclass

from bot.domain.code import code_in
from bot.domain.conversation import Conversation
from bot.domain.messages import Incoming


@dataclass(frozen=True, slots=True)
class Wanted:
    referrals: tuple[str, ...] = ()
    code: str = ""
    """A private code that stands in the message."""
    fresh: bool = False
    """The message may open a referral."""

    def __bool__(self) -> bool:
        return bool(self.referrals or self.code or self.fresh)


NOTHING = Wanted()
PENDING = frozenset({"connect", "reopen", "helped", "word"})
"""What a conversation waits for with the id of a referral behind it."""


def wanted(conversation: Conversation | None, incoming: Incoming) -> Wanted:
    """Nothing, for nearly every message: most people have no referral."""
    code = code_in(incoming.text) if len(incoming.text) > 6 and not incoming.order else ""
    named = incoming.order.partition(":")[2]
    if conversation is None:
        return Wanted((named,) if named else (), code) if code or named else NOTHING
    verb, _, pending = conversation.waiting_for.partition(":")
    asked = pending if verb in PENDING else ""
    if not (code or named or asked or conversation.cases or conversation.form):
        return NOTHING
    more = tuple(id for id in (asked, named) if id and id not in conversation.cases)
    return Wanted((*conversation.cases, *more), code, bool(conversation.form))
