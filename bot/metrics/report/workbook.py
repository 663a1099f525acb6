"""The report as a workbook: first the whole at a glance, then a sheet for each table, with numbers that are numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import Cell as Place  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.metrics.figures import Cell, Figures, Measure
from bot.metrics.glance import change_of, glance
from bot.metrics.report.rows import measures
from bot.metrics.words import Words
from bot.metrics.years import YEAR

HEAD = PatternFill("solid", fgColor="12434F")
TITLE, HEAD_FONT, SOFT = Font(bold=True, size=15), Font(bold=True, color="FFFFFF"), Font(color="55666B", italic=True)
WIDEST, NARROWEST = 64, 10
LONGEST_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
Value = str | int | float | date | None


def write(figures: Figures, words: Words) -> bytes:
    book = Workbook()
    summary = book.active
    assert isinstance(summary, Worksheet)
    _summary(summary, figures, words)
    for measure in measures(figures):
        for dimension, cells in measure.tables.items():
            _table(book, figures, words, measure, dimension, cells)
        for (one, other), crossed in measure.crossed.items():
            head = (words.say(f"by.{one}"), words.say(f"by.{other}"), words.name(measure.metric))
            sheet = _sheet(
                book,
                f"{words.name(measure.metric)} {words.say(f'by.{other}')}",
                head,
                f"{measure.metric}-{one}-{other}",
            )
            for labels, cell in crossed.items():
                _row(sheet, words.label(one, labels[0]), words.label(other, labels[1]), _told(cell, words))
            _fit(sheet)
    if figures.period.is_long:
        _years(book, figures, words)
    _series(book, figures, words)
    _meanings(book, figures, words)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _summary(sheet: Worksheet, figures: Figures, words: Words) -> None:
    said = glance(figures, words)
    sheet.title = _name(words.say("part.headlines"))
    _row(sheet, f"{said.title} · {said.period}", font=TITLE)
    _row(sheet, said.days, font=SOFT)
    _row(sheet, said.computed, font=SOFT)
    _row(sheet)
    previous = figures.previous
    before = words.period(previous.period) if previous else words.say("changes.before")
    _head(sheet, (words.say("changes.what"), said.period, before, words.say("changes.change")))
    for measure in measures(figures):
        if YEAR in measure.tables:
            continue
        earlier = previous[measure.metric].total if previous else Cell()
        change = change_of(earlier, measure.total)
        if measure.share is not None:
            share = measure.share.per_cent
            _row(sheet, words.name(measure.metric), None if share is None else share / 100)
            sheet.cell(sheet.max_row, 2).number_format = "0%"
            continue
        _row(sheet, words.name(measure.metric), _told(measure.total, words), _told(earlier, words), change)
        sheet.cell(sheet.max_row, 4).number_format = "+0%;-0%;0%"
    for measure in measures(figures):
        if measure.quantiles is not None:
            _row(sheet, f"{words.name(measure.metric)} ({words.say('median')})", measure.quantiles.median)
            _row(sheet, f"{words.name(measure.metric)} ({words.say('p90')})", measure.quantiles.p90)
    _row(sheet)
    for note in said.notes:
        _row(sheet, note, font=SOFT)
        place = sheet.cell(sheet.max_row, 1)
        place.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
        sheet.row_dimensions[sheet.max_row].height = 15.0 * (1 + len(note) // 100)
    for letter, width in (("A", 46), ("B", 18), ("C", 18), ("D", 14)):
        sheet.column_dimensions[letter].width = width


def _table(
    book: Workbook, figures: Figures, words: Words, measure: Measure, dimension: str, cells: Mapping[str, Cell]
) -> None:
    name, by = words.name(measure.metric), words.say(f"by.{dimension}")
    sheet = _sheet(
        book,
        name if by.casefold() in name.casefold() else f"{name} {by}",
        (by, name, words.say("share")),
        f"{measure.metric}-{dimension}",
    )
    whole = measure.total.value or 0 if not measure.total.rounded else 0
    for label, cell in cells.items():
        share = cell.value / whole if whole and cell.value is not None else None
        _row(sheet, words.label(dimension, label), _told(cell, words), share)
        sheet.cell(sheet.max_row, 3).number_format = "0.0%"
    _fit(sheet)


def _years(book: Workbook, figures: Figures, words: Words) -> None:
    """Each metric in each calendar year, side by side."""
    heads = [f"{year.period.first.year}" for year in figures.years]
    sheet = _sheet(book, words.say("part.years"), (words.say("changes.what"), *heads), "by-year")
    for measure in measures(figures):
        own = [year[measure.metric] for year in figures.years]
        if measure.share is None:
            _row(sheet, words.name(measure.metric), *(_told(one.total, words) for one in own))
            continue
        shares = [one.share.per_cent if one.share else None for one in own]
        _row(sheet, words.name(measure.metric), *(None if share is None else share / 100 for share in shares))
        for column in range(2, len(own) + 2):
            sheet.cell(sheet.max_row, column).number_format = "0%"
    _fit(sheet)


def _series(book: Workbook, figures: Figures, words: Words) -> None:
    """All lines by time on one sheet, a column each: a gap is an empty cell."""
    told = [one for one in measures(figures) if one.series]
    if not told:
        return
    step = words.say(f"step.{figures.step}")
    sheet = _sheet(book, step, (step, *(words.name(one.metric) for one in told)), f"by-{figures.step}")
    for place, start in enumerate(figures.starts):
        _row(sheet, start, *(_told(one.series[place], words) for one in told))
        form = {"month": "yyyy-mm", "day": "yyyy-mm-dd", "hour": "yyyy-mm-dd hh:mm"}[figures.step]
        sheet.cell(sheet.max_row, 1).number_format = form
    _fit(sheet)


def _meanings(book: Workbook, figures: Figures, words: Words) -> None:
    sheet = _sheet(
        book, words.say("part.definitions"), (words.say("changes.what"), words.say("part.definitions")), "meanings"
    )
    for measure in measures(figures):
        _row(sheet, words.name(measure.metric), words.meaning(measure.metric))
        sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 90


# cells


def _told(cell: Cell, words: Words) -> Value:
    """A number as a number; what is not shown or rounded as a text; a gap as nothing."""
    if cell.is_gap:
        return None
    return words.cell(cell) if cell.hidden or cell.rounded else cell.value


def _sheet(book: Workbook, name: str, head: tuple[str, ...], id: str) -> Worksheet:
    taken = {sheet.casefold() for sheet in book.sheetnames}
    numbered = (_name(id, f" {number}") for number in range(2, 1000))
    wished = next(one for one in (_name(name), _name(id), *numbered) if one.casefold() not in taken)
    sheet = book.create_sheet(wished)
    _head(sheet, head)
    sheet.freeze_panes = "A2"
    return sheet


def _name(name: str, ending: str = "") -> str:
    """As spreadsheets allow: short, and without some signs."""
    return " ".join(name.translate(FORBIDDEN).split())[: LONGEST_NAME - len(ending)].strip().strip("'") + ending


def _head(sheet: Worksheet, names: tuple[str, ...]) -> None:
    _row(sheet, *names, font=HEAD_FONT)
    for place in range(1, len(names) + 1):
        sheet.cell(sheet.max_row, place).fill = HEAD


def _row(sheet: Worksheet, *values: Value, font: Font | None = None) -> None:
    row = sheet.max_row + (1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 0)
    if not values:
        values = ("",)
    for column, value in enumerate(values, 1):
        place = sheet.cell(row, column)
        assert isinstance(place, Place)
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None)  # a spreadsheet knows no zones; the summary names ours
        place.value = value
        if isinstance(value, str):
            place.data_type = "s"  # never a formula
        elif isinstance(value, int):
            place.number_format = "#,##0"
        if font is not None:
            place.font = font


def _fit(sheet: Worksheet) -> None:
    for column in range(1, sheet.max_column + 1):
        longest = max(len(str(sheet.cell(row, column).value or "")) for row in range(1, sheet.max_row + 1))
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(NARROWEST, longest + 3))
