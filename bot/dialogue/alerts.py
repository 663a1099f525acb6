"""Alerts in the talk: asked for, changed, stopped; and what one is like when it is sent."""

from datetime import timedelta

from bot.dialogue.directory import LONGEST_PLACE_NAME, STATE
from bot.dialogue.referral.form import opened as form_of
from bot.dialogue.step import Step
from bot.dialogue.ways import MENU
from bot.domain.alert import EVERYWHERE, LIFE_DAYS, Alert
from bot.domain.messages import Choice, Reply
from bot.domain.turn import Subscribe
from bot.library.folding import fold, words
from bot.library.library import Library

ID = "action.alerts"
PREFIX = "alerts:"
ASK, STOP, ALL = PREFIX, f"{PREFIX}stop", f"{PREFIX}{EVERYWHERE}"
WHERE = "alerts"
"""What a conversation waits for when it was asked which state."""
MOST_STATES = 5
MOST_BESIDE = 3
"""Words beside the name of the place, as in "I live in Tijuana"."""
KNOWN_FOR = "shelter"
"""The states offered first are those of the cities with most of these."""


def opened(step: Step) -> None:
    """How it stands with alerts; who has none is asked about which state they want them."""
    subscription = step.known.subscription
    if _is_unsafe(step):
        step.say("alerts.quiet", choices=[*([STOP] if subscription else []), MENU])
    elif subscription is None:
        _ask(step)
    else:
        step.go(ID)
        _say(step, "alerts.status", subscription.where, STOP, ASK, MENU)


def follow(step: Step, choice: str) -> bool:
    """`alerts:stop`, `alerts:` to be asked for another state, `alerts:all`, `alerts:<state>`."""
    where = choice.removeprefix(PREFIX)
    if choice == STOP:
        _stop(step)
    elif choice not in {ASK, ALL} and where not in step.library.directory.states:
        return False
    elif _is_unsafe(step):
        opened(step)
    elif choice == ASK:
        _ask(step)
    else:
        _start(step, where)
    return True


def answered(step: Step) -> bool:
    """The reply to "about which state?"; false when it does not look like one: nobody gets alerts by a question."""
    text, directory = step.text, step.library.directory
    if len(text) > LONGEST_PLACE_NAME or _is_unsafe(step):
        return False
    state = next((name for name in directory.states if fold(name) == fold(text)), "")
    named = state
    if not state and (city := directory.city_named(text)) is not None:
        state, named = city.state, city.name
    if not state and (found := directory.state_named(text)) is not None:
        state = named = found.name
    beside = len(words(text)) - len(words(named))
    if not state or (beside > 0 and (beside > MOST_BESIDE or step.meaning.intent in step.library.topics)):
        return False
    _start(step, state)
    return True


def ended(step: Step) -> None:
    """With all else that is erased or hidden."""
    if step.known.subscription is not None:
        step.count("alert_opted_out", step.incoming.channel)


def say_what_is_kept(step: Step) -> None:
    if step.known.subscription is not None:
        _say(step, "note.alerts_kept", step.known.subscription.where)


def label(library: Library, rest: str, language: str) -> str:
    """What stands on the button `alerts:<rest>`."""
    if rest in library.directory.states:
        return rest
    return library.phrase(f"choice.alerts.{rest or 'other'}", language)


def message(alert: Alert, language: str, library: Library) -> Reply:
    """An alert as a person gets it: its text, and how to stop them at its end."""
    text = library.fill(library.speech.pick(alert.text, language), language)
    choices = [Choice(STOP, label(library, "stop", language))]
    if alert.topic in library.topics:
        choices.insert(0, Choice(alert.topic, library.button(alert.topic, language)))
    line = library.phrase("alerts.line", language)
    return Reply(f"{text}\n\n{line}", tuple(choices), taps_only=True)


def _ask(step: Step) -> None:
    directory = step.library.directory
    named = [step.meaning.city, step.conversation.city] if step.incoming.text else [step.conversation.city]
    near = [step.meaning.state] if step.incoming.text and step.meaning.state in directory.states else []
    near.append(step.conversation.city.removeprefix(STATE))
    cities = [*named, *directory.cities_with(KNOWN_FOR, limit=2 * MOST_STATES)]
    near += [directory.cities[city].state for city in cities if city in directory.cities]
    states = [state for state in dict.fromkeys(near) if state in directory.states][:MOST_STATES]
    step.go(ID)
    step.change(waiting_for=WHERE)
    step.say("alerts.ask", choices=[*(f"{PREFIX}{state}" for state in states), ALL, MENU], days=str(LIFE_DAYS))


def _start(step: Step, where: str) -> None:
    if step.known.subscription is None:
        step.count("alert_opted_in", step.incoming.channel)
    step.effects.append(Subscribe(where))
    step.go(ID)
    _say(step, "alerts.on", where)
    step.say("alerts.reach", choices=[STOP, ASK, MENU])


def _stop(step: Step) -> None:
    """At once, and without leaving what the person is doing: a talk with staff, a question."""
    if step.conversation.waiting_for == WHERE:
        step.change(waiting_for="")
    if step.known.subscription is None:
        step.say("alerts.none", choices=[ID, MENU])
        return
    step.count("alert_opted_out", step.incoming.channel)
    step.effects.append(Subscribe(""))
    step.say("alerts.off", choices=[ID, MENU])


def _say(step: Step, what: str, where: str, *choices: str) -> None:
    """Whatever is written makes it last again, so that the day is counted from now."""
    library, language = step.library, step.language
    day = library.date((step.now + timedelta(days=LIFE_DAYS)).date().isoformat(), language)
    place = where if where != EVERYWHERE else library.phrase("alerts.everywhere", language)
    step.say(what, choices=choices, where=place, until=day)


def _is_unsafe(step: Step) -> bool:
    """In a lane where a message that nobody expects can hurt, alerts are neither offered nor sent."""
    library, conversation = step.library, step.conversation
    form = form_of(conversation, library)
    return (
        step.sealed
        or any(referral.lane and referral.is_open for referral in step.known.referrals)
        or (form is not None and bool(library.casework.categories[form.category].lane))
        or library.is_sealed(conversation.here)
    )
