"""Shows what a choice leads to: the menu, a section, a topic, an action."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache

from bot.dialogue import actions, alerts, directory, judging
from bot.dialogue.referral import afterwards, asking, choices, talking
from bot.dialogue.referral.form import WAITING
from bot.dialogue.step import MOST_CHOICES, Step
from bot.dialogue.ways import BACK, MENU, MORE, PERSON, STATUS

ABOUT = "about:"
LANGUAGE, LANGUAGES = "action.language", "language."
STAYS = frozenset({"action.help", LANGUAGE, STATUS, "action.privacy", alerts.STOP})
"""What may be asked for in the middle of a talk with staff without leaving it."""


@cache
def action_named(id: str) -> Callable[[Step], None] | None:
    """The action behind an id: `action.erase` is the file actions/erase.py."""
    kind, _, name = id.partition(".")
    if kind != "action" or name not in {module.name for module in pkgutil.iter_modules(actions.__path__)}:
        return None
    taken: Callable[[Step], None] = importlib.import_module(f"bot.dialogue.actions.{name}").take
    return taken


def follow(step: Step, choice: str) -> bool:
    """Shows what `choice` stands for; false when it stands for nothing we have (any more)."""
    library = step.library
    if afterwards.follow(step, choice) or (choice == BACK and asking.back(step)) or asking.follow(step, choice):
        return True
    if choice not in STAYS and not choice.startswith(LANGUAGES):
        talking.leave(step)
    if choice == BACK:
        back(step)
    elif choice == MORE:
        step.go(MORE)
        step.say("menu.more", choices=[*library.menu_more, MENU])
    elif choice in library.topics:
        topic(step, choice)
    elif choice in library.sections:
        section(step, choice)
    elif choice.startswith(LANGUAGES):
        return settle_language(step, choice.removeprefix(LANGUAGES))
    elif choice.startswith(ABOUT):
        return _about(step, choice.removeprefix(ABOUT))
    elif choice.startswith("more:"):
        return _more(step, choice)
    elif choice.startswith(judging.PREFIX):
        return judging.follow(step, choice)
    elif choice.startswith(("city:", "places:", "who:")):
        return directory.follow(step, choice)
    elif choice.startswith(alerts.PREFIX):
        return alerts.follow(step, choice)
    elif (action := action_named(choice)) is not None:
        action(step)
    else:
        return False
    return True


def menu(step: Step, greeting: str = "menu") -> None:
    library = step.library
    step.change(here="", trail=(), waiting_for="", lost=0)
    last = [*resume(step), *([MORE] if library.menu_more else [])]
    step.say(greeting, choices=[*library.menu[: MOST_CHOICES - len(last)], *last])


def resume(step: Step) -> list[str]:
    """The way back into a form that was left in the middle."""
    return [choices.RESUME] if step.conversation.form and step.conversation.waiting_for != WAITING else []


def way_out(step: Step) -> list[str]:
    """The choices that were open stay open; without any, the menu's."""
    offered = step.conversation.offered or step.library.menu
    last = [*resume(step), PERSON, MENU]
    return list(dict.fromkeys([*(id for id in offered if id not in last)][: MOST_CHOICES - len(last)] + last))


def section(step: Step, id: str, first: int = 0) -> None:
    step.go(id)
    topics = step.library.sections[id].topics[first:]
    if len(topics) < MOST_CHOICES:
        step.say(f"section:{id}", choices=[*topics, MENU])
        return
    shown = MOST_CHOICES - 2
    step.say(f"section:{id}", choices=[*topics[:shown], f"more:{id}:{first + shown}", MENU])


def _more(step: Step, choice: str) -> bool:
    """`more:<section>:<from>`: the rest of a long section."""
    _, id, first = (*choice.split(":"), "", "")[:3]
    if id not in step.library.sections or not first.isdecimal() or len(first) > 3:
        return False
    section(step, id, int(first))
    return True


def topic(step: Step, id: str, extra: tuple[str, ...] = ()) -> None:
    """The answer of a topic and where one can go from there; of one that lists places, the places themselves."""
    known = step.library.topics[id]
    step.go(id)
    step.count("topic", id)
    judged = judging.ways(step, known) if known.places is None else []
    choices = _onward(step, id, extra, len(judged))
    if known.places is None:
        step.say(id, choices=[*choices[:-1], *judged, choices[-1]])
    elif not directory.knows_where(step, known.places):
        step.say(id)
        directory.ask(step, id, choices)
    else:
        directory.look_up(step, id, [f"{ABOUT}{id}", *choices])


def _about(step: Step, id: str) -> bool:
    """`about:<topic>`: what there is to know of a topic, without its places."""
    if id not in step.library.topics:
        return False
    step.say(id, choices=_onward(step, id, ()))
    return True


def _onward(step: Step, id: str, extra: tuple[str, ...], taken: int = 0) -> list[str]:
    known = step.library.topics[id]
    onward = [*extra, *(next for next in known.next if next not in extra)][: MOST_CHOICES - 4 - taken]
    last = [PERSON] if PERSON not in onward else []
    last += resume(step)
    if step.conversation.trail:
        last.append(BACK)
    return [*onward, *last, MENU]


def back(step: Step) -> None:
    trail = step.conversation.trail
    if not trail:
        menu(step)
        return
    step.change(here="", trail=trail[:-1])
    if not follow(step, trail[-1]):
        menu(step)


def settle_language(step: Step, code: str) -> bool:
    """The person says which language they want; what they were reading is shown again in it."""
    if code not in step.library.languages:
        return False
    step.change(language=code, language_chosen=True)
    step.say("note.language_changed", language=code)
    if talking.case(step) is not None:
        step.change(here="", offered=())
    else:
        again(step)
    return True


def again(step: Step) -> None:
    """What they were at, once more: in another language now."""
    here, trail = step.conversation.here, step.conversation.trail
    if here == LANGUAGE:  # they were asked which; what they were at stands before that
        here, trail = (trail[-1], trail[:-1]) if trail else ("", ())
    step.change(here="", trail=trail, waiting_for="")
    if not here or not follow(step, here):
        menu(step, "menu" if step.before.seen else "welcome")
