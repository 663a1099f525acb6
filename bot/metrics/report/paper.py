"""The report as two printed pages: paper.typ says how they look, this brings what stands on them."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
import typst

from bot.metrics.figures import Figures
from bot.metrics.glance import Glance, glance
from bot.metrics.report.icons import drawn
from bot.metrics.svg import PRINT
from bot.metrics.words import Words

HERE = Path(__file__).parent
HALF, TWO_THIRDS, FULL = 340.0, 452.0, 700.0
"""Widths of charts; half a page is 250 points, so that their letters have about nine."""
WIDTHS = {
    "referral_opened": HALF, "topic": HALF, "city": TWO_THIRDS, "language": HALF, "channel": HALF, "interaction": FULL,
}  # fmt: skip
MARK = (HERE / "mark.svg").read_text("utf-8")


SAID = (
    "part.box", "part.facts", "part.definitions", "part.method",
)  # fmt: skip


def write(figures: Figures, words: Words) -> bytes:
    said = {name: words.say(name) for name in SAID}
    said["page"] = words.say("page", page="{page}", pages="{pages}")
    given = msgspec.json.encode(shown(glance(figures, words)) | {"say": said}).decode()
    made = typst.compile(
        str(HERE / "paper.typ"), root=str(HERE), font_paths=[str(HERE / "fonts")], sys_inputs={"given": given}
    )
    assert isinstance(made, bytes)
    return made


def shown(said: Glance) -> dict[str, Any]:
    """Everything on the pages, as plain values."""
    return {
        **plain_without(said, "charts"),
        "charts": {
            name: {
                "title": chart.title,
                "summary": chart.summary,
                "head": list(chart.table.head),
                "rows": [list(row) for row in chart.table.rows],
                "picture": chart.draw(PRINT, WIDTHS[name]),
                "is_empty": chart.is_empty,
            }
            for name, chart in said.charts.items()
        },
        "icons": {big.icon: drawn(big.icon, PRINT.accent) for big in said.bigs},
        "mark": MARK,
    }


def plain_without(said: Glance, left_out: str) -> dict[str, Any]:
    names = (name for name in said.__dataclass_fields__ if name != left_out)
    return {name: _plain(getattr(said, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
