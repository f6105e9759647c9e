"""What is written around a surface's box: numbers along three edges, their names, and a note in a free corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPolygonF

from core.array import Interval
from gui.look.theme import Theme
from gui.panels.surface.projection import Projection
from gui.plotting.ticks import Tick, linear_ticks

TICKS = 4
CLOSEST = 18.0  # pixels between two numbers along an edge
SHORTEST = 6.0  # pixels of an edge that has numbers: one that is looked along has none


def ticks_of(span: Interval) -> tuple[Tick, ...]:
    """Of an axis of the box; more where there would be hardly any, as from −4.5 to 4.5."""
    found = linear_ticks(*span, TICKS)
    return found if len(found) > 2 else linear_ticks(*span, 2 * TICKS)


class Edge(NamedTuple):
    """An edge of the box that carries numbers, from the low end of its axis to the high one."""

    label: str
    start: QPointF
    end: QPointF
    span: Interval
    upright: bool

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """As many as keep CLOSEST apart."""
        found = ticks_of(self.span)
        for parts in (2, 1):
            if len(found) < 2 or self.length >= CLOSEST * (len(found) - 1):
                break
            found = linear_ticks(*self.span, parts)
        return found

    def at(self, value: float) -> QPointF:
        low, high = self.span
        return self.start + (self.end - self.start) * ((value - low) / (high - low))

    def outwards(self, middle: QPointF) -> QPointF:
        """The direction across the edge, of length 1, away from the middle of the floor."""
        if self.upright:
            return QPointF(-1.0, 0.0)
        along = self.end - self.start
        across = QPointF(-along.y(), along.x()) / max(self.length, 1.0)
        away = (self.start + self.end) / 2 - middle
        return across if QPointF.dotProduct(across, away) >= 0 else -across

    @property
    def length(self) -> float:
        along = self.end - self.start
        return float(np.hypot(along.x(), along.y()))


class Lettering(NamedTuple):
    """A number or the name of an axis, in the middle of its box."""

    box: QRectF
    text: str
    name: bool


def box_lettering(view: Projection, theme: Theme, labels: tuple[str, str, str]) -> list[Lettering]:
    """Numbers and names of the three edges. labels: of x, y and the height."""
    metrics, middle = QFontMetricsF(theme.font(14)), view.corner(0, 0, -1)
    found: list[Lettering] = []
    for edge in edges_of(view, labels):
        if edge.length < SHORTEST:
            continue
        outwards = edge.outwards(middle)
        reach = _add_numbers(edge, outwards, metrics, found)
        if edge.label:
            _add_name(edge, outwards, reach, metrics, found)
    return found


def beyond(area: QRectF, lettering: Sequence[Lettering]) -> tuple[float, float, float, float]:
    """By how many pixels it reaches out of the area: to the left, above, to the right, below."""
    boxes = [one.box for one in lettering]
    return (
        max(0.0, *(area.left() - box.left() for box in boxes)),
        max(0.0, *(area.top() - box.top() for box in boxes)),
        max(0.0, *(box.right() - area.right() for box in boxes)),
        max(0.0, *(box.bottom() - area.bottom() for box in boxes)),
    )


def corner_note(
    text: str, area: QRectF, theme: Theme, taken: Sequence[Lettering], solid: Sequence[QPolygonF]
) -> Lettering:
    """In the first corner of the area where it covers neither what is written nor the solid; else in the first."""
    metrics = QFontMetricsF(theme.font(14))
    width, height = metrics.horizontalAdvance(text) + 4, metrics.height()
    places = [
        QRectF(x, y, width, height)
        for y in (area.bottom() - height, area.top())
        for x in (area.right() - width, area.left())
    ]
    free = (
        box
        for box in places
        if not any(box.intersects(other.box) for other in taken)
        and not any(face.intersects(QPolygonF(box)) for face in solid)
    )
    return Lettering(next(free, places[0]), text, False)


def edges_of(view: Projection, labels: tuple[str, str, str]) -> list[Edge]:
    """The two front edges of the floor, and the upright that stands farthest to the left."""
    sx, sy = view.towards_eye
    left = min(((i, j) for i in (-1, 1) for j in (-1, 1)), key=lambda c: view.corner(c[0], c[1], -1).x())
    return [
        Edge(labels[0], view.corner(-1, sy, -1), view.corner(1, sy, -1), view.x, False),
        Edge(labels[1], view.corner(sx, -1, -1), view.corner(sx, 1, -1), view.y, False),
        Edge(labels[2], view.corner(left[0], left[1], -1), view.corner(left[0], left[1], 1), view.z, True),
    ]


def _add_numbers(edge: Edge, outwards: QPointF, metrics: QFontMetricsF, found: list[Lettering]) -> float:
    """How far from the edge the widest number reaches. A number whose place is taken is left out: at a corner two edges
    begin."""
    reach = 0.0
    for tick in edge.ticks:
        width = metrics.horizontalAdvance(tick.label)
        away = 6 + abs(outwards.x()) * width / 2 + abs(outwards.y()) * metrics.height() / 2
        # At the corner in front two numbers meet: each is moved to its own side.
        aside = QPointF(float(np.sign(outwards.x())) * (1 - abs(outwards.x())) * width / 2, 0)
        box = _box(edge.at(tick.value) + outwards * away + aside, tick.label, metrics)
        if not any(box.intersects(other.box) for other in found):
            found.append(Lettering(box, tick.label, False))
        reach = max(reach, away + abs(outwards.x()) * width / 2)
    return reach


def _add_name(edge: Edge, outwards: QPointF, reach: float, metrics: QFontMetricsF, found: list[Lettering]) -> None:
    width, height = metrics.horizontalAdvance(edge.label), metrics.height()
    if edge.upright:
        at, step = edge.end + QPointF(-width / 2 - 4, -height / 2), QPointF(0, -height / 2)
    else:
        away = reach + 4 + abs(outwards.x()) * width / 2 + height / 2
        at, step = (edge.start + edge.end) / 2 + outwards * away, outwards * (height / 2)
    box = _box(at, edge.label, metrics)
    if any(box.intersects(other.box) for other in found):
        box = box.translated(step)
    found.append(Lettering(box, edge.label, True))


def _box(middle: QPointF, text: str, metrics: QFontMetricsF) -> QRectF:
    width, height = metrics.horizontalAdvance(text) + 4, metrics.height()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
