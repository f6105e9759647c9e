"""Axes, and the way from data to pixels: what every panel with an x and a y draws on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPen

from core.array import Array, Interval
from gui.look.theme import Theme
from gui.plotting.far import FAR, near_line
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE, RIGHT
from gui.plotting.ticks import Tick, linear_ticks, log_ticks

GAP = 6.0  # pixels between an axis and its numbers
HINT = 12  # pixels of the type that says where 0 is
CLOSEST = 18.0  # pixels between two numbers of the y axis, where else there would be but two
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

    def box(self, x: Interval, y: Interval) -> QRectF:
        """Where a part of the data stands, however far it reaches."""
        left, right = (self.frame.width() * float(_far_share(v, self.x, self.log_x)) for v in x)
        low, high = (self.frame.height() * float(_far_share(v, self.y, self.log_y)) for v in y)
        return QRectF(self.frame.left() + left, self.frame.bottom() - high, right - left, high - low)

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
        return np.asarray(min(max((float(value) - low) / (high - low), -FAR), FAR))
    # Far outside is still outside, and a painter overflows on coordinates of 1e300. (np.clip takes longer.)
    return np.minimum(np.maximum(_far_share(values, span, log), -FAR), FAR)


def _far_share(values: Array | float, span: Interval, log: bool = False) -> Array:
    low, high = (math.log10(v) for v in span) if log else span
    with np.errstate(all="ignore"):
        data = np.log10(np.maximum(values, 1e-300)) if log else np.asarray(values, dtype=np.float64)
        return np.asarray((data - low) / (high - low))


def _value(share: float, span: Interval, log: bool = False) -> float:
    low, high = (math.log10(v) for v in span) if log else span
    value = low + share * (high - low)
    return 10.0**value if log else value


@dataclass(frozen=True)
class AxesLook:
    """How the axes look: labels, and the room that their numbers take. zero_hint: whether an axis that has no 0 says
    where it is. within: the numbers below keep between the ends of their axis, where another plot is near."""

    x_label: str = ""
    y_label: str = ""
    whole_x: bool = False
    size: int = 14  # pixels of the numbers' type
    grid: bool = True
    x_numbers: bool = True
    y_numbers: bool = True
    zero_hint: bool = False
    within: bool = False


def lay_out(
    theme: Theme, area: QRectF, x: Interval, y: Interval, look: AxesLook, log_y: bool = False, log_x: bool = False
) -> Plot:
    """The plot inside the area, once axes, numbers and labels have their room."""
    metrics = theme.metrics(look.size)
    line = metrics.height()
    below = line + GAP + (line if look.x_label else 0.0)
    hinted = look.zero_hint and not log_y and y[1] < 0
    above = line / 2 + (QFontMetricsF(theme.font(HINT)).height() if hinted else 0.0)
    numbers = [metrics.horizontalAdvance(tick.label) for tick in _ticks(y, area.height() - above - below, log_y)]
    left = max(numbers, default=0.0) + GAP + (line + 2 if look.y_label else 0.0)
    return Plot(area.adjusted(left, above, -10.0, -below), x, y, log_y, log_x)


def _ticks(span: Interval, pixels: float, log: bool = False, whole: bool = False) -> tuple[Tick, ...]:
    """As many as read easily; where these would be two or fewer, as many as there is room for."""
    parts = max(2.0, min(7.0, pixels / 32))
    few, more = (log_ticks(*span, n) if log else linear_ticks(*span, n, whole) for n in (parts, 2 * parts))
    if len(few) > 2 or len(more) <= 2:
        return few
    for ticks in (more, more[::2]):
        places = [pixels * float(_share(tick.value, span, log)) for tick in ticks]
        if len(ticks) > len(few) and min(b - a for a, b in pairwise(places)) >= CLOSEST:
            return ticks
    return few


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
        _draw_zero_hint(ground, plot, theme, look)


def _draw_zero_hint(layer: Layer, plot: Plot, theme: Theme, look: AxesLook) -> None:
    """An axis that begins far from 0 makes a small difference look large: among its numbers it says where 0 is, below
    the lowest or above the highest, where no data is."""
    low, high = plot.y
    if plot.log_y or low <= 0 <= high:
        return
    font, frame = theme.font(HINT), plot.frame
    metrics = QFontMetricsF(font)
    line = QFontMetricsF(theme.font(look.size)).height()
    top = frame.bottom() + (line + GAP / 2 if look.x_label else line / 2)  # beside the label of x, away from its 0
    if high < 0:
        top = frame.top() - line / 2 - metrics.height() + 1
    box = QRectF(frame.left() - GAP, top, 0, metrics.height())
    layer.text(box, RIGHT, "↓ 0" if low > 0 else "↑ 0", font, theme.secondary)


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
        width = metrics.horizontalAdvance(tick.label)
        left = float(plot.px(tick.value)) - width / 2
        if look.within:
            left = min(max(left, frame.left()), frame.right() - width)
        if left > end + GAP:
            box = QRectF(left, frame.bottom() + GAP / 2, width, metrics.height())
            ground.text(box, CENTRE, tick.label, font, theme.secondary)
            end = left + width
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
    shares = _far_share(x, plot.x, plot.log_x), np.where(seen, _far_share(y, plot.y, plot.log_y), np.nan)
    across, up = near_line(*shares)
    layer.polyline(plot.frame.left() + plot.frame.width() * across, plot.frame.bottom() - plot.frame.height() * up, pen)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as possible to those wanted (sorted), `gap` apart, within low..high: for labels at line ends."""
    places = list(wanted)
    for i in range(len(places)):
        places[i] = max(places[i], low if i == 0 else places[i - 1] + gap)
    for i in reversed(range(len(places))):
        places[i] = min(places[i], high if i == len(places) - 1 else places[i + 1] - gap)
    return places
