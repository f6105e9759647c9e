"""Axes, and the way from data to pixels: what every panel with an x and a y draws on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from core.array import Array, Interval
from gui.look.theme import Theme
from gui.plotting.strokes import stroke
from gui.plotting.ticks import Tick, linear_ticks, log_ticks

GAP = 6.0  # pixels between an axis and its numbers
MOST_POINTS = 2000  # of a line that is drawn


@dataclass(frozen=True)
class Plot:
    """A rectangle of pixels and the ranges of data that it shows."""

    frame: QRectF
    x: Interval
    y: Interval
    log_y: bool = False
    log_x: bool = False

    def px(self, x: Array | float) -> Array:
        """Pixels from the left of the widget."""
        return self.frame.left() + self.frame.width() * _share(x, self.x, self.log_x)

    def py(self, y: Array | float) -> Array:
        """Pixels from the top of the widget."""
        return self.frame.bottom() - self.frame.height() * _share(y, self.y, self.log_y)

    def point(self, x: float, y: float) -> QPointF:
        return QPointF(float(self.px(x)), float(self.py(y)))

    def x_at(self, pixels: float) -> float:
        return _value((pixels - self.frame.left()) / self.frame.width(), self.x, self.log_x)

    def y_at(self, pixels: float) -> float:
        return _value((self.frame.bottom() - pixels) / self.frame.height(), self.y, self.log_y)


def _share(values: Array | float, span: Interval, log: bool = False) -> Array:
    low, high = (math.log10(v) for v in span) if log else span
    if isinstance(values, float | int):  # a tick: NumPy takes fifty times as long for one number
        value = math.log10(max(values, 1e-300)) if log else values
        return np.asarray(min(max((value - low) / (high - low), -50), 50))
    with np.errstate(all="ignore"):
        data = np.log10(np.maximum(values, 1e-300)) if log else np.asarray(values, dtype=np.float64)
        # Far outside is still outside, and a painter overflows on coordinates of 1e300. (np.clip takes longer.)
        return np.minimum(np.maximum((data - low) / (high - low), -50.0), 50.0)


def _value(share: float, span: Interval, log: bool = False) -> float:
    low, high = (math.log10(v) for v in span) if log else span
    value = low + share * (high - low)
    return 10.0**value if log else value


@dataclass(frozen=True)
class AxesLook:
    """How the axes look: labels, and the room that their numbers take."""

    x_label: str = ""
    y_label: str = ""
    whole_x: bool = False
    size: int = 14  # pixels of the numbers' type
    grid: bool = True
    x_numbers: bool = True
    y_numbers: bool = True


def lay_out(
    theme: Theme, area: QRectF, x: Interval, y: Interval, look: AxesLook, log_y: bool = False, log_x: bool = False
) -> Plot:
    """The plot inside the area, once axes, numbers and labels have their room."""
    metrics = QFontMetricsF(theme.font(look.size))
    line = metrics.height()
    below = line + GAP + (line if look.x_label else 0.0)
    above = line / 2
    numbers = [metrics.horizontalAdvance(tick.label) for tick in _ticks(y, area.height() - above - below, log_y)]
    left = max(numbers, default=0.0) + GAP + (line + 2 if look.y_label else 0.0)
    return Plot(area.adjusted(left, above, -10.0, -below), x, y, log_y, log_x)


def _ticks(span: Interval, pixels: float, log: bool = False, whole: bool = False) -> tuple[Tick, ...]:
    parts = max(2.0, min(7.0, pixels / 45))
    return log_ticks(*span, parts) if log else linear_ticks(*span, parts, whole)


def paint_axes(painter: QPainter, plot: Plot, theme: Theme, look: AxesLook) -> None:
    """Grid, axes at the left and below, numbers, labels."""
    painter.setFont(theme.font(look.size))
    _paint_x_axis(painter, plot, theme, look)
    _paint_y_axis(painter, plot, theme, look)
    paint_axis_lines(painter, plot, theme)


def paint_axis_lines(painter: QPainter, plot: Plot, theme: Theme) -> None:
    frame = plot.frame
    painter.setPen(theme.pen(theme.secondary, 1))
    painter.drawLine(frame.bottomLeft(), frame.bottomRight())
    painter.drawLine(frame.bottomLeft(), frame.topLeft())


def _paint_x_axis(painter: QPainter, plot: Plot, theme: Theme, look: AxesLook) -> None:
    frame, metrics = plot.frame, QFontMetricsF(theme.font(look.size))
    ticks = _ticks(plot.x, frame.width() / 1.8, plot.log_x, look.whole_x)
    end = -math.inf
    for tick in ticks:
        at = float(plot.px(tick.value))
        if look.grid:
            painter.setPen(theme.pen(theme.grid, 1))
            painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()))
        width = metrics.horizontalAdvance(tick.label)
        if look.x_numbers and at - width / 2 > end + GAP:
            painter.setPen(QColor(theme.secondary))
            box = QRectF(at - width / 2 - 2, frame.bottom() + GAP / 2, width + 4, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick.label)
            end = at + width / 2
    if look.x_label:
        painter.setPen(QColor(theme.secondary))
        top = frame.bottom() + metrics.height() + GAP / 2
        box = QRectF(frame.left(), top, frame.width(), metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, look.x_label)


def _paint_y_axis(painter: QPainter, plot: Plot, theme: Theme, look: AxesLook) -> None:
    frame, metrics = plot.frame, QFontMetricsF(theme.font(look.size))
    widest = 0.0
    for tick in _ticks(plot.y, frame.height(), plot.log_y):
        at = float(plot.py(tick.value))
        if look.grid:
            painter.setPen(theme.pen(theme.grid, 1))
            painter.drawLine(QPointF(frame.left(), at), QPointF(frame.right(), at))
        if not look.y_numbers:
            continue
        painter.setPen(QColor(theme.secondary))
        width = metrics.horizontalAdvance(tick.label) + 4
        widest = max(widest, width)
        box = QRectF(frame.left() - GAP - width + 4, at - metrics.height() / 2, width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.label)
    if look.y_label:
        painter.save()
        painter.translate(frame.left() - GAP - widest - metrics.height() / 2, frame.center().y())
        painter.rotate(-90)
        painter.setPen(QColor(theme.secondary))
        length = max(frame.height(), metrics.horizontalAdvance(look.y_label) + 2)  # a low plot has room beside it
        box = QRectF(-length / 2, -metrics.height() / 2, length, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, look.y_label)
        painter.restore()


def draw_line(painter: QPainter, plot: Plot, x: Array, y: Array, pen: QPen) -> None:
    """A polyline, broken where a value is not finite, or not positive on a logarithmic axis."""
    if len(x) >= 2:
        seen = np.isfinite(x) & np.isfinite(y) & ((x > 0) | (not plot.log_x)) & ((y > 0) | (not plot.log_y))
        stroke(painter, plot.px(x), np.where(seen, plot.py(y), np.nan), pen)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as possible to those wanted (sorted), `gap` apart, within low..high: for labels at line ends."""
    places = list(wanted)
    for i in range(len(places)):
        places[i] = max(places[i], low if i == 0 else places[i - 1] + gap)
    for i in reversed(range(len(places))):
        places[i] = min(places[i], high if i == len(places) - 1 else places[i + 1] - gap)
    return places
