"""Where everything of a graph stands in a panel: nodes, the routes of edges, the places of their texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from core.nn.array import Array
from core.run.diagram import Edge, Graph, Node
from gui.panels.words import line_of, width_of
from gui.theme import Theme

SIZES = ((20, 96.0, 190.0), (16, 64.0, 130.0), (14, 40.0, 90.0), (12, 0.0, 0.0))  # type, row and column that suit it
NARROWEST = 5.0  # pixels of a circle's radius
GAP = 8.0
TURN = math.radians(62)  # an edge enters a node at most that far from the horizontal


@dataclass(frozen=True)
class Route:
    """An edge: from `start` straight to `lead`, then in a curve to `end`. text: the middle of its texts."""

    edge: Edge
    start: QPointF
    lead: QPointF
    c1: QPointF
    c2: QPointF
    end: QPointF
    text: QPointF

    def path(self) -> QPainterPath:
        path = QPainterPath(self.start)
        path.lineTo(self.lead)
        path.cubicTo(self.c1, self.c2, self.end)
        return path

    def points(self, count: int = 24) -> Array:
        """(count + 1, 2) along the route, the start first."""
        return np.vstack([[self.start.x(), self.start.y()], _curve(self, np.linspace(0, 1, count))])


@dataclass(frozen=True)
class Layout:
    """boxes by the node's id; size is the type's; one route per edge, in the order of the record."""

    size: int
    boxes: dict[str, QRectF]
    routes: tuple[Route, ...]


def lay_out(graph: Graph, theme: Theme, area: QRectF) -> Layout:
    columns = sorted({node.x for node in graph.nodes})
    rows = sorted({node.y for node in graph.nodes})
    span = max(columns[-1] - columns[0], 1e-9), max(rows[-1] - rows[0], 1e-9)
    closest = _closest(graph.nodes)
    size = next(
        size for size, row, column in SIZES
        if closest * area.height() / (span[1] + 1) >= row and area.width() / (span[0] + 1) >= column
    )  # fmt: skip
    radius = _radius(closest * area.height() / (span[1] + 1), area.width() / (span[0] + 1), size)
    sizes = _sizes(graph.nodes, theme, size, radius, area.width() / (span[0] + 1))
    beneath = line_of(theme.font(12)) if any(node.note for node in graph.nodes) else 0.0
    room = area.adjusted(
        max(sizes[n.id][0] for n in graph.nodes if n.x == columns[0]) / 2 + 2,
        max(sizes[n.id][1] for n in graph.nodes) / 2 + 2,
        -max(sizes[n.id][0] for n in graph.nodes if n.x == columns[-1]) / 2 - 2,
        -max(sizes[n.id][1] for n in graph.nodes) / 2 - 2 - beneath,
    )
    boxes = {}
    for node in graph.nodes:
        x = room.left() + room.width() * ((node.x - columns[0]) / span[0] if len(columns) > 1 else 0.5)
        y = room.top() + room.height() * ((node.y - rows[0]) / span[1] if len(rows) > 1 else 0.5)
        width, height = sizes[node.id]
        boxes[node.id] = QRectF(x - width / 2, y - height / 2, width, height)
    return Layout(size, boxes, _routes(graph, theme, size, boxes))


def _closest(nodes: Iterable[Node]) -> float:
    """The least distance in rows between two nodes of one column."""
    columns: dict[float, list[float]] = {}
    for node in nodes:
        columns.setdefault(node.x, []).append(node.y)
    gaps = [b - a for ys in columns.values() for a, b in zip(sorted(ys), sorted(ys)[1:], strict=False)]
    return max(min(gaps, default=1.0), 0.25)


def _radius(row: float, column: float, size: int) -> float:
    return max(min(0.34 * row, 0.2 * column, 1.5 * size), NARROWEST)


def _sizes(
    nodes: tuple[Node, ...], theme: Theme, size: int, radius: float, column: float
) -> dict[str, tuple[float, float]]:
    """Width and height of every node: circles; boxes of one width in a column, as wide as their labels if they may."""
    font = theme.font(size)
    widest: dict[float, float] = {}
    for node in nodes:
        if node.kind in ("input", "output"):
            widest[node.x] = max(widest.get(node.x, 0.0), width_of(node.label, font) + 1.2 * size)
    made = {}
    for node in nodes:
        if node.kind in ("input", "output"):
            width = max(min(widest[node.x], 0.8 * column), 2 * NARROWEST)
            made[node.id] = max(width, min(2 * radius, 0.8 * column)), min(2 * radius, 2.0 * size)
        else:
            text = width_of(node.label, font) + size if node.kind == "operation" and len(node.label) > 2 else 0.0
            made[node.id] = max(2 * radius, min(text, 0.7 * column)), 2 * radius
    return made


def _routes(graph: Graph, theme: Theme, size: int, boxes: dict[str, QRectF]) -> tuple[Route, ...]:
    outgoing = Counter(edge.source for edge in graph.edges)
    columns = sorted({box.center().x() for box in boxes.values()})
    taken: list[QRectF] = list(boxes.values())
    made = []
    for edge in graph.edges:
        if edge.weight is not None:
            made.append(_straight(edge, boxes))
            continue
        block = _text_block(edge, theme, size)
        before = max((x for x in columns if x < boxes[edge.target].left()), default=0.0)
        route = _curved(edge, boxes, block[0] if outgoing[edge.source] == 1 else 0.0, before)
        place = _place_text(route, block, taken, alone=outgoing[edge.source] == 1)
        taken.append(_around(place, block))
        made.append(Route(edge, route.start, route.lead, route.c1, route.c2, route.end, place))
    return tuple(made)


def _text_block(edge: Edge, theme: Theme, size: int) -> tuple[float, float]:
    """Room for both texts, the same before they are known, so that nothing moves when they come."""
    font = theme.font(size)
    widest = max(width_of(edge.above, font), width_of(f"← {edge.below}", font), 3.2 * size)
    return widest + GAP, 2 * line_of(font) + 4


def _straight(edge: Edge, boxes: dict[str, QRectF]) -> Route:
    a, b = boxes[edge.source], boxes[edge.target]
    start, end = QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())
    return Route(edge, start, start, start + (end - start) / 3, end - (end - start) / 3, end, (start + end) / 2)


def _curved(edge: Edge, boxes: dict[str, QRectF], lead: float, before: float) -> Route:
    """Level out of the source, past the column before the target, then in a curve towards the target's middle."""
    a, b = boxes[edge.source], boxes[edge.target]
    start = QPointF(a.right(), a.center().y())
    gap = b.left() - start.x()
    far = max(start.x() + min(lead, 0.6 * gap), min(before, b.left() - 0.3 * gap))
    bent = QPointF(far, start.y())
    angle = math.atan2(bent.y() - b.center().y(), max(b.center().x() - bent.x(), 1.0))
    angle = max(-TURN, min(TURN, angle))
    radius = b.height() / 2
    away = QPointF(-math.cos(angle), math.sin(angle))
    end = b.center() + away * radius
    if b.width() > b.height() + 1:  # a box is entered at its left edge
        end = QPointF(b.left(), b.center().y() + 0.5 * radius * math.sin(angle))
    reach = max((end.x() - bent.x()) * 0.5, 4.0)
    return Route(edge, start, bent, bent + QPointF(reach, 0), end + away * reach, end, bent)


def _place_text(route: Route, block: tuple[float, float], taken: list[QRectF], alone: bool) -> QPointF:
    """The first place along the route where the texts touch nothing, else the one where they touch least."""
    level = QPointF(route.start.x() + block[0] / 2 + 1, route.start.y())
    shares = np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8])
    candidates = ([level] if alone else []) + [QPointF(x, y) for x, y in _curve(route, shares).tolist()]

    def touched(at: QPointF) -> float:
        box = _around(at, block)
        return sum(_area(box.intersected(other)) for other in taken)

    return next((at for at in candidates if touched(at) == 0), min(candidates, key=touched))


def _around(at: QPointF, block: tuple[float, float]) -> QRectF:
    return QRectF(at.x() - block[0] / 2, at.y() - block[1] / 2, *block)


def _area(box: QRectF) -> float:
    return box.width() * box.height() if box.isValid() else 0.0


def _curve(route: Route, t: Array) -> Array:
    """Points (len(t), 2) of the curved part."""
    t = t[:, None]
    p0, p1, p2, p3 = (np.array([[p.x(), p.y()]]) for p in (route.lead, route.c1, route.c2, route.end))
    return np.asarray((1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t**2 * p2 + t**3 * p3)
