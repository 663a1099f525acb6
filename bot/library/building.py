"""From the plain values of checked files to topics, sections, actions, places and languages."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from sys import intern
from typing import Any

from bot.domain.alert import Alert
from bot.domain.content import Action, Language, Lookup, Section, Source, Texts, Topic
from bot.domain.messages import Pin
from bot.domain.place import City, Place, State, Vocabulary

Value = Mapping[str, Any]
_NO_TEXTS: Texts = {}


def texts(value: Value | None) -> Texts:
    return {code: text.strip() for code, text in value.items()} if value else _NO_TEXTS


def phrases(value: Value | None) -> dict[str, tuple[str, ...]]:
    return {code: tuple(each) for code, each in value.items()} if value else {}


def sources(value: list[Value] | None) -> tuple[Source, ...]:
    return tuple(
        Source(
            each.get("says", "").strip(),
            intern(each["source"]),
            intern(each.get("url", "")),
            intern(each.get("as_of", "")),
            intern(each.get("confidence", "")),
        )
        for each in value or ()
    )


def topic(id: str, file: str, value: Value) -> Topic:
    lookup = value.get("places")
    return Topic(
        id=intern(id),
        file=file,
        title=texts(value["title"]),
        button=texts(value["button"]),
        answer={code: tuple(message.strip() for message in each) for code, each in value["answer"].items()},
        next=tuple(map(intern, value.get("next", ()))),
        places=Lookup(lookup["kind"], lookup.get("who", ""), lookup.get("service", "")) if lookup else None,
        refer=value.get("refer", ""),
        vital=value.get("vital", False),
        sealed=value.get("sealed", False),
        sources=sources(value.get("sources")),
        verified=intern(value.get("verified", "")),
        verified_by=intern(value.get("verified_by", "")),
        review_by=intern(value.get("review_by", "")),
        asks=phrases(value.get("asks")),
    )


def section(id: str, file: str, value: Value) -> Section:
    return Section(
        id=id,
        file=file,
        title=texts(value["title"]),
        button=texts(value["button"]),
        intro=texts(value["intro"]),
        order=value["order"],
        topics=tuple(map(intern, value["topics"])),
        sealed=value.get("sealed", False),
    )


def action(id: str, file: str, value: Value) -> Action:
    return Action(
        id,
        file,
        texts(value["title"]),
        texts(value["button"]),
        texts(value.get("about")),
        phrases(value.get("asks")),
    )


def alert(id: str, file: str, value: Value) -> Alert:
    return Alert(
        id,
        file,
        texts(value["text"]),
        datetime.fromisoformat(value["from"]),
        datetime.fromisoformat(value["until"]),
        tuple(map(intern, value.get("states", ()))),
        value.get("everywhere", False),
        value.get("urgent", False),
        value.get("topic", ""),
        sources(value["sources"]),
        value["verified"],
        value["verified_by"],
    )


def places(kind: str, file: str, value: list[Value]) -> Iterator[Place]:
    for each in value:
        pin = Pin(each["lat"], each["lon"]) if "lat" in each and "lon" in each else None
        yield Place(
            id=each["id"],
            file=file,
            kind=intern(kind),
            name=each["name"],
            city=intern(each.get("city", "")),
            state=intern(each.get("state", "")),
            address=each.get("address", ""),
            address_incomplete=each.get("address_incomplete", False),
            pin=pin,
            phones=tuple(each.get("phones", ())),
            whatsapp=each.get("whatsapp", ""),
            email=each.get("email", ""),
            web=each.get("web", ""),
            hours=each.get("hours", ""),
            hours_note=texts(each.get("hours_note")),
            who=tuple(map(intern, each.get("who", ()))),
            services=tuple(map(intern, each.get("services", ()))),
            languages=tuple(map(intern, each.get("languages", ()))),
            cost=each.get("cost", ""),
            documents=texts(each.get("documents")),
            capacity=each.get("capacity", 0),
            overnight=each.get("overnight", True),
            entry=each.get("entry", ""),
            confidential=each.get("confidential", False),
            opening_unconfirmed=each.get("opening_unconfirmed", False),
            note=texts(each.get("note")),
            confirmed=each.get("confirmed", ""),
            call_first=each.get("call_first", False),
            contact_confirmed=each.get("contact_confirmed", ""),
            confidence=each.get("confidence", ""),
            sources=sources(each.get("sources")),
            verified=each.get("verified", ""),
            verified_by=each.get("verified_by", ""),
            review_by=each.get("review_by", ""),
        )


def cities(value: list[Value]) -> tuple[City, ...]:
    return tuple(
        City(
            each["city"],
            each["state"],
            Pin(each["lat"], each["lon"]),
            each["timezone"],
            tuple(each.get("aliases", ())),
        )
        for each in value
    )


def states(value: list[Value]) -> tuple[State, ...]:
    return tuple(State(each["state"], Pin(each["lat"], each["lon"]), tuple(each.get("aliases", ()))) for each in value)


def vocabulary(value: Value) -> Vocabulary:
    return Vocabulary(value["kinds"], {group: labels for group, labels in value.items() if group != "kinds"})


def language(value: Value) -> Language:
    return Language(
        code=intern(value["code"]),
        name=value["name"],
        fallback=tuple(value.get("fallback", ())),
        aliases=tuple(value.get("aliases", ())),
        commands=phrases(value.get("commands")),
        right_to_left=value.get("right_to_left", False),
        months=tuple(value.get("months", ())),
        weekdays=tuple(value.get("weekdays", ())),
        date=value.get("date", ""),
        hour=value.get("hour", ""),
        list_and=value.get("list_and", ""),
        yes=tuple(value.get("yes", ())),
        no=tuple(value.get("no", ())),
        helped=phrases(value.get("helped")),
        english=value.get("english", ""),
        required=value.get("required", False),
        reading=value.get("reading", ""),
        pairs=tuple(value.get("pairs", ())),
        avoid=texts(value.get("avoid")),
        offered=value.get("offered", True),
    )
