"""Whatever overlays in a plane: fields of colour, contours, paths, points, lines, arrows. A click sets a point."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from core.run.experiment import View
from core.run.plane import Arrows, Axes, Contours, Field, Layer, Lines, Path, Plane, Points
from gui.panels.colors import color_at, colorize
from gui.panels.contours import Band, bands
from gui.panels.kept import Kept
from gui.panels.labels import Label, label_room, paint_labels
from gui.panels.markers import paint_marker, paint_markers, points_of
from gui.panels.panel import Panel
from gui.panels.plot import AxesLook, Plot, draw_line, lay_out, paint_axes, paint_axis_lines
from gui.panels.ticks import short
from gui.theme import Theme, VariantStyle
from gui.words import told

FEW = 60  # points of a path that are marked one by one
OPACITY = 0.62  # of a field under points, so that they stand out

L = TypeVar("L")


class PlanePanel(Panel):
    """The planes of all variants over each other, in the axes of the first."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._plot: Plot | None = None
        self._look = AxesLook()
        self._labels: list[Label] = []
        self._room = 0.0  # pixels that the labels take at the right
        self._kept: dict[int, Kept] = {}  # layers that stay from frame to frame, by their place in the picture
        self._contours: tuple[Contours, list[Band]] | None = None
        self._field: tuple[Field, str, QImage] | None = None

    def lay_out(self, area: QRectF) -> object:
        planes = self._planes()
        axes = next(iter(planes.values())).axes
        paths = [Label(n, self._path_style(n)) for n, plane in planes.items() if n and _of(plane, Path)]
        self._labels = paths + self._kinds_of_points()
        self._room = label_room(self.theme, self._labels, area)
        if not self._room:  # a legend inside hides data: it must be worth it
            self._labels = paths
            self._room = label_room(self.theme, self._labels, area)
        self._look = AxesLook(told(axes.x_label), told(axes.y_label), grid=False)
        self._plot = self._framed(area.adjusted(0, 0, -self._room, 0), axes)
        return self._plot, self._look

    def draw_ground(self, painter: QPainter, area: QRectF) -> None:
        if self._plot is not None:
            paint_axes(painter, self._plot, self.theme, self._look)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        planes, plot = self._planes(), self._plot
        if plot is None:
            return
        painter.save()
        painter.setClipRect(plot.frame)
        # Variants share their ground: it is drawn once, and beneath the paths of all.
        shared = {id(layer): ("", layer) for plane in planes.values() for layer in _grids(plane)}
        others = [(n, layer) for n, plane in planes.items() for layer in plane.layers if id(layer) not in shared]
        for place, (name, layer) in enumerate([*shared.values(), *others]):
            if isinstance(layer, Contours | Points):
                self._draw_still(painter, plot, layer, name, place)
            else:
                self._draw_layer(painter, plot, layer, name)
        painter.restore()
        paint_axis_lines(painter, plot, self.theme)  # what is drawn up to the edge covers them
        for name, plane in planes.items():
            for path in _of(plane, Path):
                self._draw_head(painter, plot, path, self._path_style(name or path.name))
        paint_labels(painter, self.theme, plot, self._labels, area, inside=self._room == 0)

    def _draw_still(self, painter: QPainter, plot: Plot, layer: Contours | Points, name: str, place: int) -> None:
        """Contours and points are often the same for a whole run."""
        kept = self._kept.setdefault(place, Kept())
        key = layer, plot, self.theme
        kept.paint(painter, self, self.zoom, key, plot.frame, lambda p: self._draw_layer(p, plot, layer, name))

    def _kinds_of_points(self) -> list[Label]:
        """What each mark means, where there are several."""
        layers = [points for plane in self._planes().values() for points in _of(plane, Points)]
        found = {told(points.name): points.marker for points in layers if points.name}
        if len(set(found.values())) < 2:
            return []
        color = self.theme.secondary
        return [Label(name, VariantStyle(color, marker=marker), line=False) for name, marker in found.items()]

    def _planes(self) -> dict[str, Plane]:
        return {name: record for name, record in self.records.items() if isinstance(record, Plane)}

    def _path_style(self, name: str) -> VariantStyle:
        return self.style_of(name)

    def _framed(self, area: QRectF, axes: Axes) -> Plot:
        """Where the axes are equal, the largest rectangle in which a unit of x is as long as one of y."""
        plot = lay_out(self.theme, area, axes.x, axes.y, self._look)
        if not axes.equal:
            return plot
        frame, wide, high = plot.frame, axes.x[1] - axes.x[0], axes.y[1] - axes.y[0]
        unit = min(frame.width() / wide, frame.height() / high)
        inner = QRectF(0, 0, unit * wide, unit * high)
        inner.moveCenter(frame.center())
        return Plot(inner, axes.x, axes.y)

    def _draw_layer(self, painter: QPainter, plot: Plot, layer: Layer, variant: str) -> None:
        match layer:
            case Field():
                self._draw_field(painter, plot, layer)
            case Contours():
                self._draw_contours(painter, plot, layer)
            case Path():
                self._draw_path(painter, plot, layer, self._path_style(variant or layer.name))
            case Points():
                self._draw_points(painter, plot, layer)
            case Lines():
                color = self.style_of(variant).color if variant else self.theme.text
                pen = self.theme.pen(color, 2, (4, 3) if layer.dashed else ())
                draw_line(painter, plot, layer.x, layer.y, pen)
            case Arrows():
                color = self.style_of(variant).color if variant else self.theme.secondary
                painter.setPen(self.theme.pen(color, 1.5))
                _draw_arrows(painter, plot, layer)

    def _draw_field(self, painter: QPainter, plot: Plot, field: Field) -> None:
        if self._field is None or self._field[0] is not field or self._field[1] != self.theme.name:
            low, high = field.limits
            signed = field.scale == "signed"
            centre = field.centre if signed else 0.0
            reach = 1.6 if signed else 1.0  # the map's darkest ends are left to what lies on the field
            limits = (reach * (low - centre), reach * (high - centre))
            image = colorize(field.values[::-1] - centre, limits, field.scale, self.theme)
            self._field = (field, self.theme.name, image)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(OPACITY)
        top_left, bottom_right = plot.point(field.x[0], field.y[1]), plot.point(field.x[1], field.y[0])
        painter.drawImage(QRectF(top_left, bottom_right), self._field[2])
        painter.restore()

    def _draw_contours(self, painter: QPainter, plot: Plot, contours: Contours) -> None:
        """Bands from the ground's colour (high) towards the accent (low): the valley is where the colour gathers."""
        if self._contours is None or self._contours[0] is not contours:
            self._contours = (contours, bands(contours))
        to_pixels = _transform(plot)
        line = QColor(self.theme.secondary)
        line.setAlphaF(0.45)
        found = self._contours[1]
        for i, band in enumerate(found):
            share = 0.42 * (1 - i / max(len(found) - 1, 1)) ** 1.5
            painter.fillPath(to_pixels.map(band.area), QColor(self.theme.faint(self.theme.accent, share)))
            painter.strokePath(to_pixels.map(band.edge), self.theme.pen(line, 1))

    def _draw_path(self, painter: QPainter, plot: Plot, path: Path, style: VariantStyle) -> None:
        draw_line(painter, plot, path.x, path.y, self.theme.pen(style.color, 2.5, style.dash))
        if len(path.x) > FEW:
            return
        paint_markers(painter, self.theme, _places(plot, path), "circle", style.color, 3)

    def _draw_head(self, painter: QPainter, plot: Plot, path: Path, style: VariantStyle) -> None:
        """The newest point, drawn over everything else, and not clipped at the axes."""
        at = plot.point(float(path.x[-1]), float(path.y[-1]))
        if plot.frame.adjusted(-8, -8, 8, 8).contains(at):
            paint_marker(painter, self.theme, at, style.marker, style.color, 7)

    def _draw_points(self, painter: QPainter, plot: Plot, points: Points) -> None:
        groups = points.group if len(points.group) else np.zeros(len(points.x), dtype=np.int64)
        colors = self._group_colors(points)
        size = 4.5 if len(points.x) <= 200 else 3.5
        places = _places(plot, points)
        for group in np.unique(groups).tolist():
            members = [places[i] for i in np.flatnonzero(groups == group)]
            paint_markers(painter, self.theme, members, points.marker, colors[group % len(colors)], size)
        if points.highlight is not None:
            painter.setPen(self.theme.pen(self.theme.text, 2))
            painter.drawEllipse(plot.point(points.x[points.highlight], points.y[points.highlight]), 9, 9)

    def _group_colors(self, points: Points) -> list[QColor]:
        """Two classes take the two ends of the signed map, as the field beneath them does."""
        if not len(points.group):
            return [QColor(self.theme.text)]
        if points.group.max() <= 1:
            return [color_at(side, (-1.0, 1.0), "signed", self.theme) for side in (-0.62, 0.62)]
        return [QColor(self.theme.color(i)) for i in range(8)]

    def readout(self, at: QPointF) -> str:
        plot, planes = self._plot, self._planes()
        if plot is None or not plot.frame.contains(at):
            return ""
        x, y = plot.x_at(at.x()), plot.y_at(at.y())
        axes = next(iter(planes.values())).axes
        text = f"{told(axes.x_label)} {short(x)}, {told(axes.y_label)} {short(y)}"
        grid = next((grid for plane in planes.values() for grid in _grids(plane)), None)
        if grid is not None:
            name = told(grid.label if isinstance(grid, Field) else "") or "f"
            text += f" · {name} {short(_at(grid, x, y))}"
        return text

    def clicked(self, at: QPointF) -> None:
        if self.view.click and self._plot is not None and self._plot.frame.contains(at):
            point = (float(f"{self._plot.x_at(at.x()):.4g}"), float(f"{self._plot.y_at(at.y()):.4g}"))
            self.edited.emit(self.view.click, point)


def _places(plot: Plot, layer: Path | Points) -> list[QPointF]:
    return points_of(plot.px(layer.x), plot.py(layer.y))


def _grids(plane: Plane) -> list[Field | Contours]:
    return [layer for layer in plane.layers if isinstance(layer, Field | Contours)]


def _of(plane: Plane, kind: type[L]) -> list[L]:
    return [layer for layer in plane.layers if isinstance(layer, kind)]


def _transform(plot: Plot) -> QTransform:
    """From data to pixels, for paths that are kept in data."""
    x_scale = plot.frame.width() / (plot.x[1] - plot.x[0])
    y_scale = -plot.frame.height() / (plot.y[1] - plot.y[0])
    left = plot.frame.left() - plot.x[0] * x_scale
    top = plot.frame.bottom() - plot.y[0] * y_scale
    return QTransform(x_scale, 0, 0, y_scale, left, top)


def _at(grid: Field | Contours, x: float, y: float) -> float:
    """The grid's value nearest to a point."""
    rows, columns = grid.values.shape
    column = round((x - grid.x[0]) / (grid.x[1] - grid.x[0]) * (columns - 1))
    row = round((y - grid.y[0]) / (grid.y[1] - grid.y[0]) * (rows - 1))
    return float(grid.values[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])


def _draw_arrows(painter: QPainter, plot: Plot, arrows: Arrows) -> None:
    for x, y, dx, dy in zip(*(a.tolist() for a in (arrows.x, arrows.y, arrows.dx, arrows.dy)), strict=True):
        start, end = plot.point(x, y), plot.point(x + dx, y + dy)
        painter.drawLine(start, end)
        _draw_tip(painter, start, end)


def _draw_tip(painter: QPainter, start: QPointF, end: QPointF) -> None:
    along = end - start
    length = float(np.hypot(along.x(), along.y()))
    if length < 1:
        return
    unit, size = along / length, min(8.0, length / 2)
    across = QPointF(-unit.y(), unit.x())
    for side in (1, -1):
        painter.drawLine(end, end - unit * size + across * (side * size / 2))
