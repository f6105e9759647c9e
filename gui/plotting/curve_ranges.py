"""What the axes of a plot of lines should hold, and which lines go on beyond them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.array import Array, Interval
from gui.plotting.lines import Line
from gui.plotting.ranges import extent
from gui.plotting.seed_bands import SeedBand, heights


@dataclass(frozen=True, eq=False)
class PlotContents:
    """All that a plot shows. lines: with those that are hidden, since hiding a line does not move x; seen: without
    them. ghost: lines of another run; annotated: y of what stands beside the lines; sketch: points drawn by hand."""

    lines: Sequence[Line]
    seen: Sequence[Line]
    ghost: Sequence[Line]
    bands: Sequence[SeedBand]
    annotated: Sequence[Array]
    sketch: Sequence[tuple[float, float]]

    @cached_property
    def columns(self) -> list[Array]:
        """x of everything, each rising."""
        columns = [line.x for line in (*self.lines, *self.ghost) if len(line.x)] + [band.x for band in self.bands]
        return columns + ([self._sketched[:, 0]] if len(self._sketched) else [])

    def heights(self, log: bool, decades: float) -> Interval:
        """Lowest and highest y worth showing: one line that diverged does not flatten the others."""
        seen = [line for line in self.seen if len(line.x)]
        whole = [line for line in seen if not line.mark] or seen
        values = [y for line in whole for y in ((line.shown,) if self.bands else (line.low, line.high))]
        values += [*self.annotated, self._sketched[:, 1], *(line.shown for line in self.ghost), *heights(self.bands)]
        return extent(values, log, decades)

    @cached_property
    def _sketched(self) -> Array:
        return np.array(self.sketch).reshape(-1, 2)


def beyond(lines: Sequence[Line], y: Interval) -> list[Line]:
    """The lines of which not every value has room between the ends of an axis."""
    low, high = y
    shown = [(line, line.shown[np.isfinite(line.shown)]) for line in lines]
    return [line for line, values in shown if len(values) and (values.max() > high or values.min() < low)]
