"""A sweep: a race over two factors, whose figures are tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.array import Array, Interval
from core.records import Curves, CurvesGrid, Matrix, Record
from core.run.tick import NOTHING, Key, OverTime, Ticks
from core.training.race import race


def cell(row: object, column: object) -> str:
    """The variant of a sweep at that row and column."""
    return f"{row} · {column}"


@dataclass
class Sweep:
    """A run for every row and column, all advanced in lockstep and watched as one.

        widths = Sweep((2, 20, 100), (50, 500), ("training accuracy", "test accuracy"), "width", "samples")
        yield from widths.run(
            lambda width, samples: train(…),
            {Key("curves"): OverTime(widths.curves), Key("map"): lambda: widths.map("test accuracy")},
        )

    newest (channels, rows, columns): the newest value of each channel in every cell, nan where there is none yet.
    The scalars keep their own names, under the variant `cell(row, column)`. total: after so many steps the sweep ends,
    and its ticks say so, for progress; None: when its runs have ended.
    """

    rows: Sequence[object]
    columns: Sequence[object]
    channels: tuple[str, ...]
    row_label: str = ""
    column_label: str = ""
    y_label: str = ""
    y_range: Interval | None = None
    total: int | None = None
    newest: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.newest = np.full((len(self.channels), len(self.rows), len(self.columns)), math.nan)

    def run(
        self,
        make: Callable[[Any, Any], Ticks],
        views: Mapping[Key, Callable[[], Record] | OverTime] = NOTHING,
    ) -> Ticks:
        """The race of `make(row, column)`, with these views besides those of its variants.

        A tick that brings one of the channels has a sample (channels, rows, columns) for each view that is `OverTime`:
        the newest values of the cells that go on, nan in those that have ended.
        """
        names = {cell(row, column): make(row, column) for row in self.rows for column in self.columns}
        places = {
            Key(channel, name): (i, *divmod(place, len(self.columns)))
            for i, channel in enumerate(self.channels)
            for place, name in enumerate(names)
        }
        pictures = [key for key, view in views.items() if isinstance(view, OverTime)]
        race_of_all = race(names)
        try:
            for tick in race_of_all:
                if tick is None:
                    yield None
                    continue
                brought = [key for key in tick.scalars if key in places]
                going = np.zeros(self.newest.shape[1:], bool)
                for key in brought:
                    place = places[key]
                    self.newest[place] = tick.scalars[key]
                    going[place[1:]] = True
                sample = np.where(going, self.newest, math.nan)
                samples = dict.fromkeys(pictures, sample) if brought else NOTHING
                total = self.total if self.total is not None else tick.total
                yield tick._replace(total=total, samples={**tick.samples, **samples}, views={**tick.views, **views})
                if tick.step == self.total:
                    return
        finally:
            race_of_all.close()

    def curves(self, steps: Array, samples: Array) -> CurvesGrid:
        """A plot for every cell, in rows and columns as they are, with a line for every channel."""
        every = np.moveaxis(samples, 1, -1).reshape(len(steps), -1, len(self.channels))
        titles = [
            " · ".join(filter(None, (_named(self.row_label, row), _named(self.column_label, column))))
            for row in self.rows
            for column in self.columns
        ]
        return self._grid(steps, every, titles, self.channels, len(self.columns))

    def curves_by_row(self, channel: str, across: int) -> Callable[[Array, Array], CurvesGrid]:
        """To fill a grid with a plot for every column, `across` beside each other, and in it a line for every row: a
        sweep over one factor that compares a few variants, such as with and without batch norm."""

        def fill(steps: Array, samples: Array) -> CurvesGrid:
            every = samples[:, self.channels.index(channel)].swapaxes(1, 2)
            titles = [_named(self.column_label, column) for column in self.columns]
            return self._grid(steps, every, titles, [_named(self.row_label, row) for row in self.rows], across)

        return fill

    def map(self, channel: str, minus: str = "") -> Matrix:
        """The newest value in every cell, or how far it lies above that of the channel `minus`."""
        values = self.newest[self.channels.index(channel)]
        if minus:
            values = values - self.newest[self.channels.index(minus)]
        return Matrix(
            values,
            tuple(map(str, self.rows)),
            tuple(map(str, self.columns)),
            self.row_label,
            self.column_label,
            signed=bool(minus),
            blank=np.isnan(values),
            limits=None if minus else self.y_range,
        )

    def _grid(self, steps: Array, every: Array, titles: Sequence[str], lines: Sequence[str], across: int) -> CurvesGrid:
        """every (times, plots, lines); where a plot has no figure at a time it has no point."""
        plots: list[Curves | None] = []
        for values in np.moveaxis(every, 1, 0):
            there = ~np.isnan(values).all(axis=1)
            named = dict(zip(lines, values[there].T, strict=True))
            plots.append(Curves(steps[there], named, y_label=self.y_label) if there.any() else None)
        return CurvesGrid(tuple(plots), tuple(titles), across, y_range=self.y_range)


def _named(label: str, value: object) -> str:
    return f"{label} {value}".strip()
