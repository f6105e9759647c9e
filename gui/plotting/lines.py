"""What a line of a plot is made of, reduced from however many points a run has had to what can be seen."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from core.array import Array, Interval
from core.records import Curves
from core.run.series import Series
from gui.look.theme import Dash, Theme, VariantStyle
from gui.look.translate import translated
from gui.plotting.smoothing import TrailingMean

PAIRED: Dash = (5.0, 2.5)  # a second measure of the same variant
MOST_ROWS = 4096  # of a line that is kept for drawing: more than a 4K screen has columns


class Line(NamedTuple):
    """x, and the lowest, highest and last y of each row; the smoothed y if there is one. mark: how the run ended."""

    name: str
    style: VariantStyle
    x: Array
    low: Array
    high: Array
    y: Array
    smooth: Array | None = None
    mark: str = ""

    def within(self, span: Interval) -> Line:
        """The rows in a stretch of x, and one more at either side: a line goes on beyond the edge of its plot."""
        first, last = np.searchsorted(self.x, span, side="left")
        return self.rows(slice(max(int(first) - 1, 0), int(last) + 1))

    def rows(self, span: slice) -> Line:
        """A part of the line."""
        smooth = self.smooth[span] if self.smooth is not None else None
        return self._replace(x=self.x[span], low=self.low[span], high=self.high[span], y=self.y[span], smooth=smooth)

    @property
    def shown(self) -> Array:
        """The y that is drawn bold and read off."""
        return self.y if self.smooth is None else self.smooth

    def end(self, log: bool) -> tuple[float, float] | None:
        """The last point that can be drawn."""
        y = self.shown
        fine = np.flatnonzero(np.isfinite(y) & ((y > 0) | (not log)))
        return (float(self.x[fine[-1]]), float(y[fine[-1]])) if len(fine) else None

    def row_at(self, x: float) -> int:
        """The row nearest to x."""
        right = min(int(np.searchsorted(self.x, x)), len(self.x) - 1)
        left = max(right - 1, 0)
        return left if abs(self.x[left] - x) < abs(self.x[right] - x) else right


def line_of_series(
    name: str, style: VariantStyle, series: Series, smooth: int = 0, mark: str = "", span: Interval | None = None
) -> Line:
    """The line of a scalar over its steps, with its mean over `smooth` steps where they are more than 1. span: only
    these steps, so that what is looked at closely is drawn in full."""
    steps, low, high, last = series.read()
    mean = TrailingMean(smooth).over(steps, last, 0) if smooth > 1 else None
    line = Line(name, style, steps, low, high, last, mean, mark)
    if span is not None:
        line = line.within(span)
    starts, ends = groups(len(line.x), MOST_ROWS)
    if len(ends) == len(line.x):
        return line
    lows, highs = np.fmin.reduceat(line.low, starts), np.fmax.reduceat(line.high, starts)
    smoothed = line.smooth[ends] if line.smooth is not None else None
    return line._replace(x=line.x[ends], low=lows, high=highs, y=line.y[ends], smooth=smoothed)


def lines_of_record(
    record: Curves, variant: str, style: VariantStyle, theme: Theme, shared: Collection[str] = ()
) -> list[Line]:
    """The lines of y(x): all in the variant's colour, or each in one of its own where nothing is compared. shared: the
    theory that several variants have; it has no label, since the dash alone says what it is."""
    own = own_styles(record, theme)
    measured = len(record.lines) - len(record.dashed)
    lines = []
    for name, y in record.lines.items():
        # Beside theory a dash means theory; the variants are translated apart by their labels and markers.
        plain = style.dash if variant and not record.dashed else ()
        dash: Dash = (3.0, 2.5) if name in record.dashed else PAIRED if name in record.paired else plain
        label = variant if variant and measured == 1 else " ".join(filter(None, (variant, translated(name))))
        if variant and name in record.dashed:
            label = "" if name in shared else translated(name)
        lines.append(Line(label, (style if variant else own[name])._replace(dash=dash), record.x, y, y, y))
    return lines


def own_styles(record: Curves, theme: Theme) -> dict[str, VariantStyle]:
    """Of lines and bands, where nothing is compared: a colour for each; a paired line has that of the other, and a
    marker of its own."""
    names = tuple(dict.fromkeys((*record.lines, *record.bands)))
    first = tuple(name for name in names if name not in record.paired)
    every = theme.styles((*first, *record.paired))
    return {name: every[name]._replace(color=every[record.paired.get(name, name)].color) for name in names}


def group_size(rows: int, most: int) -> int:
    """The least power of two of rows with which there are at most `most` groups, or two."""
    return int(2 ** max(0, math.ceil(math.log2(max(rows - 1, 1) / max(most - 1, 1)))))


def group_bounds(rows: int, size: int, first: int = 0) -> tuple[Array, Array]:
    """First and last row of each group from the group `first` on. The first row stands alone, so that a line begins
    where the run began; behind it each `size` rows are a group, so that groups do not shift as rows are added."""
    starts = np.maximum(np.arange(1 + (first - 1) * size, rows, size), 0)
    return starts, np.append(starts[1:], rows)[: len(starts)] - 1


def groups(rows: int, most: int) -> tuple[Array, Array]:
    """First and last row of each of at most `most` groups."""
    return group_bounds(rows, group_size(rows, most))


def outline(line: Line, most: int) -> tuple[Array, Array]:
    """The raw line in at most about `most` points that keep every peak: lowest and highest of each group by turns."""
    starts, ends = groups(len(line.x), most // 2)
    if len(starts) == len(line.x) and np.array_equal(line.low, line.high, equal_nan=True):
        return line.x, line.y
    lows, highs = np.fmin.reduceat(line.low, starts), np.fmax.reduceat(line.high, starts)
    return np.repeat(line.x[ends], 2), np.stack([lows, highs], axis=1).ravel()


def course(line: Line, most: int) -> tuple[Array, Array]:
    """The bold line: the smoothed one as it stands at the end of each group, or the raw one where none is smoothed."""
    if line.smooth is None:
        return outline(line, most)
    _, ends = groups(len(line.x), most)
    return line.x[ends], line.smooth[ends]
