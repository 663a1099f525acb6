"""A whole decision about one message: what is remembered, what is sent, what is counted."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.turns import take_turn
from bot.dialogue.wording import replies
from bot.domain.conversation import Conversation
from bot.domain.messages import Delivery, Incoming, Reply
from bot.domain.referral import Referral
from bot.domain.turn import Change, Count, Erase, Known, Open, Sample, Say, Tell, Turn, Vanish
from bot.library.library import Library
from bot.library.speech import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class Decision:
    conversation: Conversation | None
    """None: nothing is to be remembered of this person."""
    deliveries: tuple[Delivery, ...]
    counts: tuple[str, ...]
    acts: tuple[Open | Tell | Change, ...] = ()
    """What becomes of referrals."""
    erased: tuple[Referral, ...] = ()
    samples: tuple[Sample, ...] = ()


def decide(known: Known, incoming: Incoming, library: Library, now: datetime) -> Decision:
    turn = take_turn(known, incoming, library, now)
    said = replies(turn, incoming, library, now)
    counts = [
        f"{one.metric}:{one.label}" if one.label else one.metric for one in turn.effects if isinstance(one, Count)
    ]
    counts += ["reply"] * len(said)
    forget = any(isinstance(effect, Vanish) for effect in turn.effects)
    erases = [effect for effect in turn.effects if isinstance(effect, Erase)]
    delivery = _delivery(incoming, said, turn.conversation.language, forget)
    told_nobody = bool(incoming.order) and known.conversation is None and not turn.effects
    return Decision(
        None if erases or told_nobody else turn.conversation,
        (delivery,) if said or forget else (),
        tuple(counts),
        tuple(effect for effect in turn.effects if isinstance(effect, Open | Tell | Change)),
        known.referrals if any(erase.referrals for erase in erases) else (),
        tuple(effect for effect in turn.effects if isinstance(effect, Sample)),
    )


def apologise(known: Known, incoming: Incoming, library: Library, now: datetime) -> Decision:
    """What is said when a message has failed three times: sorry, and whom to call."""
    before = known.conversation or Conversation()
    language = before.language if before.language in library.languages else SOURCE_LANGUAGE
    offered = ("action.person", "action.menu")
    after = replace(before, language=language, seen=int(now.timestamp()), offered=offered, waiting_for="")
    said = replies(Turn(after, (Say("apology", choices=offered),)), incoming, library, now)
    delivery = _delivery(incoming, said, language)
    return Decision(after, (delivery,), ("buried",))


def _delivery(incoming: Incoming, said: tuple[Reply, ...], language: str, forget: bool = False) -> Delivery:
    return Delivery(
        incoming.channel,
        incoming.address,
        delivery_id(incoming),
        said,
        language,
        forget,
        tapped=incoming.tapped,
        tap=incoming.tap,
        mine=incoming.mine,
    )


def delivery_id(incoming: Incoming) -> str:
    """Comes from the message's own id, so that deciding again names it alike; tells nothing of the person."""
    return hashlib.blake2b(f"{incoming.channel}:{incoming.id}".encode(), digest_size=9).hexdigest()
