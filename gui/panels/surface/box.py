"""The box around a surface: floor and back walls with a faint grid, and numbers along three edges in front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gui.look.theme import Theme
from gui.panels.surface.lettering import Lettering, edges_of, ticks_of
from gui.panels.surface.projection import Projection

Corner: TypeAlias = tuple[float, float, float]


def paint_box(painter: QPainter, view: Projection, theme: Theme, lettering: Sequence[Lettering]) -> None:
    sx, sy = view.towards_eye
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.pen(theme.grid, 1))
    for line in _grid(view, sx, sy):
        painter.drawPolyline(_polygon(view, line))
    painter.setPen(theme.pen(theme.border, 1))
    for wall in walls(view):
        painter.drawPolygon(wall)
    painter.setPen(theme.pen(theme.secondary, 1))
    for edge in edges_of(view, ("", "", "")):
        painter.drawLine(edge.start, edge.end)
    painter.setFont(theme.font(14))
    for one in lettering:
        painter.setPen(QColor(theme.text if one.name else theme.secondary))
        painter.drawText(one.box, Qt.AlignmentFlag.AlignCenter, one.text)


def walls(view: Projection) -> list[QPolygonF]:
    """The floor and the two walls behind, which together are the outline of the box."""
    sx, sy = view.towards_eye
    corners: list[list[Corner]] = [
        [(-1, -1, -1), (1, -1, -1), (1, 1, -1), (-1, 1, -1)],
        [(-sx, -1, -1), (-sx, 1, -1), (-sx, 1, 1), (-sx, -1, 1)],
        [(-1, -sy, -1), (1, -sy, -1), (1, -sy, 1), (-1, -sy, 1)],
    ]
    return [_polygon(view, wall) for wall in corners]


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
