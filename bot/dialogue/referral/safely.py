"""Tells people what the house has to say about their request, when and how they said it is safe."""

from dataclasses import replace

from bot.dialogue.referral import choices, wording
from bot.dialogue.referral.form import WAITING
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU, PERSON, STATUS, leaving, next_best
from bot.domain.contact import NEVER, NOTICE, manner, safe_from
from bot.domain.referral import Referral
from bot.domain.turn import Change

WORD, HELPED, TALK = "word:", "helped:", "talk"
MOVED = "moved"
ANSWERS = ("yes", "not-yet", "no", "unsafe")
ACTIVE_SECONDS = 900
"""Who wrote so lately is there: what they asked for may be shown to them."""
MOST_WITHHELD = 4


def tell(step: Step, kind: str, referral: Referral, text: str = "") -> None:
    """`kind` is staff, overdue, asked, closed or expired."""
    step.sealed = bool(referral.lane)
    now = int(step.now.timestamp())
    active = step.conversation.with_case == referral.id and now - step.conversation.seen < ACTIVE_SECONDS
    how = manner(referral)
    if active:
        _say(step, kind, referral, text)
    elif how == NEVER:
        _withhold(step, kind, referral, text)
    elif (safe := safe_from(referral, now, wording.zone(step, referral).key)) > now:
        _withhold(step, kind, referral, text)
        if not referral.tell_at:
            step.effects.append(Change(referral, replace(referral, tell_at=safe), "later"))
    elif how == NOTICE:
        _withhold(step, kind, referral, text)
        _notice(step)
    else:
        _say(step, kind, referral, text)


def tell_later(step: Step, referral: Referral) -> None:
    """The hour has come at which what was withheld may be told."""
    step.sealed = bool(referral.lane)
    step.effects.append(Change(referral, replace(referral, tell_at=0), "told"))
    if not any(_of(entry) == referral.id for entry in step.conversation.withheld):
        return
    if manner(referral) == NOTICE:
        _notice(step)
    elif manner(referral) != NEVER:
        _replay(step, referral)


def tell_withheld(step: Step) -> None:
    """They ask themselves: it is shown, or their secret word asked for."""
    for referral in step.known.referrals:
        if not any(_of(entry) == referral.id for entry in step.conversation.withheld):
            continue
        if referral.code_word:
            step.change(waiting_for=f"{WORD}{referral.id}")
            step.say("talk.word")
            return
        _replay(step, referral)


def moved_away(step: Step, referral: Referral) -> None:
    """This chat shows nothing of it from now on, whoever holds the phone; that is said, where and when it is safe."""
    conversation, id = step.conversation, referral.id
    if (referral.channel, referral.address) == (step.incoming.channel, step.incoming.address):
        return  # it came back meanwhile
    step.sealed = bool(referral.lane)
    step.change(
        cases=tuple(each for each in conversation.cases if each != id),
        withheld=tuple(entry for entry in conversation.withheld if _of(entry) != id),
        with_case="" if conversation.with_case == id else conversation.with_case,
        waiting_for="" if conversation.waiting_for.endswith(f":{id}") else conversation.waiting_for,
    )
    now = int(step.now.timestamp())
    if manner(referral) == NEVER or safe_from(referral, now, wording.zone(step, referral).key) > now:
        _withhold(step, MOVED, referral, "")
    else:
        step.say("case.moved", choices=[PERSON, MENU])


def tell_moved(step: Step) -> None:
    """They ask what became of it in the chat that it has left."""
    entries = [entry for entry in step.conversation.withheld if entry.startswith(f"{MOVED}:")]
    if entries:
        step.change(withheld=tuple(entry for entry in step.conversation.withheld if entry not in entries))
        step.sealed = True
        step.say("case.moved", choices=[PERSON, MENU])


def unlocked(step: Step, referral: Referral) -> None:
    """Somebody wrote what may be the secret word."""
    if step.text.split() and wording.same(step.text, referral.code_word):
        step.change(waiting_for="")
        step.sealed = bool(referral.lane)
        _replay(step, referral)
    else:
        step.change(waiting_for="")
        step.say("talk.wrong_word", choices=[STATUS, MENU])


def _replay(step: Step, referral: Referral) -> None:
    mine = [entry for entry in step.conversation.withheld if _of(entry) == referral.id]
    step.change(withheld=tuple(entry for entry in step.conversation.withheld if entry not in mine))
    for entry in mine:
        head, _, text = entry.partition("\n")
        _say(step, head.partition(":")[0], referral, text)


def _of(entry: str) -> str:
    return entry.partition("\n")[0].partition(":")[2]


def _withhold(step: Step, kind: str, referral: Referral, text: str) -> None:
    entry = f"{kind}:{referral.id}\n{text}"
    step.count("withheld", kind)
    if entry not in step.conversation.withheld:
        step.change(withheld=(*step.conversation.withheld, entry)[-MOST_WITHHELD:])


def _notice(step: Step) -> None:
    step.say("talk.notice", choices=[STATUS, MENU])


def _say(step: Step, kind: str, referral: Referral, text: str) -> None:
    step.sealed = step.sealed or bool(referral.lane)
    if kind == "staff":
        _staff(step, referral, text)
        return
    if step.conversation.with_case == referral.id and kind in {"closed", "expired"}:
        step.change(with_case="")
    category = step.library.casework.categories.get(referral.category)
    instead = next_best(category, step.library)
    leave = leaving(referral.lane)
    if kind == "overdue":
        step.say("case.overdue", choices=[*instead, STATUS, *leave, MENU])
    elif kind == "expired":
        step.say("case.expired", choices=[*instead, PERSON, *leave, MENU])
    elif kind == "closed":
        reason = step.library.casework.reasons.get(referral.reason)
        told = step.library.speech.pick(reason.told, step.language) if reason else ""
        step.say("case.closed", choices=["case:reopen", PERSON, *leave, MENU], reason=told)
    elif kind == "asked":
        if step.conversation.waiting_for != WAITING:
            step.change(waiting_for=f"{HELPED}{referral.id}")
        step.say("case.asked", choices=[*(f"{HELPED}{answer}" for answer in ANSWERS), *leave])


def _staff(step: Step, referral: Referral, text: str) -> None:
    conversation = step.conversation
    if conversation.waiting_for == WAITING:  # what they write next answers the form, which others may read
        step.say("staff.said", choices=["talk:on", choices.RESUME], text=text)
        return
    step.say("staff.said", text=text)
    if conversation.with_case != referral.id:
        step.say("staff.how_to_answer")
    step.change(with_case=referral.id, waiting_for=TALK, offered=())
