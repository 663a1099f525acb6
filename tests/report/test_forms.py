"""The report says the figures it was given, in every form and language, and no number that is not to be told."""

import csv
import json
import re
import subprocess
import zlib
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from bot.library.library import Library
from bot.metrics import report
from bot.metrics.figures import HIDDEN, Cell, Figures, Measure
from bot.metrics.period import Period
from bot.metrics.words import Words
from tests.report.sample import CASES, CITIES, MESSAGES, figures_2022, figures_of_years
from tests.report.test_dashboard import PICTURES

SECRET = 7
"""A small number that is known inside, and told nowhere."""


def plain(page: bytes) -> str:
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.decode(), flags=re.S)
    return " ".join(unescape(text).split())


def spaceless(text: str) -> str:
    """Languages put different spaces between thousands."""
    return re.sub(r"\s", "", text)


def rows_of(made: bytes) -> list[dict[str, str]]:
    head, tags, *rows = csv.reader(StringIO(made.decode("utf-8-sig")))
    assert all(tag.startswith("#") for tag in tags) and len(tags) == len(head)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_page_has_every_headline_and_every_label(words: Words) -> None:
    page = report.make("html", figures_2022(), words).decode()
    text = spaceless(plain(page.encode()))
    for number in (38_412, 252_000, 5_772, 420, 180, 311, 96, *CASES.values(), *CITIES.values(), *MESSAGES):
        assert spaceless(words.number(number)) in text, number
    for share in ("65", "22", "5", "4", "3", "1"):
        assert f"{share}%" in text
    assert "src=" not in page and "<script" not in page and "url(" not in page, "it needs nothing from elsewhere"


def test_the_printed_report_is_two_pages_with_the_same_numbers(words: Words) -> None:
    """What a PDF says is read back from the letters that its fonts name."""
    made = report.make("pdf", figures_2022(), words)
    assert pages_of(made) == 2
    longest = with_many_labels(figures_2022())
    assert pages_of(report.make("pdf", longest, words)) == 2, "two pages are two, also with much to say"


def pages_of(made: bytes) -> int:
    inside = made + b"".join(_streams(made))
    return len(re.findall(rb"/Type\s*/Page\b", inside))


def _streams(made: bytes) -> list[bytes]:
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.S):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return found


def with_many_labels(figures: Figures) -> Figures:
    """As much as a page may ever have to hold: every table long, every label long."""
    measures = dict(figures.measures)
    for metric, dimension in (("referral_opened", "category"), ("topic", "topic"), ("language", "language")):
        labels = {f"a-label-that-is-long-number-{number}": Cell(900 - number) for number in range(30)}
        measures[metric] = replace(measures[metric], tables={dimension: labels}, total=Cell(30_000))
    return replace(figures, measures=measures)


def test_what_typst_sets_is_what_was_counted(words: Words) -> None:
    from bot.metrics.glance import glance
    from bot.metrics.report.paper import shown

    given = json.dumps(shown(glance(figures_2022(), words)), ensure_ascii=False)
    text = spaceless(given)
    for number in (38_412, 252_000, 5_772, 420, 180, *CASES.values(), *CITIES.values(), *MESSAGES):
        assert spaceless(words.number(number)) in text, number


def test_the_table_adds_up_to_the_figures(words: Words) -> None:
    figures = figures_2022()
    rows = rows_of(report.make("csv", figures, words))
    now = [row for row in rows if row["period"] == "now"]
    by_category = {
        r["label"]: r["value"] for r in now if r["metric"] == "referral_opened" and r["dimension"] == "category"
    }
    assert by_category == {label: str(number) for label, number in CASES.items()}
    months = [r["value"] for r in now if r["metric"] == "interaction" and r["step"]]
    assert months == [str(number) for number in MESSAGES]
    before = [r for r in rows if r["period"] == "before" and r["metric"] == "interaction"]
    assert before[0]["value"] == "201334" and before[0]["first"] == "2021-01-01"


def test_a_label_that_looks_like_a_formula_is_a_text(words: Words) -> None:
    figures = figures_2022()
    trap = Measure("city", Cell(40), {"city": {"=HYPERLINK(1)": Cell(20), "+52": Cell(20)}})
    figures = replace(figures, measures={**figures.measures, "city": trap})
    for row in csv.reader(StringIO(report.make("csv", figures, words).decode("utf-8-sig"))):
        assert not any(re.match(r"[=+@\t]|-.", cell) for cell in row), row
    book = openpyxl.load_workbook(BytesIO(report.make("xlsx", figures, words)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=HYPERLINK(1)" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}, "and none is a formula"


def test_the_workbook_has_numbers_that_are_numbers(words: Words) -> None:
    book = openpyxl.load_workbook(BytesIO(report.make("xlsx", figures_2022(gaps=(4,)), words)))
    assert all(len(name) <= 31 for name in book.sheetnames)
    values = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    first = values[book.sheetnames[0]]
    assert (words.name("referral_sent"), 420, 322) == next(
        row for row in first if row[0] == words.name("referral_sent")
    )[:3]
    cities = next(rows for rows in values.values() if rows[0][0] == words.say("by.city"))
    assert {row[0]: row[1] for row in cities[1:] if isinstance(row[1], int)} == CITIES
    months = values[words.say("step.month")]
    column = months[0].index(words.name("interaction"))
    told = [row[column] for row in months[1:]]
    assert told == [None if month == 4 else number for month, number in enumerate(MESSAGES, 1)]


def test_the_record_is_the_figures(words: Words) -> None:
    record = json.loads(report.make("json", figures_2022(gaps=(4,)), words))
    metrics = record["metrics"]
    assert metrics["referral_opened"]["by"]["category"] == CASES
    assert metrics["interaction"]["series"][3] is None, "a month without data is null, not 0"
    assert metrics["satisfied"]["share"] == {"part": 731, "of": 840, "per_cent": 87.0}
    assert metrics["city"]["by"]["city"]["Palenque"] == "<10"
    assert record["time_zone"] == "America/Mexico_City" and record["computed_at"]
    assert all(each["means"] for each in metrics.values()), "no number without its definition"


@pytest.mark.parametrize("form", ["html", "pdf", "csv", "xlsx", "json"])
def test_a_number_that_is_not_told_is_in_no_form(library: Library, form: str) -> None:
    """Two sets of figures that differ only in what is hidden make the same report."""
    words = Words(library, "es")
    made = [report.make(form, _with_hidden(number), words) for number in (SECRET, SECRET + 1)]
    if form in {"html", "csv", "json"}:
        assert made[0] == made[1] and SMALL_SIGN in made[0].decode().replace("&lt;", "<")
    elif form == "xlsx":
        books = [openpyxl.load_workbook(BytesIO(each)) for each in made]
        cells = [[cell.value for sheet in book for row in sheet.iter_rows() for cell in row] for book in books]
        assert cells[0] == cells[1] and SMALL_SIGN in cells[0]
    else:
        from bot.metrics.glance import glance
        from bot.metrics.report.paper import shown

        given = [shown(glance(_with_hidden(number), words)) for number in (SECRET, SECRET + 1)]
        assert given[0] == given[1] and SMALL_SIGN in json.dumps(given[0])


SMALL_SIGN = "<10"


def _with_hidden(number: int) -> Figures:
    """What the suppression gives of a count of `number`: nothing of it is left in the figures."""
    figures = figures_2022()
    hidden = HIDDEN if 0 < number < 10 else Cell(number)
    return replace(figures, measures={**figures.measures, "referral_accepted": Measure("referral_accepted", hidden)})


def test_gaps_are_gaps(words: Words) -> None:
    page = plain(report.make("html", figures_2022(gaps=(4, 5)), words))
    assert words.say("no-data") in page and words.say("told.gaps", count=2) in page
    assert words.say("no-data") not in plain(report.make("html", figures_2022(), words))


@pytest.mark.parametrize("years", [2, 5])
def test_several_years_stand_side_by_side_and_people_are_never_added(words: Words, years: int) -> None:
    figures = figures_of_years(years)
    people = [year["people"].total.value or 0 for year in figures.years]
    interactions = [year["interaction"].total.value or 0 for year in figures.years]
    page = spaceless(plain(report.make("html", figures, words)))
    for number in (*people, *interactions, sum(interactions)):
        assert spaceless(words.number(number)) in page, number
    assert spaceless(words.number(sum(people))) not in page
    assert pages_of(report.make("pdf", figures, words)) == 2
    rows = [row for row in rows_of(report.make("csv", figures, words)) if row["metric"] == "people" and not row["step"]]
    now = {row["label"]: row["value"] for row in rows if row["period"] == "now"}
    assert now == {f"{2022 - years + 1 + at}": str(number) for at, number in enumerate(people)}
    assert [row["value"] for row in rows if row["period"] == "year"] == [str(number) for number in people]
    record = json.loads(report.make("json", figures, words))
    assert record["metrics"]["people"]["total"] is None and len(record["years"]) == years
    book = openpyxl.load_workbook(BytesIO(report.make("xlsx", figures, words)))
    table = {row[0]: row[1:] for row in book[words.say("part.years")].iter_rows(values_only=True)}
    assert list(table[words.name("people")]) == people and list(table[words.name("interaction")]) == interactions


def test_what_is_for_supervisors_says_so(words: Words) -> None:
    assert words.say("banner.internal") in plain(report.make("html", figures_2022(public=False), words))
    assert words.say("banner.internal") not in plain(report.make("html", figures_2022(), words))


@pytest.mark.asyncio
@pytest.mark.parametrize("look", ["light", "dark"])
async def test_everybody_can_read_the_page(words: Words, browser: Browser, look: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(report.make("html", figures_2022(gaps=(4,)), words))
    context = await browser.new_context(color_scheme=look, viewport={"width": 1100, "height": 900})  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(file.as_uri())
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.screenshot(path=PICTURES / f"report-{words.language}-{look}.png", full_page=True)
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.asyncio
async def test_the_days_of_a_long_period_stay_on_the_page(library: Library, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    some_days = replace(figures_2022(public=False), period=Period(date(2022, 9, 1), date(2022, 11, 26)), previous=None)
    file.write_bytes(report.make("html", some_days, Words(library, "es")))
    page = await browser.new_page(viewport={"width": 1100, "height": 900})
    await page.goto(file.as_uri())
    assert await page.evaluate("document.documentElement.scrollWidth") <= 1100
    assert await page.locator(".period").inner_text() == Words(library, "es").period(some_days.period)


def test_the_printed_report_can_be_searched(library: Library, tmp_path: Path) -> None:
    """Only where a reader of PDFs is on the machine; what typst was given is tested everywhere."""
    file = tmp_path / "report.pdf"
    file.write_bytes(report.make("pdf", figures_2022(), Words(library, "en")))
    try:
        done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        assert b"/ToUnicode" in file.read_bytes() + b"".join(_streams(file.read_bytes()))
        return
    for number in ("252,000", "5,772", "3,752", "18,422", "24,876"):
        assert number in done.stdout
