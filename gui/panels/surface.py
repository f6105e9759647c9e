"""A plane with height: its field as a surface in a box, paths and points upon it. Dragging turns the box.

The surface itself is painted once for each field, direction and size and kept as an image; on paper (SVG, PDF) it is
drawn as shapes. Paths are drawn over it: what lies behind a hill is drawn thin and pale.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPaintEngine, QPainter, QPen, QPolygonF

from core.nn.array import Array
from core.run.plane import Field, Path, Plane, Points
from gui.panels.labels import Label, label_room, paint_labels
from gui.panels.markers import paint_marker
from gui.panels.mesh import Grid, paint_surface
from gui.panels.panel import Panel
from gui.panels.plot import Plot
from gui.panels.projection import Projection, View3
from gui.panels.strokes import stroke
from gui.panels.ticks import linear_ticks, short
from gui.theme import VariantStyle

LIFT = 2.0  # pixels that paths stand above the ground
NEAR = 14.0  # pixels from the cursor within which a node of the surface is meant


class Ground(NamedTuple):
    """What is drawn only when something of it changes."""

    field: Field
    view: Projection
    theme: str
    scale: float
    image: QImage


class SurfacePanel(Panel):
    """Draws a `Plane` that has a `Field` as a surface. The direction of view is the user's, and no record's."""

    direction = View3()
    _ground: Ground | None = None
    _grid: tuple[Field, Grid] | None = None
    _grabbed: QPointF | None = None

    def draw(self, painter: QPainter, area: QRectF) -> None:
        field = self._field
        if field is None:
            return
        labels = [Label(name, self.style_of(name)) for name, path in self._paths() if name]
        room = label_room(self.theme, labels, area) if area.width() > 420 else 0.0
        inner = area.adjusted(0, 0, -room, 0)
        view = self._view(inner, field)
        self._paint_box(painter, view)
        self._paint_ground(painter, area, field, view)
        for name, path in self._paths():
            self._paint_path(painter, view, path, self.style_of(name))
        for points in self._layers(Points):
            self._paint_points(painter, view, points)
        for name, path in self._paths():
            self._paint_head(painter, view, path, self.style_of(name))
        paint_labels(painter, self.theme, Plot(inner, (0, 1), (0, 1)), labels, area, inside=room == 0)

    @property
    def _planes(self) -> dict[str, Plane]:
        return cast(dict[str, Plane], self.records)

    def _layers(self, kind: type[Points]) -> Iterator[Points]:
        return (layer for plane in self._planes.values() for layer in plane.layers if isinstance(layer, kind))

    def _paths(self) -> Iterator[tuple[str, Path]]:
        for name, plane in self._planes.items():
            for layer in plane.layers:
                if isinstance(layer, Path):
                    yield name or layer.name, layer

    @property
    def _field(self) -> Field | None:
        found = (layer for plane in self._planes.values() for layer in plane.layers if isinstance(layer, Field))
        return next(found, None)

    @property
    def nodes(self) -> Grid:
        """The surface's nodes, worked out once for each field."""
        field = cast(Field, self._field)
        if self._grid is None or self._grid[0] is not field:
            self._grid = (field, Grid.of(field))
        return self._grid[1]

    def _view(self, inner: QRectF, field: Field) -> Projection:
        line = QFontMetricsF(self.theme.font(14)).height()
        side = QFontMetricsF(self.theme.font(14)).horizontalAdvance("−0.00") + line
        low, high = field.limits
        frame = inner.adjusted(side, 4, -line, -2.2 * line)
        return Projection.fitting(self.direction, field.x, field.y, (low, max(high, low + 1e-12)), frame)

    def _paint_ground(self, painter: QPainter, area: QRectF, field: Field, view: Projection) -> None:
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            paint_surface(painter, self.nodes, field, view, self.theme)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            return
        scale = painter.deviceTransform().m11()
        kept = self._ground
        if kept is None or kept.field is not field or kept[1:4] != (view, self.theme.name, scale):
            size = QSize(int(np.ceil(area.width() * scale)), int(np.ceil(area.height() * scale)))
            image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            inside = QPainter(image)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside.scale(scale, scale)
            inside.translate(-area.topLeft())
            paint_surface(inside, self.nodes, field, view, self.theme)
            inside.end()
            image.setDevicePixelRatio(scale)
            kept = self._ground = Ground(field, view, self.theme.name, scale, image)
        painter.drawImage(area.topLeft(), kept.image)

    def _paint_box(self, painter: QPainter, view: Projection) -> None:
        """The floor and the two walls behind, with the grid of the ticks; numbers along three edges in front."""
        theme = self.theme
        sx, sy = view.towards_eye
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ticks = {"x": linear_ticks(*view.x, 4), "y": linear_ticks(*view.y, 4), "z": linear_ticks(*view.z, 4)}
        painter.setPen(theme.pen(theme.grid, 1))
        for axis, found in ticks.items():
            for tick in found:
                painter.drawPolyline(QPolygonF(_grid_line(view, axis, tick.value, sx, sy)))
        painter.setPen(theme.pen(theme.border, 1))
        for wall in _walls(view, sx, sy):
            painter.drawPolygon(QPolygonF(wall))
        left = min(((i, j) for i in (-1, 1) for j in (-1, 1)), key=lambda c: view.corner(c[0], c[1], -1).x())
        axes = next(iter(self._planes.values())).axes
        edges = {
            "x": (axes.x_label, view.corner(-1, sy, -1), view.corner(1, sy, -1), view.x),
            "y": (axes.y_label, view.corner(sx, -1, -1), view.corner(sx, 1, -1), view.y),
            "z": (cast(Field, self._field).label, view.corner(*left, -1), view.corner(*left, 1), view.z),
        }
        middle = view.corner(0, 0, -1)
        for axis, (label, start, end, span) in edges.items():
            painter.setPen(theme.pen(theme.secondary, 1))
            painter.drawLine(start, end)
            marks = [((t.value - span[0]) / (span[1] - span[0]), t.label) for t in ticks[axis]]
            self._paint_edge(painter, start, end, middle, marks, label, upright=axis == "z")

    def _paint_edge(
        self,
        painter: QPainter,
        start: QPointF,
        end: QPointF,
        middle: QPointF,
        marks: list[tuple[float, str]],
        label: str,
        upright: bool,
    ) -> None:
        theme = self.theme
        metrics = QFontMetricsF(theme.font(14))
        along = end - start
        length = max(float(np.hypot(along.x(), along.y())), 1.0)
        outwards = QPointF(-along.y(), along.x()) / length
        if QPointF.dotProduct(outwards, (start + end) / 2 - middle) < 0:
            outwards = -outwards
        if upright:
            outwards = QPointF(-1.0, 0.0)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(theme.secondary))
        far = 0.0
        for share, text in marks:
            width = metrics.horizontalAdvance(text)
            reach = 6 + abs(outwards.x()) * width / 2 + abs(outwards.y()) * metrics.height() / 2
            far = max(far, reach + abs(outwards.x()) * width / 2)
            at = start + along * share + outwards * reach
            if length / max(len(marks), 1) > 18:
                painter.drawText(_around(at, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, text)
        if not label:
            return
        width = metrics.horizontalAdvance(label)
        painter.setPen(QColor(theme.text))
        if upright:
            at = end + QPointF(-width / 2 - 4, -metrics.height() / 2)
        else:
            at = (start + end) / 2 + outwards * (far + 4 + abs(outwards.x()) * width / 2 + metrics.height() / 2)
        painter.drawText(_around(at, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, label)

    def _path_pixels(self, view: Projection, path: Path) -> tuple[Array, Array, Array]:
        """Pixels of a path, broken where it leaves the box, and where it is hidden behind the surface."""
        inside = (path.x >= view.x[0]) & (path.x <= view.x[1]) & (path.y >= view.y[0]) & (path.y <= view.y[1])
        z = path.z if len(path.z) else self.nodes.height(path.x, path.y)
        px, py = view.pixels(path.x, path.y, z)
        return np.where(inside, px, np.nan), np.where(inside, py - LIFT, np.nan), inside

    def _paint_path(self, painter: QPainter, view: Projection, path: Path, style: VariantStyle) -> None:
        px, py, _ = self._path_pixels(view, path)
        stroke(painter, px, py, QPen(self.theme.pen(self.theme.panel, 4.5)))
        stroke(painter, px, py, self.theme.pen(style.color, 2.5, style.dash))

    def _paint_head(self, painter: QPainter, view: Projection, path: Path, style: VariantStyle) -> None:
        px, py, _ = self._path_pixels(view, path)
        if np.isfinite(px[-1]) and np.isfinite(py[-1]):
            paint_marker(painter, self.theme, QPointF(px[-1], py[-1]), style.marker, style.color, 6)

    def _paint_points(self, painter: QPainter, view: Projection, points: Points) -> None:
        px, py = view.pixels(points.x, points.y, self.nodes.height(points.x, points.y))
        for x, y in zip(px.tolist(), py.tolist(), strict=True):
            if np.isfinite(x) and np.isfinite(y):
                paint_marker(painter, self.theme, QPointF(x, y), points.marker, self.theme.text, 6)

    def readout(self, at: QPointF) -> str:
        ground = self._ground
        if ground is None:
            return ""
        nodes = self.nodes
        x, y = np.meshgrid(nodes.x, nodes.y)
        px, py = ground.view.pixels(x, y, nodes.z)
        near = ground.view.rotated(*ground.view.boxed(x, y, nodes.z))[2]
        close = np.hypot(px - at.x(), py - at.y()) < NEAR
        if not close.any():
            return ""
        row, column = np.unravel_index(int(np.nanargmax(np.where(close, near, -np.inf))), close.shape)
        label = ground.field.label or "value"
        place = f"({short(float(nodes.x[column]))}, {short(float(nodes.y[row]))})"
        return f"{label}{place} ≈ {short(float(nodes.z[row, column]))}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.area.contains(event.position()):
            self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            self.direction = self.direction.turned(moved.x(), moved.y())
            self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None


def _around(middle: QPointF, width: float, height: float) -> QRectF:
    return QRectF(middle.x() - width / 2 - 2, middle.y() - height / 2, width + 4, height)


def _grid_line(view: Projection, axis: str, value: float, sx: float, sy: float) -> list[QPointF]:
    """A tick's line across the floor and up (or around) the walls behind, which stand at −sx and −sy."""
    low, high = {"x": view.x, "y": view.y, "z": view.z}[axis]
    at = 2 * (value - low) / (high - low) - 1
    corners = {
        "x": [(at, sy, -1), (at, -sy, -1), (at, -sy, 1)],
        "y": [(sx, at, -1), (-sx, at, -1), (-sx, at, 1)],
        "z": [(sx, -sy, at), (-sx, -sy, at), (-sx, sy, at)],
    }[axis]
    return [view.corner(*corner) for corner in corners]


def _walls(view: Projection, sx: float, sy: float) -> list[list[QPointF]]:
    outlines = (
        [(-1, -1, -1), (1, -1, -1), (1, 1, -1), (-1, 1, -1)],
        [(-sx, -1, -1), (-sx, 1, -1), (-sx, 1, 1), (-sx, -1, 1)],
        [(-1, -sy, -1), (1, -sy, -1), (1, -sy, 1), (-1, -sy, 1)],
    )
    return [[view.corner(*corner) for corner in outline] for outline in outlines]
