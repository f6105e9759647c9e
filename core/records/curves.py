"""Lines over a common axis, one plot of them or many small ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from core.array import Array, Interval
from core.records.record import Part, Record
from core.text import counted


@dataclass(frozen=True)
class Span(Part):
    """A shaded stretch of the x axis: where a function saturates, where a measure cannot be told from rounding."""

    low: float
    high: float
    label: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.low < self.high:
            raise ValueError(f"a span goes from a lower to a higher x, not from {self.low:g} to {self.high:g}")


@dataclass(frozen=True)
class Point(Part):
    """One point with its label. line: the line whose colour it takes; "" is the colour of text."""

    x: float
    y: float
    label: str = ""
    line: str = ""


@dataclass(frozen=True, eq=False)
class Curves(Record):
    """Lines over a common axis: the panel of every scalar series, and of any y(x) that a view computes.

    lines: name -> y (points,), all over x (points,), which never falls; nan breaks a line and is not drawn. dashed:
    those lines that are theory, not measured. bands: name -> (low, high), each (points,), shaded in the colour of the
    line of that name, or in one of their own. log_x, log_y: what is not positive is not drawn there. paired: line ->
    the line of which it is a second measure, such as on test digits: it has its colour, in dashes.
    """

    x: Array
    lines: dict[str, Array]
    x_label: str = "step"
    y_label: str = ""
    dashed: tuple[str, ...] = ()
    bands: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()
    log_x: bool = False
    log_y: bool = False
    paired: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.x.ndim != 1 or not np.isfinite(self.x).all() or (np.diff(self.x) < 0).any():
            raise ValueError("the x of curves is a row of finite numbers that never fall; sort the points by x")
        for name, y in self.lines.items():
            if y.shape != self.x.shape:
                raise ValueError(f"line {name!r} has shape {y.shape}, but x has {counted(len(self.x), 'point')}")
        for name, (low, high) in self.bands.items():
            if not low.shape == high.shape == self.x.shape:
                raise ValueError(
                    f"band {name!r} has shapes {low.shape} and {high.shape}, but x has {counted(len(self.x), 'point')}"
                )
        for name in (*self.dashed, *self.paired, *self.paired.values(), *(p.line for p in self.points if p.line)):
            if name not in self.lines:
                raise ValueError(f"there is no line {name!r}; there are {', '.join(map(repr, self.lines)) or 'none'}")
        for name, first in self.paired.items():
            if first in self.paired:
                raise ValueError(f"line {name!r} is paired with {first!r}, which is itself paired with another")

    def describe(self) -> str:
        if not len(self.x):
            return "empty"
        ends = [f"{name} {_last(y)}" for name, y in self.lines.items()]
        ends += [f"{name} between {_last(low)} and {_last(high)}" for name, (low, high) in self.bands.items()]
        shaded = [f"{span.label or 'shaded'} from {span.low:.4g} to {span.high:.4g}" for span in self.spans]
        marked = [f"{point.label or 'a point'} at ({point.x:.4g}, {point.y:.4g})" for point in self.points]
        said = f"{self.y_label or 'curves'} at {self.x_label} {self.x[-1]:g}: " + ", ".join(ends)
        return "; ".join([said, *shaded, *marked])


def _last(y: Array) -> str:
    return f"{y[-1]:.4g}" if not np.isnan(y[-1]) else "undefined"


@dataclass(frozen=True, eq=False)
class CurvesGrid(Record):
    """Small plots with the same axes, row by row: a sweep, one plot for each setting.

    cells: None where the sweep has not come to that plot yet; titles: one for each cell. columns: how many stand in a
    row. selected: the place of the chosen cell. x_range, y_range: of all cells; None takes them from the data, and they
    then move while the sweep fills. Lines of one name have one colour in all cells; labels and scales are the first's.
    """

    cells: tuple[Curves | None, ...]
    titles: tuple[str, ...]
    columns: int
    x_range: Interval | None = None
    y_range: Interval | None = None
    selected: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.titles) != len(self.cells):
            raise ValueError(
                f"a grid of {counted(len(self.cells), 'plot')} has one title for each, not {len(self.titles)}"
            )
        if self.columns < 1:
            raise ValueError(f"a grid of plots has at least one column, not {self.columns}")
        if self.selected is not None and not 0 <= self.selected < len(self.cells):
            raise ValueError(f"there is no plot {self.selected} among {len(self.cells)}")

    @property
    def filled(self) -> tuple[Curves, ...]:
        """The plots that are there, in order."""
        return tuple(cell for cell in self.cells if cell is not None)

    def describe(self) -> str:
        there = [(title, cell) for title, cell in zip(self.titles, self.cells, strict=True) if cell is not None]
        head = f"{len(there)} of {counted(len(self.cells), 'plot')}"
        chosen = [] if self.selected is None else [f"chosen: {self.titles[self.selected]}"]
        return "; ".join([head, *chosen, *(f"{title}: {cell.describe()}" for title, cell in there)])
