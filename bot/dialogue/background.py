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


def wanted(conversation: Conversation | None, incoming: Incoming) -> Wanted:
    """Nothing, for nearly every message: most people have no referral."""
    code = code_in(incoming.text) if len(incoming.text) > 6 else ""
    if conversation is None:
        return Wanted(code=code) if code else NOTHING
    if not (code or conversation.cases or conversation.form):
        return NOTHING
    return Wanted(conversation.cases, code, bool(conversation.form))
