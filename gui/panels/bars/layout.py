"""Where bars, names and values of a bar chart stand, upright or lying."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from core.array import Array, Interval
from core.records import Bars
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.plotting.axes import GAP
from gui.plotting.ticks import Tick, linear_ticks, nice_range

GROUP = 0.76  # of a name's room is taken by its bars
THICKEST = 64.0  # pixels


class Series(NamedTuple):
    label: str
    color: str
    names: tuple[str, ...]
    heights: Array


class Bar(NamedTuple):
    series: Series
    name: str
    height: float
    box: QRectF
    lane: QRectF  # the whole way along the scale, where the bar can be pointed at
    highest: bool


@dataclass(frozen=True)
class Layout:
    """frame: the pixels that the scale fills, in the length of the bars, and the names across them."""

    frame: QRectF
    scale: Interval
    lying: bool
    names: tuple[str, ...]

    def along(self, value: float) -> float:
        """Pixels of a value, to the right or upwards."""
        low, high = self.scale
        share = (value - low) / (high - low)
        if self.lying:
            return self.frame.left() + share * self.frame.width()
        return self.frame.bottom() - share * self.frame.height()

    def box(self, start: float, thick: float, low: float, high: float) -> QRectF:
        """From one value to another, `start` pixels across from the first name's edge."""
        a, b = sorted((self.along(low), self.along(high)))
        if self.lying:
            return QRectF(a, self.frame.top() + start, b - a, thick)
        return QRectF(self.frame.left() + start, a, thick, b - a)

    @property
    def slot(self) -> float:
        """Pixels of a name's room across the bars."""
        return (self.frame.height() if self.lying else self.frame.width()) / max(len(self.names), 1)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        length = self.frame.width() if self.lying else self.frame.height()
        return linear_ticks(*self.scale, max(2.0, min(5.0, length / 60)))


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


def lay_out(series: Sequence[Series], area: QRectF, head: float, theme: Theme) -> Layout:
    """head: pixels of the legend above. Names that are too long to stand side by side make the bars lie, unless there
    are more of them than lines."""
    metrics = QFontMetricsF(theme.font(14))
    line = metrics.height()
    names = tuple(dict.fromkeys(name for one in series for name in one.names))
    widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
    scale = scale_of(series)
    upright = area.adjusted(_widest_number(scale, metrics) + GAP, head + line, 0, -line - 4)
    side = min(widest + GAP, 0.4 * area.width())
    lying = area.adjusted(side, head, -metrics.horizontalAdvance("−0.000") - GAP, -line - 4)
    count = max(len(names), 1)
    lies = widest > upright.width() / count - 4 and lying.height() / count >= line
    return Layout(lying if lies else upright, scale, lies, names)


def _widest_number(scale: Interval, metrics: QFontMetricsF) -> float:
    return max(metrics.horizontalAdvance(tick.label) for tick in linear_ticks(*scale, 5))


def scale_of(series: Sequence[Series]) -> Interval:
    """From 0, since a bar's length is its value."""
    heights = np.concatenate([one.heights for one in series]) if series else np.zeros(0)
    heights = heights[np.isfinite(heights)]
    low, high = min(float(heights.min(initial=0)), 0.0), max(float(heights.max(initial=0)), 0.0)
    return nice_range(low, high) if high > low else (0.0, 1.0)


def bars_of(series: Sequence[Series], layout: Layout) -> list[Bar]:
    """Side by side within each name's room; what is not a number has no bar."""
    thick = min(GROUP * layout.slot / max(len(series), 1), THICKEST)
    gap = 1.0 if thick > 4 else 0.0
    places = {name: i for i, name in enumerate(layout.names)}
    found = []
    for k, one in enumerate(series):
        best = float(np.max(one.heights, where=np.isfinite(one.heights), initial=-math.inf))
        for name, height in zip(one.names, one.heights.tolist(), strict=True):
            if not math.isfinite(height):
                continue
            start = (places[name] + 0.5) * layout.slot + (k - len(series) / 2) * thick
            box = layout.box(start, thick - gap, 0.0, height)
            found.append(Bar(one, name, height, box, layout.box(start, thick, *layout.scale), height == best))
    return found
