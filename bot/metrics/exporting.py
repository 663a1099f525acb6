"""Figures for other programs: JSON, and CSV with the hashtags of the Humanitarian Exchange Language (HXL)."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from typing import Any

from bot.library.speech import Speech
from bot.metrics.definitions import METRICS
from bot.metrics.figures import Cell, Figures, Measure, Note

HXL = (
    ("metric", "#indicator+code"),
    ("name", "#indicator+name"),
    ("definition", "#description"),
    ("from", "#date+start"),
    ("to", "#date+end"),
    ("dimension", "#meta+dimension"),
    ("label", "#meta+label"),
    ("value", "#indicator+value+num"),
    ("unit", "#meta+unit"),
    ("remark", "#meta+remark"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNKNOWN = "unknown"


def as_json(figures: Figures, speech: Speech, languages: tuple[str, ...] = ("es", "en")) -> dict[str, Any]:
    """Every number with its meaning. A value is null where there is no data or where it is not shown (`hidden`)."""
    return {
        "from": figures.period.first.isoformat(),
        "to": figures.period.last.isoformat(),
        "time_zone": figures.time_zone,
        "computed_at": figures.computed_at.isoformat(timespec="seconds"),
        "complete": figures.is_complete,
        "public": figures.is_public,
        "days_without_data": figures.days_without_data,
        "notes": {code: [told(note, speech, code) for note in figures.notes] for code in languages},
        "step": figures.step,
        "starts": [_start(start) for start in figures.starts],
        "metrics": {
            name: {
                "name": {code: speech.phrase(f"metric.{name}", code) for code in languages},
                "definition": {code: speech.phrase(f"metric.{name}.means", code) for code in languages},
                "unit": METRICS[name].unit,
                **_measure(measure),
            }
            for name, measure in figures.measures.items()
        },
    }


def told(note: Note, speech: Speech, language: str) -> str:
    return speech.phrase(note.id, language, **note.values)


def _start(start: date | datetime) -> str:
    return start.isoformat(timespec="minutes") if isinstance(start, datetime) else start.isoformat()


def _measure(measure: Measure) -> dict[str, Any]:
    found: dict[str, Any] = {"total": _cell(measure.total)}
    if measure.tables:
        found["by"] = {
            dimension: {label: _cell(cell) for label, cell in labels.items()}
            for dimension, labels in measure.tables.items()
        }
    if measure.series:
        found["series"] = [_cell(cell) for cell in measure.series]
    if measure.share is not None:
        per_cent = measure.share.per_cent
        found["per_cent"] = None if per_cent is None else round(per_cent, 1)
        found["of"] = _cell(measure.share.of)
    if measure.quantiles is not None:
        found["median"], found["p90"] = round(measure.quantiles.median), round(measure.quantiles.p90)
    if measure.error:
        found["error_per_cent"] = round(100 * measure.error, 2)
    return found


def _cell(cell: Cell) -> Any:
    if cell.hidden:
        return {"hidden": True}
    if cell.rounded:
        return {"at_least": cell.value}
    return cell.value


def as_hxl(figures: Figures, speech: Speech, language: str) -> str:
    """A table for humanitarian data platforms: names, hashtags, then one number a line."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in HXL])
    writer.writerow([tag for _, tag in HXL])
    period = (figures.period.first.isoformat(), figures.period.last.isoformat())
    for name, measure in figures.measures.items():
        about = (name, speech.phrase(f"metric.{name}", language), speech.phrase(f"metric.{name}.means", language))
        unit = METRICS[name].unit
        for dimension, label, value, remark in _rows(measure):
            row = (*about, *period, dimension, UNKNOWN if label == "-" else label, value, unit, remark)
            writer.writerow([safe(each) for each in row])
    return out.getvalue()


def _rows(measure: Measure) -> Iterator[tuple[str, str, str, str]]:
    yield "", "", *_value(measure.total)
    for dimension, labels in measure.tables.items():
        for label, cell in labels.items():
            yield dimension, label, *_value(cell)
    if measure.share is not None and measure.share.per_cent is not None:
        yield "share", "per cent", f"{measure.share.per_cent:.1f}", ""
    if measure.quantiles is not None:
        yield "quantile", "median", f"{measure.quantiles.median:.0f}", ""
        yield "quantile", "p90", f"{measure.quantiles.p90:.0f}", ""


def _value(cell: Cell) -> tuple[str, str]:
    if cell.hidden:
        return "", "hidden"
    if cell.value is None:
        return "", "no data"
    return str(cell.value), "at least" if cell.rounded else ""


def safe(text: str) -> str:
    """What a spreadsheet would take for a formula is written as text."""
    return f"'{text}" if text.startswith(FORMULA) else text
