"""The report as CSV with HXL tags in the second row, for humanitarian data platforms; no cell is a formula."""

import csv
from io import StringIO

from bot.metrics.figures import Figures
from bot.metrics.report.rows import Line, lines
from bot.metrics.words import Words

COLUMNS = {
    "metric": "#indicator+code", "name": "#indicator+name", "definition": "#description",
    "unit": "#indicator+unit", "statistic": "#indicator+type",
    "period": "#meta+period", "first": "#date+start", "last": "#date+end", "step": "#date+step",
    "dimension": "#meta+dimension", "label": "#group+code", "label_name": "#group+name",
    "other_dimension": "#meta+dimension2", "other_label": "#group+code2", "other_label_name": "#group+name2",
    "value": "#value", "mark": "#meta+mark", "time_zone": "#meta+timezone", "computed": "#date+reported",
    "left_out": "#meta+limits",
}  # fmt: skip
FORMULA = tuple("=+-@\t\r")
BYTE_ORDER_MARK = "\ufeff"
"""So that a spreadsheet reads the accents."""


def write(figures: Figures, words: Words) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(COLUMNS.values())
    for line in lines(figures, words):
        writer.writerow([safe(cell) for cell in _cells(line, figures)])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _cells(line: Line, figures: Figures) -> list[str | float | None]:
    return [
        line.metric, line.name, line.definition, line.unit, line.statistic, line.period, line.first.isoformat(),
        line.last.isoformat(), line.start.isoformat() if line.start else "",
        line.dimension, line.label, line.label_name, line.other_dimension,
        line.other_label, line.other_label_name, line.value, line.mark, figures.time_zone,
        figures.computed_at.isoformat(timespec="minutes"), line.left_out,
    ]  # fmt: skip


def safe(cell: str | float | None) -> str | float | None:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and len(cell) > 1 and cell.startswith(FORMULA) else cell
