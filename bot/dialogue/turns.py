"""One message in, one turn out: the order in which a message is understood."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.dialogue import alerts, directory, guards, orders, samples, showing
from bot.dialogue.referral import afterwards, asking, cases, choices, talking
from bot.dialogue.step import MOST_CHOICES, Step
from bot.dialogue.ways import BACK, MENU, PERSON
from bot.domain.conversation import Conversation
from bot.domain.counting import local
from bot.domain.messages import Incoming
from bot.domain.turn import Change, Known, Turn
from bot.library.folding import words
from bot.library.library import Library
from bot.library.speech import SOURCE_LANGUAGE

EMERGENCY = "{hot-911.phone}"
LONGEST_LABEL = 60
NEW_CONVERSATION_SECONDS = 86_400
"""After so long a silence it counts as another conversation."""
YES_OR_NO = {"yes", "no"}
SMALL_TALK = {f"action.{name}" for name in ("thanks", "fine", "bye", "unsure", "comfort", "about", "listen")}
"""What people say beside what they need. It answers a question that is open, and goes to staff in a talk with them."""
MEDIA = {"voice", "image", "video", "document", "sticker", "contact"}


def take_turn(known: Known, incoming: Incoming, library: Library, now: datetime) -> Turn:
    """Always answers (unless the guards hold it back), never raises for what a person can send."""
    before = known.conversation or Conversation()
    step = Step(before, incoming, library, now, known)
    if incoming.order:
        orders.carry_out(step)
        return step.turn()
    step.change(seen=int(now.timestamp()))
    if before.language not in library.languages:
        step.change(language=_first_language(step), language_chosen=False)
    _count(step, is_new=known.conversation is None)
    if _only_moved(incoming):
        _reached_elsewhere(step)
        return step.turn()
    step.sealed = talking.is_sealed(step) or asking.is_sealed(step)
    if guards.stops(step):
        return step.turn()
    _answer(step, is_new=known.conversation is None)
    return step.turn()


def _only_moved(incoming: Incoming) -> bool:
    """The platform tells that the person has a new number: they said nothing, and are told nothing."""
    return bool(incoming.formerly) and not (incoming.text or incoming.choice or incoming.media)


def _reached_elsewhere(step: Step) -> None:
    """Their requests are answered at the new number from now on."""
    incoming = step.incoming
    for referral in step.known.referrals:
        if (referral.channel, referral.address) == (incoming.channel, incoming.formerly):
            step.effects.append(Change(referral, replace(referral, address=incoming.address), "connect"))


def _first_language(step: Step) -> str:
    hint = step.incoming.language_hint.lower().replace("_", "-")
    for code in (hint, hint.partition("-")[0]):
        if code in step.library.languages:
            return code
    return SOURCE_LANGUAGE


def _count(step: Step, is_new: bool) -> None:
    incoming = step.incoming
    media = incoming.media if incoming.media in MEDIA or not incoming.media else "other"
    kind = "tap" if incoming.choice else "location" if incoming.location else media or "text"
    step.count("message", kind)
    step.count("channel", incoming.channel)
    step.count("language", step.language)
    silence = step.now.timestamp() - step.before.seen
    if is_new or silence >= NEW_CONVERSATION_SECONDS:
        step.count("conversation", incoming.channel)
    if not is_new and step.before.seen and _is_later_day(step):
        step.count("return")


def _is_later_day(step: Step) -> bool:
    before = datetime.fromtimestamp(step.before.seen, UTC)
    return local(before).date() < local(step.now).date()


def _answer(step: Step, is_new: bool) -> None:
    incoming = step.incoming
    if incoming.choice:
        _follow_tap(step)
    elif step.conversation.with_case and (incoming.media or incoming.location) and talking.takes(step):
        return
    elif incoming.location is not None:
        _located(step)
    elif incoming.media and step.text:
        step.say("note.media")
        _read(step, is_new)
    elif incoming.media:
        kind = incoming.media if incoming.media in MEDIA else "other"
        step.say(f"media.{kind}", choices=showing.way_out(step))
    elif not step.text:
        step.say("empty", choices=showing.way_out(step))
    else:
        _read(step, is_new)


def _follow_tap(step: Step) -> None:
    choice = step.incoming.choice
    waiting = step.conversation.waiting_for
    if waiting and (action := showing.action_named(waiting)) is not None and choice in step.conversation.offered:
        if not showing.follow(step, choice):
            action(step)
        return
    if not showing.follow(step, choice):
        step.say("note.gone")
        showing.menu(step)


def _located(step: Step) -> None:
    """A pin: what was asked about, near it."""
    if asking.located(step):
        return
    pin = step.incoming.location
    assert pin is not None
    _, _, asked = step.conversation.waiting_for.partition(":")
    for topic in (asked, step.conversation.here, directory.DEFAULT):
        known = step.library.topics.get(topic)
        if known is not None and known.places is not None and known.places.kind not in directory.NATIONAL:
            directory.near(step, topic, pin, [*known.next[:5], PERSON, MENU])
            return
    step.say("place.none", choices=showing.way_out(step))


def _read(step: Step, is_new: bool) -> None:
    """Text: a command, a number, then an alarm before all else, a label, the answer to our question, a need."""
    if cases.coded(step):
        return
    small = _small_talk(step)
    command = "" if small else step.command
    if command and _is_meant(step, command) and showing.follow(step, command):
        return
    if step.conversation.here == showing.LANGUAGE and (choice := _numbered(step) or _exactly(step)):
        showing.follow(step, choice)
        return
    if step.conversation.with_case and _goes_to_staff(step):
        return
    if (choice := _numbered(step) or _exactly(step)) and _pick(step, choice):
        return
    if asking.agreed(step) or afterwards.typed(step):
        return
    if small and is_new:
        _follow_language(step, is_new)
    if small and ((step.conversation.waiting_for and _answers_question(step)) or showing.follow(step, small)):
        return
    _follow_language(step, is_new)
    if _is_alarm(step):
        asking.kept_for_later(step)
        _help_first(step)
        return
    if _pick_named(step) or _answers_question(step):
        return
    _need(step, is_new)


def _is_meant(step: Step, command: str) -> bool:
    """Who gets no alerts and is asked something means that with their "stop"; in a talk, staff are asked for help."""
    conversation = step.conversation
    if talking.case(step) is not None and _is_a_need(step, command):
        return False
    is_asked = bool(conversation.waiting_for or conversation.with_case) and conversation.waiting_for != alerts.WHERE
    return command != alerts.STOP or step.known.subscription is not None or not is_asked


def _small_talk(step: Step) -> str:
    """The action that meets "ok", "goodbye" or a smile; a yes or no that nothing asked for is met like an "ok"."""
    command = step.command
    if command in SMALL_TALK:
        return command
    if command == choices.RESUME and not step.conversation.form:
        return "action.fine"
    return "action.fine" if command is None and step.yes_or_no and not step.text.isdecimal() else ""


def _is_a_need(step: Step, command: str) -> bool:
    return command == PERSON or command in step.library.topics or command in step.library.sections


def _is_alarm(step: Step) -> bool:
    """Neither a mere yes or no nor small talk tells of danger, whatever it resembles."""
    meaning = step.meaning
    if not meaning.urgent or meaning.urgent_topic not in step.library.topics:
        return False
    return not (_small_talk(step) or step.yes_or_no)


def _goes_to_staff(step: Step) -> bool:
    """In a talk with staff everything goes to them, but an alarm is answered too."""
    if _is_alarm(step) and talking.case(step) is not None:
        talking.overheard(step)
        waiting, case = step.conversation.waiting_for, step.conversation.with_case
        _help_first(step)
        step.change(waiting_for=waiting, with_case=case)
        return True
    return talking.takes(step)


def _numbered(step: Step) -> str | None:
    """The choice that "2", "2." or "(2)" means."""
    digits = step.text.strip(" .)(#*-")
    if not digits.isdecimal() or len(digits) > 2:
        return None
    number = int(digits)
    offered = step.conversation.offered
    return offered[number - 1] if 0 < number <= len(offered) else None


def _exactly(step: Step) -> str | None:
    """The choice whose very label was written, or a plain yes or no where that was asked."""
    offered, library = step.conversation.offered, step.library
    if not offered or len(step.text) > LONGEST_LABEL:
        return None
    if set(offered) >= YES_OR_NO and (answer := step.yes_or_no):
        return answer
    return library.choice_named(step.text, offered, step.language, typos=False)


def _pick(step: Step, choice: str) -> bool:
    waiting = step.conversation.waiting_for
    if (
        waiting
        and (action := showing.action_named(waiting)) is not None
        and (choice in YES_OR_NO or choice.startswith("erase:"))
    ):
        step.picked = choice
        action(step)
        return True
    return showing.follow(step, choice)


def _pick_named(step: Step) -> bool:
    text, conversation = step.text, step.conversation
    if len(text) > LONGEST_LABEL:
        return False
    if conversation.offered:
        choice = step.library.choice_named(text, conversation.offered, conversation.language)
        if choice is not None and _pick(step, choice):
            return True
    if not step.conversation.waiting_for and (section := _section_named(step)):
        return showing.follow(step, section)
    if len(text) <= 24 and len(text.split()) <= 2 and step.meaning.intent in {"none", "action.language"}:
        code = step.library.language_named(text)
        return code is not None and showing.settle_language(step, code)
    return False


def _section_named(step: Step) -> str | None:
    """Who writes "papers" and no more is shown all there is of it, not one guess."""
    library = step.library
    menu = [id for id in (*library.menu, *library.menu_more) if id in library.sections]
    return library.choice_named(step.text, menu, step.language, typos=False)


def _answers_question(step: Step) -> bool:
    if asking.answered(step) or afterwards.answered(step):
        return True
    kind, _, topic = step.conversation.waiting_for.partition(":")
    if kind == "city":
        return directory.answered(step, topic)
    if kind == alerts.WHERE:
        return alerts.answered(step)
    if (action := showing.action_named(step.conversation.waiting_for)) is not None:
        action(step)
        return True
    return False


def _follow_language(step: Step, is_new: bool) -> None:
    """Answers in the language the person writes; one who chose a language is asked, not switched."""
    meaning, conversation = step.meaning, step.conversation
    if meaning.foreign:
        if is_new or conversation.lost == 0:
            step.say(f"foreign:{meaning.language}")
        return
    if not meaning.language_sure or meaning.language == conversation.language:
        return
    if not is_new and meaning.intent == "none" and not meaning.urgent:
        return  # a few odd letters are no reason to change the language under somebody
    if meaning.language not in step.library.languages or conversation.language_chosen:
        return
    step.change(language=meaning.language)
    if not is_new:
        step.say("note.following", language=meaning.language)


def _help_first(step: Step) -> None:
    """Someone may be in danger: who to call now, then the topic; an open question waits."""
    meaning = step.meaning
    step.count("urgent", meaning.urgent)
    if _is_in_doubt(step):
        step.say("urgent.doubtful")
        _answer_need(step, meaning.intent, meaning.urgent_topic)
        return
    waiting = step.conversation.waiting_for
    if not _says_whom_to_call(step, meaning.urgent_topic):
        step.say(f"urgent.{meaning.urgent}")
    recent = f"urgent.{meaning.urgent}.recent"
    if meaning.within_72h and step.library.has_phrase(recent):
        step.say(recent)
    _answer_need(step, meaning.urgent_topic)
    if waiting.startswith("city:"):
        step.change(waiting_for=waiting)  # the city they may still name is understood as before


def _is_in_doubt(step: Step) -> bool:
    """Whether they rather ask for something ordinary; never in a form or a talk, where nothing was asked of us."""
    conversation = step.conversation
    is_free = not (conversation.form or conversation.with_case)
    return step.meaning.urgent_doubtful and is_free and step.meaning.intent in step.library.topics


def _answer_need(step: Step, shown: str, *beside: str) -> None:
    """A topic, and two ways on from it: what has to stand beside it, then what else they need."""
    others = [need for need in step.meaning.needs if need not in {shown, *beside}]
    showing.topic(step, shown, extra=(*beside, *others)[:2])


def _says_whom_to_call(step: Step, topic: str) -> bool:
    """Whether the first message of a topic tells the emergency number, so that it need not be said twice."""
    number = step.library.fill(EMERGENCY, step.language)
    messages = step.library.answer(topic, step.language).messages
    return bool(number and messages and number in messages[0])


def _need(step: Step, is_new: bool) -> None:
    meaning = step.meaning
    if is_new and meaning.intent not in {MENU, "none"}:
        step.say("note.hello")
    if meaning.language_sure and _wants_other_language(step):
        step.say("note.other_language", language=step.language)
    if meaning.intent in step.library.topics:
        others = tuple(need for need in meaning.needs if need != meaning.intent)[:3]
        if others:
            step.say("note.several")
        showing.topic(step, meaning.intent, extra=others)
    elif meaning.intent == MENU and is_new:
        showing.menu(step, "welcome")
    elif meaning.intent == showing.LANGUAGE and step.language != step.before.language:
        step.change(language_chosen=True)  # they asked for it in the language itself, and have it
        showing.again(step)
    elif meaning.intent == "none" and (meaning.city or meaning.state) and len(step.text) <= LONGEST_LABEL:
        _only_a_place(step, is_new)
    elif meaning.intent == "none" or not showing.follow(step, meaning.intent):
        _not_understood(step, is_new)


def _only_a_place(step: Step, is_new: bool) -> None:
    """They say where, and not yet what: the place is remembered and they are asked what they need there."""
    meaning = step.meaning
    if is_new:
        step.say("note.hello")
    step.change(lost=0, city=meaning.city or f"{directory.STATE}{meaning.state}")
    step.say("place.what", choices=step.library.menu, place=meaning.city or meaning.state or "")


def _wants_other_language(step: Step) -> bool:
    meaning = step.meaning
    return (
        step.conversation.language_chosen
        and not meaning.foreign
        and meaning.language != step.language
        and meaning.language in step.library.languages
    )


def _not_understood(step: Step, is_new: bool) -> None:
    """Kind, with the nearest topics and a person; asked again, more of both."""
    lost = step.conversation.lost + 1
    step.change(lost=min(lost, 9))
    step.count("unanswered", step.language)
    samples.keep(step)
    near = [id for id, _ in step.meaning.alternatives if step.library.button(id, step.language)]
    if not words(step.text):
        near = []  # signs alone are near to nothing
    if _wants_other_language(step):
        near.insert(0, f"language.{step.meaning.language}")
    if is_new and not near:
        showing.menu(step, "welcome")
        return
    ways = [*near, PERSON, *([choices.RESUME] if step.conversation.form else []), MENU]
    if step.conversation.trail or step.conversation.here:
        ways.insert(-1, BACK)
    if not near:
        ways = [*step.library.menu[: MOST_CHOICES - len(ways)], *ways]
    said = "unknown.again" if lost > 1 else "unknown.near" if near else "unknown"
    step.say(said, choices=ways)
