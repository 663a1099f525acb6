"""What a report tells of a period "at a glance": from figures to what stands on its two pages, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.metrics.charts import Chart
from bot.metrics.definitions import METRICS
from bot.metrics.figures import Cell, Figures, Measure, Share
from bot.metrics.mexico import outline
from bot.metrics.period import Period
from bot.metrics.pictures import Pictures
from bot.metrics.words import Words
from bot.metrics.years import YEAR

HEADLINES = {
    "people": "people", "interaction": "talk", "topic": "answer", "referral_opened": "case", "referral_sent": "way",
    "referral_attended": "hand",
}  # fmt: skip
"""The big figures, each with its icon."""
INSTEAD = {
    "conversation": "talk",
    "person": "hand",
    "city": "way",
    "places": "way",
    "message": "talk",
    "reply": "answer",
}
"""What stands there where those are not published, as of single months."""
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
    cells: tuple[str, ...]
    """Before, now and the change; or each year, and the change from the last but one to the last."""


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
    changes_title: str
    changes_head: tuple[str, ...]
    is_long: bool
    """Years stand side by side; what is told of each stands in `changes`."""
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
        bigs=tuple(_big(figures, words, metric, icon) for metric, icon in _headlines(figures)),
        steps=tuple(_step(figures, words, metric) for metric in STEPS if not is_kept_back(figures, metric)),
        facts=tuple(_facts(figures, words)),
        changes=tuple(_by_year(figures, words) if figures.period.is_long else _changes(figures, words)),
        changes_title=_changes_title(figures, words),
        changes_head=_changes_head(figures, words),
        is_long=figures.period.is_long,
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


def _headlines(figures: Figures) -> list[tuple[str, str]]:
    told = [(metric, icon) for metric, icon in HEADLINES.items() if not is_kept_back(figures, metric)]
    instead = [(metric, icon) for metric, icon in INSTEAD.items() if not is_kept_back(figures, metric)]
    return (told + instead)[: len(HEADLINES)] if told + instead else list(HEADLINES.items())


def _big(figures: Figures, words: Words, metric: str, icon: str) -> Big:
    measure = figures[metric]
    before = figures.previous[metric].total if figures.previous else Cell()
    change = change_of(before, measure.total)
    said = (
        words.say("change.since", change=signed(change, words), period=_earlier(figures.previous.period, words))
        if (figures.previous and change is not None)
        else ""
    )
    if YEAR in measure.tables:
        last = list(measure.tables[YEAR])[-1]
        said = words.say("people.last", last=last) if figures.period.is_long else years_of(measure, words)
    return Big(metric, icon, words.name(metric), shown(figures, words, metric), words.meaning(metric), said)


def shown(figures: Figures, words: Words, metric: str) -> str:
    """The number of a metric; of people in several years, that of the last one."""
    measure = figures[metric]
    cell = measure.total
    if YEAR in measure.tables:
        cell = list(measure.tables[YEAR].values())[-1]
    elif is_kept_back(figures, metric):
        return NOT_TOLD
    return f"≈{words.cell(cell)}" if measure.error and cell.value else words.cell(cell)


def years_of(measure: Measure, words: Words) -> str:
    """`in 2026; 2025: ≈1,204`: people of several years."""
    *others, last = measure.tables[YEAR].items()
    there = [(year, cell) for year, cell in others if not cell.is_gap]
    said = [f"{year}: {'≈' if measure.error and cell.value else ''}{words.cell(cell)}" for year, cell in there]
    if not said:
        return words.say("people.last", last=last[0])
    return words.say("people.years", last=last[0], others=", ".join(said))


def is_kept_back(figures: Figures, metric: str) -> bool:
    """Not published of such a period, whatever the number is; people of several months are told of each month only."""
    if not figures.is_public or figures.period.is_years:  # of a year nothing is: what is not there was not counted
        return False
    return metric not in figures.measures or (len(figures.period.months) > 1 and METRICS[metric].how == "people")


def _step(figures: Figures, words: Words, metric: str) -> Fact:
    return Fact(metric, words.name(metric), shown(figures, words, metric), words.meaning(metric))


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
        if (before.is_gap and now.is_gap) or is_kept_back(figures, metric):
            continue
        told = (shown(one, words, metric) for one in (figures.previous, figures))
        yield Change(words.name(metric), (*told, _change(before, now, words)))


def _by_year(figures: Figures, words: Words) -> Iterator[Change]:
    """All years side by side, people and times too: of these there is no number for the whole."""
    years = figures.years
    for metric in COMPARED:
        if not all(year[metric].total.is_gap for year in years):
            before, now = (years[at][metric].total for at in (-2, -1))
            yield Change(
                words.name(metric), (*(shown(year, words, metric) for year in years), _change(before, now, words))
            )
    for metric in TIMES:
        if any(year[metric].quantiles for year in years):
            times = (words.time(one.median) if (one := year[metric].quantiles) else NOT_TOLD for year in years)
            yield Change(words.name(metric), (*times, ""))
    for metric in VOICES:
        shares = [year[metric].share for year in years]
        if any(share is not None and share.per_cent is not None for share in shares):
            yield Change(words.name(metric), (*(_per_cent(share, words) for share in shares), ""))


def _per_cent(share: Share | None, words: Words) -> str:
    return NOT_TOLD if share is None or share.per_cent is None else words.per_cent(share.per_cent / 100)


def _change(before: Cell, now: Cell, words: Words) -> str:
    change = change_of(before, now)
    return signed(change, words) if change is not None else NOT_TOLD


def _changes_title(figures: Figures, words: Words) -> str:
    if figures.period.is_long:
        return words.say("part.years")
    return words.say("part.changes-since", period=_earlier(figures.previous.period, words)) if figures.previous else ""


def _earlier(period: Period, words: Words) -> str:
    """Within a sentence: two days with a dash between them, where the period has no name."""
    has_name = period.is_whole_months or period.length == 1
    return words.period(period) if has_name else f"{words.day(period.first)} – {words.day(period.last)}"


def _changes_head(figures: Figures, words: Words) -> tuple[str, ...]:
    if figures.period.is_long:
        years = (f"{year.period.first.year}" for year in figures.years)
        return (words.say("changes.what"), *years, words.say("changes.change"))
    return tuple(words.say(f"changes.{name}") for name in ("what", "before", "now", "change"))


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
    is_counted = not measure.total.is_gap or YEAR in measure.tables
    return is_counted or measure.quantiles is not None or measure.share is not None


def _notes(figures: Figures, words: Words) -> Iterator[str]:
    """What it leaves out, and what one must know to read it."""
    yield words.say("note.zone", zone=figures.time_zone)
    if figures.is_public:
        yield words.say("note.small")
        if any(is_kept_back(figures, metric) for metric in (*HEADLINES, *STEPS)):
            yield words.say("note.not-told")
    yield words.say("note.where")
    for note in figures.notes:
        if note.id not in NOTED and (said := words.note(note)):
            yield said
