"""How the edges of a graph run from node to node, and where on them their texts stand."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from core.array import Array
from core.records import Edge, Graph
from gui.look.theme import Theme
from gui.plotting.lettering import line_of, typeset, width_of

TURN = math.radians(62)  # an edge meets a circle at most that far from the horizontal
PAD = 12.0
ARROW = 18.0  # pixels of an edge with a weight


@dataclass(frozen=True)
class Route:
    """An edge: from `start` straight to `bend`, in a curve with the controls c1, c2 to `tail`, straight to `end`.

    index: its place among the edges of the record; text: the middle of its texts; level: whether they stand on a
    straight part, so that the line parts them.
    """

    index: int
    start: QPointF
    bend: QPointF
    c1: QPointF
    c2: QPointF
    tail: QPointF
    end: QPointF
    text: QPointF
    level: bool = True

    def path(self) -> QPainterPath:
        path = QPainterPath(self.start)
        path.lineTo(self.bend)
        path.cubicTo(self.c1, self.c2, self.tail)
        path.lineTo(self.end)
        return path

    def curve(self, t: Array) -> Array:
        """Points (len(t), 2) of the curved part."""
        t = t[:, None]
        p0, p1, p2, p3 = (np.array([[p.x(), p.y()]]) for p in (self.bend, self.c1, self.c2, self.tail))
        return np.asarray((1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t**2 * p2 + t**3 * p3)

    @cached_property
    def reach(self) -> QRectF:
        """A rectangle that the route never leaves."""
        points = (self.start, self.bend, self.c1, self.c2, self.tail, self.end)
        xs, ys = [p.x() for p in points], [p.y() for p in points]
        return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))

    def distance(self, at: QPointF) -> float:
        """Pixels from a point to the route."""
        curve = self.curve(np.linspace(0, 1, 24))
        points = np.vstack([[self.start.x(), self.start.y()], curve, [self.end.x(), self.end.y()]])
        a, d = points[:-1], np.diff(points, axis=0)
        here = np.array([at.x(), at.y()])
        share = np.clip(((here - a) * d).sum(axis=1) / np.maximum((d * d).sum(axis=1), 1e-9), 0, 1)
        return float(np.hypot(*(a + share[:, None] * d - here).T).min())


def text_height(theme: Theme, size: int) -> float:
    """Pixels that the two texts of an edge take, one above the line and one below it."""
    return 2 * line_of(theme.font(size)) + 4


def routes(graph: Graph, theme: Theme, size: int, boxes: dict[str, QRectF]) -> tuple[Route, ...]:
    """A route per edge.

    A value that goes to one place runs level out of its node first and carries its texts there; one that goes to many
    runs level into each that has no other input. Elsewhere the texts stand on the curve, where they touch nothing.
    """
    leaving, arriving = Counter(edge.source for edge in graph.edges), Counter(edge.target for edge in graph.edges)
    middles = sorted({box.center().x() for box in boxes.values()})
    taken = list(boxes.values())
    made = []
    for index, edge in enumerate(graph.edges):
        a, b = boxes[edge.source], boxes[edge.target]
        block = room_of(edge, theme, size)
        if edge.weight is not None:
            made.append(_straight(index, a, b, line_of(theme.font(size))))
            continue
        if leaving[edge.source] == 1:
            before = max((x for x in middles if x < b.left()), default=a.right())
            route = _level_out(index, a, b, block.width(), before)
        else:
            run = block.width() if arriving[edge.target] == 1 else 0.0
            route = _level_in(index, a, b, run)
        route = route if route.level else _placed(route, block, taken)
        taken.append(_around(route.text, block))
        made.append(route)
    return tuple(made)


def room_of(edge: Edge, theme: Theme, size: int) -> QRectF:
    """Room for both texts, the same before they are known."""
    if edge.weight is not None:
        return QRectF(0, 0, ARROW, text_height(theme, size))
    font = theme.font(size, bold=True)  # as where the walk stands
    texts = (typeset(edge.above), typeset(f"← {edge.below}"), typeset(edge.room) or "← 0.000")
    return QRectF(0, 0, max(width_of(text, font) for text in texts) + PAD, text_height(theme, size))


def _straight(index: int, a: QRectF, b: QRectF, line: float) -> Route:
    """Its text stands on it, nearer to the source, where the edges of two layers do not cross yet."""
    start, end = QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())
    third = (end - start) / 3
    return Route(index, start, start, start + third, end - third, end, end, start + third + QPointF(0, line / 2), False)


def _level_out(index: int, a: QRectF, b: QRectF, run: float, before: float) -> Route:
    """Level out of the source past its texts and past the column before the target, then in a curve to the target."""
    start = QPointF(a.right(), a.center().y())
    gap = b.left() - start.x()
    x = max(start.x() + min(run, max(gap - 12, 0.5 * gap)), min(before, b.left() - 0.4 * gap))
    bend = QPointF(x, start.y())
    end, away = _port(b, bend, -1)
    reach = max((end.x() - x) * 0.5, 3.0)
    text = QPointF(start.x() + run / 2, start.y())
    return Route(index, start, bend, bend + QPointF(reach, 0), end + away * reach, end, end, text)


def _level_in(index: int, a: QRectF, b: QRectF, run: float) -> Route:
    """Out of the source in a curve, then level into the target, the texts before it."""
    end = QPointF(b.left(), b.center().y())
    gap = end.x() - a.right()
    tail = QPointF(end.x() - min(run, 0.7 * gap), end.y())
    start, out = _port(a, tail, 1)
    reach = max((tail.x() - start.x()) * 0.5, 3.0)
    text = QPointF(end.x() - run / 2 - 8, end.y())  # clear of the arrow's head
    if run:
        return Route(index, start, start, start + out * reach, tail - QPointF(reach, 0), tail, end, text)
    end, away = _port(b, start, -1)
    return Route(index, start, start, start + out * reach, end + away * reach, end, end, start, level=False)


def _port(box: QRectF, towards: QPointF, side: int) -> tuple[QPointF, QPointF]:
    """Where an edge meets a node on its left (side −1) or right (1), and the direction away from it."""
    middle = box.center()
    angle = math.atan2(towards.y() - middle.y(), max(side * (towards.x() - middle.x()), 1.0))
    angle = max(-TURN, min(TURN, angle))
    away = QPointF(side * math.cos(angle), math.sin(angle))
    if box.width() > box.height() + 1:  # not a circle: at the middle of its edge
        return QPointF(middle.x() + side * box.width() / 2, middle.y() + box.height() / 4 * math.sin(angle)), away
    return middle + away * (box.height() / 2), away


def _placed(route: Route, block: QRectF, taken: list[QRectF]) -> Route:
    """With its texts on the curve where they touch nothing, or else least."""
    candidates = [QPointF(x, y) for x, y in route.curve(np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8])).tolist()]

    def touched(at: QPointF) -> float:
        overlaps = (_around(at, block).intersected(other) for other in taken)
        return sum(box.width() * box.height() for box in overlaps if box.isValid())

    return replace(route, text=min(candidates, key=touched))


def _around(at: QPointF, block: QRectF) -> QRectF:
    return QRectF(at.x() - block.width() / 2, at.y() - block.height() / 2, block.width(), block.height())
