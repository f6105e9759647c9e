"""How each kind of layer of a plane is drawn: fields of colour, contours, paths, points, lines, bands, ellipses."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainterPath, QPen, QTransform

from core.array import Array
from core.records import (
    ArrowsMark,
    BandMark,
    ContoursMark,
    EllipseMark,
    FieldMark,
    LinesMark,
    Mark,
    PathMark,
    PointsMark,
)
from gui.look.theme import Theme, VariantStyle
from gui.plotting.annotations import draw_band
from gui.plotting.axes import Plot, draw_line
from gui.plotting.colors import color_at, colorize
from gui.plotting.contours import Band, bands
from gui.plotting.far import near_part
from gui.plotting.layer import Layer
from gui.plotting.markers import draw_markers, points_of

FEW = 60  # points of a path that are marked one by one
FAINT = 0.4  # share of the colour of a faint line
OPACITY = 0.62  # of a field under points, so that they stand out


class MarkDrawer:
    """The picture of a field and the areas between contours are worked out once for a record and a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._contours: tuple[ContoursMark, list[Band]] | None = None
        self._field: tuple[FieldMark, Theme, QImage] | None = None

    def draw(self, layer: Layer, plot: Plot, mark: Mark, style: VariantStyle | None) -> None:
        """style: of the variant; None where nothing is compared, and for a ground that all share."""
        secondary = style.color if style else self.theme.secondary
        match mark:
            case FieldMark():
                self._draw_field(layer, plot, mark)
            case ContoursMark():
                self._draw_contours(layer, plot, mark)
            case PathMark():
                self._draw_path(layer, plot, mark, style or VariantStyle(self.theme.color(0)))
            case PointsMark():
                self._draw_points(layer, plot, mark)
            case LinesMark(faint=True):
                color = self.theme.faint(style.color if style else self.theme.text, FAINT)
                draw_line(layer, plot, mark.x, mark.y, self.theme.pen(color, 1.2))
            case LinesMark():
                self._draw_line(layer, plot, mark.x, mark.y, mark.dashed, style)
            case EllipseMark():
                self._draw_line(layer, plot, *mark.outline(), mark.dashed, style)
            case BandMark():
                draw_band(layer, plot, mark.x, mark.low, mark.high, secondary)
            case ArrowsMark():
                _draw_arrows(layer, plot, mark, self.theme.pen(secondary, 1.5))

    def _draw_line(
        self, layer: Layer, plot: Plot, x: Array, y: Array, dashed: bool, style: VariantStyle | None
    ) -> None:
        color = style.color if style else self.theme.text
        draw_line(layer, plot, x, y, self.theme.pen(color, 2, (4, 3) if dashed else ()))

    def _draw_field(self, layer: Layer, plot: Plot, field: FieldMark) -> None:
        if self._field is None or self._field[0] is not field or self._field[1] != self.theme:
            low, high = field.limits
            signed = field.scale == "signed"
            centre = field.centre if signed else 0.0
            reach = 1.6 if signed else 1.0  # the map's darkest ends are left to what lies on the field
            limits = (reach * (low - centre), reach * (high - centre))
            image = colorize(field.values[::-1] - centre, limits, field.scale, self.theme)
            self._field = (field, self.theme, image)
        image, box = near_part(self._field[2], plot.box(field.x, field.y), plot.frame)
        layer.image(image, box, smooth=True, opacity=OPACITY)

    def _draw_contours(self, layer: Layer, plot: Plot, contours: ContoursMark) -> None:
        """Bands from the ground's colour (high) towards the accent (low): the valley is where the colour gathers."""
        if self._contours is None or self._contours[0] is not contours:
            self._contours = (contours, bands(contours))
        to_pixels = _transform(plot, contours)
        line = QColor(self.theme.secondary)
        line.setAlphaF(0.45)
        found = self._contours[1]
        for i, band in enumerate(found):
            share = 0.42 * (1 - i / max(len(found) - 1, 1)) ** 1.5
            layer.path(to_pixels.map(band.area), brush=self.theme.faint(self.theme.accent, share))
            layer.path(to_pixels.map(band.edge), self.theme.pen(line, 1))

    def _draw_path(self, layer: Layer, plot: Plot, path: PathMark, style: VariantStyle) -> None:
        draw_line(layer, plot, path.x, path.y, self.theme.pen(style.color, 2.5, style.dash))
        if len(path.x) > FEW:
            return
        draw_markers(layer, self.theme, _places(plot, path), "circle", style.color, 3, apart=False)

    def _draw_points(self, layer: Layer, plot: Plot, points: PointsMark) -> None:
        seen = ((points.x > 0) | (not plot.log_x)) & ((points.y > 0) | (not plot.log_y))
        if len(points.values) or len(points.sizes):
            self._draw_one_by_one(layer, plot, points, seen)
            return
        groups = points.group if len(points.group) else np.zeros(len(points.x), dtype=np.int64)
        colors = self._group_colors(points)
        size = 4.5 if len(points.x) <= 200 else 3.5
        places = _places(plot, points)
        for group in np.unique(groups).tolist():
            members = [places[i] for i in np.flatnonzero((groups == group) & seen)]
            draw_markers(layer, self.theme, members, points.marker, colors[group % len(colors)], size)
        self._draw_highlight(layer, plot, points)

    def _draw_highlight(self, layer: Layer, plot: Plot, points: PointsMark) -> None:
        if points.highlight is not None:
            ring = QPainterPath()
            ring.addEllipse(plot.point(points.x[points.highlight], points.y[points.highlight]), 9, 9)
            layer.path(ring, self.theme.pen(self.theme.text, 2))

    def _draw_one_by_one(self, layer: Layer, plot: Plot, points: PointsMark, seen: Array) -> None:
        """Each with its own size or colour; what has no value is grey."""
        places, colors = _places(plot, points), self._group_colors(points)
        for i in np.flatnonzero(seen).tolist():
            color = colors[int(points.group[i]) % len(colors)] if len(points.group) else colors[0]
            if len(points.values):
                value = float(points.values[i])
                known = color_at(value, points.span, points.scale, self.theme)
                color = known if np.isfinite(value) else QColor(self.theme.secondary)
            size = 4.5 * float(np.sqrt(points.sizes[i])) if len(points.sizes) else 4.5
            edge = (
                self.theme.secondary if len(points.values) else ""
            )  # the ends of a map are as dark or light as panels
            draw_markers(layer, self.theme, [places[i]], points.marker, color, size, edge=edge)
        self._draw_highlight(layer, plot, points)

    def _group_colors(self, points: PointsMark) -> list[QColor]:
        """Two classes take the two ends of the signed map, as the field beneath them does."""
        if not len(points.group):
            return [QColor(self.theme.text)]
        if points.group.max() <= 1:
            return [color_at(side, (-1.0, 1.0), "signed", self.theme) for side in (-0.62, 0.62)]
        return [QColor(self.theme.color(i)) for i in range(8)]


def _places(plot: Plot, mark: PathMark | PointsMark) -> list[QPointF]:
    return points_of(plot.px(mark.x), plot.py(mark.y))


def _transform(plot: Plot, grid: ContoursMark) -> QTransform:
    """From data to pixels, for paths that are kept in data; on a logarithmic axis the grid is even in pixels."""
    box = plot.box(grid.x, grid.y)
    x_scale = box.width() / (grid.x[1] - grid.x[0])
    y_scale = -box.height() / (grid.y[1] - grid.y[0])
    return QTransform(x_scale, 0, 0, y_scale, box.left() - grid.x[0] * x_scale, box.bottom() - grid.y[0] * y_scale)


def _draw_arrows(layer: Layer, plot: Plot, arrows: ArrowsMark, pen: QPen) -> None:
    path = QPainterPath()
    for x, y, dx, dy in zip(*(a.tolist() for a in (arrows.x, arrows.y, arrows.dx, arrows.dy)), strict=True):
        start, end = plot.point(x, y), plot.point(x + dx, y + dy)
        path.moveTo(start)
        path.lineTo(end)
        _add_tip(path, start, end)
    layer.path(path, pen)


def _add_tip(path: QPainterPath, start: QPointF, end: QPointF) -> None:
    along = end - start
    length = float(np.hypot(along.x(), along.y()))
    if length < 1:
        return
    unit, size = along / length, min(8.0, length / 2)
    across = QPointF(-unit.y(), unit.x())
    for side in (1, -1):
        path.moveTo(end)
        path.lineTo(end - unit * size + across * (side * size / 2))
