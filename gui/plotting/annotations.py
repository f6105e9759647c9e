"""What stands beside the lines of a plot: bands around them, shaded stretches of the x axis, single points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainterPath

from core.array import Array
from core.records import Curves, Point, Span
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.plotting.axes import Plot
from gui.plotting.layer import Layer
from gui.plotting.lettering import LEFT, elided, line_of, width_of
from gui.plotting.lines import own_styles
from gui.plotting.markers import draw_markers
from gui.plotting.shapes import area_path

OPACITY = 0.18  # of a band


class Band(NamedTuple):
    """label: "" where it belongs to a line, whose name says it."""

    x: Array
    low: Array
    high: Array
    color: str
    label: str = ""


class Annotations(NamedTuple):
    """Of all records of a plot; points with their colours."""

    bands: tuple[Band, ...] = ()
    spans: tuple[Span, ...] = ()
    points: tuple[tuple[Point, str], ...] = ()

    @property
    def heights(self) -> list[Array]:
        """The y of all, for the range of the axis."""
        return [y for band in self.bands for y in band[1:3]] + [np.array([point.y]) for point, _ in self.points]


def annotations_of(records: Mapping[str, Curves], styles: Mapping[str, VariantStyle], theme: Theme) -> Annotations:
    bands: list[Band] = []
    points: list[tuple[Point, str]] = []
    spans: dict[Span, None] = {}  # variants that share one show it once
    for variant, record in records.items():
        own = own_styles(record, theme)
        for name, (low, high) in record.bands.items():
            color = styles[variant].color if variant else own[name].color
            alone = "" if name in record.lines else " ".join(filter(None, (variant, translated(name))))
            bands.append(Band(record.x, low, high, color, alone))
        for point in record.points:
            named = own[point.line].color if point.line else theme.text
            points.append((point, styles[variant].color if variant else named))
        spans.update(dict.fromkeys(record.spans))
    return Annotations(tuple(bands), tuple(spans), tuple(points))


def draw_band(layer: Layer, plot: Plot, x: Array, low: Array, high: Array, color: str) -> None:
    """The area between two lines; where either is undefined, or not positive on a logarithmic axis, there is none."""
    seen = np.isfinite(x) & np.isfinite(low) & np.isfinite(high)
    seen &= ((x > 0) | (not plot.log_x)) & (((low > 0) & (high > 0)) | (not plot.log_y))
    tint = QColor(color)
    tint.setAlphaF(OPACITY)
    starts = np.flatnonzero(seen & ~np.concatenate([[False], seen[:-1]]))
    ends = np.flatnonzero(seen & ~np.concatenate([seen[1:], [False]])) + 1
    path = QPainterPath()
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        px = plot.px(x[start:end])
        there, back = plot.py(low[start:end]), plot.py(high[start:end])
        path.addPath(area_path(np.concatenate([px, px[::-1]]), np.concatenate([there, back[::-1]])))
    layer.path(path, brush=tint)


def draw_span(layer: Layer, theme: Theme, plot: Plot, span: Span) -> None:
    """As far as it is in the plot, its label at the upper edge."""
    low, high = max(span.low, plot.x[0]), min(span.high, plot.x[1])
    if low >= high:
        return
    left, right = float(plot.px(low)), float(plot.px(high))
    box = QRectF(left, plot.frame.top(), right - left, plot.frame.height())
    layer.rect(box, brush=theme.faint(theme.secondary, 0.14))
    font = theme.font(14)
    line = QRectF(left + 4, box.top() + 2, max(box.width() - 6, 0), line_of(font))
    layer.text(line, LEFT, elided(translated(span.label), font, line.width()), font, theme.secondary)


def draw_point(layer: Layer, theme: Theme, plot: Plot, point: Point, color: str) -> None:
    """A mark with its label to the right, or to the left where the plot ends."""
    hidden = (plot.log_x and point.x <= 0) or (plot.log_y and point.y <= 0)
    if hidden or not np.isfinite([point.x, point.y]).all():
        return
    at = plot.point(point.x, point.y)
    draw_markers(layer, theme, [at], "circle", color, 5)
    font = theme.font(14)
    label = translated(point.label)
    wide = width_of(label, font)
    left = at.x() + 8 if at.x() + 8 + wide <= plot.frame.right() else at.x() - 8 - wide
    layer.text(QRectF(left, at.y() - line_of(font), wide, line_of(font)), LEFT, label, font, theme.text)
