"""Charts of a period's figures: which rows are drawn, what the table beside them has, and a sentence that tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.metrics import charts
from bot.metrics.charts import Chart, Point, Row, Table
from bot.metrics.figures import HIDDEN, Cell, Figures
from bot.metrics.mexico import Bubble, city_map
from bot.metrics.words import Words

MOST_BARS, MOST_PARTS = 8, 5


@dataclass(frozen=True)
class Pictures:
    figures: Figures
    words: Words

    def bars(self, metric: str, dimension: str, title: str = "", most: int = MOST_BARS) -> Chart:
        rows = self.rows(metric, dimension)
        return charts.bars(
            self._id(metric, dimension), title or self.words.say(f"chart.{metric}"), self.words.meaning(metric),
            rows[:most], self._table(dimension, metric, rows), self._told(metric, rows, len(rows) - most),
        )  # fmt: skip

    def shares(self, metric: str, dimension: str, title: str = "") -> Chart:
        rows = self.rows(metric, dimension)
        return charts.shares(
            self._id(metric, dimension), title or self.words.say(f"chart.{metric}"), self.words.meaning(metric),
            self._gathered(rows), self._table(dimension, metric, rows), self._told(metric, rows, 0),
        )  # fmt: skip

    def trend(self, metric: str, title: str = "") -> Chart:
        words, step = self.words, self.figures.step
        cells = self.figures[metric].series
        is_long = self.figures.period.is_long
        points = [
            Point(
                f"{start.year}" if is_long and start.month == 1 else words.step(start, step),
                words.step(start, step, long=True), cell, words.cell(cell), is_long and start.month == 1,
            )
            for start, cell in zip(self.figures.starts, cells, strict=bool(cells))
        ]  # fmt: skip
        return charts.trend(
            self._id(metric, step), title or words.say(f"trend.{step}", name=words.name(metric)), words.meaning(metric),
            points, (words.say(f"step.{step}"), words.name(metric)), self._course(metric, points), words.say,
            words.number,
        )  # fmt: skip

    def cities(self, metric: str = "city") -> Chart:
        """A city that is not in content/cities.yaml has no place on the map, and is in the table."""
        rows = self.rows(metric, "city")
        known = self.words.library.directory.cities
        bubbles = [
            Bubble(row, known[row.label].pin.latitude, known[row.label].pin.longitude)
            for row in rows
            if row.label in known
        ]
        told = self.words.say("told.cities", count=len(rows)) if rows else ""
        rings = self.words.say("told.rings") if any(bubble.row.cell.hidden for bubble in bubbles) else ""
        return city_map(
            self._id(metric, "city"), self.words.say(f"chart.{metric}"), self.words.meaning(metric), bubbles,
            self._table("city", metric, rows), " ".join(filter(None, (told, self._told(metric, rows, 0), rings))),
        )  # fmt: skip

    # rows

    def rows(self, metric: str, dimension: str) -> list[Row]:
        """All labels, the largest first; what is not known or not shown stands last."""
        measure = self.figures[metric]
        cells = measure.tables.get(dimension, {})
        whole = whole_of(measure.total, cells)
        rows = [self._row(self.words.label(dimension, label), cell, whole) for label, cell in cells.items()]
        return sorted(rows, key=lambda row: (row.cell.value is None, -row.size))

    def _row(self, label: str, cell: Cell, whole: int) -> Row:
        share = cell.value / whole if whole and cell.value is not None else None
        return Row(
            label, cell, self.words.cell(cell), share, "" if share is None else self.words.per_cent(min(1.0, share))
        )

    def _gathered(self, rows: Sequence[Row]) -> list[Row]:
        """The first few; the rest of what is told as one, and what is not shown as another."""
        told = [row for row in rows if row.cell.value is not None]
        hidden = [row for row in rows if row.cell.hidden]
        kept = told if len(told) <= MOST_PARTS else told[: MOST_PARTS - 1]
        found = list(kept)
        if rest := told[len(kept) :]:
            cell = Cell(sum(row.size for row in rest), rounded=any(row.cell.rounded for row in rest))
            shares = [row.share for row in rest if row.share is not None]
            share = sum(shares) if shares else None
            shown = "" if share is None else self.words.per_cent(share)
            found.append(Row(self.words.say("other"), cell, self.words.cell(cell), share, shown))
        if hidden:
            label = hidden[0].label if len(hidden) == 1 else self.words.say("few", count=len(hidden))
            found.append(Row(label, HIDDEN, self.words.cell(HIDDEN)))
        return found

    def _table(self, dimension: str, metric: str, rows: Sequence[Row]) -> Table:
        words = self.words
        head = (words.say(f"by.{dimension}"), words.name(metric), words.say("share"))
        return Table(head, tuple((row.label, row.shown, row.share_shown) for row in rows))

    # in words

    def _told(self, metric: str, rows: Sequence[Row], left_out: int) -> str:
        told = [row for row in rows if row.size]
        if not told:
            return self._nothing(metric)
        shares = [self.words.say("told.one", name=row.label, value=row.share_shown or row.shown) for row in told[:3]]
        said = self.words.say("told.most", first=shares[0])
        if len(shares) > 1:
            said = self.words.say("told.most-and", first=shares[0], others=self.words.joined(shares[1:]))
        return f"{said} {self.words.say('told.more', count=left_out)}" if left_out > 0 else said

    def _course(self, metric: str, points: Sequence[Point]) -> str:
        told = [point for point in points if point.cell.value is not None]
        gaps = sum(point.cell.is_gap for point in points)
        if not told:
            return self._nothing(metric)
        high = max(told, key=lambda point: point.cell.value or 0)
        low = min(told, key=lambda point: point.cell.value or 0)
        said = self.words.say("told.high", name=high.name, value=high.shown)
        if low.cell.value != high.cell.value:
            said = self.words.say("told.high-low", name=high.name, value=high.shown, low=low.name, least=low.shown)
        return f"{said} {self.words.say('told.gaps', count=gaps)}" if gaps else said

    def _nothing(self, metric: str) -> str:
        measure = self.figures.measures.get(metric)
        is_kept_back = self.figures.is_public and (measure is None or bool(measure.total.value and not measure.tables))
        return self.words.say("told.not-told" if is_kept_back else "told.nothing")

    def _id(self, *parts: str) -> str:
        return "-".join(("chart", *parts)).replace("_", "-")


def whole_of(total: Cell, cells: Mapping[str, Cell]) -> int:
    """What shares are shares of: the total, if it is told; else nothing is."""
    return total.value or 0 if not total.rounded else sum(cell.value or 0 for cell in cells.values())
