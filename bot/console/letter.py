"""A letter of referral as a value, and as a PDF. Texts go into the PDF as data, never as markup."""

import io
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from bot.console.case_view import facts, title_of
from bot.console.context import Context
from bot.domain.referral import Referral
from bot.library.speech import SOURCE_LANGUAGE

TEMPLATE = Path(__file__).with_name("letter.typ")
SECOND = "en"
"""Beside Spanish, for somebody who speaks Spanish."""


@dataclass(frozen=True, slots=True)
class Part:
    """The letter in one language."""

    language: str
    title: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    words_label: str
    words: str
    consent: str
    code_label: str


@dataclass(frozen=True, slots=True)
class Letter:
    code: str
    organisation: str
    office: str
    day: str
    parts: tuple[Part, ...]


def letter_of(context: Context, referral: Referral) -> Letter:
    place = context.library.directory.places.get(referral.organisation)
    theirs = referral.language if referral.language in context.library.languages else SOURCE_LANGUAGE
    languages = (theirs, SOURCE_LANGUAGE if theirs != SOURCE_LANGUAGE else SECOND)
    return Letter(
        referral.code,
        place.name if place else "",
        context.offices.get(referral.office, ""),
        replace(context, language=languages[0]).day(context.now),
        tuple(_part(replace(context, language=language), referral) for language in languages),
    )


def _part(context: Context, referral: Referral) -> Part:
    found = [(fact.label, fact.value) for fact in facts(context, referral)]
    found.insert(0, (context.say("letter.about"), title_of(context, referral.category)))
    known = context.library.loaded_languages.get(referral.language)
    if known is not None and referral.shares("language"):
        found.append((context.say("queue.by.language"), known.name))
    if referral.contact and referral.shares("contact"):
        found.append((context.say("case.asked.contact"), referral.contact))
    consent = referral.consent
    return Part(
        context.language,
        context.say("letter.title"),
        context.say("letter.intro"),
        tuple(found),
        context.say("case.words"),
        referral.words if referral.shares("words") else "",
        context.say("letter.consent", day=context.day(consent.at)) if consent else "",
        context.say("letter.code"),
    )


def qr_of(code: str) -> str:
    """The code as a picture, for the page."""
    import segno  # here and below: few processes ever write a letter

    out = io.BytesIO()
    segno.make(code, error="q", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, border=1, scale=4)
    return out.getvalue().decode()


def pdf_of(letter: Letter) -> bytes:
    import typst

    data = asdict(letter) | {"qr": qr_of(letter.code)}
    made = typst.compile(str(TEMPLATE), sys_inputs={"data": msgspec.json.encode(data).decode()})
    assert isinstance(made, bytes)
    return made
