"""Marks of points: with dashes they tell variants apart where colours do not."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from core.array import Array
from gui.look.theme import Theme
from gui.plotting.layer import Layer
from gui.plotting.shapes import NO_PEN

_CORNERS = {
    "square": (4, (1.25,), math.pi / 4),
    "diamond": (4, (1.25,), 0.0),
    "triangle": (3, (1.25,), -math.pi / 2),
    "down": (3, (1.25,), math.pi / 2),
    "star": (10, (1.7, 0.7), -math.pi / 2),
}
EDGE = 1.0  # pixels around a mark
MOST_APART = 1000  # more are drawn as one shape
_ARMS = {"plus": 0.0, "cross": math.pi / 4}


def markers_path(places: Sequence[QPointF], marker: str, size: float = 4.5) -> QPainterPath:
    """Many marks of one kind."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # where two overlap both are filled
    if marker in _ARMS:
        turns = (_ARMS[marker], _ARMS[marker] + math.pi / 2)
        arms = [QPointF(size * 1.2 * math.cos(a), size * 1.2 * math.sin(a)) for a in turns]
        for at in places:
            for arm in arms:
                path.moveTo(at - arm)
                path.lineTo(at + arm)
    elif marker in _CORNERS:
        count, radii, turn = _CORNERS[marker]
        angles = [turn + 2 * math.pi * i / count for i in range(count)]
        reach = [size * radii[i % len(radii)] for i in range(count)]
        corners = [QPointF(r * math.cos(a), r * math.sin(a)) for r, a in zip(reach, angles, strict=True)]
        for at in places:
            path.addPolygon(QPolygonF([at + corner for corner in corners]))
            path.closeSubpath()
    else:
        for at in places:
            path.addEllipse(at, size, size)
    return path


def marker_shapes(
    theme: Theme, places: Sequence[QPointF], marker: str, color: str | QColor, size: float, edge: str = ""
) -> list[tuple[QPainterPath, QPen, QColor | None]]:
    """Outlines of many marks with their pen and what fills them, the lower ones first. edge: a colour around a mark
    whose own may be that of the panel.

    A filled mark lies on a slightly larger one in the panel's colour, so that it stands out from its own line. It has
    no pen: where a pen covers a part of a pixel that the mark covers in part, too, some of the mark shines through, and
    the more so the coarser the pixels are, so that marks would be darker on a screen than in a fine capture.
    """
    if marker in _ARMS:
        return [(markers_path(places, marker, size), theme.pen(QColor(color), 2.0), None)]
    ground, mark = (markers_path(places, marker, size + by) for by in (EDGE / 2, -EDGE / 2))
    return [(ground, NO_PEN, QColor(edge or theme.panel)), (mark, NO_PEN, QColor(color))]


def draw_markers(
    layer: Layer,
    theme: Theme,
    places: Sequence[QPointF],
    marker: str,
    color: str | QColor,
    size: float = 4.5,
    apart: bool = True,
    edge: str = "",
) -> None:
    """Each over the one before where they are to be told apart, as long as there are so few that they can be."""
    together = marker in _ARMS or not apart or len(places) > MOST_APART
    for group in [places] if together else [[at] for at in places]:
        for shape in marker_shapes(theme, group, marker, color, size, edge):
            layer.path(*shape)


def paint_marker(
    painter: QPainter, theme: Theme, at: QPointF, marker: str, color: str | QColor, size: float = 4.5
) -> None:
    """One mark in a panel that paints itself."""
    for path, pen, fill in marker_shapes(theme, [at], marker, color, size):
        painter.setPen(pen)
        painter.setBrush(QBrush() if fill is None else QBrush(fill))
        painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def points_of(px: Array, py: Array) -> list[QPointF]:
    """Pixels px, py (points,) as Qt wants them."""
    return [QPointF(x, y) for x, y in zip(px.tolist(), py.tolist(), strict=True)]
