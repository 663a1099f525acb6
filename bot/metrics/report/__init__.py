"""The report of a period in every form: a page, two printed pages, a workbook, a table, a record.

made = make("pdf", figures, words)      bytes, whatever the form
"""

from collections.abc import Callable, Mapping

from bot.metrics.figures import Figures
from bot.metrics.words import Words

Writer = Callable[[Figures, Words], bytes]
FORMS = ("html", "pdf", "csv", "xlsx", "json")


def make(form: str, figures: Figures, words: Words) -> bytes:
    """Only the writer that is needed is imported: a workbook and a typesetter are heavy."""
    return _writer(form)(figures, words)


def _writer(form: str) -> Writer:
    if form == "html":
        from bot.metrics.report import page as module
    elif form == "pdf":
        from bot.metrics.report import paper as module  # type: ignore[no-redef]
    elif form == "csv":
        from bot.metrics.report import lines as module  # type: ignore[no-redef]
    elif form == "xlsx":
        from bot.metrics.report import workbook as module  # type: ignore[no-redef]
    elif form == "json":
        from bot.metrics.report import record as module  # type: ignore[no-redef]
    else:
        raise ValueError(f"{form} is no form of the report; forms are {', '.join(FORMS)}")
    return module.write


SUFFIXES: Mapping[str, str] = {form: f".{form}" for form in FORMS}
