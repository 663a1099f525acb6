"""What a turn means for referrals: its acts as writes, those of the person's own partition and those of others."""

import hashlib
from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from bot.dialogue.decision import Decision
from bot.dialogue.orders import MOVED
from bot.domain.messages import Incoming
from bot.domain.referral import Entry, Referral
from bot.domain.turn import Change, Open, Tell
from bot.store.cases import LINES, Cases, Stored
from bot.store.commitment import Writes


@dataclass(slots=True)
class Records:
    """What to write, by partition."""

    by_partition: dict[int, Writes] = field(default_factory=dict)

    def add(self, partition: int, writes: Writes) -> "Records":
        self.by_partition[partition] = self.by_partition.get(partition, Writes()) + writes
        return self


async def records(
    decision: Decision, incoming: Incoming, cases: Cases, stored: MutableMapping[str, Stored], now: int
) -> Records:
    """The writes of a decision's acts; `stored` is brought up to what they make of it."""
    found = Records()
    changed: dict[str, Referral] = {}
    for number, act in enumerate(decision.acts):
        after = act.after if isinstance(act, Change) else act.referral
        after = changed.get(after.id, after) if isinstance(act, Tell) else after
        place = after.revision * LINES + 1 + min(number, LINES - 2)
        entry = replace(_entry(act, incoming, after, now, number), number=place)
        if isinstance(act, Tell):
            after = replace(after, unread=True, changed_at=now, wrote_at=now)
            if act.file:
                found.add(after.partition, cases.due_again(after.id, "fetch", now))
        changed[after.id] = after
        found.add(after.partition, cases.told(after, entry))
        if isinstance(act, Change) and act.what == "connect" and not incoming.formerly:
            found.add(after.partition, _old_chat_told(act, after, cases, now))
    for id, after in changed.items():
        writes, stored[id] = cases.saved(stored.get(id), after)
        found.add(after.partition, writes)
        if not after.is_open:
            found.add(after.partition, await cases.let_go(after))
    for referral in decision.erased:
        found.add(referral.partition, await cases.erased(referral))
        stored.pop(referral.id, None)
    return found


def _old_chat_told(act: Change, after: Referral, cases: Cases, now: int) -> Writes:
    """Whoever reads the chat in which it was asked for so far learns that it is answered elsewhere."""
    before = act.referral
    if not before.address or (before.channel, before.address) == (after.channel, after.address):
        return Writes()
    order = f"{MOVED}:{after.id}"
    return cases.to_tell(after, Incoming(before.channel, before.address, f"{order}:{now}", order=order))


def _entry(act: Open | Tell | Change, incoming: Incoming, referral: Referral, now: int, number: int) -> Entry:
    """A line of the timeline, named after the message, so that deciding again writes the same line."""
    id = hashlib.blake2b(f"{incoming.channel}:{incoming.id}:{number}".encode(), digest_size=9).hexdigest()
    match act:
        case Open():
            return Entry(id, now, "move", about="open", language=referral.language)
        case Tell():
            kind = "file" if act.file else "person"
            return Entry(id, now, kind, text=act.text, about=act.media, file=act.file, language=referral.language)
        case Change():
            return Entry(id, now, "move", about=act.what)
