"""What the page of a case shows: only what was agreed to, in words of whoever reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.console.casework import (
    able_to_work,
    can_merge,
    fresh_id,
    moves_for,
    names_of,
    whose,
    window_left,
    work_of,
)
from bot.console.context import Context
from bot.domain.place import Place
from bot.domain.referral import STAYS, Entry, Referral
from bot.domain.staff import Account
from bot.store.cases import Stored

MOST_LOOKS = 12
SIMPLE = (
    "claim",
    "release",
    "attend",
    "accept",
    "provider-confirm",
    "person-confirm",
    "not-reached",
    "reopen",
    "withdraw",
)
"""Moves that need nothing said with them, in the order of their buttons."""
GRAVE = frozenset({"withdraw"})
FIRST = ("claim", "accept", "attend", "provider-confirm", "person-confirm", "reopen")
"""The next step, where there are several: drawn as the main button."""
STEPS = ("queued", "claimed", "sent", "accepted", "attended", "closed")


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


async def case_values(context: Context, stored: Stored, reply: str) -> dict[str, Any]:
    referral, now = stored.referral, context.desk.seconds
    people = await names_of(context)
    entries = await work_of(context).cases.thread(referral)
    moves = moves_for(context, referral)
    may = {
        action: context.may("referral", action, whose(referral))
        for action in ("answer", "note", "move", "assign", "close")
    }
    casework = context.library.casework
    ready = {each.id: each for each in casework.replies_for(referral.category)}
    chosen = ready.get(reply)
    pick, own, theirs = context.library.speech.pick, context.language, referral.language
    return {
        "referral": referral,
        "category": title_of(context, referral.category),
        "facts": facts(context, referral),
        "words": referral.words if referral.shares("words") else "",
        "code_word": referral.code_word if referral.shares("contact") else "",
        "contact": referral.contact if referral.shares("contact") else "",
        "entries": shown(referral, entries),
        "people": people,
        "person_word": lambda entry: said_of(context, entry, people),
        "moves": moves,
        "simple": [move for move in SIMPLE if move in moves],
        "main_move": next((move for move in FIRST if move in moves), ""),
        "grave": GRAVE,
        "may": may,
        "may_answer": may["answer"] and referral.is_open and bool(referral.address),
        "reasons": {move: casework.reasons_for(move) for move in ("decline", "close")},
        "offices": offices_for(context, referral),
        "places": places_for(context, referral),
        "organisation": context.library.directory.places.get(referral.organisation),
        "able": able_to_work(context, people.values(), referral) if may["assign"] else [],
        "can_merge": can_merge(referral) and may["move"],
        "replies": [
            (id, pick(each.title, own), pick(each.text, theirs), pick(each.text, own)) for id, each in ready.items()
        ],
        "draft": pick(chosen.text, theirs) if chosen else "",
        "draft_own": pick(chosen.text, own) if chosen and theirs != own else "",
        "window": window_left(referral, now),
        "once": fresh_id(),
        "once_note": fresh_id(),
        "looks": await looks(context, referral.id),
        "steps": STEPS,
        "now": now,
        "language_name": language_name(context, theirs),
        "may_export": context.may("referral", "export", whose(referral)),
    }


def facts(context: Context, referral: Referral) -> list[Fact]:
    """The answers that were shared, as question and answer in the reader's language."""
    known = context.library.casework.categories.get(referral.category)
    pick, found = context.library.speech.pick, list[Fact]()
    for question in known.questions if known else ():
        value = referral.answers.get(question.id, "")
        if not value or question.id == "words" or not referral.shares(question.shares):
            continue
        option, own = question.option(value), f"case.asked.{question.id}"
        label = context.say(own if context.has(own) else f"case.asked.{question.shares}")
        found.append(Fact(label, pick(option.text, context.language) if option else value))
    if referral.city and referral.shares("city") and referral.city not in {fact.value for fact in found}:
        found.insert(0, Fact(context.say("case.asked.city"), referral.city))
    return found


def shown(referral: Referral, entries: list[Entry]) -> list[Entry]:
    """Of what was taken back only the moves are left to see."""
    return [entry for entry in entries if entry.kind in STAYS] if referral.state == "withdrawn" else entries


def said_of(context: Context, entry: Entry, people: Mapping[str, Account]) -> str:
    """What a line of the timeline says."""
    what = entry.about
    detail = entry.text
    if what == "send":
        place = context.library.directory.places.get(entry.text)
        detail = place.name if place else entry.text
    elif what in {"decline", "close"}:
        reason = context.library.casework.reasons.get(entry.text)
        detail = context.library.speech.pick(reason.title, context.language) if reason else entry.text
    elif what == "hand-over":
        detail = context.offices.get(entry.text, entry.text)
    elif what == "assign":
        detail = people[entry.text].name if entry.text in people else ""
    elif what == "urgency":
        detail = context.say(f"urgency.{entry.text}")
    phrase = f"happened.{what}"
    return context.say(phrase, detail=detail) if context.has(phrase) else what


def title_of(context: Context, category: str) -> str:
    known = context.library.casework.categories.get(category)
    return context.library.speech.pick(known.title, context.language) if known else category


def language_name(context: Context, code: str) -> str:
    known = context.library.loaded_languages.get(code)
    return known.name if known else code


def offices_for(context: Context, referral: Referral) -> list[tuple[str, str]]:
    """To whom it may be handed over: of a sealed lane, only offices that serve it."""
    offices = context.library.casework.offices.values()
    fit = [
        each
        for each in offices
        if each.id != referral.office
        and (not referral.lane or referral.lane in each.lanes)
        and each.id not in referral.concerned
    ]
    return [(each.id, each.name) for each in fit]


def places_for(context: Context, referral: Referral) -> list[tuple[str, list[Place]]]:
    """Organisations to refer on to: the proposed one, those of the city, of the state, of the country, all others."""
    directory = context.library.directory
    city = directory.cities.get(referral.city)
    state = city.state if city else ""
    partner = context.library.casework.partner_for(referral.category, referral.city, state, referral.language)
    groups: dict[str, list[Place]] = {"partner": [], "city": [], "state": [], "country": [], "other": []}
    for place in directory.all:
        if place.id == partner:
            groups["partner"].append(place)
        elif city and place.city == city.name:
            groups["city"].append(place)
        elif state and place.state == state:
            groups["state"].append(place)
        elif not place.city:
            groups["country"].append(place)
        else:
            groups["other"].append(place)
    for group in groups.values():
        group.sort(key=lambda place: (place.city, place.name.casefold()))
    return [(name, group) for name, group in groups.items() if group]


async def looks(context: Context, id: str) -> list[tuple[str, str, int]]:
    """Who looked at it or did something with it lately: account, what, when; the newest first, each looking once."""
    found: list[tuple[str, str, int]] = []
    for line in reversed(await context.desk.audit.of(id)):
        one = (line.who, line.what, line.at // 1000)
        if not found or found[-1][:2] != one[:2]:
            found.append(one)
        if len(found) >= MOST_LOOKS:
            break
    return found
