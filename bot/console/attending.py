"""What needs attention today, for whoever looks: as much of it as they may know."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.console.casework import sight_of, work_of
from bot.console.context import Context
from bot.console.queue import overdue
from bot.domain.counting import local
from bot.metrics import source
from bot.metrics.attention import Present, matters
from bot.metrics.content import content_state
from bot.metrics.figures import Figures
from bot.metrics.narrowing import seen_from
from bot.metrics.period import Period
from bot.metrics.words import Words
from bot.store.buried import Buried
from bot.store.installation import KEY_DAYS, sealing_since
from bot.store.tallies import Tallies

HOUR = 3600


def office_of(context: Context) -> str | None:
    """The office whose small numbers somebody may see; None: of all. Who has no office sees cases of none."""
    if context.scope("numbers", "read-small") == "all":
        return None
    return context.account.office


KNOW = (("numbers", "read-small"), ("referral", "read"), ("content", "read"))


async def attention(tallies: Tallies, context: Context, words: Words) -> list[tuple[str, str]] | None:
    """How grave, and what it is, in words; the gravest first. None for who may know nothing of it."""
    if not any(context.may(*right) for right in KNOW):
        return None
    day, present = await _last_day(tallies, context), await _present(context)
    return list(_said(day, present, words))


async def _last_day(tallies: Tallies, context: Context) -> Figures:
    """What was counted, for who may see small numbers; how the content is, for all."""
    period = Period.last_hours(context.now, 24)
    if not context.may("numbers", "read-small"):
        state = content_state(context.library, local(context.now).date())
        return Figures(period, context.now, "hour", (), state)
    day = await source.figures(tallies, period, context.now, context.library, compare=False)
    office = office_of(context)
    return day if office is None else seen_from(day, office)


async def _present(context: Context) -> Present:
    """From the queue itself: a case that went past its time last week is still late today."""
    present = Present()
    work = work_of(context)
    if context.may("referral", "read"):
        await work.backlog.catch_up()
        count, seconds = overdue(work.backlog, sight_of(context), context.desk.seconds)
        present = replace(present, overdue=count, most_overdue_hours=max(1, seconds // HOUR))
    if context.may("content", "read"):
        errors = context.desk.refused
        first = f"{errors[0].file}:{errors[0].line}" if errors else ""
        present = replace(present, content_errors=len(errors), first_error=first)
    if context.may("numbers", "read-small"):
        aside = await Buried(work.line).counts()
        present = replace(present, replies_put_aside=aside["reply"], messages_put_aside=aside["message"])
    if context.may("staff", "manage"):
        today = local(context.now).date()
        days = (today - await sealing_since(context.desk.link, context.desk.seal, today)).days
        present = replace(present, old_key_days=days if days > KEY_DAYS else 0)
    return present


def _said(day: Figures, present: Present, words: Words) -> Iterator[tuple[str, str]]:
    for matter in matters(day, present):
        values: dict[str, Any] = dict(matter.values)
        for dimension in ("channel", "topic"):
            if dimension in values:
                values[dimension] = words.label(dimension, values[dimension])
        yield matter.level, words.say(f"attention.{matter.id}", **values)
