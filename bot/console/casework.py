"""What the pages about referrals share: reading one with permission and a note, changing one without overwriting."""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from aiohttp import web

from bot.channels import found_channels
from bot.console.context import Context
from bot.console.queue import Sight
from bot.domain.case_counts import counts_of
from bot.domain.counting import joined
from bot.domain.messages import Incoming
from bot.domain.referral import Entry, Referral, may_move, moved, moves_open
from bot.domain.staff import Account, Whose, may
from bot.store.backlog import Backlog
from bot.store.cases import Cases, Stored
from bot.store.commitment import Writes
from bot.store.desk import ChangedMeanwhile, Desk
from bot.store.installation import Installation
from bot.store.line import Line
from bot.store.link import Link
from bot.store.outbox import Outbox
from bot.store.seal import Seal

TRIES = 5
MOST_CONTACTS = 50
"""Counted at once."""
DOORS = ("telephone", "whatsapp", "email", "in-person")
ACTIONS = {"claim": "claim", "close": "close", "hand-over": "move"}
"""What one must be allowed to do for a move; for others: move."""
NOT_MOVES = frozenset({"expire", "merge"})
"""Not drawn as buttons: the clock's, and what has a form of its own."""


class Work:
    """The store of referrals as the console uses it; one in a process."""

    def __init__(self, link: Link, seal: Seal, installation: Installation) -> None:
        self.line = Line(link, seal, installation)
        self.cases = Cases(link, seal, installation)
        self.desk = Desk(self.line, self.cases)
        self.backlog = Backlog(self.cases)
        self.outbox = Outbox(self.cases)
        self.lock = asyncio.Lock()


def work_of(context: Context) -> Work:
    return context.desk.store(Work)


def whose(referral: Referral) -> Whose:
    return Whose(referral.office, referral.claimed_by, referral.lane, referral.concerned)


def sight_of(context: Context) -> Sight:
    """Whose referrals this account may see."""
    account = context.account
    sealed = context.scope("sealed", "read") if account.lanes else None
    return Sight(account.id, account.office, context.scope("referral", "read") or "", sealed or "", account.lanes)


def may_see(context: Context, referral: Referral) -> bool:
    return context.may("referral", "read", whose(referral))


async def opened(context: Context, id: str, action: str = "read") -> Stored:
    """The referral, if this account may do this with it; else the same 404 as for one that is not there."""
    found = (await work_of(context).cases.read([id])).get(id) if id[:2].isdecimal() else None
    await context.allow("referral", action, whose(found.referral) if found else None, id)
    assert found is not None
    return found


def action_of(move: str) -> str:
    return ACTIONS.get(move, "move")


def moves_for(context: Context, referral: Referral) -> tuple[str, ...]:
    """The moves that this account may make now, in the order of the table."""
    open_now = (move for move in moves_open(referral, "staff") if move not in NOT_MOVES)
    return tuple(move for move in open_now if context.may("referral", action_of(move), whose(referral)))


def acted(context: Context, after: Referral) -> Referral:
    """After staff did something: nothing is overdue any more, and by when the next is to be done counts from now."""
    now = context.desk.seconds
    due = context.library.casework.due_at(after.urgency, after.office, now) if after.is_open else after.due_at
    return replace(after, escalated=0, due_at=due, unread=False, changed_at=now, acted_at=after.acted_at or now)


def entry_of(context: Context, kind: str, id: str = "", **what: str) -> Entry:
    entry = Entry(id or fresh_id(), context.desk.seconds, kind, by=context.account.id)
    return replace(entry, **what)  # type: ignore[arg-type]


def fresh_id() -> str:
    return secrets.token_hex(9)


@dataclass
class Change:
    """What is done with a referral: how it is afterwards, what its timeline says, what the person is told."""

    after: Referral
    entry: Entry | None = None
    counts: tuple[str, ...] = ()
    orders: tuple[Incoming, ...] = ()
    more: Writes | None = None


async def make(context: Context, stored: Stored, change: Change) -> Stored:
    """Makes it true; raises ChangedMeanwhile."""
    work = work_of(context)
    writes, new = work.cases.saved(stored, change.after)
    if change.entry is not None:
        writes += work.cases.told(change.after, change.entry)
    if not change.after.is_open:
        writes += await work.cases.let_go(change.after)
    writes += change.more or Writes()
    await work.desk.make_true(change.after.partition, writes, context.now, counts=change.counts, orders=change.orders)
    return new


async def make_anyway(context: Context, id: str, action: str, decide: Callable[[Referral], Change | None]) -> Stored:
    """For what overwrites nothing, as an answer: decided again when somebody changed the referral meanwhile."""
    for _ in range(TRIES):
        stored = await opened(context, id, action)
        change = decide(stored.referral)
        if change is None:
            return stored
        try:
            return await make(context, stored, change)
        except ChangedMeanwhile:
            continue
    raise web.HTTPConflict


def move_of(context: Context, before: Referral, move: str, **with_what: str) -> Change:
    """A move with its counts, its line and what the person is told; raises NotAllowed."""
    now = context.desk.seconds
    after = moved(before, move, "staff", now, **with_what)
    if move == "claim":
        after.claimed_by = context.account.id
    if move == "person-confirm":
        after.helped = "yes"
    if move in {"reopen", "hand-over"}:
        after.claimed_by = ""
    after = acted(context, after)
    said = with_what.get("organisation") or with_what.get("reason") or with_what.get("office") or ""
    orders = (order(after, "closed", str(after.closed_at)),) if move == "close" and after.address else ()
    return Change(after, entry_of(context, "move", about=move, text=said), counts_of(before, after, move, now), orders)


def assigned(context: Context, referral: Referral, to: str, known: Mapping[str, Account]) -> Change | None:
    """Given to somebody who may work it: what nobody had is claimed with it."""
    able = {one.id for one in able_to_work(context, known.values(), referral)}
    if to not in able or not referral.is_open:
        return None
    change = move_of(context, referral, "claim") if referral.state == "queued" else None
    after = replace(change.after if change else acted(context, referral), claimed_by=to)
    return Change(after, entry_of(context, "move", about="assign", text=to), change.counts if change else ())


def order(referral: Referral, what: str, unique: str, text: str = "") -> Incoming:
    """What is to be told to the person, in order with what they write."""
    name = f"{what}:{referral.id}"
    return Incoming(referral.channel, referral.address, f"{name}:{unique}", text=text, order=name)


def window_left(referral: Referral, now: int) -> int | None:
    """For how many seconds the platform still lets us write freely; None: always."""
    module = found_channels().get(referral.channel)
    seconds = module.Channel.window(referral.address) if module is not None else 0
    return max(0, (referral.wrote_at or referral.opened_at) + seconds - now) if seconds else None


async def count_contacts(context: Context, means: str, category: str, count: int) -> None:
    """Contacts that were answered elsewhere, on the spot: nothing is kept of anybody."""
    work = work_of(context)
    partition = work.line.installation.partition(context.account.id)
    counted = (f"contact:{joined(means, category)}",) * count
    await work.desk.make_true(partition, Writes(), context.now, counts=counted)


def can_merge(referral: Referral) -> bool:
    return may_move(referral, "merge", "staff")


async def names_of(context: Context) -> dict[str, Account]:
    """Everybody who works here, by id."""
    return {account.id: account for account in await context.desk.accounts.all()}


def able_to_work(context: Context, accounts: Iterable[Account], referral: Referral) -> list[Account]:
    """Who could be given this referral: active, of its office or of its lane."""
    return sorted(
        (
            one
            for one in accounts
            if one.is_active and may(context.desk.roles, one, "referral", "claim", replace(whose(referral), owner=""))
        ),
        key=lambda one: one.name.casefold(),
    )
