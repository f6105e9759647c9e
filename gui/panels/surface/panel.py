"""A plane with height: its field as a surface in a box, paths and points upon it. Dragging turns the box.

The surface itself is painted once for each field, direction and size and kept as an image; on paper (SVG, PDF) it is
drawn as shapes. Paths are drawn over it: what lies behind a hill is drawn thin and pale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPaintEngine, QPainter, QPen

from core.array import Array
from core.records import FieldMark, PathMark, Plane, PointsMark, Record
from core.run.views import SurfaceView
from gui.look.translate import translated
from gui.panels.gestures.gesture import Gesture
from gui.panels.gestures.turn import Turn
from gui.panels.panel import Panel
from gui.panels.surface.box import paint_box, walls
from gui.panels.surface.lettering import beyond, box_lettering, corner_note
from gui.panels.surface.mesh import Grid, paint_surface
from gui.panels.surface.projection import Projection, View3
from gui.panels.surface.visibility import best_view, box_heights, hidden
from gui.plotting.axes import Plot
from gui.plotting.legend import Label, LegendRoom, legend_entries, legend_room, paint_legend
from gui.plotting.markers import paint_marker
from gui.plotting.shapes import pieces
from gui.plotting.ticks import short

HIDDEN = 0.5  # share of its colour that a path has behind a hill
LIFT = 2.0  # pixels that paths stand above the ground
FITTINGS = 8  # a smaller box has its numbers elsewhere, and may then be made to fit again
NEAR = 14.0  # pixels from the cursor within which a node of the surface is meant


class Ground(NamedTuple):
    """What is drawn only when something of it changes."""

    field: FieldMark
    view: Projection
    theme: str
    scale: float
    coarse: bool
    image: QImage


class Route(NamedTuple):
    """A path in pixels, nan where it leaves the box; behind: where the surface hides it. All (points,)."""

    x: Array
    y: Array
    behind: Array

    def part(self, behind: bool) -> tuple[Array, Array]:
        """The hidden or the visible stretches. A stretch goes over with the first point of the other kind."""
        ours = self.behind == behind
        shown = ours.copy()
        if behind:
            shown[1:] |= ours[:-1]
            shown[:-1] |= ours[1:]
        return np.where(shown, self.x, np.nan), np.where(shown, self.y, np.nan)


class SurfacePanel(Panel):
    """Draws a `Plane` that has a `FieldMark` as a surface, seen from the record's direction. Turning sets the settings
    field that the view names; until a record has the new direction the surface stands as it was left."""

    _turned: View3 | None = None
    _ground: Ground | None = None
    _grid: tuple[FieldMark, Grid, View3] | None = None

    def draw(self, painter: QPainter, area: QRectF) -> None:
        field = self._field
        if field is None:
            return
        labels = [Label(name, self.style_of(name)) for name, path in self._paths() if name]
        room = legend_room(self.theme, labels, area) if area.width() > 420 else LegendRoom()
        inner = area.adjusted(0, 0, -room.right - 10 if room.right else 0, -room.below)
        view = self._view(inner, field)
        lettering = box_lettering(view, self.theme, self._labels(field))
        if cut := self._cut():
            lettering.append(corner_note(cut, inner, self.theme, lettering, walls(view)))
        paint_box(painter, view, self.theme, lettering)
        self._paint_ground(painter, area, field, view)
        self._paint_paths(painter, view)
        if room.right or room.below:  # in a small panel the picture from above names the paths
            entries = legend_entries(self.theme, labels, room, Plot(inner, (0, 1), (0, 1)), area)
            paint_legend(painter, self.theme, entries)

    @property
    def _planes(self) -> dict[str, Plane]:
        return cast(dict[str, Plane], self.records)

    def _layers(self, kind: type[PointsMark]) -> Iterator[PointsMark]:
        return (layer for plane in self._planes.values() for layer in plane.layers if isinstance(layer, kind))

    def _paths(self) -> Iterator[tuple[str, PathMark]]:
        for name, plane in self._planes.items():
            for layer in plane.layers:
                if isinstance(layer, PathMark):
                    yield name or layer.name, layer

    @property
    def _field(self) -> FieldMark | None:
        found = (layer for plane in self._planes.values() for layer in plane.layers if isinstance(layer, FieldMark))
        return next(found, None)

    def _known(self) -> tuple[FieldMark, Grid, View3]:
        """The surface's nodes and the direction it is best seen from, worked out once for each field."""
        field = cast(FieldMark, self._field)
        if self._grid is None or self._grid[0] is not field:
            nodes = Grid.of(field)
            self._grid = (field, nodes, best_view(nodes))
        return self._grid

    @property
    def nodes(self) -> Grid:
        return self._known()[1]

    def show_records(self, records: Mapping[str, Record]) -> None:
        before = self._given
        super().show_records(records)
        if not self.dispatcher.holds and self._given != before:
            self._turned = None

    def clear(self) -> None:
        self._turned = None
        self.dispatcher.let_go()
        super().clear()

    @property
    def _given(self) -> tuple[float, float] | None:
        return next((plane.direction for plane in self._planes.values() if plane.direction is not None), None)

    @property
    def direction(self) -> View3:
        """Where the box is being turned to, else what the record says, else where it hides the least of itself."""
        given = self._given
        return self._turned or (View3.within(*given) if given is not None else self._known()[2])

    def _labels(self, field: FieldMark) -> tuple[str, str, str]:
        axes = next(iter(self._planes.values())).axes
        return translated(axes.x_label), translated(axes.y_label), translated(field.label)

    def _view(self, inner: QRectF, field: FieldMark) -> Projection:
        """The box as large as its numbers and names leave it."""
        line = QFontMetricsF(self.theme.font(14)).height()
        side = QFontMetricsF(self.theme.font(14)).horizontalAdvance("−0.00") + line
        frame, labels = inner.adjusted(side, 4, -line, -2.2 * line), self._labels(field)
        for _ in range(FITTINGS):
            view = Projection.fitting(self.direction, field.x, field.y, self.nodes.limits, frame)
            left, top, right, bottom = beyond(inner, box_lettering(view, self.theme, labels))
            if max(left, top, right, bottom) < 0.5:
                break
            frame.adjust(left, top, -right, -bottom)
        return view

    def _paint_ground(self, painter: QPainter, area: QRectF, field: FieldMark, view: Projection) -> None:
        if painter.paintEngine().type() is not QPaintEngine.Type.Raster:
            paint_surface(painter, self.nodes, field, view, self.theme)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            return
        scale, coarse = painter.deviceTransform().m11(), self.dispatcher.holds
        kept = self._ground
        if kept is None or kept.field is not field or kept[1:5] != (view, self.theme.name, scale, coarse):
            size = QSize(int(np.ceil(area.width() * scale)), int(np.ceil(area.height() * scale)))
            image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            inside = QPainter(image)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside.scale(scale, scale)
            inside.translate(-area.topLeft())
            paint_surface(inside, self.nodes.coarse if coarse else self.nodes, field, view, self.theme)
            inside.end()
            image.setDevicePixelRatio(scale)
            kept = self._ground = Ground(field, view, self.theme.name, scale, coarse, image)
        painter.drawImage(area.topLeft(), kept.image)

    def _route(self, view: Projection, path: PathMark) -> Route:
        inside = (path.x >= view.x[0]) & (path.x <= view.x[1]) & (path.y >= view.y[0]) & (path.y <= view.y[1])
        x, y = np.where(inside, path.x, np.nan), np.where(inside, path.y, np.nan)
        box = view.boxed(x, y, path.z if len(path.z) else self.nodes.height(x, y))
        px, py = view.at(*box)
        return Route(px, py - LIFT, hidden(*box, box_heights(self.nodes), view.view))

    def _paint_paths(self, painter: QPainter, view: Projection) -> None:
        """All rims first, so that no path's rim covers another path."""
        theme = self.theme
        routes = [(self.style_of(name), self._route(view, path)) for name, path in self._paths()]
        for _, route in routes:
            draw_line(painter, *route.part(False), theme.pen(theme.panel, 4.0))
        for style, route in routes:
            draw_line(painter, *route.part(True), theme.pen(theme.faint(style.color, HIDDEN), 1.5, style.dash))
            draw_line(painter, *route.part(False), theme.pen(style.color, 2.5, style.dash))
        for points in self._layers(PointsMark):
            self._paint_points(painter, view, points)
        for style, route in routes:
            if np.isfinite(route.x[-1]) and np.isfinite(route.y[-1]):
                color = theme.faint(style.color, HIDDEN) if route.behind[-1] else style.color
                paint_marker(painter, theme, QPointF(route.x[-1], route.y[-1]), style.marker, color, 6)

    def _paint_points(self, painter: QPainter, view: Projection, points: PointsMark) -> None:
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
        label = translated(ground.field.label) or self.tr("value")
        place = f"({short(float(nodes.x[column]))}, {short(float(nodes.y[row]))})"
        value = nodes.values[row, column]
        read, cut = f"{label}{place} ≈ {short(float(value))}", float(nodes.cut(value))
        return self.tr("{value}, cut at {limit}").format(value=read, limit=short(cut)) if np.isfinite(cut) else read

    def describe(self) -> str:
        return "; ".join(part for part in (super().describe(), self._cut()) if part)

    def _cut(self) -> str:
        """Where the surface is cut, so that nobody takes its flat top for ground; "" where it is whole."""
        if self._field is None:
            return ""
        cut = self.nodes.cut(self.nodes.values)
        limits = np.unique(cut[np.isfinite(cut)]).tolist()
        return self.tr("cut at {limits}").format(limits=", ".join(map(short, limits))) if limits else ""

    def gestures(self) -> Sequence[Gesture]:
        path = cast(SurfaceView, self.view.options).direction
        return [Turn(self.bind(path), self._seen_from, self._turn_to)] if path else []

    def _seen_from(self) -> View3 | None:
        return self.direction if self._field is not None else None

    def _turn_to(self, direction: View3) -> None:
        self._turned = direction
        self.update()


def draw_line(painter: QPainter, x: Array, y: Array, pen: QPen) -> None:
    """Through the pixels x, y (points,), broken where either is not finite."""
    for path, own in pieces(np.array([x, y], dtype=np.float64), pen):
        if not path.isEmpty():  # an SVG has no path of nothing
            painter.setPen(own)
            painter.drawPath(path)
