"""Where the nodes of a graph stand that are drawn as pictures: squares, as large as the room allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QRectF

from core.records import Graph, Node
from gui.look.theme import Theme
from gui.panels.graph.layout import WIDEST, Layout, closest
from gui.panels.graph.routes import routes
from gui.plotting.lettering import line_of, width_of

Columns: TypeAlias = dict[float, list[Node]]

GAP = 0.6  # of a square's side, between two columns at least, for the edges
WIDE_GAP = 1.0  # that is left where columns of few nodes are given larger squares
GROWTH = 2.0  # times as large as the smallest, at most
BETWEEN = 8.0  # pixels between two squares of a column
BESIDE = 8.0  # pixels from a square to its label
SMALLEST = 4.0
NOTES = 14  # size of type


@dataclass(frozen=True)
class Margins:
    """What texts take: left and right of the first and the last column, above every node, below the lowest."""

    left: float
    right: float
    above: float
    below: float


def lay_out_squares(graph: Graph, theme: Theme, area: QRectF) -> Layout:
    columns: dict[float, list[Node]] = {}
    for node in sorted(graph.nodes, key=lambda node: node.x):
        columns.setdefault(node.x, []).append(node)
    size = 16 if area.width() > 560 else 14
    margins = _margins(columns, theme, size, area)
    room = area.adjusted(margins.left, margins.above, -margins.right, -margins.below)
    sides = _sides(columns, room, margins.above)
    boxes = _boxes(columns, room, sides)
    labels = {node.id: node.label for node in graph.nodes}
    ordered = {node.id: boxes[node.id] for node in graph.nodes}
    widest = min(max(round(min(sides.values()) / 6) / 2, 2.0), WIDEST)  # many thick lines would hide each other
    return Layout(size, margins.below > 0, ordered, labels, routes(graph, theme, size, ordered), widest)


def label_box(node: Node, graph: Graph, layout: Layout, line: float) -> QRectF:
    """Left of the first column, right of the last, above a node between them."""
    box = layout.boxes[node.id]
    columns = [other.x for other in graph.nodes]
    if node.x == min(columns):
        return QRectF(box.left() - BESIDE - 400, box.center().y() - line / 2, 400, line)
    if node.x == max(columns):
        return QRectF(box.right() + BESIDE, box.center().y() - line / 2, 400, line)
    return QRectF(box.center().x() - 200, box.top() - line - 1, 400, line)


def _margins(columns: Columns, theme: Theme, size: int, area: QRectF) -> Margins:
    font, notes = theme.font(size), theme.font(NOTES)
    first, *between, last = [*columns.values()] if len(columns) > 1 else [*columns.values(), []]

    def beside(column: list[Node]) -> float:
        widest = max((width_of(node.label, font) for node in column), default=0.0)
        return min(widest + BESIDE, 0.2 * area.width()) if widest else 0.0

    above = line_of(font) + 2 if any(node.label for column in between for node in column) else 0.0
    below = line_of(notes) + 4
    roomy = area.width() > len(columns) * (width_of("± 0.000", notes) + 8) and area.height() > 12 * below
    return Margins(beside(first), beside(last), above, below if roomy else 0.0)


def _sides(columns: Columns, room: QRectF, above: float) -> dict[float, float]:
    """The largest squares, alike: columns leave room for edges, and no two nodes of a column touch. What is then still
    free across goes to columns of few nodes."""
    count = len(columns)
    highest = {x: _highest(column, columns, room, above) for x, column in columns.items()}
    side = max(min(room.width() / (count + GAP * (count - 1)), *highest.values()), SMALLEST)
    free = room.width() - WIDE_GAP * side * (count - 1)
    growth = 1.0
    for tried in (1.25, 1.5, 1.75, GROWTH):
        if sum(max(min(tried * side, most), side) for most in highest.values()) <= free:
            growth = tried
    return {x: max(min(growth * side, most), side) for x, most in highest.items()}


def _highest(column: list[Node], columns: Columns, room: QRectF, above: float) -> float:
    """The side at which the nodes of a column still stand apart, wherever the rows of the graph put them."""
    rows = [node.y for nodes in columns.values() for node in nodes]
    span = max(rows) - min(rows)
    if span == 0:
        return room.height()
    pitch = closest(tuple(column)) / span  # of two neighbours, as a share of the way from the first row to the last
    return (room.height() * pitch - BETWEEN - above) / (1 + pitch) if len(column) > 1 else room.height() / 2


def _boxes(columns: Columns, room: QRectF, sides: dict[float, float]) -> dict[str, QRectF]:
    """Columns are apart by the same free space; the rows are those of the tallest column."""
    xs = list(columns)
    gap = (room.width() - sum(sides.values())) / ((xs[-1] - xs[0]) or 1.0)
    rows = [node.y for nodes in columns.values() for node in nodes]
    lowest, span = min(rows), max(rows) - min(rows)
    least = min(sides.values())
    left, boxes = room.left() if len(xs) > 1 else room.center().x() - least / 2, {}
    for i, (x, nodes) in enumerate(columns.items()):
        left += gap * (x - xs[i - 1]) if i else 0.0
        for node in nodes:
            middle = room.top() + least / 2 + (room.height() - least) * ((node.y - lowest) / span if span else 0.5)
            boxes[node.id] = QRectF(left, middle - sides[x] / 2, sides[x], sides[x])
        left += sides[x]
    return boxes
