"""Where the nodes of a graph stand in a panel, in the largest type with which everything has its room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from core.records import Graph, Node
from gui.look.theme import Theme
from gui.panels.graph.routes import ARROW, Route, room_of, routes, text_height
from gui.plotting.lettering import in_two, line_of, width_of

# Sizes of type, and whether the names in boxes are broken into two lines: the first that fits is taken.
TRIES = ((20, False), (16, False), (14, False), (14, True), (12, False), (12, True))
SMALLEST = 5.0  # pixels of a circle's radius
WIDEST = 6.0  # pixels of the edge with the largest weight


class Size(NamedTuple):
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """size is the type's; boxes and labels by the node's id; one route per edge, in the order of the record; texts:
    whether there is room for them on the edges at all, or beneath the nodes. widest: pixels of the edge with the
    largest weight."""

    size: int
    texts: bool
    boxes: dict[str, QRectF]
    labels: dict[str, str]
    routes: tuple[Route, ...]
    widest: float = WIDEST

    @cached_property
    def lines(self) -> tuple[QPainterPath, ...]:
        """Each route as the straight line that it is where edges have weights."""
        return tuple(_line(route.start, route.end) for route in self.routes)


def _line(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    path.lineTo(end)
    return path


def lay_out(graph: Graph, theme: Theme, area: QRectF) -> Layout:
    for size, broken in TRIES:
        plan = _Plan(graph, theme, area, size, broken)
        if plan.fits:
            break
    boxes = plan.boxes()
    return Layout(plan.size, plan.speaks, boxes, plan.labels, routes(graph, theme, plan.size, boxes))


class _Plan:
    """One try: node sizes in a size of type, and what they leave between the columns and the rows."""

    def __init__(self, graph: Graph, theme: Theme, area: QRectF, size: int, broken: bool) -> None:
        self.graph, self.theme, self.area, self.size = graph, theme, area, size
        self.columns = sorted({node.x for node in graph.nodes})
        self.rows = sorted({node.y for node in graph.nodes})
        self.labels = {n.id: in_two(n.label) if broken and _boxed(n) else n.label for n in graph.nodes}
        self.row = closest(graph.nodes) * area.height() / (self.rows[-1] - self.rows[0] + 1)
        self.radius = max(min(0.34 * self.row, 1.5 * size), SMALLEST)
        wanted = {column: max(self._wanted(node) for node in self._nodes(column)) for column in self.columns}
        room = 0.6 * area.width()
        shrink = min(room / sum(wanted.values()), 1.0)
        self.widths = {column: max(width * shrink, 2 * SMALLEST) for column, width in wanted.items()}
        span = max(self.columns[-1] - self.columns[0], 1e-9)
        self.gap = (area.width() - 4 - sum(self.widths.values())) / span
        self.gaps = self._gaps()
        self.fits = shrink == 1.0 and self._roomy()
        self.speaks = self.gap >= 3 * size and self.row >= 0.9 * text_height(theme, size)

    def _nodes(self, column: float) -> Iterator[Node]:
        return (node for node in self.graph.nodes if node.x == column)

    def _wanted(self, node: Node) -> float:
        """Pixels of width that show the whole label."""
        font = self.theme.font(self.size)
        text = max((width_of(line, font) for line in self.labels[node.id].splitlines()), default=0.0)
        if _boxed(node):
            return max(text + 1.2 * self.size, 2.2 * self.size)
        return max(2 * self.radius, text + self.size if len(node.label) > 2 else 0.0)

    def _roomy(self) -> bool:
        """Whether texts stand between the columns, and lines of text between the rows."""
        font = self.theme.font(self.size)
        texts = any(edge.weight is None for edge in self.graph.edges)
        if any(gap < need for gap, need in zip(self.gaps, self._needs(), strict=True)):
            return False
        lines = max(label.count("\n") + 1 for label in self.labels.values())
        tallest = max(lines * line_of(font) + 6, text_height(self.theme, self.size) if texts else 0.0)
        return self.row >= tallest + 2

    def _needs(self) -> list[float]:
        """Pixels that the texts of edges take between each column and the next: behind a value that goes to one place,
        before the target of any other."""
        at = {node.id: self.columns.index(node.x) for node in self.graph.nodes}
        leaving = Counter(edge.source for edge in self.graph.edges)
        needs = [ARROW] * (len(self.columns) - 1)
        for edge in self.graph.edges:
            gap = at[edge.source] if leaving[edge.source] == 1 else at[edge.target] - 1
            if 0 <= gap < len(needs):
                needs[gap] = max(needs[gap], room_of(edge, self.theme, self.size).width())
        return needs

    def _gaps(self) -> list[float]:
        """Pixels between each column and the next: the same for each step of x, or first what the texts need; where
        there is less than that, all have the same share of it."""
        steps = [b - a for a, b in pairwise(self.columns)]
        even, needs = [self.gap * step for step in steps], self._needs()
        spare = sum(even) - sum(needs)
        if all(gap >= need for gap, need in zip(even, needs, strict=True)):
            return even
        if spare < 0:
            return [need * sum(even) / sum(needs) for need in needs]
        return [need + spare * step / sum(steps) for need, step in zip(needs, steps, strict=True)]

    def boxes(self) -> dict[str, QRectF]:
        """A box for every node."""
        left, centres = self.area.left() + 2, {}
        for i, column in enumerate(self.columns):
            if i:
                left += self.gaps[i - 1]
            centres[column] = left + self.widths[column] / 2
            left += self.widths[column]
        sizes = {node.id: self._size_of(node) for node in self.graph.nodes}
        noted = line_of(self.theme.font(12)) if any(node.note for node in self.graph.nodes) else 0.0
        half = max(size.height for size in sizes.values()) / 2 + 2
        half = max(half, text_height(self.theme, self.size) / 2 if self._texts else 0.0)
        top, bottom = self.area.top() + half, self.area.bottom() - half - noted
        span = self.rows[-1] - self.rows[0]
        boxes = {}
        for node in self.graph.nodes:
            y = top + (bottom - top) * ((node.y - self.rows[0]) / span if span else 0.5)
            width, height = sizes[node.id]
            boxes[node.id] = QRectF(centres[node.x] - width / 2, y - height / 2, width, height)
        return boxes

    @property
    def _texts(self) -> bool:
        return any(edge.weight is None for edge in self.graph.edges)

    def _size_of(self, node: Node) -> Size:
        if _boxed(node):
            lines = self.labels[node.id].count("\n") + 1
            height = lines * line_of(self.theme.font(self.size)) + 0.5 * self.size
            return Size(self.widths[node.x], min(height, 0.75 * self.row))
        height = min(2 * self.radius, self.widths[node.x])
        return Size(max(height, min(self._wanted(node), self.widths[node.x])), height)


def _boxed(node: Node) -> bool:
    return node.kind in ("input", "output")


def closest(nodes: tuple[Node, ...]) -> float:
    """The least distance in rows between two nodes of one column."""
    columns: dict[float, list[float]] = {}
    for node in nodes:
        columns.setdefault(node.x, []).append(node.y)
    gaps = [b - a for ys in columns.values() for a, b in zip(sorted(ys), sorted(ys)[1:], strict=False)]
    return max(min(gaps, default=1.0), 0.25)
