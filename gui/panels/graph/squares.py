"""Where the nodes of a graph stand that are drawn as pictures: squares, as large as the room allows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from core.records import Graph, Node
from gui.look.theme import Theme
from gui.panels.graph.layout import Layout, closest
from gui.panels.graph.routes import routes
from gui.plotting.lettering import line_of, width_of

GAP = 0.6  # of a square's side, between two columns at least, for the edges
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
    columns = sorted({node.x for node in graph.nodes})
    rows = sorted({node.y for node in graph.nodes})
    size = 16 if area.width() > 560 else 14
    margins = _margins(graph, theme, size, columns, area)
    room = area.adjusted(margins.left, margins.above, -margins.right, -margins.below)
    side = _side(graph, room, columns, rows, margins.above)
    boxes = {node.id: _box(node, room, side, columns, rows) for node in graph.nodes}
    labels = {node.id: node.label for node in graph.nodes}
    return Layout(size, margins.below > 0, boxes, labels, routes(graph, theme, size, boxes))


def label_box(node: Node, graph: Graph, layout: Layout, line: float) -> QRectF:
    """Left of the first column, right of the last, above a node between them."""
    box = layout.boxes[node.id]
    columns = [other.x for other in graph.nodes]
    if node.x == min(columns):
        return QRectF(box.left() - BESIDE - 400, box.center().y() - line / 2, 400, line)
    if node.x == max(columns):
        return QRectF(box.right() + BESIDE, box.center().y() - line / 2, 400, line)
    return QRectF(box.center().x() - 200, box.top() - line - 1, 400, line)


def _margins(graph: Graph, theme: Theme, size: int, columns: list[float], area: QRectF) -> Margins:
    font = theme.font(size)

    def beside(column: float) -> float:
        widest = max((width_of(node.label, font) for node in graph.nodes if node.x == column), default=0.0)
        return min(widest + BESIDE, 0.2 * area.width()) if widest else 0.0

    between = any(node.label for node in graph.nodes if node.x not in (columns[0], columns[-1]))
    right = beside(columns[-1]) if len(columns) > 1 else 0.0
    notes = line_of(theme.font(NOTES)) + 4
    return Margins(
        beside(columns[0]), right, line_of(font) + 2 if between else 0.0, notes * (area.height() > 12 * notes)
    )


def _side(graph: Graph, room: QRectF, columns: list[float], rows: list[float], above: float) -> float:
    """The largest square: columns leave room for edges, and no two nodes of a column touch."""
    count = len(columns)
    across = room.width() / (count + GAP * (count - 1))
    span = rows[-1] - rows[0]
    if span == 0:
        return max(min(across, room.height()), SMALLEST)
    pitch = closest(graph.nodes) / span  # of two neighbours, as a share of the way from the first row to the last
    down = (room.height() * pitch - BETWEEN - above) / (1 + pitch)
    return max(min(across, down), SMALLEST)


def _box(node: Node, room: QRectF, side: float, columns: list[float], rows: list[float]) -> QRectF:
    def placed(value: float, ends: list[float], start: float, length: float) -> float:
        span = ends[-1] - ends[0]
        return start + (length - side) * ((value - ends[0]) / span if span else 0.5)

    x = placed(node.x, columns, room.left(), room.width())
    return QRectF(x, placed(node.y, rows, room.top(), room.height()), side, side)
