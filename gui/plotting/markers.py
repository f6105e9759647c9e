"""Marks of points: with dashes they tell variants apart where colours do not."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.array import Array
from gui.look.theme import Theme

_CORNERS = {
    "square": (4, (1.25,), math.pi / 4),
    "diamond": (4, (1.25,), 0.0),
    "triangle": (3, (1.25,), -math.pi / 2),
    "down": (3, (1.25,), math.pi / 2),
    "star": (10, (1.7, 0.7), -math.pi / 2),
}
_ARMS = {"plus": 0.0, "cross": math.pi / 4}


def paint_marker(
    painter: QPainter, theme: Theme, at: QPointF, marker: str, color: str | QColor, size: float = 4.5
) -> None:
    """One mark, filled, with a thin edge in the panel's colour so that it stands out from its own line."""
    paint_markers(painter, theme, [at], marker, color, size)


def paint_markers(
    painter: QPainter, theme: Theme, places: Sequence[QPointF], marker: str, color: str | QColor, size: float = 4.5
) -> None:
    """Many marks of one kind: pens and brushes are set once."""
    if marker in _ARMS:
        painter.setPen(theme.pen(QColor(color), 2.0))
        arms = [QPointF(size * 1.2 * math.cos(a), size * 1.2 * math.sin(a)) for a in _quarter_turns(_ARMS[marker])]
        painter.drawLines([QLineF(at - arm, at + arm) for at in places for arm in arms])
        return
    painter.setPen(theme.pen(theme.panel, 1))
    painter.setBrush(QColor(color))
    if marker in _CORNERS:
        count, radii, turn = _CORNERS[marker]
        corners = [
            QPointF(size * radii[i % len(radii)] * math.cos(angle), size * radii[i % len(radii)] * math.sin(angle))
            for i, angle in enumerate(turn + 2 * math.pi * i / count for i in range(count))
        ]
        for at in places:
            painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
    else:
        for at in places:
            painter.drawEllipse(at, size, size)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _quarter_turns(start: float) -> tuple[float, float]:
    return start, start + math.pi / 2


def points_of(px: Array, py: Array) -> list[QPointF]:
    """Pixels px, py (points,) as Qt wants them."""
    return [QPointF(x, y) for x, y in zip(px.tolist(), py.tolist(), strict=True)]
