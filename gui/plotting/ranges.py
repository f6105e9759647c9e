"""Which part of the axes a plot shows.

While a run goes on, axes move rarely: x doubles, y keeps its range until data leaves it or fills less than half of it,
because moving an axis draws the whole plot again and makes a picture nobody can follow. When the run is paused or
finished the range is worked out from the data alone, so the same data gives the same picture whatever was seen before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.array import Array, Interval
from gui.plotting.ticks import nice_log_range, nice_range

NEAR_ZERO = 0.05  # of the last x: losses begin with the first update, at step 1
MOST_DECADES = 16.0  # of what was measured: below a gradient norm of 1e-16 there is only rounding
MOST_COMPUTED = 40.0  # of what a view has computed

LARGEST = 1e306  # the ends of an axis are rounded outwards and must stay numbers
OUT_OF_PROPORTION = 10.0  # times what is usual


class XRange:
    """From the first x to the last, or from 0 where that is near; while running the end grows by doubling.

    shortest: the length of the axis at the start of a run.
    """

    def __init__(self, shortest: float = 64.0) -> None:
        self._shortest = shortest
        self._end = 0.0

    def update(self, first: float, last: float, settled: bool) -> Interval:
        if 0 < first < NEAR_ZERO * last:
            first = 0.0
        if settled:
            self._end = 0.0
            return (first, last) if last > first else (first, first + 1.0)
        span = max(last - first, 1.0)
        if span > self._end:
            self._end = self._shortest * 2.0 ** max(0, math.ceil(math.log2(span / self._shortest)))
        return first, first + self._end


class YRange:
    """Nice ends that hold the data."""

    def __init__(self, log: bool, fixed: Interval | None = None) -> None:
        self._log = log
        self._fixed = fixed
        self._kept: Interval | None = None

    def update(self, low: float, high: float, settled: bool) -> Interval:
        """low..high: what should be seen, from `extent`."""
        if self._fixed is not None:
            return self._fixed
        fresh = nice_log_range(low, high) if self._log else nice_range(low, high)
        if settled:
            self._kept = None
            return fresh
        if self._kept is None or not self._holds(self._kept, low, high):
            self._kept = fresh
        return self._kept

    def _holds(self, kept: Interval, low: float, high: float) -> bool:
        a, b, c, d = (math.log(v) for v in (*kept, low, high)) if self._log else (*kept, low, high)
        slack = 1e-9 * (b - a)
        inside = a <= c + slack and d <= b + slack
        fresh = nice_log_range(low, high) if self._log else nice_range(low, high)
        filled = math.log(fresh[1] / fresh[0]) if self._log else fresh[1] - fresh[0]
        return inside and filled >= 0.5 * (b - a)


def extent(values: list[Array], log: bool, decades: float = MOST_DECADES) -> Interval:
    """Lowest and highest value worth showing. What is far beyond both where the lines begin and where nearly all values
    are (a run that diverges) does not flatten everything else."""
    fine = [v[(np.abs(v) <= LARGEST) & ((v > 0) | (not log))] for v in values]
    fine = [v for v in fine if len(v)]
    if not fine:
        return (0.1, 1.0) if log else (0.0, 1.0)
    pool = np.concatenate(fine)
    low, high = float(pool.min()), float(pool.max())
    if log:
        return max(low, high * 10.0**-decades), high
    first = max(abs(float(v[0])) for v in fine)
    if max(high, -low) <= OUT_OF_PROPORTION * first:
        return low, high
    usual = max(float(np.quantile(np.abs(pool), 0.98)), first)
    if high > OUT_OF_PROPORTION * usual:
        high = 1.5 * usual
    if low < -OUT_OF_PROPORTION * usual:
        low = -1.5 * usual
    return low, high


def ends(columns: Sequence[Array]) -> Interval:
    """From the first to the last x of columns that rise."""
    return min(float(x[0]) for x in columns), max(float(x[-1]) for x in columns)


def log_extent(columns: Sequence[Array]) -> Interval:
    """Of what a logarithmic axis can show."""
    seen = np.concatenate([x[x > 0] for x in columns])
    return (float(seen.min()), float(seen.max())) if len(seen) and np.ptp(seen) else (0.1, 1.0)
