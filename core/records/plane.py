"""What overlays in a plane: fields, contours, paths, points. A surface in 3-D is a Plane drawn with height."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Self, TypeAlias

import numpy as np

from core.array import Array, Interval
from core.records.record import Part, Record, frozen
from core.text import counted

Color: TypeAlias = int | str | None  # the index of a variant's colour, or a variant's name; None: the colour of text


def _nothing() -> Array:
    return frozen(np.zeros(0))


@dataclass(frozen=True)
class Axes(Part):
    """Names and ranges of the two axes. `equal` keeps one unit of x as long as one unit of y; `log_x` and `log_y` are
    logarithmic, and what is not positive is not drawn there."""

    x: Interval
    y: Interval
    x_label: str = "x"
    y_label: str = "y"
    equal: bool = False
    log_x: bool = False
    log_y: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, (low, high), log in (("x", self.x, self.log_x), ("y", self.y, self.log_y)):
            if not low < high or not math.isfinite(high - low):
                raise ValueError(f"the {name} axis goes from a lower to a higher number, not from {low:g} to {high:g}")
            if log and low <= 0:
                raise ValueError(f"a logarithmic {name} axis begins above 0, not at {low:g}")


@dataclass(frozen=True, eq=False)
class FieldMark(Record):
    """A value at every grid point, drawn as colour: values (rows = y, columns = x) over the axes' whole range. The grid
    is even on the axes as they are drawn: in the logarithm, where an axis is logarithmic.

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

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_grid("a field", self.values)

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

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_grid("contours", self.values)

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
    z: Array = field(default_factory=_nothing)
    name: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_rows("a path", self, ("x", "y"), ("z",))
        if not len(self.x):
            raise ValueError("a path has at least one point, where it begins")

    def describe(self) -> str:
        return f"{self.name or 'path'} of {counted(len(self.x) - 1, 'step')} to ({self.x[-1]:.4g}, {self.y[-1]:.4g})"


@dataclass(frozen=True, eq=False)
class PointsMark(Record):
    """Samples in the plane: x, y (points,), group (points,) the class of each; `marker` "dot", "star", "cross".

    values (points,): a number for each that colours it instead of its group, on the map `scale` from limits[0] to
    limits[1], or from the least to the largest value. label: what the values are, beside a bar of their colours; there
    is none without it. sizes (points,): the area of each; 1 is the usual one.
    """

    x: Array
    y: Array
    group: Array = field(default_factory=lambda: frozen(np.zeros(0, dtype=np.int64)))
    marker: str = "dot"
    name: str = ""
    highlight: int | None = None
    values: Array = field(default_factory=_nothing)
    limits: Interval | None = None
    scale: str = "sequential"
    sizes: Array = field(default_factory=_nothing)
    label: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_rows("points", self, ("x", "y"), ("group", "values", "sizes"))
        if len(self.values) and len(self.group):
            raise ValueError("points are coloured by their group or by their values, not by both")
        if len(self.sizes) and not self.sizes.min() >= 0:
            raise ValueError(f"the size of a point is at least 0, not {self.sizes.min():g}")
        if self.highlight is not None and not 0 <= self.highlight < len(self.x):
            raise ValueError(f"there is no point {self.highlight} among {len(self.x)}")

    @property
    def span(self) -> Interval:
        """The values at the ends of the colour map."""
        fine = self.values[np.isfinite(self.values)]
        return self.limits or ((float(fine.min()), float(fine.max())) if len(fine) else (0.0, 1.0))

    def describe(self) -> str:
        said = counted(len(self.x), self.name or "point")
        return said + (f" with values from {self.span[0]:.3g} to {self.span[1]:.3g}" if len(self.values) else "")


@dataclass(frozen=True, eq=False)
class LinesMark(Record):
    """Polylines broken by nan: a boundary, a fitted line. x, y (points,). With a name and a color in the legend. Those
    that are `faint` are many, and the ground for a few others."""

    x: Array
    y: Array
    name: str = ""
    dashed: bool = False
    color: Color = None
    faint: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_rows("lines", self, ("x", "y"), ())

    def describe(self) -> str:
        return self.name or "lines"


@dataclass(frozen=True, eq=False)
class ArrowsMark(Record):
    """Arrows from (x, y) along (dx, dy), each (arrows,), in units of the axes. With a name and a color they are in the
    legend."""

    x: Array
    y: Array
    dx: Array
    dy: Array
    name: str = ""
    color: Color = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_rows("arrows", self, ("x", "y", "dx", "dy"), ())

    def describe(self) -> str:
        return f"{counted(len(self.x), 'arrow')} {self.name}".rstrip()


@dataclass(frozen=True, eq=False)
class BandMark(Record):
    """The area between two curves over x (points,): low, high (points,). The spread of several runs, an error."""

    x: Array
    low: Array
    high: Array
    name: str = ""
    color: Color = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_rows("a band", self, ("x", "low", "high"), ())

    def describe(self) -> str:
        if not len(self.x):
            return f"{self.name or 'band'}, empty"
        return f"{self.name or 'band'} from {self.low[-1]:.3g} to {self.high[-1]:.3g} at {self.x[-1]:.3g}"


@dataclass(frozen=True, eq=False)
class EllipseMark(Record):
    """(p − centre)ᵀ covariance⁻¹ (p − centre) = deviations²: centre (2,), covariance (2, 2), symmetric.

    The half-axes are `deviations` · √eigenvalue along the eigenvectors; an eigenvalue of 0 leaves a line.
    """

    centre: Array
    covariance: Array
    deviations: float = 1.0
    name: str = ""
    dashed: bool = False
    color: Color = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.centre.shape != (2,) or self.covariance.shape != (2, 2):
            raise ValueError(
                f"an ellipse has a centre (2,) and a covariance (2, 2), not {self.centre.shape}"
                f" and {self.covariance.shape}"
            )
        if not np.allclose(self.covariance, self.covariance.T, equal_nan=True):
            raise ValueError("the covariance of an ellipse is symmetric")

    @classmethod
    def of_axes(
        cls, centre: tuple[float, float], half_axes: tuple[float, float], angle: float = 0.0, name: str = "",
        dashed: bool = False, color: Color = None,
    ) -> Self:  # fmt: skip
        """half_axes: lengths from the centre to the rim, the first of them `angle` radians from x towards y."""
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        covariance = turn @ np.diag(np.square(half_axes)) @ turn.T
        return cls(np.array(centre, dtype=float), covariance, 1.0, name, dashed, color)

    @property
    def half_axes(self) -> Array:
        """(2, 2): a row for each half-axis, from the centre to the rim, the shorter one first."""
        eigenvalues, vectors = np.linalg.eigh((self.covariance + self.covariance.T) / 2)
        return np.asarray(self.deviations * np.sqrt(np.maximum(eigenvalues, 0))[:, np.newaxis] * vectors.T)

    def outline(self, points: int = 129) -> tuple[Array, Array]:
        """x, y (points,) once around."""
        t = np.linspace(0, 2 * np.pi, points)
        around = self.centre + np.outer(np.cos(t), self.half_axes[1]) + np.outer(np.sin(t), self.half_axes[0])
        return around[:, 0], around[:, 1]

    def describe(self) -> str:
        short, long = np.hypot(*self.half_axes.T)
        at = f"({self.centre[0]:.3g}, {self.centre[1]:.3g})"
        return f"{self.name or 'ellipse'} around {at}, half-axes {long:.3g} and {short:.3g}"


Mark: TypeAlias = FieldMark | ContoursMark | PathMark | PointsMark | LinesMark | ArrowsMark | BandMark | EllipseMark


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
        return "; ".join(layer.describe() for layer in self.layers) or "an empty plane"


def _check_grid(what: str, values: Array) -> None:
    if values.ndim != 2 or not values.size:
        raise ValueError(f"{what} need a grid of values (rows, columns), not shape {values.shape}")


def _check_rows(what: str, mark: Record, names: tuple[str, ...], optional: tuple[str, ...]) -> None:
    """All (points,) of one length; those that are optional may be empty."""
    count = len(np.atleast_1d(getattr(mark, names[0])))
    for name in (*names, *optional):
        shape = getattr(mark, name).shape
        if shape != (count,) and not (name in optional and shape == (0,)):
            raise ValueError(f"{what} of {counted(count, 'point')} cannot have {name} of shape {shape}")
