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
CONTOUR_GRID, HEIGHT_GRID = 161, 61
RINGS = 14


@dataclass(frozen=True)
class Landscape:
    """lowest: f at the lowest known minimum, or where none is known the lowest value on the grid. ceiling: heights
    above it are cut in the 3-D picture, or a steep corner would flatten all the rest."""

    surface: Surface
    axes: Axes
    contours: ContoursMark
    heights: FieldMark
    minima: tuple[PointsMark, ...]
    lowest: float
    ceiling: float

    def height(self, x: Array, y: Array) -> Array:
        """f, cut at the ceiling; nan outside the axes, where the picture in 3-D has no ground."""
        inside = (x >= self.axes.x[0]) & (x <= self.axes.x[1]) & (y >= self.axes.y[0]) & (y <= self.axes.y[1])
        return np.where(inside, np.minimum(self.surface.f(x, y), self.ceiling), np.nan)

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
    axes = Axes((x0, x1), (y0, y1), *labels)
    fine = heights_on_grid(surface, axes, CONTOUR_GRID)
    coarse = heights_on_grid(surface, axes, HEIGHT_GRID)
    xs, ys = (np.array([point[i] for point in surface.minima], dtype=np.float64) for i in range(2))
    known = surface.f(xs, ys) if len(xs) else fine
    lowest, median = float(known.min()), float(np.median(fine))
    ceiling = min(float(fine.max()), lowest + 4 * (median - lowest)) if median > lowest else float(fine.max())
    cut = np.minimum(coarse, ceiling)
    return Landscape(
        surface=surface,
        axes=axes,
        contours=ContoursMark(fine, axes.x, axes.y, levels(fine)),
        heights=FieldMark(cut, axes.x, axes.y, (float(cut.min()), max(ceiling, float(cut.min()) + 1e-12)), label="f"),
        minima=(PointsMark(xs, ys, marker="star", name="lowest point"),) if len(xs) else (),
        lowest=lowest,
        ceiling=ceiling,
    )


def levels(values: Array) -> tuple[float, ...]:
    """Contours at area shares (k/14)² of the view: evenly spaced rings for a bowl, and as many of them where another
    surface is flat as where it is steep."""
    shares = (np.arange(1, RINGS) / RINGS) ** 2
    return tuple(float(level) for level in np.unique(np.quantile(values, shares)))


def heights_on_grid(surface: Surface, axes: Axes, points: int) -> Array:
    """f on a grid (rows = y, columns = x). Where a formula has no value the highest one stands in."""
    x, y = np.meshgrid(np.linspace(*axes.x, points), np.linspace(*axes.y, points))
    with np.errstate(all="ignore"):
        f = np.asarray(surface.f(x, y), dtype=np.float64)
    finite = np.isfinite(f)
    return np.where(finite, f, f[finite].max() if finite.any() else 0.0)


def reaching(view: tuple[Interval, Interval], point: tuple[float, float]) -> tuple[Interval, Interval]:
    """The view, stretched so that the point lies inside with a little room."""
    (x0, x1), (y0, y1) = view
    room_x, room_y = 0.05 * (x1 - x0), 0.05 * (y1 - y0)
    return (
        (min(x0, point[0] - room_x), max(x1, point[0] + room_x)),
        (min(y0, point[1] - room_y), max(y1, point[1] + room_y)),
    )
