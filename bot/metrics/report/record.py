"""Figures as JSON, for the report and for /stats.json: everything that is in them, each metric with its meaning."""

from datetime import date, datetime
from typing import Any

import msgspec

from bot.metrics.definitions import METRICS
from bot.metrics.figures import Cell, Figures, Measure, Quantiles
from bot.metrics.report.rows import mark_of, measures
from bot.metrics.words import Words


def write(figures: Figures, words: Words) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record(figures, words)), indent=1) + b"\n"


def record(figures: Figures, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {
        "from": figures.period.first.isoformat(),
        "to": figures.period.last.isoformat(),
        "time_zone": figures.time_zone,
        "computed_at": figures.computed_at.isoformat(timespec="seconds"),
        "language": words.language,
        "step": figures.step,
        "starts": [_iso(start) for start in figures.starts],
        "complete": figures.is_complete,
        "public": figures.is_public,
        "days_without_data": figures.days_without_data,
        "notes": [said for note in figures.notes if (said := words.note(note))],
        "metrics": {one.metric: _measure(one, words) for one in measures(figures)},
    }
    if figures.previous is not None:
        found["before"] = record(figures.previous, words)
    if figures.years:
        found["years"] = [record(year, words) for year in figures.years]
    return found


def _measure(one: Measure, words: Words) -> dict[str, Any]:
    metric = METRICS.get(one.metric)
    found: dict[str, Any] = {
        "name": words.name(one.metric), "means": words.meaning(one.metric), "unit": metric.unit if metric else "",
        "total": _cell(one.total),
    }  # fmt: skip
    if one.error:
        found["error"] = one.error
    if one.share is not None:
        share = one.share.per_cent
        found["share"] = {
            "part": _cell(one.share.part), "of": _cell(one.share.of),
            "per_cent": None if share is None else round(share, 1),
        }  # fmt: skip
    if one.quantiles is not None:
        found["minutes"] = _quantiles(one.quantiles)
    if one.quantiles_by:
        found["minutes_by"] = {
            dimension: {label: _quantiles(each) for label, each in by.items()}
            for dimension, by in one.quantiles_by.items()
        }
    if one.tables:
        found["by"] = {
            dimension: {label: _cell(c) for label, c in cells.items()} for dimension, cells in one.tables.items()
        }
    if one.crossed:
        found["crossed"] = [
            {**dict(zip(pair, labels, strict=True)), "count": _cell(cell)}
            for pair, cells in one.crossed.items()
            for labels, cell in cells.items()
        ]
    if one.series:
        found["series"] = [_cell(cell) for cell in one.series]
    if one.table_series:
        found["series_by"] = {
            dimension: {label: [_cell(cell) for cell in cells] for label, cells in by.items()}
            for dimension, by in one.table_series.items()
        }
    return found


def _cell(cell: Cell) -> int | str | dict[str, Any] | None:
    """A number; null where there is no data; `<10`; a number that is rounded down says so."""
    if cell.rounded:
        return {"at_least": cell.value}
    return mark_of(cell) if cell.hidden else cell.value


def _quantiles(found: Quantiles) -> dict[str, float]:
    return {name: round(getattr(found, name), 1) for name in found.__dataclass_fields__}


def _iso(start: date | datetime) -> str:
    return start.isoformat()
