"""Hides small counts so that nobody finds them by subtraction either.

Numbers that are published together are a network: a number is an arc, and where some numbers add up to others they meet
in a node, with as much flowing in as out. Whoever knows all that is shown can only think of other flows with the same
shown numbers. So a count of 1 to 9 is hidden together with the cheapest others around it that let it be changed, in a
circle, to 1 and to 10 without changing anything that is shown. That circle is the proof: the tables in which the count
is 1, or 10, look exactly the same. (A method of statistical offices: cell suppression by network flows.)
"""

import heapq
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import count as numbered

SMALL = 10
"""Counts from 1 to one less are never told."""
LEAST_DOUBT = 3
"""Where less is possible than between 1 and 10 (because a number is known to the ten), so many other values remain."""
UNBOUNDED = 1 << 60

Node = Hashable


@dataclass(eq=False, slots=True)
class Arc:
    """One number of the tables, from one sum that it is part of to another."""

    start: Node
    end: Node
    value: int
    low: int = 0
    high: int = UNBOUNDED
    """What everybody knows of it anyway: at least, at most."""
    shown: bool = True
    exact: bool = True
    """False for what is only told to the ten: it is never shown as it is, and needs a doubt only within the ten."""

    @property
    def is_small(self) -> bool:
        return 0 < self.value < SMALL


class NotSafe(Exception):
    """Even with all of it hidden, a small count could be worked out."""


@dataclass
class Network:
    """Numbers that are published together, or were published before."""

    arcs: list[Arc] = field(default_factory=list)
    touching: dict[Node, list[Arc]] = field(default_factory=dict)

    def add(self, start: Node, end: Node, value: int) -> Arc:
        """A number that is listed because there is something to count: everybody knows that it is not 0."""
        return self._added(Arc(start, end, value, low=min(1, value)))

    def add_rounded(self, start: Node, end: Node, value: int) -> Arc:
        """A number of which everybody is told the tens."""
        tens = value - value % SMALL
        return self._added(Arc(start, end, value, tens, tens + SMALL - 1, shown=False, exact=False))

    def _added(self, arc: Arc) -> Arc:
        self.arcs.append(arc)
        self.touching.setdefault(arc.start, []).append(arc)
        self.touching.setdefault(arc.end, []).append(arc)
        return arc

    def protect(self) -> None:
        """Hides what must be hidden; raises NotSafe where that does not help."""
        small = [arc for arc in self.arcs if arc.is_small]
        for arc in small:
            arc.shown = False
        for arc in sorted(small, key=lambda arc: -arc.value):
            up, down = min(SMALL, arc.high) - arc.value, arc.value - arc.low
            got = self._free(arc, up, 1) + self._free(arc, down, -1)
            if got < min(up + down, LEAST_DOUBT):
                raise NotSafe

    def _free(self, arc: Arc, most: int, sign: int) -> int:
        """How far a number can be changed upwards (1) or downwards (-1); hides what this needs, the cheapest first."""
        moved: dict[Arc, int] = {}
        got = 0
        start, end = (arc.end, arc.start) if sign > 0 else (arc.start, arc.end)
        while got < most:
            way = self._cheapest(start, end, arc, moved, most - got)
            if way is None:
                break
            if not way:  # it is in no sum with anything
                return most
            step = min(most - got, *(self._room(each, direction, moved) for each, direction in way))
            for each, direction in way:
                moved[each] = moved.get(each, 0) + direction * step
                each.shown = False
            got += step
        return got

    def _room(self, arc: Arc, direction: int, moved: dict[Arc, int]) -> int:
        value = arc.value + moved.get(arc, 0)
        return arc.high - value if direction > 0 else value - arc.low

    def _cheapest(
        self, start: Node, end: Node, without: Arc, moved: dict[Arc, int], wanted: int
    ) -> list[tuple[Arc, int]] | None:
        """The way around that hides least of value; those who can carry all of it are preferred."""
        tie = numbered()
        best: dict[Node, float] = {start: 0.0}
        came: dict[Node, tuple[Node, Arc, int]] = {}
        queue = [(0.0, next(tie), start)]
        while queue:
            cost, _, node = heapq.heappop(queue)
            if node == end:
                return list(_back(came, end, start))
            if cost > best[node]:
                continue
            for arc, direction, other in self._onward(node):
                room = 0 if arc is without else self._room(arc, direction, moved)
                if room <= 0:
                    continue
                price = (1.0 + arc.value if arc.shown else 0.001) + (0.0 if room >= wanted else 0.5 + arc.value / 10)
                if cost + price < best.get(other, float("inf")):
                    best[other] = cost + price
                    came[other] = (node, arc, direction)
                    heapq.heappush(queue, (cost + price, next(tie), other))
        return None

    def _onward(self, node: Node) -> Iterator[tuple[Arc, int, Node]]:
        for arc in self.touching.get(node, ()):
            if arc.start == node:
                yield arc, 1, arc.end
            if arc.end == node:
                yield arc, -1, arc.start


def _back(came: dict[Node, tuple[Node, Arc, int]], end: Node, start: Node) -> Iterator[tuple[Arc, int]]:
    node = end
    while node != start:
        node, arc, direction = came[node]
        yield arc, direction


def floor(value: int) -> int:
    """Down to the ten."""
    return value - value % SMALL
