"""The shape of every kind of file under content/ and locales/."""

from pathlib import PurePosixPath

from bot.domain.staff import ACTIONS, SCOPES
from bot.library import caseforms
from bot.library.shapes import (
    Anything,
    Day,
    Each,
    Either,
    Flag,
    Moment,
    Number,
    OneOf,
    Record,
    Shape,
    Table,
    Text,
    per_language,
)

BUTTON = 20
MESSAGE = 1000
ALERT_TEXT = 500
NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"
CODE = Text("language code", pattern="[a-z]{2,3}(?:-[A-Za-z]{2,4})?", such_as="es")
ID = Text("id of a topic, a section or an action", pattern=rf"{NAME}(?:\.{NAME})?", such_as="asylum.apply")
WORD = Text("id", pattern=NAME, such_as="minors-alone")
PHRASES = per_language(Each(Text(longest=500)), "ways in which people ask for this, for each language")
TITLE = per_language(Text("full title", longest=60))
BUTTON_LABEL = per_language(Text("label of a button", longest=BUTTON))
SOURCE = Record(
    {"source": Text("who says so")},
    {
        "says": Text("the fact, in one English sentence", longest=1000, lines=True),
        "url": Text(longest=1000, blank=True),
        "as_of": Text("when it was so", such_as="2026-02-25", longest=60, blank=True),
        "confidence": OneOf(("official", "reported", "uncertain")),
    },
)
CHECKED: dict[str, Shape] = {
    "sources": Each(SOURCE, about="where each fact comes from"),
    "verified": Day(about="the day an editor last compared it with its sources"),
    "verified_by": Text(longest=80),
    "review_by": Day(about="after this day people are told that it may be out of date"),
}

TOPIC = Record(
    {
        "title": TITLE,
        "button": BUTTON_LABEL,
        "answer": per_language(Each(Text("one message, one idea", longest=MESSAGE, lines=True), fewest=1, most=4)),
    },
    {
        "places": Record({"kind": WORD}, {"who": WORD, "service": WORD}, "places are listed after the answer"),
        "refer": Text("the queue that talking to a person opens from here", pattern=NAME, such_as="legal"),
        "next": Each(ID, most=10, about="next steps, the most useful first"),
        "vital": Flag("an out-of-date translation could harm"),
        "sealed": Flag("the service leaves fewer traces"),
        "asks": PHRASES,
        **CHECKED,
    },
    "One topic: what the service answers.",
)
SECTION = Record(
    {
        "title": per_language(Text(longest=40)),
        "button": BUTTON_LABEL,
        "intro": per_language(Text("shown above the menu of the section", longest=160, lines=True)),
        "order": Number(0, 10_000, whole=True),
        "topics": Each(ID, about="in the order of the menu, the most needed first"),
    },
    {"sealed": Flag("the service leaves fewer traces")},
    "A section: a menu of topics.",
)
ACTION = Record(
    {"title": TITLE, "button": BUTTON_LABEL},
    {"about": per_language(Text(longest=600, lines=True)), "asks": PHRASES},
    "Something a person may ask the service to do.",
)
ALERT = Record(
    {
        "text": per_language(Text("one message", longest=ALERT_TEXT, lines=True)),
        "from": Moment("nobody is told before"),
        "until": Moment("nobody is told after it"),
        "sources": Each(SOURCE, fewest=1, about="where each fact comes from"),
        "verified": CHECKED["verified"],
        "verified_by": CHECKED["verified_by"],
    },
    {
        "states": Each(Text("as in states.yaml", longest=60), fewest=1, about="whom it concerns"),
        "everywhere": Flag("it concerns all of Mexico"),
        "urgent": Flag("it is sent at night, too"),
        "topic": Text("id of the topic its button leads to", pattern=rf"{NAME}\.{NAME}", such_as="aid.disaster"),
    },
    "An alert: one message to everybody who asked for alerts and whom it concerns.",
)
MENU = Record({"main": Each(ID, fewest=1, most=10)}, {"more": Each(ID)}, "What the main menu shows, in order.")

PHONE = Text("phone as people dial it", longest=40, such_as="+52 664 123 4567")
NOTE = per_language(Text(longest=200, lines=True))
PLACE = Record(
    {"id": WORD, "name": Text("as people see it on the door", longest=80)},
    {
        "city": Text("as in cities.yaml", longest=60),
        "state": Text("as in states.yaml", longest=60),
        "address": Text(longest=200),
        "address_incomplete": Flag("the street is known and the number is not"),
        "lat": Number(-90, 90),
        "lon": Number(-180, 180),
        "phones": Each(PHONE, fewest=1),
        "whatsapp": PHONE,
        "email": Text(longest=120, pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+", such_as="name@example.org"),
        "web": Text(longest=300, pattern=r"(?:https?://)?[^\s/@]+\.[^\s]+", such_as="example.org"),
        "hours": Text("opening hours as OpenStreetMap writes them", such_as="Mo-Fr 09:00-14:00; Sa 10:00-13:00"),
        "hours_note": NOTE,
        "who": Each(WORD),
        "services": Each(WORD),
        "languages": Each(CODE),
        "cost": WORD,
        "documents": NOTE,
        "capacity": Number(1, 100_000, whole=True),
        "overnight": Flag("false for a day centre"),
        "entry": WORD,
        "confidential": Flag("only the phone may be told"),
        "opening_unconfirmed": Flag(),
        "note": NOTE,
        "confirmed": Day(rough=True, about="when the source last said so"),
        "call_first": Flag("not confirmed lately: people are told to call first"),
        "contact_confirmed": Day(rough=True, about="when the phone was confirmed, if it is older than the rest"),
        "confidence": OneOf(("official", "reported", "uncertain")),
        **CHECKED,
    },
)
PLACES = Each(PLACE, about="Places of one kind; the kind is the name of the file.")
CITIES = Each(
    Record(
        {
            "city": Text(longest=60),
            "state": Text(longest=60),
            "lat": Number(-90, 90),
            "lon": Number(-180, 180),
            "timezone": Text(pattern="America/[A-Za-z_]+", such_as="America/Mexico_City"),
        },
        {"aliases": Each(Text("another way people write it", longest=60))},
    ),
    about="The cities the service knows.",
)
STATES = Each(
    Record(
        {"state": Text(longest=60), "lat": Number(-90, 90), "lon": Number(-180, 180)},
        {"aliases": Each(Text(longest=60))},
    ),
    about="The states of Mexico.",
)
LABELS = Table(per_language(Text(longest=80)), key="[a-zA-Z0-9_-]+")
VOCABULARY = Record(
    {"kinds": Table(per_language(Record({"one": Text(longest=60), "many": Text(longest=60)})))},
    dict.fromkeys(("who", "services", "cost", "entry", "languages", "fields"), LABELS),
    "Words for the ids that places use.",
)
LEXICON = Table(per_language(Each(Text(longest=80))), about="Concepts and the words for them.")

ANY_WORDS, ANY_WORDS_ARE = r"[^\n]{1,80}", "words"
WORDS = per_language(Each(Text(longest=80)))
EXAMPLES = per_language(Each(Text(longest=500)), "whole messages as people write them, for each language")
SPELLING = per_language(
    Table(
        Each(Text(longest=40), fewest=1),
        ANY_WORDS,
        ANY_WORDS_ARE,
        "the right spelling, and the ways in which people write it",
    ),
    "How people write words.",
)
TONGUES = per_language(Each(Text(longest=80), fewest=1), "Very common words of each language, to tell languages apart.")
PLACE_WORDS = Record(
    {},
    {
        "before": WORDS,
        "not_before": WORDS,
        "not_before_doubtful": WORDS,
        "not_after": WORDS,
        "origin": WORDS,
        "weak": WORDS,
        "joins": WORDS,
        "here": WORDS,
        "denied": WORDS,
        "state": WORDS,
        "state_after": WORDS,
        "doubtful": Each(Text(longest=60), about="names of places that are also plain words"),
        "short": Each(Text(longest=60), about="nicknames that count only right after a word of place"),
        "namesakes": Each(Text(longest=60), about="names of cities that other states have, too"),
        "not_places": Each(Text(longest=80), about="words and sayings that only look like a place"),
        "written": Table(
            Each(Text(longest=40)), ANY_WORDS, "a word", about="short and odd ways to write a word of a name"
        ),
        "areas": Table(Text("a state, as in states.yaml", longest=60), ANY_WORDS, ANY_WORDS_ARE),
        "foreign": Each(Text(longest=80), about="places abroad"),
    },
    "How people name places.",
)
TIME_WORDS = Record(
    {},
    {
        "recent": WORDS,
        "old": WORDS,
        "units": Record({}, dict.fromkeys(("hour", "day", "week", "month", "year"), WORDS)),
        "numbers": per_language(
            Table(Each(Text(longest=40), fewest=1), "[0-9]{1,3}", 'a number in quotes, as "2"'),
        ),
    },
    "How people say how long ago something was.",
)
SIGN = Either(
    Each(WORD, fewest=1, about="concepts of the lexicon that alarm when they come together"),
    Record({"all": Each(WORD, fewest=1)}, {"topic": ID}),
)
URGENCY = Record(
    {"topic": ID, "rank": Text("1 is the most urgent", pattern="[0-9]{1,2}", such_as='"1"')},
    {
        "several_topics": Text('"yes" where the signs tell which topic leads', pattern="yes", such_as='"yes"'),
        "learns_from": Each(ID, about="topics whose asks are examples too"),
        "phrases": WORDS,
        "signs": Each(SIGN),
        "examples": EXAMPLES,
    },
    "One kind of emergency: how to see it in a message, and the topic that helps.",
)
CALM = Record(
    {},
    {"not_calm": Each(ID), "phrases": WORDS, "marks": WORDS, "asking": WORDS, "negators": WORDS, "examples": EXAMPLES},
    "What sounds alarming and is not.",
)
URGENCY_ORDER = Record({"order": Each(ID, fewest=1)}, about="Which need is answered first.")
SMALLTALK = Record(
    {"examples": EXAMPLES},
    {
        "courtesy": Each(WORD, about="concepts of the lexicon that are mere courtesy when something else is said"),
        "background": per_language(Each(Text(longest=500)), "what people tell around their question"),
    },
    "Messages that have nothing to do with what is answered.",
)
FOREIGN = per_language(
    Text("what is said to people who write in this language", longest=300),
    "One line for people whose language is not offered, in their language.",
)

LANGUAGE = Record(
    {"code": CODE, "name": Text("in the language itself", longest=30)},
    {
        "english": Text("its name in English", longest=40),
        "fallback": Each(CODE, about="languages to use where a text is missing, the nearest first"),
        "aliases": Each(Text(longest=40)),
        "commands": Table(Each(Text(longest=40)), key=r"[a-z0-9][a-z0-9._:-]*"),
        "right_to_left": Flag(),
        "required": Flag("a text missing in this language is an error"),
        "offered": Flag("false: not yet, whatever is there"),
        "reading": OneOf(("fernandez-huerta", "flesch"), "the formula for how easy a text is"),
        "pairs": Each(Text(pattern="[^a-z0-9 ]{2}", such_as="¿?"), about="signs that come in twos"),
        "avoid": Table(Text(longest=100), key=r"[^{}]+", key_about="words", about="words that hurt: what to write"),
        "months": Each(Text(longest=30), fewest=12, most=12),
        "weekdays": Each(Text(longest=30), fewest=7, most=7, about="Monday first"),
        "date": Text("a pattern with {day}, {month}, {year}", such_as="{day} {month} {year}"),
        "hour": Text("a pattern with {hour} or {hour12}, {minute}, {half}", such_as="{hour}:{minute}"),
        "list_and": Text(longest=20),
        "yes": Each(Text(longest=30)),
        "no": Each(Text(longest=30)),
        "helped": Table(
            Each(Text(longest=40)),
            key="yes|not-yet|no|unsafe",
            about="what people write when asked whether they got help",
        ),
    },
    "One language: how it is named, commanded and written.",
)
TRANSLATIONS = Table(
    Record(
        {"of": Text("fingerprint of the Spanish it was made from", pattern="[0-9a-f]{8}", such_as="1f0c22aa")},
        {"by": Text(longest=80), "reviewed": Either(Flag(), Anything())},
    ),
    key=r"[a-z0-9][A-Za-z0-9._:@-]*",
    about="Kept by the program: from which Spanish text each translation was made, and by whom.",
)

ROLES = Table(
    Record(
        {},
        {
            resource: Record({}, {action: OneOf(SCOPES) for action in actions}, "what may be done, and with which")
            for resource, actions in ACTIONS.items()
        },
    ),
    key=NAME,
    about="Who may do what in the staff console.",
)

SHAPES: dict[str, Shape] = {
    "topic": TOPIC,
    "section": SECTION,
    "action": ACTION,
    "alert": ALERT,
    "menu": MENU,
    "places": PLACES,
    "cities": CITIES,
    "states": STATES,
    "vocabulary": VOCABULARY,
    "lexicon": LEXICON,
    "spelling": SPELLING,
    "tongues": TONGUES,
    "place-words": PLACE_WORDS,
    "time-words": TIME_WORDS,
    "urgency": URGENCY,
    "calm": CALM,
    "urgency-order": URGENCY_ORDER,
    "smalltalk": SMALLTALK,
    "foreign": FOREIGN,
    "roles": ROLES,
    "other": Anything(),
    "language": LANGUAGE,
    "translations": TRANSLATIONS,
    **caseforms.SHAPES,
}
_FIXED = {
    "menu.yaml": "menu",
    "cities.yaml": "cities",
    "states.yaml": "states",
    "vocabulary.yaml": "vocabulary",
    "smalltalk.yaml": "smalltalk",
    "foreign.yaml": "foreign",
    "roles.yaml": "roles",
    "lexicon/_spelling.yaml": "spelling",
    "lexicon/_languages.yaml": "tongues",
    "lexicon/_places.yaml": "place-words",
    "lexicon/_time.yaml": "time-words",
    "urgency/calm.yaml": "calm",
    "urgency/_order.yaml": "urgency-order",
    **caseforms.FIXED,
}
TAUGHT = frozenset(
    ("lexicon", "spelling", "tongues", "place-words", "time-words", "urgency", "calm", "urgency-order", "smalltalk")
)
"""Kinds of files that only teach the service to understand."""
ACTION_FOLDERS = ("action", "actions")
REFERRALS = "referrals"
ALERTS = "alerts"


def kind_of(name: str) -> str:
    """What kind of content file stands at this path under content/."""
    if name in _FIXED:
        return _FIXED[name]
    path = PurePosixPath(name)
    folder = path.parts[0] if len(path.parts) > 1 else ""
    if not folder:
        return "other"
    if folder in ACTION_FOLDERS:
        return "action"
    if folder == "places":
        return "places"
    if folder in ("lexicon", "urgency"):
        return "other" if path.name.startswith("_") else folder
    if len(path.parts) > 2:
        return "other"
    if folder == ALERTS:
        return "alert"
    if folder == REFERRALS:
        return "referral"
    return "section" if path.name == "_section.yaml" else "topic"


def locale_kind_of(name: str) -> str:
    """What kind of file stands at this path under locales/."""
    path = PurePosixPath(name)
    if path.suffix == ".po":
        return "phrases"
    return {"language.yaml": "language", "state.yaml": "translations"}.get(path.name, "other")
