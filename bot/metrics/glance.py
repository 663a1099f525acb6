"""What a report tells of a period "at a glance": from figures to what stands on its two pages, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.metrics.charts import Chart
from bot.metrics.definitions import METRICS
from bot.metrics.figures import Cell, Figures, Measure, Share
from bot.metrics.mexico import outline
from bot.metrics.pictures import Pictures
from bot.metrics.words import Words

HEADLINES = {
    "people": "people", "interaction": "talk", "topic": "answer", "referral_opened": "case", "referral_sent": "way",
    "referral_attended": "hand",
}  # fmt: skip
"""The big figures, each with its icon."""
STEPS = ("person", "referral_opened", "referral_sent", "referral_accepted", "referral_attended", "referral_confirmed")
TIMES = ("time_to_answer", "time_to_acceptance", "time_to_closing")
VOICES = ("satisfied", "knows_help", "helpful_yes")
COMPARED = (
    "people", "interaction", "topic", "unanswered", "referral_opened", "referral_sent", "referral_attended",
    "referral_confirmed", "complaint_received",
)  # fmt: skip
MOST_TOPICS = 6
NOTED = frozenset({"note.hidden", "note.rounded"})
"""The phrase report.note.small says these, and how such numbers look."""
NOT_TOLD = "–"
"""There may be a number, and it is not published for such a period."""
CHARTS = ("referral_opened", "topic", "city", "language", "channel", "interaction")


@dataclass(frozen=True, slots=True)
class Big:
    metric: str
    icon: str
    label: str
    shown: str
    meaning: str
    change: str = ""
    """Against the time before, as `+12%`."""


@dataclass(frozen=True, slots=True)
class Fact:
    metric: str
    label: str
    shown: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    now: str
    shown: str


@dataclass(frozen=True, slots=True)
class Glance:
    language: str
    direction: str
    title: str
    subtitle: str
    service: str
    period: str
    days: str
    bigs: tuple[Big, ...]
    steps: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    changes: tuple[Change, ...]
    compared_with: str
    charts: dict[str, Chart]
    definitions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    computed: str
    credit: str
    banner: str = ""
    """Said above all else: that this must not be passed on."""


def glance(figures: Figures, words: Words) -> Glance:
    pictures = Pictures(figures, words)
    language = words.library.loaded_languages.get(words.language)
    return Glance(
        language=words.language,
        direction="rtl" if language and language.right_to_left else "ltr",
        title=words.say("title"),
        subtitle=words.say("subtitle"),
        service=words.say("service"),
        period=words.period(figures.period),
        days=words.say("period", first=words.day(figures.period.first), last=words.day(figures.period.last)),
        bigs=tuple(_big(figures, words, metric, icon) for metric, icon in HEADLINES.items()),
        steps=tuple(_step(figures, words, metric) for metric in STEPS),
        facts=tuple(_facts(figures, words)),
        changes=tuple(_changes(figures, words)),
        compared_with=words.period(figures.previous.period) if figures.previous else "",
        charts={
            "referral_opened": pictures.bars("referral_opened", "category"),
            "topic": pictures.bars("topic", "topic", most=MOST_TOPICS),
            "city": pictures.cities(),
            "language": pictures.shares("language", "language"),
            "channel": pictures.shares("channel", "channel"),
            "interaction": pictures.trend("interaction"),
        },
        definitions=tuple((words.name(metric), words.meaning(metric)) for metric in _defined(figures)),
        notes=tuple(_notes(figures, words)),
        computed=words.say("computed", moment=words.moment(figures.computed_at, figures.time_zone)),
        credit=words.say("credit", source=outline().credit),
        banner="" if figures.is_public else words.say("banner.internal"),
    )


def _big(figures: Figures, words: Words, metric: str, icon: str) -> Big:
    measure = figures[metric]
    before = figures.previous[metric].total if figures.previous else Cell()
    shown = _shown(figures, words, metric)
    if measure.error and measure.total.value:
        shown = f"≈{shown}"
    change = change_of(before, measure.total)
    said = (
        words.say("change.since", change=signed(change, words), period=words.period(figures.previous.period))
        if (figures.previous and change is not None)
        else ""
    )
    return Big(metric, icon, words.name(metric), shown, words.meaning(metric), said)


def _shown(figures: Figures, words: Words, metric: str) -> str:
    return NOT_TOLD if figures.is_public and metric not in figures.measures else words.cell(figures[metric].total)


def _step(figures: Figures, words: Words, metric: str) -> Fact:
    return Fact(metric, words.name(metric), _shown(figures, words, metric), words.meaning(metric))


def _facts(figures: Figures, words: Words) -> Iterator[Fact]:
    """How fast, and what people say of it; only what there is an answer to."""
    for metric in TIMES:
        if quantiles := figures[metric].quantiles:
            yield Fact(
                metric,
                words.name(metric),
                words.time(quantiles.median),
                words.say("time.most", time=words.time(quantiles.p90), count=quantiles.count),
            )
    in_time = in_time_of(figures)
    for metric, share in (("referral_in_time", in_time), *((voice, figures[voice].share) for voice in VOICES)):
        if share is not None and share.per_cent is not None:
            yield Fact(
                metric,
                words.name(metric),
                words.per_cent(share.per_cent / 100),
                words.say("share.of", part=words.cell(share.part), of=words.cell(share.of)),
            )


def in_time_of(figures: Figures) -> Share | None:
    """Of the cases somebody acted on, those in time; unknown where one of the two is not told."""
    on_time, late = figures["referral_in_time"].total, figures["referral_late"].total
    if on_time.value is None or late.hidden or late.rounded or on_time.rounded:
        return None
    return Share(on_time, Cell(on_time.value + (late.value or 0)))


def _changes(figures: Figures, words: Words) -> Iterator[Change]:
    if figures.previous is None:
        return
    for metric in COMPARED:
        before, now = figures.previous[metric].total, figures[metric].total
        if before.is_gap and now.is_gap:
            continue
        change = change_of(before, now)
        yield Change(
            words.name(metric),
            words.cell(before),
            words.cell(now),
            signed(change, words) if change is not None else NOT_TOLD,
        )


def change_of(before: Cell, now: Cell) -> float | None:
    """As a part of what was before; None where one of the two is not told, or there was nothing."""
    if not before.value or now.value is None or before.rounded or now.rounded:
        return None
    return now.value / before.value - 1


def signed(change: float, words: Words) -> str:
    if abs(change) < 0.005:
        return words.say("change.same")
    shown = words.per_cent(abs(change))
    return f"{'+' if change > 0 else '−'}{shown}"


def _defined(figures: Figures) -> Iterator[str]:
    """Every metric of which the report has a number without its meaning beside it, in the order of the definitions."""
    shown = {*HEADLINES, *TIMES, *VOICES, *COMPARED, *CHARTS, "referral_in_time"} - {*STEPS}
    return (metric for metric in METRICS if metric in shown and _is_told(figures[metric]))


def _is_told(measure: Measure) -> bool:
    return not measure.total.is_gap or measure.quantiles is not None or measure.share is not None


def _notes(figures: Figures, words: Words) -> Iterator[str]:
    """What it leaves out, and what one must know to read it."""
    yield words.say("note.zone", zone=figures.time_zone)
    if figures.is_public:
        yield words.say("note.small")
        if any(metric not in figures.measures for metric in STEPS):
            yield words.say("note.not-told")
    yield words.say("note.where")
    for note in figures.notes:
        if note.id not in NOTED and (said := words.note(note)):
            yield said
