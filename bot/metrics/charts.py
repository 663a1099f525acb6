"""Small charts of values: bars, shares of a whole, and a line by month; each with a table and a sentence in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Protocol

from bot.metrics.figures import Cell
from bot.metrics.svg import Colours, element, number, picture, rectangle, shortened, text, width_of

SIZE, SMALL_SIZE = 12.5, 11.0
BAR, ROW, GAP = 8.0, 33.0, 2.0
MOST_DOTS = 31
MOST_LABELLED = 13
TICKS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """What a label has, and how that is written: the number, and its share where there is one."""

    label: str
    cell: Cell
    shown: str
    share: float | None = None
    share_shown: str = ""

    @property
    def size(self) -> int:
        return self.cell.value or 0


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture that can also be read."""

    id: str
    title: str
    summary: str
    """The picture in a sentence."""
    meaning: str
    """What is counted."""
    table: Table
    draw: Callable[[Colours, float], str]
    """In these colours, so wide; text keeps its size."""
    is_empty: bool = False


class Says(Protocol):
    def __call__(self, phrase: str, **values: str | int) -> str: ...


def bars(id: str, title: str, meaning: str, rows: Sequence[Row], table: Table, summary: str) -> Chart:
    """A bar for each label, the number at its end; what is not shown has a dotted outline of no length."""

    def draw(colours: Colours, width: float) -> str:
        largest = max((row.size for row in rows), default=0) or 1
        drawn = []
        for place, row in enumerate(rows):
            top = place * ROW
            shown = f"{row.shown}  ·  {row.share_shown}" if row.share_shown else row.shown
            room = width - width_of(shown, SIZE) - 14
            drawn += [
                text(0, top + 13, shortened(row.label, SIZE, room), colours.ink, SIZE),
                text(width, top + 13, row.shown, colours.ink, SIZE, "end", 600)
                if not row.share_shown
                else _value(width, top + 13, row, colours),
                rectangle(0, top + 18, width, BAR, colours.track, BAR / 2),
            ]
            if row.cell.hidden or row.cell.value is None:
                drawn.append(_unknown(0, top + 18, 22, colours))
            elif row.size:
                drawn.append(rectangle(0, top + 18, max(BAR, width * row.size / largest), BAR, colours.accent, BAR / 2))
        return picture(id, title, summary, width, max(ROW, len(rows) * ROW - 4), drawn)

    return Chart(id, title, summary, meaning, table, draw, not rows)


def _value(x: float, y: float, row: Row, colours: Colours) -> str:
    many = element("tspan", row.shown, font_weight="600", fill=colours.ink)
    share = element("tspan", f"  ·  {row.share_shown}", fill=colours.soft)
    return element("text", many + share, x=x, y=y, font_size=SIZE, text_anchor="end")


def _unknown(x: float, y: float, width: float, colours: Colours) -> str:
    return element(
        "rect", x=x + 0.5, y=y + 0.5, width=width, height=BAR - 1, rx=BAR / 2, fill=colours.paper,
        stroke=colours.soft, stroke_dasharray="2 2",
    )  # fmt: skip


def shares(id: str, title: str, meaning: str, rows: Sequence[Row], table: Table, summary: str) -> Chart:
    """One bar that is the whole, cut into parts, with a legend that has the numbers."""

    def draw(colours: Colours, width: float) -> str:
        whole = sum(row.size for row in rows) or 1
        bar, x, drawn = 26.0, 0.0, []
        for place, row in enumerate(rows):
            part = width * row.size / whole
            if part >= 1:
                drawn.append(rectangle(x, 0, max(1.0, part - GAP), bar, _part(colours, place, rows), 2))
            x += part
        if not x:
            drawn.append(rectangle(0, 0, width, bar, colours.track, 2))
        columns = 2 if all(width_of(row.label, SIZE) + 80 < width / 2 for row in rows) else 1
        column = width / columns
        for place, row in enumerate(rows):
            left, top = column * (place % columns), bar + 12 + 21 * (place // columns)
            shown = row.share_shown or row.shown
            room = column - width_of(shown, SIZE) - 40
            drawn += [
                rectangle(left, top + 2, 11, 11, _part(colours, place, rows), 2.5)
                if row.size
                else element(
                    "rect", x=left + 0.5, y=top + 2.5, width=10, height=10, rx=2.5, fill="none",
                    stroke=colours.soft, stroke_dasharray="2 2",
                ),
                text(left + 18, top + 12, shortened(row.label, SIZE, room), colours.ink, SIZE),
                text(left + column - 14 * (columns - 1), top + 12, shown, colours.ink, SIZE, "end", 600),
            ]  # fmt: skip
        return picture(id, title, summary, width, bar + 14 + 21 * -(-len(rows) // columns), drawn)

    return Chart(id, title, summary, meaning, table, draw, not rows)


def _part(colours: Colours, place: int, rows: Sequence[Row]) -> str:
    return colours.parts[min(place, len(colours.parts) - 1)]


# a line by time


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    """Under the axis, short."""
    name: str
    """In the table, whole."""
    cell: Cell
    shown: str
    begins: bool = False
    """With this point begins a year: its label stands under the axis in any case."""


def trend(
    id: str,
    title: str,
    meaning: str,
    points: Sequence[Point],
    head: tuple[str, ...],
    summary: str,
    says: Says,
    tick: Callable[[float], str],
) -> Chart:
    """A line that breaks where there is no data, so that nobody takes silence for zero."""

    def draw(colours: Colours, width: float) -> str:
        return picture(id, title, summary, width, _Trend.HEIGHT, _Trend(points, colours, width, says, tick).drawn())

    table = Table(head, tuple((point.name, point.shown) for point in points))
    return Chart(id, title, summary, meaning, table, draw, all(point.cell.value is None for point in points))


class _Trend:
    """A line by time in one size and one set of colours: where its points stand, and what is drawn around them."""

    HEIGHT, TOP, BASE = 190.0, 20.0, 164.0
    BESIDE = 9
    """Between the axis and the first point."""

    def __init__(
        self, points: Sequence[Point], colours: Colours, width: float, says: Says, tick: Callable[[float], str]
    ) -> None:
        self.points, self.colours, self.width, self.says, self.tick = points, colours, width, says, tick
        self.ceiling, self.step = scale(max((point.cell.value or 0 for point in points), default=0))
        self.lines = [self.step * line for line in range(round(self.ceiling / self.step) + 1)]
        self.left = 10 + max(width_of(tick(value), SMALL_SIZE) for value in self.lines)
        right = max((width_of(point.shown, SMALL_SIZE) for point in points), default=0) / 2 + 2
        self.room = width - self.left - self.BESIDE - right
        self.across = self.room / max(1, len(points) - 1) if len(points) > 1 else 0.0
        self.places = [
            (self.left + self.BESIDE + self.across * at, None if (v := point.cell.value) is None else self._height(v))
            for at, point in enumerate(points)
        ]
        if len(points) == 1:
            self.places = [(self.left + self.room / 2, self.places[0][1])]

    def _height(self, value: float) -> float:
        return self.BASE - (self.BASE - self.TOP) * value / self.ceiling

    def drawn(self) -> list[str]:
        told = _told(self.places, self.points, self.across, self.colours)
        return [*self._axis(), *self._runs(), *self._marks(), *told, *self._legend()]

    def _axis(self) -> Iterator[str]:
        for value in self.lines:
            y, colours = self._height(value), self.colours
            yield element("path", d=f"M{number(self.left)} {number(y)}H{number(self.width)}", stroke=colours.line,
                          stroke_width=1)  # fmt: skip
            yield text(self.left - 7, y + 4, self.tick(value), colours.soft, SMALL_SIZE, "end")

    def _runs(self) -> Iterator[str]:
        accent = self.colours.accent
        for run in _runs(self.places):
            if len(run) > 1:
                path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in run)
                under = f"{path}V{number(self.BASE)}H{number(run[0][0])}z"
                yield element("path", d=under, fill=accent, fill_opacity="0.12")
                yield element("path", d=path, fill="none", stroke=accent, stroke_width=2.4, stroke_linejoin="round",
                              stroke_linecap="round")  # fmt: skip

    def _marks(self) -> Iterator[str]:
        """Each point, or that there is none; and the names that fit under the axis."""
        colours = self.colours
        labelled = _labelled(self.points, self.across or self.room)
        for (x, y), point, is_labelled in zip(self.places, self.points, labelled, strict=True):
            if point.cell.is_gap:
                yield _gap(x, self.TOP, self.BASE, min(self.across or 40, 40) * 0.62, colours)
            elif y is None:
                yield text(x, self.BASE - 6, point.shown, colours.soft, SMALL_SIZE - 1, "middle")
            elif len(self.points) <= MOST_DOTS or not self.across:
                yield element("circle", cx=x, cy=y, r=3.6, fill=colours.accent, stroke=colours.paper, stroke_width=1.6)
            if is_labelled:
                yield text(x, self.HEIGHT - 8, point.label, colours.soft, SMALL_SIZE, "middle")

    def _legend(self) -> Iterator[str]:
        if any(point.cell.is_gap for point in self.points):
            words = self.says("no-data")
            yield _gap(self.width - width_of(words, SMALL_SIZE) - 14, 1, 11, 10, self.colours)
            yield text(self.width, 10, words, self.colours.soft, SMALL_SIZE, "end")


def _told(
    places: Sequence[tuple[float, float | None]], points: Sequence[Point], across: float, colours: Colours
) -> list[str]:
    """The number at each point where all fit, else only at the highest."""
    seen = [(x, y, point) for (x, y), point in zip(places, points, strict=True) if y is not None]
    if not seen:
        return []
    widest = max(width_of(point.shown, SMALL_SIZE) for _, _, point in seen)
    if len(points) > MOST_LABELLED or (across and widest + 6 > across):
        seen = [min(seen, key=lambda each: each[1])]
    return [text(x, y - 9, point.shown, colours.ink, SMALL_SIZE, "middle", 600) for x, y, point in seen]


def _labelled(points: Sequence[Point], across: float) -> list[bool]:
    """Which points have their name under the axis: as many as fit, at equal distance."""
    widest = max((width_of(point.label, SMALL_SIZE) for point in points), default=0) + 10
    every = max(1, -int(-widest // max(1.0, across)))
    if not points:
        return []
    starts = [place for place, point in enumerate(points) if point.begins] or [0]
    if starts[0] > 0:
        starts.insert(0, 0)
    found = [False] * len(points)
    for start, end in zip(starts, [*starts[1:], len(points) + every - 1], strict=True):
        for place in range(start, end - every + 1, every):
            found[place] = True
        found[start] = found[start] or points[start].begins
    return found


def _gap(x: float, top: float, base: float, width: float, colours: Colours) -> str:
    return element(
        "rect", x=x - width / 2, y=top, width=width, height=base - top, rx=2, fill=colours.track, fill_opacity="0.8"
    )  # fmt: skip


def _runs(places: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """The stretches between gaps."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in places:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]


def scale(largest: float) -> tuple[float, float]:
    """The end of an axis, and its step: 1, 2 or 5 times a power of ten."""
    if largest <= TICKS:
        return float(TICKS), 1.0
    rough = largest / TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(times * power for times in (1, 2, 2.5, 5, 10) if times * power >= rough and (times * power) % 1 == 0)
    return step * -(-largest // step), step
