"""What overlays in a plane: fields, contours, paths, points. A surface in 3-D is a Plane drawn with height."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from core.array import Array, Interval
from core.records.record import Record, frozen
from core.text import counted


@dataclass(frozen=True)
class Axes:
    """Names and ranges of the two axes. `equal` keeps one unit of x as long as one unit of y."""

    x: Interval
    y: Interval
    x_label: str = "x"
    y_label: str = "y"
    equal: bool = False


@dataclass(frozen=True, eq=False)
class FieldMark(Record):
    """A value at every grid point, drawn as colour: values (rows = y, columns = x) over the axes' whole range.

    scale "signed" is a diverging map centred on `centre` (a classifier's output, blue against orange), "sequential"
    a plain one. limits: the values at the ends of the map.
    """

    values: Array
    x: Interval
    y: Interval
    limits: Interval
    scale: str = "sequential"
    centre: float = 0.0
    label: str = ""

    def describe(self) -> str:
        name = self.label or "field"
        if np.isnan(self.values).all():
            return f"{name} without a value"
        return f"{name} from {np.nanmin(self.values):.3g} to {np.nanmax(self.values):.3g}"


@dataclass(frozen=True, eq=False)
class ContoursMark(Record):
    """Level lines of the same kind of grid as a FieldMark's."""

    values: Array
    x: Interval
    y: Interval
    levels: tuple[float, ...]

    def describe(self) -> str:
        return (
            f"{counted(len(self.levels), 'contour')} from {self.levels[0]:.3g} to {self.levels[-1]:.3g}"
            if self.levels
            else "no contours"
        )


@dataclass(frozen=True, eq=False)
class PathMark(Record):
    """A path walked step by step: x, y (points,) and, for drawing with height, z (points,). It ends in its head."""

    x: Array
    y: Array
    z: Array = field(default_factory=lambda: frozen(np.zeros(0)))
    name: str = ""

    def describe(self) -> str:
        return f"{self.name or 'path'} of {counted(len(self.x) - 1, 'step')} to ({self.x[-1]:.4g}, {self.y[-1]:.4g})"


@dataclass(frozen=True, eq=False)
class PointsMark(Record):
    """Samples in the plane: x, y (points,), group (points,) the class of each; `marker` "dot", "star", "cross"."""

    x: Array
    y: Array
    group: Array = field(default_factory=lambda: frozen(np.zeros(0, dtype=np.int64)))
    marker: str = "dot"
    name: str = ""
    highlight: int | None = None

    def describe(self) -> str:
        return counted(len(self.x), self.name or "point")


@dataclass(frozen=True, eq=False)
class LinesMark(Record):
    """Polylines broken by nan: a boundary, a fitted line. x, y (points,)."""

    x: Array
    y: Array
    name: str = ""
    dashed: bool = False

    def describe(self) -> str:
        return self.name or "lines"


@dataclass(frozen=True, eq=False)
class ArrowsMark(Record):
    """ArrowsMark from (x, y) along (dx, dy), in units of the axes."""

    x: Array
    y: Array
    dx: Array
    dy: Array
    name: str = ""

    def describe(self) -> str:
        return f"{counted(len(self.x), 'arrow')} {self.name}".rstrip()


Mark: TypeAlias = FieldMark | ContoursMark | PathMark | PointsMark | LinesMark | ArrowsMark


@dataclass(frozen=True, eq=False)
class Plane(Record):
    """Layers drawn over each other, first to last, in one pair of axes.

    A view per variant may return a Plane each: the panel overlays them and takes the axes of the first. A layer that
    is the same object as last time is not drawn again, so keep a FieldMark that does not change. direction: azimuth and
    elevation in degrees from which a surface is seen; None leaves it to the panel, which hides as little as it can.
    """

    axes: Axes
    layers: tuple[Mark, ...]
    direction: tuple[float, float] | None = None

    def describe(self) -> str:
        return "; ".join(layer.describe() for layer in self.layers)
