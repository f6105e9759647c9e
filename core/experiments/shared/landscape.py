"""A surface as a backdrop: its contours from above, its heights for the picture in 3-D, its lowest points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.array import Array, Interval
from core.records import Axes, ContoursMark, FieldMark, PointsMark
from core.surfaces.functions import SURFACES, formula_surface, rotated_quadratic
from core.surfaces.surface import Surface

TYPED, ROTATED = "typed formula", "rotated quadratic"
CONTOUR_GRID = 161
HEIGHT_GRID = 49  # what the panel draws: a height that is read there is f itself
BEYOND, BEYOND_GRID = 0.5, 321  # of the view the ground goes on at each side, for a panel of another shape
RINGS = 14
LARGEST = 1e300  # the difference of two heights must be a number too
FLAT = 1e-9  # of the largest height: what differs by less is the rounding of a constant


@dataclass(frozen=True)
class Landscape:
    """The records hold nan where the formula has no value, or one beyond ±LARGEST.

    lowest: f at the lowest known minimum, or where none is known the lowest value on the grid; nan where there is none.
    heights: f, with the ceiling as the upper limit: above it the 3-D picture is cut, or a steep corner would flatten
    all the rest.
    """

    surface: Surface
    axes: Axes
    contours: ContoursMark
    heights: FieldMark
    minima: tuple[PointsMark, ...]
    lowest: float
    ceiling: float

    def height(self, x: Array, y: Array) -> Array:
        """f, cut at the ceiling; nan outside the axes and where f has no value: there the box has no ground."""
        inside = (x >= self.axes.x[0]) & (x <= self.axes.x[1]) & (y >= self.axes.y[0]) & (y <= self.axes.y[1])
        return np.where(inside, np.minimum(_heights_at(self.surface, x, y), self.ceiling), np.nan)

    def distance(self, x: float, y: float) -> float:
        """To the nearest known minimum; nan where none is known."""
        return min((float(np.hypot(x - a, y - b)) for a, b in self.surface.minima), default=float("nan"))


def chosen_surface(name: str, formula: str, kappa: float, angle: float, half: float) -> Surface:
    """The surface of that name; formula and half (of the view) are of the typed one, κ and angle of the rotated one."""
    if name == TYPED:
        return formula_surface(formula, ((-half, half), (-half, half)))
    return rotated_quadratic(kappa, angle) if name == ROTATED else SURFACES[name]


# Kept, so that a new start gives the very same records and the panels need not draw the ground again.
@lru_cache(maxsize=16)
def landscape(
    name: str, formula: str, kappa: float, angle: float, half: float, start: tuple[float, float] | None
) -> Landscape:
    """`start`: a point that the view must reach out to, or None where it lies inside already."""
    surface = chosen_surface(name, formula, kappa, angle, half)
    (x0, x1), (y0, y1) = surface.view if start is None else reaching(surface.view, start)
    labels = ("weight w", "bias b") if name.endswith("loss") else ("x", "y")
    # A unit of x is as long as one of y: seen from above, a step down is at right angles to the contours.
    axes = Axes((x0, x1), (y0, y1), *labels, equal=not name.endswith("loss"))
    beyond = Axes(stretched(axes.x), stretched(axes.y)) if axes.equal else axes
    fine = heights_on_grid(surface, axes, CONTOUR_GRID)
    coarse = heights_on_grid(surface, axes, HEIGHT_GRID)
    xs, ys = (np.array([point[i] for point in surface.minima], dtype=np.float64) for i in range(2))
    values = fine[np.isfinite(fine)]
    known = surface.f(xs, ys) if len(xs) else values
    lowest = float(known.min()) if len(known) else float("nan")
    highest = max((float(grid.max()) for grid in (values, coarse[np.isfinite(coarse)]) if grid.size), default=lowest)
    ceiling = _ceiling(values, lowest, highest)
    return Landscape(
        surface=surface,
        axes=axes,
        contours=ContoursMark(heights_on_grid(surface, beyond, BEYOND_GRID), beyond.x, beyond.y, levels(values)),
        heights=_heights(coarse, ceiling, axes),
        minima=(PointsMark(xs, ys, marker="star", name="lowest point"),) if len(xs) else (),
        lowest=lowest,
        ceiling=ceiling,
    )


def _ceiling(values: Array, lowest: float, highest: float) -> float:
    """Four times as high above the lowest value as half of the view is, but no higher than the highest value."""
    if not len(values):
        return float("inf")
    median = float(np.median(values))
    return min(highest, lowest + 4 * (median - lowest)) if median > lowest else highest


def _heights(values: Array, ceiling: float, axes: Axes) -> FieldMark:
    """Limited to what is drawn. A constant lies half-way up; where there is no value at all the limits are any."""
    low = float(np.nanmin(values)) if np.isfinite(values).any() else 0.0
    high = ceiling if np.isfinite(ceiling) else 1.0
    if high - low <= FLAT * max(abs(low), abs(high)):
        room = 0.1 * max(abs(low), abs(high)) or 1.0
        low, high = low - room, high + room
    return FieldMark(values, axes.x, axes.y, (low, high), label="f")


def levels(values: Array) -> tuple[float, ...]:
    """Contours at area shares (k/14)² of the view: evenly spaced rings for a bowl, and as many of them where another
    surface is flat as where it is steep. None where the surface is a constant. values: finite, of any shape."""
    if not values.size or np.ptp(values) <= FLAT * np.abs(values).max():
        return ()
    shares = (np.arange(1, RINGS) / RINGS) ** 2
    return tuple(float(level) for level in np.unique(np.quantile(values, shares)))


def heights_on_grid(surface: Surface, axes: Axes, points: int) -> Array:
    """f on a grid (rows = y, columns = x); nan where it has no value."""
    return _heights_at(surface, *np.meshgrid(np.linspace(*axes.x, points), np.linspace(*axes.y, points)))


def _heights_at(surface: Surface, x: Array, y: Array) -> Array:
    """f; nan where the formula has no value, or one beyond ±LARGEST."""
    with np.errstate(all="ignore"):
        f = np.asarray(surface.f(x, y), dtype=np.float64)
        return np.where(np.abs(f) <= LARGEST, f, np.nan)


def stretched(span: Interval) -> Interval:
    """By as much at either side as the ground goes on."""
    room = BEYOND * (span[1] - span[0])
    return span[0] - room, span[1] + room


def reaching(view: tuple[Interval, Interval], point: tuple[float, float]) -> tuple[Interval, Interval]:
    """The view, stretched so that the point lies inside with a little room."""
    (x0, x1), (y0, y1) = view
    room_x, room_y = 0.05 * (x1 - x0), 0.05 * (y1 - y0)
    return (
        (min(x0, point[0] - room_x), max(x1, point[0] + room_x)),
        (min(y0, point[1] - room_y), max(y1, point[1] + room_y)),
    )
