"""The shapes of the files about requests for a person: categories, offices, ready replies, reasons."""

from bot.domain.referral import LANES, URGENCIES
from bot.library.shapes import Day, Each, Either, Flag, Number, OneOf, Record, Shape, Table, Text, per_language

_NAME = "[a-z0-9]+(?:-[a-z0-9]+)*"
_WORD = Text("id", pattern=_NAME, such_as="legal")
_CODE = Text("language code", pattern="[a-z]{2,3}(?:-[A-Za-z]{2,4})?", such_as="es")
_CITY = Text("as in cities.yaml", longest=60)
_STATE = Text("as in states.yaml", longest=60)
_LABEL = per_language(Text("label of a choice", longest=24))
SHARED = ("need", "city", "company", "contact", "words")
MOST_QUESTIONS = 6
MOST_OPTIONS = 7

QUESTION = Record(
    {"text": per_language(Text("the question", longest=500, lines=True))},
    {
        "kind": OneOf(("choice", "city", "text"), "how it is answered; choice where nothing is said"),
        "choices": Each(Record({"id": _WORD, "text": _LABEL}), fewest=1, most=MOST_OPTIONS),
        "shares": OneOf(SHARED, "the item of the consent that the answer belongs to; need where nothing is said"),
    },
)
QUESTIONS = Table(QUESTION, about="Questions that several categories ask, by their ids.")
CONSENT_TEXT = per_language(Text("what is said before anything is asked", longest=900, lines=True))
CONSENT = Table(
    Record({"version": Text(pattern="[A-Za-z0-9.-]{1,20}", such_as='"2026-11"'), "text": CONSENT_TEXT}),
    about="What people agree to. Whoever changes a text gives it a new version.",
)
OWN_QUESTION = Record({"id": _WORD, **QUESTION.required}, QUESTION.optional)
ROUTE = Record(
    {},
    {
        "office": _WORD,
        "place": Text("a partner: the id of a place of the directory", pattern=_NAME),
        "cities": Each(_CITY, fewest=1),
        "states": Each(_STATE, fewest=1),
        "languages": Each(_CODE, fewest=1),
    },
)
CATEGORY = Record(
    {
        "title": per_language(Text("its full name, for staff", longest=60)),
        "button": per_language(Text("what the person sees; neutral in a sealed lane", longest=20)),
        "urgency": OneOf(tuple(URGENCIES)),
        "questions": Each(Either(_WORD, OWN_QUESTION), most=MOST_QUESTIONS),
        "consent": Text("the id of a text in _consent.yaml", pattern=_NAME, such_as="standard"),
        "next": per_language(Text("what happens next", longest=500, lines=True)),
    },
    {
        "lane": OneOf(LANES, "only its focal points see these"),
        "routes": Each(ROUTE, about="the first that fits; where none does, the office of the city or state"),
        "instead": Text("the topic with the next best place", pattern=rf"{_NAME}(?:\.{_NAME})?"),
        "order": Number(1, 10_000, whole=True, about="place in the menu of categories; without it, not in the menu"),
    },
    "One category of referrals; its id is the name of the file.",
)
OFFICES = Record(
    {
        "offices": Each(
            Record(
                {
                    "id": _WORD,
                    "name": Text(longest=80),
                    "city": _CITY,
                    "state": _STATE,
                    "hours": Text("as OpenStreetMap writes them", such_as="Mo-Fr 09:00-17:00"),
                },
                {
                    "states": Each(_STATE, about="other states it serves"),
                    "holidays": Each(Day(about="closed on this day too")),
                    "capacity": Number(1, 1000, whole=True, about="open cases a caseworker takes"),
                    "assigns": Flag("give new requests to the caseworker who has fewest, within the capacity"),
                    "categories": Each(_WORD, about="those it serves; without it, all"),
                    "lanes": Each(OneOf(LANES), about="sealed lanes it has focal points for"),
                    "languages": Each(_CODE),
                },
            ),
            fewest=1,
        )
    },
    {"holidays": Each(Day(about="all offices are closed"))},
    "The organisation's own offices; the first takes what no other serves.",
)
REPLIES = Each(
    Record(
        {
            "id": _WORD,
            "title": per_language(Text(longest=60)),
            "text": per_language(Text(longest=1000, lines=True)),
        },
        {"category": _WORD},
    ),
    about="Ready answers for staff.",
)
REASONS = Each(
    Record(
        {
            "id": _WORD,
            "for": Each(OneOf(("decline", "close")), fewest=1),
            "title": per_language(Text("for staff", longest=80)),
            "told": per_language(Text("for the person, in kind words", longest=400, lines=True)),
        }
    ),
    about="Why a referral was declined or closed.",
)
SHAPES: dict[str, Shape] = {
    "referral": CATEGORY,
    "referral-questions": QUESTIONS,
    "referral-consent": CONSENT,
    "referral-reasons": REASONS,
    "offices": OFFICES,
    "replies": REPLIES,
}
FIXED = {
    "referrals/_questions.yaml": "referral-questions",
    "referrals/_consent.yaml": "referral-consent",
    "referrals/_reasons.yaml": "referral-reasons",
    "offices.yaml": "offices",
    "replies.yaml": "replies",
}
