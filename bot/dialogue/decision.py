"""A whole decision about one message: what is remembered, what is sent, what is counted."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.turns import take_turn
from bot.dialogue.ways import MENU, PERSON
from bot.dialogue.wording import replies
from bot.domain.alert import LIFE_SECONDS, Subscription
from bot.domain.conversation import Conversation
from bot.domain.messages import Delivery, Incoming, Reply
from bot.domain.referral import Referral
from bot.domain.turn import Change, Count, Erase, Known, Open, Sample, Say, Subscribe, Tell, Turn, Vanish
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
    subscription: Subscription | None = None
    """As it is after this; None: there is none."""


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
        _subscription(known, turn, incoming, now),
    )


def _subscription(known: Known, turn: Turn, incoming: Incoming, now: datetime) -> Subscription | None:
    """What the person writes makes it last; what is erased or hidden ends it, so that nothing comes unexpected."""
    before = known.subscription
    if incoming.order:
        return before
    where = before.where if before is not None else ""
    for effect in turn.effects:
        if isinstance(effect, Subscribe):
            where = effect.where
        elif isinstance(effect, Erase | Vanish):
            where = ""
    if not where:
        return None
    wrote = incoming.sent_at or int(now.timestamp())
    return Subscription(
        incoming.channel,
        incoming.address,
        where,
        turn.conversation.language,
        wrote,
        int(now.timestamp()) + LIFE_SECONDS,
        before.told if before is not None else (),
        any(referral.lane and referral.is_open for referral in known.referrals),
    )


def apologise(known: Known, incoming: Incoming, library: Library, now: datetime) -> Decision:
    """What is said when a message has failed three times: sorry, and whom to call."""
    before = known.conversation or Conversation()
    language = before.language if before.language in library.languages else SOURCE_LANGUAGE
    offered = (PERSON, MENU)
    after = replace(before, language=language, seen=int(now.timestamp()), offered=offered, waiting_for="")
    said = replies(Turn(after, (Say("apology", choices=offered),)), incoming, library, now)
    delivery = _delivery(incoming, said, language)
    return Decision(after, (delivery,), ("buried",), subscription=known.subscription)


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
