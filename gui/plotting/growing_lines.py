"""Lines of a run that goes on. A frame costs what is new in it, however long the run has been: the rows of a series
are reduced to what a plot can show as they come. A settled plot is computed from all rows, so that it depends on
nothing but them.
"""

from __future__ import annotations

import numpy as np

from core.array import Array
from core.run.series import Series
from gui.look.theme import VariantStyle
from gui.plotting.lines import Line, group_bounds, group_size
from gui.plotting.smoothing import TrailingMean


class GrowingLine:
    """The rows of one series in groups of a power of two, of which those before `fixed` stay as they are."""

    def __init__(self, series: Series, smooth: int) -> None:
        self.fixed = 0
        self._series = series
        self._smooth = smooth
        self._size = 0
        self._columns = np.empty((5, 0))  # step, lowest, highest, last, mean of each group
        self._count = 0
        self._mean = TrailingMean(smooth)

    def line(self, name: str, style: VariantStyle, mark: str, most: int) -> Line:
        """The line as it is now, in at most `most` groups. It is borrowed until the next call."""
        self._take_in(self._series.read(), most)
        x, low, high, last, mean = self._columns[:, : self._count]
        smoothed = mean if self._smooth > 1 else None
        return Line(name, style, x, low, high, last, smoothed, mark)

    def _take_in(self, columns: tuple[Array, ...], most: int) -> None:
        steps, lows, highs, lasts = columns
        rows, size = len(steps), group_size(len(steps), most)
        same = size == self._size and self._columns.shape[1] == most + 1
        if not same or self._was_compacted(steps):
            self.fixed, self._size = 0, size
            self._columns = np.empty((5, most + 1))
            self._mean = TrailingMean(self._smooth)
        starts, ends = group_bounds(rows, size, self.fixed)
        self._count = self.fixed + len(ends)
        if not len(ends):
            return
        groups, first = slice(self.fixed, self._count), int(starts[0])
        x, low, high, last, mean = self._columns
        x[groups], last[groups] = steps[ends], lasts[ends]
        low[groups] = np.fmin.reduceat(lows[first:], starts - first)
        high[groups] = np.fmax.reduceat(highs[first:], starts - first)
        fixed = int(np.searchsorted(ends, rows - 1))  # the last row may be a bucket that still fills
        if self._smooth > 1:
            keep = int(ends[fixed - 1]) + 1 - first if fixed else 0
            mean[groups] = self._mean.over(steps[first:], lasts[first:], keep)[ends - first]
        self.fixed += fixed

    def _was_compacted(self, steps: Array) -> bool:
        """A log that is full drops every second row: then another step stands where this line ended."""
        end = (self.fixed - 1) * self._size  # the last row of the groups that are fixed
        return self.fixed > 0 and (end >= len(steps) or steps[end] != self._columns[0, self.fixed - 1])
