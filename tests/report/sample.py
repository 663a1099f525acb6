"""Figures of a made-up year that add up to what such a programme has published for 2022, and of the year before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.library.library import Library
from bot.metrics.figures import GAP, HIDDEN, Cell, Figures, Measure, Note, Quantiles, Share
from bot.metrics.period import Period
from bot.metrics.years import together

COMPUTED = datetime(2023, 1, 9, 15, 30, tzinfo=UTC)
CASES = {
    "services": 3752, "crime": 1270, "gbv": 289, "child-protection": 231, "prenatal": 172, "trafficking": 58,
}  # fmt: skip
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "services": {
        "es": "Servicios: legal, salud, educación, empleo", "en": "Services: legal, health, education, work",
        "ht": "Sèvis: legal, sante, lekòl, travay",
    },
    "crime": {"es": "Víctimas de otros delitos", "en": "Victims of other crimes", "ht": "Viktim lòt krim"},
    "gbv": {"es": "Violencia de género", "en": "Gender-based violence", "ht": "Vyolans sou fanm"},
    "child-protection": {"es": "Protección de la niñez", "en": "Child protection", "ht": "Pwoteksyon timoun"},
    "prenatal": {"es": "Embarazo", "en": "Prenatal care", "ht": "Gwosès"},
    "trafficking": {"es": "Trata de personas", "en": "Trafficking", "ht": "Trafik moun"},
}  # fmt: skip
MESSAGES = (14210, 15877, 19034, 21220, 23111, 24876, 22987, 21654, 24310, 23098, 21466, 20157)
CITIES = {
    "Tapachula": 18422, "Tijuana": 12210, "Ciudad de México": 9874, "Ciudad Juárez": 7120, "Monterrey": 5333,
    "Reynosa": 3988, "Matamoros": 2870, "Mexicali": 2431, "Nogales": 1420, "Puebla": 985, "Cancún": 644,
    "Saltillo": 310, "Tenosique": 120, "Acayucan": 75,
}  # fmt: skip
TOPICS = {
    "asylum.apply": 22870, "asylum.wait": 15023, "shelter.find": 11872, "work.rights": 9004, "papers.curp-rfc": 6720,
    "health.care": 5340, "children.school": 3871, "aid.cash": 2986, "safety.scam": 1204, "gbv.help": 990,
}  # fmt: skip


def _cells(numbers: Mapping[str, int]) -> dict[str, Cell]:
    return {label: Cell(number) for label, number in numbers.items()}


def _count(metric: str, total: int, **tables: Mapping[str, Cell]) -> Measure:
    return Measure(metric, Cell(total), tables)


def figures_2022(public: bool = True, gaps: tuple[int, ...] = ()) -> Figures:
    """`gaps` are months without data."""
    period = Period.year(2022)
    series = tuple(GAP if month in gaps else Cell(number) for month, number in enumerate(MESSAGES, 1))
    total = sum(cell.value or 0 for cell in series)
    categories = _cells(CASES)
    cities, topics = _cells(CITIES), _cells(TOPICS)
    if public:
        cities |= {"Palenque": HIDDEN, "Ixtepec": HIDDEN}
        topics |= {"aves.visit": HIDDEN}
    measures = [
        replace(_count("people", 38412), error=0.0041),
        _count("conversation", 61044),
        Measure("interaction", Cell(total), series=series),
        _count("topic", sum(TOPICS.values()), topic=topics),
        _count("city", sum(CITIES.values()), city=cities),
        _count("language", 128_000, language=_cells({"es": 96_230, "ht": 21_440, "en": 6_120, "fr": 4_210})),
        _count(
            "channel", 128_000, channel=_cells({"whatsapp": 78_212, "telegram": 30_101, "web": 16_777, "bridge": 2_910})
        ),
        _count("unanswered", 5120, language=_cells({"es": 3220, "ht": 1400, "en": 500})),
        _count("person", 6210),
        _count("referral_opened", sum(CASES.values()), category=categories),
        _count("referral_sent", 420),
        _count("referral_accepted", 311),
        _count("referral_attended", 180),
        _count("referral_confirmed", 96),
        _count("referral_in_time", 512),
        _count("referral_late", 61),
        _count("complaint_received", 40),
        Measure("time_to_answer", Cell(560), quantiles=Quantiles(560, 95.0, 90.5, 107.6, 1310.0, 1217.0, 1448.0)),
        Measure(
            "time_to_closing", Cell(402), quantiles=Quantiles(402, 5760.0, 4871.0, 5793.0, 23040.0, 19484.0, 23170.0)
        ),
        Measure("satisfied", Cell(840), share=Share(Cell(731), Cell(840))),
        Measure("knows_help", Cell(615), share=Share(Cell(430), Cell(615))),
        Measure("helpful_yes", Cell(9120), share=Share(Cell(7844), Cell(9120))),
    ]
    return Figures(
        period, COMPUTED, "month", period.months, {one.metric: one for one in measures},
        (Note("note.people", {"per_cent": "0.4"}), Note("note.returning")), 31 * len(gaps), _before(), is_public=public,
    )  # fmt: skip


def figures_of_years(years: int = 3) -> Figures:
    """The last years up to 2022 side by side, as they are published: each as large as 2022 and a little smaller."""
    each = [_smaller(figures_2022(), 2022 - ago, 1 - ago / 8) for ago in reversed(range(years))]
    period = Period(each[0].period.first, each[-1].period.last)
    return replace(
        figures_2022(), period=period, starts=period.months, measures=dict(together(each)), previous=None,
        years=tuple(each), notes=(Note("note.people", {"per_cent": "0.4"}), Note("note.years_apart")),
    )  # fmt: skip


def _smaller(figures: Figures, year: int, part: float) -> Figures:
    def cell(one: Cell) -> Cell:
        return one if one.value is None else Cell(int(one.value * part))

    measures = {
        name: replace(
            one, total=cell(one.total), series=tuple(map(cell, one.series)),
            tables={d: {label: cell(each) for label, each in table.items()} for d, table in one.tables.items()},
        )
        for name, one in figures.measures.items()
    }  # fmt: skip
    period = Period.year(year)
    return replace(figures, period=period, starts=period.months, measures=measures, previous=None)


def _before() -> Figures:
    numbers = {
        "people": 30112, "interaction": 201_334, "topic": 61_220, "unanswered": 6204, "referral_opened": 4120,
        "referral_sent": 322, "referral_attended": 171, "complaint_received": 31,
    }  # fmt: skip
    measures = {metric: _count(metric, number) for metric, number in numbers.items()}
    measures["referral_confirmed"] = Measure("referral_confirmed", HIDDEN)
    return Figures(Period.year(2021), COMPUTED, "month", Period.year(2021).months, measures, is_public=True)


def with_categories(library: Library) -> Library:
    """The categories used here that the content does not have are added to it."""
    known = library.casework.categories
    other = known["other"]
    missing = {id: replace(other, id=id, title=title) for id, title in CATEGORIES.items() if id not in known}
    return replace(library, casework=replace(library.casework, categories={**known, **missing}))


def day_of(month: int) -> date:
    return date(2022, month, 1)
