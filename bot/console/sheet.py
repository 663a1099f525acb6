"""Tables out of and into spreadsheets: what looks like a formula stays a text, and comes back as it was.

openpyxl takes 12 MB of every process that imports it, so only one that is asked for a workbook does.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from bot.console.table import DANGEROUS

MOST_ROWS = 2_000
MOST_CELL = 4_000


class NotATable(ValueError):
    """It cannot be read as CSV or XLSX."""


def workbook(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """All texts are texts in it, whatever they begin with."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Farol")

    def cell(value: object) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, None)
        if isinstance(value, int | float) and not isinstance(value, bool):
            made.value = value
        else:
            made.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:32_000]
            made.data_type = "s"
            made.style = "Normal"
        return made

    sheet.append([cell(one) for one in headings])
    for row in rows:
        sheet.append([cell(one) for one in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows by their headings; texts only. Raises NotATable."""
    if not content:
        raise NotATable("empty")
    found = list(_xlsx(content) if content.startswith(b"PK") else _csv(content))
    if len(found) < 2:
        raise NotATable("no rows")
    headings = [str(one).strip().lower() for one in found[0]]
    if len(found) - 1 > MOST_ROWS:
        raise NotATable("too many rows")
    return [
        {name: _plain(value) for name, value in zip(headings, row, strict=False) if name}
        for row in found[1:]
        if any(str(value).strip() for value in row)
    ]


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable("not UTF-8") from None
    headings = text.partition("\n")[0]  # what people wrote may hold more semicolons than the table has commas
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=headings.count))
    except csv.Error as error:
        raise NotATable(type(error).__name__) from None


def _xlsx(content: bytes) -> Iterator[Sequence[str]]:
    """Values as they were last worked out; formulas themselves are never read."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True)):
            if number > MOST_ROWS + 1:
                raise NotATable("too many rows")
            yield ["" if one is None else str(one) for one in row]
    except NotATable:
        raise
    except Exception as error:  # openpyxl raises what it pleases on what is no workbook
        raise NotATable(type(error).__name__) from None


def _plain(value: object) -> str:
    """Without the apostrophe that kept a text from being taken for a formula."""
    text = str(value).strip()[:MOST_CELL]
    kept = text.startswith("'") and text[1:].lstrip(" \u00a0\ufeff\u200b").startswith(DANGEROUS)
    return text[1:].strip() if kept else text
