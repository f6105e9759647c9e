"""What can be seen of a surface, and from where most of its valleys can be seen."""

from __future__ import annotations

import math

import numpy as np

from core.array import Array
from gui.panels.surface.mesh import Grid, bilinear
from gui.panels.surface.projection import HALF_HEIGHT, View3

TOLERANCE = 0.03  # of the box: what lies on the surface is not hidden by the piece it lies on
_STEPS = np.linspace(0.04, 2.9, 70)[:, None]
_AZIMUTHS = (-60.0, -30.0, 30.0, 60.0, 120.0, 150.0, -150.0, -120.0)
_ELEVATIONS = (32.0, 42.0)


def hidden(x: Array, y: Array, z: Array, heights: Array, view: View3) -> Array:
    """Whether the surface stands between the eye and each point (points,).

    x, y, z in box coordinates; heights (rows, columns) of the box's nodes. A ray from the point to the eye rises by
    tan(elevation) for each unit of ground: the point is hidden where the ground rises above it.
    """
    a, slope = math.radians(view.azimuth), math.tan(math.radians(view.elevation))
    rows, columns = heights.shape
    column = (x + _STEPS * math.cos(a) + 1) / 2 * (columns - 1)
    row = (y + _STEPS * math.sin(a) + 1) / 2 * (rows - 1)
    over = (row >= 0) & (row <= rows - 1) & (column >= 0) & (column <= columns - 1)
    ground = bilinear(heights, np.where(over, row, 0), np.where(over, column, 0))
    with np.errstate(invalid="ignore"):
        return np.asarray((over & (ground > z + _STEPS * slope + TOLERANCE)).any(axis=0))


def best_view(grid: Grid) -> View3:
    """The direction from which the least of the low ground is hidden; the first one unless another is clearly better.
    A function of the surface alone, so that a picture is the same whatever was shown before."""
    heights = box_heights(grid)
    rows, columns = heights.shape
    x, y = (a.ravel() for a in np.meshgrid(np.linspace(-1, 1, columns)[::3], np.linspace(-1, 1, rows)[::3]))
    z = heights[::3, ::3].ravel()
    known = np.isfinite(z)
    x, y, z = x[known], y[known], z[known]
    low = (0.5 - z / (2 * HALF_HEIGHT)) ** 4
    views = [View3(azimuth, elevation) for elevation in _ELEVATIONS for azimuth in _AZIMUTHS]

    def cost(view: View3) -> float:
        unlike = 0.02 * _AZIMUTHS.index(view.azimuth) / len(_AZIMUTHS) + 0.06 * (view.elevation > _ELEVATIONS[0])
        return float(low[hidden(x, y, z, heights, view)].sum() / max(low.sum(), 1e-12)) + unlike

    return min(views, key=cost) if len(z) else views[0]


def box_heights(grid: Grid) -> Array:
    """The nodes' heights in box coordinates (rows, columns)."""
    low, high = grid.limits
    return np.asarray(HALF_HEIGHT * (2 * np.clip((grid.z - low) / (high - low), 0, 1) - 1))
