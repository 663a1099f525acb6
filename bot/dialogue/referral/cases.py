"""What a person is told of their requests: only what is safe, never what they are about."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.dialogue.referral import safely, wording
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON, STATUS, leaving
from bot.domain.case_counts import label_of
from bot.domain.code import looks_like_code
from bot.domain.referral import Referral, moved
from bot.domain.turn import Change

TALK = "talk:on"
CODE = "code"
"""A private code is hoped for."""
CONNECT, REOPEN = "connect:", "reopen:"
"""With the id of a referral, what a yes or no is about."""
REOPEN_LAST = "case:reopen"
MOST_WRONG_AN_HOUR = 5
MOST_WRONG_BY_ALL = 100
LONGEST_CODE = 14
_WRITTEN = re.compile(r"\b[0-9A-Za-z]{3}-[0-9A-Za-z]{4}\b")
MOST_SHOWN = 3


def status(step: Step) -> None:
    """Without a code: the requests of this very chat."""
    mine = step.known.referrals
    step.go(STATUS)
    safely.tell_moved(step)
    if not mine:
        step.change(waiting_for=CODE)
        step.say("status.none", choices=[PERSON, MENU])
        return
    step.sealed = any(each.lane for each in mine)
    for referral in mine[-MOST_SHOWN:]:
        _tell(step, referral)
    step.change(waiting_for=CODE)
    safely.tell_withheld(step)
    step.say("status.after", choices=_ways(mine))


def _ways(mine: Iterable[Referral]) -> list[str]:
    latest = [*mine][-1]
    writes = [TALK] if latest.is_open and latest.shares("words") else []
    again = [REOPEN_LAST] if latest.state == "closed" else []
    leave = leaving(latest.lane)
    return [*writes, *again, *(["action.withdraw"] if latest.is_open else []), PERSON, *leave, MENU]


def coded(step: Step) -> bool:
    """A private code stands in the message, right or wrong. False when there is none."""
    referral = step.known.coded
    if referral is None and not _meant_as_code(step):
        return False
    hour = int(step.now.timestamp()) // 3600
    tried = step.conversation.codes_tried if step.conversation.codes_hour == hour else 0
    own = referral is not None and referral.id in step.conversation.cases
    if not own and (tried >= MOST_WRONG_AN_HOUR or step.known.code_tries > MOST_WRONG_BY_ALL):
        step.count("code", "refused")
        step.say("status.too_many", choices=[PERSON, MENU])
    elif referral is None:
        step.change(codes_tried=tried + 1, codes_hour=hour, waiting_for=CODE)
        step.count("code", "wrong")
        step.say("status.wrong_code", choices=[PERSON, MENU])
    else:
        _found(step, referral, own)
    return True


def _meant_as_code(step: Step) -> bool:
    text = step.text
    if not looks_like_code(text):
        return False
    return step.conversation.waiting_for == CODE or len(text) <= LONGEST_CODE or _WRITTEN.search(text) is not None


def _found(step: Step, referral: Referral, own: bool) -> None:
    step.go(STATUS)
    step.sealed = bool(referral.lane)
    step.count("code", "right")
    _tell(step, referral)
    if own and _is_here(step, referral):
        safely.tell_withheld(step)
        step.say("status.after", choices=_ways([referral]))
    elif referral.is_open:
        step.change(waiting_for=f"{CONNECT}{referral.id}")
        step.say("status.connect", choices=["yes", "no"])
    else:
        step.say("status.after", choices=[PERSON, MENU])


def _is_here(step: Step, referral: Referral) -> bool:
    return (referral.channel, referral.address) == (step.incoming.channel, step.incoming.address)


def connect(step: Step, referral: Referral) -> None:
    """From now on it is answered here: they said so."""
    scope = referral.consent.scope if referral.consent else ()
    consent = referral.consent
    if consent is not None and "contact" not in scope:
        consent = replace(consent, scope=(*scope, "contact"))
    incoming = step.incoming
    after = replace(referral, channel=incoming.channel, address=incoming.address, consent=consent)
    step.sealed = bool(referral.lane)
    step.effects.append(Change(referral, after, "connect"))
    others = tuple(id for id in step.conversation.cases if id != referral.id)
    step.change(cases=(*others, referral.id), waiting_for="")
    step.say("status.connected", choices=_ways([after]))


def reopen(step: Step, referral: Referral) -> None:
    now = int(step.now.timestamp())
    after = moved(referral, "reopen", "person", now)
    after.due_at = step.library.casework.due_at(referral.urgency, referral.office, now)
    after.asked, after.helped, after.escalated = 0, "", 0
    step.sealed = bool(referral.lane)
    step.effects.append(Change(referral, after, "reopen"))
    step.count("referral_reopened", label_of(after))
    step.change(waiting_for="")
    step.say("case.reopened", choices=[STATUS, MENU], due=wording.moment(step, after, after.due_at))


def withdraw(step: Step, referrals: Iterable[Referral]) -> list[str]:
    """Locks what is open and takes out what was shared; the names of the organisations that had received it."""
    now = int(step.now.timestamp())
    told: list[str] = []
    for referral in referrals:
        if not referral.is_open:
            continue
        after = moved(referral, "withdraw", "person", now)
        step.effects.append(Change(referral, after, "withdraw"))
        step.count("referral_withdrawn", label_of(referral))
        step.sealed = step.sealed or bool(referral.lane)
        told += receivers(step, referral)
    return list(dict.fromkeys(told))


def receivers(step: Step, referral: Referral) -> list[str]:
    """Who holds it beside the person: the office, and the organisation it was referred on to."""
    office = step.library.casework.offices.get(referral.office)
    place = step.library.directory.places.get(referral.organisation)
    other = [place.name] if place else [referral.organisation] if referral.organisation else []
    return [*([office.name] if office else []), *other]


def _tell(step: Step, referral: Referral) -> None:
    phrase = f"state.{referral.state}"
    if not step.library.has_phrase(phrase):
        phrase = "state.claimed"
    opened = wording.day(step, referral, referral.opened_at)
    step.say("status.case", opened=opened, state=step.library.phrase(phrase, step.language))
    if referral.is_open and referral.state == "queued":
        now = int(step.now.timestamp())
        if referral.due_at > now:
            wording.say_wait(step, referral)
        else:
            step.say("note.overdue")
