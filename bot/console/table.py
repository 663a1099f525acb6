"""Tables for spreadsheets: what looks like a formula stays a text there."""

import csv
import io
from collections.abc import Iterable

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def csv_row(values: Iterable[object]) -> str:
    """One line of CSV. A text that a spreadsheet would reckon with gets an apostrophe in front."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_safe(value) for value in values])
    return out.getvalue()


def _safe(value: object) -> object:
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0\ufeff\u200b").startswith(DANGEROUS) else text
