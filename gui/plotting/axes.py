"""Axes, and the way from data to pixels: what every panel with an x and a y draws on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPen

from core.array import Array, Interval
from gui.look.theme import Theme
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE, LEFT, RIGHT
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

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is between the axes, or on their edge."""
        return self.frame.adjusted(-1, -1, 1, 1).contains(self.point(x, y))

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
    """How the axes look: labels, and the room that their numbers take. zero_hint: whether an axis that has no 0 says
    where it is."""

    x_label: str = ""
    y_label: str = ""
    whole_x: bool = False
    size: int = 14  # pixels of the numbers' type
    grid: bool = True
    x_numbers: bool = True
    y_numbers: bool = True
    zero_hint: bool = False


def lay_out(
    theme: Theme, area: QRectF, x: Interval, y: Interval, look: AxesLook, log_y: bool = False, log_x: bool = False
) -> Plot:
    """The plot inside the area, once axes, numbers and labels have their room."""
    metrics = theme.metrics(look.size)
    line = metrics.height()
    below = line + GAP + (line if look.x_label else 0.0)
    above = line / 2
    numbers = [metrics.horizontalAdvance(tick.label) for tick in _ticks(y, area.height() - above - below, log_y)]
    left = max(numbers, default=0.0) + GAP + (line + 2 if look.y_label else 0.0)
    return Plot(area.adjusted(left, above, -10.0, -below), x, y, log_y, log_x)


def _ticks(span: Interval, pixels: float, log: bool = False, whole: bool = False) -> tuple[Tick, ...]:
    parts = max(2.0, min(7.0, pixels / 32))
    return log_ticks(*span, parts) if log else linear_ticks(*span, parts, whole)


def draw_axes(ground: Layer, plot: Plot, theme: Theme, look: AxesLook) -> None:
    """Grid, axes at the left and below, numbers, labels."""
    x, y = _x_ticks(plot, look), _ticks(plot.y, plot.frame.height(), plot.log_y)
    if look.grid:
        frame = plot.frame
        across = [(frame.left(), at, frame.right(), at) for at in (float(plot.py(tick.value)) for tick in y)]
        upright = [(at, frame.top(), at, frame.bottom()) for at in (float(plot.px(tick.value)) for tick in x)]
        ground.segments(across + upright, theme.pen(theme.grid, 1))
    _draw_x_numbers(ground, plot, theme, look, x)
    _draw_y_numbers(ground, plot, theme, look, y)
    draw_axis_lines(ground, plot, theme)
    if look.zero_hint:
        _draw_zero_hint(ground, plot, theme)


def _draw_zero_hint(layer: Layer, plot: Plot, theme: Theme) -> None:
    """An axis that begins far from 0 makes a small difference look large: it says where 0 is."""
    low, high = plot.y
    if plot.log_y or low <= 0 <= high:
        return
    font = theme.font(12)
    high_line = QFontMetricsF(font).height()
    frame = plot.frame
    top = frame.bottom() - high_line - 2 if low > 0 else frame.top() + 2
    box = QRectF(frame.left() + 4, top, frame.width(), high_line)
    layer.text(box, LEFT, "↓ 0" if low > 0 else "↑ 0", font, theme.secondary)


def draw_axis_lines(layer: Layer, plot: Plot, theme: Theme) -> None:
    frame = plot.frame
    below = (frame.left(), frame.bottom(), frame.right(), frame.bottom())
    left = (frame.left(), frame.bottom(), frame.left(), frame.top())
    layer.segments([below, left], theme.pen(theme.secondary, 1))


def _x_ticks(plot: Plot, look: AxesLook) -> tuple[Tick, ...]:
    return _ticks(plot.x, plot.frame.width() / 2.5, plot.log_x, look.whole_x)


def _draw_x_numbers(ground: Layer, plot: Plot, theme: Theme, look: AxesLook, ticks: Sequence[Tick]) -> None:
    frame, font = plot.frame, theme.font(look.size)
    metrics = QFontMetricsF(font)
    end = -math.inf
    for tick in ticks if look.x_numbers else ():
        at, width = float(plot.px(tick.value)), metrics.horizontalAdvance(tick.label)
        if at - width / 2 > end + GAP:
            box = QRectF(at - width / 2, frame.bottom() + GAP / 2, width, metrics.height())
            ground.text(box, CENTRE, tick.label, font, theme.secondary)
            end = at + width / 2
    if look.x_label:
        top = frame.bottom() + metrics.height() + GAP / 2
        box = QRectF(frame.left(), top, frame.width(), metrics.height())
        ground.text(box, RIGHT, look.x_label, font, theme.secondary)


def _draw_y_numbers(ground: Layer, plot: Plot, theme: Theme, look: AxesLook, ticks: Sequence[Tick]) -> None:
    frame, font = plot.frame, theme.font(look.size)
    metrics = QFontMetricsF(font)
    widest = 0.0
    for tick in ticks if look.y_numbers else ():
        at, width = float(plot.py(tick.value)), metrics.horizontalAdvance(tick.label)
        widest = max(widest, width)
        box = QRectF(frame.left() - GAP - width, at - metrics.height() / 2, width, metrics.height())
        ground.text(box, RIGHT, tick.label, font, theme.secondary)
    if look.y_label:
        middle = frame.center().y()
        half = metrics.horizontalAdvance(look.y_label) / 2  # a low plot has room below it, but none above
        middle = max(middle, frame.top() + half - metrics.height() / 2)
        place = QPointF(frame.left() - GAP - widest - metrics.height() / 2 - 2, middle)
        ground.upright_text(place, look.y_label, font, theme.secondary)


def draw_line(layer: Layer, plot: Plot, x: Array, y: Array, pen: QPen) -> None:
    """A polyline, broken where a value is not finite, or not positive on a logarithmic axis."""
    seen = np.isfinite(x) & np.isfinite(y) & ((x > 0) | (not plot.log_x)) & ((y > 0) | (not plot.log_y))
    layer.polyline(plot.px(x), np.where(seen, plot.py(y), np.nan), pen)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as possible to those wanted (sorted), `gap` apart, within low..high: for labels at line ends."""
    places = list(wanted)
    for i in range(len(places)):
        places[i] = max(places[i], low if i == 0 else places[i - 1] + gap)
    for i in reversed(range(len(places))):
        places[i] = min(places[i], high if i == len(places) - 1 else places[i + 1] - gap)
    return places
