"""The box around a surface: floor and back walls with a faint grid, and numbers along three edges in front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from core.array import Interval
from gui.look.theme import Theme
from gui.panels.surface.projection import Projection
from gui.plotting.ticks import Tick, linear_ticks

TICKS = 4
CLOSEST = 18.0  # pixels between two numbers along an edge

Corner: TypeAlias = tuple[float, float, float]


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


def paint_box(painter: QPainter, view: Projection, theme: Theme, labels: tuple[str, str, str]) -> None:
    """labels: of x, y and the height."""
    sx, sy = view.towards_eye
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.pen(theme.grid, 1))
    for line in _grid(view, sx, sy):
        painter.drawPolyline(_polygon(view, line))
    painter.setPen(theme.pen(theme.border, 1))
    for wall in _walls(sx, sy):
        painter.drawPolygon(_polygon(view, wall))
    middle = view.corner(0, 0, -1)
    taken: list[QRectF] = []
    for edge in _edges(view, sx, sy, labels):
        painter.setPen(theme.pen(theme.secondary, 1))
        painter.drawLine(edge.start, edge.end)
        reach = _paint_numbers(painter, edge, edge.outwards(middle), theme, taken)
        if edge.label:
            _paint_label(painter, edge, edge.outwards(middle), reach, theme, taken)


def _edges(view: Projection, sx: float, sy: float, labels: tuple[str, str, str]) -> list[Edge]:
    """The two front edges of the floor, and the upright that stands farthest to the left."""
    left = min(((i, j) for i in (-1, 1) for j in (-1, 1)), key=lambda c: view.corner(c[0], c[1], -1).x())
    return [
        Edge(labels[0], view.corner(-1, sy, -1), view.corner(1, sy, -1), view.x, False),
        Edge(labels[1], view.corner(sx, -1, -1), view.corner(sx, 1, -1), view.y, False),
        Edge(labels[2], view.corner(left[0], left[1], -1), view.corner(left[0], left[1], 1), view.z, True),
    ]


def _paint_numbers(painter: QPainter, edge: Edge, outwards: QPointF, theme: Theme, taken: list[QRectF]) -> float:
    """How far from the edge the widest number reaches. A number whose place is taken is left out: at a corner two edges
    begin."""
    metrics = QFontMetricsF(theme.font(14))
    painter.setFont(theme.font(14))
    painter.setPen(QColor(theme.secondary))
    reach = 0.0
    for tick in edge.ticks:
        width = metrics.horizontalAdvance(tick.label)
        away = 6 + abs(outwards.x()) * width / 2 + abs(outwards.y()) * metrics.height() / 2
        # At the corner in front two numbers meet: each is moved to its own side.
        aside = QPointF(float(np.sign(outwards.x())) * (1 - abs(outwards.x())) * width / 2, 0)
        box = _box(edge.at(tick.value) + outwards * away + aside, tick.label, metrics)
        if not any(box.intersects(other) for other in taken):
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick.label)
            taken.append(box)
        reach = max(reach, away + abs(outwards.x()) * width / 2)
    return reach


def _paint_label(
    painter: QPainter, edge: Edge, outwards: QPointF, reach: float, theme: Theme, taken: list[QRectF]
) -> None:
    metrics = QFontMetricsF(theme.font(14))
    width, height = metrics.horizontalAdvance(edge.label), metrics.height()
    painter.setPen(QColor(theme.text))
    if edge.upright:
        at, step = edge.end + QPointF(-width / 2 - 4, -height / 2), QPointF(0, -height / 2)
    else:
        away = reach + 4 + abs(outwards.x()) * width / 2 + height / 2
        at, step = (edge.start + edge.end) / 2 + outwards * away, outwards * (height / 2)
    box = _box(at, edge.label, metrics)
    if any(box.intersects(other) for other in taken):
        box = box.translated(step)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, edge.label)
    taken.append(box)


def _box(middle: QPointF, text: str, metrics: QFontMetricsF) -> QRectF:
    width, height = metrics.horizontalAdvance(text) + 4, metrics.height()
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _polygon(view: Projection, corners: Sequence[Corner]) -> QPolygonF:
    return QPolygonF([view.corner(*corner) for corner in corners])


def _grid(view: Projection, sx: float, sy: float) -> list[list[Corner]]:
    """Each tick's line across the floor and up (or around) the walls behind, which stand at −sx and −sy."""
    lines: list[list[Corner]] = []
    for axis, (low, high) in enumerate((view.x, view.y, view.z)):
        for tick in ticks_of((low, high)):
            at = 2 * (tick.value - low) / (high - low) - 1
            around: tuple[list[Corner], ...] = (
                [(at, sy, -1), (at, -sy, -1), (at, -sy, 1)],
                [(sx, at, -1), (-sx, at, -1), (-sx, at, 1)],
                [(sx, -sy, at), (-sx, -sy, at), (-sx, sy, at)],
            )
            lines.append(around[axis])
    return lines


def _walls(sx: float, sy: float) -> list[list[Corner]]:
    return [
        [(-1, -1, -1), (1, -1, -1), (1, 1, -1), (-1, 1, -1)],
        [(-sx, -1, -1), (-sx, 1, -1), (-sx, 1, 1), (-sx, -1, 1)],
        [(-1, -sy, -1), (1, -sy, -1), (1, -sy, 1), (-1, -sy, 1)],
    ]
