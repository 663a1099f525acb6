"""A map of Mexico with a bubble for each city that was asked about; its outline is in mexico.json, with its licence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import degrees, log, pi, radians, sqrt, tan
from pathlib import Path

from bot.metrics.charts import Chart, Row, Table
from bot.metrics.svg import Colours, element, number, picture, text, width_of

HERE = Path(__file__).parent
LARGEST, SMALLEST = 30.0, 4.0
MOST_NAMED = 8
SIZE = 11.5
PICTURE_WIDTH = 520.0
RIM_X, RIM_Y = 26, 22
"""Room for bubbles at the borders."""


@dataclass(frozen=True, slots=True)
class Outline:
    width: float
    height: float
    scale_x: float
    left: float
    scale_y: float
    top: float
    states: Mapping[str, str]
    credit: str

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        north = degrees(log(tan(pi / 4 + radians(latitude) / 2)))
        return self.left + self.scale_x * longitude, self.top - self.scale_y * north


@cache
def outline() -> Outline:
    kept = json.loads((HERE / "mexico.json").read_text("utf-8"))
    names = ("width", "height", "scale_x", "left", "scale_y", "top", "states")
    return Outline(**{name: kept[name] for name in names}, credit="MapSVG, V. Cazanave, CC BY 4.0")


@dataclass(frozen=True, slots=True)
class Bubble:
    row: Row
    latitude: float
    longitude: float


def city_map(id: str, title: str, meaning: str, bubbles: Sequence[Bubble], table: Table, summary: str) -> Chart:
    """Bubbles by their area; the largest have their names; a city whose number is not shown has a small ring."""

    def draw(colours: Colours, width: float) -> str:
        return _draw(id, title, summary, bubbles, colours, width)

    return Chart(id, title, summary, meaning, table, draw, not bubbles)


def _draw(id: str, title: str, summary: str, bubbles: Sequence[Bubble], colours: Colours, width: float) -> str:
    land = outline()
    zoom = (min(width, PICTURE_WIDTH) - 2 * RIM_X) / land.width  # text keeps its size while the land shrinks
    across, down = land.width * zoom + 2 * RIM_X, land.height * zoom + 2 * RIM_Y
    states = "".join(element("path", d=path) for path in land.states.values())
    drawn = [
        element(
            "g", states, fill=colours.land, stroke=colours.paper, stroke_width=1.2 / zoom, stroke_linejoin="round",
            transform=f"translate({RIM_X} {RIM_Y}) scale({zoom:.4f})",
        )
    ]  # fmt: skip
    largest = max((bubble.row.size for bubble in bubbles), default=0) or 1
    circles = []
    for bubble in sorted(bubbles, key=lambda each: -each.row.size):
        x, y = land.place(bubble.latitude, bubble.longitude)
        x, y = RIM_X + x * zoom, RIM_Y + y * zoom
        radius = (
            max(SMALLEST, LARGEST * (zoom + 0.35) * sqrt(bubble.row.size / largest))
            if bubble.row.size
            else SMALLEST - 1
        )
        circles.append((x, y, radius, bubble.row))
    for x, y, radius, row in circles:
        look = (
            {"fill": colours.accent, "fill_opacity": "0.72", "stroke": colours.paper}
            if row.size
            else {"fill": "none", "stroke": colours.soft}
        )
        drawn.append(element("circle", cx=x, cy=y, r=radius, stroke_width=1.2, **look))
    drawn += _names(circles[:MOST_NAMED], across, down, colours)
    return picture(id, title, summary, across, down, drawn)


Circle = tuple[float, float, float, Row]
Box = tuple[float, float, float, float]


def _names(circles: Sequence[Circle], width: float, height: float, colours: Colours) -> list[str]:
    """Each beside its bubble, on the first side where it hides nothing; where there is none, it is in the table."""
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r, _ in circles]
    drawn = []
    for x, y, radius, row in circles:
        if not row.size:
            continue
        wide = max(width_of(row.label, SIZE), width_of(row.shown, SIZE - 1)) * 1.02
        for left, top, anchor in (
            (x + radius + 4, y - 12, "start"),
            (x - radius - 4 - wide, y - 12, "end"),
            (x - wide / 2, y - radius - 29, "middle"),
            (x - wide / 2, y + radius + 3, "middle"),
        ):
            box = (left, top, left + wide, top + 25)
            own = (x - radius, y - radius, x + radius, y + radius)
            inside = left >= 0 and top >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_meet(box, other) for other in taken if other != own):
                at = {"start": left, "end": left + wide, "middle": left + wide / 2}[anchor]
                drawn += [
                    _halo(at, top + 10, row.label, colours, anchor, 600, SIZE),
                    _halo(at, top + 22, row.shown, colours, anchor, 400, SIZE - 1),
                ]
                taken.append(box)
                break
    return drawn


def _halo(x: float, y: float, said: str, colours: Colours, anchor: str, weight: int, size: float) -> str:
    """A name with a rim in the colour of the paper, so that it can be read on land, sea and bubbles."""
    rim = text(x, y, said, colours.paper, size, anchor, weight).replace(
        "<text ", f'<text stroke="{colours.paper}" stroke-width="{number(3)}" stroke-linejoin="round" '
    )
    return rim + text(x, y, said, colours.ink, size, anchor, weight)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
