"""Where bars, names and values of a bar chart stand, upright or lying."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from core.array import Array, Interval
from core.records import Bars
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.plotting.axes import GAP, Plot
from gui.plotting.ticks import Tick, linear_ticks, log_ticks, nice_log_range, nice_range

GROUP = 0.76  # of a name's room is taken by its bars
THICKEST = 64.0  # pixels


class Series(NamedTuple):
    label: str
    color: str
    names: tuple[str, ...]
    heights: Array


class Bar(NamedTuple):
    """A height that is not finite, or not positive on a logarithmic axis, has a box without length."""

    series: Series
    name: str
    height: float
    box: QRectF
    lane: QRectF  # the whole way along the scale, where the bar can be pointed at
    highest: bool

    @property
    def drawn(self) -> bool:
        """Whether it has a length, however short."""
        return math.isfinite(self.height)


@dataclass(frozen=True)
class Layout:
    """frame: the pixels that the scale fills, in the length of the bars, and the names across them. span: the names
    that are seen, counted from 0 at the edge of the first."""

    frame: QRectF
    scale: Interval
    lying: bool
    names: tuple[str, ...]
    log: bool = False
    span: Interval | None = None

    @property
    def seen(self) -> Interval:
        return self.span or (0.0, float(max(len(self.names), 1)))

    @property
    def plot(self) -> Plot:
        """As axes: names run to the right, or downwards."""
        first, last = self.seen
        if self.lying:
            return Plot(self.frame, self.scale, (-last, -first), log_x=self.log)
        return Plot(self.frame, (first, last), self.scale, log_y=self.log)

    def shown_in(self, plot: Plot) -> Layout:
        """The same bars, of which a plot shows a part."""
        if self.lying:
            return replace(self, scale=plot.x, span=(-plot.y[1], -plot.y[0]))
        return replace(self, scale=plot.y, span=plot.x)

    @property
    def base(self) -> float:
        """The value at which bars begin."""
        return self.scale[0] if self.log else 0.0

    def sees(self, box: QRectF) -> bool:
        """Whether the middle of a box is within the frame across the bars."""
        middle, frame = box.center(), self.frame
        if self.lying:
            return frame.top() <= middle.y() <= frame.bottom()
        return frame.left() <= middle.x() <= frame.right()

    def _share(self, value: float) -> float:
        low, high = self.scale
        if self.log:
            low, high, value = math.log10(low), math.log10(high), math.log10(max(value, low))
        return (value - low) / (high - low)

    def _value(self, share: float) -> float:
        low, high = self.scale
        if self.log:
            return float(low * (high / low) ** share)
        return low + share * (high - low)

    def value_at(self, at: QPointF) -> float:
        """What a bar that ends there is worth, also beyond the ends of the scale."""
        if self.lying:
            return self._value((at.x() - self.frame.left()) / self.frame.width())
        return self._value((self.frame.bottom() - at.y()) / self.frame.height())

    def beyond(self, value: float, share: float) -> float:
        """The value that is such a share of the scale further."""
        return self._value(self._share(value) + share)

    def along(self, value: float) -> float:
        """Pixels of a value, to the right or upwards."""
        share = self._share(value)
        if self.lying:
            return self.frame.left() + share * self.frame.width()
        return self.frame.bottom() - share * self.frame.height()

    def box(self, start: float, thick: float, low: float, high: float) -> QRectF:
        """From one value to another, `start` pixels across from the first name's edge."""
        a, b = sorted((self.along(low), self.along(high)))
        start -= self.seen[0] * self.slot
        if self.lying:
            return QRectF(a, self.frame.top() + start, b - a, thick)
        return QRectF(self.frame.left() + start, a, thick, b - a)

    @property
    def slot(self) -> float:
        """Pixels of a name's room across the bars."""
        first, last = self.seen
        return (self.frame.height() if self.lying else self.frame.width()) / (last - first)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        length = self.frame.width() if self.lying else self.frame.height()
        parts = max(2.0, min(5.0, length / 60))
        return log_ticks(*self.scale, parts) if self.log else linear_ticks(*self.scale, parts)


def series_of(records: Mapping[str, Bars], colors: Mapping[str, str], theme: Theme) -> list[Series]:
    """One for each row of each record. A variant with one row has the variant's colour and name."""
    found = []
    for variant, record in records.items():
        for row, label in enumerate(record.series):
            alone = bool(variant) and len(record.series) == 1
            text = variant if alone else " ".join(part for part in (variant, translated(label)) if part)
            found.append(
                Series(text, colors[variant] if alone else theme.color(row), record.names, record.heights[row])
            )
    return found


def lay_out(series: Sequence[Series], area: QRectF, head: float, theme: Theme, record: Bars | None = None) -> Layout:
    """head: pixels of the legend above; record: says what the scale is. Names that are too long to stand side by side
    make the bars lie, unless there are more of them than lines."""
    metrics = theme.metrics(14)
    line = metrics.height()
    log = record is not None and record.log
    names = tuple(dict.fromkeys(name for one in series for name in one.names))
    widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
    scale = scale_of(series, record)
    beneath = line if scale[0] < 0 else 0.0  # for the values of bars that hang down
    upright = area.adjusted(_widest_number(scale, metrics, log) + GAP, head + line, 0, -line - 4 - beneath)
    side = min(widest + GAP, 0.4 * area.width())
    lying = area.adjusted(side, head, -metrics.horizontalAdvance("−0.000") - GAP, -line - 4)
    count = max(len(names), 1)
    lies = widest > upright.width() / count - 4 and lying.height() / count >= line
    return Layout(lying if lies else upright, scale, lies, names, log)


def _widest_number(scale: Interval, metrics: QFontMetricsF, log: bool) -> float:
    ticks = log_ticks(*scale, 5) if log else linear_ticks(*scale, 5)
    return max(metrics.horizontalAdvance(tick.label) for tick in ticks)


def scale_of(series: Sequence[Series], record: Bars | None = None) -> Interval:
    """From 0, since a bar's length is its value; a logarithmic one from below the least positive height. Reference
    lines are within."""
    heights = np.concatenate([one.heights for one in series]).astype(float) if series else np.zeros(0)
    if record is not None and record.stacked:
        rows = np.nan_to_num(np.array([one.heights for one in series], dtype=float), posinf=0, neginf=0)
        heights = np.concatenate([np.maximum(rows, 0).sum(axis=0), np.minimum(rows, 0).sum(axis=0)])
    marks = [one.value for one in record.references] if record is not None else []
    heights = np.concatenate([heights[np.isfinite(heights)], marks])
    if record is not None and record.log:
        heights = heights[heights > 0]
        return nice_log_range(float(heights.min()) / 2, float(heights.max())) if len(heights) else (0.1, 1.0)
    low, high = min(float(heights.min(initial=0)), 0.0), max(float(heights.max(initial=0)), 0.0)
    return nice_range(low, high) if high > low else (0.0, 1.0)


def every_bar(series: Sequence[Series], layout: Layout, stacked: bool = False) -> list[Bar]:
    """Side by side within each name's room, or on each other; also those that are not finite."""
    abreast = 1 if stacked else max(len(series), 1)
    thick = min(GROUP * layout.slot / abreast, THICKEST)
    gap = 1.0 if thick > 4 else 0.0
    places = {name: i for i, name in enumerate(layout.names)}
    tops: dict[tuple[str, bool], float] = {}
    found = []
    for k, one in enumerate(series):
        best = float(np.max(one.heights, where=np.isfinite(one.heights), initial=-math.inf))
        for name, height in zip(one.names, one.heights.tolist(), strict=True):
            start = (places[name] + 0.5) * layout.slot + ((0 if stacked else k) - abreast / 2) * thick
            low = tops.get((name, height >= 0), layout.base) if stacked else layout.base
            high = low + height if stacked else height
            fine = math.isfinite(height) and not (layout.log and height <= 0)
            if stacked and fine:
                tops[name, height >= 0] = high
            box = layout.box(start, thick - gap, low, high if fine else low)
            found.append(Bar(one, name, height, box, layout.box(start, thick, *layout.scale), height == best))
    return found
